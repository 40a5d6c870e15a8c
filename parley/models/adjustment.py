"""When trade answers a duty: at once, or month by month, with buying ahead of duties that come.

For goods g and months t, y the change over twelve months of ln(imports from one origin / imports from all others):

    y_gt = c_t - beta D12 s_gt + phi gap_gt - psi stock_gt + e_gt
    s_t = s_(t-1) + lambda (T_t - s_(t-1))          the part of the duty that buyers have adjusted to
    gap_t = sum over h = 1, 2, 3 of (T_(t+h) - T_t)  duties that come within three months
    stock_t = (1 - delta) stock_(t-1) + gap_t        goods bought ahead that are not yet used up

| symbol | argument | meaning |
|---|---|---|
| T | power | ln(1 + duty), [month, good] |
| beta | beta | elasticity once adjusted |
| lambda, delta | speed, decay | per month; a speed of 1 answers at once |
| phi, psi | lead, unwinding | buying ahead, and buying less for it later |

c_t takes what moves all goods in a month, so only differences between goods count. lambda and delta are found on a
grid, the others by least squares at each of its points (Golub and Pereyra 1973); all are pooled over goods. The static
model has lambda = 1 and no gap.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]

LEADS = (1, 2, 3)
YEAR = 12
SPEEDS = np.arange(1, 51) / 50
DECAYS = np.arange(0, 10) / 10


@dataclass(frozen=True, eq=False)
class Panel:
    """``growth`` y [month, good] of the months from number ``first`` of ``power`` [month, good]; ``weight`` [good].

    ``power`` begins at least a year before ``first`` and ends at least three months after the last month of ``growth``.
    Raises ModelInputError when shapes or months do not fit, or a number is not finite.
    """

    growth: FloatArray
    power: FloatArray
    first: int
    weight: FloatArray

    def __post_init__(self) -> None:
        months, goods = self.growth.shape
        if self.power.shape[1] != goods or self.weight.shape != (goods,):
            raise ModelInputError("power", f"has shape {self.power.shape}, growth has {self.growth.shape}")
        if self.first < YEAR or self.first + months + max(LEADS) > len(self.power):
            raise ModelInputError("power", f"has {len(self.power)} months, too few around {months} from {self.first}")
        for name in ("growth", "power", "weight"):
            if not np.isfinite(getattr(self, name)).all():
                raise ModelInputError(name, "holds a number that is not finite")

    @property
    def own_weight(self) -> FloatArray:
        """Weights [good] that add up to one."""
        share: FloatArray = self.weight / self.weight.sum()
        return share


@dataclass(frozen=True)
class Adjustment:
    """The parameters of the module's table; ``residual``: root mean squared error in the months of the estimate."""

    beta: float
    lead: float
    unwinding: float
    speed: float
    decay: float
    residual: float


def regressors(power: FloatArray, speed: float, decay: float, lags: bool = True) -> FloatArray:
    """The three explanatory variables of every month and good: minus the twelve-month change of the tariff that buyers
    have adjusted to, the tariff changes due within three months, and minus the stock of goods bought ahead of them.

    All three, and ``power`` [month, good], are natural logarithms of 1 + tariff. Months run from the thirteenth to the
    fourth from the end. Without ``lags`` only the first variable is given. In the first month nothing is adjusting.
    Gives [month, good, regressor].
    """
    parts = [_year_change(power, speed)]
    if lags:
        gap = _gap(power)
        parts += [gap[YEAR:], -_stock(gap, decay)[YEAR:]]
    return np.stack(parts, axis=-1)[: -max(LEADS)]


def predicted(panel: Panel, estimate: Adjustment) -> FloatArray:
    """The twelve-month change that the estimate predicts for every month and good of the panel, before what all goods
    share in a month. Gives [month, good], natural logarithms.
    """
    lags = bool(estimate.lead or estimate.unwinding)
    regressors = _held(panel, estimate.speed, estimate.decay, lags)
    prediction: FloatArray = regressors @ np.array(
        [estimate.beta, estimate.lead, estimate.unwinding][: regressors.shape[-1]]
    )
    return prediction


def fit(panel: Panel, lags: bool) -> Adjustment:
    """The parameters with the smallest squared error, weighted by good and counting only differences between goods."""
    return _fits(panel, panel.growth[..., None], lags)[0]


def wild_bootstrap(panel: Panel, lags: bool, draws: int, seed: int) -> list[Adjustment]:
    """How far the fit depends on chance: the fit repeated on ``draws`` panels made of the prediction plus the errors of
    each good, all months of a good with one random sign (Cameron, Gelbach and Miller 2008).

    Months of a good may depend on each other; goods are taken to be independent.
    """
    estimate = fit(panel, lags)
    prediction = predicted(panel, estimate)
    error = demeaned(panel.growth - prediction, panel.own_weight)
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(error.shape[1], draws))
    return _fits(panel, prediction[..., None] + error[..., None] * signs, lags)


