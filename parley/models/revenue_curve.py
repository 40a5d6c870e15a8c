"""What a tariff collects as its rate rises: more per unit, on less trade, and with more of it avoided.

R(t) = collected(t) t M(t): M is what the world model still imports at the rate t, and 1 - collected(t) the part of the
duty that is avoided or evaded: ln(1 - collected) = ln(share) + slope (t - base rate), the part at most 1. The trade
itself is taken at the full rate. Money as in the equilibrium, at prices that leave world factor income as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.armington import Economy, Equilibrium, Shock, balanced, solve
from parley.models.armington_checks import check_number
from parley.models.closure import Closure
from parley.models.errors import ModelInputError
from parley.models.optimal_tariffs import Instrument

FloatArray = npt.NDArray[np.float64]

GOLDEN = (np.sqrt(5) - 1) / 2
PEAK_STEPS = 16


@dataclass(frozen=True, eq=False)
class Avoidance:
    """Part of the duty not collected: ``share`` at ``base_rate``, rising by ``slope`` log points per unit of the rate.

    Raises ModelInputError when a number is negative or the share is above 1.
    """

    share: float = 0.0
    slope: float = 0.0
    base_rate: float = 0.0

    def __post_init__(self) -> None:
        check_number("avoided share", self.share, 0, 1)
        check_number("slope of avoidance", self.slope, 0)
        check_number("base rate of avoidance", self.base_rate, 0)

    def collected(self, rate: float) -> float:
        """The part of the duty collected at ``rate``."""
        return 1 - min(1.0, self.share * float(np.exp(self.slope * (rate - self.base_rate))))


@dataclass(frozen=True, eq=False)
class RevenueCurve:
    """Duty by rate, in the unit of the flows; all arrays [rate].

    ``imports``: goods counted, before duty; ``duty``: owed on them; ``collected``: paid; ``real_income_hat``: of the
    importer, with the full duty as revenue. ``peak_rate``: where ``collected`` is highest; ``is_peak_at_end`` when that
    is the last rate, so that the peak may lie beyond.
    """

    rates: FloatArray
    imports: FloatArray
    duty: FloatArray
    collected: FloatArray
    real_income_hat: FloatArray
    peak_rate: float
    peak_collected: float
    is_peak_at_end: bool


def revenue_curve(
    economy: Economy,
    tool: Instrument,
    rates: FloatArray,
    avoidance: Avoidance | None = None,
    tariff: FloatArray | None = None,
    closure: Closure = "balanced",
    on_all_imports: bool = False,
) -> RevenueCurve:
    """Duty at each of ``rates`` [rate] (ratios, rising) on ``tool``, all others as in ``tariff`` [exporter, importer].

    ``tariff``: the base's when None. ``on_all_imports``: count the duty on all the importer buys abroad, not on the
    instrument's goods alone. The peak is found between the rates to a thousandth of their distance. Raises
    ModelInputError for fewer than three rates or rates that do not rise, NotConvergedError when a world has no
    equilibrium.
    """
    wanted = np.asarray(rates, dtype=float)
    if wanted.ndim != 1 or len(wanted) < 3 or not (np.diff(wanted) > 0).all():
        raise ModelInputError("rates", "must be at least three rising numbers")
    base = balanced(economy) if closure == "balanced" else economy
    search = _Search(base, tool, tariff, closure, avoidance, on_all_imports)
    points = []
    near: Equilibrium | None = None
    for rate in wanted:
        near = search.world(float(rate), near)
        points.append((*search.duty(near, float(rate)), float(near.real_income_hat[tool.importer])))
    imports, duty, collected, income = np.array(points).T
    peak_rate, peak = highest(lambda rate: search.duty(search.world(rate, near), rate)[2], wanted, collected)
    return RevenueCurve(
        wanted, imports, duty, collected, income, peak_rate, peak, bool(collected.argmax() == len(wanted) - 1)
    )


@dataclass(frozen=True, eq=False)
class _Search:
    base: Economy
    tool: Instrument
    tariff: FloatArray | None
    closure: Closure
    avoidance: Avoidance | None
    on_all_imports: bool

    def world(self, rate: float, near: Equilibrium | None) -> Equilibrium:
        tariff = self.base.tariff if self.tariff is None else self.tariff
        return solve(self.base, Shock(tariff=self.tool.set(tariff, rate)), self.closure, near)

    def duty(self, after: Equilibrium, rate: float) -> tuple[float, float, float]:
        """Imports, duty owed and duty collected on the goods counted."""
        imports = float(after.flows[self.tool.exporters, self.tool.importer].sum())
        paid = 1.0 if self.avoidance is None else self.avoidance.collected(rate)
        if not self.on_all_imports:
            return imports, rate * imports, paid * rate * imports
        duty = float(after.tariff_revenue[self.tool.importer])
        return float(after.imports[self.tool.importer]), duty, duty - (1 - paid) * rate * imports


def highest(collected_at: Callable[[float], float], rates: FloatArray, collected: FloatArray) -> tuple[float, float]:
    """The rate that collects most and what it collects: golden section between the neighbours of the best of ``rates``.

    ``collected`` are the values at ``rates``, both [rate]; the curve must have one peak.
    """
    top = int(collected.argmax())
    low, high = float(rates[max(top - 1, 0)]), float(rates[min(top + 1, len(rates) - 1)])
    best_rate, best = float(rates[top]), float(collected[top])
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = collected_at(left), collected_at(right)
    for _ in range(PEAK_STEPS):
        for rate, amount in ((left, at_left), (right, at_right)):
            if amount > best:
                best_rate, best = rate, amount
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = collected_at(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = collected_at(right)
    return best_rate, best
