"""What the Trade page says in words, and the rows several of its subjects and the Home page share.

Rows are kept here and nowhere else: a block asks for them and does not keep them again.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.measures import bilateral, trade
from parley.measures import events as dated
from parley.tables import countries
from parley.tables.read import compiled_on

MONTHLY, SUMMED = "By month", "12-month sum"
PLACE = "Who took China's place"  # the subject other pages link to
PERIODS = {"Since 2015": pd.Timestamp("2015-01-01"), "Since 2024": pd.Timestamp("2024-01-01")}
REFUNDS = "cit-refund"  # the trade court's order on duties under the emergency act
BASE_MONTH = pd.Timestamp("2024-12-01")
SAY = words.beside(__file__)


@kept
def months(as_of: date, kind: str) -> pd.DataFrame:
    """US-China trade by month, or its sums of twelve months, kept for the date; shared: derive, never write."""
    make = bilateral.us_china_sums if kind == SUMMED else bilateral.us_china_months
    return make(cache.table("trade_monthly", as_of))


@kept
def duty(as_of: date) -> pd.DataFrame:
    """Observed duty on China and on all partners by month, kept for the date; shared."""
    return bilateral.observed_duty(cache.table("trade_monthly", as_of))


@kept
def shares(as_of: date) -> pd.DataFrame:
    """Every partner's share of US imports by full year, kept for the date; shared."""
    return bilateral.shares_by_year(cache.table("trade_monthly", as_of), countries.union_members())


def steps(as_of: date, event_ids: Sequence[str], rows: pd.DataFrame) -> pd.DataFrame:
    """The named events known on the date, up to the end of the last month of the rows."""
    events = dated.key_events(cache.table("events", as_of), event_ids)
    shown: pd.DataFrame = events[events["date"] <= rows["month"].max() + pd.offsets.MonthEnd(0)]
    return shown


def since(rows: pd.DataFrame, period: str, column: str = "month") -> pd.DataFrame:
    """The rows from the start of a period on. Raises NothingToShowError when none is left."""
    shown = rows[rows[column] >= PERIODS[period]]
    if shown.empty:
        raise NothingToShowError(SAY("header.longer", since=terms.small(period)))
    return shown.reset_index(drop=True)


def _year_to_date(as_of: date, flow: str, basis: str) -> trade.YearToDate | None:
    rows = months(as_of, MONTHLY).assign(partner_iso3=bilateral.CHINA, reporter_iso3=bilateral.US)
    return trade.year_to_date_change(rows, bilateral.CHINA, flow, basis)


@kept
def metrics(as_of: date) -> list[Metric]:
    return [
        so_far("Imports", as_of, "import", "general", SAY("header.imports_help")),
        _share(as_of),
        collected(as_of),
        so_far("Exports", as_of, "export", "fas", SAY("header.exports_help")),
    ]


def so_far(label: str, as_of: date, flow: str, basis: str, about: str) -> Metric:
    """Trade with China from January on, against the same months of the year before."""
    sums = _year_to_date(as_of, flow, basis)
    if sums is None:
        return Metric(f"{label}, China", SAY("header.no_data"), help=about)
    last = sums.last_month
    change, arrow = terms.change_pct(sums.change_pct), _arrow(sums.change_pct)
    label, value = f"{label}, {terms.year_to(last.month, last.year)}", terms.usd(sums.value_usd)
    rows = months(as_of, MONTHLY).query("flow == @flow and basis == @basis and month <= @last")
    source = sources_of(rows[rows["month"].dt.year >= last.year - 1]).parts
    return Metric(label, value, change, SAY("header.earlier"), about, arrow, source)


def _share(as_of: date) -> Metric:
    about = SAY("header.share_help")
    every = shares(as_of)
    rows = every[every["partner_iso3"] == bilateral.CHINA].set_index("year")
    china = rows["share_pct"]
    if china.empty:
        return Metric("China's share", SAY("header.no_data"), help=about)
    year, base = int(china.index.max()), bilateral.BASE_YEAR
    label, value = f"China's share, {year}", terms.rate(china[year])
    if base not in china.index or year <= base:
        return Metric(label, value, help=about, source=sources_of(rows.loc[[year]]).parts)
    change, source = china[year] - china[base], sources_of(rows.loc[[base, year]]).parts
    return Metric(label, value, terms.points(change), f"since {base}", about, _arrow(change), source)


def collected(as_of: date) -> Metric:
    """Duty collected on Chinese goods in the newest month known, with the change since December 2024."""
    rows, about = duty(as_of), f"{SAY('header.duty_help')} {refunds(as_of)}".strip()
    on_china = rows[rows["partner_iso3"] == bilateral.CHINA].dropna(subset="effective_rate_pct").set_index("month")
    china = on_china["effective_rate_pct"]
    if china.empty:
        return Metric("Duty collected", SAY("header.no_data"), help=about)
    last = china.index.max()
    label, value = "Duty collected", terms.rate(china[last])
    if BASE_MONTH not in china.index or last <= BASE_MONTH:
        return Metric(label, value, note=f"{last:%b %Y}", help=about, source=sources_of(on_china.loc[[last]]).parts)
    change, source = china[last] - china[BASE_MONTH], sources_of(on_china.loc[[BASE_MONTH, last]]).parts
    span = f"{BASE_MONTH:%b %Y} to {last:%b %Y}"
    return Metric(label, value, terms.points(change), span, about, _arrow(change), source)


def refunds(as_of: date) -> str:
    """That refunds are not subtracted from the duty collected, once they had been ordered; empty before."""
    orders = cache.table("events", as_of).query("event_id == @REFUNDS")
    if orders.empty:
        return ""
    return SAY("header.refunds", month=terms.month(orders["announced_on"].iloc[0]))


def _arrow(change: float) -> Any:
    return "up" if change > 0 else "down"


def came_out(trade_months: pd.DataFrame) -> str:
    """The day the newest month of US trade was released, and whether that day is an estimate."""
    if trade_months.empty:
        return ""
    newest = trade_months.sort_values("month").iloc[-1]
    day, month = terms.day(newest["released_on"]), terms.month(newest["month"])
    return SAY("header.released", "day" if newest["date_basis"] == "day" else "estimated", month=month, day=day)


def newest(as_of: date) -> str:
    """The newest month of US trade with China; empty where none was out."""
    month = months(as_of, MONTHLY)["month"].max()
    return "" if pd.isna(month) else SAY("header.newest", month=terms.month(month))


@kept
def known_until(as_of: date) -> str:
    """The last month of each series known on the date, the day it came out, and that figures are as revised since."""
    trade_months, collected_duty, customs = months(as_of, MONTHLY), duty(as_of), cache.table("china_customs", as_of)
    until = {
        "trade": trade_months["month"].max(),
        "duty": collected_duty.loc[collected_duty["partner_iso3"] == bilateral.CHINA, "month"].max(),
        "customs": customs["period_end"].max(),
        "months": cache.table("china_trade_monthly", as_of)["month"].max(),
    }
    series = [SAY("header.series", name, month=terms.month(month)) for name, month in until.items() if pd.notna(month)]
    if not series:
        return SAY("header.known", "none", day=terms.day(as_of))
    revised = "" if as_of >= compiled_on() else SAY("header.known", "revised")
    sentences = (SAY("header.known", "some", series=terms.listed(series)), came_out(trade_months), revised)
    return " ".join(filter(None, sentences))