def demeaned(values: FloatArray, weight: FloatArray) -> FloatArray:
    """Values of each month less their weighted mean over goods.

    ``values`` is [month, good, ...]; ``weight`` [good] adds up to one.
    """
    mean = np.einsum("mg...,g->m...", values, weight)
    left: FloatArray = values - mean[:, None]
    return left


def error_between_goods(panel: Panel, foreseen: FloatArray, weight: FloatArray | None = None) -> float:
    """Root mean squared error of a forecast of every month and good, after each month's mean over goods is taken out.

    Forecast ``foreseen`` [month, good] and error are natural logarithms of a change over twelve months. Goods weigh as
    in the panel where no ``weight`` [good] is given.
    """
    share = panel.own_weight if weight is None else weight / weight.sum()
    left = demeaned(panel.growth - foreseen, share)
    return float(np.sqrt((share * left**2).sum(axis=1).mean()))


def response(estimate: Adjustment, power: FloatArray) -> FloatArray:
    """The log change of imports from the origin relative to those from others, month by month, along a path of tariffs.

    The change is measured from the first month, in which nothing is adjusting. ``power`` [month] is ln(1 + tariff) of
    one good. Goods bought ahead show as extra imports before a tariff and are missing after it.
    """
    lags = bool(estimate.lead or estimate.unwinding)
    padded = np.concatenate([np.full(YEAR, power[0]), power, np.full(max(LEADS), power[-1])])[:, None]
    adjusted = _adjusted(padded, estimate.speed)[:, 0]
    level = -estimate.beta * (adjusted[YEAR : -max(LEADS)] - power[0])
    if lags:
        rest = regressors(padded, estimate.speed, estimate.decay)[:, 0, 1:]
        level = level + rest @ np.array([estimate.lead, estimate.unwinding])
    path: FloatArray = level
    return path


def _adjusted(power: FloatArray, speed: float) -> FloatArray:
    adjusted = power.copy()
    for month in range(1, len(power)):
        adjusted[month] = adjusted[month - 1] + speed * (power[month] - adjusted[month - 1])
    return adjusted


def _held(panel: Panel, speed: float, decay: float, lags: bool) -> FloatArray:
    start = panel.first - YEAR
    return regressors(panel.power, speed, decay, lags)[start : start + len(panel.growth)]


def _year_change(power: FloatArray, speed: float) -> FloatArray:
    """-D12 s from the thirteenth month on."""
    adjusted = _adjusted(power, speed)
    change: FloatArray = adjusted[:-YEAR] - adjusted[YEAR:]
    return change


def _gap(power: FloatArray) -> FloatArray:
    gap = np.zeros_like(power)
    for lead in LEADS:
        gap[:-lead] += power[lead:] - power[:-lead]
    return gap


def _stock(gap: FloatArray, decay: float) -> FloatArray:
    stock = np.zeros_like(gap)
    for month in range(1, len(gap)):
        stock[month] = (1 - decay) * stock[month - 1] + gap[month]
    return stock


def _fits(panel: Panel, growth: FloatArray, lags: bool) -> list[Adjustment]:
    """``fit`` of many panels at once: growth [month, good, panel]. Least squares by its normal equations, which differ
    from a point of the grid to the next in one regressor.
    """
    weight, months, start = panel.own_weight, len(panel.growth), panel.first - YEAR
    root = np.sqrt(weight)[:, None]

    def flat(values: FloatArray) -> FloatArray:
        return (demeaned(values[..., None], weight) * root).reshape(-1)

    wanted = (demeaned(growth, weight) * root).reshape(-1, growth.shape[-1])
    total = (wanted**2).sum(axis=0)
    within = slice(start, start + months)
    speeds = SPEEDS.tolist() if lags else [1.0]
    of_speed = {speed: flat(_year_change(panel.power, speed)[within]) for speed in speeds}
    others: dict[float, list[FloatArray]] = {0.0: []}
    if lags:
        gap = _gap(panel.power)
        flat_gap = flat(gap[YEAR:][within])
        others = {decay: [flat_gap, flat(-_stock(gap, decay)[YEAR:][within])] for decay in DECAYS.tolist()}
    least, best = np.full(len(total), np.inf), np.zeros((len(total), 5))
    for speed, first in of_speed.items():
        for decay, rest in others.items():
            regressors = np.column_stack([first, *rest])
            cross = regressors.T @ wanted
            solution = np.linalg.lstsq(regressors.T @ regressors, cross, rcond=None)[0]
            squares = total - (solution * cross).sum(axis=0)
            better = squares < least
            least = np.where(better, squares, least)
            best[better, : len(solution)] = solution.T[better]
            best[better, 3:] = speed, decay
    rows = np.column_stack([best, np.sqrt(np.maximum(least, 0) / months)])
    return [Adjustment(beta, lead, unwinding, speed, decay, left) for beta, lead, unwinding, speed, decay, left in rows]
