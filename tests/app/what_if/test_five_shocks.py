"""The five shocks on which the models once told opposite signs: page, Python and command give one table."""

import json

import pandas as pd
import pytest

import parley
from parley.__main__ import main
from parley.app.what_if import all_models
from parley.results.compared import reconciled_words
from parley.results.scenario.files import load
from parley.results.scenario.text import encode
from parley.tables.parameters import PRESETS
from tests import apps
from tests.scenarios import SHOCKS

ASKED = PRESETS / "asked"
FILES = {
    "all partners": ASKED / "all_partners_10.toml",
    "cars": ASKED / "cars_25.toml",
    "without section 232": ASKED / "without_section_232_all.toml",
    "cut": ASKED / "china_minus_20.toml",
    "answered": ASKED / "china_60_answered_40.toml",
}
NUMBERS = ["low", "central", "high"]


def test_each_shock_has_a_file() -> None:
    assert FILES.keys() == SHOCKS.keys()
    for name, path in FILES.items():
        assert load(str(path)).tariffs == SHOCKS[name]


@pytest.mark.parametrize("name", FILES)
def test_page_python_and_command_give_one_table(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = load(str(FILES[name]))
    tables = parley.solve(scenario, "all").tables
    table = tables["reconciled"]

    assert main(["solve", str(FILES[name]), "--model", "all", "--json"]) == 0
    printed = pd.DataFrame(json.loads(capsys.readouterr().out)["tables"]["reconciled"])
    keys = [column for column in table.columns if column not in NUMBERS]
    assert printed[keys].equals(table[keys].astype(printed[keys].dtypes))
    pd.testing.assert_frame_equal(printed[NUMBERS].astype(float), table[NUMBERS], rtol=1e-9)

    query = {"as_of": str(scenario.as_of), "b": encode(scenario), "compare_section": "All models"}
    app = apps.at_address("compare", query)
    for key in (all_models.INCOME, all_models.REVENUE):
        if key != all_models.INCOME:
            app = apps.press(app, all_models.QUESTION, reconciled_words.question(key))
        assert [fault.message for fault in app.exception] == []
        (shown,) = [document for document in apps.documents(app) if document["name"] == "all_models"]
        assert shown["rows"] == len(table)
        assert shown["finding"] == reconciled_words.finding(table, key)
        own = reconciled_words.rows_of(table, key)
        own = own[own["model"] != reconciled_words.ALL]
        scale = 1e9 if own["unit"].iloc[0].startswith("USD") else 1
        (dots,) = [trace for trace in apps.charts(app)[-1].shown["data"] if trace["mode"] == "markers"]
        assert dots["x"] == pytest.approx(list(own["central"] / scale))
        apart = reconciled_words.reasons(tables["directions"], key)
        assert all(any(sentence in said for said in apps.html_words(app)) for sentence in apart)
