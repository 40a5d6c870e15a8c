"""The account of the tests' time: the slowest modules first, and nothing is counted twice or lost."""

from pathlib import Path

import pytest

from tests import seconds


def test_seconds_of_a_report_are_summed_by_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "tests.xml"
    cases = [("tests.explore.test_spark", 7), ("tests.measures.test_lines", 1), ("tests.explore.test_spark", 2)]
    lines = [f'<testcase classname="{name}" time="{took}"/>' for name, took in cases]
    report.write_text(f"<testsuites><testsuite>{''.join(lines)}</testsuite></testsuites>", encoding="utf-8")
    monkeypatch.setattr(seconds, "SLOWEST", 1)
    rows = seconds.table(seconds.times([report])).splitlines()[2:]
    assert rows == ["| tests.explore.test_spark | 9 |", "| 1 others | 1 |", "| all | 10 |"]


def test_the_document_has_a_place_for_the_table() -> None:
    assert len(seconds.PLACE.findall(seconds.DOCUMENT.read_text(encoding="utf-8"))) == 1
