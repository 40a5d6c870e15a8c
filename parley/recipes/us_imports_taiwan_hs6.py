"""US imports for consumption from Taiwan by subheading and year, from a table of USITC DataWeb."""

from functools import partial
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.hs_revisions import hs_revision_of
from parley.recipes.releases import year_known_from

FILE = "trade/taiwan-us-imports-hs6/us_imports_from_taiwan_hs6_annual.csv.gz"
SOURCE_ID = "taiwan_us_imports_hs6"
COMPUTERS = ("8471", "8473")  # computers, and their parts


def _imports_bn(frame: pd.DataFrame, year: int) -> float:
    return float(frame.loc[frame["year"] == year, "value_usd"].sum() / 1e9)


def _computers_in_rise_pct(frame: pd.DataFrame) -> float:
    """Share of computers and their parts in the rise of all imports from 2023 to 2025, percent."""
    computers = frame[frame["hs6"].str.startswith(COMPUTERS)]
    rise = _imports_bn(computers, 2025) - _imports_bn(computers, 2023)
    return rise / (_imports_bn(frame, 2025) - _imports_bn(frame, 2023)) * 100


PUBLISHED = (
    Published(
        "subheadings with imports, all years",
        22_592,
        lambda frame: int((frame["value_usd"] > 0).sum()),
        0,
        "USITC DataWeb, imports for consumption from Taiwan",
        at_least=True,
    ),
    *(
        Published(
            what=f"imports from Taiwan {year}, bn US$",
            expected=value,
            compute=partial(_imports_bn, year=year),
            tolerance=0.005,
            source="USITC DataWeb, imports for consumption from Taiwan",
        )
        for year, value in ((2024, 115.27), (2025, 198.32))
    ),
    Published(
        what="computers and parts in the rise from 2023 to 2025, %",
        expected=92,
        compute=_computers_in_rise_pct,
        tolerance=0.5,
        source="USITC DataWeb, imports for consumption from Taiwan",
    ),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per subheading and year, sorted so. Subheadings are those of the schedule of each year."""
    table = pd.read_csv(raw_file(raw, FILE), dtype={"hs6": str})
    table = table.rename(columns={"customs_value_usd": "value_usd"})
    table["hs_revision"] = hs_revision_of(table["year"])
    table[["released_on", "date_basis"]] = year_known_from(table["year"])
    table["source_id"] = SOURCE_ID
    return table.sort_values(["hs6", "year"], ignore_index=True)
