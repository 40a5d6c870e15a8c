"""The sector model's base: the equilibrium at unchanged taxes under a closure, and what speeds up solving from it.

Hats are relative to this base. Under the balanced closure it is the economy without its deficits; under the others it
is the economy as given, brought to an equilibrium where its figures are one only nearly.
"""

from dataclasses import dataclass

import numpy as np

from parley.models.armington_checks import check_can_balance
from parley.models.axes import EXPORTER, IMPORTER, SECTOR, TURNED_EXPORTER, turned
from parley.models.closure import Closure, Transfers, check_closure, transfers
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.sector_economy import FloatArray, SectorEconomy
from parley.models.sector_equations import Accounts, State, Technology, Weights, accounts, trade_shares
from parley.models.sector_response import Steering, own_spending_inverse, steering_at
from parley.models.sector_solver import System, find_state, largest
from parley.models.sector_weights import KeptWeights, base_weights, kept

BASE_TOLERANCE = 1e-12
MOST_RESIDUAL = 1e-9
MOST_SWEEPS = 2000
REUSE_BELOW = 0.02  # Derivatives are kept when clearing the base moved no wage by more than this in logs.


@dataclass(frozen=True, eq=False)
class Base:
    """A base equilibrium: wages and prices are 1 in ``state``; ``at`` are its accounts, ``iterations`` the sweeps."""

    technology: Technology
    weights: KeptWeights
    steering: Steering
    state: State
    at: Accounts
    residual: float
    iterations: int


def base_of(economy: SectorEconomy, closure: Closure, numeraire: int | None) -> Base:
    """The base of an economy under a closure; found once and held by the economy.

    Raises ModelInputError when input shares leave a country without income from its own sales, NotConvergedError when
    no equilibrium was found.
    """
    check_closure(closure)
    key = (closure, numeraire if closure == "additive" else None)
    if key not in economy.cache:
        economy.cache[key] = _cleared(economy, closure, key[1])
    base: Base = economy.cache[key]
    return base


def _cleared(economy: SectorEconomy, closure: Closure, numeraire: int | None) -> Base:
    """Start from the data with wages and prices of 1, clear, and make the result the new unit of everything."""
    technology = _technology(economy, economy.value_added, economy.transfer, closure, numeraire)
    weights = _data_weights(economy)
    if closure == "balanced":
        _check_can_balance(economy)
    state = _at_unit_prices(_spending_at_base(technology, weights))
    steering = steering_at(technology, weights, state)
    result = find_state(System(technology, weights, steering), state, BASE_TOLERANCE)
    if not result.residual <= MOST_RESIDUAL:
        raise NotConvergedError(result.residual, result.sweeps)
    cleared = result.state
    wage = np.exp(cleared.log_wage)
    unit = wage @ economy.value_added / economy.value_added.sum()
    transfer = technology.transfers(wage).value / unit
    at = accounts(technology, weights, cleared)
    weights = base_weights(economy, trade_shares(technology, weights, at.log_cost))
    technology = _technology(economy, wage * economy.value_added / unit, transfer, closure, numeraire)
    state = _at_unit_prices(at.spending / unit)
    at = accounts(technology, weights, state)
    if np.abs(cleared.log_wage).max() > REUSE_BELOW:
        steering = steering_at(technology, weights, state)
    system = System(technology, weights, steering)
    return Base(technology, kept(weights), steering, state, at, largest(*system.residuals(state)[:3]), result.sweeps)


def _check_can_balance(economy: SectorEconomy) -> None:
    abroad = economy.trade_share.any(axis=SECTOR) & ~np.eye(len(economy.countries), dtype=bool)
    exports, imports = (abroad.any(axis=axis).astype(float) for axis in (IMPORTER, EXPORTER))
    check_can_balance(exports, imports, tuple(economy.countries))


def _at_unit_prices(expenditure: FloatArray) -> State:
    return State(np.zeros(len(expenditure)), np.zeros(expenditure.shape), expenditure)


def _technology(
    economy: SectorEconomy, value_added: FloatArray, transfer: FloatArray, closure: Closure, numeraire: int | None
) -> Technology:
    labour = np.ones_like(value_added)

    def rule(wage: FloatArray) -> Transfers:
        return transfers(closure, transfer, value_added, wage, labour, numeraire)

    return Technology(
        value_added_share=economy.value_added_share,
        inputs=economy.inputs,
        final_share=economy.final_share,
        value_added=value_added,
        elasticity=economy.trade_elasticity,
        transfers=rule,
    )


def _data_weights(economy: SectorEconomy) -> Weights:
    """Weights of the data; a sector a country does not buy is given its own producer, so that it has a price."""
    share = np.ascontiguousarray(turned(economy.trade_share))
    sector, country = np.nonzero(share.sum(axis=TURNED_EXPORTER) == 0)
    share[sector, country, country] = 1
    return base_weights(economy, share)


def _spending_at_base(technology: Technology, weights: Weights) -> FloatArray:
    """X of equation (7) at wages and prices of 1, by iteration with the own-country inverse."""
    inverse = own_spending_inverse(technology, weights)
    spending = technology.final_share * technology.value_added[:, None]
    scale = technology.value_added[:, None]
    for _ in range(MOST_SWEEPS):
        gap = (accounts(technology, weights, _at_unit_prices(spending)).spending - spending) / scale
        spending = spending + np.matmul(inverse, gap[:, :, None])[:, :, 0] * scale
        size = np.abs(gap).max()
        if not np.isfinite(size) or size < BASE_TOLERANCE / 10:
            break
    if not size < 1e-6:
        raise ModelInputError("input_share", "leaves so little value added that spending has no finite level")
    return spending
