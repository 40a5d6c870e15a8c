"""US imports and calculated duty of 2024 and 2025 by HS6 and origin, revised: the ten-digit table added up."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, us_imports_hts10_annual
from parley.recipes.hs_codes import REVISION
from parley.recipes.us_imports_hts10_annual import IN_PRINT, SOURCE, SOURCE_ID, VALUES, in_order_of_size
from parley.tables import read_table

NEEDS = ("hs_codes",)


def build(raw: Path) -> pd.DataFrame:
    """One row per subheading, year and exporter, the largest exporter first."""
    return of_lines(us_imports_hts10_annual.build(raw))


def of_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of ten digits added by subheading."""
    key = ["hs6", "year", "exporter_iso3"]
    table = lines.groupby(key, as_index=False)[VALUES].sum()
    table["chapter"] = table["hs6"].str[:2]
    # chapter 98, of which the classification has no word, stands in no section either
    chapters = read_table("hs_codes").query("level == 2").set_index("code")["section"]
    table["section"] = table["chapter"].map(chapters)
    table = table.assign(hs_revision=REVISION, **us_imports_hts10_annual.known(), source_id=SOURCE_ID)
    return in_order_of_size(table, "hs6")


def _rate(year: int) -> Callable[[pd.DataFrame], float]:
    """Calculated duty on Chinese goods of a year as a share of their value, in percent."""

    def compute(frame: pd.DataFrame) -> float:
        rows = frame[(frame["year"] == year) & (frame["exporter_iso3"] == "CHN")]
        return float(rows["duty_usd"].sum() / rows["value_usd"].sum() * 100)

    return compute


PUBLISHED = (
    *IN_PRINT,
    Published("collected on China 2024, %", 10.93, _rate(2024), 0.005, SOURCE),
    Published("collected on China 2025, %", 30.60, _rate(2025), 0.01, SOURCE),
)
