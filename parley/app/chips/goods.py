"""The groups of goods of the page: their names, in sentences too, and as stacked bars by year with their sums."""

from typing import Any

import pandas as pd

from parley import terms
from parley.charts.labels import money_ticks
from parley.charts.theme import Draft, Palette

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
FEW_BN = 10  # below it the parts of a bar are too small for whole billions


def coded(kind: str, products: list[str]) -> str:
    """Goods with their codes, the kind of code at the first: ``chips (HS 8542) and chip machines (8486)``."""
    first, *others = [(GOODS[p].lower(), p) for p in products]
    named = [f"{first[0]} ({kind} {first[1]})", *(f"{name} ({code})" for name, code in others)]
    return terms.listed(named)


def stack(figure: Draft, part: pd.DataFrame, product: str, token: str, place: dict[int, int], palette: Palette) -> None:
    """Add the bars of one group of goods. ``place``: of each year on the axis."""
    if part.empty:
        return
    pale = token == "pale"
    figure.add_bar(
        x=[place[y] for y in part["year"]],
        y=part["value_usd"] / 1e9,
        name=GOODS[product],
        marker={
            "color": getattr(palette, token),
            "line": {"width": 1, "color": palette.grey if pale else palette.background},
        },
        customdata=[(terms.usd(v), y) for v, y in zip(part["value_usd"], part["year"], strict=True)],
        hovertemplate=f"<b>%{{customdata[0]}}</b> {GOODS[product]}<br>%{{customdata[1]}}<extra></extra>",
    )


def sums(figure: Draft, billion: pd.Series, place: dict[int, int], palette: Palette) -> None:
    """Write the sum of each year, in US$ billion, above its bar."""
    figure.add_scatter(
        x=[place[y] for y in billion.index],
        y=billion,
        mode="text",
        text=[f"<b>{terms.number(v, 1 if v < FEW_BN * 10 else 0)}</b>" for v in billion],
        textposition="top center",
        textfont={"size": 12, "color": palette.ink},
        hoverinfo="skip",
        showlegend=False,
    )


def headroom(top_bn: float) -> dict[str, Any]:
    """An axis from zero in US$ billion with room above the highest bar for its sum."""
    return money_ticks(top_bn, most=4.2) | {"range": [0, top_bn * 1.12]}
