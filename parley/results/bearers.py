"""Who bears a change of duties in the product model: buyers, exporters and the Treasury, in dollars."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parley.models.partial_equilibrium import FloatArray
from parley.models.scenario import Horizon
from parley.results.product import ProductOutcome, total_change
from parley.results.ranges import column

LEAST_USD = 1000.0  # less is what an equilibrium is off by: neither a gain nor a loss


def bearers(outcome: ProductOutcome) -> dict[str, float]:
    """Who gains and who loses, USD, a gain positive: buyers, China's exporters, other exporters that lose and that
    gain, and the US Treasury.

    An exporter's loss is omega / (1 + omega) (v - v') cell by cell; at complete pass-through it is zero by assumption.
    The five add up to minus the deadweight loss. No percentages of a total that holds gains.
    """
    of_china, losing, gaining = _exporters(outcome)
    return {
        "buyers": -total_change(outcome, "buyers_loss_usd"),
        "china_exporters": of_china,
        "other_exporters_losing": losing,
        "other_exporters_gaining": gaining,
        "treasury": total_change(outcome, "duty_change_usd"),
    }


def _exporters(outcome: ProductOutcome) -> tuple[float, float, float]:
    """Gains of China's exporters, of others that lose and of others that gain, USD."""
    omega = outcome.us.elasticities.inverse_export_supply
    if omega == 0:
        return 0.0, 0.0, 0.0
    gained = omega / (1 + omega) * (outcome.us.value_usd - outcome.us_baseline.value_usd)
    others = np.delete(gained, outcome.inputs.us.partner_cells)
    of_china = float(gained[outcome.inputs.us.partner_cells].sum())
    return of_china, float(np.minimum(others, 0).sum()), float(np.maximum(others, 0).sum())


def bearer_table(outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None) -> pd.DataFrame:
    """``bearer_columns`` as a table."""
    columns = bearer_columns(outcome, horizons)
    return pd.DataFrame({**columns, "bearer": column(tuple(columns["bearer"]))})


def bearer_columns(
    outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None
) -> dict[str, NDArray[Any]]:
    """``bearers`` as columns: bearer, gain_usd, with ``horizons`` low_usd and high_usd over them, by_assumption: zero
    because border pass-through is complete. An amount below ``LEAST_USD`` is zero.
    """
    dollars = bearers(outcome)
    complete = outcome.us.elasticities.inverse_export_supply == 0
    columns = {
        "bearer": np.array(list(dollars), dtype=object),
        "gain_usd": _above_noise(np.array(list(dollars.values()))),
    }
    if horizons is not None:
        gains = np.array([list(bearers(solved).values()) for solved in horizons.values()])
        columns |= {"low_usd": _above_noise(gains.min(axis=0)), "high_usd": _above_noise(gains.max(axis=0))}
    return {**columns, "by_assumption": np.array([complete and "exporters" in bearer for bearer in dollars])}


def _above_noise(usd: FloatArray) -> FloatArray:
    return np.where(np.abs(usd) < LEAST_USD, 0.0, usd)
