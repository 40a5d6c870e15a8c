"""Series of FRED, the Federal Reserve Bank of St. Louis: US import prices, the yuan and the broad dollar."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, numbers

BASE, PATH = "https://fred.stlouisfed.org", "/graph/fredgraph.csv"
PROVIDER = Provider("fred", "Federal Reserve Bank of St. Louis, FRED", pause_s=1.0)
DAY = "observation_date"
MISSING = ("", ".")
LONGEST_GAP = pd.Timedelta(days=100)  # a month without a figure happens, as when no statistics were made in autumn 2025


def fetch(client: Client, series: Sequence[str]) -> list[Answer]:
    """Each series whole, one call a series. Raises SourceError."""
    return [client.get(PROVIDER, f"{BASE}{PATH}", [("id", name)]) for name in series]


def series_of(answer: Answer) -> str:
    """The name of the series that was asked for."""
    return parse_qs(urlsplit(answer.url).query)["id"][0]


def read(answer: Answer) -> pd.DataFrame:
    """Columns day and value, days without a figure left out.

    Raises SchemaDriftError where the answer is not of the series asked for, WrongTypeError for a day that is none,
    NoDataError where none is left; else what ``csv_of`` raises.
    """
    name = series_of(answer)
    table = csv_of(answer, [DAY, name])
    days = pd.to_datetime(table[DAY], format="%Y-%m-%d", errors="coerce")
    if days.isna().any() or days.duplicated().any():
        raise failures.WrongTypeError(f"FRED, {name}: a day is missing, comes twice or is none.")
    values = numbers(table[name], f"FRED, {name}", MISSING)
    frame = pd.DataFrame({"day": days, "value": values}).dropna(subset="value")
    if frame.empty:
        raise failures.NoDataError(f"FRED has no figure of {name}.")
    gap = frame["day"].diff() > LONGEST_GAP
    if gap.any():
        raise failures.WrongTypeError(f"FRED, {name}: {frame.loc[gap, 'day'].iloc[0]:%Y-%m-%d} follows on a long gap.")
    return frame.reset_index(drop=True)


def by_month(answer: Answer) -> pd.DataFrame:
    """Columns month, value (the mean of the month's days) and last_day. Raises as ``read``."""
    rows = read(answer)
    months = rows.groupby(rows["day"].dt.to_period("M").dt.to_timestamp())
    return months.agg(value=("value", "mean"), last_day=("day", "max")).rename_axis("month").reset_index()
