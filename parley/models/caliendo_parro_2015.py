"""Many countries, many sectors with input-output links, tariffs with revenue: the model of Caliendo and Parro (2015).

A shock moves tariffs, export taxes or trade costs to new levels; ``solve`` finds wages, prices and spending at which
equations (1) to (8) of ``sector_equations`` hold, in exact hat algebra: no trade cost, productivity or labour force
need be known, only shares, elasticities and values of the base year (``sector_economy``). Factors are fixed and move
freely between the sectors of a country. World factor income is the unit of all values.

Source: Caliendo, L. and Parro, F. (2015), "Estimates of the Trade and Welfare Effects of NAFTA", Review of Economic
Studies 82(1). What differs: deficits close by one of the four rules of ``closure``; export taxes stand beside tariffs;
welfare is exact real income, income over its price index, with the paper's first-order measure in ``sector_welfare``.

With one sector and no inputs it is the one-sector model with fixed labour.
"""

import time
from dataclasses import replace

import numpy as np

from parley.models.closure import Closure
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.sector_base import base_of
from parley.models.sector_economy import SectorEconomy, SectorShock
from parley.models.sector_equations import Accounts, State, accounts
from parley.models.sector_equilibrium import SectorEquilibrium, at_base
from parley.models.sector_response import ROUGH, steering_at
from parley.models.sector_solver import Found, System, find_state
from parley.models.sector_weights import Levels, legs, levels_of, longest_way, shocked_weights

__all__ = ["ModelInputError", "NotConvergedError", "SectorEconomy", "SectorEquilibrium", "SectorShock", "solve"]

TOLERANCE = 1e-9
MOST_RESIDUAL = 1e-6  # No figure leaves with more.
LONG_WAY = 8.0  # A change of theta ln kappa beyond this is walked in legs.
LEGS = 4
LEG_TOLERANCE = 1e-3
MANY_SWEEPS = 15  # More from a start nearby: its derivatives are of too far away, and the next start renews them.


def solve(
    economy: SectorEconomy,
    shock: SectorShock,
    closure: Closure = "balanced",
    start: SectorEquilibrium | None = None,
    *,
    numeraire: str | None = None,
    tolerance: float = TOLERANCE,
) -> SectorEquilibrium:
    """The equilibrium at the taxes and costs of ``shock``, by accelerated sweeps from ``start`` or from the base.

    ``start``: an earlier answer to begin from, such as the last position of a slider; it moves the result by no more
    than the tolerance, and is not used when it has another base. ``numeraire``: the country whose wage is the unit of
    transfers, for the additive closure; the mean wage of the world when None. Without any change the base itself is
    returned, after no sweep.

    Raises ModelInputError naming a bad cell before anything is solved, NotConvergedError when the equations were not
    solved to 1e-6: a shock may have no equilibrium where transfers are fixed.
    """
    began = time.perf_counter()
    tariff, export_tax, cost = shock.levels(economy)
    base = base_of(economy, closure, None if numeraire is None else economy.country(numeraire))
    end = levels_of(economy, tariff, export_tax, cost)
    if not len(end.cells):
        return at_base(economy, closure, base, time.perf_counter() - began)
    near = cold = at_base(economy, closure, base, 0.0)
    if start is not None and start.base is base:
        near = _renewed(start) if start.is_stale else start
    count = LEGS if longest_way(economy, near.levels, end) > LONG_WAY else 1
    system, result = _walk(near, end, count, tolerance)
    if not result.residual <= MOST_RESIDUAL:
        before = result.sweeps
        system, result = _walk(cold, end, 2 * LEGS, tolerance)
        result = replace(result, sweeps=before + result.sweeps)
    if not result.residual <= MOST_RESIDUAL:
        raise NotConvergedError(result.residual, result.sweeps)
    state, at = _in_world_income(system, result.state)
    return SectorEquilibrium(
        economy=economy,
        closure=closure,
        base=base,
        solved=system,
        steering=system.steering,
        state=state,
        at=at,
        levels=end,
        residual=result.residual,
        iterations=result.sweeps,
        converged=result.residual <= tolerance,
        seconds=time.perf_counter() - began,
        memory=result.memory,
        is_stale=near is not cold and count == 1 and result.sweeps > MANY_SWEEPS,
    )


def _renewed(start: SectorEquilibrium) -> SectorEquilibrium:
    """A start with derivatives of its own place, where those it was found with are of another."""
    system = start.system
    return replace(
        start,
        solved=None,
        steering=steering_at(system.technology, system.weights, start.state, ROUGH),
        memory=None,
        is_stale=False,
    )


def _walk(start: SectorEquilibrium, end: Levels, count: int, tolerance: float) -> tuple[System, Found]:
    """From the start to the end in ``count`` legs: the equations there, and their solution with all sweeps counted."""
    economy, base, steering = start.economy, start.base, start.steering
    result = Found(start.state, float("inf"), 0, start.memory)
    for number, levels in enumerate(legs(economy, start.levels, end, count), start=1):
        system = System(base.technology, shocked_weights(economy, base.weights, levels), steering)
        wanted = tolerance if number == count else max(tolerance, LEG_TOLERANCE)
        before = result.sweeps
        result = find_state(system, result.state, wanted, result.memory)
        result = replace(result, sweeps=before + result.sweeps)
        if not result.residual <= max(wanted, MOST_RESIDUAL):
            break  # No equilibrium on the way there: none is looked for beyond.
    return system, result


def _in_world_income(system: System, state: State) -> tuple[State, Accounts]:
    """The state with world factor income as in the base, and its accounts."""
    income = system.technology.value_added
    log_unit = np.log(np.exp(state.log_wage) @ income / income.sum())
    scaled = State(state.log_wage - log_unit, state.log_price - log_unit, state.expenditure / np.exp(log_unit))
    at = accounts(system.technology, system.weights, scaled)
    return State(scaled.log_wage, at.log_price, scaled.expenditure), at
