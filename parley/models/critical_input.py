"""Restricted exports of a critical input: what still arrives, at what price, and what users of it lose, as bounds.

Two parts. A market for each stage of the input's chain and each destination: the restricting exporter sells at a flat
price up to a limit or under an export tax, others supply the rest and are themselves short of the stage before. Then
the users: the input is a tiny share of their cost and hard to replace, so their loss is bounded rather than pointed at.

Source of the nest: Baqaee, D. and Farhi, E. (2019), "The Macroeconomic Impact of Microeconomic Shocks", Econometrica
87. The market part is our own assumption, plain supply and
demand.

| symbol | argument | meaning |
|---|---|---|
| d | dependence | share of a destination's supply that comes from the restricting exporter, [stage, destination] |
| q | available | input that arrives over its base, [stage, destination]; that of the last stage reaches users |
| p | price_hat | price of the input over its base, [stage, destination] |
| e, z | demand, other_supply | price elasticities of demand and of the others' supply |
| cap | capacity | most the others can supply, over their base |
| s | cost_share | share of the input in a user's cost, [sector, destination] |
| sigma | substitution | elasticity of substitution between the input and all else in the user's production |
| v | value_added_share | share of the user in the destination's value added, [sector, destination] |

Axes as in ``axes``: stage or sector, then destination; stages run from the mine onwards. Ratios throughout.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]
Technique = Literal["cobb_douglas", "ces", "leontief"]
TECHNIQUES: tuple[Technique, ...] = get_args(Technique)

LEAST_AVAILABLE = 0.001  # An embargo leaves this much: with nothing at all a price has no meaning.
LEAST_SUBSTITUTION, MOST_SUBSTITUTION = 0.005, 1.0
BISECTIONS = 100


@dataclass(frozen=True, eq=False)
class CriticalEconomy:
    """Who depends on the restricting exporter and who uses the input; symbols in the module's table.

    ``sales_usd`` [stage, destination]: what the exporter sells in the base, for the rent.
    Raises ModelInputError naming the cell of a share that is not between 0 and 1, a negative or missing value, or the
    array whose shape does not fit the names.
    """

    stages: tuple[str, ...]
    destinations: tuple[str, ...]
    sectors: tuple[str, ...]
    dependence: FloatArray
    sales_usd: FloatArray
    cost_share: FloatArray
    value_added_share: FloatArray

    def __post_init__(self) -> None:
        for name in ("dependence", "sales_usd"):
            most = 1.0 if name == "dependence" else np.inf
            _check(name, getattr(self, name), (self.stages, self.destinations), 0, most)
        for name in ("cost_share", "value_added_share"):
            _check(name, getattr(self, name), (self.sectors, self.destinations), 0, 1)


@dataclass(frozen=True, eq=False)
class Restriction:
    """What the exporter does, [stage, destination]: a quantity limit over base sales, or an export tax (ratio).

    Give one of the two. A limit of inf is none, 1 holds sales at the base, 0 is an embargo; a tax of 0 is none.
    ``exporter_share`` of the rent stays with the exporter (licences); the rest goes to importers or is wasted. A tax
    is the exporter's revenue. Raises ModelInputError when both or neither is given or a number is negative.
    """

    limit: FloatArray | None = None
    export_tax: FloatArray | None = None
    exporter_share: float = 1.0

    def __post_init__(self) -> None:
        if (self.limit is None) == (self.export_tax is None):
            raise ModelInputError("restriction", "must be either a limit or an export tax")
        if not 0 <= self.exporter_share <= 1:
            raise ModelInputError("exporter_share", f"is {self.exporter_share}; it must be between 0 and 1")


@dataclass(frozen=True, eq=False)
class CriticalElasticities:
    """e, z, cap of the input's market and sigma of its users (one number or [sector, destination]).

    Raises ModelInputError naming the one out of range: e and sigma above 0, sigma not above 1, z not below 0, cap not
    below 1.
    """

    demand: float
    other_supply: float
    capacity: float
    substitution: FloatArray | float

    def __post_init__(self) -> None:
        ranges = {"demand": (0.0, np.inf, False), "other_supply": (0.0, np.inf, True), "capacity": (1.0, np.inf, True)}
        ranges["substitution"] = (0.0, MOST_SUBSTITUTION, False)
        for name, (least, most, included) in ranges.items():
            number = np.asarray(getattr(self, name), dtype=float)
            above = number >= least if included else number > least
            if not (np.isfinite(number) & above & (number <= most)).all():
                raise ModelInputError(name, f"is {number}; it must be a number from {least:g} to {most:g}")


@dataclass(frozen=True, eq=False)
class CriticalOutcome:
    """A restriction and what follows. Ratios over the base; money is USD a year.

    [stage, destination]: ``available`` q, ``price_hat`` p, ``exporter_sales_hat``, ``rent_usd`` (in all, from base
    price to the new one on what the exporter still sells), ``exporter_rent_usd`` (the part it keeps).
    ``output_hat`` by technique is [sector, destination]; ``loss`` by technique is [destination], share of the value
    added of the destination lost while the restriction bites and stocks are used up.
    """

    available: FloatArray
    price_hat: FloatArray
    exporter_sales_hat: FloatArray
    rent_usd: FloatArray
    exporter_rent_usd: FloatArray
    output_hat: dict[Technique, FloatArray]
    loss: dict[Technique, FloatArray]


def solve(economy: CriticalEconomy, restriction: Restriction, elasticities: CriticalElasticities) -> CriticalOutcome:
    """Stage by stage: what arrives and at what price; then the users' loss under the three techniques.

    Explicit but for one price a stage and destination, which is bisected to machine precision. Without a restriction
    every hat is exactly 1. Raises ModelInputError when limit or tax has the wrong shape or a negative cell.
    """
    shape = economy.dependence.shape
    available, price, sales = (np.ones(shape) for _ in range(3))
    name = "limit" if restriction.limit is not None else "export_tax"
    limits = getattr(restriction, name)
    _check(name, limits, (economy.stages, economy.destinations), 0, np.inf, may_be_infinite=name == "limit")
    before = np.ones(shape[1])
    for stage, dependence in enumerate(economy.dependence):
        row = market(dependence, before, limits[stage], name == "export_tax", elasticities)
        price[stage], available[stage], sales[stage] = row
        before = available[stage]
    rent = np.where(economy.dependence > 0, (price - 1) * sales * economy.sales_usd, 0.0)
    output: dict[Technique, FloatArray] = {
        "cobb_douglas": output_hat(economy.cost_share, before, 1.0),
        "ces": output_hat(economy.cost_share, before, elasticities.substitution),
        "leontief": np.where(economy.cost_share > 0, before, 1.0),
    }
    return CriticalOutcome(
        available=available,
        price_hat=price,
        exporter_sales_hat=sales,
        rent_usd=rent,
        exporter_rent_usd=rent * (1.0 if name == "export_tax" else restriction.exporter_share),
        output_hat=output,
        loss={technique: value_added_loss(economy.value_added_share, hat) for technique, hat in output.items()},
    )


def market(
    dependence: FloatArray, before: FloatArray, limits: FloatArray, is_tax: bool, elasticities: CriticalElasticities
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """p, q and the exporter's sales over their base at one stage, [destination].

    Demand p^-e meets the others' supply (1 - d) q_before min(p^z, cap) and the exporter's. Under a limit L the
    exporter fills any gap at the base price up to d L; under a tax x it sells at 1 + x unless others supply all.
    A limit above the gap, or no tax, leaves p = q = 1: the exporter makes good what others lack. Where it sold nothing
    its sales hat is 1. All arguments [destination]: ``dependence`` d and ``before`` q_before are shares of use,
    ``limits`` is L over base sales or x as a ratio.
    """
    others = (1 - dependence) * before
    most = np.zeros_like(dependence)
    if not is_tax:
        np.multiply(dependence, limits, out=most, where=dependence > 0)
    log_price = _log_price(others, most, elasticities)
    if is_tax:
        log_price = np.minimum(log_price, np.where(dependence > 0, np.log1p(limits), np.inf))
    price = np.exp(log_price)
    available = np.exp(-elasticities.demand * log_price)
    replaced = _other_supply(others, log_price, elasticities) - (1 - dependence)
    grown = np.divide(available - 1 - replaced, dependence, out=np.zeros_like(price), where=dependence > 0)
    return price, available, np.maximum(1 + grown, 0)


def output_hat(cost_share: FloatArray, available: FloatArray, substitution: FloatArray | float) -> FloatArray:
    """Output of users with all other inputs held: [(1 - s) + s q^((sigma-1)/sigma)]^(sigma/(sigma-1)).

    sigma = 1 is the Cobb-Douglas bound q^s; as sigma falls to 0 it is the Leontief bound q. [sector, destination],
    output over its base; ``cost_share`` s is a ratio, ``available`` q the quantity over its base.
    """
    order = 1 - 1 / np.asarray(substitution, dtype=float)
    grown = order * np.log(available)
    with np.errstate(divide="ignore", over="ignore"):
        small = np.log1p(cost_share * np.expm1(np.minimum(grown, 1.0)))
        large = np.logaddexp(np.log1p(-cost_share), np.log(cost_share) + grown)
    log_sum = np.where(grown < 1, small, large)
    flat = order == 0
    log_output = np.where(flat, cost_share * np.log(available), log_sum / np.where(flat, 1.0, order))
    hat: FloatArray = np.exp(log_output)
    return hat


def value_added_loss(value_added_share: FloatArray, hat: FloatArray) -> FloatArray:
    """Share of a destination's value added lost [destination]: sum over sectors of v (1 - output_hat)."""
    loss: FloatArray = (value_added_share * (1 - hat)).sum(axis=0)
    return loss


