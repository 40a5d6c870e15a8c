"""One call for every model: the same numbers from Python, the command and the files; what cannot be run is said."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import parley
from parley import terms
from parley.__main__ import main
from parley.app.what_if import trade_base
from parley.commands import solve as commands
from parley.models.errors import ModelInputError
from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.solution import MODELS, MOST_DRAWS, solve, write
from parley.results.scenario.files import load
from parley.tables.files import NotWrittenError
from parley.tables.parameters import presets

DAY = date(2026, 11, 24)
XVI = TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI"))
ANSWER = TariffChange("CHN", "USA", 40, "absolute")
CHINESE = {"importer": "USA", "exporter": "CHN", "rate_pct": 10}
MAGNETS = ExportChange("CHN", "all", Goods("stage", "magnet"), limit_pct=25)
TRADE_WAR = Scenario(DAY, tariffs=[XVI, ANSWER])
OF_MODEL = {model: Scenario(DAY, exports=[MAGNETS]) if model == "critical_input" else TRADE_WAR for model in MODELS}


@pytest.mark.parametrize("model", MODELS)
def test_every_model_answers_with_tables_a_sentence_and_its_convergence(model: str) -> None:
    solution = solve(OF_MODEL[model], model)
    assert terms.day(DAY) in solution.sentence
    assert solution.convergence.get("residual", 0.0) <= 1e-6
    assert all(len(table) for table in solution.tables.values())
    json.dumps(solution.to_dict(), allow_nan=False)


@pytest.mark.parametrize("model", ["product", "world", "sectors"])
def test_no_change_changes_nothing(model: str) -> None:
    for name, table in solve(Scenario(DAY), model).tables.items():
        changes = [c for c in table if "_change_" in c]
        assert not table[changes].fillna(0).to_numpy(dtype=float).any(), name  # no trade, no percentage


@pytest.mark.parametrize("name", [preset.name for preset in presets()])
def test_python_command_and_files_give_the_same_numbers(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solution = parley.solve(parley.preset(name), model="world")
    assert main(["solve", name, "--model", "world", "--out", str(tmp_path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    own = solution.tables["by_economy"]
    pd.testing.assert_frame_equal(pd.DataFrame(printed["tables"]["by_economy"]), own, rtol=1e-9)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "by_economy.csv", keep_default_na=False), own, rtol=1e-9)
    saved = json.loads((tmp_path / "solution.json").read_text(encoding="utf-8"))
    assert Scenario.from_dict(saved["scenario"]) == solution.scenario


def test_both_world_models_agree_on_who_loses_when_both_sides_raise_duties() -> None:
    for model in ("world", "sectors"):
        income = solve(TRADE_WAR, model).tables["by_economy"].set_index("economy")["real_income_change_pct"]
        assert -1 < income["USA"] < 0
        assert -1 < income["CHN"] < 0


@pytest.mark.parametrize(("model", "draws"), [("world", 32), ("sectors", 16)])
def test_the_band_of_the_draws_is_that_of_the_change_and_holds_the_answer(model: str, draws: int) -> None:
    tables = solve(TRADE_WAR, model, draws=draws).tables
    bands = tables["bands"].set_index(["economy", "outcome"])
    point = tables["by_economy"].set_index("economy")["real_income_change_pct"]
    assert (bands["low"] <= bands["median"]).all() and (bands["median"] <= bands["high"]).all()
    for economy in ("USA", "CHN"):
        band = bands.loc[(economy, "real_income_change_pct")]
        assert band["low"] <= point[economy] <= band["high"]
        assert band["high"] - band["low"] < 0.5


def test_the_band_of_the_product_model_holds_its_answer() -> None:
    tables = solve(TRADE_WAR, "product", draws=32).tables
    bands, point = (tables[name].set_index("metric") for name in ("bands", "summary"))
    assert (bands["failed"] == 0).all()
    assert (bands["low"] <= bands["median"]).all() and (bands["median"] <= bands["high"]).all()
    for metric in ("imports_from_china_change_pct", "duty_change_usd", "buyers_loss_usd"):
        assert bands.at[metric, "low"] < point.at[metric, "value"] < bands.at[metric, "high"]
    # buyers' loss and exporters' loss are duty and deadweight at every draw, so signs hold in the band too
    assert bands.at["imports_from_china_change_pct", "high"] < 0


def test_a_scenario_file_is_read_as_json_and_as_toml(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(TRADE_WAR.to_dict()), encoding="utf-8")
    assert load(str(tmp_path / "a.json")) == TRADE_WAR
    (tmp_path / "b.toml").write_text("as_of = 2026-11-24\nregime = 2025-05-14\n", encoding="utf-8")
    assert load(str(tmp_path / "b.toml")) == Scenario(DAY, regime="2025-05-14")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("absent.json", None, "cannot be read"),
        ("broken.json", b"{", "JSON"),
        ("broken.toml", b"a = ", "TOML"),
        ("nan.json", b'{"as_of": "2026-11-24", "trade_elasticity": NaN}', "trade_elasticity"),
        ("list.json", b"[]", "scenario"),
        ("deep.json", b"[" * 10_000, "nested too deeply"),
        ("large.json", b" " * 10_000_000, "kB"),
        ("bytes.json", b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_named(
    name: str, content: bytes | None, says: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError, match=says) as refused:
        load(str(tmp_path / name))
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("scenario", "model", "says"),
    [
        (Scenario(DAY), "magic", "magic"),
        (Scenario(DAY, tariffs=[TariffChange("CAN", "USA", 25)]), "product", "CAN"),
        (Scenario(DAY, exports=[MAGNETS]), "product", "Export"),
        (Scenario(DAY, exports=[MAGNETS]), "world", "critical-input"),
        (Scenario(DAY, exports=[MAGNETS]), "sectors", "critical-input"),
        (Scenario(DAY, tariffs=[TariffChange("CAN", "USA", 5, goods=Goods("sector", "C26"))]), "world", "sector"),
        (Scenario(DAY, tariffs=[TariffChange("CAN", "USA", 5, goods=Goods("hs6", "850760"))]), "sectors", "industry"),
        (Scenario(DAY, tariffs=[TariffChange("CAN", "XYZ", 5)]), "world", "XYZ"),
        (Scenario(DAY, trade_elasticity=4), "sectors", "elasticity"),
        (Scenario(DAY, home_elasticity_ratio=0.57), "sectors", "two tiers"),
        (Scenario(DAY, labour_supply_elasticity=0.5), "sectors", "labour"),
        (Scenario(DAY), "critical_input", "export change"),
        (TRADE_WAR, "critical_input", "tariffs"),
    ],
)
def test_what_a_model_cannot_hold_is_said(scenario: Scenario, model: str, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        solve(scenario, model)


@pytest.mark.parametrize("draws", [-1, 1.5, True, MOST_DRAWS + 1, 20_000_000])
def test_a_number_of_draws_that_cannot_be_is_refused(draws: object) -> None:
    with pytest.raises(ModelInputError, match="draws"):
        solve(Scenario(DAY), "world", draws)  # type: ignore[arg-type]


def test_the_command_says_what_is_wrong_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "nothing"]) == 1
    assert capsys.readouterr().err.startswith("parley: There is no preset 'nothing'")


@pytest.mark.parametrize("given", ["geneva_truce", "scenario.toml", {"as_of": "2026-11-24"}, None])
def test_what_is_no_scenario_is_refused_with_what_makes_one(given: object, tmp_path: Path) -> None:
    made = "parley.preset" if isinstance(given, str) else "parley.scenario"
    with pytest.raises(ScenarioError, match=made):
        parley.solve(given)  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match=made):
        parley.solve_many([given], out=tmp_path / "many")  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_refused_before_anything_is_solved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "some_file.csv"
    file.touch()
    monkeypatch.setattr(commands, "solve", lambda *asked: pytest.fail("solved"))
    assert main(["solve", "geneva_truce", "--out", str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"parley: {file} is not written: ")


def test_an_answer_is_not_written_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotWrittenError, match="is a file"):
        write(solve(Scenario(DAY), "world"), tmp_path / "file")


@pytest.mark.parametrize("command", ["solve", "household"])
@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"as_of": "1999-01-01"}, "as_of"),
        ({"as_of": "2026-11-24", "regime": "1999-01-01"}, "regime"),
        ({"as_of": "2026-11-24", "tariffs": [XVI.to_dict(), {**CHINESE, "goods": "hs6 999999"}]}, "tariffs, change 2"),
        ({"as_of": "2026-11-24", "tariffs": [{**CHINESE, "goods": "chapter 77"}, XVI.to_dict()]}, "tariffs, change 1"),
        ({"as_of": "2026-11-24", "exports": [MAGNETS.to_dict()]}, "Export taxes"),
    ],
)
def test_what_no_model_can_run_is_said_with_its_place_in_the_file(
    command: str, fields: dict[str, object], place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(fields, default=str), encoding="utf-8")
    assert main([command, str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"parley: theirs.json: {place}")


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    paths = write(solve(Scenario(DAY), "world"), tmp_path / "new")
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(p.name for p in paths)


def test_no_table_of_an_earlier_answer_is_left_beside_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("kept", encoding="utf-8")
    for made in (solve(Scenario(DAY), "world", 2), solve(Scenario(DAY), "world"), solve(Scenario(DAY), "sectors")):
        write(made, tmp_path)
        tables = {f"{name}.csv" for name in made.tables}
        assert {path.name for path in tmp_path.iterdir()} == {*tables, "solution.json", "mine.csv"}
    (tmp_path / "solution.json").write_text("{", encoding="utf-8")
    write(solve(Scenario(DAY), "world"), tmp_path)
    assert (tmp_path / "by_sector.csv").exists()  # whose it is nobody can tell


def test_the_backtest_prints_record_and_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest"]) == 0
    told = capsys.readouterr().out
    assert "-42.7" in told  # June to November 2025, customs
    assert "What the model leaves out" in told


@pytest.mark.parametrize("model", ["product", "world", "sectors", "all"])
def test_a_scenario_that_names_no_trade_stands_on_the_last_twelve_months_in_every_model(model: str) -> None:
    """One rule for Python, the command and the pages: the fields that the pages write out."""
    day = date(2025, 6, 9)
    change = (TariffChange("USA", "CHN", 20),)
    named = Scenario(day, tariffs=change, **trade_base.default(day))
    assert (named.base_year, named.trade) == (2024, "twelve_months")
    open_one, page, of_2024 = (
        next(iter(solve(asked, model).tables.values()))
        for asked in (Scenario(day, tariffs=change), named, Scenario(day, tariffs=change, base_year=2024))
    )
    pd.testing.assert_frame_equal(open_one, page)
    assert not open_one.equals(of_2024)


def test_the_command_prints_figures_that_people_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "busan"]) == 0
    table, _, _ = capsys.readouterr().out.partition("\n\nModelled")
    summary = solve(parley.preset("busan"), "product").tables["summary"].set_index("metric")
    duty, share = summary.at["duty_usd_baseline", "value"], summary.at["imports_change_pct", "value"]
    assert f"{duty:,.0f}" in table and f"{share:.3f}" in table
    assert "e+" not in table


@pytest.mark.parametrize(
    ("asked", "word", "is_said"),
    [
        (["--model", "world"], "--draws", True),
        (["--model", "world", "--draws", "4"], "table bands", True),
        (["--model", "sectors"], "--draws", True),
        ([], "--draws", False),  # its horizons are its range, and stand beside the figures
    ],
)
def test_the_command_says_where_a_range_is_found(
    asked: list[str], word: str, is_said: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", "busan", *asked]) == 0
    assert (word in capsys.readouterr().out) is is_said
