"""The world models' figures for the table that sets all models side by side, by closure: central, ends and draws.

Percentages are the models' own; dollars are recorded trade: an origin's imports of the last twelve months v times the
model's change of them v^, duty R = sum t v before and R' = sum t' v v^ after, with the product model's mean duties t.
They stand with the closure that keeps each deficit's ratio to own income; the world without deficits, whose US imports
are a quarter smaller than recorded, gives percentages alone. The sector model's data hold no deficits, so it has one
closure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from parley.calibration.policy import CHINA, US
from parley.calibration.policy_world import TariffLevels
from parley.calibration.product_bases import TradeBase
from parley.calibration.world import EUROPEAN_UNION, REST, union_members
from parley.measures.icio_sectors import MERGED_ECONOMIES
from parley.models.armington import Equilibrium
from parley.models.armington_batch import BatchEquilibrium
from parley.models.caliendo_parro_2015 import SectorEquilibrium, SectorShock
from parley.models.caliendo_parro_2015 import solve as solve_sectors
from parley.models.closure import Closure
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.results.answers import sectors, world, world_draws
from parley.results.answers.product_solution import at_rest, base_of
from parley.results.compared.agreement import Figures, Key
from parley.tables.parameters import parameter

CLOSURES: tuple[Closure, ...] = ("balanced", "share_of_own_income")
LEVELS: Closure = "share_of_own_income"
NO_DEFICITS = "no_deficits"
SHOWN = 8  # economies with a row of their own beside the two, the largest traders


@dataclass(frozen=True, eq=False)
class Told:
    """What a solved world says of one economy's trade; ratios new over old, [exporter] of US imports, or [draw, ...].

    ``imports``: v^ by exporter; ``exports``, ``exports_to_china``: of the United States; ``price``: of its imports with
    duty over its wage; ``income``: real income by economy.
    """

    imports: FloatArray
    exports: FloatArray
    exports_to_china: FloatArray
    price: FloatArray
    income: FloatArray


@dataclass(frozen=True, eq=False)
class Trade:
    """Recorded US imports by exporter of a model, v, and the mean duties before and after on them, t and t'."""

    value_usd: FloatArray
    before: FloatArray
    after: FloatArray


@dataclass(frozen=True, eq=False)
class Frame:
    """Economies of a model with their expenditure in US dollars, and trade recorded."""

    names: tuple[str, ...]
    expenditure_usd: FloatArray
    trade: Trade

    @cached_property
    def shown(self) -> list[int]:
        """Places of the economies with rows, those of ``_economies_shown`` that the model has."""
        return [self.names.index(name) for name in _economies_shown() if name in self.names]

    def figures(self, point: Told, in_money: bool) -> list[tuple[Key, FloatArray]]:
        """Every figure of what a model says; arrays are scalars or [draw]."""
        trade, china = self.trade, self.names.index(CHINA)
        now = trade.value_usd * point.imports
        figures = [
            (("imports_from_china", US, ""), 100 * (point.imports[..., china] - 1)),
            (("imports", US, ""), 100 * (now.sum(axis=-1) / trade.value_usd.sum() - 1)),
            (("us_exports_to_china", US, ""), 100 * (point.exports_to_china - 1)),
            (("us_exports", US, ""), 100 * (point.exports - 1)),
            (("buyers_prices", US, ""), 100 * (point.price - 1)),
            *((("real_income", self.names[place], ""), 100 * (point.income[..., place] - 1)) for place in self.shown),
        ]
        if in_money:
            base = float(trade.value_usd @ trade.before)
            treasury = now @ trade.after - base
            figures += [(("treasury", US, ""), treasury), (("treasury_share", US, ""), 100 * treasury / base)]
            figures += [
                (
                    ("real_income_usd", self.names[place], ""),
                    (point.income[..., place] - 1) * self.expenditure_usd[place],
                )
                for place in self.shown
            ]
        return figures


@lru_cache(maxsize=1)
def _economies_shown() -> tuple[str, ...]:
    """The two sides and the economies with the largest expenditure in the one-sector world; the same in every model,
    so that a row of all models leaves none out that has the economy.
    """
    economy = world.world().economy
    by_size = [economy.names[place] for place in np.argsort(-economy.expenditure)]
    return (US, CHINA, *[name for name in by_size if name not in (US, CHINA, REST)][:SHOWN])


