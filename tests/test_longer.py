"""Every test is in the short set or in one part of the longer one, which runs when what it looks at has changed."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import longer

ROOT = longer.ROOT
WALK = "presses in every order, a walk, servers that are lost"
MODULE = "tests/browser/test_one_date.py"


def functions(module: Path) -> Iterable[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    name = module.relative_to(ROOT).as_posix()
    return [
        f"{name}::{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"
    ]


TESTS = [test for module in sorted((ROOT / "tests").rglob("test_*.py")) for test in functions(module)]
CASES = [f"{test}[{case}]" for test in TESTS for case in "abc"]


def test_every_rule_is_of_a_test_there_is() -> None:
    starts = [start for part in longer.PARTS.values() for start in part.tests]
    assert [start for start in starts if not any(test.startswith(start) for test in TESTS)] == []
    assert len({*starts}) == len(starts)


def test_no_test_is_lost_between_the_sets_and_none_is_run_twice_as_it_is() -> None:
    has, further = longer.short(CASES), longer.chosen(CASES, longer.CHANGED, longer.PARTS)
    functions_of_both = {test.partition("[")[0] for test in has | further}
    assert functions_of_both == {*TESTS} and longer.chosen(CASES, longer.ALL) == {*CASES}
    assert {longer.share(test, longer.SHORT) < 1 for test in has & further} == {True}
    of_walk = [test for test in CASES if longer.rule_of(test)[0] == WALK]
    halves = [longer.chosen(of_walk, longer.CHANGED, [WALK], f"{n}") for n in range(30)]
    assert longer.short(of_walk).union(*halves) == {*of_walk}  # each comes with one commit or another
    assert all(half < {*of_walk} for half in halves)
    assert longer.chosen(CASES, longer.CHANGED, [WALK]) < further
    assert longer.chosen(of_walk, longer.CHANGED, []) == set()


def test_the_changed_set_has_half_of_what_the_short_one_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: dict[str, longer.Kept] = {"tests/a.py": 1, "tests/a.py::test_by": longer.Some(("b",), 0.1)}
    monkeypatch.setattr(longer, "PARTS", {"a": longer.Part((), rules)})
    ids = [f"tests/a.py::test_{name}[{case}]" for name in ("some", "by") for case in "abcdefg"]
    further = longer.chosen(ids, longer.CHANGED, ["a"], "x")
    assert further == longer.chosen(ids, longer.CHANGED, ["a"], "x") != longer.chosen(ids, longer.CHANGED, ["a"], "y")
    assert sum("test_some" in test for test in further) == 3 and not further & longer.short(ids[:7])
    assert {test for test in longer.short(ids) if "test_by" in test} == {ids[8]} and further.issuperset(ids[7:])
    rounds = [longer.share(ids[8], which) for which in longer.SETS]
    assert rounds == [0.1, longer.ROUNDS_OF_CHANGED, 1.0]


def test_the_short_set_has_some_cases_or_some_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: dict[str, longer.Kept] = {
        "tests/a.py": 0,
        "tests/a.py::test_some": 2,
        "tests/a.py::test_by": ("b", "c-"),
        "tests/a.py::test_often": 0.1,
    }
    monkeypatch.setattr(longer, "PARTS", {"a": longer.Part((), rules)})
    ids = [
        f"tests/a.py::test_{name}[{case}]" for name in ("some", "by", "often", "other") for case in ("a", "b", "c-d")
    ]
    cases = sorted(longer.short([*ids, "tests/b.py::test_some"]))
    assert sum("test_some" in case for case in cases) == 3
    assert [case for case in cases if "some" not in case] == [ids[n] for n in (4, 5, 6, 7, 8)]
    assert (longer.share(ids[6], longer.SHORT), longer.share(ids[0], longer.SHORT)) == (0.1, 1)


def test_a_case_that_is_kept_and_that_no_test_has_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: dict[str, longer.Kept] = {
        "tests/a.py": longer.Some(("b", "c-"), 0.1),
        "tests/b.py": ("d",),
        "tests/c.py": 1,
    }
    monkeypatch.setattr(longer, "PARTS", {"a": longer.Part((), rules)})
    assert longer.lost(["tests/a.py::test_x[b]", "tests/a.py::test_y[c]", "tests/c.py::test_z[e]"]) == ["a: c-"]


@pytest.mark.parametrize(
    ("file", "is_run"),
    [
        ("parley/app/kit/figures.py", True),
        ("static/card.js", True),
        ("parley/models/armington.py", False),
        (MODULE, True),
        ("tests/browser/test_find.py", False),
        ("tests/browser/walk.py", True),
        ("tests/refresh/breaks.py", False),
        ("tests/conftest.py", True),
        ("tests/last_full", False),
        ("docs/deploy.md", False),
        ("README.md", False),
        ("parley/app/trade/method.md", True),
        ("requirements.txt", True),  # what no part names
        ("parley/no_part_names_it/table.py", True),
    ],
)
def test_a_part_is_run_when_what_it_looks_at_has_changed(file: str, is_run: bool) -> None:
    assert (WALK in longer.parts_of(file)) is is_run


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("tests/browser/test_journey_2.py", "journeys"),
        ("tests/browser/test_journey_1.py", "journeys"),
        ("parley/tables/read.py", "damaged"),
        ("parley/words.py", "in a browser"),
        ("parley/explore/duck.py", "every page and subject in"),
        ("docs/notebooks/first_steps.ipynb", "same numbers"),
        ("pages/home.py", "the wheel"),
        ("parley/sources/fixed_files.toml", "the wheel"),
        ("parley/models/armington_many.py", "many processes"),
        ("parley/calibration/world.py", "many processes"),
    ],
)
def test_a_change_runs_the_part_that_would_miss_it(file: str, words: str) -> None:
    assert (longer.ROOT / file).is_file()
    assert any(words in part for part in longer.parts_of(file))


@pytest.mark.parametrize("commit", ["", "0" * 40, "--no-such-option"])
def test_every_part_is_run_where_git_does_not_know_the_commit(
    commit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "last_full").write_text(commit)
    monkeypatch.setattr(longer, "LAST_FULL", tmp_path / "last_full")
    assert longer.changed_parts() == {*longer.PARTS}
