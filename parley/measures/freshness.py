"""How old a table may be: when the next figures of its source are due, and whether they are overdue on a day."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Rhythm:
    """How often a source publishes: the column of the newest period, months between two, days from its end to print."""

    column: str
    months: int
    days_to_print: int
    command: str


# The days are the longest that the release dates of 2023 to 2026 show, the shutdown of autumn 2025 left out.
RHYTHMS = {
    "trade_monthly": Rhythm("month", 1, 45, "census.country_totals census.trade"),
    "us_customs_revenue_monthly": Rhythm("month", 1, 30, "treasury"),
    "china_customs": Rhythm("period_end", 1, 20, "gacc"),
    "gdp_actuals": Rhythm("published_on", 6, 20, "oecd"),
    "forecast_editions": Rhythm("published_on", 3, 20, "oecd imf"),
    "us_imports_naics3_monthly": Rhythm("month", 1, 45, "census.products"),
    "us_imports_hts10_annual": Rhythm("released_on", 12, 30, "census.products"),
    "us_imports_hs6": Rhythm("released_on", 12, 30, "census.products"),
    "us_import_reliance": Rhythm("published_on", 12, 30, "usgs"),
    "oxide_prices": Rhythm("published_on", 12, 30, "usgs"),
}
GRACE = pd.Timedelta(days=10)


def next_due(frame: pd.DataFrame, rhythm: Rhythm) -> pd.Timestamp:
    """The day by which the period after the newest one is to be in print; NaT where the table has no period.

    The period ends with a month: newest + months, to its last day, + days_to_print.
    """
    newest = frame[rhythm.column].max()
    ends = newest + pd.DateOffset(months=rhythm.months) + pd.offsets.MonthEnd(0)
    due: pd.Timestamp = ends + pd.Timedelta(days=rhythm.days_to_print)
    return due


def overdue(tables: dict[str, pd.DataFrame], on: pd.Timestamp) -> pd.DataFrame:
    """Tables whose next figures are overdue on a day, the longest first.

    Columns table, newest (period), due_on, days_late and command (what renews it). Ten days pass before a table counts.
    """
    rows = []
    for name, frame in tables.items():
        rhythm = RHYTHMS[name]
        due = next_due(frame, rhythm)
        if due + GRACE < on:
            command = f"python -m parley refresh {rhythm.command}"
            rows.append((name, frame[rhythm.column].max(), due, (on - due).days, command))
    columns = ["table", "newest", "due_on", "days_late", "command"]
    return pd.DataFrame(rows, columns=columns).sort_values("days_late", ascending=False, ignore_index=True)
