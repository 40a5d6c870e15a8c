"""How far an answer moves with the parameters: quasi-random draws over their ranges, bands, one at a time.

A model enters as a function from a row of parameter values to a row of outcomes. Nothing here knows which model it is.
Draws are scrambled Sobol points of a fixed seed: the same call gives the same numbers on every machine.

Bands of different model closures are never pooled: the closure moves the sign of an effect, and a pooled band would
have two humps. A ``Band`` is therefore of one closure.

| symbol | argument | meaning |
|---|---|---|
| u | points | a point of the unit cube, [draw, parameter] |
| q_05, q_50, q_95 | | quantiles over the draws that were solved |
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import Literal, TypeVar, get_args

import numpy as np
import numpy.typing as npt

from parley.models import sobol
from parley.models.errors import ModelInputError, NotConvergedError

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]
Shape = Literal["uniform", "lognormal", "fixed"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
State = TypeVar("State")
# From a row of parameters and the state of a nearby answer (None at first) to a row of outcomes and its state.
Model = Callable[[FloatArray, State | None], tuple[FloatArray, State]]

DRAWS = 256
SEED = 20250609
QUANTILES = (0.05, 0.5, 0.95)
STANDARD_NORMAL = NormalDist()


@dataclass(frozen=True)
class Spread:
    """How one parameter varies: ``central``, and ``low`` to ``high``.

    uniform: even between low and high. lognormal: median ``central`` and standard deviation ``log_sd`` of the log; low
    and high are then what the tornado shows (its 5th and 95th percentile) and do not cut the draws. fixed: no draws.
    Raises ModelInputError unless low <= central <= high and, for lognormal, all are positive.
    """

    name: str
    central: float
    low: float
    high: float
    shape: Shape = "uniform"
    log_sd: float = 0.0

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ModelInputError(f"shape[{self.name}]", f"is {self.shape!r}; use one of {', '.join(SHAPES)}")
        if not (np.isfinite([self.low, self.high]).all() and self.low <= self.central <= self.high):
            raise ModelInputError(f"range[{self.name}]", f"{self.low}, {self.central}, {self.high} is not in order")
        if self.shape == "lognormal" and not (self.low > 0 and self.log_sd > 0 and np.isfinite(self.log_sd)):
            raise ModelInputError(f"range[{self.name}]", "must be positive with a positive log_sd to be lognormal")

    def at(self, points: FloatArray) -> FloatArray:
        """Values at points [draw] of the unit interval: the inverse of the distribution function."""
        if self.shape == "fixed":
            return np.full_like(points, self.central)
        if self.shape == "lognormal":
            quantiles = np.array([STANDARD_NORMAL.inv_cdf(point) for point in points])
            values: FloatArray = self.central * np.exp(self.log_sd * quantiles)
            return values
        return self.low + (self.high - self.low) * points


@dataclass(frozen=True, eq=False)
class Draws:
    """Outcomes over draws of the parameters.

    ``parameters`` [draw, parameter] and ``outcomes`` [draw, outcome] in the order of the points; a row of outcomes is
    nan where the model had no answer, and ``failed`` counts those.
    """

    spreads: tuple[Spread, ...]
    parameters: FloatArray
    outcomes: FloatArray
    failed: int

    @property
    def solved(self) -> FloatArray:
        """The outcomes of the draws that have an answer, [solved draw, outcome]."""
        return self.outcomes[~np.isnan(self.outcomes).any(axis=1)]


@dataclass(frozen=True, eq=False)
class Band:
    """5th percentile, median and 95th percentile [outcome] over ``count`` draws; ``failed`` had no answer."""

    low: FloatArray
    median: FloatArray
    high: FloatArray
    count: int
    failed: int


@dataclass(frozen=True, eq=False)
class Tornado:
    """Outcomes when one parameter at a time takes its low or high value, the others their central one.

    ``central`` [outcome]; ``low``, ``high`` [parameter, outcome], nan where the model had no answer.
    """

    names: tuple[str, ...]
    central: FloatArray
    low: FloatArray
    high: FloatArray


@cache
def sobol_points(dimensions: int, count: int = DRAWS, seed: int = SEED) -> FloatArray:
    """Scrambled Sobol points [draw, dimension] inside the unit cube, the same for the same seed.

    ``count`` below the next power of two takes the first points of that set. Raises ModelInputError for fewer than one
    point or dimension.
    """
    if dimensions < 1 or count < 1:
        raise ModelInputError("points", f"are {count} in {dimensions} dimensions; both must be at least 1")
    points: FloatArray = sobol.scrambled(dimensions, int(np.ceil(np.log2(count))), seed)[:count]
    points.setflags(write=False)
    return points


def draw_parameters(spreads: Sequence[Spread], count: int = DRAWS, seed: int = SEED) -> FloatArray:
    """Values [draw, parameter] of all spreads; each parameter has its own dimension of the points.

    Raises ModelInputError for fewer than one draw or parameter.
    """
    points = sobol_points(len(spreads), count, seed)
    return np.column_stack([spread.at(points[:, n]) for n, spread in enumerate(spreads)])


def path(points: FloatArray) -> IndexArray:
    """An order of the points [draw, dimension] in which each is near the one before: always the nearest one left.

    It begins at the least value of the first parameter; with one parameter it is the order of its values.
    """
    left = np.ones(len(points), dtype=bool)
    order = np.empty(len(points), dtype=np.intp)
    here = int(np.argmin(points[:, 0]))
    for place in range(len(points)):
        order[place], left[here] = here, False
        distance = ((points - points[here]) ** 2).sum(axis=1)
        here = int(np.argmin(np.where(left, distance, np.inf)))
    return order


def run(model: Model[State], spreads: Sequence[Spread], count: int = DRAWS, seed: int = SEED) -> Draws:
    """The model at ``count`` draws, each started from the answer of the draw solved before it.

    Draws are solved along a path of neighbours in the unit cube, so that a start is never far off. A draw that does not
    converge leaves nan and the next one starts afresh. Raises NotConvergedError when no draw has an answer,
    ModelInputError as ``draw_parameters``.
    """
    parameters = draw_parameters(spreads, count, seed)
    rows: dict[int, FloatArray] = {}
    state: State | None = None
    failure = NotConvergedError(float("inf"), 0)
    for number in path(sobol_points(len(spreads), count, seed)):
        try:
            rows[int(number)], state = model(parameters[number], state)
        except NotConvergedError as error:
            failure, state = error, None
    if not rows:
        raise failure
    outcomes = np.full((count, len(next(iter(rows.values())))), np.nan)
    for number, row in rows.items():
        outcomes[number] = row
    return Draws(tuple(spreads), parameters, outcomes, count - len(rows))


def band(draws: Draws) -> Band:
    """Median and 5th to 95th percentile of each outcome over the draws that were solved."""
    solved = draws.solved
    low, median, high = np.quantile(solved, QUANTILES, axis=0)
    return Band(low, median, high, len(solved), draws.failed)


def tornado(model: Model[State], spreads: Sequence[Spread]) -> Tornado:
    """One parameter at a time at its low and high value. Raises NotConvergedError when the central case has none."""
    central = np.array([spread.central for spread in spreads], dtype=float)
    outcome, state = model(central, None)
    low, high = (np.full((len(spreads), len(outcome)), np.nan) for _ in range(2))
    for number, spread in enumerate(spreads):
        for ends, value in ((low, spread.low), (high, spread.high)):
            moved = central.copy()
            moved[number] = value
            try:
                ends[number] = model(moved, state)[0]
            except NotConvergedError:
                continue  # The row stays nan, which is how the result says that there is no answer.
    return Tornado(tuple(spread.name for spread in spreads), outcome, low, high)
