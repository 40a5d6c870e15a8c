"""US exports to China: chapters to 2024, or chips and chip machines to 2020."""

from datetime import date

import pandas as pd

from parley import words
from parley.app.chips import header
from parley.app.chips.charts import sales_to_china as charts
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.measures import events as dated

CHAPTERS, PRODUCTS = "Chapters since 2020", "Chips to 2020"
CHAPTER_EVENTS = ("bis-2022-10", "bis-2023-10", "bis-2024-12")
SAY = words.beside(__file__)


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
        charts.exports_caption(rows, header.ELECTRICAL if detail == CHAPTERS else header.CHIPS),
        rows,
        {"Chart": lambda palette: charts.export_bars(rows, acts, palette)},
        note=SAY("exports.note"),
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
