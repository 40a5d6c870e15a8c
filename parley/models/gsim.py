"""Global simulation of one industry: the linear case of partial equilibrium with many exporters and importers.

Every exporter's price before duty clears its own market. Demand and supply are linear in percentage changes, so the
prices follow from one linear system of the size of the number of exporters.

Source: Francois, J. and Hall, H. K. (2003), "Global Simulation Analysis of Industry-Level Trade Policy", World Bank.
Axes as in ``axes``; a region is exporter and importer at the same place of both axes only
if the caller orders them so. Rates and changes are ratios (0.1 is 10 per cent).

| symbol | argument | meaning |
|---|---|---|
| V_rv | value_usd | base trade at world prices, without duty |
| t | tariff, tariff_new | ad valorem duty on that value |
| T_rv | | change of the power of the tariff, (1 + t') / (1 + t) - 1: a percentage change, not a difference of logs |
| theta_rv | | share of r in v's spending at prices with duty: adds to 1 over exporters (columns) |
| phi_rv | | share of v in r's sales at prices without duty: adds to 1 over importers (rows) |
| Em | import_demand | elasticity of composite demand, negative, [importer] |
| Ex | export_supply | elasticity of supply, positive, [exporter] |
| Es | substitution | elasticity of substitution between exporters, positive, [importer] |
| p_r | world_price_change | change of exporter r's price before duty |
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from parley.models.axes import EXPORTER, IMPORTER
from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]

LEAST_TARIFF = -0.5  # An import subsidy beyond half the price is taken for an error.


@dataclass(frozen=True, eq=False)
class LinearMarket:
    """One industry in the base: trade, duties and elasticities; symbols in the module's table.

    ``value_usd``, ``tariff`` are [exporter, importer]; ``import_demand``, ``substitution`` [importer] and
    ``export_supply`` [exporter] may be given as one number. ``exporters``, ``importers`` name the cells in errors.
    Raises ModelInputError naming the cell when a number is not finite or out of range, when an array has the wrong
    shape, an exporter sells nothing or an importer buys nothing.
    """

    value_usd: FloatArray
    tariff: FloatArray
    import_demand: FloatArray | float
    export_supply: FloatArray | float
    substitution: FloatArray | float
    exporters: tuple[str, ...] = ()
    importers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        value = np.asarray(self.value_usd, dtype=float)
        if value.ndim != 2:
            raise ModelInputError("value_usd", f"must be [exporter, importer], not of shape {value.shape}")
        rows, columns = value.shape
        for axis, count in (("exporters", rows), ("importers", columns)):
            names = getattr(self, axis) or tuple(str(n) for n in range(count))
            if len(names) != count:
                raise ModelInputError(axis, f"are {len(names)} names for {count}")
            object.__setattr__(self, axis, tuple(names))
        object.__setattr__(self, "value_usd", value)
        object.__setattr__(self, "tariff", checked_tariff("tariff", self.tariff, value.shape, self))
        for name, count in (("import_demand", columns), ("export_supply", rows), ("substitution", columns)):
            object.__setattr__(self, name, _per_region(name, getattr(self, name), count))
        _check(self)

    @cached_property
    def spending_share(self) -> FloatArray:
        """theta [exporter, importer]: shares in each importer's spending at prices with duty."""
        inclusive = self.value_usd * (1 + self.tariff)
        share: FloatArray = inclusive / inclusive.sum(axis=EXPORTER)
        return share

    @cached_property
    def sales_share(self) -> FloatArray:
        """phi [exporter, importer]: shares in each exporter's sales at prices without duty."""
        share: FloatArray = self.value_usd / self.value_usd.sum(axis=IMPORTER, keepdims=True)
        return share


@dataclass(frozen=True, eq=False)
class LinearOutcome:
    """A solved market. Changes are ratios of the base; money is USD of the base.

    ``world_price_change``, ``output_change``, ``producer_surplus_usd`` are [exporter];
    ``composite_price_change``, ``consumer_surplus_usd``, ``revenue_change_usd`` are [importer];
    ``quantity_change`` (0 where nothing was traded) and ``value_new_usd`` (without duty) are [exporter, importer].
    ``residual`` is the largest excess supply left, as a ratio of the exporter's sales.
    """

    world_price_change: FloatArray
    output_change: FloatArray
    composite_price_change: FloatArray
    quantity_change: FloatArray
    value_new_usd: FloatArray
    producer_surplus_usd: FloatArray
    consumer_surplus_usd: FloatArray
    revenue_change_usd: FloatArray
    residual: float
    iterations: int = 1
    converged: bool = True


def solve(market: LinearMarket, tariff_new: FloatArray) -> LinearOutcome:
    """Prices, quantities and surpluses when duties become ``tariff_new`` [exporter, importer] (ratios).

    Market clearing Ex_r p_r = sum_v phi_rv sum_s N_rs,v (p_s + T_sv) is linear in p, so it is
    solved at once.
    Raises ModelInputError for a duty that is not finite, below -0.5 or of the wrong shape.
    """
    tariff_new = checked_tariff("tariff_new", tariff_new, market.value_usd.shape, market)
    power = (tariff_new - market.tariff) / (1 + market.tariff)
    price = np.linalg.solve(_excess_supply_matrix(market), _demand_pushed(market, power)).astype(np.float64)
    change = price[:, None] + power
    quantity = quantity_change(market, change)
    output = np.asarray(market.export_supply) * price
    return LinearOutcome(
        world_price_change=price,
        output_change=output,
        composite_price_change=(market.spending_share * change).sum(axis=EXPORTER),
        quantity_change=np.where(market.value_usd > 0, quantity, 0.0),
        value_new_usd=market.value_usd * (1 + price[:, None]) * (1 + quantity),
        producer_surplus_usd=producer_surplus(market, price),
        consumer_surplus_usd=consumer_surplus(market, change),
        revenue_change_usd=revenue_change(market, tariff_new, price, quantity),
        residual=float(np.abs(output - (market.sales_share * quantity).sum(axis=IMPORTER)).max()),
    )


