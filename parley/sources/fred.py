"""Series of FRED, the Federal Reserve Bank of St. Louis: US import prices, the yuan and the broad dollar.

Import prices, the yuan and the broad dollar into their two tables by month, as FRED has them now.

A revised month takes the place of the old one. Means of the days of a month are rounded as they are here; the month
that runs is no month yet.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from parley.recipes import us_prices
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, numbers

BASE, PATH = "https://fred.stlouisfed.org", "/graph/fredgraph.csv"
PROVIDER = Provider("fred", "Federal Reserve Bank of St. Louis, FRED", pause_s=1.0)
DAY = "observation_date"
MISSING = ("", ".")
LONGEST_GAP = pd.Timedelta(days=100)  # a month without a figure happens, as when no statistics were made in autumn 2025


def request(client: Client, series: Sequence[str]) -> list[Answer]:
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


PRICES, RATES = "us_import_prices_monthly", "exchange_rates_monthly"
PRICES_ID, RATES_ID = "bls_import_prices_read", "fed_exchange_rates_read"
DIGITS = {"DEXCHUS": 3, "DTWEXBGS": 3}
FIRST_MONTH = pd.Timestamp(2023, 1, 1)
LICENCE = "US Government work, public domain"
# Relative, of a month that a copy here has too: the yuan is never revised, weights of the index are once a year.
SAME_PRINT = {"yuan_per_dollar": 2e-4, "broad_dollar_index": 0.02}


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The twelve series of prices, the yuan and the broad dollar."""
    return request(client, [*us_prices.SERIES, *us_prices.LATER_SERIES])


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """All series in the one file that the recipes read."""
    lines = pd.concat([_lines(a) for a in answers], ignore_index=True)
    return {us_prices.PRICES_FILE: lines.to_csv(index=False).encode()}


def _lines(answer: Answer) -> pd.DataFrame:
    """The months of a series in the columns of the file: series, producer, month (2026-08), value."""
    name = series_of(answer)
    rows = by_month(answer)
    if name in DIGITS:  # of days: the newest month counts once its last working day is in
        runs = rows["month"].eq(rows["month"].max()) & rows["last_day"].lt(rows["month"] + pd.offsets.BMonthEnd())
        rows = rows[~runs].assign(value=rows["value"].round(DIGITS[name]))
    rows = rows[rows["month"] >= FIRST_MONTH]
    producer = "BLS" if name in us_prices.SERIES else "Federal Reserve"
    return pd.DataFrame(
        {"series": name, "producer": producer, "month": rows["month"].dt.strftime("%Y-%m"), "value": rows["value"]}
    )


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Both tables; of the rates the months after those of the copies, which the answers have to agree with.

    Raises SourceError.
    """
    lines = pd.concat([_lines(a) for a in answers], ignore_index=True)
    prices = us_prices.prices_of_lines(lines).assign(vintage=pd.Timestamp(on), source_id=PRICES_ID)
    prices["released_on"] = prices["released_on"].where(lambda day: day <= pd.Timestamp(on), pd.Timestamp(on))
    by_month = ("series_id", "month")
    parts = [Part(PRICES, prices, by_month, "month", ("price_index",), "replace", stored(PRICES), None, ("series_id",))]
    table = stored(RATES)
    copy = table[table["source_id"] == us_prices.TO_AUGUST]
    rates = us_prices.rates_of_lines(lines).assign(source_id=RATES_ID)
    _refuse_others(rates, copy)
    rates = rates.dropna(subset=list(SAME_PRINT))  # a month enters once both series have it
    rates = rates[rates["month"] > copy["month"].max()]
    if len(rates):
        base, key = table[table["source_id"] == RATES_ID], ("source_id", "month")
        parts.append(Part(RATES, rates, key, "month", tuple(SAME_PRINT), "replace", base))
    by_producer = {PRICES_ID: answers[: len(us_prices.SERIES)], RATES_ID: answers[-2:]}
    return Found(
        parts=parts, records=[_record(source_id, of_producer, on) for source_id, of_producer in by_producer.items()]
    )


def _refuse_others(rates: pd.DataFrame, copy: pd.DataFrame) -> None:
    """Raise UnitSuspectError where a rate of a month that the copy has too is another one, CoverageShrunkError."""
    both = rates.merge(copy, on="month", suffixes=("", "_here"))
    if len(both) < len(copy):
        raise failures.CoverageShrunkError(f"FRED has {len(both)} of the {len(copy)} months of rates here.")
    for column, most in SAME_PRINT.items():
        off = (both[column] / both[f"{column}_here"] - 1).abs()
        if (off > most).any():
            row = both.loc[off == off.max()].iloc[0]
            got, here = row[column], row[f"{column}_here"]
            raise failures.UnitSuspectError(f"FRED, {column} in {row['month']:%Y-%m}: {got:g}; here {here:g}.")


def _record(source_id: str, answers: list[Answer], on: date) -> dict[str, object]:
    titles = {
        PRICES_ID: ("BLS", "US import price indexes by origin and end use, through FRED"),
        RATES_ID: ("Federal Reserve", "Yuan and broad dollar, monthly means of daily rates, through FRED"),
    }
    producer, title = titles[source_id]
    return record(
        source_id,
        producer,
        title,
        f"as read on {on.day} {on:%B %Y}",
        answers[0].url,
        f"{BASE}/series/{series_of(answers[0])}",
        LICENCE,
        answers,
        on,
    )


FEED = Feed(
    PROVIDER,
    (PRICES, RATES),
    fetch,
    find,
    (f"{BASE}{PATH}?id=CHNTOT (and 13 other series)",),
    raw_files=raw_files,
    rebuilds=(PRICES,),
    brings=(
        PRICES_ID,
        RATES_ID,
    ),
)
