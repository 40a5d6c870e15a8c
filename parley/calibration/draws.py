"""The parameter ranges of ``data/parameters.toml`` as spreads, and the one-sector world model as a function of a draw.

Two designs, because two tiers of demand and endogenous labour exclude each other in the model: ``demand`` draws the
trade elasticity and the ratio of the elasticities of the two tiers, ``labour`` the trade elasticity and that of labour
supply. Their bands are shown apart, as are those of the closures.

The spreads' range is drawn evenly, the trade elasticity from a lognormal distribution; see each parameter's note.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, get_args
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from parley.models.armington import Economy, Equilibrium, Shock, solve
from parley.models.closure import Closure
from parley.models.errors import ModelInputError
from parley.models.uncertainty import Model, Spread
from parley.tables.parameters import parameter

FloatArray = npt.NDArray[np.float64]
Design = Literal["demand", "labour"]
DESIGNS: tuple[Design, ...] = get_args(Design)
SECOND = {"demand": "home_foreign_elasticity_ratio", "labour": "labour_supply_elasticity"}
# Of a solved world to a row of figures, such as the real income of two economies.
Outcomes = Callable[[Equilibrium], FloatArray]
# The economy of the draw solved last, and its solution.
WorldState = tuple[Economy, Equilibrium]


def spread(name: str) -> Spread:
    """The range of a parameter, drawn evenly between its low and high."""
    entry = parameter(name)
    return Spread(name, entry.value, entry.low, entry.high)


def trade_elasticity_spread() -> Spread:
    """The trade elasticity: lognormal around its value; low and high are the 5th and 95th percentile."""
    entry, log_sd = parameter("trade_elasticity"), parameter("trade_elasticity_log_sd").value
    return Spread(entry.name, entry.value, entry.low, entry.high, "lognormal", log_sd)


def world_spreads(design: Design = "demand") -> tuple[Spread, Spread]:
    """The spreads of a design, the trade elasticity first. Raises ModelInputError for an unknown design."""
    if design not in SECOND:
        raise ModelInputError("design", f"is {design!r}; use one of {', '.join(DESIGNS)}")
    return trade_elasticity_spread(), spread(SECOND[design])


def world_model(
    economy: Economy,
    shock: Shock,
    closure: Closure,
    outcomes: Outcomes,
    design: Design = "demand",
) -> Model[WorldState]:
    """The outcomes after ``shock`` as a function of the trade elasticity and the second parameter of the design.

    The base year is recalibrated at each draw: its deficits are removed anew at that elasticity when the closure is
    balanced, once for an economy, and remembered. Every solve starts from that of the neighbouring draw. In the design
    ``demand`` other options of the economy must be off, as the model demands.
    """

    def at(parameters: FloatArray, near: WorldState | None) -> tuple[FloatArray, WorldState]:
        key = (design, float(parameters[0]), float(parameters[1]))
        purged = _PURGED.setdefault(economy, {}).get(key) if closure == "balanced" else None
        last, after = near or (None, None)
        world = purged or _drawn(economy, key, last)
        after = solve(world, shock, closure, start=after)
        if closure == "balanced":
            _PURGED[economy].setdefault(key, after.economy)
        return outcomes(after), (world, after)

    return at


Key = tuple[Design, float, float]
# The economy without deficits at each draw already solved, 0.1 MB a draw of 80 economies; gone with the economy.
_PURGED: WeakKeyDictionary[Economy, dict[Key, Economy]] = WeakKeyDictionary()


def _drawn(economy: Economy, key: Key, near: Economy | None) -> Economy:
    """The economy at a draw. ``near``: the draw before, whose trade without deficits is a start for this one's."""
    design, elasticity, second = key
    if design == "demand":
        world = replace(economy, trade_elasticity=elasticity, home_elasticity_ratio=second)
    else:
        world = replace(
            economy, trade_elasticity=elasticity, labour_supply_elasticity=second, home_elasticity_ratio=1.0
        )
    if near is not None and "start" in near.cache:
        world.cache["start"] = near.cache["start"]
    return world
