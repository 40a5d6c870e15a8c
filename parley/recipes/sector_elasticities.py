"""Trade elasticities by industry: the median of the published product elasticities, weighted by US imports.

Fontagne, Guimbard and Orefice (2022) publish a tariff elasticity by HS2007 subheading, minus the elasticity of
substitution between origins; the trade elasticity is that elasticity less one. Each HS2022 subheading takes the value
of the one subheading of HS2007 that holds it; one without a value takes the median of its chapter. Nothing is cut off.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from parley.measures.icio_sectors import sectors_of_products
from parley.recipes import elasticities, hs_naics, us_imports_hs6_2024
from parley.recipes.hs_map import subheadings_in

SCHEME, SOURCE_ID = "protee", "protee_elasticities"


def build(raw: Path) -> pd.DataFrame:
    """One row per industry that makes goods."""
    sigma = _sigma(raw)
    imports = us_imports_hs6_2024.build(raw).groupby("hs6")["value_usd"].sum()
    lines = sectors_of_products(hs_naics.build(raw))
    lines = lines.assign(value_usd=lines["part"] * lines["hs6"].map(imports).fillna(0), sigma=lines["hs6"].map(sigma))
    lines = lines[(lines["value_usd"] > 0) & lines["sigma"].notna()]
    rows = [
        {
            "sector": sector,
            "trade_elasticity": weighted_median(group["sigma"], group["value_usd"]) - 1,
            "subheadings": len(group),
            "value_usd": group["value_usd"].sum(),
        }
        for sector, group in lines.groupby("sector")
    ]
    return pd.DataFrame(rows).assign(source_id=SOURCE_ID)


def weighted_median(values: pd.Series, weights: pd.Series) -> float:
    """The least value at which the weights of all not above it reach half."""
    order = np.argsort(values.to_numpy(), kind="stable")
    reached = np.cumsum(weights.to_numpy()[order])
    return float(values.to_numpy()[order][np.searchsorted(reached, reached[-1] / 2)])


def _sigma(raw: Path) -> pd.Series:
    """Elasticity of substitution by HS2022 subheading; missing where neither it nor its chapter has one."""
    table = elasticities.build(raw)
    published = -table[table["scheme"] == SCHEME].set_index("product_code")["elasticity"]
    by_chapter = published.groupby(published.index.str[:2]).median()
    code = subheadings_in(raw, "HS2007")
    chapter = pd.Series(code.index.str[:2], index=code.index)
    return code.map(published).fillna(chapter.map(by_chapter))