def plain(rows: Sequence[tuple[Key, FloatArray]]) -> Figures:
    """Figures of one answer as floats; each array holds one number."""
    return {key: float(value) for key, value in rows}


def recorded_by_place(
    base: TradeBase, names: Sequence[str], within: Mapping[str, str], flows: FloatArray
) -> FloatArray:
    """US imports recorded by exporter of a model [exporter]; an origin no model names is in REST, if there is one.

    The first print of 2024 has the European Union as one: its members share it as their exports in the model do.
    """
    value = np.zeros(len(names))
    place = {name: number for number, name in enumerate(names)}
    members = [place[name] for name in names if name in union_members()]
    for origin, usd in base.by_origin_usd.items():
        name = within.get(str(origin), str(origin))
        if origin == EUROPEAN_UNION:
            value[members] += usd * flows[members] / flows[members].sum()
        elif name in place:
            value[place[name]] += usd
        elif REST in place:
            value[place[REST]] += usd
    value[place[US]] = 0.0
    return value


# --- one sector


def world_frame(scenario: Scenario, levels: TariffLevels) -> Frame:
    """Economies and recorded trade of the one-sector world."""
    economy, us = world.world().economy, world.world().economy.index(US)
    within = dict.fromkeys(world.world().members, REST)
    value = recorded_by_place(base_of(scenario), tuple(economy.names), within, economy.flows[:, us])
    return Frame(tuple(economy.names), economy.expenditure, Trade(value, levels.before[:, us], levels.after[:, us]))


def world_told(before: Equilibrium, after: Equilibrium) -> Told:
    """What two solved worlds say of US trade."""
    names = list(before.economy.names)
    us, china = names.index(US), names.index(CHINA)
    then, now = before.flows, after.flows
    grown = np.divide(now, then, out=np.ones_like(now), where=then > 0)
    wage = after.wage_hat / before.wage_hat
    rise = wage * (1 + after.tariff[:, us]) / (1 + before.tariff[:, us])
    weight = then[:, us] * (1 + before.tariff[:, us])
    weight[us] = 0.0
    eps = before.economy.trade_elasticity
    price = (weight @ rise**-eps / weight.sum()) ** (-1 / eps) / wage[us]
    return Told(
        imports=grown[:, us],
        exports=np.array(after.exports[us] / before.exports[us]),
        exports_to_china=np.array(grown[us, china]),
        price=np.array(price),
        income=after.real_income_hat / before.real_income_hat,
    )


def _growth(before: FloatArray, now: FloatArray) -> FloatArray:
    """New over old flows; 1 where there were none."""
    grown: FloatArray = np.divide(now, before, out=np.ones_like(now), where=before > 0)
    return grown


def drawn_told(worlds: world_draws.DrawnWorlds, after: BatchEquilibrium) -> Told:
    """The same at every draw with an answer, [draw, ...]."""
    batch, names = worlds.batch, list(worlds.batch.names)
    us, china = names.index(US), names.index(CHINA)
    imports, to_china = (_growth(batch.flows(place), after.flows(place)) for place in (us, china))
    rise = after.wage_hat * ((1 + after.tariff[:, us]) / (1 + batch.tariff[:, us]))
    eps, weight = batch.elasticity[:, None], batch.share[:, :, us]
    price = ((weight * rise**-eps).sum(axis=1) / weight.sum(axis=1)) ** (-1 / batch.elasticity) / after.wage_hat[:, us]
    solved = after.solved
    return Told(
        imports=imports[solved],
        exports=(after.exports / batch.exports)[solved, us],
        exports_to_china=to_china[solved, us],
        price=price[solved],
        income=after.real_income_hat[solved],
    )


def world_point(scenario: Scenario) -> tuple[Equilibrium, Equilibrium, TariffLevels]:
    """The world before and after under the scenario's closure and options."""
    solved = world.point(scenario)
    return solved.before, solved.after, solved.levels


