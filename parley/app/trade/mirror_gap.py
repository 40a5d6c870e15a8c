"""The subject Mirror gap: the same trade as each side recorded it, by period and month, and why the two differ."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import blocks, cache, controls, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.trade.charts import mirror_gap as charts
from parley.measures import bilateral
from parley.measures import events as dated

PARCELS_END = "us-deminimis-cn"
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Both sides' figures of one period and by month, with the reasons why they differ."""

    figures.block("Mirror figures", lambda: mirror_figures(as_of))
    figures.block("Mirror figures by month", lambda: mirror_months(as_of))

    @blocks.part("Why the two sides differ")
    def why_they_differ() -> None:
        blocks.finding(SAY("mirror.why"))
        written.write(html_text.marked(reasons(as_of)))


def mirror_figures(as_of: date) -> Figure:
    """Both sides' figures of the period chosen."""
    every = mirror(as_of)
    if every.empty:
        raise NothingToShowError(SAY("mirror.none", day=terms.day(as_of)))
    period = controls.choose("Period", list(dict.fromkeys(every["period"])), "trade_mirror_period")
    return figures_of(period, as_of)


@kept
def figures_of(period: str, as_of: date) -> Figure:
    """Both sides' figures of one period."""
    every = mirror(as_of)
    both = every[every["period"] == period].reset_index(drop=True)
    views = {"Chart": lambda palette: charts.bars(both, palette)}
    return Figure("trade_mirror", charts.bars_caption(both), both, views, state=(period, as_of))


@kept
def mirror_months(as_of: date) -> Figure:
    """Both sides' figures by month. Raises NothingToShowError where one side's are not known."""
    rows = by_month(as_of)
    if rows["reporter_iso3"].nunique() < 2:
        raise NothingToShowError(SAY("mirror.no_months", day=terms.day(as_of)))
    views = {"Chart": lambda palette: charts.lines(rows, palette)}
    return Figure("trade_mirror_months", charts.lines_caption(rows), rows, views, state=(as_of,))


@kept
def mirror(as_of: date) -> pd.DataFrame:
    """The periods from January on that both sides recorded, newest first: four rows each, with ``period`` in words."""
    rows = bilateral.mirror(cache.table("china_customs", as_of), cache.table("trade_monthly", as_of))
    return rows.assign(period=[charts.period(row) for _, row in rows.iterrows()])


def by_month(as_of: date) -> pd.DataFrame:
    """China's exports to the US and US imports from China by month, as revised since."""
    return bilateral.mirror_months(cache.table("china_trade_monthly", as_of), cache.table("trade_monthly", as_of))


@kept
def reasons(as_of: date) -> str:
    """The known reasons for the gap in words; their sizes are not in our tables."""
    acts = dated.key_events(cache.table("events", as_of), [PARCELS_END])
    return words.page_text(__file__, "reasons", parcels=_parcels(acts, as_of))


def _parcels(acts: pd.DataFrame, as_of: date) -> str:
    if acts.empty:
        return SAY("mirror.parcels", "unknown")
    act = acts.iloc[0]
    case = "ended" if act["date"] <= pd.Timestamp(as_of) else "ends"
    end = SAY("mirror.entry", case, day=terms.day(act["date"]))
    linked = f"[{end}]({act['source_url']})" if isinstance(act["source_url"], str) else end
    return SAY("mirror.parcels", case, end=linked)
