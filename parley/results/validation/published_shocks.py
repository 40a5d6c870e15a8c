"""Our answer to each published shock beside the published effect: sign and size, and what cannot be compared.

The published figures come from other models: with investment, confidence and capital flows, or with other trade. Ours
are levels at fixed factors in one sector. Nothing is scaled to the print.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.published_shocks import published_scenarios, shock_of, targets
from parley.calibration.world import union_members
from parley.models.armington import Economy, Equilibrium, solve
from parley.tables.parameters import parameter

FloatArray = npt.NDArray[np.float64]

_EURO = "AUT BEL CYP DEU ESP EST FIN FRA GRC HRV IRL ITA LTU LUX LVA MLT NLD PRT SVK SVN"
EURO_AREA = frozenset(_EURO.split())
NO_ANSWER = {
    "inflation": "Our model compares two price levels, so it gives no yearly inflation.",
    "unemployment_rate": "Our model has no unemployment.",
    "payroll_employment": "Our model holds employment fixed.",
}


@dataclass(frozen=True)
class _Measure:
    """Which quantity of ours stands beside a published variable, over which time, and why the two may lie apart."""

    name: str
    why: str
    of: Callable[[Equilibrium, FloatArray], float]
    is_yearly: bool = False


def answers(economy: Economy) -> pd.DataFrame:
    """One row per published effect of tariffs alone from another model: print, ours, sign, ratio, reason where null.

    Columns: effect_id, institution, shock_id, shock, area, variable, effect_kind, horizon, printed, unit, measure,
    ours, why_apart, same_sign, ours_over_printed, notes, reason. ``ours`` is percent of the level, or points where a
    yearly rate is printed: income spread evenly over the adjustment time, trade by its first-year share. Every row of
    the print is there. Raises NotConvergedError when the model has no answer to a shock.
    """
    scenarios = published_scenarios(economy.names)
    solved: dict[str, Equilibrium] = {}
    rows = []
    for effect in targets().to_dict("records"):
        scenario = scenarios[effect["shock_id"]]
        if scenario.additional is not None and scenario.shock_id not in solved:
            solved[scenario.shock_id] = solve(economy, shock_of(economy, scenario))
        after = solved.get(scenario.shock_id)
        measure, ours, reason = _answer(str(effect["variable"]), str(effect["area"]), after, scenario.reason)
        rows.append(
            {
                **{
                    name: effect[name] for name in ("effect_id", "institution", "shock_id", "shock", "area", "variable")
                },
                **{name: effect[name] for name in ("effect_kind", "horizon")},
                "printed": effect["value"],
                "unit": effect["unit"],
                "measure": measure,
                "ours": ours,
                "why_apart": MEASURES[effect["variable"]].why if measure else "",
                "same_sign": None if np.isnan(ours) else bool(np.sign(ours) == np.sign(effect["value"])),
                "ours_over_printed": ours / effect["value"],
                "notes": "; ".join(scenario.notes),
                "reason": reason,
            }
        )
    return pd.DataFrame(rows)


def _answer(variable: str, area: str, after: Equilibrium | None, reason: str) -> tuple[str, float, str]:
    """Measure, our figure (nan without one) and the reason why there is none."""
    if after is None:
        return "", np.nan, f"We cannot express the shock: {reason}."
    if variable in NO_ANSWER:
        return "", np.nan, NO_ANSWER[variable]
    weight = _members(area, tuple(after.economy.names))
    if not weight.any():
        return "", np.nan, f"{area} is not in the model"
    measure = MEASURES[variable]
    hat = measure.of(after, weight)
    if not measure.is_yearly:
        return measure.name, 100 * (hat - 1), ""
    if measure.of is world_trade_volume:
        first = parameter("trade_phase_in_first_year").value
        return measure.name, float(100 * (hat**first - 1)), ""
    return measure.name, 100 * (hat - 1) / parameter("income_adjustment_years").value, ""


def real_income(after: Equilibrium, members: FloatArray) -> float:
    """Income over price index of an area, new over base: mean of its economies weighted by base expenditure.

    ``members`` [economy] is 1 in the area and 0 outside.
    """
    weight = members * after.economy.expenditure
    return float((weight * after.real_income_hat).sum() / weight.sum())


def price_over_wage(after: Equilibrium, members: FloatArray) -> float:
    """Consumer prices over wages, new over base: the rise of prices that wages do not make good.

    The mean over an area, weighted by spending; ``members`` [economy] is 1 in it and 0 outside.
    """
    weight = members * after.economy.expenditure
    return float((weight / after.real_wage_hat).sum() / weight.sum())


def export_volume(after: Equilibrium, members: FloatArray) -> float:
    """Exports of an area to others at base prices, new over base: values over the exporter's wage.

    ``members`` [economy] is 1 in the area and 0 outside.
    """
    return _volume(after, np.outer(members, 1 - members))


def import_volume(after: Equilibrium, members: FloatArray) -> float:
    """Imports of an area from others at base prices, new over base; ``members`` [economy] is 1 in it and 0 outside."""
    return _volume(after, np.outer(1 - members, members))


def world_trade_volume(after: Equilibrium, members: FloatArray) -> float:
    """Trade between all economies at base prices, new over base; of ``members`` [economy] only the length counts."""
    return _volume(after, 1 - np.eye(len(members)))


def _volume(after: Equilibrium, cells: FloatArray) -> float:
    new = after.flows / after.wage_hat[:, None]
    return float((cells * new).sum() / (cells * after.economy.flows).sum())


_INCOME = (
    "The study prints real GDP. Our model gives real income: it holds output, investment and confidence fixed and "
    "counts terms of trade."
)
_PRICES = "The study holds wages fixed and has tariffs passed on in full. In our model wages move."
_TRADE = "Our model has one sector and one trade elasticity, and no imports for investment."
MEASURES = {
    "real_gdp": _Measure("real income", _INCOME, real_income),
    "real_gdp_growth": _Measure("real income, per year of adjustment", _INCOME, real_income, is_yearly=True),
    "real_gdp_growth_q4_q4": _Measure("real income, per year of adjustment", _INCOME, real_income, is_yearly=True),
    "consumer_prices": _Measure("consumer prices over wages", _PRICES, price_over_wage),
    "exports": _Measure("volume of exports", _TRADE, export_volume),
    "import_volume": _Measure("volume of imports", _TRADE, import_volume),
    "world_trade_volume": _Measure("volume of world trade", _TRADE, world_trade_volume),
    "merchandise_trade_volume_growth": _Measure("volume of world trade, first year", _TRADE, world_trade_volume, True),
}


def _members(area: str, names: tuple[str, ...]) -> FloatArray:
    """1 for the economies of an area, [economy]; all zero when the model has none of them."""
    if area == "WLD":
        return np.ones(len(names))
    group = {"EU27": union_members(), "EA": EURO_AREA}.get(area, frozenset({area}))
    return np.array([float(name in group) for name in names])
