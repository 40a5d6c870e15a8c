"""US exports to China by subheading: lines of one code added, quantities only where one unit holds."""

import pandas as pd
import pytest

from parley.tables.read import read_table


@pytest.fixture(scope="module")
def energy() -> pd.DataFrame:
    return read_table("us_exports_china_hs6_monthly", where={"phase_one_group": ["energy"]})


def test_the_lines_of_coal_are_added_in_february_2013(energy: pd.DataFrame) -> None:
    row = energy[(energy["hs6"] == "270112") & (energy["month"] == pd.Timestamp("2013-02-01"))]
    assert row["value_usd"].item() == 74_083_632 + 6_519_401
    assert row["quantity"].item() == 515_196 + 106_577


def test_quantities_of_two_units_are_not_added(energy: pd.DataFrame) -> None:
    propane = energy[energy["hs6"] == "271112"]
    assert {"bbl", "m3"} >= set(propane["quantity_unit"].dropna())
    assert (propane["quantity"].isna() == propane["quantity_unit"].isna()).all()


def test_each_code_stands_in_one_group_and_the_product_names_are_mended() -> None:
    table = read_table("us_exports_china_hs6_monthly", columns=["hs6", "phase_one_group", "phase_one_product"])
    assert table.groupby("hs6")["phase_one_group"].nunique().max() == 1
    assert set(table["phase_one_group"]) == {"agriculture", "energy", "manufactures", "none"}
    products = set(table["phase_one_product"].dropna())
    assert len(products) == 18
    assert {"Industrial machinery", "Electrical equipment and machinery", "Oilseeds", "Aircraft"} <= products
    assert (table["phase_one_product"].isna() == (table["phase_one_group"] == "none")).all()


def test_aircraft_are_manufactures_and_turn_the_rise_since_2017_into_a_fall() -> None:
    table = read_table("us_exports_china_hs6_monthly", columns=["hs6", "month", "value_usd", "phase_one_group"])
    year = table["month"].dt.year
    assert set(table.loc[table["hs6"] == "880000", "phase_one_group"]) == {"manufactures"}
    agreed = table["phase_one_group"] != "none"
    bn = table["value_usd"].groupby([year, agreed, table["hs6"] == "880000"]).sum() / 1e9
    assert bn[2017, True, True] == pytest.approx(16.26, abs=0.005)
    assert bn[2020, True, True] == pytest.approx(4.40, abs=0.005)
    assert bn[2020, True].sum() / bn[2017, True].sum() == pytest.approx(0.986, abs=0.001)
    assert bn[2020, True, False] / bn[2017, True, False] == pytest.approx(1.133, abs=0.001)


def test_yearly_sums_stay_just_below_the_bilateral_series() -> None:
    table = read_table("us_exports_china_hs6_monthly", columns=["month", "value_usd"])
    sums = table.groupby(table["month"].dt.year)["value_usd"].sum()
    series = read_table("trade_monthly").query(
        "partner_iso3 == 'CHN' and basis == 'fas' and source_id == 'census_country_totals'"
    )
    whole = series.groupby(series["month"].dt.year)["value_usd"].sum()
    short = (1 - sums / whole).loc[2015:2020] * 100
    assert short.between(0, 1).all()
