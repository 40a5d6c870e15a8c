from pathlib import Path

import pytest

from parley.explore import EngineError, Settings, open_engine


def test_the_settings_come_from_the_environment(tmp_path: Path) -> None:
    told = {"PARLEY_ENGINE": "spark://host:7077", "PARLEY_BULK": str(tmp_path), "PARLEY_SECONDS": "60"}
    assert Settings.from_environment(told) == Settings("spark://host:7077", tmp_path, 60.0, spill_gb=8)
    assert Settings.from_environment({"PARLEY_ENGINE": " "}) == Settings("duckdb", None, 20.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PARLEY_BULK", "/nowhere/at/all"), ("PARLEY_SECONDS", "0"), ("PARLEY_SECONDS", "1e3"), ("PARLEY_SECONDS", "-1")],
)
def test_a_setting_that_is_wrong_is_named(name: str, value: str) -> None:
    with pytest.raises(EngineError, match=name):
        Settings.from_environment({name: value})


def test_an_engine_that_is_none_is_named() -> None:
    with pytest.raises(EngineError, match="'oracle' is none"):
        open_engine(Settings(engine="oracle://x"))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "{}",
        '{"kind": "baci", "edition": "x", "years": {"1995": {}}}',
        "[]",
        '{"kind": "baci", "edition": "x", "years": {}}',
    ],
)
def test_a_folder_with_no_dataset_or_a_broken_note_is_named(tmp_path: Path, note: str) -> None:
    place = tmp_path / "baci_hs92"
    place.mkdir()
    (tmp_path / "notes.txt").write_text("no dataset")
    if note:
        (place / "parley.json").write_text(note)
    with pytest.raises(EngineError, match="PARLEY_BULK"):
        open_engine(Settings(bulk=tmp_path))
