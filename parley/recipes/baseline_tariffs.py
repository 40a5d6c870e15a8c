"""Tariffs of the sector model's base by industry, where the tables know them: the USA on all, China on the USA.

USA: duty collected in 2024 over customs value, by origin. China: average duty by HS chapter on the first date of the
WTO lines (2025-01-01), the chapters of an industry weighted by what China imports from the USA; how much of a chapter
belongs to an industry is taken from US exports to China by subheading in 2020, the last whole year of that table.
"""

from pathlib import Path

import pandas as pd

from parley.measures.icio_sectors import sectors_of_products
from parley.recipes import (
    china_tariff_on_us_chapters,
    hs_naics,
    us_imports_hs6_2024,
)
from parley.recipes.us_export_chapter_sectors import chapter_parts

COLUMNS = ["importer_iso3", "exporter_iso3", "sector", "tariff_pct", "value_usd", "source_id"]


def build(raw: Path) -> pd.DataFrame:
    """One row per importer, exporter and industry with trade."""
    parts = sectors_of_products(hs_naics.build(raw))
    table = pd.concat([_usa(raw, parts), _china(raw, parts)])[COLUMNS]
    return table.sort_values(COLUMNS[:3], ignore_index=True)


def _usa(raw: Path, parts: pd.DataFrame) -> pd.DataFrame:
    imports = us_imports_hs6_2024.build(raw).merge(parts, on="hs6")
    money = imports[["value_usd", "duty_usd"]].mul(imports["part"], axis=0)
    sums = money.groupby([imports["exporter_iso3"], imports["sector"]]).sum().reset_index()
    sums = sums[sums["value_usd"] > 0]
    return sums.assign(
        importer_iso3="USA",
        tariff_pct=100 * sums["duty_usd"] / sums["value_usd"],
        source_id=us_imports_hs6_2024.SOURCE_ID,
    )


def _china(raw: Path, parts: pd.DataFrame) -> pd.DataFrame:
    duties = china_tariff_on_us_chapters.build(raw)
    duties = duties[duties["date"] == duties["date"].min()].set_index("chapter")
    split = chapter_parts(raw, parts)
    value = split["part"] * split["chapter"].map(duties["china_imports_from_us_usd"])
    duty = value * split["chapter"].map(duties["import_weighted_pct"])
    sums = pd.DataFrame({"value_usd": value, "duty": duty}).groupby(split["sector"]).sum().reset_index()
    sums = sums[sums["value_usd"] > 0]
    return sums.assign(
        importer_iso3="CHN",
        exporter_iso3="USA",
        tariff_pct=sums["duty"] / sums["value_usd"],
        source_id=duties["source_id"].iloc[0],
    )
