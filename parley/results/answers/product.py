"""Solved product markets to tidy tables: ratios become percent here. Nothing is rounded.

Everything is scenario against baseline, two solves from the same base year; both are modelled trade.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.measures.statutory_rates import READINGS
from parley.models.partial_equilibrium import FloatArray, IndexArray, ProductEquilibrium, solve, update
from parley.models.power_mean import sum_by
from parley.models.product_market import weighted_mean
from parley.models.scenario import HORIZONS, Assumptions, Horizon
from parley.results.answers.product_settings import read_duties
from parley.tables.parameters import parameter

LEAST_MOVE = 1e-12  # a smaller change of a duty is rounding


@dataclass(frozen=True, eq=False)
class ProductOutcome:
    """Baseline and scenario of the US market and of China's.

    ``keeps_totals``: the scenario sets a duty as a total, which no reading of the law moves.
    """

    inputs: ProductInputs
    baseline: Baseline
    assumed: Assumptions
    us_baseline: ProductEquilibrium
    us: ProductEquilibrium
    china_baseline: ProductEquilibrium
    china: ProductEquilibrium
    keeps_totals: bool = False

    @property
    def duties(self) -> tuple[FloatArray, FloatArray]:
        """The scenario's duties [cell] in the US market and in China's."""
        return self.us.duty, self.china.duty


def run_duties(
    inputs: ProductInputs,
    baseline: Baseline,
    assumed: Assumptions,
    duties: tuple[FloatArray, FloatArray],
    keeps_totals: bool = False,
) -> ProductOutcome:
    """Both markets at the baseline's duties and at ``duties``: [cell] of the US market and of China's (ratios).

    Raises ModelInputError or NotConvergedError when a market has no solution.
    """
    us_baseline, china_baseline = _at_rest(inputs, baseline, assumed.horizon, assumed.border_pass_through)
    return ProductOutcome(
        inputs=inputs,
        baseline=baseline,
        assumed=assumed,
        us_baseline=us_baseline,
        us=update(us_baseline, duties[0]),
        china_baseline=china_baseline,
        china=_moved_china(china_baseline, duties[1].tobytes()),
        keeps_totals=keeps_totals,
    )


@lru_cache(maxsize=6)
def _moved_china(at_rest: ProductEquilibrium, duty: bytes) -> ProductEquilibrium:
    """China's market at its duties; kept, because it stays as it is while a slider of the United States moves."""
    return update(at_rest, np.frombuffer(duty))


@dataclass(frozen=True)
class _Resting:
    """Sums of the US market at the baseline's duties, chapters 98-99 carried: value from the partner and from all
    others, duty; value and duty by origin."""

    from_partner_usd: float
    from_others_usd: float
    duty_usd: float
    value_by_origin_usd: FloatArray
    duty_by_origin_usd: FloatArray


@lru_cache(maxsize=6)
def _resting(inputs: ProductInputs, at_rest: ProductEquilibrium) -> _Resting:
    """Kept, because every answer is set against them."""
    duty, kept = at_rest.duty_usd, carried(inputs)
    from_partner, from_others = _flows(inputs, at_rest.value_usd)
    return _Resting(
        from_partner_usd=from_partner,
        from_others_usd=from_others,
        duty_usd=float(duty.sum() + inputs.carried["duty_usd"].sum()),
        value_by_origin_usd=_by_origin(inputs, at_rest.value_usd) + kept.value_usd,
        duty_by_origin_usd=_by_origin(inputs, duty) + kept.duty_by_origin_usd,
    )


@lru_cache(maxsize=6)
def _at_rest(
    inputs: ProductInputs, baseline: Baseline, horizon: Horizon, border_pass_through: float
) -> tuple[ProductEquilibrium, ProductEquilibrium]:
    """Both markets at the baseline's duties; kept, because every move of a slider starts from them."""
    us = solve(inputs.us.market, inputs.us.elasticities(horizon, border_pass_through), baseline.us_duty)
    china = solve(inputs.china.market, inputs.china.elasticities(horizon, border_pass_through), baseline.china_duty)
    return us, china


