"""Published effects of the shocks nearest to a scenario, as printed and never rescaled to ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.published_shocks import AGAINST_BASELINE, published_scenarios
from parley.models.errors import ModelInputError
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.tables.read import read_table

# Published measures of an economy's size or welfare as a change of the level against a baseline: what stands beside our
# real income. Real GDP, welfare and real income are three measures and keep their names.
LEVELS = ("real_gdp", "welfare")


def shock_distance(one: FloatArray, other: FloatArray, trade: FloatArray) -> float:
    """How far two shocks are apart, in points: sum v |a - b| / sum v over all pairs of different countries.

    ``one``, ``other``: additional tariffs [exporter, importer] (ratios); ``trade`` [exporter, importer] the values v.
    It holds who charges whom, by how much, and whether there is an answer. Zero only for the same shock on all trade,
    symmetric, and no longer than any way round. Raises ModelInputError when the shapes differ.
    """
    if not one.shape == other.shape == trade.shape:
        raise ModelInputError(
            "shock", f"shapes {one.shape}, {other.shape} and {trade.shape} of shocks and trade differ"
        )
    weight = _weights(trade)
    return float(100 * (weight * np.abs(other - one)).sum() / weight.sum())


def _weights(trade: FloatArray) -> FloatArray:
    """Trade between different economies [exporter, importer]."""
    return trade * (1 - np.eye(len(trade)))


def shock_size(one: FloatArray, trade: FloatArray) -> float:
    """How far a shock [exporter, importer] is from no change at all, in points; raises as ``shock_distance``."""
    return shock_distance(one, np.zeros_like(one), trade)


def nearest_levels(
    additional: FloatArray,
    economies: Sequence[str],
    trade: FloatArray,
    areas: Sequence[str],
    count: int = 3,
    as_of: date | None = None,
) -> pd.DataFrame:
    """The published levels of GDP or welfare in ``areas`` under the ``count`` nearest shocks that have one, as printed.

    Rows of the table tariff_effects, the nearest shock first, with ``distance_pp`` and ``size_pp``, the distance of our
    own shock from no change: a study is of a shock like ours where the first is small against the second.
    ``additional`` tariffs (ratios) and ``trade`` are [exporter, importer] in the order of ``economies``.
    """
    every = nearest_studies(additional, economies, trade, _shocks_known(as_of), areas, as_of)
    levels = every[every["variable"].isin(LEVELS) & (every["effect_kind"] == "level_vs_baseline")]
    nearest = levels["shock_id"].drop_duplicates().head(count)
    chosen = levels[levels["shock_id"].isin(nearest)].reset_index(drop=True)
    return chosen.assign(size_pp=shock_size(additional, trade))


def _shocks_known(as_of: date | None) -> int:
    return int(_known_effects(as_of)["shock_id"].nunique())


def nearest_studies(
    additional: FloatArray,
    economies: Sequence[str],
    trade: FloatArray,
    count: int = 3,
    areas: Sequence[str] = (),
    as_of: date | None = None,
) -> pd.DataFrame:
    """The published effects of the ``count`` nearest shocks as printed, with ``distance_pp``; ``areas`` keeps some.

    Rows of the table tariff_effects: values and units as printed, never rescaled to our shock or our answer.
    ``additional`` tariffs (ratios) and ``trade`` are [exporter, importer] in the order of ``economies``.
    """
    about = _known_shocks(as_of)
    expressed = _expressed(tuple(economies), as_of)
    apart = np.full(len(about), np.inf)
    apart[expressed.is_held] = expressed.distances(additional, trade)
    order = np.lexsort((about["shock_id"].to_numpy(), about["published_on"].to_numpy(), apart))
    nearest = [place for place in order[:count] if np.isfinite(apart[place])]
    rows, counts = _printed(tuple(economies), tuple(nearest), tuple(areas), as_of)
    return rows.assign(distance_pp=np.repeat(apart[nearest], counts))


@lru_cache(maxsize=64)
def _printed(
    economies: tuple[str, ...], places: tuple[int, ...], areas: tuple[str, ...], as_of: date | None
) -> tuple[pd.DataFrame, list[int]]:
    """The effects of the shocks at these places of ``_known_shocks``, ``distance_pp`` still missing, and how many each
    has; kept, as a scenario beside another mostly has the same studies next to it.
    """
    dated, shocks, effects = (
        published_scenarios(economies),
        _known_shocks(as_of)["shock_id"].array,
        _known_effects(as_of),
    )
    names, area = effects["shock_id"].to_numpy(), effects["area"].to_numpy()
    wanted = np.isin(area, areas) if areas else np.ones(len(effects), dtype=bool)
    rows = [np.flatnonzero((names == shocks[place]) & wanted) for place in places]
    counts = [len(each) for each in rows]
    chosen = effects.iloc[np.concatenate([np.empty(0, dtype=np.intp), *rows])].reset_index(drop=True)
    notes = np.repeat(["; ".join(dated[shocks[place]].notes) for place in places], counts)
    return chosen.assign(distance_pp=np.nan, notes=notes), counts


@dataclass(frozen=True, eq=False)
class _Expressed:
    """Published shocks for some economies: which of those known ``is_held``, the pairs any of them moves, and what
    each adds to their tariffs [shock, pair].
    """

    is_held: npt.NDArray[np.bool_]
    sell: IndexArray
    buy: IndexArray
    additional: FloatArray

    def distances(self, one: FloatArray, trade: FloatArray) -> FloatArray:
        """``shock_distance`` of ``one`` to each [shock]; pairs that no published shock moves are the same for all."""
        weight = _weights(trade)
        elsewhere = weight * np.abs(one)
        elsewhere[self.sell, self.buy] = 0
        pairs = weight[self.sell, self.buy] * np.abs(self.additional - one[self.sell, self.buy])
        distances: FloatArray = 100 * (pairs.sum(axis=1) + elsewhere.sum()) / weight.sum()
        return distances


@lru_cache(maxsize=4)
def _expressed(economies: tuple[str, ...], as_of: date | None) -> _Expressed:
    """The shocks known on a day; kept, because no scenario moves them."""
    scenarios = published_scenarios(economies)
    shocks = [scenarios[name].additional for name in _known_shocks(as_of)["shock_id"]]
    shape = (-1, len(economies), len(economies))
    matrix = np.reshape([additional for additional in shocks if additional is not None], shape)
    sell, buy = np.nonzero(matrix.any(axis=0))
    is_held = np.array([additional is not None for additional in shocks], dtype=bool)
    return _Expressed(is_held, sell, buy, matrix[:, sell, buy])


@lru_cache(maxsize=16)
def _known_shocks(as_of: date | None) -> pd.DataFrame:
    """One row for each published shock known on a day; kept, because no scenario moves it."""
    columns = ["institution", "published_on", "shock", "retaliation"]
    return _known_effects(as_of).groupby("shock_id", as_index=False)[columns].first()


@lru_cache(maxsize=16)
def _known_effects(as_of: date | None) -> pd.DataFrame:
    """The published effects of tariffs alone known on a day, in the order of their names."""
    effects = read_table("tariff_effects", as_of=as_of)
    chosen = effects["is_tariffs_only"] & effects["effect_kind"].isin(AGAINST_BASELINE)
    return effects[chosen].sort_values(["shock_id", "effect_id"])
