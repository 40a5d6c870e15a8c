"""Waugh's rates: the daily average on all imports, and partners by day of action; neither file names its edition."""

import pandas as pd

from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, numbers, refuse_twice

BASE = "https://raw.githubusercontent.com"
FOLDER = "/tradewartracker/trade-war-redux-2025/main"
DAILY, PARTNERS = "daily-tariff-latest-data.csv", "country-by-time.csv"
PROVIDER = Provider("waugh", "Michael Waugh, Trade War Redux 2025")
LEAST, MOST = 1.0, 60.0  # percent, of the average on all imports
MOST_PARTNER = 200.0


def fetch(client: Client) -> list[Answer]:
    """Both files. Raises SourceError."""
    return [client.get(PROVIDER, f"{BASE}{FOLDER}/{name}") for name in (DAILY, PARTNERS)]


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
    refuse_twice(table, columns[:2], PARTNERS)
    rates = numbers(table[columns[2]], PARTNERS) + numbers(table[columns[3]], PARTNERS)
    china = rates[table["country_name"] == "CHINA"]
    if not rates.between(0, MOST_PARTNER).all() or not china.gt(LEAST).all():
        raise failures.UnitSuspectError(f"{PARTNERS} runs from {rates.min():g} to {rates.max():g} %.")
    return pd.DataFrame({"date": table["date"], "name": table["country_name"], "rate_pct": rates})
