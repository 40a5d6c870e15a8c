"""Industries of HS2022 subheadings, from the tables of the R package ``concordance``."""

import warnings
from pathlib import Path

import pandas as pd
import rdata

from parley.recipes import Published, raw_file
from parley.recipes.hs_map import FOLDER, SOURCE_ID
from parley.tables import read_table


def _china_covered_pct(frame: pd.DataFrame) -> float:
    imports = read_table("us_imports_hs6_2024").query("exporter_iso3 == 'CHN'")
    known = imports["hs6"].isin(set(frame["hs6"]))
    return float(imports.loc[known, "value_usd"].sum() / imports["value_usd"].sum() * 100)


PUBLISHED = (
    Published(
        "subheadings with an industry, of the 5,613 of HS2022 without the 35 the source leaves open",
        5613 - 35,
        lambda frame: frame["hs6"].nunique(),
        0,
        "Harmonized System 2022, number of subheadings",
    ),
    Published(
        "US imports from China 2024 whose industry is known, %",
        97.3,
        _china_covered_pct,
        0.05,
        "US Census Bureau, imports for consumption 2024; Liao et al., concordance",
    ),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per subheading and industry, in that order."""
    path = raw_file(raw, f"{FOLDER}/hs6_naics.RData")
    with warnings.catch_warnings():
        # rdata says that it has no constructor for R's tibble class; the data frame beneath is all we need
        warnings.filterwarnings("ignore", message="Missing constructor for R class", category=UserWarning)
        pairs = rdata.read_rda(path)["hs6_naics"].dropna(subset="NAICS_6d").astype(str)
    table = pd.DataFrame(
        {
            "hs_revision": "HS2022",
            "hs6": pairs["HS6_6d"],
            "naics6": pairs["NAICS_6d"],
            "naics3": pairs["NAICS_3d"],
            "source_id": SOURCE_ID,
        }
    )
    return table.sort_values(["hs6", "naics6"], ignore_index=True)
