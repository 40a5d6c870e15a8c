import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parley.sources import failures
from parley.sources import treasury as source
from tests.mirror import treasury_json
from tests.sources.answers import answer, sample


def test_the_statement_is_in_dollars_by_month() -> None:
    rows = source.read([answer(treasury_json(0))]).set_index("month")
    june = rows.loc[pd.Timestamp("2026-06-01")] / 1e9
    # US Treasury, Monthly Treasury Statement, table 4: June 2026
    assert june["gross_receipts_usd"] == pytest.approx(23.628, abs=0.0015)
    assert june["net_receipts_usd"] == pytest.approx(-25.556, abs=0.0015)


def changed(change: Any) -> Any:
    told = json.loads(treasury_json(0))
    change(told)
    return answer(json.dumps(told))


def rename(told: dict[str, Any]) -> None:
    for row in told["data"]:
        row["net_amt"] = row.pop("current_month_net_rcpt_amt")


def millions(told: dict[str, Any]) -> None:
    told["meta"]["dataFormats"]["current_month_net_rcpt_amt"] = "$1,000,000"


def unknown_unit(told: dict[str, Any]) -> None:
    told["meta"]["dataFormats"]["current_month_refund_amt"] = "EUR"


def twice(told: dict[str, Any]) -> None:
    told["data"].append(
        told["data"][0]
        | {
            "current_month_gross_rcpt_amt": "2000000",
            "current_month_refund_amt": "0",
            "current_month_net_rcpt_amt": "2000000",
        }
    )
    told["meta"]["total-count"] += 1


BROKEN = [
    (rename, failures.SchemaDriftError),
    (millions, failures.UnitSuspectError),
    (unknown_unit, failures.UnitSuspectError),
    (twice, failures.WrongTypeError),
    (lambda told: told["data"].pop(), failures.TruncatedError),
    (lambda told: told["data"].clear(), failures.NoDataError),
    (lambda told: told.pop("meta"), failures.SchemaDriftError),
]


@pytest.mark.parametrize(("change", "kind"), BROKEN)
def test_a_broken_statement_is_refused(change: Any, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.read([changed(change)])


def test_the_text_null_is_missing_and_not_zero() -> None:
    def null(told: dict[str, Any]) -> None:
        told["data"][0]["current_month_net_rcpt_amt"] = "null"

    assert len(source.read([changed(null)])) == len(source.read([answer(treasury_json(0))])) - 1


@pytest.mark.raw
def test_the_recorded_envelope_is_that_of_the_statement(raw: Path) -> None:
    recorded = sample(raw, "treasury/dts_operating_cash_balance_2025-07.json")
    told, ours = json.loads(recorded.body), json.loads(treasury_json())
    assert set(told) == set(ours) and set(told["meta"]) == set(ours["meta"])
    with pytest.raises(failures.SchemaDriftError) as caught:  # another table of the same service
        source.read([recorded])
    assert "classification_desc" in caught.value.missing
