"""Derivatives of the equations in ``armington_system`` with respect to ln w and ln L, for Newton's method.

All derivatives are taken with respect to ln a (the exporters' costs to the power -eps) and to ln y (factor incomes),
then joined: ln a = -eps ln w + eps psi ln L, ln y = ln w + ln L. H is ``two_tier.share_response``; with one nest it is
the matrix of new shares. Sums over importers are matrix products; matrices are [economy whose equation, unknown].
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.armington_system import State, System, without_diagonal
from parley.models.axes import EXPORTER, IMPORTER
from parley.models.two_tier import share_response

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Matrices both blocks need, [exporter, importer].

    ``shares``: imports only; ``response``: H; ``duty`` and ``taxed``: what one importer's spending brings in duty, and
    the exporters in export tax; ``earned``: C of equation (6), D = C E'.
    """

    shares: FloatArray
    response: FloatArray
    received: FloatArray
    duty: FloatArray
    taxed: FloatArray
    earned: FloatArray


def jacobian(system: System, point: FloatArray) -> FloatArray:
    """The Jacobian [equation, unknown] of ``system.residual``, rows of the pinned economies replaced by the identity.

    ``point`` [unknown]: ln w of every economy and, when kappa > 0, ln L.
    """
    with np.errstate(all="ignore"):
        state = system.evaluate(point)
        pieces = _pieces(system, state)
        by_cost, by_wage, by_labour = _labour_market(system, state, pieces)
        eps, psi = system.economy.trade_elasticity, system.economy.scale_elasticity
        matrix = by_wage - eps * by_cost
        if system.has_labour:
            top = np.hstack([matrix, by_labour + eps * psi * by_cost])
            matrix = np.vstack([top, _labour_supply(system, state, pieces)])
    matrix[system.economy.pinned] = 0
    matrix[system.economy.pinned, system.economy.pinned] = 1
    return matrix


def _pieces(system: System, state: State) -> Pieces:
    nu, home = system.economy.overhead_share, state.nest.home_share
    shares = system.shares(state)
    received = shares * system.net
    earned = received * (1 - nu)
    np.fill_diagonal(earned, home + nu * received.sum(axis=EXPORTER))
    return Pieces(
        shares=shares,
        response=share_response(state.nest, shares, system.economy.home_elasticity_ratio),
        received=received,
        duty=shares * (system.tariff / (1 + system.tariff)),
        taxed=shares * system.exporter_part,
        earned=earned,
    )


def _multiplied(system: System, state: State, pieces: Pieces, change: FloatArray) -> FloatArray:
    """M^-1 ``change``: the change of E' when y + T' changes; equations (4) and (5) are M E' = y + T'."""
    if not system.has_export_tax:
        return change / (1 - state.duty_share)[:, None]
    return np.asarray(np.linalg.solve(np.diag(1 - state.duty_share) - pieces.taxed, change), dtype=np.float64)


def _reach(system: System, state: State, pieces: Pieces) -> FloatArray:
    """C M^-1: what each economy earns of one unit of income in another."""
    if not system.has_export_tax:
        return pieces.earned / (1 - state.duty_share)
    matrix = np.diag(1 - state.duty_share) - pieces.taxed
    return np.asarray(np.linalg.solve(matrix.T, pieces.earned.T).T, dtype=np.float64)


def _labour_market(system: System, state: State, pieces: Pieces) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Derivatives of D / y - 1 by ln a, and by ln w and ln L at given costs."""
    income, moved = state.income, state.transfer
    reach = _reach(system, state, pieces)
    by_cost = _demand_by_cost(system, state, pieces, reach)
    by_income = reach * (income + moved.by_own_income)
    by_income[np.diag_indices_from(by_income)] -= state.demand
    passed = reach @ moved.to
    by_wage = by_income + np.outer(passed, moved.by_wage)
    by_labour = by_income + np.outer(passed, moved.by_labour)
    return by_cost / income[:, None], by_wage / income[:, None], by_labour / income[:, None]


def _demand_by_cost(system: System, state: State, pieces: Pieces, reach: FloatArray) -> FloatArray:
    """Derivative of D by ln a: shares move at given spending, and spending moves with the revenue the shares bring.

    Every term but the first four is a matrix times H', so these are added before the one large product.
    """
    spending, home = state.expenditure, state.nest.home_share
    spent = without_diagonal(pieces.earned) * spending
    pulled = spending * home * system.economy.home_elasticity_ratio
    dutiable = pieces.duty.any(axis=EXPORTER)
    change = (reach[:, dutiable] * spending[dutiable]) @ pieces.duty[:, dutiable].T
    change -= pulled[:, None] * (pieces.shares + np.diag(home)).T
    change[np.diag_indices_from(change)] += spent.sum(axis=IMPORTER) + pulled
    by_response = spent + reach * (state.duty_share * spending)
    if system.economy.overhead_share.any():
        handled = system.economy.overhead_share * spending
        change += handled[:, None] * pieces.received.T
        by_response[np.diag_indices_from(by_response)] += handled * pieces.received.sum(axis=EXPORTER)
    if system.has_export_tax:
        taxed = pieces.taxed * spending
        change += reach * taxed.sum(axis=IMPORTER)
        by_response += reach @ taxed
    change -= by_response @ pieces.response.T
    return change


def _spending_by_cost(system: System, state: State, pieces: Pieces) -> FloatArray:
    """Derivative of E' by ln a at given income [importer, exporter]."""
    spending = state.expenditure
    change = (pieces.duty * spending).T - (state.duty_share * spending)[:, None] * pieces.response.T
    if system.has_export_tax:
        taxed = pieces.taxed * spending
        change -= taxed @ pieces.response.T
        change[np.diag_indices_from(change)] += taxed.sum(axis=IMPORTER)
    return _multiplied(system, state, pieces, change)


def _labour_supply(system: System, state: State, pieces: Pieces) -> FloatArray:
    """Derivatives of ln L - kappa (ln w + ln tau - ln P) by ln w and ln L, side by side."""
    base, moved = system.economy, state.transfer
    eps, psi, kappa = base.trade_elasticity, base.scale_elasticity, base.labour_supply_elasticity
    by_cost = _spending_by_cost(system, state, pieces)
    incomes = np.diag(state.income + moved.by_own_income)
    blocks = []
    for by_unknown, by_ln_a, own_wage in ((moved.by_wage, -eps, 1.0), (moved.by_labour, eps * psi, 0.0)):
        received = incomes + np.outer(moved.to, by_unknown)
        spending = _multiplied(system, state, pieces, received) + by_ln_a * by_cost
        revenue = spending - received
        reward = own_wage * np.eye(len(state.income))
        reward -= _log_price_change(system, state, pieces, spending, by_ln_a, own_wage)
        if base.income_tax_relief:
            left = state.income - state.revenue
            reward += (revenue - np.diag(state.revenue)) / left[:, None]
        blocks.append((1 - own_wage) * np.eye(len(state.income)) - kappa * reward)
    return np.hstack(blocks)


def _log_price_change(
    system: System, state: State, pieces: Pieces, spending: FloatArray, by_ln_a: float, own_wage: float
) -> FloatArray:
    """Derivative of equation (7) in logs; ``spending`` is that of E'."""
    eps, variety = system.economy.trade_elasticity, 1 - system.economy.pass_through
    shares = pieces.shares + np.diag(state.nest.home_share)
    richer = spending / state.expenditure[:, None] - own_wage * np.eye(len(variety))
    change: FloatArray = variety[:, None] * richer - shares.T * (by_ln_a / eps)
    return change
