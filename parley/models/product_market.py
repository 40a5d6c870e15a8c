"""The base year of a product market and its elasticities, checked: what ``partial_equilibrium`` solves."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError
from parley.models.power_mean import sum_by

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

LEAST_DUTY = -0.5  # An import subsidy beyond half the price is taken for an error.


@dataclass(frozen=True, eq=False)
class Market:
    """Base year of one importer: value and duty of each cell, the product of a cell, the section of a product.

    ``value_usd``, ``duty``, ``product`` are [cell]; ``section`` is [product]; ``import_share`` is [section].
    Raises ModelInputError naming the cell, product or section when a number is not finite, negative where it must not
    be, out of range, of the wrong shape, or when a product was not bought at all.
    """

    value_usd: FloatArray
    duty: FloatArray
    product: IndexArray
    section: IndexArray
    import_share: FloatArray

    def __post_init__(self) -> None:
        _check_market(self)

    @property
    def product_count(self) -> int:
        """Number of products."""
        return len(self.section)

    @property
    def section_count(self) -> int:
        """Number of sections."""
        return len(self.import_share)

    @cached_property
    def cell_section(self) -> IndexArray:
        """Section of each cell."""
        return self.section[self.product]

    @cached_property
    def product_spending(self) -> FloatArray:
        """X_h: duty-inclusive imports by product, USD."""
        return sum_by(self.product, self.value_usd * (1 + self.duty), self.product_count)

    @cached_property
    def section_imports(self) -> FloatArray:
        """X_g: duty-inclusive imports by section, USD."""
        return sum_by(self.section, self.product_spending, self.section_count)

    @cached_property
    def spending(self) -> FloatArray:
        """E_g = X_g / m_g: absorption by section, USD."""
        return self.section_imports / self.import_share

    @cached_property
    def origin_share(self) -> FloatArray:
        """s_ih: share of each cell in its product, duty-inclusive."""
        return self.value_usd * (1 + self.duty) / self.product_spending[self.product]

    @cached_property
    def product_share(self) -> FloatArray:
        """s_h: share of each product in its section's imports, duty-inclusive."""
        return self.product_spending / self.section_imports[self.section]

    @cached_property
    def section_value(self) -> FloatArray:
        """Value without duty by section, USD."""
        return self.by_section(self.value_usd)

    @cached_property
    def section_duty(self) -> FloatArray:
        """Duty by section, USD."""
        return self.by_section(self.duty * self.value_usd)

    def by_section(self, per_cell: FloatArray) -> FloatArray:
        """Sum of a [cell] quantity by section."""
        return sum_by(self.cell_section, per_cell, self.section_count)


@dataclass(frozen=True, eq=False)
class Elasticities:
    """sigma [product] (or one number), eta, kappa, psi, omega; symbols in the table of ``partial_equilibrium``.

    Raises ModelInputError when sigma, eta or kappa is not positive, psi or omega is negative, or one is not finite.
    """

    between_origins: FloatArray
    between_products: float
    imports_and_home: float
    section_demand: float
    inverse_export_supply: float

    def __post_init__(self) -> None:
        sigma = np.atleast_1d(np.asarray(self.between_origins, dtype=float))
        object.__setattr__(self, "between_origins", sigma)
        _refuse(
            ~(np.isfinite(sigma) & (sigma > 0)),
            "product",
            "has an elasticity that must be positive",
            sigma,
        )
        for name in ("between_products", "imports_and_home"):
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) > 0):
                raise ModelInputError(name, f"must be a positive number, not {getattr(self, name)}")
        for name in ("section_demand", "inverse_export_supply"):
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) >= 0):
                raise ModelInputError(name, f"must be zero or a positive number, not {getattr(self, name)}")


def _check_market(market: Market) -> None:
    cells = len(market.value_usd)
    for name in ("duty", "product"):
        if getattr(market, name).shape != (cells,):
            raise ModelInputError(name, f"has shape {getattr(market, name).shape}, value_usd has {(cells,)}")
    value, share = market.value_usd, market.import_share
    _refuse(~(np.isfinite(value) & (value >= 0)), "cell", "has a value that must be zero or a positive number", value)
    check_duty(market.duty, cells)
    _check_index(market.product, len(market.section), "cell", "product")
    _check_index(market.section, len(share), "product", "section")
    _refuse(~((share > 0) & (share <= 1)), "section", "has an import share that must be above 0, at most 1", share)
    _refuse(~(market.product_spending > 0), "product", "has no imports at all; leave it out", market.product_spending)
    _refuse(~(market.section_imports > 0), "section", "has no imports at all; leave it out", market.section_imports)


