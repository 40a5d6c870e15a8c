"""The one-sector world at every draw of its elasticities, at rest on a day: kept, and solved as one batch."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from parley.calibration.draws import world_spreads
from parley.calibration.policy_world import TariffLevels
from parley.models.armington import Economy, balanced, varied
from parley.models.armington_batch import Batch, BatchEquilibrium, batch_of, solve_batch
from parley.models.closure import CLOSURES, Closure
from parley.models.errors import NotConvergedError
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.uncertainty import draw_parameters
from parley.results.answers.product_solution import at_rest
from parley.results.answers.world import levels_of, world

DRAWS = 64


@dataclass(frozen=True, eq=False)
class DrawnWorlds:
    """``batch``: the draws with a world at rest; ``parameters`` [draw, (trade elasticity, ratio)]; ``wanted`` draws."""

    batch: Batch
    parameters: FloatArray
    wanted: int


@lru_cache(maxsize=4)  # 10 MB each
def worlds_at_rest(resting: Scenario, closure: Closure, draws: int = DRAWS) -> DrawnWorlds:
    """The worlds at the duties of a day (``at_rest``), one a draw of the trade elasticity and the ratio of the tiers.

    Raises NotConvergedError when none has an answer, and as ``world.levels_of`` does.
    """
    base = _worlds_of_base_year(closure, draws)
    rest = solve_batch(base.batch, levels_of(resting).before)
    if not rest.solved.any():
        raise NotConvergedError(float(rest.residual.min()), 0)
    return DrawnWorlds(rest.at_rest(), base.parameters[rest.solved], draws)


@lru_cache(maxsize=len(CLOSURES))  # 10 MB each
def _worlds_of_base_year(closure: Closure, draws: int) -> DrawnWorlds:
    """The same in the model's year; deficits are removed anew at each draw when the closure is balanced."""
    bases: list[Economy] = []
    kept = []
    failure = NotConvergedError(float("inf"), 0)
    parameters = draw_parameters(world_spreads("demand"), draws)
    for number, (elasticity, ratio) in enumerate(parameters.tolist()):
        economy = varied(world().economy, elasticity, ratio)
        try:
            bases.append(balanced(economy) if closure == "balanced" else economy)
        except NotConvergedError as error:
            failure = error
            continue
        kept.append(number)
    if not bases:
        raise failure
    return DrawnWorlds(batch_of(bases, closure), parameters[kept], draws)


def holds(scenario: Scenario, levels: TariffLevels) -> bool:
    """Whether a batch holds the scenario: fixed labour and no tax on exports."""
    return not scenario.labour_supply_elasticity and not bool(levels.export_tax.any())


@lru_cache(maxsize=2)  # 3.3 MB each
def solve_draws(scenario: Scenario, closure: Closure, draws: int = DRAWS) -> tuple[DrawnWorlds, BatchEquilibrium]:
    """Every draw after the scenario, against its own rest; see ``BatchEquilibrium.solved``. Raises as above."""
    worlds = worlds_at_rest(at_rest(scenario), closure, draws)
    return worlds, solve_batch(worlds.batch, levels_of(scenario).after)


def outcomes(worlds: DrawnWorlds, after: BatchEquilibrium) -> FloatArray:
    """Changes at every draw [outcome, draw]: ``of_economies``, then ``of_flows``."""
    count = len(worlds.batch.names)
    values = np.empty((5 * count + count**2, len(after.residual)))
    _put_economies(after, values[: 5 * count])
    _put_flows(after, values[5 * count :])
    return _at_all_draws(worlds, after, values)


def of_economies(worlds: DrawnWorlds, after: BatchEquilibrium) -> FloatArray:
    """Changes at every draw [outcome, draw]: real income, prices, exports, imports in percent, revenue in money, by
    economy. Columns of draws without an answer are nan.
    """
    values = np.empty((5 * len(worlds.batch.names), len(after.residual)))
    _put_economies(after, values)
    return _at_all_draws(worlds, after, values)


def of_flows(worlds: DrawnWorlds, after: BatchEquilibrium) -> FloatArray:
    """Changes of flows in percent at every draw [exporter and importer, draw]; columns as ``of_economies``."""
    values = np.empty((len(worlds.batch.names) ** 2, len(after.residual)))
    _put_flows(after, values)
    return _at_all_draws(worlds, after, values)


def _put_economies(after: BatchEquilibrium, values: FloatArray) -> None:
    batch = after.batch
    by_outcome = values.reshape(5, len(batch.names), -1)
    by_outcome[0] = after.real_income_hat.T
    by_outcome[1] = after.price_hat.T
    by_outcome[2] = (after.exports / batch.exports).T
    by_outcome[3] = (after.imports / batch.imports).T
    by_outcome[4] = (after.revenue - batch.revenue).T
    _to_percent(by_outcome[:4])


def _put_flows(after: BatchEquilibrium, values: FloatArray) -> None:
    count = len(after.batch.names)
    after.flow_hats(values.reshape(count, count, -1))
    _to_percent(values)


def _to_percent(hats: FloatArray) -> None:
    np.subtract(np.multiply(hats, 100, out=hats), 100, out=hats)


def _at_all_draws(worlds: DrawnWorlds, after: BatchEquilibrium, values: FloatArray) -> FloatArray:
    """What was found [outcome, draw] with nan at draws without an answer, those without a world at rest last."""
    values[:, ~after.solved] = np.nan
    missing = np.full((len(values), worlds.wanted - len(after.residual)), np.nan)
    return values if not missing.size else np.concatenate([values, missing], axis=1)
