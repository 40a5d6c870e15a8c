"""Counts of US households, occupied housing units and consumer units."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FILE = "trade/us-households/us_households.csv"
SOURCE_ID = "us_households"
VERIFICATION = {"official_page": "official_file", "official_file": "official_file", "secondary": "secondary"}


def build(raw: Path) -> pd.DataFrame:
    """One row per concept and year."""
    table = pd.read_csv(raw_file(raw, FILE), parse_dates=["published_on"])
    return (
        table.drop(columns="source")
        .rename(columns={"value_thousand": "count_thousand", "url": "source_url"})
        .assign(
            count_thousand=table["value_thousand"].astype("float64"),
            verification=table["verification"].map(VERIFICATION),
            source_id=SOURCE_ID,
        )
        .sort_values(["measure", "year"], ignore_index=True)
    )


def _count(measure: str, year: int, thousand: float, source: str) -> Published:
    compute = reading("count_thousand", measure=measure, year=year)
    return Published(f"{measure} {year}, thousand", thousand, compute, 0, source)


CENSUS = "US Census Bureau, Current Population Survey, table HH-1"
PUBLISHED = (
    _count("households", 2023, 131_434, CENSUS),
    _count("households", 2024, 132_216, CENSUS),
    _count("occupied_housing_units", 2024, 132_276, "US Census Bureau, Housing Vacancy Survey, December 2024"),
    _count("consumer_units", 2024, 135_760, "Bureau of Labor Statistics, Consumer Expenditure Survey, table 1101"),
)
