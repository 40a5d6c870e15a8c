"""A scenario's duties: the changes reach the lines they name and no others, and the means follow."""

from datetime import date

import numpy as np
import pytest

from parley.calibration.policy import PolicyDuties, main_sector, policy_duties, preset_baseline
from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import LAST_DAY, baseline_on
from parley.calibration.product_market import CalibrationError
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.law import lines as law
from parley.tables.parameters import presets
from parley.terms import NBSP

DAY = date(2026, 11, 24)
XVI = Goods("section", "XVI")


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


def solved(inputs: ProductInputs, *tariffs: TariffChange, **more: object) -> PolicyDuties:
    return policy_duties(inputs, Scenario(DAY, tariffs=tariffs, **more))  # type: ignore[arg-type]


def test_nothing_changed_is_the_baseline_to_the_bit(inputs: ProductInputs) -> None:
    duties = solved(inputs)
    assert (duties.us_duty == duties.baseline.us_duty).all()
    assert (duties.china_duty == duties.baseline.china_duty).all()
    assert all(duty.before == duty.after for duty in duties.pairs.values())


@pytest.mark.parametrize("rule", ["points", "flat"])
def test_sections_and_the_answer_are_those_of_the_sliders(inputs: ProductInputs, rule: str) -> None:
    duties = solved(
        inputs, TariffChange("USA", "CHN", 60, "absolute", XVI), TariffChange("CHN", "USA", 40, "absolute"), rule=rule
    )
    cells = inputs.us.partner_sections["XVI"]
    value, rates = inputs.us.market.value_usd[cells], duties.us_duty[cells]
    assert np.average(rates, weights=value) == pytest.approx(0.6, abs=1e-12)
    rest = np.setdiff1d(np.arange(len(duties.us_duty)), cells)
    assert np.array_equal(duties.us_duty[rest], duties.baseline.us_duty[rest])
    points = np.ptp(rates - duties.baseline.us_duty[cells]) < 1e-12  # the same on every line: no floor binds upwards
    assert points if rule == "points" else np.ptp(rates) == 0
    assert duties.pairs["USA", "CHN"].after == pytest.approx(0.40, abs=1e-12)


@pytest.mark.parametrize("goods", ["all", "section XVI", "chapter 85", "hs6 850760", "sector C26"])
def test_points_reach_the_lines_named_and_no_others(inputs: ProductInputs, goods: str) -> None:
    duties = solved(inputs, TariffChange("USA", "CHN", 10, goods=Goods.parse(goods)))
    change = duties.us_duty - duties.baseline.us_duty
    codes = inputs.us.products[inputs.us.market.product]
    section = np.array(inputs.us.sections)[inputs.us.market.cell_section]
    named = {
        "all": np.ones(len(codes), dtype=bool),
        "section XVI": section == "XVI",
        "chapter 85": np.array([c[:2] == "85" for c in codes]),
        "hs6 850760": codes == "850760",
        "sector C26": np.array([main_sector().get(c) == "C26" for c in codes]),
    }[goods]
    china = inputs.us.origin == inputs.us.origins.index("CHN")
    assert np.allclose(change[named & china], 0.10)
    assert not change[~(named & china)].any()


def test_points_on_everybody_reach_every_origin(inputs: ProductInputs) -> None:
    duties = solved(inputs, TariffChange("USA", "all", 10))
    assert np.allclose(duties.us_duty - duties.baseline.us_duty, 0.10)
    rises = [duty.after - duty.before for (_, importer), duty in duties.pairs.items() if importer == "USA"]
    # chapters 98 and 99 keep their duty, so the mean moves by less
    assert all(0.05 < moved <= 0.10 + 1e-12 for moved in rises)


def test_a_cut_stops_at_zero(inputs: ProductInputs) -> None:
    duties = solved(inputs, TariffChange("USA", "all", -100), TariffChange("CHN", "USA", -100))
    assert np.array_equal(duties.us_duty, np.maximum(duties.baseline.us_duty - 1, 0))
    assert (duties.us_duty == 0).mean() > 0.99
    assert not duties.china_duty[inputs.china.partner_cells].any()


@pytest.mark.parametrize("preset", list(presets()), ids=lambda p: p.name)
def test_a_regime_is_its_day_line_by_line_and_not_its_headline(inputs: ProductInputs, preset: object) -> None:
    duties = policy_duties(inputs, Scenario(DAY, regime=preset.name))  # type: ignore[attr-defined]
    held = preset_baseline(inputs, preset)  # type: ignore[arg-type]
    assert np.array_equal(duties.us_duty, held.us_duty)
    assert np.array_equal(duties.china_duty, held.china_duty)


def test_a_day_is_a_regime_too(inputs: ProductInputs) -> None:
    duties = policy_duties(inputs, Scenario(DAY, regime="2025-06-09"))
    assert np.array_equal(duties.us_duty, baseline_on(inputs, date(2025, 6, 9)).us_duty)


def test_a_law_struck_out_for_all_goods_is_the_baseline_without_it(inputs: ProductInputs) -> None:
    duties = solved(inputs, TariffChange("USA", "CHN", kind="without", authority="section_232"))
    china = inputs.us.partner_cells
    expected = baseline_on(inputs, DAY, {"section_232"}).us_duty[china]
    assert np.allclose(duties.us_duty[china], expected, atol=1e-12)
    assert (duties.us_duty[china] < duties.baseline.us_duty[china]).any()


def test_a_change_between_others_is_kept_for_the_world_models(inputs: ProductInputs) -> None:
    change = TariffChange("CAN", "USA", 25)
    duties = solved(inputs, change)
    assert duties.elsewhere == (change,)
    assert (duties.us_duty == duties.baseline.us_duty).all()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"regime": "tomorrow"}, "tomorrow"),
        ({"tariffs": [TariffChange("USA", "XYZ", 5)]}, "50 origins, and XYZ"),
        ({"tariffs": [TariffChange("USA", "DEU", 5)]}, "Germany; give EU27"),
        ({"tariffs": [TariffChange("USA", "CHN", kind="without", authority="section_999")]}, "section_999"),
        ({"tariffs": [TariffChange("CHN", "USA", 5, goods=Goods("hs6", "120190"))]}, "chapter"),
        ({"tariffs": [TariffChange("CHN", "USA", kind="without", authority="general_2025")]}, "China"),
        ({"tariffs": [TariffChange("USA", "CHN", 5, goods=Goods("hs6", "000000"))]}, "subheading 0000.00 from China"),
        (
            {"tariffs": [TariffChange("USA", "CHN", 5, goods=Goods("hs6", "000000"))], "base_year": 2025},
            "subheading 0000.00 from China in 2025",
        ),
        ({"tariffs": [TariffChange("USA", "CHN", 0, "absolute")]}, "least"),
    ],
)
def test_what_cannot_be_done_is_said(inputs: ProductInputs, more: dict[str, object], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        policy_duties(inputs, Scenario(DAY, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("day", "says"), [("2017-12-31", "2018 or later"), ("2028-01-01", "after 31 Dec 2027")])
def test_a_regime_outside_the_days_of_the_law_is_refused_by_its_day(inputs: ProductInputs, day: str, says: str) -> None:
    with pytest.raises(CalibrationError) as refused:
        policy_duties(inputs, Scenario(DAY, regime=day))
    assert says in str(refused.value).replace(NBSP, " ")


def test_the_models_and_the_law_end_on_one_day() -> None:
    assert LAST_DAY == law.LAST_DAY
