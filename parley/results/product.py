"""Solved product markets to tidy tables: ratios become percent here. Nothing is rounded.

Everything is scenario against baseline, two solves from the same base year; both are modelled trade.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.product import CalibratedMarket, ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.calibration.product_duties import scenario_duties
from parley.models.partial_equilibrium import FloatArray, IndexArray, ProductEquilibrium, solve, sum_by
from parley.models.scenario import HORIZONS, Assumptions, Horizon, ProductScenario
from parley.models.tariff_shift import weighted_mean


@dataclass(frozen=True, eq=False)
class ProductOutcome:
    """Baseline and scenario of the US market and of China's."""

    inputs: ProductInputs
    baseline: Baseline
    assumed: Assumptions
    us_baseline: ProductEquilibrium
    us: ProductEquilibrium
    china_baseline: ProductEquilibrium
    china: ProductEquilibrium

    @property
    def duties(self) -> tuple[FloatArray, FloatArray]:
        """The scenario's duties [cell] in the US market and in China's."""
        return self.us.duty, self.china.duty


def run_product_scenario(inputs: ProductInputs, baseline: Baseline, scenario: ProductScenario) -> ProductOutcome:
    """Both markets at the baseline's and the scenario's duties.

    Raises ScenarioError for a rate out of reach, MarketError or NotConvergedError when a market has no solution.
    """
    assumed = Assumptions(scenario.horizon, scenario.border_pass_through, scenario.retail_pass_through)
    return run_duties(inputs, baseline, assumed, scenario_duties(inputs, baseline, scenario))


def run_duties(
    inputs: ProductInputs, baseline: Baseline, assumed: Assumptions, duties: tuple[FloatArray, FloatArray]
) -> ProductOutcome:
    """Both markets at the baseline's duties and at ``duties``: [cell] of the US market and of China's (ratios).

    Raises MarketError or NotConvergedError when a market has no solution.
    """
    us_baseline, china_baseline = _at_rest(inputs, baseline, assumed.horizon, assumed.border_pass_through)
    return ProductOutcome(
        inputs=inputs,
        baseline=baseline,
        assumed=assumed,
        us_baseline=us_baseline,
        us=solve(inputs.us.market, us_baseline.elasticities, duties[0]),
        china_baseline=china_baseline,
        china=solve(inputs.china.market, china_baseline.elasticities, duties[1]),
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
        else run_duties(inputs, baseline, replace(assumed, horizon=horizon), duties)
        for horizon in HORIZONS
    }


def solve_range(outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None) -> pd.DataFrame:
    """``summary`` of the outcome with ``low`` and ``high`` over the three horizons.

    ``horizons``: the answer of ``over_horizons``, when it is at hand.
    """
    spans = headline_ranges(outcome, horizons or over_horizons(outcome))
    _, low, high = zip(*spans.values(), strict=True)
    return summary(outcome).assign(low=low, high=high)