def over_horizons(outcome: ProductOutcome) -> dict[Horizon, ProductOutcome]:
    """The outcome's scenario under each horizon, first year to long run; the outcome itself under its own."""
    inputs, baseline, assumed, duties = outcome.inputs, outcome.baseline, outcome.assumed, outcome.duties
    return {
        horizon: outcome
        if horizon == assumed.horizon
        else run_duties(inputs, baseline, replace(assumed, horizon=horizon), duties, outcome.keeps_totals)
        for horizon in HORIZONS
    }


def solve_range(outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None) -> pd.DataFrame:
    """``summary`` of the outcome with ``low`` and ``high`` over the three horizons, in the unit of each line.

    ``horizons``: the answer of ``over_horizons``, when it is at hand.
    """
    spans = headline_ranges(outcome, horizons or over_horizons(outcome))
    _, low, high = zip(*spans.values(), strict=True)
    return summary(outcome).assign(low=low, high=high)


def headline_ranges(
    outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome]
) -> dict[str, tuple[float, float, float]]:
    """The headline figures with their lowest and highest over the horizons: metric to (value, low, high).

    Two are exceptions: the range of the retail price is that of the retail pass-through, of a duty that of the readings
    of the law's lists.
    """
    value, low, high = (float(end[0]) for end in retail_price_change_pct(outcome))
    figures = {horizon: _headline(solved, value) for horizon, solved in horizons.items()}
    central = figures[outcome.assumed.horizon]
    spans = {
        metric: (figure, min(f[metric] for f in figures.values()), max(f[metric] for f in figures.values()))
        for metric, figure in central.items()
    }
    return {**spans, "retail_price_change_pct": (value, low, high), **_rate_ranges(outcome)}


def _rate_ranges(outcome: ProductOutcome) -> dict[str, tuple[float, float, float]]:
    """``moved_rates_pct`` with its lowest and highest over the readings of the law's lists, by metric."""
    readings = [moved_rates_pct(outcome, reading) for reading in READINGS]
    central = moved_rates_pct(outcome)
    return {metric: (central[metric], *_ends([each[metric] for each in readings])) for metric in central}


def _ends(values: list[float]) -> tuple[float, float]:
    return min(values), max(values)


def summary(outcome: ProductOutcome) -> pd.DataFrame:
    """The headline figures as a table: metric, unit (USD, percent, ratio), value; see ``headline``."""
    units = {"_usd": "USD", "_pct": "percent"}
    rows = [
        (metric, next((unit for part, unit in units.items() if part in metric), "ratio"), value)
        for metric, value in headline(outcome).items()
    ]
    return pd.DataFrame(rows, columns=["metric", "unit", "value"])


def headline(outcome: ProductOutcome) -> dict[str, float]:
    """The headline figures by metric; the name ends in the unit.

    Imports hold chapters 98-99 unchanged. Import price: mean of the sections' import prices, duty-inclusive base
    weights, over baseline. Retail price: retail pass-through times the percent change of one plus the duty, over the
    Chinese lines moved, apart from the model's prices. Border pass-through: null when no line moved. US exports:
    China's percentages by chapter on the exports of the base year. Tariffs: see ``moved_rates_pct``.
    """
    return _headline(outcome, float(retail_price_change_pct(outcome)[0][0]))


