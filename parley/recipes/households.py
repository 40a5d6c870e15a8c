"""Counts of US households, occupied housing units and consumer units."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

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
