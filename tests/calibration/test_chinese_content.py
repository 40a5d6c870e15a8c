"""Points on the Chinese content of a partner's goods: the share by industry, on the lines of that partner alone."""

from datetime import date

import numpy as np
import pytest

from parley import Scenario, TariffChange, solve
from parley.calibration.chinese_content import chinese_content, content_by_sector
from parley.calibration.policy import main_sector
from parley.models.policy_parts import Goods
from parley.models.scenario import ScenarioError
from parley.results.answers.content import third_countries
from parley.results.answers.product_solution import duties_of
from parley.results.answers.sectors import sectors

DAY = date(2026, 11, 27)


def points_on(*changes: TariffChange) -> dict[tuple[str, str], float]:
    """Points the changes add, by origin and product, where they add any."""
    duties = duties_of(Scenario(DAY, tariffs=changes))
    us, moved = duties.inputs.us, duties.us_duty - duties.baseline.us_duty
    cells = np.flatnonzero(moved)
    return {(us.origins[us.origin[cell]], us.products_of(cell)): float(moved[cell]) for cell in cells}


def test_a_line_owes_the_points_times_the_share_of_its_industry() -> None:
    found = points_on(TariffChange("USA", "VNM", 40, "chinese_content"))
    assert {origin for origin, _ in found} == {"VNM"}
    economy = sectors().economy
    row = chinese_content()[list(economy.countries).index("VNM")]
    for code, points in list(found.items())[::50]:
        sector = main_sector().get(code[1])
        if sector is not None:
            assert points == pytest.approx(0.40 * row[list(economy.sectors).index(sector)])
    assert 0 < max(found.values()) < 0.40


def test_the_mean_share_is_near_that_of_the_input_output_flows() -> None:
    """The mean weighs industries by demand, the table of third countries by flows at the day's duties."""
    shares = third_countries().set_index("economy")["chinese_value_added_pct"]
    for economy in ("VNM", "MEX", "DEU"):
        assert 100 * content_by_sector(economy)[""] == pytest.approx(float(shares[economy]), rel=0.25)
    members = [100 * content_by_sector(economy)[""] for economy in ("DEU", "FRA", "ITA", "IRL", "NLD")]
    assert min(members) < 100 * content_by_sector("EU27")[""] < max(members)


def test_points_on_content_move_less_than_points_on_all_and_narrower_goods_alone() -> None:
    whole, part = (
        solve(Scenario(DAY, tariffs=(TariffChange("USA", "MEX", 20, kind),))).tables["summary"].set_index("metric")
        for kind in ("additional", "chinese_content")
    )
    loss = [float(table.at["buyers_loss_usd", "value"]) for table in (whole, part)]  # type: ignore[arg-type]
    assert 0 < loss[1] < 0.5 * loss[0]
    cars = points_on(TariffChange("USA", "MEX", 20, "chinese_content", Goods("chapter", "87")))
    assert {code[:2] for _, code in cars} == {"87"}


def test_china_itself_other_importers_and_unknown_origins_are_refused() -> None:
    with pytest.raises(ScenarioError, match="another economy than CHN"):
        TariffChange("USA", "CHN", 10, "chinese_content")
    with pytest.raises(ScenarioError, match="duties of USA"):
        TariffChange("MEX", "VNM", 10, "chinese_content")
    with pytest.raises(ScenarioError, match="do not hold LKA"):
        points_on(TariffChange("USA", "LKA", 10, "chinese_content"))
