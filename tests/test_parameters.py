"""Model numbers and presets: complete, cited, and refused by name when not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.models.scenario import SECTIONS
from parley.tables import parameters as read

ENTRY = """
[sigma]
title = "Sigma"
value = 5
low = 2
high = 8
unit = "elasticity"
status = "cited"
citation = ["simonovska_waugh_2014"]
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty parameter file the reader uses instead of the real one."""
    path = tmp_path / "parameters.toml"
    monkeypatch.setattr(read, "PARAMETERS", path)
    read.forget()
    yield path
    read.forget()


def test_every_parameter_says_where_it_comes_from() -> None:
    entries = {name: read.parameter(name) for name in read.parameters()}
    assert entries
    origins = {name: e.citation if e.status == "cited" else e.note for name, e in entries.items()}
    assert [name for name, e in entries.items() if not (e.title and e.unit and origins[name])] == []


@pytest.mark.parametrize("name", ["us_share_of_chinas_imports", "china_import_share"])
def test_a_parameter_by_section_has_every_section(name: str) -> None:
    entry = read.section_parameter(name)
    assert set(entry.values) == set(entry.sectors) == set(SECTIONS)
    assert all(0 < value < 1 for value in entry.values.values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("value = 5", "", "sigma lacks 'value'"),
        ("value = 5", 'value = "five"', "value must be a number"),
        ("value = 5", "value = 9", "low <= value <= high"),
        ('unit = "elasticity"', "", "lacks 'unit'"),
        ('"cited"', '"guess"', "guess"),
        ('"simonovska_waugh_2014"', "", "names no source"),
        ('"simonovska_waugh_2014"', '"nobody_1900"', "nobody_1900"),
        ("[sigma]", "[sigma", r"data/parameters\.toml is not valid TOML"),
        ("[sigma]", "tau = 5\n[sigma]", r"data/parameters\.toml does not say what it must"),
    ],
)
def test_an_incomplete_parameter_is_refused_by_name(written: Path, old: str, new: str, says: str) -> None:
    written.write_text(ENTRY, encoding="utf-8")
    assert read.parameter("sigma").value == 5
    read.parameters.cache_clear()
    written.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(read.ParameterError, match=says):
        read.parameter("sigma")


def test_an_unknown_parameter_and_a_missing_file_are_refused(written: Path) -> None:
    with pytest.raises(read.ParameterError, match="missing"):
        read.parameter("sigma")
    written.write_text(ENTRY, encoding="utf-8")
    with pytest.raises(read.ParameterError, match="'tau'"):
        read.parameter("tau")
    with pytest.raises(read.ParameterError, match="by_section"):
        read.section_parameter("tau")


def test_chinas_shares_by_section_hold_the_printed_shares_by_industry() -> None:
    """US share in China's imported intermediates 2022: farm 0.247, chemicals 0.086, vehicles 0.084."""
    values = read.section_parameter("us_share_of_chinas_imports").values
    assert [round(values[s], 3) for s in ("II", "VI", "XVII")] == [0.247, 0.086, 0.084]
    assert 0.033 < values["XVI"] < 0.085  # between electrical goods and machinery, with electronics at 0.044


def test_the_eight_regimes_stand_in_order_with_their_headlines() -> None:
    found = [(p.name, str(p.on), p.us_on_china_pct, p.china_on_us_pct) for p in read.presets()]
    assert found == [
        ("first_trade_war", "2019-09-01", None, None),
        ("april_2025_announced", "2025-04-02", 54, None),
        ("april_2025_peak", "2025-04-12", 145, 125),
        ("geneva_truce", "2025-05-14", 30, 10),
        ("london_and_stockholm", "2025-08-12", 30, 10),
        ("busan", "2025-11-10", 20, 10),
        ("after_ruling", "2026-02-24", 10, 10),
        ("latest", "2026-07-24", 12.5, 10),
    ]


def test_a_preset_without_events_or_date_is_refused_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "PRESETS", tmp_path)
    good = 'title = "T"\non = 2025-05-14\nevent_ids = ["geneva"]\nlegal_source = "EO"\nnote = ""\n'
    for old, new, says in (
        ('"geneva"', "", "names no event"),
        ("2025-05-14", '"May"', "must be a date"),
        ('["geneva"]', "5", "does not say what it must"),
        ('"geneva"]', '"geneva"', "is not valid TOML"),
    ):
        (tmp_path / "odd.toml").write_text(good.replace(old, new), encoding="utf-8")
        read.forget()
        with pytest.raises(read.ParameterError, match=rf"data/scenarios/odd\.toml .*{says}"):
            read.preset("odd")
        assert read.presets() == ()
    monkeypatch.undo()
    read.forget()
