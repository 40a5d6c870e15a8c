"""The tariff that is best for the economy that sets it, alone and against others who do the same.

A government sets one rate on the goods of one or more partners (an Instrument) and wants the highest real income at
home. The best rate is where the slope of ln real income in the rate is zero, taken by central differences of exact
solutions; it is bracketed by steps from the guess and closed in by secant steps. In a world of two economies it is
1 / (eps times the partner's share of home goods in its spending), Gros (1987).

Nash: every government answers the rates of the others in turn until no rate moves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.armington import Economy, Equilibrium, Shock, balanced, solve
from parley.models.closure import Closure
from parley.models.errors import ModelInputError, NotConvergedError

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

LOWEST, HIGHEST = 0.0, 4.0  # rates looked at; with fixed transfers the best rate may lie at the upper end
SLOPE_STEP = 1e-4  # the third derivative of ln income moves the zero by less than 1e-8
RATE_TOLERANCE = 1e-8
FIRST_STEP = 0.02
NASH_TOLERANCE = 1e-7
MOST_ROUNDS = 60


@dataclass(frozen=True, eq=False)
class Instrument:
    """One tariff rate: of ``importer`` on the goods of ``exporters`` (numbers of economies)."""

    importer: int
    exporters: IndexArray

    def set(self, tariff: FloatArray, rate: float) -> FloatArray:
        """``tariff`` [exporter, importer] with this rate in the instrument's cells."""
        changed = tariff.copy()
        changed[self.exporters, self.importer] = rate
        return changed


@dataclass(frozen=True, eq=False)
class BestTariff:
    """The best rate found, the world under it, and whether it lies at the end of the range looked at."""

    rate: float
    equilibrium: Equilibrium
    is_at_bound: bool


@dataclass(frozen=True, eq=False)
class Nash:
    """Rates [instrument] from which no government wants to move, and the world under them."""

    rates: FloatArray
    equilibrium: Equilibrium


def instrument(economy: Economy, importer: str, exporters: Sequence[str] = ()) -> Instrument:
    """The instrument of ``importer`` on ``exporters`` by name; on all others when none is named.

    Raises ModelInputError for a name that is not in the world, or for a tariff on own goods.
    """
    buyer = economy.index(importer)
    if importer in exporters:
        raise ModelInputError(f"tariff[{importer}, {importer}]", "cannot be set; an economy does not tax its own goods")
    sellers = [economy.index(name) for name in exporters] or [n for n in range(len(economy.names)) if n != buyer]
    return Instrument(buyer, np.array(sellers))


def best_tariff(
    economy: Economy,
    tool: Instrument,
    tariff: FloatArray | None = None,
    closure: Closure = "balanced",
    guess: float | None = None,
    start: Equilibrium | None = None,
) -> BestTariff:
    """The rate on ``tool`` that gives its importer the highest real income, all other rates as in ``tariff``.

    ``tariff`` [exporter, importer]: the base's when None. ``guess``: where to begin, 1 / eps when None.
    Raises NotConvergedError when a world on the way has no equilibrium.
    """
    others = economy.tariff if tariff is None else tariff
    return best_rate(economy, lambda rate: tool.set(others, rate), tool.importer, closure, guess, start)


def best_rate(
    economy: Economy,
    tariff_at: Callable[[float], FloatArray],
    judge: int,
    closure: Closure = "balanced",
    guess: float | None = None,
    start: Equilibrium | None = None,
) -> BestTariff:
    """The number r between LOWEST and HIGHEST at which ``tariff_at(r)`` gives economy ``judge`` the highest income.

    ``tariff_at`` gives tariffs [exporter, importer], ratios; ``judge`` is a place on these axes. A rate at which others
    answer by a rule, such as in kind, is searched by letting ``tariff_at`` hold the answer. Raises NotConvergedError.
    """
    base = balanced(economy) if closure == "balanced" else economy
    last = start

    def income(rate: float) -> float:
        nonlocal last
        last = solve(base, Shock(tariff=tariff_at(rate)), closure, last)
        return float(np.log(last.real_income_hat[judge]))

    def slope(rate: float) -> float:
        low = max(rate - SLOPE_STEP, LOWEST)
        return (income(rate + SLOPE_STEP) - income(low)) / (rate + SLOPE_STEP - low)

    begin = 1 / economy.trade_elasticity if guess is None else guess
    rate, at_bound = _zero_of(slope, min(max(begin, LOWEST), HIGHEST))
    return BestTariff(rate, solve(base, Shock(tariff=tariff_at(rate)), closure, last), at_bound)


def nash(
    economy: Economy,
    tools: Sequence[Instrument],
    tariff: FloatArray | None = None,
    closure: Closure = "balanced",
) -> Nash:
    """Rates of mutually best answers, one per instrument, all other rates as in ``tariff``.

    ``tariff`` [exporter, importer], ratios: the base's when None. Raises NotConvergedError when the answers do not
    settle within MOST_ROUNDS, or a world on the way has no equilibrium.
    """
    start_tariff = economy.tariff if tariff is None else tariff
    rates = np.full(len(tools), 1 / economy.trade_elasticity)
    moved = np.inf
    best: BestTariff | None = None
    for _ in range(MOST_ROUNDS):
        before = rates.copy()
        for number, tool in enumerate(tools):
            others = start_tariff
            for other, rate in zip(tools, rates, strict=True):
                others = other.set(others, rate) if other is not tool else others
            near = best.equilibrium if best else None
            best = best_tariff(economy, tool, others, closure, float(rates[number]), near)
            rates[number] = best.rate
        moved = float(np.abs(rates - before).max(initial=0.0))
        if best is not None and moved <= NASH_TOLERANCE:
            return Nash(rates, best.equilibrium)
    raise NotConvergedError(moved, MOST_ROUNDS)


def _zero_of(slope: Callable[[float], float], begin: float) -> tuple[float, bool]:
    """The zero of a falling slope between LOWEST and HIGHEST, or the end towards which it points."""
    near, at_near = begin, slope(begin)
    towards = 1.0 if at_near > 0 else -1.0
    step = FIRST_STEP
    while True:
        far = min(max(near + towards * step, LOWEST), HIGHEST)
        if far == near:
            return near, True
        at_far = slope(far)
        if at_far * towards <= 0:
            return _closed_in(slope, (near, at_near), (far, at_far)), False
        near, at_near, step = far, at_far, 2 * step


def _closed_in(slope: Callable[[float], float], one: tuple[float, float], two: tuple[float, float]) -> float:
    """The zero between two points of opposite sign, by the Illinois method: secant steps that stay inside."""
    (a, at_a), (b, at_b) = one, two
    while abs(b - a) > RATE_TOLERANCE and at_b != 0:
        c = b - at_b * (b - a) / (at_b - at_a)
        at_c = slope(c)
        if at_c * at_b < 0:
            a, at_a = b, at_b
        else:
            at_a /= 2
        if abs(c - b) <= RATE_TOLERANCE:
            return c
        b, at_b = c, at_c
    return b