def onset_months(stock_months: float, available: FloatArray) -> FloatArray:
    """Months until users feel it [destination]: stocks of m months' use cover the missing 1 - q for m / (1 - q).

    Infinite where nothing is missing. Raises ModelInputError for stocks that are negative or no number.
    """
    if not (np.isfinite(stock_months) and stock_months >= 0):
        raise ModelInputError("stock_months", f"are {stock_months}; they must be zero or more")
    missing = 1 - np.asarray(available, dtype=float)
    onset = np.divide(stock_months, missing, out=np.full_like(missing, np.inf), where=missing > 0)
    return np.where((missing > 0) | (stock_months > 0), onset, 0.0)


def loss_over(loss: FloatArray, onset: FloatArray, months: float) -> FloatArray:
    """Mean loss over a restriction of ``months`` of which the first ``onset`` are covered by stocks [destination].

    In the unit of ``loss``. Raises ModelInputError unless ``months`` are more than zero.
    """
    if not (np.isfinite(months) and months > 0):
        raise ModelInputError("months", f"are {months}; they must be more than zero")
    mean: FloatArray = loss * np.clip(1 - onset / months, 0, 1)
    return mean


def calibrate_substitution(
    cost_share: FloatArray, value_added_share: FloatArray, available: float, loss: float
) -> float:
    """The sigma common to all sectors [sector] of one destination at which the loss is the published one (ratio).

    Raises ModelInputError when no sigma between 0.005 and 1 gives it, naming the least and the largest loss.
    """

    def lost(substitution: float) -> float:
        hat = output_hat(cost_share, np.full_like(cost_share, available), substitution)
        return float(value_added_loss(value_added_share, hat))

    least, most = lost(MOST_SUBSTITUTION), lost(LEAST_SUBSTITUTION)
    if not least <= loss <= most:
        raise ModelInputError("loss", f"is {loss:.3g}; it must be between {least:.3g} and {most:.3g}")
    low, high = np.log(LEAST_SUBSTITUTION), np.log(MOST_SUBSTITUTION)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if lost(float(np.exp(middle))) > loss else (low, middle)
    return float(np.exp((low + high) / 2))