def _headline(outcome: ProductOutcome, retail_price_change_pct: float) -> dict[str, float]:
    resting = _resting(outcome.inputs, outcome.us_baseline)
    from_china, others = zip(
        (resting.from_partner_usd, resting.from_others_usd), _flows(outcome.inputs, outcome.us.value_usd), strict=True
    )
    buyers, exporters, duty, deadweight = (
        total_change(outcome, name)
        for name in ("buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd")
    )
    before, after = (float(exports.sum()) for exports in us_exports(outcome))
    total = from_china[0] + others[0], from_china[1] + others[1]
    return {
        "imports_from_china_usd_baseline": from_china[0],
        "imports_from_china_usd": from_china[1],
        "imports_from_china_change_pct": _percent(*from_china),
        "imports_from_others_change_usd": others[1] - others[0],
        "imports_from_others_change_pct": _percent(*others),
        "imports_change_usd": total[1] - total[0],
        "imports_change_pct": _percent(*total),
        "duty_usd_baseline": resting.duty_usd,
        "duty_change_usd": duty,
        "import_price_change_pct": _import_price_change_pct(outcome),
        "retail_price_change_pct": retail_price_change_pct,
        "border_pass_through": _border_pass_through(outcome),
        "buyers_loss_usd": buyers,
        "exporters_loss_usd": exporters,
        "deadweight_loss_usd": deadweight,
        "importer_net_loss_usd": buyers - duty,
        "us_exports_to_china_usd_baseline": before,
        "us_exports_to_china_change_usd": after - before,
        "us_exports_to_china_change_pct": _percent(before, after),
        **moved_rates_pct(outcome),
    }


def by_origin(outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None) -> pd.DataFrame:
    """``origin_columns`` as a table."""
    columns = origin_columns(outcome, horizons)
    return pd.DataFrame({**columns, "exporter_iso3": pd.array(columns["exporter_iso3"], dtype="str")})


def origin_columns(
    outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None
) -> dict[str, NDArray[Any]]:
    """US imports by origin, chapters 98-99 carried: exporter_iso3, value and duty at baseline and scenario, change.

    Columns [origin], the largest change upwards first: who supplies instead. With ``horizons`` also ``low_usd`` and
    ``high_usd``, the lowest and highest change over them.
    """
    inputs, resting = outcome.inputs, _resting(outcome.inputs, outcome.us_baseline)
    kept = carried(inputs)
    columns = {
        "value_usd_baseline": resting.value_by_origin_usd,
        "duty_usd_baseline": resting.duty_by_origin_usd,
        "value_usd": _by_origin(inputs, outcome.us.value_usd) + kept.value_usd,
        "duty_usd": _by_origin(inputs, outcome.us.duty_usd) + kept.duty_by_origin_usd,
    }
    change = _change_by_origin(outcome)
    columns |= {"change_usd": change, "change_pct": 100 * change / columns["value_usd_baseline"]}
    if horizons is not None:
        changes = [_change_by_origin(solved) for solved in horizons.values()]
        columns |= {"low_usd": np.min(changes, axis=0), "high_usd": np.max(changes, axis=0)}
    order = np.argsort(-change, kind="stable")
    codes = np.array(inputs.us.origins, dtype=object)
    return {name: values[order] for name, values in {"exporter_iso3": codes, **columns}.items()}


def _by_origin(inputs: ProductInputs, per_cell: FloatArray) -> FloatArray:
    """Sum of a [cell] quantity by origin."""
    return sum_by(inputs.us.origin, per_cell, len(inputs.us.origins))


def _change_by_origin(outcome: ProductOutcome) -> FloatArray:
    """Change of the value by origin, USD: the sum of the changes, so that small ones keep their digits."""
    return _by_origin(outcome.inputs, outcome.us.value_usd - outcome.us_baseline.value_usd)


def us_exports(outcome: ProductOutcome) -> tuple[FloatArray, FloatArray]:
    """US exports to China [chapter], USD a year, at baseline and scenario: the base year's moved by China's market."""
    cells, market = outcome.inputs.china.partner_cells, outcome.inputs.china.market
    per_dollar: FloatArray = outcome.inputs.us_exports_usd / market.value_usd[cells]
    return per_dollar * outcome.china_baseline.value_usd[cells], per_dollar * outcome.china.value_usd[cells]


class Carried(NamedTuple):
    """Chapters 98-99, which no scenario moves: value and duty by origin [origin], and value from all and from China and
    duty in sums, USD.
    """

    value_usd: FloatArray
    duty_by_origin_usd: FloatArray
    total_usd: float
    of_china_usd: float
    duty_usd: float


@lru_cache(maxsize=4)
def carried(inputs: ProductInputs) -> Carried:
    """The chapters no scenario moves, in sums."""
    rows, china = inputs.carried_by_origin, inputs.us.partner_iso3
    value, duty = (rows[name].to_numpy(dtype=float) for name in ("value_usd", "duty_usd"))
    return Carried(value, duty, float(value.sum()), float(rows["value_usd"][china]), float(duty.sum()))


