"""Waugh's rates: the daily average on all imports, and partners by day of action; neither file names its edition.

Waugh's files into ``us_tariff_average`` and ``average_tariffs``: where a rate differs, a vintage of the day it was
read, as the files name none.
"""

from datetime import date

import pandas as pd

from parley.recipes import average_tariffs, us_tariff_tracker
from parley.recipes.trade_monthly import partners_by_name
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, numbers, refuse_gaps, refuse_twice

BASE = "https://raw.githubusercontent.com"
FOLDER = "/tradewartracker/trade-war-redux-2025/main"
DAILY, PARTNERS_FILE = "daily-tariff-latest-data.csv", "country-by-time.csv"
PROVIDER = Provider("waugh", "Michael Waugh, Trade War Redux 2025")
LEAST, MOST = 1.0, 60.0  # percent, of the average on all imports
MOST_PARTNER = 200.0


def request(client: Client) -> list[Answer]:
    """Both files. Raises SourceError."""
    return [client.get(PROVIDER, f"{BASE}{FOLDER}/{name}") for name in (DAILY, PARTNERS_FILE)]


def daily(answer: Answer) -> pd.DataFrame:
    """Columns date and rate_pct of every day.

    Raises WrongTypeError, UnitSuspectError and what ``csv_of`` raises.
    """
    table = csv_of(answer, ["date", "import_weighted_avg_tariff"])
    rates = numbers(table["import_weighted_avg_tariff"], DAILY)
    if not rates.between(LEAST, MOST).all():
        raise failures.UnitSuspectError(f"{DAILY} runs from {rates.min():g} to {rates.max():g}; 1 to 60 % fit.")
    return pd.DataFrame({"date": table["date"], "rate_pct": rates})


def partners(answer: Answer) -> pd.DataFrame:
    """Columns date, name and rate_pct: the rate of 2024 and the increase since then, which the file keeps apart.

    Raises WrongTypeError, UnitSuspectError and what ``csv_of`` raises.
    """
    columns = ["date", "country_name", "effective tariff", "2024 tariff"]
    table = csv_of(answer, columns)
    refuse_twice(table, columns[:2], PARTNERS_FILE)
    rates = numbers(table[columns[2]], PARTNERS_FILE) + numbers(table[columns[3]], PARTNERS_FILE)
    china = rates[table["country_name"] == "CHINA"]
    if not rates.between(0, MOST_PARTNER).all() or not china.gt(LEAST).all():
        raise failures.UnitSuspectError(f"{PARTNERS_FILE} runs from {rates.min():g} to {rates.max():g} %.")
    return pd.DataFrame({"date": table["date"], "name": table["country_name"], "rate_pct": rates})


ALL, PARTNERS, SOURCE_ID = "us_tariff_average", "average_tariffs", "waugh_read"
STEP = ["valid_from", "valid_to", "rate_pct"]
SAME_POINTS = 1e-9


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Both files."""
    return request(client)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """A whole vintage of the average where a step differs, and the partners' rates that are new or other.

    Raises SourceError.
    """
    days = daily(answers[0])
    refuse_gaps(days["date"], DAILY)
    average = _average(us_tariff_tracker.waugh_edition(days, on, SOURCE_ID), stored(ALL))
    rates = average_tariffs.waugh_rates(_by_code(partners(answers[1])), f"{on}", SOURCE_ID)
    parts = [*average, _partners(rates, stored(PARTNERS))]
    day = f"as read on {on.day} {on:%B %Y}"
    about = record(
        SOURCE_ID,
        "Michael Waugh",
        "Trade War Redux 2025: US tariffs by partner and day, newest files",
        day,
        f"{BASE}{FOLDER}/{DAILY}",
        "https://github.com/tradewartracker/trade-war-redux-2025",
        "MIT",
        answers,
        on,
        caveat="Dates follow announcements, not legal effect; dates after the day of reading look ahead.",
    )
    return Found(parts, [about], editions=[f"average on all imports, {day}"] if average else [])


def _average(got: pd.DataFrame, stored: pd.DataFrame) -> list[Part]:
    """Nothing where every step is as in the newest vintage stored. Raises CoverageShrunkError where days are gone."""
    of_waugh = stored[stored["provider"] == "Waugh"]
    newest = of_waugh[of_waugh["vintage"] == of_waugh["vintage"].max()]
    (first, last), (since, until) = (
        (pd.Timestamp(days["valid_from"].min()), pd.Timestamp(days["valid_to"].max())) for days in (got, newest)
    )
    if first > since or last < until:
        raise failures.CoverageShrunkError(
            f"{DAILY} runs from {first:%Y-%m-%d} to {last:%Y-%m-%d}; what is here from {since:%Y-%m-%d} to "
            f"{until:%Y-%m-%d}."
        )
    got = got.assign(**{name: pd.to_datetime(got[name]) for name in ("vintage", "data_as_of", "published_on")})
    both = got[STEP].merge(newest[STEP], on=STEP[:2], how="outer", suffixes=("", "_old"))
    if (both["rate_pct"] - both["rate_pct_old"]).abs().lt(SAME_POINTS).all():
        return []
    key = ("provider", "authority", "valid_from", "vintage")
    return [Part(ALL, got, key, "valid_from", ("rate_pct",), "vintage", of_waugh.head(0), in_points=True)]


def _by_code(table: pd.DataFrame) -> pd.DataFrame:
    codes = partners_by_name() | {"TURKEY": "TUR"}
    unknown = sorted(set(table["name"]) - set(codes))
    if unknown:
        raise failures.WrongTypeError(f"{PARTNERS_FILE} names {', '.join(unknown)}, which is no partner here.")
    return table.assign(exporter_iso3=table["name"].map(codes))


def _partners(got: pd.DataFrame, stored: pd.DataFrame) -> Part:
    base = stored[(stored["provider"] == "Waugh") & (stored["method"] == "waugh")]
    got = got.assign(date=pd.to_datetime(got["date"]), published_on=pd.to_datetime(got["published_on"]))
    key = ("exporter_iso3", "date")
    return Part(
        PARTNERS,
        got,
        key,
        "date",
        ("rate_pct",),
        "vintage",
        base,
        "published_on",
        ("exporter_iso3",),
        True,
        SAME_POINTS,
    )


FEED = Feed(
    PROVIDER,
    (ALL, PARTNERS),
    fetch,
    find,
    tuple(f"{BASE}{FOLDER}/{name}" for name in (DAILY, PARTNERS_FILE)),
    brings=(SOURCE_ID,),
)
