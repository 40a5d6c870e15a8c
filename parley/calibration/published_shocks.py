"""Published tariff shocks as arrays for the world model: additional points by exporter and importer, as ratios.

A shock is the sum of its legs in the table published_shocks. A leg that names days instead of points takes them from
the tables of mean US tariffs by partner or of mean tariffs by provider. Mean rates are net of exempt goods; a number
stated for all goods is not. A shock that cannot be expressed has no array and a reason; it is never dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product_market import CalibrationError
from parley.calibration.world import union_members
from parley.measures.tariffs import in_force
from parley.models.armington import Economy, Shock
from parley.tables.parameters import Announced, preset
from parley.tables.read import read_table

FloatArray = npt.NDArray[np.float64]

AGAINST_BASELINE = ("level_vs_baseline", "growth_vs_baseline", "inflation_vs_baseline")
OWN_VALIDATION = "Ignatenko et al."  # Their rows are reproduced exactly elsewhere, from their own inputs.
REST = "ROW"
ANNOUNCED_PRESET = "april_2025_announced"
CHINA = "CHN"


@dataclass(frozen=True, eq=False)
class PublishedScenario:
    """One published shock for these economies.

    ``additional`` [exporter, importer] holds the points it adds to each tariff (ratios), None when it cannot be
    expressed, with ``reason``. ``notes``: what the legs assume or leave out.
    """

    shock_id: str
    economies: tuple[str, ...]
    additional: FloatArray | None
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Leg:
    """A row of the table; what is empty there is None. Points and means are percent."""

    shock_id: str
    importer: str
    exporter: str
    exporter_except: str | None
    basis: str
    points: float | None
    provider: str | None
    from_on: date | None
    to_on: date | None
    mean: float | None

    def day(self, which: Literal["from_on", "to_on"]) -> date:
        """A day the basis needs. Raises CalibrationError when the row lacks it."""
        day: date | None = getattr(self, which)
        if day is None:
            raise CalibrationError(f"The shock {self.shock_id} lacks {which}.")
        return day


def targets() -> pd.DataFrame:
    """The published effects of tariffs alone against a baseline that come from other models, one row per figure."""
    effects = read_table("tariff_effects")
    chosen = effects["is_tariffs_only"] & effects["effect_kind"].isin(AGAINST_BASELINE)
    others: pd.DataFrame = effects[chosen & (effects["institution"] != OWN_VALIDATION)]
    return others.sort_values("effect_id", ignore_index=True)


def published_scenarios(economies: Sequence[str]) -> Mapping[str, PublishedScenario]:
    """Every shock of the table by its name, for these economies (ISO codes; ``ROW`` is all that are not named).

    Made once for the same economies: no scenario of ours changes what is in print.
    """
    return _published(tuple(economies))


@lru_cache(maxsize=4)
def _published(economies: tuple[str, ...]) -> Mapping[str, PublishedScenario]:
    legs = read_table("published_shocks")
    return {str(name): _scenario(str(name), rows, economies) for name, rows in legs.groupby("shock_id")}


def shock_of(economy: Economy, scenario: PublishedScenario) -> Shock:
    """The new tariffs of an economy under a shock: base plus additional points, not below zero where a cut is larger.

    Raises CalibrationError when the shock cannot be expressed or was made for other economies.
    """
    if scenario.additional is None:
        raise CalibrationError(f"The shock {scenario.shock_id} cannot be expressed: {scenario.reason}.")
    if scenario.economies != tuple(economy.names):
        raise CalibrationError(f"The shock {scenario.shock_id} covers other economies than the model.")
    least = np.minimum(economy.tariff, 0)
    return Shock(tariff=np.maximum(economy.tariff + scenario.additional, least))


def _scenario(shock_id: str, rows: pd.DataFrame, economies: tuple[str, ...]) -> PublishedScenario:
    notes = tuple(dict.fromkeys(rows["note"].dropna()))
    if (rows["rate_basis"] == "unknown").any():
        return PublishedScenario(shock_id, economies, None, reason=str(rows["note"].iloc[0]))
    total = np.zeros((len(economies), len(economies)))
    for leg in _legs(rows):
        missing = {leg.importer, leg.exporter} - {"WLD", *economies}
        if missing:
            return PublishedScenario(shock_id, economies, None, reason=f"{min(missing)} is not in the model")
        if leg.basis == "in_kind":
            total += total.T * _cells(economies, leg)
        else:
            total += _cells(economies, leg) * _points(leg, economies)[:, None] / 100
    total.setflags(write=False)
    return PublishedScenario(shock_id, economies, total, notes=notes)


def _legs(rows: pd.DataFrame) -> list[_Leg]:
    names = {
        "importer_iso3": "importer",
        "exporter_iso3": "exporter",
        "rate_basis": "basis",
        "additional_pp": "points",
        "mean_pct": "mean",
    }
    kept = rows.sort_values("leg").drop(columns=["leg", "note", "source_id"]).rename(columns=names)
    return [_Leg(**{str(name): _cell(value) for name, value in row.items()}) for row in kept.to_dict("records")]


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _cells(economies: tuple[str, ...], leg: _Leg) -> FloatArray:
    """1 at the pairs of the leg, 0 elsewhere and on own goods, [exporter, importer]."""
    exporter = np.array([leg.exporter in {"WLD", name} and name != leg.exporter_except for name in economies])
    importer = np.array([leg.importer in {"WLD", name} for name in economies])
    cells: FloatArray = np.outer(exporter, importer) * (1 - np.eye(len(economies)))
    return cells


def _points(leg: _Leg, economies: tuple[str, ...]) -> FloatArray:
    """Points in percent by exporter [exporter]. Raises CalibrationError when a stated leg has none."""
    if leg.basis in {"stated", "assumed"}:
        if leg.points is None:
            raise CalibrationError(f"The shock {leg.shock_id} states a duty without its points; add them.")
        return np.full(len(economies), leg.points)
    if leg.basis == "average":
        return np.full(len(economies), _average(leg))
    if leg.basis == "in_force":
        return _by_economy(_in_force(leg), economies)
    return _by_economy(_announced(leg), economies)


def _average(leg: _Leg) -> float:
    """Difference of a provider's mean tariff between two days; the row of a day must be there.

    Among rows of one day the last one published counts; a simple mean over lines is not taken.
    """
    means = read_table("average_tariffs")
    chosen = means[
        (means["provider"] == leg.provider)
        & (means["importer_iso3"] == leg.importer)
        & (means["exporter_iso3"] == leg.exporter)
        & (means["concept"] == "statutory")
        & (means["weighting"] != "simple")
    ]
    rates = []
    for day in (leg.day("from_on"), leg.day("to_on")):
        rows = chosen[chosen["date"] == pd.Timestamp(day)].sort_values("published_on")
        if rows.empty:
            raise CalibrationError(f"The shock {leg.shock_id}: our tables hold no {leg.provider} average on {day}.")
        rates.append(float(rows["rate_pct"].iloc[-1]))
    return rates[1] - rates[0]


def _in_force(leg: _Leg) -> pd.Series:
    """Change of the mean US tariff on each partner between two days.

    Where the study prints a mean, the rises are scaled so that the mean over partners is that; falls stay as they are.
    """
    before, after = (partner_rates("total", leg.day("from_on")), partner_rates("total", leg.day("to_on")))
    change = (after - before).dropna()
    if leg.mean is None:
        return change
    weight = _us_imports().reindex(change.index).fillna(0.0)
    rises, falls = change.clip(lower=0), change.clip(upper=0)
    base, up, down = ((weight * x).sum() / weight.sum() for x in (before[change.index], rises, falls))
    return falls + rises * float((leg.mean - base - down) / up)


def _announced(leg: _Leg) -> pd.Series:
    """Rates announced on 2 April 2025 by partner; unless on all goods, times the part of its goods that owed the duty.

    That part is the mean rate of the day the lists began over the rate that began: 34 on China, 10 on all others.
    """
    announced, union = _announced_rates(), union_members()
    partners = pd.Index(partner_rates("total", announced.lines_of).index)
    listed = ["EU27" if name in union else str(name) for name in partners]
    rates = pd.Series([announced.by_origin_pct.get(name, announced.rest_pct) for name in listed], partners)
    if leg.basis == "announced_all_goods":
        return rates
    begun = pd.Series(announced.rest_pct, partners)
    begun[CHINA] = announced.by_origin_pct[CHINA]
    reached = partner_rates("ieepa_reciprocal", leg.day("from_on")).reindex(partners).fillna(0.0)
    return rates * reached / begun


def _by_economy(rates: pd.Series, economies: tuple[str, ...]) -> FloatArray:
    """Rates by ISO code in the order of the economies; ``ROW`` is the mean of those not named, by US imports.

    A country without a rate sells nothing to the United States and gets none.
    """
    by_economy = rates.reindex(list(economies)).fillna(0.0)
    if REST in economies:
        others = rates.drop(index=[name for name in economies if name in rates.index])
        weight = _us_imports().reindex(others.index).fillna(0.0)
        by_economy[REST] = float((weight * others).sum() / weight.sum()) if weight.sum() > 0 else 0.0
    return by_economy.to_numpy(dtype=float)


@cache
def partner_rates(authority: str, on: date) -> pd.Series:
    """Mean US tariff of an authority by partner on a day, percent; partners of two codes by their mean."""
    steps = read_table("us_tariff_partner_steps", where={"authority": [authority]})
    return in_force(steps, on).groupby("exporter_iso3")["rate_pct"].mean()


@cache
def _us_imports() -> pd.Series:
    trade = read_table("world_trade_2023", where={"importer_iso3": ["USA"]})
    return trade.set_index("exporter_iso3")["value_usd"]


@cache
def _announced_rates() -> Announced:
    announced = preset(ANNOUNCED_PRESET)
    if announced is None or announced.announced is None:
        raise CalibrationError(f"The preset {ANNOUNCED_PRESET} and its announced rates are missing.")
    return announced.announced
