"""Elasticities of substitution between origins of a product, by horizon: two common values and the published ones."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.partial_equilibrium import FloatArray
from parley.models.scenario import HORIZONS, Horizon
from parley.parameters import parameter


def sigma_by_horizon(long_run: FloatArray) -> Mapping[Horizon, FloatArray]:
    """sigma [product] for each horizon; ``long_run`` [product] as given, the others one value for all."""
    flat = {name: parameter(f"between_origins_{name}").value for name in HORIZONS if name != "long_run"}
    return {
        "first_year": np.full(len(long_run), flat["first_year"]),
        "default": np.full(len(long_run), flat["default"]),
        "long_run": long_run,
    }


def long_run_sigma(products: npt.NDArray[np.object_], elasticities: pd.DataFrame, hs_map: pd.DataFrame) -> FloatArray:
    """Minus the published tariff elasticity of each HS2022 product, found through HS2007, clipped; [product].

    The published elasticity is on flows without duty and so is minus sigma. Blank, or no code in HS2007: median of
    the published values of the chapter.
    """
    code = pd.Series(products)
    to_2007 = hs_map[(hs_map["from_revision"] == "HS2022") & (hs_map["to_revision"] == "HS2007")]
    published = _published_sigma(elasticities)
    sigma = code.map(to_2007.set_index("from_code")["to_code"]).map(published)
    return _clip(sigma.fillna(code.str[:2].map(_chapter_medians(elasticities))).to_numpy(dtype=float))


def chapter_sigma(chapters: npt.NDArray[np.object_], elasticities: pd.DataFrame) -> FloatArray:
    """Median of the published values of each HS chapter, clipped; [chapter]."""
    return _clip(_chapter_medians(elasticities).reindex(chapters).to_numpy(dtype=float))


def _published_sigma(elasticities: pd.DataFrame) -> pd.Series:
    rows = elasticities[elasticities["scheme"] == "protee"]
    return -rows.set_index("product_code")["elasticity"]


def _chapter_medians(elasticities: pd.DataFrame) -> pd.Series:
    published = _published_sigma(elasticities)
    return published.groupby(published.index.str[:2]).median()


def _clip(sigma: FloatArray) -> FloatArray:
    """Long-run elasticities within their bounds; a chapter without any published value takes the default."""
    least, most = parameter("between_origins_long_run_least").value, parameter("between_origins_long_run_most").value
    known = np.where(np.isnan(sigma), parameter("between_origins_default").value, sigma)
    clipped: FloatArray = np.clip(known, least, most)
    return clipped