def headline_ranges(
    outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome]
) -> dict[str, tuple[float, float, float]]:
    """The headline figures with their lowest and highest over the horizons: metric to (value, low, high)."""
    figures = {horizon: headline(solved) for horizon, solved in horizons.items()}
    own = figures[outcome.assumed.horizon]
    return {
        metric: (value, min(f[metric] for f in figures.values()), max(f[metric] for f in figures.values()))
        for metric, value in own.items()
    }


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
    Chinese lines moved, apart from the model's prices. Border pass-through: null when no line moved.
    US exports: China's percentages by chapter on the exports of the base year.
    """
    from_china, others = _flows(outcome)
    buyers, exporters, duty, deadweight = (
        _total_change(outcome, name)
        for name in ("buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd")
    )
    before, after = (float(exports.sum()) for exports in _us_exports(outcome))
    total = from_china[0] + others[0], from_china[1] + others[1]
    return {
        "imports_from_china_usd_baseline": from_china[0],
        "imports_from_china_usd": from_china[1],
        "imports_from_china_change_pct": _percent(*from_china),
        "imports_from_others_change_usd": others[1] - others[0],
        "imports_from_others_change_pct": _percent(*others),
        "imports_change_usd": total[1] - total[0],
        "imports_change_pct": _percent(*total),
        "duty_usd_baseline": _duty_at_rest(outcome),
        "duty_change_usd": duty,
        "import_price_change_pct": _import_price_change_pct(outcome),
        "retail_price_change_pct": _retail_price_change_pct(outcome),
        "border_pass_through": _border_pass_through(outcome),
        "buyers_loss_usd": buyers,
        "exporters_loss_usd": exporters,
        "deadweight_loss_usd": deadweight,
        "importer_net_loss_usd": buyers - duty,
        "us_exports_to_china_usd_baseline": before,
        "us_exports_to_china_change_usd": after - before,
        "us_exports_to_china_change_pct": _percent(before, after),
    }


def by_origin(outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None) -> pd.DataFrame:
    """US imports by origin, chapters 98-99 carried: exporter_iso3, value and duty at baseline and scenario, change.

    Largest change upwards first: who supplies instead. With ``horizons`` also ``low_usd`` and ``high_usd``, the lowest
    and highest change over them.
    """
    side = outcome.inputs.us
    columns: dict[str, FloatArray] = {}
    for name, solved in (("_baseline", outcome.us_baseline), ("", outcome.us)):
        columns[f"value_usd{name}"] = _by_origin(outcome, solved.value_usd, "value_usd")
        columns[f"duty_usd{name}"] = _by_origin(outcome, solved.duty_usd, "duty_usd")
    change = columns["value_usd"] - columns["value_usd_baseline"]
    columns |= {"change_usd": change, "change_pct": 100 * change / columns["value_usd_baseline"]}
    if horizons is not None:
        changes = [_by_origin(o, o.us.value_usd - o.us_baseline.value_usd) for o in horizons.values()]
        columns |= {"low_usd": np.min(changes, axis=0), "high_usd": np.max(changes, axis=0)}
    order = np.argsort(-change, kind="stable")
    origins = np.asarray(side.origins, dtype=object)[order]
    return pd.DataFrame({"exporter_iso3": origins, **{name: values[order] for name, values in columns.items()}})


def _by_origin(outcome: ProductOutcome, per_cell: FloatArray, carried: str | None = None) -> FloatArray:
    """Sum of a [cell] quantity by origin, with the named column of the carried chapters added."""
    side = outcome.inputs.us
    total = sum_by(side.origin, per_cell, len(side.origins))
    if carried is None:
        return total
    kept: FloatArray = outcome.inputs.carried_by_origin[carried].to_numpy()
    return total + kept


def by_section(outcome: ProductOutcome) -> pd.DataFrame:
    """One row per section: trade from China and others, China's mean duty, import price, losses, duty, deadweight.

    Duties are means with base-year weights, as the sliders show them. ``buyers_loss_usd`` + ``exporters_loss_usd`` =
    ``duty_change_usd`` + ``deadweight_loss_usd`` in every row.
    """
    side = outcome.inputs.us
    flows = _flows_by(outcome, side.market.cell_section, len(side.sections))
    losses = {
        name: getattr(outcome.us, name) - getattr(outcome.us_baseline, name)
        for name in ("buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd")
    }
    price = 100 * (outcome.us.import_price_hat / outcome.us_baseline.import_price_hat - 1)
    more = pd.DataFrame({"import_price_change_pct": price, **losses})
    return pd.concat([pd.DataFrame({"section": side.sections}), flows, more], axis=1)


def by_product(outcome: ProductOutcome) -> pd.DataFrame:
    """One row per HS6: code, chapter, section, trade from China and others, China's duty (null without trade)."""
    side = outcome.inputs.us
    frame = _flows_by(outcome, side.market.product, side.market.product_count)
    codes = pd.Series(side.products, dtype="str")
    sections = np.asarray(side.sections, dtype=object)[side.market.section]
    labels = pd.DataFrame({"hs6": codes, "chapter": codes.str[:2], "section": sections})
    return pd.concat([labels, frame], axis=1)


