"""A column that is new at a source is listed and refuses nothing."""

import io
import json

import openpyxl
import pytest

from parley.refresh.columns import columns_of
from tests import mirror as mirrors
from tests.mirror import Mirror
from tests.refresh.conftest import Command
from tests.refresh.test_feeds import TREASURY


def workbook(*names: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(names))
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        (b'\xef\xbb\xbfa,"b, c"\r\n1,2\r\n', ["a", "b, c"]),
        (json.dumps([["a", "b", "a"], ["1", "2", "1"]]).encode(), ["a", "b"]),
        (json.dumps({"data": [{"a": "1", "b": "2"}], "meta": {}}).encode(), ["a", "b"]),
        (json.dumps([{"page": 1}, [{"a": 1, "b": 2}]]).encode(), ["a", "b"]),
        (json.dumps([{"a": 1, "b": 2}]).encode(), ["a", "b"]),
        (workbook("a", "b"), ["a", "b"]),
        (mirrors.census_file("2026-09", [("8471300100", "5700", 1, 1)]), []),  # an archive, no workbook
        (b"<html></html>", []),
        (b'{"count": 0}', []),
        (b"", []),
    ],
)
def test_the_columns_of_each_form(body: bytes, columns: list[str]) -> None:
    assert columns_of(body) == columns


def test_a_new_column_is_listed_and_the_figures_enter(command: Command, mirror: Mirror) -> None:
    mirror.gives(TREASURY, mirrors.treasury_json(), "application/json")
    assert command("us_customs_revenue_monthly")[0] == 0
    told = json.loads(mirrors.treasury_json(2))
    for row in told["data"]:
        row["new_amt"] = ""
    mirror.gives(TREASURY, json.dumps(told), "application/json")
    status, report = command("us_customs_revenue_monthly")
    (outcome,) = report["outcomes"]
    assert (status, outcome["state"]) == (0, "changed"), outcome["sentence"]
    assert any("new_amt" in note for note in outcome["notes"])
    assert not any("imports_usd" in note for note in outcome["notes"])


def test_a_body_that_was_refused_is_nothing_to_compare_columns_and_size_with(command: Command, mirror: Mirror) -> None:
    mirror.gives(TREASURY, mirrors.treasury_json()[:500], "application/json")
    assert command("us_customs_revenue_monthly")[1]["outcomes"][0]["word"] == "Truncated"
    mirror.gives(TREASURY, mirrors.treasury_json(), "application/json")
    assert command("us_customs_revenue_monthly")[0] == 0


def test_the_first_answer_of_an_address_has_no_new_column(command: Command, mirror: Mirror) -> None:
    mirror.gives(TREASURY, mirrors.treasury_json(), "application/json")
    _, report = command("us_customs_revenue_monthly")
    assert not any(note.startswith("New columns") for note in report["outcomes"][0]["notes"])
