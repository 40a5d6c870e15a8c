"""Customs duties in the Monthly Treasury Statement, table 4: gross, refunds and net by month.

Customs receipts and refunds by month into ``us_customs_revenue_monthly``, and by fiscal year once it is whole.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley.recipes.releases import DAYS_TO_RELEASE
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import json_of, numbers

BASE = "https://api.fiscaldata.treasury.gov"
PATH = "/services/api/fiscal_service/v1/accounting/mts/mts_table_4"
PROVIDER = Provider("treasury", "US Treasury, Monthly Treasury Statement")
LINE = "Customs Duties"
AMOUNTS = {
    "current_month_gross_rcpt_amt": "gross_receipts_usd",
    "current_month_refund_amt": "refunds_usd",
    "current_month_net_rcpt_amt": "net_receipts_usd",
}
COLUMNS = ("record_date", "classification_desc", *AMOUNTS)
UNITS = {"$1": 1.0, "$1.00": 1.0, "$10.20": 1.0, "$1,000": 1e3, "$1,000,000": 1e6}
PER_PAGE = 10_000


def request(client: Client, since: date) -> list[Answer]:
    """Every page of the customs line since a day."""
    return pages(
        client, PROVIDER, f"{BASE}{PATH}", [("filter", f"classification_desc:eq:{LINE},record_date:gte:{since}")]
    )


def pages(client: Client, provider: Provider, url: str, params: Sequence[tuple[str, str]]) -> list[Answer]:
    """Every page of a query of the service, by the day of the rows. Raises SourceError."""
    answers: list[Answer] = []
    count = 1
    while len(answers) < count:
        of_page = [("page[size]", f"{PER_PAGE}"), ("page[number]", f"{len(answers) + 1}"), ("sort", "record_date")]
        answers.append(client.get(provider, url, [*params, *of_page]))
        count = int(_envelope(answers[-1])["meta"].get("total-pages", 1))
    return answers


def _envelope(answer: Answer) -> dict[str, Any]:
    body = json_of(answer)
    if not isinstance(body, dict) or not {"data", "meta"} <= body.keys():
        raise failures.SchemaDriftError(answer.url, ["data", "meta"], list(body) if isinstance(body, dict) else [])
    return body


def rows_of(answers: Sequence[Answer], name: str, columns: Sequence[str]) -> tuple[pd.DataFrame, dict[str, float]]:
    """The rows of all pages as text, and how many dollars a figure of each column counts.

    Raises SchemaDriftError, NoDataError, TruncatedError where the pages do not hold the total, UnitSuspectError.
    """
    envelopes = [_envelope(answer) for answer in answers]
    rows = [row for envelope in envelopes for row in envelope["data"]]
    if not rows:
        raise failures.NoDataError(f"The {name} has no row for what was asked.")
    table = pd.DataFrame(rows)
    if any(column not in table for column in columns):
        raise failures.SchemaDriftError(name, columns, list(map(str, table.columns)))
    total = int(envelopes[-1]["meta"].get("total-count", len(rows)))
    if total != len(rows):
        raise failures.TruncatedError(f"The {name} gave {len(rows)} of {total} rows.")
    formats = envelopes[0]["meta"].get("dataFormats", {})
    units = {}
    for column in (c for c in columns if c.endswith("_amt")):
        envelope = str(formats.get(column, ""))
        if envelope not in UNITS:
            raise failures.UnitSuspectError(f"The {name} gives {column} in {envelope!r}.")
        units[column] = UNITS[envelope]
    return table, units


def read(answers: Sequence[Answer]) -> pd.DataFrame:
    """Columns month, gross_receipts_usd, refunds_usd and net_receipts_usd; the unit is the one the answer names.

    Raises SchemaDriftError, UnitSuspectError, TruncatedError, NoDataError, and WrongTypeError for a month twice.
    """
    table, units = rows_of(answers, "Monthly Treasury Statement", COLUMNS)
    out: dict[str, Any] = {"month": pd.to_datetime(table["record_date"]).dt.to_period("M").dt.to_timestamp()}
    for column, name in AMOUNTS.items():
        out[name] = numbers(table[column], "The Monthly Treasury Statement") * units[column]
    frame = pd.DataFrame(out).dropna(subset="net_receipts_usd")
    off = (frame["gross_receipts_usd"] - frame["refunds_usd"] - frame["net_receipts_usd"]).abs()
    if (off > 2e6).any():
        month = frame.loc[off > 2e6, "month"].iloc[0]
        raise failures.UnitSuspectError(f"Monthly Treasury Statement, {month:%Y-%m}: gross less refunds is not net.")
    frame = frame.drop_duplicates()
    twice = frame[frame["month"].duplicated()]
    if len(twice):
        raise failures.WrongTypeError(f"The Monthly Treasury Statement has {twice['month'].iloc[0]:%Y-%m} twice.")
    ordered: pd.DataFrame = frame.sort_values("month", ignore_index=True)
    return ordered


TABLE, YEARS = "us_customs_revenue_monthly", "us_customs_receipts_fiscal_year"
SOURCE_ID = "us_treasury_mts"
SINCE = date(2024, 9, 1)  # from here on the table has receipts and refunds apart
IN_BOTH = ("gross_receipts_usd", "refunds_usd")
FIRST_FISCAL_MONTH, MONTHS = 10, 12
ROUNDED = 1e-3  # relative; the year in print and its months differ by a million or two
IMPORTS = ["imports_usd", "imports_source_id", "imports_released_on"]


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The customs line since September 2024."""
    return request(client, SINCE)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Months that are new; a revised month takes the place of the old one, which the table of changes keeps.

    Raises SourceError.
    """
    figures = read(answers)
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
    first_known = base.set_index("month")["released_on"]
    got["released_on"] = got["month"].map(first_known).fillna(got["released_on"])
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
                f"{BASE}{PATH}",
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
    by_year = figures.assign(fiscal_year=year).groupby("fiscal_year")
    got = by_year[[*IN_BOTH, "net_receipts_usd"]].sum()[by_year.size() == MONTHS].reset_index()
    if got.empty:
        return []
    known_on = pd.to_datetime(got["fiscal_year"].astype(str) + "-09-30") + DAYS_TO_RELEASE
    got = got.assign(
        released_on=known_on.where(known_on <= pd.Timestamp(on), pd.Timestamp(on)),
        date_basis="estimated",
        source_id=SOURCE_ID,
    )
    base = stored[stored["fiscal_year"] >= got["fiscal_year"].min()]
    values = (*IN_BOTH, "net_receipts_usd")
    return [Part(YEARS, got, ("fiscal_year",), "fiscal_year", values, "replace", base, tolerance=ROUNDED)]


FEED = Feed(PROVIDER, (TABLE, YEARS), fetch, find, (f"{BASE}{PATH}",), brings=(SOURCE_ID,))
