"""A scenario's duties on the axes of the world models, and what their bases know of tariffs."""

from datetime import date

import numpy as np
import pytest

from parley import read_table
from parley.calibration.policy import PolicyDuties, policy_duties
from parley.calibration.policy_world import TariffLevels, sector_levels, world_levels
from parley.calibration.product import product_inputs
from parley.calibration.sectors import CalibratedSectors, sector_inputs
from parley.calibration.world import CalibratedWorld, page_world
from parley.models.armington import Shock
from parley.models.armington import solve as solve_world
from parley.models.caliendo_parro_2015 import SectorShock, solve
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario

DAY = date(2025, 6, 9)
SCENARIO = Scenario(
    DAY,
    tariffs=[
        TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
        TariffChange("CHN", "USA", 40, "absolute"),
        TariffChange("CAN", "USA", 25),
        TariffChange("USA", "EU27", 5),
    ],
)


@pytest.fixture(scope="module")
def sectors() -> CalibratedSectors:
    return sector_inputs()


@pytest.fixture(scope="module")
def world() -> CalibratedWorld:
    return page_world()


@pytest.fixture(scope="module")
def duties() -> PolicyDuties:
    return policy_duties(product_inputs(), SCENARIO)


@pytest.fixture(scope="module")
def by_sector(sectors: CalibratedSectors, duties: PolicyDuties) -> TariffLevels:
    return sector_levels(sectors, duties, SCENARIO)


@pytest.fixture(scope="module")
def by_pair(world: CalibratedWorld, duties: PolicyDuties) -> TariffLevels:
    return world_levels(world, duties, SCENARIO)


def test_the_base_has_the_tariffs_the_tables_know_and_no_others(sectors: CalibratedSectors) -> None:
    economy, place = sectors.economy, sectors.place
    assert not economy.tariff[~sectors.tariff_known].any()
    assert not sectors.tariff_known[:, :, ~sectors.is_goods].any()
    rows = read_table("baseline_tariffs")
    own = rows[(rows["importer_iso3"] == "USA") & (rows["exporter_iso3"] == "CHN")].set_index("sector")["tariff_pct"]
    held = economy.tariff[place["CHN"], place["USA"], list(economy.sectors).index("C26")]
    assert 100 * held == pytest.approx(own["C26"])


def test_the_baseline_is_above_the_base_where_the_law_has_moved(
    sectors: CalibratedSectors, by_sector: TariffLevels
) -> None:
    place, codes = sectors.place, list(sectors.economy.sectors)
    base = sectors.economy.tariff[place["CHN"], place["USA"]]
    moved = by_sector.before[place["CHN"], place["USA"]] - base
    # fentanyl 20 on all goods and reciprocal 10 on most were added between the base year and the date
    assert all(0.15 < moved[codes.index(code)] < 0.40 for code in ("C13T15", "C28", "C27", "C22"))
    assert not moved[~sectors.is_goods].any()


def test_a_section_moves_the_industries_that_make_its_goods(
    sectors: CalibratedSectors, by_sector: TariffLevels
) -> None:
    place, codes = sectors.place, list(sectors.economy.sectors)
    change = (by_sector.after - by_sector.before)[place["CHN"], place["USA"]]
    assert min(change[codes.index(code)] for code in ("C26", "C27", "C28")) > 0.1
    assert change[codes.index("C13T15")] == pytest.approx(0, abs=1e-12)
    assert change[codes.index("A01_02")] == pytest.approx(0, abs=1e-12)


def test_third_countries_and_the_union_are_moved_too(
    sectors: CalibratedSectors, by_sector: TariffLevels, world: CalibratedWorld, by_pair: TariffLevels
) -> None:
    place = sectors.place
    goods = sectors.is_goods
    canada = (by_sector.after - by_sector.before)[place["USA"], place["CAN"]]
    assert canada[goods] == pytest.approx(0.25)
    assert not canada[~goods].any()
    germany = (by_sector.after - by_sector.before)[place["DEU"], place["USA"]]
    assert germany[goods].max() == pytest.approx(0.05)
    own = world.index
    change = by_pair.after - by_pair.before
    assert change[own("USA"), own("CAN")] == pytest.approx(0.25)
    # chapters 98 and 99 keep their duty
    assert 0.04 < change[own("DEU"), own("USA")] <= 0.05
    assert change[own("FRA"), own("USA")] == change[own("DEU"), own("USA")]
    assert by_pair.after[own("USA"), own("CHN")] == pytest.approx(0.40)
    assert not change[own("MEX"), own("USA")]


def test_a_member_of_the_union_pays_the_union_s_duty_in_the_base(world: CalibratedWorld) -> None:
    rows = read_table("us_imports_hs6_2024", columns=["exporter_iso3", "value_usd", "duty_usd"])
    union = rows[rows["exporter_iso3"] == "EU27"]
    rate = union["duty_usd"].sum() / union["value_usd"].sum()
    for member in ("DEU", "FRA", "ITA"):
        assert world.economy.tariff[world.index(member), world.index("USA")] == pytest.approx(rate)


def test_both_models_solve_the_scenario(
    sectors: CalibratedSectors, by_sector: TariffLevels, world: CalibratedWorld, by_pair: TariffLevels
) -> None:
    after = solve(sectors.economy, SectorShock(tariff=by_sector.after))
    assert after.residual < 1e-8
    assert np.allclose(after.exports, after.imports, rtol=1e-6)
    one = solve_world(world.economy, Shock(tariff=by_pair.after))
    assert one.residual < 1e-10
