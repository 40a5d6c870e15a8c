"""Published shocks as arrays: the 80 targets, points where the words put them, printed means, reasons otherwise."""

import numpy as np
import pandas as pd
import pytest

from parley import read_table
from parley.calibration.product_market import CalibrationError
from parley.calibration.published_shocks import (
    PublishedScenario,
    published_scenarios,
    shock_of,
    targets,
)
from parley.models.armington import Economy

SEVEN = ("USA", "CHN", "CAN", "MEX", "DEU", "VNM", "ROW")


@pytest.fixture(scope="module")
def trade() -> pd.DataFrame:
    return read_table("world_trade_2023", where={"importer_iso3": ["USA"]}).set_index("exporter_iso3")


@pytest.fixture(scope="module")
def world(trade: pd.DataFrame) -> dict[str, PublishedScenario]:
    return published_scenarios(("USA", *trade.index))


def points(scenario: PublishedScenario, exporter: str, importer: str) -> float:
    assert scenario.additional is not None
    place = scenario.economies.index
    return 100 * float(scenario.additional[place(exporter), place(importer)])


def mean_on_us_imports(scenario: PublishedScenario, trade: pd.DataFrame) -> float:
    assert scenario.additional is not None
    value = trade["value_usd"].reindex(scenario.economies).fillna(0.0).to_numpy()
    return 100 * float(value @ scenario.additional[:, scenario.economies.index("USA")] / value.sum())


def test_there_are_80_targets_in_26_shocks() -> None:
    """Of 228 effects of tariffs alone against a baseline, 148 are those of Ignatenko et al."""
    found = targets()
    assert (len(found), found["shock_id"].nunique()) == (80, 26)
    effects = read_table("tariff_effects")
    own = effects[effects["institution"].str.startswith("Ignatenko") & effects["is_tariffs_only"]]
    assert 228 - (own["effect_kind"] == "level_vs_baseline").sum() == 80


def test_three_targets_cannot_be_expressed_and_say_why(world: dict[str, PublishedScenario]) -> None:
    found = targets()
    without = found[[world[shock].additional is None for shock in found["shock_id"]]]
    assert sorted(without["shock_id"]) == ["imf_2025_10_retension", "piie_pntr", "piie_pntr_ret"]
    assert all(world[shock].reason for shock in without["shock_id"])


def test_every_shock_of_the_effects_is_there(world: dict[str, PublishedScenario]) -> None:
    assert set(world) == set(read_table("tariff_effects")["shock_id"])
    assert all((scenario.additional is None) == bool(scenario.reason) for scenario in world.values())


def test_ten_points_on_all_with_and_without_an_answer() -> None:
    alone, answered = (published_scenarios(SEVEN)[f"wb_2025_01_10pp_{end}"].additional for end in ("noret", "ret"))
    assert alone is not None
    assert answered is not None
    expected = np.zeros((7, 7))
    expected[1:, 0] = 0.1
    assert alone == pytest.approx(expected)
    assert answered == pytest.approx(expected + expected.T)


def test_the_announcement_of_december_2024_is_on_three_countries(world: dict[str, PublishedScenario]) -> None:
    scenario = world["jetro_2024_12"]
    assert scenario.additional is not None
    assert [points(scenario, c, "USA") for c in ("CAN", "MEX", "CHN")] == pytest.approx([25, 25, 10])
    assert np.count_nonzero(scenario.additional) == 3


def test_the_second_of_april_reaches_the_goods_that_owed_it(world: dict[str, PublishedScenario]) -> None:
    """34 announced on China, 46 on Vietnam, 20 on the Union, each on less than all goods; Canada and Mexico exempt."""
    scenario = world["tbl_2025_04_02_alone"]
    for country, announced in {"CHN": 34, "VNM": 46, "DEU": 20, "JPN": 24}.items():
        assert 0.4 * announced < points(scenario, country, "USA") < announced
    assert points(scenario, "CAN", "USA") == points(scenario, "MEX", "USA") == 0
    assert points(scenario, "USA", "CHN") == 0


def test_all_goods_pay_what_was_announced_in_the_study_without_exemptions(world: dict[str, PublishedScenario]) -> None:
    scenario = world["lib_t1_c1"]
    assert [points(scenario, c, "USA") for c in ("CHN", "VNM", "DEU", "GBR")] == pytest.approx([54, 46, 20, 10])
    answered = world["lib_t2_1"]
    assert [points(answered, "USA", c) for c in ("CHN", "VNM", "DEU", "GBR")] == pytest.approx([54, 46, 20, 10])


@pytest.mark.parametrize(("day", "printed"), [("2025_05_12", 17.8), ("2025_07", 18.0), ("2025_09", 17.4)])
def test_the_mean_us_rate_is_the_printed_one(
    world: dict[str, PublishedScenario], trade: pd.DataFrame, day: str, printed: float
) -> None:
    base = 2.84  # mean over the same partners and weights on 1 January 2025
    assert mean_on_us_imports(world[f"tbl_{day}"], trade) + base == pytest.approx(printed, abs=0.01)


def test_the_first_trade_war_adds_what_the_provider_prints() -> None:
    """PIIE: US tariffs on China 3.1 to 12.0 per cent by 25 September 2018, China's on the US 8.0 to 18.3."""
    scenario = published_scenarios(SEVEN)["oecd_2019_05_tariffs2018"]
    assert points(scenario, "CHN", "USA") == pytest.approx(8.9, abs=0.01)
    assert points(scenario, "USA", "CHN") == pytest.approx(10.3, abs=0.05)


def test_the_rest_of_the_world_has_the_mean_of_its_countries(world: dict[str, PublishedScenario]) -> None:
    whole = published_scenarios(SEVEN)["tbl_2025_04_02_alone"]
    scenario = world["tbl_2025_04_02_alone"]
    rest = [points(scenario, c, "USA") for c in scenario.economies if c not in SEVEN]
    assert min(rest) < points(whole, "ROW", "USA") < max(rest)
    assert points(whole, "VNM", "USA") == points(scenario, "VNM", "USA")


def test_a_shock_becomes_new_tariffs_of_an_economy() -> None:
    base = np.full((7, 7), 0.02) * (1 - np.eye(7))
    economy = Economy(SEVEN, np.ones((7, 7)), 4.0, tariff=base)
    scenario = published_scenarios(SEVEN)["jetro_2024_12"]
    tariff = shock_of(economy, scenario).tariff
    assert tariff is not None
    assert tariff[2, 0] == pytest.approx(0.27)
    assert tariff[4, 0] == pytest.approx(0.02)
    assert not np.diag(tariff).any()


def test_a_cut_larger_than_the_base_ends_at_zero() -> None:
    economy = Economy(SEVEN, np.ones((7, 7)), 4.0)
    falls = PublishedScenario("cut", SEVEN, np.full((7, 7), -0.1) * (1 - np.eye(7)))
    assert not np.asarray(shock_of(economy, falls).tariff).any()


def test_what_cannot_be_made_an_array_is_refused_by_name() -> None:
    economy = Economy(SEVEN, np.ones((7, 7)), 4.0)
    with pytest.raises(CalibrationError, match="column 2"):
        shock_of(economy, published_scenarios(SEVEN)["piie_pntr"])
    with pytest.raises(CalibrationError, match="other economies"):
        shock_of(economy, published_scenarios(SEVEN[::-1])["jetro_2024_12"])
    absent = published_scenarios(("USA", "CHN", "ROW"))["jetro_2024_12"]
    assert (absent.additional, absent.reason) == (None, "CAN is not in the model")
