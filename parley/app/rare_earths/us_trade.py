"""The section US trade in minerals: China's share among 18 partners by heading and by year."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import us_trade as charts
from parley.charts.figure import Caption
from parley.measures import mineral_trade as trade

FLOWS = {"import": "Imports", "export": "Exports"}
TOGETHER = "Rare earths and magnets"

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Headings ranked in one period, and one heading over the years."""
    figures.block("Headings", lambda: by_heading(as_of))
    figures.block("Years", lambda: by_year(as_of))


def by_heading(as_of: date) -> Figure:
    """China's share by heading in the flow and period chosen."""
    offered = {period_name(p): p for p in periods(as_of)}
    flow = controls.choose("Flow", list(FLOWS), "rare_trade_flow", FLOWS.__getitem__)
    name = controls.select("Period", list(offered), "rare_trade_period", next(iter(offered)))
    rows = headings_in(flow, offered[name], as_of)
    return Figure(
        "rare_trade",
        _headings_caption(flow, offered[name], as_of),
        rows,
        {"Chart": lambda palette: charts.heading_bars(rows, palette)},
        note=revised(),
        state=(flow, name, as_of),
    )


@kept
def headings_in(flow: str, period: trade.Period, as_of: date) -> pd.DataFrame:
    """The headings in one period by China's share."""
    return trade.by_heading(table(as_of), flow, period)


@kept
def _headings_caption(flow: str, period: trade.Period, as_of: date) -> Caption:
    return charts.headings_caption(headings_in(flow, period, as_of), flow, period_name(period))


def by_year(as_of: date) -> Figure:
    """China's share of one heading, or of rare earths and magnets together, over the years."""
    periods(as_of)
    flow = controls.choose("Direction", list(FLOWS), "rare_years_flow", FLOWS.__getitem__)
    offered = headings(as_of)
    good = controls.select("Heading", list(offered), "rare_years_good", TOGETHER)
    rows = years_of(flow, offered[good], as_of)
    return Figure(
        "rare_years",
        _years_caption(flow, good, as_of),
        rows,
        {
            "Share": lambda palette: charts.share_line(rows, palette),
            "Value": lambda palette: charts.value_bars(rows, palette),
        },
        {"Value": _values_caption(flow, good, as_of)},
        note=revised(),
        state=(flow, good, as_of),
    )


@kept
def years_of(flow: str, codes: tuple[str, ...], as_of: date) -> pd.DataFrame:
    """Trade with China under these headings, by year."""
    return trade.by_year(table(as_of), flow, codes)


@kept
def _years_caption(flow: str, good: str, as_of: date) -> Caption:
    return charts.years_caption(years_of(flow, headings(as_of)[good], as_of), flow, good)


@kept
def _values_caption(flow: str, good: str, as_of: date) -> Caption:
    return charts.values_caption(years_of(flow, headings(as_of)[good], as_of), flow, good)


@kept
def periods(as_of: date) -> list[trade.Period]:
    """The periods known on the date. Raises NothingToShowError before the first."""
    if table(as_of).empty:
        raise NothingToShowError(SAY("trade.none", day=terms.day(as_of)))
    return trade.periods(table(as_of))


def period_name(period: trade.Period) -> str:
    """``2025``, or ``2026, January–April``."""
    return f"{period.year}, {charts.MONTHS}" if period.is_partial else str(period.year)


@kept
def headings(as_of: date) -> dict[str, tuple[str, ...]]:
    """The choices of headings by name: the rare earths and magnets together, then each one."""
    pairs = table(as_of)[["hts4", "heading"]].drop_duplicates().sort_values("hts4")
    choices: dict[str, tuple[str, ...]] = {TOGETHER: trade.RARE_EARTHS}
    for code, name in zip(pairs["hts4"], pairs["heading"], strict=True):
        choices[f"{code} {name}"] = (str(code),)
    return choices


def revised() -> str:
    """On an earlier date: that figures are as the query of July 2026 gave them."""
    return "" if controls.is_latest() else SAY("trade.revised")


def table(as_of: date) -> pd.DataFrame:
    """All rows known on the date."""
    return cache.table("us_critical_mineral_trade", as_of)
