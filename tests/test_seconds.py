"""The account of the tests' time: every part names tests there are, and nothing is counted twice or lost."""

from pathlib import Path

from tests import seconds

ROOT = Path(__file__).resolve().parent
MODULES = [".".join(path.relative_to(ROOT.parent).with_suffix("").parts) for path in ROOT.rglob("test_*.py")]


def test_every_part_names_tests_there_are() -> None:
    starts = [start for part in seconds.PARTS.values() for start in part]
    assert [start for start in starts if not any(module.startswith(start) for module in MODULES)] == []


def test_seconds_of_a_report_go_to_one_part_each(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    told = {"tests.explore.test_spark": (7, 2), "tests.measures.test_lines": (1,), "tests.app.what_if.test_skill": (4,)}
    cases = [f'<testcase classname="{name}" time="{took}"/>' for name, each in told.items() for took in each]
    report.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    parts = seconds.by_part(seconds.times([report]))
    assert {part: took for part, took in parts.items() if took} == {
        seconds.BASE: 1,
        "deployment, engines, Spark, many scenarios": 9,
        "models reconciled, who pays, back-test": 4,
    }
    assert seconds.table(parts).endswith("| all | 14 | 100 % |\n")


def test_the_document_has_a_place_for_the_table() -> None:
    assert len(seconds.PLACE.findall(seconds.DOCUMENT.read_text(encoding="utf-8"))) == 1
