"""How much of each HS chapter of US exports to China each industry makes, from the last whole year by subheading."""

from pathlib import Path

import pandas as pd

from parley.measures.icio_sectors import sectors_of_products
from parley.recipes import Published, hs_naics, us_exports_china_hs6_monthly
from parley.recipes.hs_map import subheadings_in

SPLIT_YEAR, REVISION = 2020, "HS2017"
# The Census Bureau's one code for civil aircraft, engines and parts, which is in no edition of the nomenclature.
AIRCRAFT = {"hs6": "880000", "sector": "C30", "part": 1.0}


def build(raw: Path) -> pd.DataFrame:
    """One row per chapter and industry with exports."""
    split = chapter_parts(raw, sectors_of_products(hs_naics.build(raw)))
    split = split[split["part"] > 0]
    rows = split.assign(
        share_pct=100 * split["part"], hs_revision=REVISION, source_id=us_exports_china_hs6_monthly.SOURCE_ID
    )
    return rows[["chapter", "hs_revision", "sector", "share_pct", "source_id"]].sort_values(
        ["chapter", "sector"], ignore_index=True
    )


def chapter_parts(raw: Path, parts: pd.DataFrame) -> pd.DataFrame:
    """How much of each HS chapter of US exports to China each industry makes: chapter, sector, part (ratio).

    ``parts``: industries of HS2022 subheadings, as ``sectors_of_products`` gives them.
    """
    monthly = us_exports_china_hs6_monthly.build(raw)
    exports = monthly[pd.to_datetime(monthly["month"]).dt.year == SPLIT_YEAR].groupby("hs6")["value_usd"].sum()
    earlier = subheadings_in(raw, REVISION).rename("code").rename_axis("hs6").reset_index()
    whole_aircraft = pd.DataFrame([AIRCRAFT]).rename(columns={"hs6": "code"})
    by_code = earlier.merge(parts, on="hs6").groupby(["code", "sector"])["part"].sum().reset_index()
    by_code = pd.concat([by_code, whole_aircraft], ignore_index=True)
    by_code["part"] /= by_code.groupby("code")["part"].transform("sum")
    value = by_code["part"] * by_code["code"].map(exports).fillna(0)
    split = value.groupby([by_code["code"].str[:2].rename("chapter"), by_code["sector"]]).sum()
    whole = split.groupby("chapter").transform("sum")
    part: pd.DataFrame = (split / whole).rename("part").dropna().reset_index()
    return part


PUBLISHED = (
    Published(
        "least sum of the shares of a chapter, %",
        100,
        lambda frame: float(frame.groupby("chapter")["share_pct"].sum().min()),
        1e-9,
        "a chapter's exports are made by its industries",
    ),
)
