"""How old a table may be: when the next figures of its source are due, and whether they are overdue on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd


@dataclass(frozen=True)
class Rhythm:
    """How often a source publishes: the column of the newest period, months between two, days from its end to print.

    ``has_command``: whether ``parley refresh`` renews the table; of one without it a page says where newer figures are.
    """

    column: str
    months: int
    days_to_print: int
    has_command: bool = True

    @property
    def is_of_editions(self) -> bool:
        """Whether the newest period is the day of an edition, not a month."""
        return self.column in ("published_on", "released_on")


# The days are the longest that the release dates of 2023 to 2026 show, the shutdown of autumn 2025 left out; a daily
# statement of a month is whole within a week.
RHYTHMS = {
    "trade_monthly": Rhythm("month", 1, 45),
    "us_customs_revenue_monthly": Rhythm("month", 1, 30),
    "us_customs_deposits_monthly": Rhythm("month", 1, 7),
    "china_customs": Rhythm("period_end", 1, 20),
    "china_customs_commodities": Rhythm("month", 1, 20),
    "gdp_actuals": Rhythm("published_on", 6, 20),
    "forecast_editions": Rhythm("published_on", 3, 20),
    "us_imports_naics3_monthly": Rhythm("month", 1, 45),
    "us_imports_hts10_annual": Rhythm("released_on", 12, 30),
    "us_imports_hs6": Rhythm("released_on", 12, 30),
    "us_import_reliance": Rhythm("published_on", 12, 30),
    "oxide_prices": Rhythm("published_on", 12, 30),
    "us_exports_hs2_annual": Rhythm("released_on", 12, 30),
    "us_imports_taiwan_hs6": Rhythm("released_on", 12, 30),
    "us_customs_receipts_fiscal_year": Rhythm("released_on", 12, 30),
    "us_import_prices_monthly": Rhythm("month", 1, 25),
    "exchange_rates_monthly": Rhythm("month", 1, 10),
    "china_trade_monthly": Rhythm("month", 1, 50, has_command=False),
    "uk_critical_imports_monthly": Rhythm("month", 1, 50, has_command=False),
    "us_exports_china_hs6_monthly": Rhythm("month", 1, 45, has_command=False),
    "employment_by_industry": Rhythm("month", 1, 40, has_command=False),
}
GRACE = pd.Timedelta(days=10)


class Late(NamedTuple):
    """A table whose next figures are overdue: its newest period, when the next was due, whether a command renews it."""

    table: str
    newest: pd.Timestamp
    due_on: pd.Timestamp
    days_late: int
    has_command: bool


def next_due(newest: pd.Timestamp, rhythm: Rhythm) -> pd.Timestamp:
    """The day by which the period after ``newest`` is to be in print.

    The period ends with a month: newest + months, to its last day, + days_to_print.
    """
    due: pd.Timestamp = newest + pd.DateOffset(months=rhythm.months) + pd.offsets.MonthEnd(0)
    return due + pd.Timedelta(days=rhythm.days_to_print)


def overdue(newest: Mapping[str, pd.Timestamp], on: pd.Timestamp) -> list[Late]:
    """Tables whose next figures are overdue on a day, the longest first; ten days pass before one counts.

    ``newest``: the newest period of each table; those without a rhythm are passed over.
    """
    waiting = []
    for name, period in newest.items():
        if name not in RHYTHMS:
            continue
        rhythm = RHYTHMS[name]
        due = next_due(period, rhythm)
        if due + GRACE < on:
            waiting.append(Late(name, period, due, (on - due).days, rhythm.has_command))
    return sorted(waiting, key=lambda late: -late.days_late)


# To which day the acts in the tables reach: an act made known later can be missing from them.


def last_day(events: pd.DataFrame, last_known_on: pd.Series, as_of: date) -> date:
    """The last day to which any source of these acts was read, at most the as-of date.

    ``events``: rows with ``source_id`` and ``announced_on``. ``last_known_on``: the last day each source knows of, by
    ``source_id``. A source without such a day reaches to the newest act read in it.
    """
    last_known = events["source_id"].map(last_known_on).fillna(events["announced_on"])
    reached = pd.Timestamp(as_of) if last_known.isna().all() else last_known.max()
    return min(reached, pd.Timestamp(as_of)).date()
