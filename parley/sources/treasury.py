"""Customs duties in the Monthly Treasury Statement, table 4: gross, refunds and net by month."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

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


def fetch(client: Client, since: date) -> list[Answer]:
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
    told = json_of(answer)
    if not isinstance(told, dict) or not {"data", "meta"} <= told.keys():
        raise failures.SchemaDriftError(answer.url, ["data", "meta"], list(told) if isinstance(told, dict) else [])
    return told


def rows_of(answers: Sequence[Answer], name: str, columns: Sequence[str]) -> tuple[pd.DataFrame, dict[str, float]]:
    """The rows of all pages as text, and how many dollars a figure of each column counts.

    Raises SchemaDriftError, NoDataError, TruncatedError where the pages do not hold the total, UnitSuspectError.
    """
    envelopes = [_envelope(answer) for answer in answers]
    rows = [row for told in envelopes for row in told["data"]]
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
        told = str(formats.get(column, ""))
        if told not in UNITS:
            raise failures.UnitSuspectError(f"The {name} gives {column} in {told!r}.")
        units[column] = UNITS[told]
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
