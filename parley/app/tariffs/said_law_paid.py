"""The subject Said, law, paid: what acts announced, what the law averages, what customs collected; or each provider."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import address, cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import averages as charts
from parley.app.tariffs.charts import three_measures
from parley.app.tariffs.header import DIRECTIONS, provider_figures, ruling
from parley.app.trade import header as trade_header
from parley.charts.figure import Caption
from parley.measures import averages, bilateral
from parley.measures import three_measures as measures
from parley.tables import compiled_on

SAY = words.beside(__file__)
MEASURES, PROVIDERS = "Three measures", "Average by provider"
OF_PROVIDERS = ("tariff_direction", "tariff_averages_view")


def draw(as_of: date) -> None:
    """The three measures in time, or the providers' averages side by side and over time."""
    figures.block("Said, law, paid", lambda: said_law_paid(as_of))


def said_law_paid(as_of: date) -> Figure:
    """What is chosen of both; the providers for one direction."""
    implied = PROVIDERS if any(map(address.asked, OF_PROVIDERS)) else None
    if controls.choose("Show", [MEASURES, PROVIDERS], "tariff_averages", implied=implied) == MEASURES:
        return measured(as_of)
    importer = controls.choose("Direction", list(DIRECTIONS), "tariff_direction", DIRECTIONS.__getitem__)
    shown = compared(importer, as_of)
    return Figure(
        "tariff_averages",
        shown.caption,
        shown.figures,
        {
            "Side by side": lambda palette: charts.side_by_side(shown.marked, shown.spread, importer, palette),
            "Over time": lambda palette: charts.over_time(shown.drawn, importer, palette),
        },
        {"Over time": shown.over_time},
        note=shown.note,
        state=(importer, as_of),
    )


@kept
def measured(as_of: date) -> Figure:
    """The three series as known on the day. Raises NothingToShowError before 2025."""
    layers, steps = cache.table("tariff_layers", as_of), cache.table("us_tariff_origin_steps", as_of)
    rows = measures.three_measures(layers, steps, cache.table("trade_monthly", as_of), as_of)
    if rows.empty:
        raise NothingToShowError(SAY("three.none"))
    views = {"Chart": lambda palette: three_measures.three_series(rows, palette)}
    caption = three_measures.measures_caption(rows)
    return Figure("tariff_measures", caption, rows, views, note=_note(rows, as_of), state=(as_of,))


def _note(rows: pd.DataFrame, as_of: date) -> str:
    """Months of duty collected that are missing, refunds, and duties an average has ended before they ended in law."""
    gaps = bilateral.missing_months(rows.loc[rows["series"] == measures.COLLECTED, "date"])
    missing = SAY("three.gaps", months=terms.listed([terms.month(m) for m in gaps])) if gaps else ""
    return " ".join(filter(None, (missing, trade_header.refunds(as_of), ruling(as_of))))


class Compared(NamedTuple):
    """Providers side by side for one direction: words, those of the view over time, all figures, those by law of the
    newest period that has any, their marks per regime, their ranges, and a note.
    """

    caption: Caption
    over_time: Caption
    figures: pd.DataFrame
    drawn: pd.DataFrame
    marked: pd.DataFrame
    spread: pd.DataFrame
    note: str


@kept
def compared(importer: str, as_of: date) -> Compared:
    """One direction of the providers' figures. Raises NothingToShowError when there are none."""
    every = provider_figures(importer, as_of)
    period = averages.latest_period(every)
    drawn = averages.in_period(every[every["concept"].isin(averages.BY_LAW)], period)
    marked = averages.marks(drawn, period, as_of)
    if marked.empty:
        raise NothingToShowError(SAY("averages.none", direction=DIRECTIONS[importer], day=terms.day(as_of)))
    spread = averages.spreads(marked)
    caption = charts.averages_caption(marked, spread, importer)
    notes = (
        f"{gap}." if (gap := charts.peak_gap(marked, importer)) else "",
        SAY("averages.hollow") if marked["is_projection"].any() else "",
        SAY("averages.note") if importer == charts.ALL_IMPORTS and as_of < compiled_on() else "",
        ruling(as_of) if importer != "CHN" else "",
    )
    over_time = charts.over_time_caption(caption, drawn, importer)
    return Compared(caption, over_time, every, drawn, marked, spread, " ".join(filter(None, notes)))
