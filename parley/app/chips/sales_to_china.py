"""US exports to China: chapters to 2024, or chips and chip machines to 2020."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.goods import IN_WORDS, fills, in_bn
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.columns import columns
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import events as dated

CHAPTERS, PRODUCTS = "Chapters since 2020", "Chips to 2020"
CHAPTER_EVENTS = ("bis-2022-10", "bis-2023-10", "bis-2024-12")
SAY = words.beside(__file__)
US_FILLS = {"8542": "us", "8486": "fentanyl", "8541": "s122", "85": "us", "84": "fentanyl"}


def draw(as_of: date) -> None:
    """US exports to China: chapters to 2024, or chips and chip machines to 2020."""
    figures.block("US exports to China", lambda: to_china(as_of))


def to_china(as_of: date) -> Figure:
    """Exports in the detail chosen, beside the large chip rules."""
    return _of(controls.choose("Detail", [CHAPTERS, PRODUCTS], "chip_exports_of"), as_of)


@kept
def _of(detail: str, as_of: date) -> Figure:
    rows = header.some(_exports(detail, as_of), "exports", as_of)
    acts = _export_acts(detail, as_of)
    return Figure(
        "chip_exports",
        exports_caption(rows, header.ELECTRICAL if detail == CHAPTERS else header.CHIPS),
        rows,
        {"Chart": lambda palette: export_bars(rows, acts, palette)},
        note=SAY("exports.note", "chapters" if detail == CHAPTERS else "products"),
        events=acts,
        state=(detail, as_of),
    )


@kept
def _exports(detail: str, as_of: date) -> pd.DataFrame:
    return header.exports_by_chapter(as_of) if detail == CHAPTERS else header.exports_by_product(as_of)


@kept
def _export_acts(detail: str, as_of: date) -> pd.DataFrame:
    """The large chip rules within the years shown."""
    rows, acts = _exports(detail, as_of), dated.key_events(cache.table("events", as_of), CHAPTER_EVENTS)
    return dated.between(acts, pd.Timestamp(rows["year"].min(), 1, 1), pd.Timestamp(rows["year"].max(), 12, 31))


def export_bars(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stacked bar a year; controls as numbered lines. ``rows``: year, product, value_usd; ``events``: date."""
    return columns(
        in_bn(rows, "product"),
        palette,
        value="value_bn",
        part="goods",
        fills=fills(US_FILLS, palette),
        exact="exact",
        events=events["date"],
    )


def exports_caption(rows: pd.DataFrame, product: str) -> Caption:
    """One product's exports in the last year against their highest, from the rows shown."""
    exports = rows[rows["product"] == product].set_index("year")["value_usd"]
    last, peak = int(exports.index.max()), int(exports.index[int(exports.argmax())])
    finding = SAY(
        "exports.finding",
        "alone" if len(exports) == 1 else "highest" if peak == last else "below",
        goods=IN_WORDS[product],
        value=terms.usd(exports[last]),
        year=last,
        fall=terms.rate((1 - exports[last] / exports[peak]) * 100, 0),
        first=int(exports.index.min()),
        peak=peak,
    )
    measure = SAY(
        "exports.measure",
        "chapters" if len(product) == 2 else "products",
        first=rows["year"].min(),
        last=last,
        codes=terms.listed([p for p in US_FILLS if p in set(rows["product"])]),
    )
    sums = "; ".join(f"{y} {terms.number(v / 1e9, 1)}" for y, v in rows.groupby("year")["value_usd"].sum().items())
    return Caption(finding, measure, f"Stacked bars by year, billion US dollars. All shown: {sums}.")
