"""What other economies than the United States levy in the base year: their mean most-favoured-nation duty, by importer.

The newest weighted mean the World Bank prints for an importer stands for all its imports; among members of the European
Union the duty is zero. Preferences are not in it: Mexico prints 4.75 % and collects 1.62 % of what it imports, most of
it under agreements. No mean by origin is published, so the limit is named and not repaired. An importer without a mean
has none here: its duty is not known, and the model then takes its trade as it is traded, with no duty on top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.axes import EXPORTER

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ThirdCountries:
    """``tariff`` [exporter, importer] as ratios, zero on own goods; ``unknown``: importers without a printed mean."""

    tariff: FloatArray
    unknown: tuple[str, ...]


def newest_means(means: pd.DataFrame) -> pd.Series:
    """The newest weighted mean of the most-favoured-nation duties in percent; index iso3. ``means``: mfn_means."""
    printed = means.dropna(subset=["mfn_weighted_pct"]).sort_values("year")
    return printed.groupby("iso3")["mfn_weighted_pct"].last()


def third_countries(
    names: Sequence[str],
    means: pd.DataFrame,
    union: frozenset[str],
    within: Mapping[str, Mapping[str, float]] | None = None,
) -> ThirdCountries:
    """Duties of every importer on every exporter (ratios).

    ``within``: for an economy of many, its members with their imports; its duty is the mean of the members with a
    printed one, weighted by these.
    """
    known = newest_means(means)
    rate = {name: float(known[name]) for name in names if name in known.index}
    for name, imports in (within or {}).items():
        members = {code: value for code, value in imports.items() if code in known.index and value > 0}
        if members:
            rate[name] = float(np.average(known[list(members)], weights=list(members.values())))
    by_importer = np.array([rate.get(name, 0.0) for name in names]) / 100
    tariff = np.repeat(by_importer[None, :], len(names), axis=EXPORTER)
    member = np.array([name in union for name in names])
    tariff[np.outer(member, member)] = 0.0
    np.fill_diagonal(tariff, 0.0)
    return ThirdCountries(tariff, tuple(name for name in names if name not in rate))