def world_switches(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """The scenario with one assumption of the world at an end, by name."""
    eps, rho = parameter("trade_elasticity"), parameter("home_foreign_elasticity_ratio")
    for value in (eps.low, eps.high):
        yield f"trade elasticity {value:g}", replace(scenario, trade_elasticity=value)
    if not scenario.labour_supply_elasticity:
        yield "one tier of demand", replace(scenario, home_elasticity_ratio=1.0)
        yield f"two tiers of demand at {rho.low:g}", replace(scenario, home_elasticity_ratio=rho.low)
        labour = parameter("labour_supply_elasticity")
        yield (
            f"labour supply elasticity {labour.high:g}",
            replace(scenario, home_elasticity_ratio=None, labour_supply_elasticity=labour.high),
        )


# --- by industry


def sector_worlds(scenario: Scenario, end: sectors.End) -> tuple[SectorEquilibrium, SectorEquilibrium, TariffLevels]:
    """The sector model before and after. Raises ScenarioError for what it cannot hold, NotConvergedError."""
    levels = sectors.levels_of(scenario)
    before = sectors.baseline(at_rest(scenario), "balanced", end)
    shock = SectorShock(tariff=levels.after, export_tax=levels.export_tax)
    after = solve_sectors(sectors.economy_at(end), shock, "balanced", start=before)
    return before, after, levels


def sector_frame(scenario: Scenario, before: SectorEquilibrium, levels: TariffLevels) -> Frame:
    """Economies and recorded trade of the sector model: an exporter's goods in the model's own proportions.

    Mean duties after are those of the goods as they were bought before, so that ``sector_told`` weighs v^ the same.
    """
    names, goods = tuple(before.economy.countries), sectors.sectors().is_goods
    us = names.index(US)
    flows = before.flows_to(us) * goods
    flows[us] = 0.0
    total = flows.sum(axis=1)
    value = recorded_by_place(base_of(scenario), names, MERGED_ECONOMIES, total)
    share = np.divide(flows, total[:, None], out=np.zeros_like(flows), where=total[:, None] > 0)
    by_good = (value[:, None] * share).ravel()
    return Frame(
        names,
        before.expenditure,
        Trade(by_good, levels.before[:, us, :].ravel(), levels.after[:, us, :].ravel()),
    )


def sector_figures(frame: Frame, before: SectorEquilibrium, after: SectorEquilibrium) -> Figures:
    """Every figure of the sector model."""
    names, goods = list(frame.names), sectors.sectors().is_goods
    us, china = names.index(US), names.index(CHINA)
    then, now = before.flows_to(us), after.flows_to(us)
    grown = _growth(then, now)
    abroad = np.delete(np.arange(len(names)), us)
    theta = before.economy.trade_elasticity
    paid = [flows * (1 + side.tariff[:, us]) for flows, side in ((then, before), (now, after))]
    bought = [np.divide(of[abroad].sum(axis=0), of.sum(axis=0), where=of.any(axis=0), out=0 * theta) for of in paid]
    foreign = np.divide(bought[1], bought[0], out=np.ones_like(theta), where=bought[0] > 0)
    composite = after.price_hat[us] / before.price_hat[us]
    weight = paid[0][abroad].sum(axis=0) * goods
    rise = composite * foreign ** (-1 / theta)
    wage = after.wage_hat[us] / before.wage_hat[us]
    price = np.exp(weight @ np.log(np.where(weight > 0, rise, 1.0)) / weight.sum()) / wage
    trade = frame.trade
    value = trade.value_usd * grown.ravel()
    base = float(trade.value_usd @ trade.before)
    treasury = float(value @ trade.after) - base
    of_china = slice(china * len(theta), (china + 1) * len(theta))
    sold = [side.flows_from(us)[:, goods].sum(axis=1) for side in (before, after)]
    exported, to_china = ([float(of[place].sum()) for of in sold] for place in (abroad, china))
    income = after.real_income_hat / before.real_income_hat - 1
    return {
        ("imports_from_china", US, ""): 100 * float(value[of_china].sum() / trade.value_usd[of_china].sum() - 1),
        ("imports", US, ""): 100 * float(value.sum() / trade.value_usd.sum() - 1),
        ("us_exports_to_china", US, ""): 100 * float(to_china[1] / to_china[0] - 1),
        ("us_exports", US, ""): 100 * float(exported[1] / exported[0] - 1),
        ("buyers_prices", US, ""): 100 * float(price - 1),
        ("treasury", US, ""): treasury,
        ("treasury_share", US, ""): 100 * treasury / base,
        **{("real_income", names[place], ""): 100 * float(income[place]) for place in frame.shown},
        **{
            ("real_income_usd", names[place], ""): float(income[place] * frame.expenditure_usd[place])
            for place in frame.shown
        },
    }
