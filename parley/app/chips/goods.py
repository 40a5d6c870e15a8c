"""The groups of goods of the page: their names, in sentences too, their values and colours in a chart."""

from collections.abc import Mapping

import pandas as pd

from parley import terms
from parley.charts.theme import Palette

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
    "8541": "diodes and solar cells",
    "8486": "chip machines",
    "85": "electrical goods",
}


def in_bn(rows: pd.DataFrame, product: str) -> pd.DataFrame:
    """Values by year with the name of each group of goods, billions of US dollars and the value in words.

    ``product``: the column of the groups' codes.
    """
    return rows.assign(
        goods=rows[product].map(GOODS), value_bn=rows["value_usd"] / 1e9, exact=rows["value_usd"].map(terms.usd)
    )


def fills(tokens: Mapping[str, str], palette: Palette) -> dict[str, str]:
    """The colour of each group by its name. ``tokens``: names of the palette's colours by code."""
    return {GOODS[product]: str(getattr(palette, token)) for product, token in tokens.items()}
