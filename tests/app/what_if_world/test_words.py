"""The words of the world what-if: titles, figures and captions, with a range, without one, and where it is open."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.what_if_world import gains, industries, trade, words
from parley.app.what_if_world.answer import Figure, Shown
from parley.app.what_if_world.controls import Chosen
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results import sectors, world
from parley.results.ranges import Ranges
from parley.results.world_bands import world_ranges

DAY = date(2025, 6, 9)
NB = "\u00a0"
WAR = Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute")])


def shown(scenario: Scenario = WAR, with_range: bool = True) -> Shown:
    ranges = world_ranges(scenario, 8) if with_range else None
    return Shown(Chosen(scenario, "world", {}), world.point(scenario), ranges)


def test_a_figure_without_a_range_or_across_zero_is_open() -> None:
    assert Figure(1.0).is_open
    assert Figure(1.0, -0.1, 2.0).is_open
    assert not Figure(1.0, 0.5, 2.0).is_open
    assert not Figure(0.0, 0.0, 0.0).is_open


def test_a_figure_of_a_row_that_is_not_there_is_refused() -> None:
    drawn = shown(with_range=False)
    with pytest.raises(IndexError):
        drawn.figure("change_pct", exporter="CHN", importer="CHN")
    with pytest.raises(IndexError):
        drawn.figure("real_income_change_pct", economy="XXX")


def test_a_title_claims_no_direction_before_the_range() -> None:
    early, late = words.title(shown(with_range=False)), words.title(shown())
    assert "falls" not in early and terms.MINUS in early
    assert "falls by" in late
    assert "duty" in words.title(shown(Scenario(DAY)))


def test_a_title_claims_no_direction_where_the_range_straddles_zero() -> None:
    found = world.point(WAR)
    across = pd.DataFrame(
        {
            "economy": found.by_economy["economy"],
            "outcome": "real_income_change_pct",
            "low": -1.0,
            "high": 1.0,
        }
    )
    drawn = Shown(Chosen(WAR, "world", {}), found, Ranges({"by_economy": across}, "", 2))
    assert "may rise or fall in the US and in China" in words.title(drawn)
    rows, _ = gains.rows_of(drawn, "real_income_change_pct")
    marks = gains.marks_of(rows, "real_income_change_pct")
    outcome = gains.OUTCOMES["real_income_change_pct"]
    assert gains.caption(marks, marks, outcome, "%").finding == ("The range leaves open who gains and who loses")


@pytest.mark.parametrize(
    ("changes", "regime", "told"),
    [
        ([TariffChange("USA", "CHN", 60, "absolute")], "", f"US on China 60{NB}%"),
        ([TariffChange("USA", code, 10) for code in ("CAN", "MEX")], "", f"US on North America +10{NB}pp"),
        ([TariffChange("USA", code, -5) for code in ("BRA", "IND")], "", f"US on all others {terms.MINUS}5{NB}pp"),
        ([], "geneva_truce", "Geneva truce"),
        (
            [TariffChange("USA", "CHN", 80, "absolute", Goods("sector", "C26"))],
            "",
            f"Electronics, computers from China at 80{NB}%",
        ),
        (
            [TariffChange("USA", code, 30, "absolute") for code in ("VNM", "EU27", "JPN", "KOR")],
            "",
            f"US on Vietnam 30{NB}%, US on the EU 30{NB}% and 2 more",
        ),
    ],
)
def test_what_is_moved_is_told_in_a_few_words(changes: list[TariffChange], regime: str, told: str) -> None:
    assert words.moved(Scenario(DAY, regime=regime, tariffs=changes)) == told


def test_every_subject_has_the_range_of_each_figure_it_shows() -> None:
    drawn = shown()
    for outcome in gains.OUTCOMES:
        rows, unit = gains.rows_of(drawn, outcome)
        assert len(rows) == 80
        assert not rows.isna().any().any()
        marks = gains.leading(gains.marks_of(rows, outcome), unit)
        assert {"USA", "CHN"} <= set(marks["code"])
        assert len(marks) <= gains.SHOWN
    sales = trade.sales(drawn, "USA")
    assert {"low_pct", "high_pct", "low_usd", "high_usd"} <= set(sales.columns)
    assert "replace" in trade.caption(trade.marks_of(sales, True), sales, "USA", "bn").finding
    assert "to" in trade.pair_words(drawn, "CHN", "USA") and "(" in trade.pair_words(drawn, "CHN", "USA")


def test_levels_of_the_sector_model_are_never_shown() -> None:
    drawn = Shown(Chosen(WAR, "sectors", {}), sectors.point(WAR), sectors.ends(WAR))
    for rows in (trade.sales(drawn, "CHN"), industries.rows_of(drawn, "CHN")):
        assert [column for column in rows.columns if "usd" in str(column)] == []
        assert {"low_pct", "high_pct"} <= set(rows.columns)
    assert "bn" not in " ".join(fact.value for fact in words.facts(drawn))


def test_every_economy_and_industry_has_a_name() -> None:
    for names in (world.world().economy.names, sectors.sectors().economy.countries):
        assert [code for code in names if words.name(code) == code] == []
    assert set(sectors.sectors().economy.sectors) == set(terms.SECTOR_LABELS)


@pytest.mark.parametrize(
    ("change", "written"), [(0.086, f"0.09{NB}%"), (-0.004, f"0.004{NB}%"), (1.5, f"1.50{NB}%"), (0.0, f"0{NB}%")]
)
def test_a_small_change_keeps_one_figure(change: float, written: str) -> None:
    assert words.size(change) == written
