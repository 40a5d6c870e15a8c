"""What the one-sector world model starts from: economies and the trade between them in a base year, and a shock.

Axes as in ``axes``. Rates are ratios. Values are in one currency unit, any.

| symbol | argument | meaning |
|---|---|---|
| V | flows | trade as recorded: before import duty, with export tax; sales at home on the diagonal |
| t, x | tariff, export_tax | ad valorem: t on V, x on what the exporter receives, V / (1 + x) |
| eps | trade_elasticity | fall of duty-inclusive trade in percent per percent of price; sigma - 1 |
| kappa | labour_supply_elasticity | labour = (real wage after tax)^kappa |
| psi | scale_elasticity | cost = wage / labour^psi |
| nu | overhead_share | share of a purchase earned by labour of the buyer's economy (selling, distribution) |
| phi | pass_through | (1 + t) enters demand with the exponent eps phi; above 1 where the number of firms responds |
| eps_d / eps_f | home_elasticity_ratio | elasticity between home goods and imports over that among imports (eps) |
| X, E | purchases, expenditure | V (1 + t) and its sum by importer |
| lambda | trade_share | X / E |
| Y | income | factor income: sum (1 - nu) V / (1 + x) over importers + nu V / (1 + x) over own purchases |
| R | revenue | duty and export tax an economy collects |
| T | transfer | E - Y - R: what it spends beyond its income, its trade deficit; the world's add to nothing |

A flow of zero stays zero whatever the shock.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.models import armington_checks as checks
from parley.models.axes import EXPORTER, IMPORTER, bought_abroad, sold_abroad
from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]


def _zero() -> FloatArray:
    return np.array(0.0)


def _one() -> FloatArray:
    return np.array(1.0)


@dataclass(frozen=True, eq=False)
class Economy:
    """The base year of a world of N economies; symbols in the module's table.

    ``names`` [economy] name the cells in errors. ``flows``, ``tariff``, ``export_tax`` are [exporter, importer];
    ``overhead_share`` and ``pass_through`` are [economy], the importer's; a single number stands for every cell. The
    plain model needs names, flows and the trade elasticity alone. Trade need not be balanced, values may be in any
    unit, flows may be zero, sales at home too. Sales at home are an input: trade statistics do not hold them.

        world = Economy(["A", "B"], [[80, 20], [20, 80]], trade_elasticity=4.0)
        solve(world, Shock(tariff=[[0, 0], [0.1, 0]])).real_income_hat      # A taxes B's goods at 10%

    Raises ModelInputError naming the first bad cell: a value that is not finite or of the wrong shape, negative trade,
    an economy without expenditure or income, a rate below -0.5 or on own goods, an elasticity that is not positive,
    or ``home_elasticity_ratio`` together with kappa, psi, nu or phi, for which it is not defined.
    """

    names: Sequence[str]
    flows: FloatArray
    trade_elasticity: float
    tariff: FloatArray = field(default_factory=_zero)
    export_tax: FloatArray = field(default_factory=_zero)
    labour_supply_elasticity: float = 0.0
    income_tax_relief: bool = False
    scale_elasticity: float = 0.0
    overhead_share: FloatArray = field(default_factory=_zero)
    pass_through: FloatArray = field(default_factory=_one)
    home_elasticity_ratio: float = 1.0
    cache: dict[str, Any] = field(default_factory=dict, init=False, repr=False)  # the solver's balanced base

    def __post_init__(self) -> None:
        names = checks.as_names(self.names)
        count = len(names)
        object.__setattr__(self, "names", names)
        for what, shape in (
            ("flows", (count, count)),
            ("tariff", (count, count)),
            ("export_tax", (count, count)),
            ("overhead_share", (count,)),
            ("pass_through", (count,)),
        ):
            object.__setattr__(self, what, checks.as_array(what, getattr(self, what), shape))
        checks.check_flows(self.flows, names)
        checks.check_rates("tariff", self.tariff, names)
        checks.check_rates("export_tax", self.export_tax, names)
        self._check_parameters()
        checks.check_positive("expenditure", self.expenditure, names, "; an economy must buy something")
        checks.check_positive("income", self.income, names, "; an economy must sell something")
        if self.income_tax_relief:
            over = self.revenue >= self.income
            checks.refuse("revenue", self.revenue, over, names, ", not below factor income: it cannot relieve its tax")

    @classmethod
    def from_shares(
        cls,
        names: Sequence[str],
        trade_share: FloatArray,
        expenditure: FloatArray,
        trade_elasticity: float,
        *,
        tariff: FloatArray | float = 0.0,
        **options: Any,
    ) -> "Economy":
        """The economy of import shares [exporter, importer], duty included, and expenditure [economy].

        Shares that miss one by less than 1e-3 in an importer are rescaled. Other arguments as for Economy. Raises
        ModelInputError naming the importer when the shares do not add to one.
        """
        checked = checks.as_names(names)
        shares = checks.as_array("trade_share", trade_share, (len(checked), len(checked)))
        checks.check_shares(shares, checked)
        rates = checks.as_array("tariff", tariff, shares.shape)
        spent = checks.as_array("expenditure", expenditure, (len(checked),))
        flows = shares / shares.sum(axis=EXPORTER) * spent / (1 + rates)
        return cls(checked, flows, trade_elasticity, tariff=rates, **options)

    def with_elasticity(self, trade_elasticity: float, home_elasticity_ratio: float) -> "Economy":
        """The same base year at other elasticities. Its accounts are the same, so nothing but these is checked anew."""
        other = copy(self)
        object.__setattr__(other, "trade_elasticity", trade_elasticity)
        object.__setattr__(other, "home_elasticity_ratio", home_elasticity_ratio)
        object.__setattr__(other, "cache", {})
        other._check_parameters()  # noqa: SLF001  # a copy of its own kind
        return other

    def index(self, name: str) -> int:
        """The place of the economy ``name`` in every axis. Raises ModelInputError when there is none."""
        try:
            return list(self.names).index(name)
        except ValueError:
            raise ModelInputError(f"economy {name!r}", "is not in the world") from None

    @cached_property
    def expenditure(self) -> FloatArray:
        """E_n = sum_j V_jn (1 + t_jn)."""
        spent: FloatArray = (self.flows * (1 + self.tariff)).sum(axis=EXPORTER)
        return spent

    @cached_property
    def trade_share(self) -> FloatArray:
        """lambda_jn = V_jn (1 + t_jn) / E_n."""
        return self.flows * (1 + self.tariff) / self.expenditure

    @cached_property
    def income(self) -> FloatArray:
        """Y_j = sum_n (1 - nu_n) V_jn / (1 + x_jn) + nu_j sum_k V_kj / (1 + x_kj)."""
        received = self.flows / (1 + self.export_tax)
        earned: FloatArray = received @ (1 - self.overhead_share) + self.overhead_share * received.sum(axis=EXPORTER)
        return earned

    @cached_property
    def tariff_revenue(self) -> FloatArray:
        """sum_j t_jn V_jn."""
        collected: FloatArray = (self.tariff * self.flows).sum(axis=EXPORTER)
        return collected

    @cached_property
    def revenue(self) -> FloatArray:
        """R_n: duty on imports and tax on own exports."""
        taxed: FloatArray = (self.export_tax / (1 + self.export_tax) * self.flows).sum(axis=IMPORTER)
        return self.tariff_revenue + taxed

    @cached_property
    def transfer(self) -> FloatArray:
        """T_n = E_n - Y_n - R_n."""
        return self.expenditure - self.income - self.revenue

    @cached_property
    def exports(self) -> FloatArray:
        """Sales abroad as recorded, before duty."""
        return sold_abroad(self.flows)

    @cached_property
    def imports(self) -> FloatArray:
        """Purchases abroad as recorded, before duty."""
        return bought_abroad(self.flows)

    @cached_property
    def pinned(self) -> npt.NDArray[np.intp]:
        """One economy [group] for each group that trades with no other: the largest, whose wage is the group's unit."""
        linked = (self.flows + self.flows.T > 0) | np.eye(len(self.names), dtype=bool)
        group = np.arange(len(self.names))
        for _ in self.names:
            merged = np.where(linked, group[:, None], len(group)).min(axis=EXPORTER)
            if (merged == group).all():
                break
            group = merged
        return np.array([np.where(group == g, self.income, -1.0).argmax() for g in np.unique(group)])

    def _check_parameters(self) -> None:
        checks.check_number("trade_elasticity", self.trade_elasticity, 0, open_below=True)
        checks.check_number("labour_supply_elasticity", self.labour_supply_elasticity, 0)
        checks.check_number("scale_elasticity", self.scale_elasticity, 0)
        checks.check_number("home_elasticity_ratio", self.home_elasticity_ratio, 0, 1, open_below=True)
        nu, phi = self.overhead_share, self.pass_through
        checks.refuse("overhead_share", nu, ~((nu >= 0) & (nu < 1)), self.names, "; it must be from 0 to below 1")
        checks.check_positive("pass_through", phi, self.names)
        plain = self.labour_supply_elasticity == self.scale_elasticity == 0 and not nu.any() and (phi == 1).all()
        if self.home_elasticity_ratio != 1 and not plain:
            raise ModelInputError(
                "home_elasticity_ratio",
                "cannot be combined with labour supply, scale, overhead or a pass-through other than 1",
            )


