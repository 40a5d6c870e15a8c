"""The table of countries: codes that are easily got wrong."""

import pandas as pd

from parley.tables.read import read_table


def countries() -> pd.DataFrame:
    return read_table("countries").set_index("iso3")


def test_namibias_two_letters_are_text_and_not_missing() -> None:
    assert countries().loc["NAM", "iso2"] == "NA"


def test_slovakia_and_malta_carry_their_current_census_codes() -> None:
    """One list in circulation gives 4371 and 4600, which Schedule C does not have."""
    assert countries().loc[["SVK", "MLT"], "census_code"].tolist() == ["4359", "4730"]


def test_codes_left_out_by_the_mappings_are_there() -> None:
    assert countries().loc[["XKX", "PSE", "PRK", "CUB"], "census_code"].tolist() == [
        "4803",
        "5082;5083",
        "5790",
        "2390",
    ]


def test_no_census_code_stands_for_two_countries() -> None:
    codes = countries()["census_code"].dropna().str.split(";").explode()
    assert codes.is_unique


def test_names_are_plain() -> None:
    named = countries()["name"]
    assert named["TWN"] == "Taiwan"
    assert named["KOR"] == "South Korea"
    assert named["EU27"] == "European Union"
    assert not named.str.contains("&|,|UNMIK|Rep\\.", regex=True).any()


def test_aggregates_are_no_members_of_anything() -> None:
    groups = countries().query("is_aggregate")
    economies = {"EA", "EA16", "EA17", "EU27", "FTA", "G20", "OECD", "ROW", "WLD"}
    assert set(groups.index) == economies | {"AFR", "ASEAN", "BRI", "LATAM", "RCEP"}
    assert not groups[["is_eu27", "is_oecd"]].any().any()
