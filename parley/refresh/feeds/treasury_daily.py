"""Customs cash of the month that runs, and of months that closed since, into ``us_customs_deposits_monthly``."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley.recipes import us_customs_revenue as recipe
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources import treasury_daily as source
from parley.sources.client import Answer, Client
from parley.sources.treasury import BASE

TABLE, SOURCE_ID = "us_customs_deposits_monthly", "us_treasury_dts"
VALUES = ("customs_deposits_usd", "cbp_withdrawals_usd")


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The days of the newest whole month here, which must be as stored, and all later ones."""
    return source.fetch(client, _whole(stored(TABLE))["month"].max().date())


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The days of all months that the table holds, and later ones."""
    return source.fetch(client, stored(TABLE)["month"].min().date())


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The months as the file the recipe reads."""
    months = with_end(source.read(answers)).rename(columns={"last_day": "last_record_date"})
    return {recipe.DEPOSITS_FILE: months.to_csv(index=False).encode()}


def with_end(months: pd.DataFrame) -> pd.DataFrame:
    """The months and whether statements are still to come: of the newest alone, until its last working day is in."""
    ends = months["month"] + pd.offsets.BMonthEnd()
    return months.assign(is_partial_month=months["month"].eq(months["month"].max()) & months["last_day"].lt(ends))


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Months that are new or have more days; a month that was whole here may not move.

    Raises CoverageShrunkError or another SourceError.
    """
    got = with_end(source.read(answers))
    table = stored(TABLE)
    if got["last_day"].max() < table["last_day"].max():
        days = (f"{frame['last_day'].max():%Y-%m-%d}" for frame in (got, table))
        raise failures.CoverageShrunkError("The {} ends with {}; here it ends with {}.".format(source.NAME, *days))
    running = table[table["is_partial_month"]]
    so_far = running.merge(got, on=["month", "last_day", *VALUES], how="inner")["month"]
    got = got[~got["month"].isin(so_far)].assign(
        released_on=got["last_day"] + recipe.TO_THE_NEXT_DAY, date_basis="estimated", source_id=SOURCE_ID
    )
    last = got["last_day"].max()
    about = record(
        SOURCE_ID,
        "US Department of the Treasury, Bureau of the Fiscal Service",
        "Daily Treasury Statement, deposits and withdrawals of operating cash, customs",
        f"to {last.day} {last:%B %Y}",
        f"{BASE}{source.PATH}",
        "https://fiscaldata.treasury.gov/datasets/daily-treasury-statement/",
        "Public domain (US Government work)",
        answers,
        on,
        coverage=(got["month"].min().date(), last.date()),
        caveat="Excise taxes and fees are in the deposits.",
    )
    part = Part(TABLE, got, ("month",), "month", VALUES, "replace", _whole(table))
    return Found([part], [about], [f"The newest day is {last.day} {last:%B %Y}."])


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    return table[~table["is_partial_month"]]


FEED = Feed(
    source.PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{BASE}{source.PATH}",),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(TABLE,),
    brings=(SOURCE_ID,),
)
