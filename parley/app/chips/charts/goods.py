"""The groups of goods of the page: their names, and as they stand in a sentence."""

from parley import terms

GOODS = {
    "8542": "Chips",
    "8541": "Diodes, solar cells",
    "8486": "Chip machines",
    "8471": "Computers",
    "8473": "Computer parts",
    "other": "All other goods",
    "85": "Electrical goods",
    "84": "Machinery",
}
IN_WORDS = {
    "8542": "chips",
    "8541": "diodes, transistors and solar cells",
    "8486": "chip and flat-screen machinery",
    "85": "electrical goods",
}


def coded(kind: str, products: list[str]) -> str:
    """Goods with their codes, the kind of code at the first: ``chips (HS 8542) and chip machines (8486)``."""
    first, *others = [(GOODS[p].lower(), p) for p in products]
    named = [f"{first[0]} ({kind} {first[1]})", *(f"{name} ({code})" for name, code in others)]
    return terms.listed(named)
