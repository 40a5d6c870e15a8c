"""A scenario with a first and a last day: what falls into each calendar year, in files, Python and the command."""

import json
from datetime import date
from pathlib import Path

import pytest

from parley import Scenario, TariffChange, solve
from parley.__main__ import main
from parley.models.scenario import ScenarioError
from parley.results.answers.product_solution import years
from parley.results.scenario.files import from_bytes, to_json
from parley.results.scenario.sentence import SAY

DAY = date(2026, 11, 27)
FROM_JANUARY = Scenario(DAY, tariffs=(TariffChange("USA", "CHN", 24),), begins=date(2027, 1, 10))


def test_days_are_counted_with_both_ends_and_leap_years() -> None:
    """From 10 January 2027 there are 356 days of 365; a year from 1 March 2027 has 306 and then, in 2028, 60 of 366."""
    assert list(years(FROM_JANUARY)) == [(2027, 356, pytest.approx(356 / 365)), (2028, 366, 1.0)]
    told = Scenario(DAY, begins=date(2027, 3, 1), ends=date(2028, 2, 29))
    assert list(years(told)) == [(2027, 306, pytest.approx(306 / 365)), (2028, 60, pytest.approx(60 / 366))]
    assert list(years(Scenario(DAY, ends=date(2026, 11, 27)))) == [(2026, 1, pytest.approx(1 / 365))]


def test_a_years_dollars_are_the_share_of_its_days() -> None:
    tables = solve(FROM_JANUARY).tables
    rows = tables["by_year"].set_index(["year", "figure"])
    summary = tables["summary"].set_index("metric")
    whole = float(summary.at["duty_change_usd", "value"])  # type: ignore[arg-type]
    assert rows.at[(2027, "duty_change_usd"), "value_usd"] == pytest.approx(whole * 356 / 365)
    assert rows.at[(2028, "duty_change_usd"), "value_usd"] == pytest.approx(whole)
    assert (rows["low_usd"] <= rows["value_usd"]).all() and (rows["value_usd"] <= rows["high_usd"]).all()
    treasury = rows.xs("treasury", level="figure")["value_usd"]
    assert treasury.to_numpy() == pytest.approx(rows.xs("duty_change_usd", level="figure")["value_usd"].to_numpy())
    assert "by_year" not in solve(Scenario(DAY, tariffs=FROM_JANUARY.tariffs)).tables


def test_dates_stand_in_files_and_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert from_bytes(to_json(FROM_JANUARY).encode(), "a.json") == FROM_JANUARY
    path = tmp_path / "january.toml"
    path.write_text(
        'as_of = 2026-11-27\nbegins = 2027-01-10\nends = "2027-06-30"\n\n[[tariffs]]\n'
        'importer = "USA"\nexporter = "CHN"\nrate_pct = 24\n',
        encoding="utf-8",
    )
    assert main(["solve", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["year"]: row["days"] for row in told["tables"]["by_year"]} == {2027: 172}
    dates = SAY("scenario.dates", "between", begins="10 Jan 2027", ends="30 Jun 2027")
    assert dates in told["sentence"].replace("\N{NO-BREAK SPACE}", " ")


def test_an_end_before_the_beginning_and_a_number_are_refused() -> None:
    with pytest.raises(ScenarioError, match="before it begins"):
        Scenario(DAY, begins=date(2027, 1, 10), ends=date(2027, 1, 9))
    with pytest.raises(ScenarioError, match="before it begins"):
        Scenario(DAY, ends=date(2026, 11, 26))
    with pytest.raises(ScenarioError, match="'begins' must be a date"):
        Scenario(DAY, begins="soon")  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match="not a date"):
        from_bytes(b"as_of = 2026-11-27\nends = 20270630\n", "a.toml")
