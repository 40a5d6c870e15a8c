"""US imports from Taiwan by product and year: the gap in the years, and the check against the monthly series."""

import pandas as pd

from parley.tables.read import read_table


def yearly() -> pd.Series:
    table = read_table("us_imports_taiwan_hs6")
    return table.groupby("year")["value_usd"].sum() / 1e9


def test_the_years_the_source_lacks_are_missing_and_not_zero() -> None:
    table = read_table("us_imports_taiwan_hs6")
    assert set(table["year"]) == {2015, 2016, 2017, 2022, 2023, 2024, 2025}
    assert table.groupby("year").size().between(3_150, 3_400).all()


def test_imports_for_consumption_lie_just_below_general_imports() -> None:
    """Goods that enter a bonded warehouse are general imports and not yet imports for consumption."""
    monthly = read_table("trade_monthly")
    taiwan = monthly[
        (monthly["reporter_iso3"] == "USA")
        & (monthly["partner_iso3"] == "TWN")
        & (monthly["flow"] == "import")
        & (monthly["basis"] == "general")
    ]
    by_year = taiwan.groupby(taiwan["month"].dt.year)["value_usd"].sum() / 1e9
    for year in (2015, 2016, 2017, 2022, 2023, 2024, 2025):
        assert 0.97 < yearly()[year] / by_year[year] < 1.005, year


def test_a_heading_goes_through_both_changes_of_the_schedule() -> None:
    table = read_table("us_imports_taiwan_hs6")
    for heading in ("8471", "8473", "8541", "8542"):
        rows = table[table["hs6"].str.startswith(heading)]
        assert set(rows["year"]) == set(table["year"]), heading
