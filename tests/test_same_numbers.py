"""The page, Python, the command and the files give the same numbers for the same scenario."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import parley
from parley.__main__ import main
from parley.app.kit import downloads
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import subjects, suppliers, who_pays
from parley.app.what_if_product.controls import PAGE
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import Solution
from parley.results.scenario.files import to_json
from parley.tables.parameters import presets
from parley.tables.read import compiled_on
from tests.apps import first_run

REL = 1e-9
# address of the page by name; the dated regimes and three of sliders and switches
REGIMES = {p.name: {"regime": p.title} for p in presets() if p.confirmed_until is None}
SLIDERS: dict[str, dict[str, str | list[str]]] = {
    "machinery": {"us_XVI": "60", "cn_total": "40"},
    "total_long_run": {"us_total": "75", "horizon": "Long run", "border": "0.80"},
    "flat_products": {
        "goods_codes": "85, 850760",
        "us_85": "55",
        "us_850760": "90",
        "rule": "One flat rate",
        "retail": "0.50",
    },
    "partners_and_laws": {
        "as_of": "2025-06-09",
        "without": ["Emergency powers, fentanyl"],
        "partners": "VNM,MEX",
        "us_from_VNM": "46",
        "us_from_MEX": "25",
        "horizon": "First year",
    },
}
CASES: dict[str, Mapping[str, Any]] = {**REGIMES, **SLIDERS}


def opened(query: Mapping[str, Any]) -> AppTest:
    """The page of products as an address opens it."""
    app = first_run("what_if_product", query)
    assert not app.exception
    return app


def by(table: pd.DataFrame, key: str) -> pd.DataFrame:
    return table.set_index(key).sort_index()


def assert_same(found: pd.DataFrame, expected: pd.DataFrame, key: str) -> None:
    """Every number of ``found`` is that of ``expected`` in the same row and column."""
    mine, theirs = by(found, key).select_dtypes("number"), by(expected, key)
    assert len(mine) and len(mine.columns)
    for column in mine:
        same = theirs.loc[mine.index, column].to_numpy(dtype=float)
        assert mine[column].to_numpy() == pytest.approx(same, rel=REL, abs=REL, nan_ok=True), column


def test_there_are_ten_scenarios_among_them_every_regime_of_a_known_date() -> None:
    assert len(CASES) >= 10
    assert len(REGIMES) >= 6


@pytest.mark.parametrize("name", list(CASES))
def test_page_python_command_and_files_agree(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = opened(CASES[name])
    shown = app.session_state[f"{PAGE}_last_good"]  # the answer before its ranges
    scenario: Scenario = shown.scenario
    shown = replace(shown, answer=product_answer.answer(scenario))
    assert scenario != Scenario(as_of=compiled_on())
    python = parley.solve(scenario)
    if name in REGIMES:
        preset = parley.solve(replace(parley.preset(name), base_year=scenario.base_year, trade=scenario.trade))
        assert_same(preset.tables["summary"], python.tables["summary"], "metric")
    of_the_page(shown.answer, python)
    of_the_command(scenario, python, tmp_path, capsys)
    of_the_files(shown, python)


def of_the_page(answer: Any, python: Solution) -> None:
    figures = pd.DataFrame.from_dict(answer.figures, orient="index", columns=["value", "low", "high"])
    assert_same(figures.rename_axis("metric").reset_index(), python.tables["summary"], "metric")
    assert_same(pd.DataFrame(answer.origins), python.tables["by_origin"], "exporter_iso3")


def of_the_command(scenario: Scenario, python: Solution, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "scenario.json"
    file.write_text(to_json(scenario), encoding="utf-8")
    assert main(["solve", str(file), "--out", str(folder / "out")]) == 0
    capsys.readouterr()
    assert main(["solve", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    for table, key in (("summary", "metric"), ("by_section", "section"), ("by_origin", "exporter_iso3")):
        assert_same(pd.DataFrame(said["tables"][table]), python.tables[table], key)
        assert_same(pd.read_csv(folder / "out" / f"{table}.csv"), python.tables[table], key)


def of_the_files(shown: Any, python: Solution) -> None:
    """What the page's buttons give: who gains and loses, suppliers, and the rows of every level."""

    def file(rows: pd.DataFrame, key: str) -> pd.DataFrame:
        return pd.read_csv(io.BytesIO(downloads.csv_bytes(rows)), encoding="utf-8-sig", dtype={key: str})

    gains = file(product_answer.stamped(who_pays.bearer_columns(shown.answer)), "bearer")
    assert_same(gains[gains["bearer"] != "lost_trade"], python.tables["bearers"], "bearer")
    assert_same(
        file(product_answer.stamped(suppliers.supplier_columns(shown.answer)[0]), "exporter_iso3"),
        python.tables["by_origin"],
        "exporter_iso3",
    )
    for level, table, key in (
        ("section", "by_section", "section"),
        ("chapter", "by_chapter", "chapter"),
        ("product", "by_product", "hs6"),
        ("china", "china_by_chapter", "chapter"),
    ):
        assert_same(file(subjects.level_rows(shown.scenario, level), key), python.tables[table], key)


def test_a_number_that_differs_is_noticed() -> None:
    table = pd.DataFrame({"metric": ["a", "b"], "value": [1.0, 2.0]})
    with pytest.raises(AssertionError):
        assert_same(table.assign(value=[1.0, 2.0 + 1e-8]), table, "metric")
