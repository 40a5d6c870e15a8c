"""Shares claimed under USMCA: only lines with imports, the whole of the trade, more in 2025 than in 2024."""

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.us_usmca_claims import IMPORTS


@pytest.fixture(scope="module")
def with_imports() -> pd.DataFrame:
    imports = read_table(IMPORTS, where={"exporter_iso3": ["CAN", "MEX"]})
    keys = ["exporter_iso3", "hts10", "year"]
    return imports.merge(read_table("us_usmca_claims"), on=keys, how="outer", indicator=True)


def test_every_line_with_imports_and_no_other_has_a_share(with_imports: pd.DataFrame) -> None:
    """But special provisions of chapter 99, and one line of US$ 2.7 m that the source lacks; rows are of both years."""
    traded = with_imports[(with_imports["value_usd"] > 0) & with_imports["year"].isin([2024, 2025])]
    assert (with_imports["_merge"] != "right_only").all()
    without = traded[traded["share_pct"].isna()]
    assert set(without["hts10"]) == {"9999950000", "2930904390"}
    assert not (with_imports["share_pct"].notna() & ~(with_imports["value_usd"] > 0)).any()


def test_goods_without_an_ordinary_duty_began_to_claim_in_2025(with_imports: pd.DataFrame) -> None:
    """Until the duties of March 2025 a claim saved them nothing but a fee: newsprint, 4801.00.01, from Canada."""
    rows = with_imports[with_imports["hts10"].str.startswith("48010001") & (with_imports["exporter_iso3"] == "CAN")]
    claimed = (rows["share_pct"] * rows["value_usd"]).groupby(rows["year"]).sum()
    shares = claimed / rows.groupby("year")["value_usd"].sum()
    assert shares[2024] < 5
    assert shares[2025] > 40