def by_chapter(outcome: ProductOutcome) -> pd.DataFrame:
    """One row per HS chapter: the columns of ``by_section`` that exist below a section."""
    side = outcome.inputs.us
    chapter, names = pd.factorize(pd.Series(side.products, dtype="str").str[:2])
    frame = _flows_by(outcome, chapter.astype(np.intp)[side.market.product], len(names))
    section = np.empty(len(names), dtype=np.intp)
    section[chapter] = side.market.section
    labels = pd.DataFrame({"chapter": names, "section": np.asarray(side.sections, dtype=object)[section]})
    return pd.concat([labels, frame], axis=1)


def china_by_chapter(outcome: ProductOutcome) -> pd.DataFrame:
    """China's side by HS chapter: mean duty on US goods and US exports, at baseline and scenario.

    Exports are those of the base year (free alongside ship) moved by the percentages of China's market.
    """
    side = outcome.inputs.china
    before, after = _us_exports(outcome)
    return pd.DataFrame(
        {
            "chapter": side.products,
            "section": np.asarray(side.sections, dtype=object)[side.market.section],
            "rate_pct_baseline": 100 * outcome.china_baseline.duty[side.partner_cells],
            "rate_pct": 100 * outcome.china.duty[side.partner_cells],
            "us_exports_usd_base_year": outcome.inputs.us_exports_usd,
            "us_exports_usd_baseline": before,
            "us_exports_usd": after,
            "change_usd": after - before,
            "change_pct": 100 * (outcome.china.value_usd / outcome.china_baseline.value_usd - 1)[side.partner_cells],
        }
    )


def _us_exports(outcome: ProductOutcome) -> tuple[FloatArray, FloatArray]:
    """US exports to China by chapter, at baseline and scenario: those of the base year moved by China's market."""
    cells, market = outcome.inputs.china.partner_cells, outcome.inputs.china.market
    per_dollar: FloatArray = outcome.inputs.us_exports_usd / market.value_usd[cells]
    return per_dollar * outcome.china_baseline.value_usd[cells], per_dollar * outcome.china.value_usd[cells]


def slider_rates(side: CalibratedMarket, duty: FloatArray, floor: FloatArray) -> pd.DataFrame:
    """Where the sliders stand at these duties [cell]: section, rate_pct, least_pct; the last row, ``total``, is all.

    ``least_pct`` is the lowest mean a slider can take by points. A section without trade has no row.
    """
    groups = {name: cells for name, cells in side.partner_sections.items() if len(cells)}
    rows = []
    for name, cells in {**groups, "total": side.partner_cells}.items():
        value, low = side.market.value_usd[cells], np.minimum(duty, floor)[cells]
        rows.append((name, 100 * weighted_mean(value, duty[cells]), 100 * weighted_mean(value, low)))
    return pd.DataFrame(rows, columns=["section", "rate_pct", "least_pct"])


def us_slider_rates(inputs: ProductInputs, baseline: Baseline) -> pd.DataFrame:
    """The US sliders at a baseline; see ``slider_rates``."""
    return slider_rates(inputs.us, baseline.us_duty, baseline.us_floor)


def china_slider_rates(inputs: ProductInputs, baseline: Baseline) -> pd.DataFrame:
    """China's answering rates at a baseline; see ``slider_rates``."""
    return slider_rates(inputs.china, baseline.china_duty, np.zeros_like(baseline.china_duty))


