"""US exports by chapter: the totals row and the empty year stay out."""

from parley.tables.read import read_table


def test_the_grand_total_is_no_row_and_2025_is_no_year() -> None:
    table = read_table("us_exports_hs2_annual")
    assert set(table["year"]) == {2020, 2021, 2022, 2023, 2024}
    assert not set(table["partner_iso3"]) & {"WLD", "EU27"}
    assert table["chapter"].nunique() == 97


def test_years_without_exports_have_no_row() -> None:
    assert (read_table("us_exports_hs2_annual")["value_usd"] > 0).all()


def test_a_year_is_known_forty_days_after_its_end() -> None:
    table = read_table("us_exports_hs2_annual")
    released = table.groupby("year")["released_on"].first().dt.strftime("%Y-%m-%d")
    assert released[2024] == "2025-02-09"
    assert released[2020] == "2021-02-09"
