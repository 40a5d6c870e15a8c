"""EU imports of critical materials: shares of the values, six origins at most, origins that Eurostat does not name."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def imports() -> pd.DataFrame:
    return read_table("eu_critical_imports")


def test_the_printed_shares_are_those_of_the_values(imports: pd.DataFrame) -> None:
    own = imports["value_eur"] / imports["world_value_eur"] * 100
    assert (own - imports["value_share_pct"]).abs().max() <= 0.005 + 1e-9


def test_a_material_has_six_origins_at_most_and_one_total(imports: pd.DataFrame) -> None:
    by_material = imports.groupby("cn8")
    assert by_material.size().max() == 6
    assert (by_material["world_value_eur"].nunique() == 1).all()
    assert (by_material["value_eur"].sum() <= by_material["world_value_eur"].first()).all()


def test_an_origin_eurostat_does_not_name_is_the_rest_and_serbia_has_its_own_code(imports: pd.DataFrame) -> None:
    assert imports.loc[imports["partner_iso3"] == "ROW", "material"].to_list() == ["baryte"]
    assert "SRB" in set(imports.loc[imports["material"] == "copper", "partner_iso3"])
