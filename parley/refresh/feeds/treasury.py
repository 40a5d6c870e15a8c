"""Customs receipts and refunds by month into ``us_customs_revenue_monthly``, and by fiscal year once it is whole."""

from datetime import date

import pandas as pd

from parley.recipes.releases import DAYS_TO_RELEASE
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import treasury as source
from parley.sources.client import Answer, Client

TABLE, YEARS = "us_customs_revenue_monthly", "us_customs_receipts_fiscal_year"
SOURCE_ID = "us_treasury_mts"
SINCE = date(2024, 9, 1)  # from here on the table has receipts and refunds apart
IN_BOTH = ("gross_receipts_usd", "refunds_usd")
FIRST_FISCAL_MONTH, MONTHS = 10, 12
ROUNDED = 1e-3  # relative; the year in print and its months differ by a million or two
IMPORTS = ["imports_usd", "imports_source_id", "imports_released_on"]


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The customs line since September 2024."""
    return source.fetch(client, SINCE)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Months that are new; a revised month takes the place of the old one, which the table of changes keeps.

    Raises SourceError.
    """
    figures = source.read(answers)
    table = stored(TABLE)
    base = table[table["month"] >= pd.Timestamp(SINCE)]
    last = (figures["month"] + pd.offsets.MonthEnd() + DAYS_TO_RELEASE).where(lambda day: day <= pd.Timestamp(on), on)
    got = figures.merge(table[["month", *IMPORTS]], on="month", how="left").assign(
        customs_duties_usd=figures["net_receipts_usd"],
        released_on=pd.to_datetime(last),
        date_basis="estimated",
        vintage=pd.Timestamp(on),
        source_id=SOURCE_ID,
    )
    got["effective_rate_pct"] = got["customs_duties_usd"] / got["imports_usd"] * 100
    known = base.set_index("month")["released_on"]
    got["released_on"] = got["month"].map(known).fillna(got["released_on"])
    values = ("customs_duties_usd", *IN_BOTH)
    months = Part(TABLE, got.drop(columns="net_receipts_usd"), ("month",), "month", values, "replace", base)
    newest = figures["month"].max()
    return Found(
        parts=[months, *_years(figures, stored(YEARS), on)],
        records=[
            record(
                SOURCE_ID,
                "US Department of the Treasury, Bureau of the Fiscal Service",
                "Monthly Treasury Statement, table 4, customs duties",
                f"to {newest:%B %Y}",
                f"{source.BASE}{source.PATH}",
                "https://fiscaldata.treasury.gov/datasets/monthly-treasury-statement/",
                "Public domain (US Government work)",
                answers,
                on,
                coverage=(SINCE, (newest + pd.offsets.MonthEnd()).date()),
            )
        ],
        editions=[f"statement of {newest:%B %Y}"] if newest > base["month"].max() else [],
    )


def _years(figures: pd.DataFrame, stored: pd.DataFrame, on: date) -> list[Part]:
    """Fiscal years, October to September, of which all months are here; rounded to a million as the statement is."""
    year = figures["month"].dt.year + figures["month"].dt.month.ge(FIRST_FISCAL_MONTH)
    own = figures.assign(fiscal_year=year).groupby("fiscal_year")
    got = own[[*IN_BOTH, "net_receipts_usd"]].sum()[own.size() == MONTHS].reset_index()
    if got.empty:
        return []
    known = pd.to_datetime(got["fiscal_year"].astype(str) + "-09-30") + DAYS_TO_RELEASE
    got = got.assign(
        released_on=known.where(known <= pd.Timestamp(on), pd.Timestamp(on)),
        date_basis="estimated",
        source_id=SOURCE_ID,
    )
    base = stored[stored["fiscal_year"] >= got["fiscal_year"].min()]
    values = (*IN_BOTH, "net_receipts_usd")
    return [Part(YEARS, got, ("fiscal_year",), "fiscal_year", values, "replace", base, tolerance=ROUNDED)]


FEED = Feed(source.PROVIDER, (TABLE, YEARS), fetch, find, (f"{source.BASE}{source.PATH}",), brings=(SOURCE_ID,))