@dataclass(frozen=True, eq=False)
class Shock:
    """The new levels, [exporter, importer], after a change of policy or trade cost; None leaves the base as it is.

    ``tariff`` and ``export_tax`` are rates (ratios), not changes: what is not listed anew keeps its place in the array.
    ``cost_hat`` is the trade cost other than taxes, new over base; its diagonal is the cost of goods sold at home.
    """

    tariff: FloatArray | None = None
    export_tax: FloatArray | None = None
    cost_hat: FloatArray | None = None

    def levels(self, economy: Economy) -> tuple[FloatArray, FloatArray, FloatArray]:
        """t', x' and d [exporter, importer]. Raises ModelInputError naming a bad cell."""
        shape, names = economy.flows.shape, economy.names
        tariff, export_tax, cost = economy.tariff, economy.export_tax, np.ones(shape)
        if self.tariff is not None:
            tariff = checks.as_array("tariff", self.tariff, shape)
            checks.check_rates("tariff", tariff, names)
        if self.export_tax is not None:
            export_tax = checks.as_array("export_tax", self.export_tax, shape)
            checks.check_rates("export_tax", export_tax, names)
        if self.cost_hat is not None:
            cost = checks.as_array("cost_hat", self.cost_hat, shape)
            checks.check_positive("cost_hat", cost, names)
        return tariff, export_tax, cost
