"""The sector model's economy from the tables: totals kept, tariffs where known, and a shock that makes sense."""

import numpy as np
import pandas as pd
import pytest

from parley import read_table
from parley.calibration.sectors import CalibratedSectors, base_tariffs, calibrated, sector_elasticities, sector_inputs
from parley.measures.icio_sectors import GOODS, merged_economy
from parley.models.caliendo_parro_2015 import SectorEquilibrium, SectorShock, solve
from parley.tables.parameters import parameter


@pytest.fixture(scope="module")
def sectors() -> CalibratedSectors:
    return sector_inputs()


@pytest.fixture(scope="module")
def base(sectors: CalibratedSectors) -> SectorEquilibrium:
    return solve(sectors.economy, SectorShock())


def moved(sectors: CalibratedSectors, importer: str, exporter: str | None, points: float) -> SectorShock:
    """Points on all goods of one exporter, or of all, on top of the base."""
    tariff, place = sectors.economy.tariff.copy(), sectors.place[importer]
    sellers = np.arange(len(sectors.economy.countries)) if exporter is None else np.array([sectors.place[exporter]])
    tariff[np.ix_(sellers[sellers != place], [place], np.flatnonzero(sectors.is_goods))] += points
    return SectorShock(tariff)


def test_77_economies_and_45_industries(sectors: CalibratedSectors) -> None:
    assert sectors.economy.trade_share.shape == (77, 77, 45)
    assert {"USA", "CHN", "TWN", "VNM", "OTH"} <= set(sectors.economy.countries)
    assert int(sectors.is_goods.sum()) == len(GOODS)


def test_value_added_is_the_published_one_less_duty_on_inputs(sectors: CalibratedSectors) -> None:
    table = read_table("icio_country_sector")
    published = table.groupby(table["country_iso3"].map(merged_economy))["value_added_taxes_row_usd"].sum()
    ratio = sectors.economy.value_added / published.reindex(list(sectors.economy.countries)).to_numpy()
    others = [place for name, place in sectors.place.items() if name not in {"USA", "CHN"}]
    assert ratio[others] == pytest.approx(1, abs=2e-4)
    assert 0.99 < ratio[sectors.place["USA"]] < 1
    assert 0.999 < ratio[sectors.place["CHN"]] < 1


def test_trade_is_balanced_before_anything_is_cleared(sectors: CalibratedSectors, base: SectorEquilibrium) -> None:
    assert np.abs(sectors.economy.transfer / sectors.economy.value_added).max() < 2e-4
    assert base.expenditure == pytest.approx(base.income + base.revenue, rel=1e-12)
    assert base.exports - base.imports == pytest.approx(0, abs=1e-10 * base.income.max())
    output = read_table("icio_country_sector").groupby("country_iso3")["gross_output_usd"].sum()
    place = sectors.place["CHN"]
    assert base.output[place].sum() == pytest.approx(output["CHN"], rel=1e-3)


def test_inputs_are_the_published_ones(sectors: CalibratedSectors) -> None:
    """Car parts in German cars, where the base has no duty."""
    uses = read_table("icio_use").astype({"value_usd": "float64"})
    rows = uses[(uses["country_iso3"] == "DEU") & (uses["using_sector"] == "C29") & (uses["input_sector"] == "C29")]
    output = read_table("icio_country_sector").set_index(["country_iso3", "sector"])["gross_output_usd"]
    place, car = sectors.place["DEU"], list(sectors.economy.sectors).index("C29")
    share = rows["value_usd"].sum() / output["DEU", "C29"]
    assert sectors.economy.input_share[car, car, place] == pytest.approx(share, rel=1e-3)


def test_a_tariff_is_known_or_taken_as_none(sectors: CalibratedSectors) -> None:
    economy, place = sectors.economy, sectors.place
    assert (economy.tariff[~sectors.tariff_known] == 0).all()
    assert sectors.tariff_known[place["CHN"], place["USA"], sectors.is_goods].all()
    assert sectors.tariff_known[place["USA"], place["CHN"], sectors.is_goods].all()
    assert not sectors.tariff_known[:, :, ~sectors.is_goods].any()
    importers = sectors.tariff_known.any(axis=(0, 2))
    assert {economy.countries[n] for n in np.flatnonzero(importers)} == {"USA", "CHN"}
    table = read_table("baseline_tariffs").set_index(["importer_iso3", "exporter_iso3", "sector"])["tariff_pct"]
    car = list(economy.sectors).index("C29")
    for exporter, row in (("DEU", "EU27"), ("CHN", "CHN"), ("MEX", "MEX")):
        assert economy.tariff[place[exporter], place["USA"], car] == pytest.approx(table["USA", row, "C29"] / 100)


