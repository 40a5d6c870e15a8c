"""One-sector world general equilibrium: many economies, each with its own variety, exact changes from observed trade.

Armington (1969) demand in the exact hat algebra of Dekle, Eaton and Kortum (2008); the same equations are those of
Eaton-Kortum, Krugman and Melitz-Pareto, with the options of Ignatenko, Lashkaripour, Macedoni and Simonovska (2025).
The equations and their symbols stand in ``armington_system`` and ``armington_economy``, closures in ``closure``.

    world = Economy(names, flows, trade_elasticity=4.0, tariff=base_rates)
    after = solve(world, Shock(tariff=new_rates))
    after.real_income_hat, after.flows, after.revenue, after.residual

Method: Newton on ln w (and ln L) with the exact Jacobian, from the last solution if one is given; then from the base;
then in steps towards the shock; then damped towards clearing markets. Exactly the base and no step when nothing
changes. No figure leaves when a market is off by more than 1e-6.
"""

from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np
import numpy.typing as npt

from parley.models.armington_checks import check_can_balance
from parley.models.armington_economy import Economy, Shock
from parley.models.armington_equilibrium import Equilibrium
from parley.models.armington_jacobian import jacobian
from parley.models.armington_system import State, System
from parley.models.closure import Closure, check_closure
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.fixed_point import Root, damped, largest, newton

__all__ = ["Economy", "Equilibrium", "NotConvergedError", "Shock", "balanced", "solve", "varied"]

FloatArray = npt.NDArray[np.float64]

TOLERANCE = 1e-12  # aimed at; the last Newton step usually lands below it
ACCEPTED = 1e-9  # good enough not to try another way, where rounding stands in the way of TOLERANCE
REFUSED = 1e-6
MOST_STEPS = 30
DAMPED_STEPS = 3000
FAR = 8.0  # eps ln(1 + t')/(1 + t) beyond which the shock is approached in steps at once
PARTS = 4
LEAST_PART = 1 / 256


def solve(
    economy: Economy,
    shock: Shock,
    closure: Closure = "balanced",
    start: Equilibrium | None = None,
    numeraire: str | None = None,
) -> Equilibrium:
    """The equilibrium after ``shock`` under ``closure``, against the base (without deficits when balanced).

    ``start``: a solution for the same economies to begin from, such as the last position of a slider; it changes the
    time, not the answer. ``numeraire``: the economy whose wage is the unit of transfers, for the additive closure.

    Raises ModelInputError naming a bad cell before any solving, NotConvergedError when no equilibrium was found.
    """
    began = perf_counter()
    check_closure(closure)
    unit = None if numeraire is None else economy.index(numeraire)
    base = balanced(economy) if closure == "balanced" else economy
    tariff, export_tax, cost = shock.levels(base)
    system = System(base, tariff, export_tax, cost, closure, unit)
    if _is_base(system):
        return _unchanged(system, perf_counter() - began)
    root = _find(system, start)
    return _equilibrium(system, root, began)


def balanced(economy: Economy) -> Economy:
    """The same world without deficits, at unchanged tariffs: its flows are the equilibrium with every transfer zero.

    Computed once for an economy and kept. Raises ModelInputError for an economy that only exports or only imports,
    NotConvergedError.
    """
    if "balanced" not in economy.cache:
        check_can_balance(economy.exports, economy.imports, economy.names)
        system = System(economy, economy.tariff, economy.export_tax, np.ones(economy.flows.shape), "balanced")
        root = _find(system, economy.cache.get("start"))
        after = _equilibrium(system, root, perf_counter())
        purged = replace(economy, flows=after.flows)
        purged.cache["balanced"] = purged
        economy.cache["balanced"] = purged
        economy.cache["start"] = after
    return economy.cache["balanced"]  # type: ignore[no-any-return]


def varied(economy: Economy, trade_elasticity: float, home_elasticity_ratio: float | None = None) -> Economy:
    """The same base year at another elasticity; its deficits are removed anew, starting from those already removed."""
    ratio = economy.home_elasticity_ratio if home_elasticity_ratio is None else home_elasticity_ratio
    other = economy.with_elasticity(trade_elasticity, ratio)
    if "start" in economy.cache:
        other.cache["start"] = economy.cache["start"]
    return other


def _is_base(system: System) -> bool:
    base = system.economy
    same_taxes = (system.tariff == base.tariff).all() and (system.export_tax == base.export_tax).all()
    return bool(same_taxes and (system.cost_hat == 1).all())


def _start_of(system: System, start: Equilibrium | None) -> FloatArray:
    count = len(system.economy.names)
    if start is None:
        return np.zeros(count * (2 if system.has_labour else 1))
    if start.economy.names != system.economy.names:
        raise ModelInputError("start", "is a solution for other economies")
    log_wage = np.log(start.wage_hat)
    log_wage = log_wage - log_wage[system.economy.pinned[0]]
    return np.concatenate([log_wage, np.log(start.labour_hat)]) if system.has_labour else log_wage


