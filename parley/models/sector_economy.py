"""What the sector model starts from: an economy of countries and sectors in its base year, and a shock to it.

Axes as in ``axes``. Rates are ratios. Values are in one currency unit, any.

| symbol | argument | meaning |
|---|---|---|
| pi | trade_share | share of exporter j in importer n's purchases of sector s, duty included |
| alpha | final_share | share of sector s in final spending of country n |
| gv, gam | value_added_share, input_share | cost shares of value added and of input k in the output of sector s |
| wL | value_added | factor income of a country |
| D | transfer | imports less exports of a country; the world's add to nothing |
| theta | trade_elasticity | trade elasticity of a sector: elasticity of substitution between origins less one |
| t, x | tariff, export_tax | on the value at the border, export tax included; on the value before it |
| d | cost_hat | new over base trade cost or unit requirement of a flow other than taxes |

A flow of zero stays zero whatever the shock. A sector a country does not buy, or does not make, has zeros in its place.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.models.axes import EXPORTER, IMPORTER, INPUT, SECTOR, USING_SECTOR, country_first
from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]

SHARES_OFF = 1e-3  # Shares that miss their sum by more are an error; by less, they are rounding and are rescaled.
LEAST_TARIFF = -0.5  # An import subsidy beyond half the price is taken for an error.
LEAST_ELASTICITY = 0.1
OPTIONAL = ("transfer", "tariff", "export_tax")


def _nothing() -> FloatArray:
    """An empty array, which stands for zeros."""
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class SectorEconomy:
    """The base year; symbols and axes in the module's table.

    ``transfer``, ``tariff`` and ``export_tax`` are zero when not given; ``countries`` and ``sectors`` name the cells in
    errors. Shares are rescaled to add to one. The figures need not be an equilibrium to the last digit: the solver
    starts from the nearest one at unchanged taxes. ``from_flows`` builds an economy from values instead of shares.

    Raises ModelInputError naming the first cell that is not finite, negative, off its sum, or out of range.
    """

    trade_share: FloatArray
    final_share: FloatArray
    value_added_share: FloatArray
    input_share: FloatArray
    value_added: FloatArray
    trade_elasticity: FloatArray
    transfer: FloatArray = field(default_factory=_nothing)
    tariff: FloatArray = field(default_factory=_nothing)
    export_tax: FloatArray = field(default_factory=_nothing)
    countries: Sequence[str] = ()
    sectors: Sequence[str] = ()
    cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)  # The solver's base by closure.

    def __post_init__(self) -> None:
        shape = np.shape(self.trade_share)
        if len(shape) != 3 or shape[0] != shape[1] or 0 in shape:
            raise ModelInputError("trade_share", f"must be [exporter, importer, sector], not of shape {shape}")
        countries, sectors = shape[IMPORTER], shape[SECTOR]
        for axis, count in (("countries", countries), ("sectors", sectors)):
            names = tuple(getattr(self, axis)) or tuple(str(number) for number in range(count))
            if len(names) != count:
                raise ModelInputError(axis, f"are {len(names)} names for {count}")
            object.__setattr__(self, axis, names)
        shapes = {
            "trade_share": shape,
            "final_share": (countries, sectors),
            "value_added_share": (countries, sectors),
            "input_share": (sectors, sectors, countries),
            "value_added": (countries,),
            "trade_elasticity": (sectors,),
            "transfer": (countries,),
            "tariff": shape,
            "export_tax": shape,
        }
        for name, wanted in shapes.items():
            value = getattr(self, name)
            optional = name in OPTIONAL and (value is None or np.size(value) == 0)
            object.__setattr__(self, name, self._array(name, np.zeros(wanted) if optional else value, wanted))
        self._check_signs()
        self._check_sums()

    @classmethod
    def from_flows(
        cls,
        flows: FloatArray,
        input_use: FloatArray,
        trade_elasticity: FloatArray,
        *,
        tariff: FloatArray | None = None,
        export_tax: FloatArray | None = None,
        countries: Sequence[str] = (),
        sectors: Sequence[str] = (),
    ) -> "SectorEconomy":
        """The economy of a table of flows.

        ``flows`` [exporter, importer, sector]: trade at the border, before import duty and with export tax, home
        sales on the diagonal. ``input_use`` [input, using sector, country]: inputs at the buyer's price, duty included.
        Output is sales before export tax; what inputs leave of it is value added, and what they leave of purchases is
        final use. Raises ModelInputError where either would be negative, or a country has no value added.
        """
        flows, input_use = np.asarray(flows, dtype=float), np.asarray(input_use, dtype=float)
        if flows.ndim != 3 or flows.shape[EXPORTER] != flows.shape[IMPORTER]:
            raise ModelInputError("flows", f"must be [exporter, importer, sector], not of shape {flows.shape}")
        importers, goods = flows.shape[IMPORTER], flows.shape[SECTOR]
        names = _names(countries, importers), _names(sectors, goods)
        if input_use.shape != (goods, goods, importers):
            raise ModelInputError("input_use", f"has shape {input_use.shape}, not [input, using sector, country]")
        _refuse("flows", flows, ~(np.isfinite(flows) & (flows >= 0)), (names[0], names[0], names[1]))
        _refuse("input_use", input_use, ~(np.isfinite(input_use) & (input_use >= 0)), (names[1], names[1], names[0]))
        inclusive = flows if tariff is None else flows * (1 + np.asarray(tariff, dtype=float))
        net = flows if export_tax is None else flows / (1 + np.asarray(export_tax, dtype=float))
        purchases, output = inclusive.sum(axis=EXPORTER), net.sum(axis=IMPORTER)
        final = purchases - input_use.sum(axis=USING_SECTOR).T
        final = _positive("final use", final, purchases, names)
        inputs_of = input_use.sum(axis=INPUT).T
        added = _positive("value added", output - inputs_of, output, names)
        cost = np.where(added + inputs_of > 0, added + inputs_of, 1.0)
        return cls(
            trade_share=inclusive / np.where(purchases > 0, purchases, 1.0),
            final_share=final / np.where(final.sum(axis=SECTOR) > 0, final.sum(axis=SECTOR), 1.0)[:, None],
            value_added_share=added / cost,
            input_share=input_use / cost.T,
            value_added=added.sum(axis=SECTOR),
            trade_elasticity=trade_elasticity,
            transfer=flows.sum(axis=(EXPORTER, SECTOR)) - flows.sum(axis=(IMPORTER, SECTOR)),
            tariff=_nothing() if tariff is None else tariff,
            export_tax=_nothing() if export_tax is None else export_tax,
            countries=names[0],
            sectors=names[1],
        )

    def country(self, name: str) -> int:
        """The place of a country on its axes. Raises ModelInputError for a name the economy does not have."""
        if name not in self.countries:
            raise ModelInputError("country", f"{name!r} is not one of the economy's")
        return list(self.countries).index(name)

    def with_elasticity(self, trade_elasticity: FloatArray) -> "SectorEconomy":
        """The same economy with other elasticities [sector], which shares all else with it. Raises ModelInputError."""
        elasticity = self._array("trade_elasticity", trade_elasticity, np.shape(self.trade_elasticity))
        self._check_elasticity(elasticity)
        other = copy.copy(self)
        for name, value in {"trade_elasticity": elasticity, "cache": {}, "inputs": self.inputs}.items():
            object.__setattr__(other, name, value)
        return other

    @cached_property
    def inputs(self) -> FloatArray:
        """``input_share`` by country [country, input, using sector], side by side in memory."""
        return np.ascontiguousarray(country_first(self.input_share))

    def refuse(self, name: str, array: FloatArray, bad: npt.NDArray[np.bool_], problem: str) -> None:
        """Raise ModelInputError naming the first ``bad`` cell of an array of one of the economy's shapes."""
        countries, sectors = tuple(self.countries), tuple(self.sectors)
        usual = ((countries,), (countries, sectors), (countries, countries, sectors))[array.ndim - 1]
        axes = {"input_share": (sectors, sectors, countries), "trade_elasticity": (sectors,)}.get(name, usual)
        _refuse(name, array, bad, axes, problem)

    def checked_levels(self, name: str, levels: FloatArray | None, base: FloatArray) -> FloatArray:
        """A tax [exporter, importer, sector] as asked for, or the base where None; raises ModelInputError."""
        if levels is None:
            return base
        tax = self._array(name, levels, base.shape)
        low = tax.min()
        if not (low >= LEAST_TARIFF and tax.max() < np.inf):
            self.refuse(name, tax, ~(tax >= LEAST_TARIFF), f"the least is {LEAST_TARIFF}")
        home = tax[_diagonal(len(self.countries))]
        if home.any():
            bad = np.zeros(tax.shape, dtype=bool)
            bad[_diagonal(len(self.countries))] = home != 0
            self.refuse(name, tax, bad, "a country's tax on its own goods must be zero")
        return tax

    def _array(self, name: str, values: Any, shape: tuple[int, ...]) -> FloatArray:
        array = np.asarray(values, dtype=float)
        if array.shape != shape:
            raise ModelInputError(name, f"has shape {array.shape}, not {shape}")
        if not np.isfinite(array).all():
            self.refuse(name, array, ~np.isfinite(array), "")
        return array

    def _check_signs(self) -> None:
        for name in ("trade_share", "final_share", "value_added_share", "input_share"):
            self.refuse(name, getattr(self, name), getattr(self, name) < 0, "it must not be negative")
        self.refuse("value_added", self.value_added, ~(self.value_added > 0), "it must be positive")
        self._check_elasticity(self.trade_elasticity)
        for name in ("tariff", "export_tax"):
            self.checked_levels(name, getattr(self, name), np.zeros(self.trade_share.shape))

    def _check_elasticity(self, elasticity: FloatArray) -> None:
        self.refuse("trade_elasticity", elasticity, elasticity < LEAST_ELASTICITY, f"the least is {LEAST_ELASTICITY}")

    def _check_sums(self) -> None:
        bought, final = self.trade_share.sum(axis=EXPORTER), self.final_share.sum(axis=SECTOR)
        cost = self.value_added_share + self.input_share.sum(axis=INPUT).T
        is_sold = self.trade_share.any(axis=IMPORTER)
        self.refuse("trade_share", bought, ~_is_one(bought) & (bought != 0), "the sum over exporters must be 1")
        self.refuse("final_share", final, ~_is_one(final), "the sum over sectors must be 1")
        self.refuse(
            "cost shares", cost, ~_is_one(cost) & ~((cost == 0) & ~is_sold), "value added and inputs must add to 1"
        )
        used = (self.final_share > 0) | (self.input_share * is_sold.T).any(axis=USING_SECTOR).T
        self.refuse("trade_share", bought, (bought == 0) & used, "no exporter sells it, yet it is used")
        world = np.asarray(self.value_added).sum()
        imbalance = np.asarray(self.transfer).sum() / world
        if abs(imbalance) > SHARES_OFF:
            raise ModelInputError("transfer", f"adds to {imbalance:.2e} of world income over all countries, not to 0")
        rescaled = {
            "trade_share": self.trade_share / np.where(bought > 0, bought, 1.0),
            "final_share": self.final_share / final[:, None],
            "value_added_share": np.where(cost > 0, self.value_added_share / np.where(cost > 0, cost, 1.0), 1.0),
            "input_share": self.input_share / np.where(cost > 0, cost, 1.0).T,
            "transfer": self.transfer - self.value_added * imbalance,
        }
        for name, array in rescaled.items():
            object.__setattr__(self, name, array)


