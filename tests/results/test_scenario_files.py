"""Scenario files: saved and plain ones load; everything else is refused with the file and the place."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from parley.models.scenario import ScenarioError
from parley.results.scenario import by_name as named
from parley.results.scenario.files import FORM, MOST_BYTES, from_bytes, load, preset, to_json
from parley.tables.read import compiled_on, read_table
from tests.results.test_scenario_text import FULL

CHANGE = {"importer": "USA", "exporter": "CHN", "rate_pct": 60, "kind": "absolute"}


def written(**fields: Any) -> bytes:
    return json.dumps({"as_of": "2025-06-09", **fields}).encode()


def test_a_saved_scenario_comes_back() -> None:
    assert from_bytes(to_json(FULL).encode(), "saved.json") == FULL


def test_a_saved_scenario_says_its_form() -> None:
    assert json.loads(to_json(FULL)) == {"parley_scenario": FORM, "scenario": FULL.to_dict()}


def test_a_file_of_plain_fields_is_read_as_the_first_form() -> None:
    assert from_bytes(json.dumps(FULL.to_dict()).encode(), "plain.json") == FULL


def test_a_byte_order_mark_does_no_harm() -> None:
    assert from_bytes(b"\xef\xbb\xbf" + to_json(FULL).encode(), "saved.json") == FULL


def test_a_toml_file_is_read_with_and_without_its_form(tmp_path: Path) -> None:
    path = tmp_path / "written.toml"
    plain = (
        'as_of = 2025-06-09\nregime = 2025-05-14\n\n[[tariffs]]\nimporter = "USA"\nexporter = "CHN"\nrate_pct = 10\n'
    )
    path.write_text(plain, encoding="utf-8")
    read = load(str(path))
    assert (read.regime, read.tariffs[0].rate_pct) == ("2025-05-14", 10)
    form = "parley_scenario = 1\n\n[scenario]\n" + plain.replace("[[tariffs]]", "[[scenario.tariffs]]")
    assert from_bytes(form.encode(), "written.toml") == read


def test_a_title_has_at_most_200_characters() -> None:
    assert from_bytes(written(title="x" * 200), "asked.json").title == "x" * 200
    with pytest.raises(ScenarioError, match="200"):
        from_bytes(written(title="x" * 201), "asked.json")


def test_presets_are_found_by_name() -> None:
    assert load("geneva_truce") == preset("geneva_truce")
    with pytest.raises(ScenarioError, match=r"no preset 'nowhere'; there are .*busan"):
        load("nowhere")


@pytest.mark.parametrize("name", ["many.csv", "scenario.JSON", ".", "/", "x.preset"])
def test_what_is_no_scenario_file_is_refused_with_the_endings(name: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(f"{name!r} is not a scenario file")):
        load(name)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ScenarioError, match=re.escape("nowhere.json: the file cannot be read")):
        load("nowhere.json")


TOMORROW = (compiled_on() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1, column 1"),
        (b"\x89PNG\r\n", "UTF-8 (byte 1)"),
        (b"x" * (MOST_BYTES + 1), "more than 64 kB"),
        (b"[" * 50_000, "line 1 is nested too deeply"),
        (b'{"as_of": "2025-06-09",\n "title" "x"}', "line 2, column 10"),
        (b"null", "must map fields to values"),
        (b"[1, 2]", "must map fields to values"),
        (b'{"parley_scenario": 2, "scenario": {}}', "format 2, but this version of Parley reads format 1"),
        (b'{"parley_scenario": "1", "scenario": {}}', "format '1'"),
        (b'{"parley_scenario": true, "scenario": {}}', "format True"),
        (b'{"parley_scenario": 1, "other": {}}', "lacks the field 'scenario'"),
        (b'{"parley_scenario": 1}', "lacks the field 'scenario'"),
        (b'{"parley_scenario": 1, "scenario": {}, "other": {}}', "has no field 'other'"),
        (b"{}", "lacks the field 'as_of'"),
        (written(as_of=5), "is not a date"),
        (written(as_of=TOMORROW), "after the last day of our data"),
        (written(colour="red"), "has no field 'colour'"),
        (written(trade_elasticity="4"), "trade elasticity must be a number"),
        (written(trade_elasticity=float("nan")), "trade_elasticity"),
        (written(trade_elasticity=float("-inf")), "'trade_elasticity' holds -inf"),
        (written(trade_elasticity=True), "trade elasticity must be a number"),
        (written(trade_elasticity=10**63), "too large"),
        (written(trade_elasticity=10**400), "line 1 has a key or number of 401 signs"),
        (written(**{"x" * 65: 1}), "has 65 signs"),
        (written(horizon=["default"]), "horizon"),
        (written(regime="nowhere"), "'nowhere'"),
        (written(regime=5), "regime must be a text"),
        (written(base_year=2017), "base year is 2017"),
        (written(vintage="yesterday"), "vintage"),
        (written(title="x" * 201), "title must be one line"),
        (written(title="two\nlines"), "title must be one line"),
        (written(title="\ud800"), "title must be one line"),
        (written(tariffs={}), "'tariffs' must be a list"),
        (written(tariffs=[CHANGE, 5]), "tariffs, change 2:"),
        (written(tariffs=[CHANGE] * 501), "501 changes"),
        (written(tariffs=[{**CHANGE, "rate_pct": 201}]), "tariffs, change 1: The rate of USA on CHN"),
        (written(tariffs=[{**CHANGE, "rate_pct": None}]), "tariffs, change 1: The rate of USA on CHN"),
        (written(tariffs=[{**CHANGE, "exporter": "XQX"}]), "tariffs, change 1: XQX"),
        (written(tariffs=[{**CHANGE, "exporter": ["CHN"]}]), "tariffs, change 1: The exporter ['CHN']"),
        (written(tariffs=[{**CHANGE, "goods": "section XXV"}]), "tariffs, change 1: 'section XXV' names no goods"),
        (written(tariffs=[{**CHANGE, "kind": "without", "authority": "the_law"}]), "the law 'the_law' is not known"),
        (written(tariffs=[{**CHANGE, "kind": "without", "authority": ["mfn"]}]), "the law ['mfn'] is not known"),
        (
            written(exports=[{"exporter": "CHN", "importer": "USA"}]),
            "exports, change 1: An export change needs either tax_pct",
        ),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(words)) as refused:
        from_bytes(data, "their.json")
    assert str(refused.value).startswith("their.json: ")
    assert len(str(refused.value)) < 600


def test_a_faulty_toml_file_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"their\.toml: .*TOML"):
        from_bytes(b"as_of = ", "their.toml")
    with pytest.raises(ScenarioError, match="trade elasticity must be a number"):
        from_bytes(b"as_of = 2025-06-09\ntrade_elasticity = nan\n", "their.toml")
    with pytest.raises(ScenarioError, match="line 2 has a key or number of 401 signs; at most 64"):
        from_bytes(b"as_of = 2025-06-09\ntrade_elasticity = 1" + b"0" * 400, "their.toml")


def test_ten_megabytes_on_disk_are_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(b" " * 10_000_000)
    with pytest.raises(ScenarioError, match=re.escape("large.json: the file has more than 64 kB")):
        load(str(path))


def test_a_file_with_as_many_changes_as_are_allowed_is_saved_within_the_limit() -> None:
    changes = [{**CHANGE, "goods": f"hs6 {code}"} for code in read_table("us_imports_hs6_2024")["hs6"].unique()[:500]]
    scenario = from_bytes(written(tariffs=changes), "many.json")
    assert from_bytes(to_json(scenario).encode(), "saved.json") == scenario


def test_a_scenario_in_python_has_the_limits_of_a_file() -> None:
    with pytest.raises(ScenarioError, match="more than 64 digits"):
        named.scenario([{**CHANGE, "rate_pct": 10**5000}])
    with pytest.raises(ScenarioError, match="nested too deeply"):
        named.scenario([{**CHANGE, "goods": [[[[[]]]]]}])