def _other_supply(others: FloatArray, log_price: FloatArray, elasticities: CriticalElasticities) -> FloatArray:
    supply: FloatArray = others * np.minimum(np.exp(elasticities.other_supply * log_price), elasticities.capacity)
    return supply


def _log_price(others: FloatArray, exporter: FloatArray, elasticities: CriticalElasticities) -> FloatArray:
    """ln p at which p^-e = others min(p^z, cap) + exporter; 0 where the base price already clears.

    Excess demand falls in p, so bisection from 0 to the price at which demand is LEAST_AVAILABLE always ends.
    """
    low = np.zeros_like(others)
    high = np.full_like(others, -np.log(LEAST_AVAILABLE) / elasticities.demand)
    cleared = 1 - others - exporter <= 1e-12  # A rounding error is no shortage.
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        excess = np.exp(-elasticities.demand * middle) - _other_supply(others, middle, elasticities) - exporter
        low, high = np.where(excess > 0, middle, low), np.where(excess > 0, high, middle)
    return np.where(cleared, 0.0, (low + high) / 2)


def _check(
    name: str,
    values: FloatArray,
    labels: tuple[tuple[str, ...], tuple[str, ...]],
    least: float,
    most: float,
    may_be_infinite: bool = False,
) -> None:
    shape = (len(labels[0]), len(labels[1]))
    if np.shape(values) != shape:
        raise ModelInputError(name, f"has shape {np.shape(values)}, the names make {shape}")
    bad = ~((values >= least) & (values <= most)) | (np.isinf(values) & (not may_be_infinite))
    if bad.any():
        row, column = np.argwhere(bad)[0]
        where = f"{name}[{labels[0][row]}, {labels[1][column]}]"
        raise ModelInputError(where, f"is {values[row, column]}; it must be between {least:g} and {most:g}")
