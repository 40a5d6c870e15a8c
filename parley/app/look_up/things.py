"""What can be looked up, by name and code: products, economies, laws and minerals as the search knows them."""

from datetime import date

from parley import words
from parley.app.kit import cache, line_names
from parley.app.kit.cache import kept
from parley.measures import export_controls
from parley.search import entries, opens
from parley.search.find import Hits, find, largest
from parley.tables import countries
from parley.tables.read import compiled_on
from parley.terms import AUTHORITIES, goods

SAY = words.beside(__file__)
OFFERED = 8  # candidates for words
FEW_WORDS = 4  # of goods in a longer title
UNNAMED = "goods"  # what no few words name: told beside their code alone
CAPITALS = ("List", "Canadian", "Mexican")  # first words of a programme that keep their capital in a sentence


def products(typed: str) -> Hits:
    """What the digits or words may mean: the product alone where they are its code."""
    digits = typed.replace(".", "").replace(" ", "")
    hits = find(typed, limit=OFFERED, kinds=("product",), of_a_kind=OFFERED)
    exact = Hits(hit for hit in hits if hit.id == digits)
    return exact or hits


@kept
def described(code: str) -> str:
    """The words of the Harmonized System for a code, of a tariff line those of its subheading."""
    return line_names.of_codes().get(code[:6], "goods of this code").rstrip(".")


@kept
def subheadings(code: str) -> tuple[str, ...]:
    """The subheadings that begin with a code of two or four digits; a longer code's own."""
    if len(code) >= 6:
        return (code[:6],)
    codes = cache.table("hs_codes", compiled_on())
    return tuple(codes.loc[(codes["level"] == 6) & codes["code"].str.startswith(code), "code"])


@kept
def origins() -> dict[str, str]:
    """Names of the economies goods come from, all of which have a page, by code, in the order of their names."""
    names = {code: place.name for code, place in entries.places().items() if code != opens.US}
    return dict(sorted(names.items(), key=lambda item: item[1]))


@kept
def laws(as_of: date) -> dict[str, str]:
    """Titles of authorities, programmes and acts known on the day, by their id in the search."""
    return {e.id: e.title for e in entries.laws({}) if e.known_on is None or e.known_on <= as_of}


@kept
def minerals() -> dict[str, str]:
    """Titles of the rare-earth elements and other minerals, by their id in the search."""
    return {entry.id: entry.title for entry in entries.minerals()}


@kept
def suggestions(kind: str, as_of: date) -> dict[str, str]:
    """A few things of a kind by id or code: what a page on which none is chosen offers, and chooses none of.

    Headings and economies of which the US imports most; the authorities of law known on the day; the minerals whose
    exports China controlled first.
    """
    if kind == "product":
        return {hit.id: hit.title for hit in largest("product", as_of, OFFERED)}
    if kind == "economy":
        return {hit.id: origins()[hit.id] for hit in largest("economy", as_of, OFFERED)}
    if kind == "law":
        return {code: title for code, title in laws(as_of).items() if code in AUTHORITIES}
    spells = export_controls.spells(cache.table("control_items", as_of), cache.table("events", as_of), as_of)
    items = spells.dropna(subset="symbol").sort_values("valid_from", kind="stable")["item"].drop_duplicates()
    return {hit.id: hit.title for item in items.head(OFFERED) for hit in find(item, as_of, 1, ("mineral",))}


def named(code: str, most: int = goods.MOST_WORDS) -> str:
    """Goods in a few words inside a sentence: ``lithium-ion batteries``; ``goods`` where no short name is true, beside
    whose code they are told in full.
    """
    return goods.noun(code, described(code), most) or UNNAMED


def named_in_few(code: str) -> str:
    """Goods in very few words inside a sentence, else by their code: ``goods`` alone would be all of them."""
    return goods.noun(code, described(code), FEW_WORDS) or f"HS {goods.dotted(code)}"


@kept
def law_place(origin: str) -> str:
    """The origin whose law goods of an economy are under: the European Union for its members."""
    return opens.UNION if origin in countries.union_members() else origin


def law_name(title: str) -> str:
    """A law inside a sentence: ``Section 232 (steel derivatives)`` of ``Section 232: Steel derivatives``."""
    law, _, programme = title.partition(": ")
    law = SAY("law.of_china") if law == AUTHORITIES["china_retaliation"] else law
    if not programme or programme.lower() in law.lower():
        return law
    return f"{law} ({programme if programme.startswith(CAPITALS) else programme.lower()})"


@kept
def authority(code: str) -> str:
    """The authority of a law by its id in the search: its own, or that of a programme; empty for an act."""
    return entries.authorities().get(code, "")
