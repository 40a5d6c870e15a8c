"""US imports for consumption and calculated duty of 2024 by HS6 and origin, rolled up from ten digits."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.countries import census_to_iso3
from parley.recipes.hs_codes import section_of_chapter
from parley.recipes.releases import year_known_from

FILE = "tariffs/census-us-imports-2024-hs10/us_imports_2024_hs10_by_country.parquet"
SOURCE_ID = "census_us_imports_2024_hs10"
REVISION = "HS2022"
SLOVAKIA = "4359"  # stands alone in the file and inside the European Union's row as well
EUROPEAN_UNION = "0003"
YEAR = 2024


def build(raw: Path) -> pd.DataFrame:
    """One row per exporter and subheading, sorted so; the sums equal the ten-digit file to the dollar."""
    lines = pd.read_parquet(raw_file(raw, FILE))
    lines = lines[lines["CTY_CODE"] != SLOVAKIA]
    iso3 = census_to_iso3(raw) | {EUROPEAN_UNION: "EU27"}
    lines = lines.assign(exporter_iso3=lines["CTY_CODE"].map(iso3), hs6=lines["I_COMMODITY"].str[:6])
    lines = lines.rename(columns={"con_val_yr_usd": "value_usd", "cal_dut_yr_usd": "duty_usd"})
    table = lines.groupby(["exporter_iso3", "hs6"], as_index=False, dropna=False)[["value_usd", "duty_usd"]].sum()
    table["chapter"] = table["hs6"].str[:2]
    table["section"] = table["chapter"].map(section_of_chapter(raw))
    rate = table["duty_usd"] / table["value_usd"] * 100
    table["effective_rate_pct"] = rate.where(table["value_usd"] > 0)
    table["hs_revision"] = REVISION
    table[["released_on", "date_basis"]] = year_known_from(pd.Series(YEAR, index=table.index))
    table["source_id"] = SOURCE_ID
    return table.sort_values(["exporter_iso3", "hs6"], ignore_index=True)
