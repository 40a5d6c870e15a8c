"""UK imports of critical materials: China within the world, the wrong weight left empty, months known when released."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.mineral_trade import UK_MAGNETS


@pytest.fixture(scope="module")
def imports() -> pd.DataFrame:
    return read_table("uk_critical_imports_monthly")


def test_what_came_from_china_is_within_what_came_in_all(imports: pd.DataFrame) -> None:
    for of in ("value_usd", "quantity_t"):
        both = imports.dropna(subset=[f"china_{of}", f"world_{of}"])
        assert len(both) > 80
        assert (both[f"china_{of}"] <= both[f"world_{of}"] * 1.0001).all()


def test_the_weight_declared_in_error_is_empty_and_said(imports: pd.DataFrame) -> None:
    (row,) = imports[imports["world_quantity_t"].isna()].to_dict("records")
    assert (row["cn8"], row["month"]) == (UK_MAGNETS, pd.Timestamp("2025-06-01"))
    assert "900,796" in row["note"]
    assert row["china_quantity_t"] == 58.524
    assert imports["note"].notna().sum() == 1


def test_a_month_without_imports_from_china_is_empty_and_not_zero(imports: pd.DataFrame) -> None:
    none = imports[imports["china_value_usd"].isna()]
    assert none["china_quantity_t"].isna().all()
    assert set(imports.loc[imports["material"] == "gallium", "china_value_usd"].isna()) == {True}
    magnets = imports[imports["cn8"] == UK_MAGNETS]
    assert len(magnets) == 25
    assert magnets["china_value_usd"].notna().all()


def test_a_month_is_known_fifty_days_after_its_end() -> None:
    assert read_table("uk_critical_imports_monthly", date(2026, 8, 18))["month"].max() == pd.Timestamp("2026-05-01")
    assert read_table("uk_critical_imports_monthly", date(2026, 8, 19))["month"].max() == pd.Timestamp("2026-06-01")
