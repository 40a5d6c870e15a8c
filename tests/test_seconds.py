"""The account of the tests' time: the slowest modules first, and nothing is counted twice or lost."""

from pathlib import Path

import pytest

from tests import longer, seconds


def test_seconds_of_a_report_are_summed_by_module_whole_and_in_the_short_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "tests.xml"
    cases = [
        ("explore.test_spark", "test_one[a]", 7),
        ("test_lines", "test_it", 1),
        ("explore.test_spark", "test_one[b]", 7),
    ]
    cases.append(("explore.test_spark", "test_often", 20))
    lines = [f'<testcase classname="tests.{module}" name="{name}" time="{took}"/>' for module, name, took in cases]
    report.write_text(f"<testsuites><testsuite>{''.join(lines)}</testsuite></testsuites>", encoding="utf-8")
    rules = {"tests/explore/test_spark.py": 1, "tests/explore/test_spark.py::test_often": 0.1}
    monkeypatch.setattr(longer, "PARTS", {"engines": longer.Part((), rules)})
    monkeypatch.setattr(seconds, "SLOWEST", 1)
    rows = seconds.table(seconds.times([report])).splitlines()[2:]
    assert rows == ["| tests/explore/test_spark.py | 34 | 9 |", "| 1 others | 1 | 1 |", "| all | 35 | 10 |"]


def test_the_document_has_a_place_for_the_table() -> None:
    assert len(seconds.PLACE.findall(seconds.DOCUMENT.read_text(encoding="utf-8"))) == 1