def check_duty(duty: FloatArray, cells: int) -> None:
    """Raise ModelInputError for duties [cell] of another shape, below ``LEAST_DUTY`` or not finite."""
    if duty.shape != (cells,):
        raise ModelInputError("duty", f"has shape {duty.shape}, the market has {cells} cells")
    _refuse(
        ~(np.isfinite(duty) & (duty >= LEAST_DUTY)),
        "cell",
        f"has a duty that must be at least {LEAST_DUTY}",
        duty,
    )


def _check_index(index: IndexArray, count: int, of: str, what: str) -> None:
    _refuse((index < 0) | (index >= count), of, f"has a {what} that must be 0 to {count - 1}", index)


def _refuse(bad: npt.NDArray[np.bool_], kind: str, problem: str, values: npt.NDArray[np.generic]) -> None:
    if bad.any():
        where = int(np.flatnonzero(bad)[0])
        raise ModelInputError(f"{kind} {where}", f"{problem}, not {values[where]}")


# Moving the duties of many lines together, so that their trade-weighted mean takes a wanted value.


class MeanOutOfReachError(ValueError):
    """No shift gives the wanted mean; ``least`` is the lowest mean the floors allow (ratio)."""

    def __init__(self, mean: float, least: float):
        self.mean, self.least = mean, least
        super().__init__(f"the mean {mean:.4f} lies below the least value {least:.4f} the floors allow")


def weighted_mean(value_usd: FloatArray, duty: FloatArray) -> float:
    """Trade-weighted mean duty sum v t / sum v (ratio) of values v and duties t [line]."""
    return float(value_usd @ duty / value_usd.sum())


def shift_to_mean(value_usd: FloatArray, duty: FloatArray, mean: float, least_duty: FloatArray) -> FloatArray:
    """``Shift(value_usd, duty, least_duty).to(mean)``."""
    return Shift(value_usd, duty, least_duty).to(mean)


@dataclass(frozen=True, eq=False)
class Shift:
    """Duties max(t + delta, min(t, least duty)), all [line], ratios, as one delta moves them; ``to`` finds it."""

    value_usd: FloatArray
    duty: FloatArray
    least_duty: FloatArray

    def to(self, mean: float) -> FloatArray:
        """The duties with the one delta for which sum v t' / sum v is ``mean``; it is 0 exactly at the present mean.

        The mean is piecewise linear in delta with a corner where a line reaches its floor, so delta is found from the
        sorted corners, without iteration. Raises MeanOutOfReachError when the mean lies below that of the floors.
        """
        duty = self.duty
        delta = mean - self._mean
        if delta >= 0:
            return duty + delta
        floor, least = self._floor
        if mean < least - 1e-12:
            raise MeanOutOfReachError(mean, least)
        sorted_room, still_moving, cut = self._corners
        corner = min(int(np.searchsorted(cut, -delta)), len(cut) - 1)
        before = cut[corner - 1] if corner else 0.0
        start = sorted_room[corner - 1] if corner else 0.0
        fall = start + (-delta - before) / still_moving[corner] if still_moving[corner] > 0 else sorted_room[-1]
        shifted: FloatArray = np.maximum(duty - fall, floor)
        return shifted

    @cached_property
    def _mean(self) -> float:
        return weighted_mean(self.value_usd, self.duty)

    @cached_property
    def _floor(self) -> tuple[FloatArray, float]:
        """Where each line stops [line], and the mean of all that have."""
        floor = np.minimum(self.duty, self.least_duty)
        return floor, weighted_mean(self.value_usd, floor)

    @cached_property
    def _corners(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """By the room a line has to fall: that room, the share of trade that still moves, and the cut of the mean when
        every line has fallen by as much; lines with less room stop at their floor.
        """
        room = self.duty - self._floor[0]
        order = np.argsort(room)
        sorted_room, weight = room[order], self.value_usd[order] / self.value_usd.sum()
        still_moving = np.concatenate(([1.0], 1 - np.cumsum(weight)[:-1]))
        return sorted_room, still_moving, np.cumsum(np.diff(sorted_room, prepend=0.0) * still_moving)
