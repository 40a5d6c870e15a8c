"""US imports of 2024: partners and the roll-up from ten digits."""

from pathlib import Path

import pandas as pd
import pytest

from parley.recipes import raw_file
from parley.recipes.us_imports import HS6_2024_FILE
from parley.tables.read import read_table


def imports() -> pd.DataFrame:
    return read_table("us_imports_hs6_2024")


def test_the_european_union_is_there_once_and_its_members_are_not() -> None:
    """Slovakia stands alone in the file and inside the Union's row: counted twice it would add 8.1 bn."""
    countries = read_table("countries")
    members = set(countries.loc[countries["is_eu27"], "iso3"])
    exporters = set(imports()["exporter_iso3"])
    assert "EU27" in exporters
    assert not exporters & members
    assert len(exporters) == 50


def test_an_effective_rate_is_missing_exactly_where_nothing_was_imported() -> None:
    table = imports()
    assert (table["effective_rate_pct"].isna() == (table["value_usd"] == 0)).all()


def test_special_provisions_stand_in_no_section_and_are_a_fortieth_of_chinese_imports() -> None:
    table = imports()
    assert set(table.loc[table["section"].isna(), "chapter"]) == {"98", "99"}
    china = table[table["exporter_iso3"] == "CHN"]
    special = china.loc[china["section"].isna(), "value_usd"].sum() / china["value_usd"].sum()
    assert special * 100 == pytest.approx(2.66, abs=0.005)


def test_chips_come_from_taiwan_and_malaysia_first() -> None:
    table = imports()
    chips = table[table["hs6"].str.startswith("8542")].groupby("exporter_iso3")["value_usd"].sum() / 1e9
    assert chips["TWN"] == pytest.approx(11.1, abs=0.05)
    assert chips["MYS"] == pytest.approx(8.9, abs=0.05)


def test_sums_equal_the_ten_digit_file_to_the_dollar(raw: Path) -> None:
    lines = pd.read_parquet(raw_file(raw, HS6_2024_FILE))
    whole = lines[lines["CTY_CODE"] != "4359"]
    assert imports()["value_usd"].sum() == whole["con_val_yr_usd"].sum()
    assert imports()["duty_usd"].sum() == whole["cal_dut_yr_usd"].sum()