def _find(system: System, near: Equilibrium | None) -> Root:
    """The root, by each method in turn until one reaches ACCEPTED; otherwise the best found."""
    start = _start_of(system, near)
    cold = np.zeros_like(start)
    tries = [partial(_newton, system, cold), partial(_in_parts, system, cold), partial(_slowly, system, cold)]
    if near is not None:
        guide = near.guide if near.guide is not None and len(near.guide) == len(start) else None
        tries.insert(0, partial(_newton, system, start, guide))
    elif _is_far(system):
        tries.pop(0)
    best, steps = Root(cold, np.inf, 0), 0
    for attempt in tries:
        root = attempt()
        steps += root.steps
        if root.residual < best.residual:
            best = root
        if best.residual <= ACCEPTED:
            break
    return replace(best, steps=steps)


def _newton(system: System, start: FloatArray, guide: FloatArray | None = None) -> Root:
    return newton(system.residual, partial(jacobian, system), start, TOLERANCE, MOST_STEPS, guide)


def _is_far(system: System) -> bool:
    base = system.economy
    grown = np.log1p(system.tariff) - np.log1p(base.tariff) + np.log1p(system.export_tax) - np.log1p(base.export_tax)
    return largest(base.trade_elasticity * base.pass_through * grown) > FAR


def _in_parts(system: System, start: FloatArray) -> Root:
    """Newton along the way from the base to the shock, taxes and costs moved in steps of their logs.

    A step that fails is halved, one that succeeds is followed by a longer one.
    """
    base, root = system.economy, Root(start, np.inf, 0)
    reached, step, steps = 0.0, 1 / PARTS, 0
    while reached < 1 and step >= LEAST_PART:
        part = min(1.0, reached + step)
        nearer = replace(
            system,
            tariff=_between(base.tariff, system.tariff, part),
            export_tax=_between(base.export_tax, system.export_tax, part),
            cost_hat=system.cost_hat**part,
        )
        tried = _newton(nearer, root.point)
        steps += tried.steps
        if tried.residual <= ACCEPTED:
            root, reached, step = tried, part, 1.5 * step
        else:
            step /= 2
    left = largest(system.residual(root.point)) if reached < 1 else root.residual
    return Root(root.point, left, steps, root.inverse)


def _between(base: FloatArray, new: FloatArray, part: float) -> FloatArray:
    rate: FloatArray = np.expm1((1 - part) * np.log1p(base) + part * np.log1p(new))
    return np.where(base == new, base, rate)


def _slowly(system: System, start: FloatArray) -> Root:
    """Wages follow excess demand, labour its supply, until Newton can finish."""
    count = len(system.economy.names)
    weight = np.full(len(start), -0.5)
    weight[:count] = 1 / (1 + system.economy.trade_elasticity)
    near = damped(system.residual, start, weight, TOLERANCE, DAMPED_STEPS)
    root = _newton(system, near.point)
    return replace(root, steps=root.steps + near.steps)


def _unchanged(system: System, seconds: float) -> Equilibrium:
    base, one = system.economy, np.ones(len(system.economy.names))
    return Equilibrium(
        economy=base,
        closure=system.closure,
        tariff=system.tariff,
        export_tax=system.export_tax,
        cost_hat=system.cost_hat,
        wage_hat=one,
        labour_hat=one,
        price_hat=one,
        trade_share=base.trade_share,
        income=base.income,
        expenditure=base.expenditure,
        revenue=base.revenue,
        transfer=base.transfer,
        residual=0.0,
        iterations=0,
        seconds=seconds,
    )


def _equilibrium(system: System, root: Root, began: float) -> Equilibrium:
    if not root.residual <= REFUSED:
        raise NotConvergedError(root.residual, root.steps)
    state = _in_world_units(system, root.point)
    residual = largest(system.gaps(state))
    if not residual <= REFUSED:
        raise NotConvergedError(residual, root.steps)
    return Equilibrium(
        economy=system.economy,
        closure=system.closure,
        tariff=system.tariff,
        export_tax=system.export_tax,
        cost_hat=system.cost_hat,
        wage_hat=state.wage,
        labour_hat=state.labour,
        price_hat=np.exp(state.log_price),
        trade_share=system.all_shares(state),
        income=state.income,
        expenditure=state.expenditure,
        revenue=state.revenue,
        transfer=state.transfer.value,
        residual=residual,
        iterations=root.steps,
        seconds=perf_counter() - began,
        guide=root.inverse,
    )


def _in_world_units(system: System, point: FloatArray) -> State:
    """The state with wages scaled so that world factor income is that of the base."""
    log_wage, log_labour = system.split(point)
    income = system.economy.income
    log_wage = log_wage - np.log((np.exp(log_wage + log_labour) @ income) / income.sum())
    return system.evaluate(np.concatenate([log_wage, log_labour]) if system.has_labour else log_wage)
