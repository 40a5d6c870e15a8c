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


def fetch(client: Client, since: date, base: str = BASE) -> list[Answer]:
    """Every page of the customs line since a day. Raises TruncatedError where the pages do not hold the total."""
    answers: list[Answer] = []
    pages = 1
    while len(answers) < pages:
        params = [
            ("filter", f"classification_desc:eq:{LINE},record_date:gte:{since}"),
            ("page[size]", f"{PER_PAGE}"),
            ("page[number]", f"{len(answers) + 1}"),
            ("sort", "record_date"),
        ]
        answers.append(client.get(PROVIDER, f"{base}{PATH}", params))
        pages = int(_envelope(answers[-1])["meta"].get("total-pages", 1))
    return answers


def _envelope(answer: Answer) -> dict[str, Any]:
    told = json_of(answer)
    if not isinstance(told, dict) or not {"data", "meta"} <= told.keys():
        raise failures.SchemaDriftError(PATH, ["data", "meta"], list(told) if isinstance(told, dict) else [])
    return told


def read(answers: Sequence[Answer]) -> pd.DataFrame:
    """Columns month, gross_receipts_usd, refunds_usd and net_receipts_usd; the unit is the one the answer names.

    Raises SchemaDriftError, UnitSuspectError, TruncatedError, NoDataError, and WrongTypeError for a month twice.
    """
    envelopes = [_envelope(answer) for answer in answers]
    rows = [row for told in envelopes for row in told["data"]]
    if not rows:
        raise failures.NoDataError("The Monthly Treasury Statement has no customs line for what was asked.")
    table = pd.DataFrame(rows)
    if any(column not in table for column in COLUMNS):
        raise failures.SchemaDriftError(PATH, COLUMNS, list(map(str, table.columns)))
    total = int(envelopes[-1]["meta"].get("total-count", len(rows)))
    if total != len(rows):
        raise failures.TruncatedError(f"The Monthly Treasury Statement gave {len(rows)} of {total} rows.")
    formats = envelopes[0]["meta"].get("dataFormats", {})
    out: dict[str, Any] = {"month": pd.to_datetime(table["record_date"]).dt.to_period("M").dt.to_timestamp()}
    for column, name in AMOUNTS.items():
        told = str(formats.get(column, ""))
        if told not in UNITS:
            raise failures.UnitSuspectError(f"The Monthly Treasury Statement gives {column} in {told!r}.")
        out[name] = numbers(table[column], "The Monthly Treasury Statement") * UNITS[told]
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
