"""Refusal of what the one-sector world model cannot solve, before any solving, naming the cell."""

from collections.abc import Sequence
from numbers import Real

import numpy as np
import numpy.typing as npt

from parley.models.axes import EXPORTER
from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]

LEAST_RATE = -0.5  # A subsidy beyond half the price is taken for an error.
SHARES_OFF = 1e-3  # Shares that miss one by more are an error; by less, they are rounding and are rescaled.


def as_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names as a tuple. Raises ModelInputError when one is empty or is named twice, or there are fewer than two."""
    kept = tuple(names)
    if len(kept) < 2:
        raise ModelInputError("names", f"are {len(kept)}; a world needs at least two economies")
    for number, name in enumerate(kept):
        if not isinstance(name, str) or not name:
            raise ModelInputError(f"names[{number}]", f"is {name!r}, not a name")
    if len(set(kept)) < len(kept):
        number = next(n for n, name in enumerate(kept) if name in kept[:n])
        raise ModelInputError(f"names[{number}]", f"{kept[number]!r} is named twice")
    return kept


def as_array(what: str, values: object, shape: tuple[int, ...]) -> FloatArray:
    """``values`` as a read-only array of this shape; a single number stands for every cell. Raises ModelInputError.

    An array that nobody can write into is taken as it is, so that economies made of one another share theirs.
    """
    if (
        isinstance(values, np.ndarray)
        and (values.dtype, values.shape) == (np.float64, shape)
        and values.flags.owndata
        and not values.flags.writeable
    ):
        return values
    try:
        numbers = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ModelInputError(what, f"does not hold numbers ({error})") from error
    if numbers.shape not in {shape, ()}:
        raise ModelInputError(what, f"has the shape {numbers.shape}; {shape} is needed")
    array = np.array(np.broadcast_to(numbers, shape))
    array.setflags(write=False)
    return array


def refuse(what: str, values: FloatArray, bad: npt.NDArray[np.bool_], names: Sequence[str], problem: str = "") -> None:
    """Raises ModelInputError naming the first cell where ``bad``, such as ``tariff[CHN, USA] is nan``.

    ``values`` and ``bad`` have one shape, each axis in the order of ``names``.
    """
    if bad.any():
        cell = tuple(int(i) for i in np.argwhere(bad)[0])
        where = ", ".join(names[i] for i in cell)
        raise ModelInputError(f"{what}[{where}]", f"is {values[cell]:g}{problem}")


def check_flows(flows: FloatArray, names: Sequence[str]) -> None:
    """Trade [exporter, importer] must be finite and not negative. Raises ModelInputError."""
    refuse("flows", flows, ~np.isfinite(flows), names)
    refuse("flows", flows, flows < 0, names, "; trade cannot be negative")


def check_rates(what: str, rates: FloatArray, names: Sequence[str]) -> None:
    """Taxes [exporter, importer]: finite, at least LEAST_RATE, none on own goods. Raises ModelInputError."""
    refuse(what, rates, ~np.isfinite(rates), names)
    refuse(what, rates, rates < LEAST_RATE, names, f"; the least rate is {LEAST_RATE:g}")
    at_home = np.where(np.eye(len(names), dtype=bool), rates, 0.0)
    refuse(what, rates, at_home != 0, names, "; an economy does not tax its own goods")


def check_positive(what: str, values: FloatArray, names: Sequence[str], problem: str = "; it must be positive") -> None:
    """Every value must be positive and finite; axes as in ``refuse``. Raises ModelInputError."""
    refuse(what, values, ~(np.isfinite(values) & (values > 0)), names, problem)


def check_number(what: str, value: float, least: float, most: float = np.inf, open_below: bool = False) -> None:
    """A number between bounds, the lower one excluded when ``open_below``. Raises ModelInputError."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not (number and np.isfinite(value) and (value > least if open_below else value >= least) and value <= most):
        bound = f"{'above' if open_below else 'at least'} {least:g}" + (
            f" and at most {most:g}" if most < np.inf else ""
        )
        shown = value if number else repr(value)
        raise ModelInputError(what, f"is {shown}; it must be a number {bound}")


def check_shares(shares: FloatArray, names: Sequence[str]) -> None:
    """Shares [exporter, importer]: not negative, each column within SHARES_OFF of one. Raises ModelInputError."""
    refuse("trade_share", shares, ~np.isfinite(shares), names)
    refuse("trade_share", shares, shares < 0, names, "; a share cannot be negative")
    total = shares.sum(axis=EXPORTER)
    refuse("sum of trade_share", total, np.abs(total - 1) > SHARES_OFF, names, "; the shares of an importer add to 1")


def check_can_balance(exports: FloatArray, imports: FloatArray, names: Sequence[str]) -> None:
    """Balanced trade needs exports [economy] where there are imports, and the reverse. Raises ModelInputError."""
    refuse("exports", exports, (exports <= 0) & (imports > 0), names, " while it imports: its trade cannot be balanced")
    refuse("imports", imports, (imports <= 0) & (exports > 0), names, " while it exports: its trade cannot be balanced")
