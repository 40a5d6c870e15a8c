"""One table of all models for each of five shocks, on the page, in Python and from the command; and beside every two
ranges in it that do not meet the sentence that says what keeps them apart.
"""

import json
from functools import cache
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import parley
from parley import Scenario
from parley.__main__ import main
from parley.app.what_if import all_models
from parley.results.answers.solution import Solution
from parley.results.compared import reconciled_words
from parley.results.scenario.text import encode
from tests import apps
from tests.scenarios import SHOCK_DAY, SHOCKS

KEY = ["measure", "economy", "bearer"]
ENDS = ["low", "central", "high"]


@cache
def solved(name: str) -> Solution:
    return parley.solve(Scenario(SHOCK_DAY, tariffs=SHOCKS[name]), "all")


def on_page(name: str, view: str, question: str = "") -> AppTest:
    """The block of Compare that puts a scenario to all models, in one of its views and at a question."""
    query = {"a": encode(solved(name).scenario), "compare_section": "All models", "compare_models_side": "Scenario A"}
    app = apps.at_address("compare", {**query, "all_models_view": view, all_models.QUESTION: question})
    assert [fault.message for fault in app.exception] == []
    return app


def are_apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return max(one["low"], other["low"]) > min(one["high"], other["high"])


@pytest.mark.parametrize("name", list(SHOCKS))
def test_the_command_gives_the_table_of_python(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shock.json").write_text(json.dumps(solved(name).scenario.to_dict()), encoding="utf-8")
    assert main(["solve", str(tmp_path / "shock.json"), "--model", "all", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)["tables"]
    for table in ("reconciled", "why", "directions"):
        own = solved(name).tables[table]
        found = pd.DataFrame(printed[table], columns=list(own)).astype(own.dtypes.to_dict())
        pd.testing.assert_frame_equal(found, own, rtol=1e-9, check_exact=False)
    assert main(["solve", str(tmp_path / "shock.json"), "--model", "all"]) == 0
    told = capsys.readouterr().out
    assert all(sentence in told for sentence in solved(name).tables["directions"]["sentence"])


@pytest.mark.parametrize("name", list(SHOCKS))
def test_the_page_gives_the_table_of_python_with_the_sentence_in_its_row(name: str) -> None:
    own = solved(name).tables["reconciled"]
    (shown,) = [table.value for table in on_page(name, "Table").dataframe]
    assert len(shown) == len(own)
    scale = own["unit"].str.startswith("USD").map({True: 1e9, False: 1.0})
    for end in ENDS:
        expected = (own[end] / scale).to_numpy()
        assert shown[end].to_numpy(dtype=float) == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)
    is_one = own["model"] != reconciled_words.ALL
    for _, group in own[is_one].groupby(KEY):
        rows = group.to_dict("records")
        is_apart = any(are_apart(one, other) for one, other in combinations(rows, 2))
        assert (shown.loc[group.index, "why_apart"] != "").tolist() == [is_apart] * len(group)


@pytest.mark.parametrize("name", list(SHOCKS))
def test_every_pair_of_ranges_of_a_question_that_do_not_meet_has_its_sentence_on_the_page(name: str) -> None:
    """In the list of the page, and under the chart of the question."""
    own, directions = solved(name).tables["reconciled"], solved(name).tables["directions"]
    app = on_page(name, "List")
    words = " ".join(apps.html_words(app))
    for key in reconciled_words.questions(own):
        far = reconciled_words.apart(directions, key)
        rows = reconciled_words.rows_of(own, key)
        models = rows[rows["model"] != reconciled_words.ALL].to_dict("records")
        assert any(are_apart(one, other) for one, other in combinations(models, 2)) == bool(far)
        assert all(sentence in words for sentence in far)
    key = next((key for key in reconciled_words.questions(own) if reconciled_words.apart(directions, key)), None)
    if key is not None:
        words = " ".join(apps.html_words(on_page(name, "Chart", reconciled_words.question(key))))
        assert all(sentence in words for sentence in reconciled_words.apart(directions, key))
