"""Customs in the Daily Treasury Statement, added to months."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from parley.sources import failures
from parley.sources import treasury_daily as source
from parley.sources.treasury_daily import with_end
from tests.mirror_customs import DEPOSITS, daily_json
from tests.sources.answers import answer

AUGUST = pd.Timestamp("2026-08-01")


def test_a_month_is_its_sum_to_date_on_its_last_day() -> None:
    months = source.read([answer(daily_json("2026-08-31"))]).set_index("month")
    # US Treasury, Daily Treasury Statement of 31 August 2026, month to date, in millions
    assert months.loc[AUGUST, ["customs_deposits_usd", "cbp_withdrawals_usd"]].tolist() == [25_001e6, 12_453e6]
    assert months.loc[AUGUST, "last_day"] == pd.Timestamp("2026-08-31")


@pytest.mark.parametrize(("last", "partial"), [("2026-10-29", [False, False, True]), ("2026-10-30", [False] * 3)])
def test_the_newest_month_is_partial_until_its_last_working_day_is_in(last: str, partial: list[bool]) -> None:
    assert with_end(source.read([answer(daily_json(last))]))["is_partial_month"].tolist() == partial


def changed(change: Callable[[list[dict[str, str]]], object]) -> str:
    told: dict[str, Any] = json.loads(daily_json())
    change(told["data"])
    told["meta"]["total-count"] = len(told["data"])
    return json.dumps(told)


def of_customs(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["transaction_catg"] == DEPOSITS]


def renamed_within_a_month(rows: list[dict[str, str]]) -> None:
    """As in November 2025: the new name begins its sum to date anew."""
    for row in of_customs(rows):
        if row["record_date"] < "2026-08-10":
            row["transaction_catg"] = source.DEPOSITS[1]
        elif row["record_date"] < "2026-09-01":
            row["transaction_mtd_amt"] = "1"


def test_the_days_are_added_where_the_line_changed_its_name_within_the_month() -> None:
    months = source.read([answer(changed(renamed_within_a_month))]).set_index("month")
    assert months.loc[AUGUST, "customs_deposits_usd"] == 25_001e6


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (changed(lambda rows: of_customs(rows)[3].update(transaction_catg="Customs, new")), "NoData", "Customs, new"),
        (changed(lambda rows: rows.append(dict(of_customs(rows)[0]))), "WrongType", "two customs lines"),
        (changed(lambda rows: of_customs(rows)[-1].update(transaction_mtd_amt="90000")), "UnitSuspect", "add to"),
        (changed(lambda rows: of_customs(rows)[0].update(transaction_today_amt="null")), "WrongType", "null"),
        (changed(lambda rows: [row.pop("transaction_mtd_amt") for row in rows]), "SchemaDrift", "mtd"),
        (daily_json().replace('"$1,000,000"', '"EUR"'), "UnitSuspect", "EUR"),
        (daily_json().replace('"total-count": ', '"total-count": 1'), "Truncated", "rows"),
        (daily_json()[:-40], "Truncated", "JSON"),
    ],
)
def test_a_broken_statement_is_refused(body: str, kind: str, words: str) -> None:
    with pytest.raises(failures.SourceError) as caught:
        source.read([answer(body)])
    assert caught.value.word == kind and words in str(caught.value)