def test_a_union_rate_is_each_members_and_an_unknown_origin_has_none() -> None:
    tariffs = pd.DataFrame(
        {
            "importer_iso3": ["USA"] * 2,
            "exporter_iso3": ["EU27", "ECU"],
            "sector": ["C29"] * 2,
            "tariff_pct": [2.5, 9.0],
        }
    )
    countries = pd.DataFrame({"iso3": ["DEU", "FRA", "USA"], "is_eu27": [True, True, False]})
    tariff, known = base_tariffs(tariffs, countries, ["DEU", "FRA", "USA"], ["A03", "C29"])
    assert tariff[:2, 2, 1].tolist() == [0.025, 0.025]
    assert known.sum() == 2
    assert tariff.sum() == pytest.approx(0.05)


def test_elasticities_are_bounded_and_services_take_the_assumption(sectors: CalibratedSectors) -> None:
    theta = dict(zip(sectors.economy.sectors, sectors.economy.trade_elasticity, strict=True))
    assert theta["K"] == theta["B09"] == parameter("services_trade_elasticity").value
    assert max(theta.values()) == parameter("between_origins_long_run_most").value - 1
    table = pd.DataFrame({"sector": ["C20", "C21"], "trade_elasticity": [0.1, 3.0]})
    assert sector_elasticities(table, ["C21", "C20", "D"]).tolist() == [3.0, 0.5, 5.0]


def test_the_base_collects_about_what_customs_did(sectors: CalibratedSectors, base: SectorEquilibrium) -> None:
    """75.6 billion dollars of duty in 2024; the estimated flows of 2022 hold other goods and partners."""
    imports = read_table("us_imports_hs6_2024")
    ours = base.tariff_revenue[sectors.place["USA"]]
    assert ours == pytest.approx(imports["duty_usd"].sum(), rel=0.1)
    assert base.tariff_revenue.sum() == pytest.approx(base.revenue.sum())


@pytest.mark.parametrize("closure", ["balanced", "share_of_own_income", "share_of_world_income", "additive"])
def test_tit_for_tat_costs_both_and_gains_a_bystander(sectors: CalibratedSectors, closure: str) -> None:
    tariff = moved(sectors, "USA", "CHN", 0.5).tariff
    answer = moved(sectors, "CHN", "USA", 0.5).tariff
    both = SectorShock(np.maximum(tariff, answer))
    after = solve(sectors.economy, both, closure)  # type: ignore[arg-type]
    assert after.converged
    for name, sign in (("USA", -1), ("CHN", -1), ("VNM", 1), ("MEX", 1)):
        assert sign * (after.real_income_hat[sectors.place[name]] - 1) > 1e-5, name


def test_goods_tariffs_raise_no_revenue_on_services(sectors: CalibratedSectors) -> None:
    after = solve(sectors.economy, moved(sectors, "USA", None, 0.1))
    services = ~sectors.is_goods
    assert (after.tariff[:, :, services] == 0).all()
    assert after.tariff_revenue[sectors.place["USA"]] > after.before.tariff_revenue[sectors.place["USA"]]
    assert after.exports - after.imports == pytest.approx(0, abs=1e-8 * after.income.max())


def test_prohibitive_duties_on_everything_are_solved(sectors: CalibratedSectors) -> None:
    after = solve(sectors.economy, moved(sectors, "USA", None, 1e4))
    assert np.isfinite(after.real_income_hat).all()
    place = sectors.place["USA"]
    foreign = (
        after.trade_share[:, place, sectors.is_goods].sum(axis=0) - after.trade_share[place, place, sectors.is_goods]
    )
    assert foreign.max() < 1e-9


def test_a_small_world_of_frames_is_what_it_says() -> None:
    flows = pd.DataFrame(
        {"exporter": ["AAA"] * 2, "importer": ["AAA"] * 2, "sector": ["C10T12", "F"], "value_usd": [3.0, 1.0]}
    )
    uses = pd.DataFrame(
        {"country_iso3": ["AAA"], "input_sector": ["C10T12"], "using_sector": ["F"], "value_usd": [0.5]}
    )
    elasticities = pd.DataFrame({"sector": ["C10T12"], "trade_elasticity": [4.0]})
    none = pd.DataFrame({"importer_iso3": [], "exporter_iso3": [], "sector": [], "tariff_pct": []})
    members = pd.DataFrame({"iso3": ["AAA"], "is_eu27": [False]})
    one = calibrated(flows, uses, elasticities, none, members).economy
    assert one.value_added_share.tolist() == [[1.0, 0.5]]
    assert one.trade_elasticity.tolist() == [4.0, 5.0]
