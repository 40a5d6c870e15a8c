"""The edition a year's codes are said to belong to is the one that knows the most of them."""

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.classifications import hs_revision_of


def known() -> dict[str, set[str]]:
    """The subheadings of the editions in hand."""
    codes, earlier = read_table("hs_codes"), read_table("hs_map")
    lists = {revision: set(rows["to_code"]) for revision, rows in earlier.groupby("to_revision")}
    return {**lists, "HS2022": set(codes.loc[codes["level"] == 6, "code"])}


def test_the_editions_began_in_the_years_the_world_customs_organization_names() -> None:
    years = pd.Series([1991, 1992, 1995, 1996, 2001, 2002, 2006, 2007, 2011, 2012, 2016, 2017, 2021, 2022, 2026])
    assert hs_revision_of(years).dropna().tolist() == [
        *["HS1992"] * 2,
        *["HS1996"] * 2,
        *["HS2002"] * 2,
        *["HS2007"] * 2,
        *["HS2012"] * 2,
        *["HS2017"] * 2,
        *["HS2022"] * 2,
    ]
    assert hs_revision_of(years).isna().tolist() == [True, *[False] * 14]


@pytest.mark.parametrize("table", ["us_imports_taiwan_hs6", "us_exports_china_hs6_monthly", "us_imports_hs6_2024"])
def test_no_other_edition_knows_more_of_the_codes(table: str) -> None:
    lists = known()
    rows = read_table(table, columns=["hs6", "hs_revision"]).drop_duplicates()
    told = rows[rows["hs_revision"].isin(lists)]
    assert len(told)
    for revision, codes in told.groupby("hs_revision")["hs6"]:
        unknown = {edition: len(set(codes) - numbers) for edition, numbers in lists.items()}
        assert min(unknown, key=lambda edition: unknown[edition]) == revision
        assert unknown[revision] < 0.02 * len(codes)  # chapters 98 and 99, and the Census Bureau's own codes
