"""Trade in chips: partners and the rest add up, the rise, full years; figures in print."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import chips

NAMES = {"TWN": "Taiwan", "MYS": "Malaysia", "CHN": "China", "ISR": "Israel", "JPN": "Japan"}


def imports() -> pd.DataFrame:
    values = {"TWN": 400, "MYS": 300, "ISR": 150, "JPN": 100, "CHN": 50}
    rows = [
        {"exporter_iso3": iso3, "hs6": code, "value_usd": part * value, "duty_usd": part * value // 5 * (iso3 == "CHN")}
        for iso3, value in values.items()
        for code, part in (("854231", 1), ("854239", 3), ("854110", 1))
    ]
    return pd.DataFrame(rows).assign(year=2024, source_id="s")


def test_partners_and_all_others_add_to_the_heading_and_china_is_always_named() -> None:
    below = imports()
    below = pd.concat(
        [below, below[below["exporter_iso3"] == "JPN"].assign(exporter_iso3="KOR", value_usd=5, duty_usd=0)]
    )
    rows = chips.by_partner(below, "8542", {**NAMES, "KOR": "South Korea"}, count=2)
    assert list(rows["partner"]) == ["Taiwan", "Malaysia", "Israel", "Japan", "China", "All others"]
    assert rows["value_usd"].sum() == 4010
    assert rows["share_pct"].sum() == pytest.approx(100)
    assert list(rows["partners"]) == [1, 1, 1, 1, 1, 1]
    assert rows.loc[4, "effective_rate_pct"] == pytest.approx(20)
    assert rows.loc[5, "value_usd"] == 10


def test_no_partner_that_sells_more_than_china_is_among_the_others() -> None:
    """In 2025 Vietnam, eleventh, sold the US more chips than China, twelfth (US Census Bureau)."""
    rows = chips.by_partner(imports(), "8542", NAMES, count=2)
    assert list(rows["exporter_iso3"]) == ["TWN", "MYS", "ISR", "JPN", "CHN"]


def test_no_rows_give_no_partners() -> None:
    assert chips.by_partner(imports(), "9999", NAMES).empty
    assert chips.by_partner(imports()[:0], "8542", NAMES).empty
    assert chips.duty_by_heading(imports()[:0], ["8542"]).empty
    assert chips.by_year(read_table("us_imports_taiwan_hs6")[:0], ["8471"]).empty


def test_china_last_among_the_largest_is_not_shown_twice() -> None:
    rows = chips.by_partner(imports(), "8542", NAMES, count=5)
    assert list(rows["exporter_iso3"]) == ["TWN", "MYS", "ISR", "JPN", "CHN"]


def test_lines_are_ranked_and_a_line_china_does_not_sell_has_no_rate() -> None:
    rows = pd.DataFrame(
        {
            "hts10": ["8542310001", "8542310001", "8542320001"],
            "description": ["PROCESSORS", "PROCESSORS", "MEMORY"],
            "exporter_iso3": ["TWN", "CHN", "KOR"],
            "value_usd": [30, 10, 60],
            "duty_usd": [0, 5, 0],
            "year": 2025,
            "source_id": "s",
        }
    )
    lines = chips.by_line(rows)
    assert list(lines["hts10"]) == ["8542320001", "8542310001"]
    assert list(lines["china_share_pct"]) == [0, 25]
    assert lines["china_effective_rate_pct"].isna().tolist() == [True, False]
    assert lines["china_effective_rate_pct"].iloc[1] == 50


def test_the_lines_add_to_the_heading() -> None:
    codes = [f"8542{n:02}" for n in range(100)]
    lines = chips.by_line(read_table("us_imports_hs10_2024", where={"hs6": codes}).assign(year=2024))
    assert lines["value_usd"].sum() / 1e9 == pytest.approx(38.1, abs=0.05)
    china = read_table("us_imports_hs6_2024", where={"exporter_iso3": ["CHN"], "hs6": codes})
    assert lines["china_value_usd"].sum() == china["value_usd"].sum()


def test_duty_from_china_stands_against_all_others() -> None:
    rows = chips.duty_by_heading(imports(), ["8541", "8542"])
    assert list(zip(rows["heading"], rows["origin"], strict=True)) == [
        ("8541", "CHN"),
        ("8541", "ROW"),
        ("8542", "CHN"),
        ("8542", "ROW"),
    ]
    assert rows["effective_rate_pct"].tolist() == pytest.approx([20.0, 0.0, 20.0, 0.0])


def test_chips_of_2024_as_printed() -> None:
    """38.1 bn, of which Taiwan 11.1 and Malaysia 8.9 (US Census Bureau)."""
    names = read_table("countries").set_index("iso3")["name"].to_dict()
    rows = chips.by_partner(read_table("us_imports_hs6_2024").assign(year=2024), "8542", names)
    assert rows["value_usd"].sum() / 1e9 == pytest.approx(38.1, abs=0.05)
    assert list(rows["partner"][:2]) == ["Taiwan", "Malaysia"]
    assert list(rows["value_usd"][:2] / 1e9) == pytest.approx([11.1, 8.9], abs=0.05)
    assert rows["partners"].sum() == 41
    assert set(rows["source_id"]) == {"census_us_imports_2024_hs10"}


def test_computers_made_92_percent_of_the_rise_from_taiwan() -> None:
    years = chips.by_year(read_table("us_imports_taiwan_hs6"), ["8471", "8473", "8542"])
    rise = chips.computers_in_rise(years)
    assert rise is not None
    last, dollars, part = rise
    assert last == 2025
    assert part == pytest.approx(92, abs=0.5)
    totals = years.groupby("year")["value_usd"].sum()
    assert totals[2025] / 1e9 == pytest.approx(198.32, abs=0.005)
    assert dollars == totals[2025] - totals[2023]
    assert 2018 not in totals.index


def test_without_the_base_year_or_a_rise_nothing_is_claimed() -> None:
    years = chips.by_year(read_table("us_imports_taiwan_hs6"), ["8471", "8473"])
    assert chips.computers_in_rise(years[years["year"] < 2023]) is None
    assert chips.computers_in_rise(years[years["year"] <= 2023]) is None
    assert chips.computers_in_rise(years, base=2016) is not None
    falling = years.assign(value_usd=years["value_usd"].where(years["year"] < 2025, 1))
    assert chips.computers_in_rise(falling) is None


def test_a_year_without_all_its_months_is_left_out_of_the_exports() -> None:
    months = pd.date_range("2019-01-01", "2020-02-01", freq="MS")
    table = pd.DataFrame({"month": months, "hs6": "854231", "value_usd": 1.0, "source_id": "s"})
    rows = chips.exports_by_heading(table, ["8542"])
    assert rows[["year", "product", "value_usd"]].to_numpy().tolist() == [[2019, "8542", 12.0]]


def test_exports_by_product_end_with_2020_though_january_2021_is_known() -> None:
    codes = [f"8542{n:02}" for n in range(100)]
    rows = chips.exports_by_heading(read_table("us_exports_china_hs6_monthly", where={"hs6": codes}), ["8542"])
    assert list(rows["year"]) == list(range(2013, 2021))
    assert rows.set_index("year")["value_usd"][2020] / 1e9 == pytest.approx(10.2, abs=0.05)


def test_exports_by_chapter_are_those_to_china() -> None:
    table = read_table("us_exports_hs2_annual")
    rows = chips.exports_by_chapter(table, ["84", "85"])
    assert set(rows["product"]) == {"84", "85"}
    assert list(rows["year"].unique()) == [2020, 2021, 2022, 2023, 2024]
    china = table[(table["partner_iso3"] == "CHN") & table["chapter"].isin(["84", "85"])]
    assert rows["value_usd"].sum() == china["value_usd"].sum()
