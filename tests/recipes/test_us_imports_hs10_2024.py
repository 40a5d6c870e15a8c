"""US imports of 2024 by statistical line: what it must share with the six-digit table, and its order in the file."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from parley.recipes import raw_file
from parley.recipes.us_imports import HS6_2024_FILE
from parley.tables.read import read_table
from parley.tables.schema import DATA

MONEY = ["value_usd", "duty_usd"]


def lines() -> pd.DataFrame:
    return read_table("us_imports_hs10_2024")


def test_sums_equal_the_six_digit_table_to_the_dollar_for_every_exporter_and_subheading() -> None:
    summed = lines().groupby(["exporter_iso3", "hs6"])[MONEY].sum()
    six = read_table("us_imports_hs6_2024").set_index(["exporter_iso3", "hs6"])[MONEY]
    pd.testing.assert_frame_equal(summed.sort_index(), six.sort_index())


def test_the_european_union_is_there_once_and_its_members_are_not() -> None:
    countries = read_table("countries")
    exporters = set(lines()["exporter_iso3"])
    assert "EU27" in exporters
    assert not exporters & set(countries.loc[countries["is_eu27"], "iso3"])
    assert len(exporters) == 50


def test_zeros_the_source_prints_stay(raw: Path) -> None:
    """The file has 546 zeros, ten of them Slovakia's, whose rows are inside the Union's."""
    printed = pd.read_parquet(raw_file(raw, HS6_2024_FILE))
    zeros = printed[printed["con_val_yr_usd"] == 0]
    assert len(zeros) == 546
    assert (lines()["value_usd"] == 0).sum() == len(zeros[zeros["CTY_CODE"] != "4359"])


def test_a_line_has_one_wording_and_stands_under_its_subheading() -> None:
    table = lines()
    assert table.groupby("hts10")["description"].nunique().eq(1).all()
    assert (table["hts10"].str[:6] == table["hs6"]).all()


def test_a_product_is_read_without_the_rest_of_the_file() -> None:
    """Rows lie in order of product, so that a product stands in one or two of the file's groups."""
    meta = pq.read_metadata(DATA / "us_imports_hs10_2024.parquet")
    column = meta.schema.names.index("hs6")
    ranges = [meta.row_group(i).column(column).statistics for i in range(meta.num_row_groups)]
    holding = [r for r in ranges if r.min <= "854231" <= r.max]
    assert meta.num_row_groups > 4
    assert 1 <= len(holding) <= 2
    part = read_table("us_imports_hs10_2024", where={"hs6": ["854231"]}, columns=["hts10", "value_usd"])
    whole = lines()
    assert part["value_usd"].sum() == whole.loc[whole["hs6"] == "854231", "value_usd"].sum() > 0
