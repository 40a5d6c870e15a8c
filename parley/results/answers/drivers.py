"""What an answer of the world model rests on: one parameter at a time, and the range of real income over draws."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.draws import world_spreads
from parley.models.errors import NotConvergedError
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.sensitivity import first_order_shares
from parley.models.uncertainty import Tornado, draw_parameters
from parley.results.answers.base_world import ELASTICITIES, SIDES, Switches, places, real_income_changes, switches_of
from parley.results.answers.world_bands import PAGE_DRAWS, changes, design_of, world_ranges
from parley.tables.parameters import parameter

SETTLED = 9  # decimals of a percentage that an equilibrium is exact to


def income_drivers(scenario: Scenario) -> pd.DataFrame:
    """Real income of the United States and of China with one parameter at a time at its low and high.

    The others stay where the scenario has them. Columns of ``tornado_table``; ``outcome`` is the economy, and
    ``value``, ``unit``, ``status``, ``citation`` say where the parameter stands and what it rests on. Two tiers of
    demand and labour that answers exclude each other in the model, so a bar is left out where the scenario sets the
    other. Raises NotConvergedError when the central case has no answer.
    """
    as_set = switches_of(scenario)
    central = real_income_changes(scenario, as_set)
    names = _movable(as_set)
    ends = {}
    for end in ("low", "high"):
        moved = [replace(as_set, **{name: getattr(parameter(ELASTICITIES[name]), end)}) for name in names]
        ends[end] = np.array([_or_nan(scenario, switches) for switches in moved])
    swings = Tornado(tuple(ELASTICITIES[name] for name in names), central, ends["low"], ends["high"])
    table = tornado_table(swings, SIDES)
    where = {ELASTICITIES[name]: getattr(as_set, name) for name in names}
    entries = [parameter(name) for name in table["parameter"]]
    return table.assign(
        value=table["parameter"].map(where),
        unit=[entry.unit for entry in entries],
        status=[entry.status for entry in entries],
        citation=[", ".join(entry.citation) for entry in entries],
    )


def _movable(switches: Switches) -> list[str]:
    """The elasticities that can be moved alone from here."""
    excluded = set()
    if switches.labour_supply_elasticity != 0:
        excluded.add("home_elasticity_ratio")
    if switches.home_elasticity_ratio != 1:
        excluded.add("labour_supply_elasticity")
    return [name for name in ELASTICITIES if name not in excluded]


def _or_nan(scenario: Scenario, switches: Switches) -> FloatArray:
    try:
        return real_income_changes(scenario, switches)
    except NotConvergedError:
        return np.full(len(SIDES), np.nan)  # The bar then has no such end, and the table says so.


def income_shares(scenario: Scenario, draws: int = PAGE_DRAWS) -> pd.DataFrame:
    """What makes real income vary over the draws behind its range: columns economy, parameter, title, share_pct, draws.

    First-order shares of the variance over the draws with an answer (``models.sensitivity``); the row ``together`` is
    what no parameter does alone. Without a moved duty nothing varies, and shares are missing. Raises as
    ``world_bands.changes``, ModelInputError for fewer than four draws with an answer.
    """
    spreads = world_spreads(design_of(scenario))
    moved = np.round(changes(scenario, draws)[:, places()], SETTLED)
    solved = ~np.isnan(moved).any(axis=1)
    values = draw_parameters(spreads, draws)
    shares = 100 * first_order_shares(values[solved], moved[solved])
    rows = [
        (economy, spread.name, parameter(spread.name).title, shares[k, side])
        for side, economy in enumerate(SIDES)
        for k, spread in enumerate(spreads)
    ]
    rows += [(economy, "together", "", 100 - shares[:, side].sum()) for side, economy in enumerate(SIDES)]
    table = pd.DataFrame(rows, columns=["economy", "parameter", "title", "share_pct"])
    return table.assign(draws=int(solved.sum()))


def income_ranges(scenario: Scenario, draws: int = PAGE_DRAWS) -> dict[str, tuple[float, float, float]]:
    """Real income of each side in percent under the scenario's closure: value, and the ends of its range over draws.

    Raises NotConvergedError when the scenario has no answer.
    """
    return dict(zip(SIDES, _income_ranges(replace(scenario, title=""), draws), strict=True))


@lru_cache(maxsize=48)
def _income_ranges(scenario: Scenario, draws: int) -> tuple[tuple[float, float, float], ...]:
    rows = pd.DataFrame({"economy": SIDES, "real_income_change_pct": 100 * real_income_changes(scenario)})
    ranges = world_ranges(scenario, draws).beside(rows, "by_economy", "real_income_change_pct")
    return tuple(ranges[["real_income_change_pct", "low_pct", "high_pct"]].itertuples(index=False, name=None))


def tornado_table(swings: Tornado, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per outcome and parameter, the longest bar first: the parameter's ends and the outcome at each.

    ``central_pct`` is the outcome with every parameter at its value; ``at_low_pct`` and ``at_high_pct`` are null
    where the model had no answer, and such a bar has no length.
    """
    rows = [
        (name, knob, *_ends(knob), 100 * swings.central[o], 100 * swings.low[k, o], 100 * swings.high[k, o])
        for o, name in enumerate(outcomes)
        for k, knob in enumerate(swings.names)
    ]
    columns = ["outcome", "parameter", "title", "low", "high", "central_pct", "at_low_pct", "at_high_pct"]
    frame = pd.DataFrame(rows, columns=columns)
    ends = frame[["central_pct", "at_low_pct", "at_high_pct"]]
    length = ends.max(axis=1, skipna=False) - ends.min(axis=1, skipna=False)
    order = frame.assign(swing_pp=length, place=frame["outcome"].map({n: k for k, n in enumerate(outcomes)}))
    ordered = order.sort_values(["place", "swing_pp"], ascending=[True, False], kind="stable", ignore_index=True)
    return ordered.drop(columns="place")


def _ends(name: str) -> tuple[str, float, float]:
    entry = parameter(name)
    return entry.title, entry.low, entry.high
