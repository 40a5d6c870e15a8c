"""The short run after a rise of the average tariff: paths in time, houses that differ, and what may be shown.

An emulator of published studies. A house prints

    y = (1 + u_h) [b_v K_v(t) + l_v 1(t)] d + g_v r + e                                              (S1)

y: effect on a variable v against no change; t: quarters since the tariff began (0 is the quarter it begins in); K_v:
the shape in time, the response of a US macro model to ten points; 1(t): 1 from quarter 0, a level that stays; d: points
of the average tariff over ten; r: points answered over ten, weighted by US exports; u_h: how much more or less than the
others a house finds, one number for all its variables, with mean 0 and variance ``tau`` squared; e: the rest, with
variance (s m_v)^2 + width^2 / 12, where m_v is the size of the variable for ten points and width that of the rounding
in print. In an answer to fewer than ten points the rest shrinks in proportion, to nothing without a shock.
Estimated by restricted maximum likelihood (``fit``). Sources of the figures: docs/methodology.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]
Strings = npt.NDArray[np.str_]

TEN = 10.0  # points a coefficient is for
QUARTERS = 12
LEAST_RANGE, LEAST_INTERVAL = 3, 5  # houses
COVERAGE = 0.90  # of intervals; one fitted print of 44 lies outside (docs/methodology.md)
LARGEST = 5.0  # of tau and s: far beyond what studies differ by
SETTLED, ROUNDS = 1e-9, 200
DAMPED, SETTLING, LEVEL = "damped", "settling", "level"


@dataclass(frozen=True)
class Kernel:
    """A shape in time of three parameters and a scale, per ten points of tariff in the variable's unit.

    ``damped``: a exp(-p t) cos(w t + f) with parameters p, w, f (S2): it swings back and ends at zero. ``settling``:
    a [c + (1 - c) exp(-p t) (1 + q t)] with c, p, q (S3): it ends at a level. ``level``: 1, no shape is in print (S4).
    """

    form: str
    scale: float = 1.0
    parameters: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def at(self, quarters: FloatArray) -> FloatArray:
        """The response at quarters since the tariff began; zero before. Raises ModelInputError for a strange form."""
        t = np.maximum(np.asarray(quarters, dtype=float), 0.0)
        first, second, third = self.parameters
        if self.form == DAMPED:
            shape = np.exp(-first * t) * np.cos(second * t + third)
        elif self.form == SETTLING:
            shape = first + (1 - first) * np.exp(-second * t) * (1 + third * t)
        elif self.form == LEVEL:
            shape = np.ones_like(t)
        else:
            raise ModelInputError("form", f"is {self.form!r}; there are {DAMPED}, {SETTLING} and {LEVEL}")
        response: FloatArray = np.where(np.asarray(quarters) >= 0, self.scale * shape, 0.0)
        return response


def fit_kernel(form: str, quarters: FloatArray, response: FloatArray, start: tuple[float, float, float]) -> Kernel:
    """The kernel of least squares to responses per ten points, from the parameters ``start``."""
    from scipy import optimize  # loaded where it is needed: an answer without an interval does without

    largest = float(response[np.argmax(np.abs(response))])

    def missed(values: FloatArray) -> FloatArray:
        kernel = Kernel(form, float(values[0]), (float(values[1]), float(values[2]), float(values[3])))
        return kernel.at(quarters) - response

    solved = optimize.least_squares(missed, [largest, *start]).x
    return Kernel(form, float(solved[0]), (float(solved[1]), float(solved[2]), float(solved[3])))


@dataclass(frozen=True)
class Span:
    """The quarters a printed figure is the mean of, less those it is compared with, over the years it is a rate of."""

    first: int
    last: int
    base_first: int | None = None
    base_last: int | None = None
    years: float = 1.0

    def of(self, kernel: Kernel) -> float:
        """What (S1) has for the figure: the mean response over the span, less that over its base, a year."""
        value = float(kernel.at(np.arange(self.first, self.last + 1, dtype=float)).mean())
        if self.base_first is not None and self.base_last is not None:
            value -= float(kernel.at(np.arange(self.base_first, self.base_last + 1, dtype=float)).mean())
        return value / self.years

    @property
    def covers(self) -> range:
        """The years after the start, from 0, that the figure speaks of; a rate over years speaks of where they end."""
        return range(max(self.first, 0) // 4, max(self.last, 0) // 4 + 1)


@dataclass(frozen=True, eq=False)
class Rows:
    """Printed effects as arrays by row. ``design`` [row, fixed effect]; the first ``scaled`` effects differ by house.

    ``size``: m_v of (S1); it and ``width`` of the rounding are in the unit of ``effect``.
    """

    effect: FloatArray
    design: FloatArray
    scaled: int
    house: Strings
    size: FloatArray
    width: FloatArray

    def without(self, house: str) -> "Rows":
        """The rows of all other houses."""
        return self.only(self.house != house)

    def only(self, keep: npt.NDArray[np.bool_]) -> "Rows":
        """The rows kept."""
        return Rows(
            self.effect[keep], self.design[keep], self.scaled, self.house[keep], self.size[keep], self.width[keep]
        )


@dataclass(frozen=True, eq=False)
class Fit:
    """Estimates of (S1): fixed effects with their covariance, ``tau``, ``s`` and the effect ``u`` of every house."""

    fixed: FloatArray
    covariance: FloatArray
    tau: float
    s: float
    u: Mapping[str, float]
    scaled: int

    def mean(self, design: FloatArray) -> FloatArray:
        """(S1) of a house that finds what the others do, for rows [.., fixed effect]."""
        return np.asarray(design @ self.fixed, dtype=float)

    def parts(self, design: FloatArray) -> tuple[FloatArray, FloatArray]:
        """``mean`` as what tariffs do and what answers to them do."""
        tariffs, answers = np.split(design, [self.scaled], axis=-1)
        return tariffs @ self.fixed[: self.scaled], answers @ self.fixed[self.scaled :]

    def of_house(self, design: FloatArray, house: str) -> FloatArray:
        """(S1) with the effect of a house."""
        common = design[..., : self.scaled] @ self.fixed[: self.scaled]
        return np.asarray(self.mean(design) + self.u[house] * common, dtype=float)

    def spread(self, design: FloatArray, size: FloatArray | float, width: FloatArray | float = 0.0) -> FloatArray:
        """Standard deviation of what a further house would print (S7): fixed effects, house, rest and rounding."""
        common = design[..., : self.scaled] @ self.fixed[: self.scaled]
        estimated = np.einsum("...i,ij,...j->...", design, self.covariance, design)
        variance = estimated + (self.tau * common) ** 2 + (self.s * size) ** 2 + np.square(width) / 12
        return np.asarray(np.sqrt(variance), dtype=float)


def fit(rows: Rows, pooled: bool = True) -> Fit:
    """Restricted maximum likelihood of (S1): tau and s by (S5), fixed effects by generalised least squares (S6).

    The part of a house in a row's variance has the fixed effects in it; they are put in anew until nothing moves.
    ``pooled=False``: houses do not differ (tau is 0). Effects of houses are their best linear predictions. Raises
    ModelInputError where rows are too few for the fixed effects.
    """
    from scipy import optimize

    count, effects = rows.design.shape
    if count <= effects or np.linalg.matrix_rank(rows.design) < effects:
        raise ModelInputError("rows", f"are {count}, too few for {effects} fixed effects")
    y, x = rows.effect / rows.size, rows.design / rows.size[:, None]
    rounding = (rows.width / rows.size) ** 2 / 12
    same = rows.house[:, None] == rows.house[None, :]
    fixed = np.linalg.lstsq(x, y, rcond=None)[0]
    logs = np.log([0.3, 0.2])
    for _ in range(ROUNDS):
        common = x[:, : rows.scaled] @ fixed[: rows.scaled]
        shared = np.outer(common, common) * same

        def variance(values: FloatArray, shared: FloatArray = shared) -> FloatArray:
            tau, s = np.exp(values)
            return (tau**2 if pooled else 0.0) * shared + np.diag(s**2 + rounding)

        def loss(values: FloatArray, of: FloatArray = x) -> float:
            v = variance(values)
            solved, weight = _least_squares(v, of, y)
            left = y - of @ solved
            return float(np.linalg.slogdet(v)[1] + np.linalg.slogdet(weight)[1] + left @ np.linalg.solve(v, left))

        bounds = [(np.log(1e-4), np.log(LARGEST))] * 2
        logs = optimize.minimize(loss, logs, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14, "gtol": 1e-9}).x
        v = variance(logs)
        before, (fixed, weight) = fixed, _least_squares(v, x, y)
        if np.abs(fixed - before).max() < SETTLED:
            break
    tau, s = (float(value) for value in np.exp(logs))
    tau = tau if pooled else 0.0
    pull = np.linalg.solve(v, y - x @ fixed) * (x[:, : rows.scaled] @ fixed[: rows.scaled])
    u = {str(name): float(tau**2 * pull[rows.house == name].sum()) for name in np.unique(rows.house)}
    covariance = np.asarray(np.linalg.inv(weight), dtype=float)
    return Fit(np.asarray(fixed, dtype=float), covariance, tau, s, u, rows.scaled)


def _least_squares(variance: FloatArray, design: FloatArray, effect: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fixed effects by generalised least squares, and the inverse of their covariance."""
    weighted = np.linalg.solve(variance, design)
    weight = design.T @ weighted
    return np.asarray(np.linalg.solve(weight, weighted.T @ effect), dtype=float), np.asarray(weight, dtype=float)