def quantity_change(market: LinearMarket, price_change: FloatArray) -> FloatArray:
    """q_rv = sum_s N_rs,v P_sv with N_rs,v = theta_sv (Em + Es) - Es [r = s], the paper's cross-price elasticity.

    ``price_change`` [exporter, importer] is the change of the price with duty, p_r + T_rv. Both are ratios of the base.
    """
    demand, substitution = np.asarray(market.import_demand), np.asarray(market.substitution)
    composite = (market.spending_share * price_change).sum(axis=EXPORTER)
    change: FloatArray = (demand + substitution) * composite - substitution * price_change
    return change


def producer_surplus(market: LinearMarket, world_price: FloatArray) -> FloatArray:
    """Gain of producers [exporter], USD: the area left of a linear supply curve, V p (1 + Ex p / 2).

    ``world_price`` p [exporter] is a change as a ratio.
    """
    sales = market.value_usd.sum(axis=IMPORTER)
    gain: FloatArray = sales * world_price * (1 + np.asarray(market.export_supply) * world_price / 2)
    return gain


def consumer_surplus(market: LinearMarket, price_change: FloatArray) -> FloatArray:
    """Gain of buyers [importer], USD: the area left of a linear demand curve, - V(1 + t) P (1 + Em P / 2).

    P is the composite price. Its second-order term makes a rise cost less, and a fall bring more, than spending times
    the change.
    """
    composite = (market.spending_share * price_change).sum(axis=EXPORTER)
    spending = (market.value_usd * (1 + market.tariff)).sum(axis=EXPORTER)
    gain: FloatArray = -spending * composite * (1 + np.asarray(market.import_demand) * composite / 2)
    return gain


def revenue_change(
    market: LinearMarket, tariff_new: FloatArray, world_price: FloatArray, quantity: FloatArray
) -> FloatArray:
    """Change of duties collected [importer], USD: sum_r t' V (1 + p)(1 + q) - t V.

    ``tariff_new`` t' and ``quantity`` q [exporter, importer], ``world_price`` p [exporter], all ratios.
    """
    new = tariff_new * market.value_usd * (1 + world_price[:, None]) * (1 + quantity)
    change: FloatArray = (new - market.tariff * market.value_usd).sum(axis=EXPORTER)
    return change


def checked_tariff(name: str, tariff: FloatArray, shape: tuple[int, ...], market: LinearMarket) -> FloatArray:
    """``tariff``, ratios [exporter, importer], as floats.

    Raises ModelInputError naming the cell that is not finite or below -0.5, or where ``shape`` is another.
    """
    rates = np.asarray(tariff, dtype=float)
    if rates.shape != shape:
        raise ModelInputError(name, f"has shape {rates.shape}, value_usd has {shape}")
    _refuse(market, name, ~(np.isfinite(rates) & (rates >= LEAST_TARIFF)), rates, f"of at least {LEAST_TARIFF}")
    return rates


def _excess_supply_matrix(market: LinearMarket) -> FloatArray:
    """[exporter, exporter]: Ex on the diagonal less sum_v phi_rv N_rs,v."""
    substitution = np.asarray(market.substitution)
    weighted = market.sales_share * (np.asarray(market.import_demand) + substitution)
    own = np.asarray(market.export_supply) + market.sales_share @ substitution
    matrix: FloatArray = np.diag(own) - weighted @ market.spending_share.T
    return matrix


def _demand_pushed(market: LinearMarket, power: FloatArray) -> FloatArray:
    """[exporter]: change of demand for each exporter at unchanged world prices, sum_v phi_rv sum_s N_rs,v T_sv."""
    pushed: FloatArray = (market.sales_share * quantity_change(market, power)).sum(axis=IMPORTER)
    return pushed


def _per_region(name: str, number: FloatArray | float, count: int) -> FloatArray:
    values = np.asarray(number, dtype=float)
    if values.shape not in {(), (1,), (count,)}:
        raise ModelInputError(name, f"has shape {values.shape}, there are {count} regions")
    return np.broadcast_to(values, (count,)).copy()


def _check(market: LinearMarket) -> None:
    value = market.value_usd
    _refuse(market, "value_usd", ~(np.isfinite(value) & (value >= 0)), value, "of at least 0")
    for axis, total, what in (
        ("exporters", value.sum(axis=IMPORTER), "sells nothing; leave it out"),
        ("importers", value.sum(axis=EXPORTER), "buys nothing; leave it out"),
    ):
        if not (total > 0).all():
            raise ModelInputError(f"value_usd[{getattr(market, axis)[int(np.argmin(total > 0))]}]", what)
    for name, sign, axis in (
        ("import_demand", -1, "importers"),
        ("export_supply", 1, "exporters"),
        ("substitution", 1, "importers"),
    ):
        numbers = np.asarray(getattr(market, name))
        bad = ~(np.isfinite(numbers) & (sign * numbers > 0))
        if bad.any():
            where = getattr(market, axis)[int(np.argmax(bad))]
            word = "positive" if sign > 0 else "negative"
            raise ModelInputError(f"{name}[{where}]", f"must be a {word} number, not {numbers[bad][0]}")


def _refuse(market: LinearMarket, name: str, bad: npt.NDArray[np.bool_], values: FloatArray, need: str) -> None:
    if bad.any():
        row, column = np.argwhere(bad)[0]
        where = f"{name}[{market.exporters[row]}, {market.importers[column]}]"
        raise ModelInputError(where, f"is {values[row, column]}; it must be a finite number {need}")
