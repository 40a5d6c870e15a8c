"""US imports and calculated duty of 2024 and 2025 by HS6 and origin, revised: the ten-digit table added up."""

from pathlib import Path

import pandas as pd

from parley.recipes import us_imports_hts10_annual
from parley.recipes.hs_codes import REVISION
from parley.recipes.us_imports_hts10_annual import SOURCE_ID, VALUES, in_order_of_size
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