@dataclass(frozen=True, eq=False)
class SectorShock:
    """New levels, [exporter, importer, sector]; None leaves the base as it is.

    ``tariff`` and ``export_tax`` are ratios of at least -0.5 and zero on the diagonal; ``cost_hat`` is positive, and on
    the diagonal it is a country's own cost. Checked against an economy by the solver, before it solves.
    """

    tariff: FloatArray | None = None
    export_tax: FloatArray | None = None
    cost_hat: FloatArray | None = None

    def levels(self, economy: SectorEconomy) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        """New tariff, export tax and cost (None: no cost moves). Raises ModelInputError naming the offending cell."""
        tariff = economy.checked_levels("tariff", self.tariff, economy.tariff)
        export_tax = economy.checked_levels("export_tax", self.export_tax, economy.export_tax)
        if self.cost_hat is None:
            return tariff, export_tax, None
        cost = np.asarray(self.cost_hat, dtype=float)
        if cost.shape != economy.trade_share.shape:
            raise ModelInputError("cost_hat", f"has shape {cost.shape}, not {economy.trade_share.shape}")
        economy.refuse("cost_hat", cost, ~(np.isfinite(cost) & (cost > 0)), "it must be positive")
        return tariff, export_tax, cost


def _is_one(sums: FloatArray) -> npt.NDArray[np.bool_]:
    near: npt.NDArray[np.bool_] = np.abs(sums - 1) <= SHARES_OFF
    return near


def _diagonal(count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.arange(count), np.arange(count)


def _names(names: Sequence[str], count: int) -> tuple[str, ...]:
    return tuple(names) or tuple(str(number) for number in range(count))


def _positive(
    what: str, part: FloatArray, whole: FloatArray, names: tuple[tuple[str, ...], tuple[str, ...]]
) -> FloatArray:
    """``part`` [country, sector] with rounding below zero set to zero; a part truly negative is an error."""
    _refuse(what, part, part < -SHARES_OFF * whole, names, "inputs exceed the whole")
    return np.maximum(part, 0.0)


def _refuse(
    name: str,
    array: FloatArray,
    bad: npt.NDArray[np.bool_],
    axes: tuple[tuple[str, ...], ...],
    problem: str = "it must be zero or positive",
) -> None:
    if bad.any():
        cell = np.unravel_index(int(np.argmax(bad)), bad.shape)
        where = f"{name}[{', '.join(axis[at] for axis, at in zip(axes, cell, strict=True))}]"
        value = float(array[cell])
        raise ModelInputError(where, f"is {value:g}; {problem}" if np.isfinite(value) else f"is {value}")