RISE, CUT, MIXED = "rise", "cut", "mixed"


@dataclass(frozen=True)
class Step:
    """A change of tariffs: points of the average and points answered, from a quarter until another or for good."""

    points: float
    answered: float = 0.0
    begins: int = 0
    ends: int | None = None

    @property
    def kind(self) -> str:
        """A rise, which is what houses print; a cut, a rise turned round; or mixed: one of its two parts rises."""
        if min(self.points, self.answered) >= 0:
            return RISE
        return CUT if max(self.points, self.answered) <= 0 else MIXED


def response(kernel: Kernel, steps: Sequence[Step], quarters: FloatArray, answered: bool = False) -> FloatArray:
    """The path of steps (S8): each from the quarter it begins, less the same from the quarter it ends, over ten points.

    ``answered``: of the points answered. A step that ends leaves zero behind once the shape has died out.
    """
    path = np.zeros(len(quarters))
    for step in steps:
        size = (step.answered if answered else step.points) / TEN
        path += size * kernel.at(quarters - step.begins)
        if step.ends is not None:
            path -= size * kernel.at(quarters - step.ends)
    return path


DOTS, RANGE, INTERVAL = "dots", "range", "interval"


def kind_of(houses: int) -> str:
    """What may be shown of a variable in a year: fewer than three houses dots, fewer than five a range, else an
    interval.
    """
    return DOTS if houses < LEAST_RANGE else RANGE if houses < LEAST_INTERVAL else INTERVAL


def half_width(spread: FloatArray, houses: int, coverage: float = COVERAGE) -> FloatArray:
    """Half the interval (S9): Student's t with two degrees fewer than there are houses.

    Raises ModelInputError for fewer than three houses.
    """
    if houses < LEAST_RANGE:
        raise ModelInputError("houses", f"are {houses}; an interval needs {LEAST_RANGE}")
    from scipy import stats

    return np.asarray(stats.t.ppf((1 + coverage) / 2, houses - 2) * spread, dtype=float)
