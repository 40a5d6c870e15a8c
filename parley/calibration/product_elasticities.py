"""Elasticities of substitution between origins of a product, by horizon: two common values and the published ones."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.partial_equilibrium import FloatArray
from parley.models.scenario import HORIZONS, Horizon
from parley.parameters import parameter


class SigmaByHorizon(Mapping[Horizon, FloatArray]):
    """sigma [product] for each horizon: ``long_run`` gives that of the long run, in the others one value is for all.

    ``long_run`` is called when it is first asked for, so that a market whose elasticities are lost still has its goods
    and duties; what it raises is raised there. ``count``: of products.
    """

    def __init__(self, count: int, long_run: Callable[[], FloatArray]):
        self._of_long_run = long_run
        self._flat = {
            name: np.full(count, parameter(f"between_origins_{name}").value) for name in HORIZONS if name != "long_run"
        }

    @cached_property
    def _long_run(self) -> FloatArray:
        return self._of_long_run()

    def __getitem__(self, horizon: Horizon) -> FloatArray:
        return self._long_run if horizon == "long_run" else self._flat[horizon]

    def __iter__(self) -> Iterator[Horizon]:
        return iter(HORIZONS)

    def __len__(self) -> int:
        return len(HORIZONS)


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
    filled = np.where(np.isnan(sigma), parameter("between_origins_default").value, sigma)
    clipped: FloatArray = np.clip(filled, least, most)
    return clipped
