"""Random small worlds for the tests of the one-sector model."""

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from parley.models.armington import Economy, Equilibrium

FloatArray = npt.NDArray[np.float64]
OPTIONS = ("plain", "labour", "two_tier", "all")

seeds = st.integers(0, 2**32 - 1)


def rates(rng: np.random.Generator, count: int, most: float = 0.4) -> FloatArray:
    """Tax rates between economies, a few of them subsidies, none at home."""
    return np.where(np.eye(count, dtype=bool), 0.0, rng.uniform(-0.05, most, (count, count)))


def flows(rng: np.random.Generator, count: int) -> FloatArray:
    """Trade between economies of unequal size; some flows are zero, each sells to the next and to itself.

    None buys more than twice what it sells, or less than half: an economy that gives most of its income away need not
    have an equilibrium after a change, nor one that lives on its tariffs relieve its taxes with them.
    """
    trade = _flows(rng, count)
    while np.abs(np.log2(trade.sum(axis=0) / trade.sum(axis=1))).max() > 1:
        trade = _flows(rng, count)
    return trade


def _flows(rng: np.random.Generator, count: int) -> FloatArray:
    size = rng.lognormal(0, 1, count)
    trade = np.outer(size, size) / size.sum() * rng.lognormal(0, 0.7, (count, count))
    np.fill_diagonal(trade, size * rng.lognormal(1, 0.5, count))
    absent = rng.random((count, count)) < 0.15
    absent[np.arange(count), (np.arange(count) + 1) % count] = False
    np.fill_diagonal(absent, False)
    trade[absent] = 0
    return trade


def options(rng: np.random.Generator, count: int, kind: str) -> dict[str, Any]:
    """Arguments of Economy beyond trade, by kind."""
    if kind == "labour":
        return {"labour_supply_elasticity": rng.uniform(0.1, 1), "income_tax_relief": bool(rng.integers(2))}
    if kind == "two_tier":
        return {"home_elasticity_ratio": rng.uniform(0.4, 1)}
    if kind == "all":
        return {
            "labour_supply_elasticity": rng.uniform(0.1, 0.6),
            "scale_elasticity": rng.uniform(0, 0.15),
            "overhead_share": rng.uniform(0, 0.3, count),
            "pass_through": rng.uniform(0.7, 1.2, count),
        }
    return {}


def world(seed: int, kind: str = "plain", taxed: bool = True, least: int = 2) -> tuple[Economy, np.random.Generator]:
    """A world of up to six economies with unbalanced trade, and the generator for whatever comes next."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(max(least, 2), 7))
    trade, eps = flows(rng, count), float(rng.uniform(1, 9))
    taxes = {"tariff": rates(rng, count), "export_tax": rates(rng, count, 0.2)} if taxed else {}
    names = [f"E{number}" for number in range(count)]
    return Economy(names, trade, eps, **taxes, **options(rng, count, kind)), rng


def gains_from_openness_hat(after: Equilibrium) -> FloatArray:
    """(lambda'_nn / lambda_nn)^(-1/eps): the change of real income when only trade costs change and trade balances.

    Arkolakis, Costinot and Rodriguez-Clare (2012). NaN for an economy without sales at home in the base.
    """
    base = after.economy
    before, now = np.diag(base.trade_share), np.diag(after.trade_share)
    ratio = np.divide(now, before, out=np.full_like(now, np.nan), where=before > 0)
    gains: FloatArray = ratio ** (-1 / base.trade_elasticity)
    return gains