def _flows(inputs: ProductInputs, value_usd: FloatArray) -> tuple[float, float]:
    """Imports from the partner and from all others, chapters 98-99 carried."""
    kept = carried(inputs)
    from_partner = float(value_usd[inputs.us.partner_cells].sum())
    others = float(value_usd.sum()) - from_partner + kept.total_usd - kept.of_china_usd
    return from_partner + kept.of_china_usd, others


def total_change(outcome: ProductOutcome, name: str) -> float:
    """Change of an amount of the US market, USD, all sections."""
    return float((getattr(outcome.us, name) - getattr(outcome.us_baseline, name)).sum())


def _import_price_change_pct(outcome: ProductOutcome) -> float:
    weight = outcome.inputs.us.market.section_imports
    change = np.log(outcome.us.import_price_hat) - np.log(outcome.us_baseline.import_price_hat)
    return float(100 * np.expm1(weight @ change / weight.sum()))


def retail_price_change_pct(
    outcome: ProductOutcome, group: IndexArray | None = None, count: int = 1
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Retail pass-through x (t' - t_D) / (1 + t_D), percent: mean over the partner's lines moved, base-year weights.

    At the scenario's pass-through, and lowest and highest over the range of that parameter; each [group], one for all
    without ``group``, which numbers the group of each cell. Zero where no line moved.
    """
    cells = outcome.inputs.us.partner_cells
    before, after = outcome.us_baseline.duty[cells], outcome.us.duty[cells]
    weight = outcome.inputs.us.market.value_usd[cells] * (np.abs(after - before) > LEAST_MOVE)
    of = np.zeros(len(cells), dtype=np.intp) if group is None else group[cells]
    total = sum_by(of, weight, count)
    rise = 100 * sum_by(of, weight * (after - before) / (1 + before), count)
    mean = np.divide(rise, total, out=np.zeros(count), where=total > 0)
    share = parameter("retail_pass_through")
    change = outcome.assumed.retail_pass_through * mean
    ends = np.array([share.low * mean, share.high * mean, change])  # a pass-through beyond the range moves its own end
    return change, ends.min(axis=0), ends.max(axis=0)


def _border_pass_through(outcome: ProductOutcome) -> float:
    """Sum v ln p / sum v ln T over the lines moved, p being the duty-inclusive price, T the power of the duty."""
    moved = np.flatnonzero(np.abs(outcome.us.duty - outcome.us_baseline.duty) > LEAST_MOVE)
    if not len(moved):
        return float("nan")
    weight = outcome.inputs.us.market.value_usd[moved]
    power = np.log1p(outcome.us.duty[moved]) - np.log1p(outcome.us_baseline.duty[moved])
    omega = outcome.us.elasticities.inverse_export_supply
    grown = np.log(outcome.us.value_usd[moved] / outcome.us_baseline.value_usd[moved])
    return float(weight @ (power + omega / (1 + omega) * grown) / (weight @ power))


def moved_rates_pct(outcome: ProductOutcome, reading: str = "rate_pct") -> dict[str, float]:
    """us_tariff_before_pct and us_tariff_after_pct: the mean US duty on the lines a scenario moves, base-year weights.

    ``reading`` of the law's lists: a column of ``statutory_rates.READINGS``. Null when no line moved.
    """
    duties = outcome.us_baseline.duty, outcome.us.duty
    moved = np.flatnonzero(np.abs(duties[1] - duties[0]) > LEAST_MOVE)
    read = read_duties(outcome.inputs, outcome.baseline.as_of, reading, duties, outcome.keeps_totals)
    weight = outcome.inputs.us.market.value_usd[moved]
    means = (100 * weighted_mean(weight, duty[moved]) if len(moved) else float("nan") for duty in read)
    return dict(zip(("us_tariff_before_pct", "us_tariff_after_pct"), means, strict=True))


def _percent(before: float, after: float) -> float:
    return 100 * (after / before - 1)