def _flows(outcome: ProductOutcome) -> tuple[tuple[float, float], tuple[float, float]]:
    """Imports (baseline, scenario) from the partner and from all others, chapters 98-99 carried."""
    side = outcome.inputs.us
    carried = outcome.inputs.carried_by_origin["value_usd"]
    kept = float(carried[side.partner_iso3])
    kept_others = float(carried.sum()) - kept
    solved = (outcome.us_baseline.value_usd, outcome.us.value_usd)
    before, after = (float(value[side.partner_cells].sum()) for value in solved)
    all_before, all_after = (float(value.sum()) for value in solved)
    others = all_before - before + kept_others, all_after - after + kept_others
    return (before + kept, after + kept), others


def _flows_by(outcome: ProductOutcome, group: IndexArray, count: int) -> pd.DataFrame:
    """Trade from the partner and from others and the partner's mean duty (base weights), by group of cells."""
    side = outcome.inputs.us
    cells = side.partner_cells
    weight, ours = side.market.value_usd[cells], group[cells]
    base = sum_by(ours, weight, count)
    columns: dict[str, FloatArray] = {}
    for name, solved in (("_baseline", outcome.us_baseline), ("", outcome.us)):
        partner = sum_by(ours, solved.value_usd[cells], count)
        columns[f"from_china_usd{name}"] = partner
        columns[f"from_others_usd{name}"] = sum_by(group, solved.value_usd, count) - partner
        duty = sum_by(ours, weight * solved.duty[cells], count)
        columns[f"rate_pct{name}"] = 100 * np.divide(duty, base, out=np.full(count, np.nan), where=base > 0)
    for who in ("china", "others"):
        before, after = columns[f"from_{who}_usd_baseline"], columns[f"from_{who}_usd"]
        columns[f"from_{who}_change_usd"] = after - before
        grown = np.divide(after, before, out=np.full(count, np.nan), where=before > 0)
        columns[f"from_{who}_change_pct"] = 100 * (grown - 1)
    return pd.DataFrame(columns)


def _total_change(outcome: ProductOutcome, name: str) -> float:
    return float((getattr(outcome.us, name) - getattr(outcome.us_baseline, name)).sum())


def _duty_at_rest(outcome: ProductOutcome) -> float:
    return float(outcome.us_baseline.duty_usd.sum() + outcome.inputs.carried["duty_usd"].sum())


def _import_price_change_pct(outcome: ProductOutcome) -> float:
    weight = outcome.inputs.us.market.section_imports
    change = np.log(outcome.us.import_price_hat) - np.log(outcome.us_baseline.import_price_hat)
    return float(100 * np.expm1(weight @ change / weight.sum()))


def _retail_price_change_pct(outcome: ProductOutcome) -> float:
    """Retail pass-through x (t' - t_D) / (1 + t_D), mean over the partner's lines moved, base-year weights."""
    cells = outcome.inputs.us.partner_cells
    before, after = outcome.us_baseline.duty[cells], outcome.us.duty[cells]
    weight = outcome.inputs.us.market.value_usd[cells] * (after != before)
    if not weight.any():
        return 0.0
    rise = weight @ ((after - before) / (1 + before)) / weight.sum()
    return float(100 * outcome.assumed.retail_pass_through * rise)


def _border_pass_through(outcome: ProductOutcome) -> float:
    """Sum v ln p / sum v ln T over the lines moved, p being the duty-inclusive price, T the power of the duty."""
    moved = np.flatnonzero(outcome.us.duty != outcome.us_baseline.duty)
    if not len(moved):
        return float("nan")
    weight = outcome.inputs.us.market.value_usd[moved]
    power = np.log1p(outcome.us.duty[moved]) - np.log1p(outcome.us_baseline.duty[moved])
    omega = outcome.us.elasticities.inverse_export_supply
    grown = np.log(outcome.us.value_usd[moved] / outcome.us_baseline.value_usd[moved])
    return float(weight @ (power + omega / (1 + omega) * grown) / (weight @ power))


def _percent(before: float, after: float) -> float:
    return 100 * (after / before - 1)
