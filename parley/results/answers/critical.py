"""Solved export restrictions to tidy tables: ratios become percent here. Losses are bounds, never one figure alone."""

from dataclasses import dataclass
from functools import cache
from time import perf_counter

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.critical import (
    ANCHOR_AVAILABLE,
    ANCHORED,
    CriticalInputs,
    critical_elasticities,
    critical_inputs,
    exports_april_may_2025_pct,
    restriction,
)
from parley.models.critical_input import (
    TECHNIQUES,
    CriticalOutcome,
    Restriction,
    loss_over,
    onset_months,
    output_hat,
    solve,
    value_added_loss,
)
from parley.models.policy_parts import EVERYBODY, ExportChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon, ScenarioError
from parley.results.answers.answer import Answer
from parley.tables.parameters import parameter

FloatArray = npt.NDArray[np.float64]
NO_SUBSTITUTE = "no substitute in this time"
MONTHS = 12.0  # of a restriction, where nothing else is said
PARTIAL_MONTHS = 18.0


@dataclass(frozen=True, eq=False)
class CriticalRun:
    """One restriction, solved: ``onset`` [destination], months until stocks are used up; ``months``, its duration.

    ``price_hats``: lowest and highest price of the last stage [destination] over the range of the demand elasticity.
    """

    inputs: CriticalInputs
    outcome: CriticalOutcome
    horizon: str
    onset: FloatArray
    months: float
    price_hats: tuple[FloatArray, FloatArray]


def run_restriction(
    inputs: CriticalInputs,
    restricted: Restriction,
    horizon: str = "first_year",
    stock_months: float | None = None,
    months: float = MONTHS,
) -> CriticalRun:
    """The outcome of a restriction that lasts ``months``, with stocks of ``stock_months`` (default: the parameter's).

    Raises ModelInputError or CalibrationError as the model and its calibration do.
    """
    stocks = parameter("critical_open_stock_months").value if stock_months is None else stock_months
    outcome = solve(inputs.economy, restricted, critical_elasticities(inputs, horizon))
    answer = parameter("critical_open_demand_elasticity")
    steep, flat = (
        solve(inputs.economy, restricted, critical_elasticities(inputs, horizon, demand)).price_hat[-1]
        for demand in (answer.low, answer.high)
    )
    onset = onset_months(stocks, outcome.available[-1])
    return CriticalRun(inputs, outcome, horizon, onset, months, (np.minimum(flat, steep), np.maximum(flat, steep)))


def by_destination(run: CriticalRun) -> pd.DataFrame:
    """One row per destination: what arrives, its price, the loss of value added as low, calibrated and high bound.

    ``price_low_pct``, ``price_high_pct``: the change of price over the range of the demand elasticity. A price beyond
    the largest multiple in print is null, as the demand curve says nothing of it, and ``price_note`` says why.
    ``loss_*_pct``: while the restriction bites. ``mean_loss_*_pct``: over all its months, those covered by stocks
    included. ``calibration``: calibrated where a published loss sets sigma in the first year, else assumption.
    ``rent_usd``: price above the base times what is still sold, a year, of all stages. Raises ModelInputError unless
    the restriction lasts more than zero months.
    """
    economy, outcome = run.inputs.economy, run.outcome
    first = run.horizon == "first_year"
    frame = pd.DataFrame(
        {
            "destination_iso3": economy.destinations,
            "available_pct": 100 * outcome.available[-1],
            "price_change_pct": _price_change_pct(outcome.price_hat[-1]),
            "price_low_pct": _price_change_pct(run.price_hats[0]),
            "price_high_pct": _price_change_pct(run.price_hats[1]),
            "price_note": _price_note(run.price_hats[1]),
            "onset_months": run.onset,
            "rent_usd": outcome.rent_usd.sum(axis=0),
            "exporter_rent_usd": outcome.exporter_rent_usd.sum(axis=0),
            "calibration": np.where(run.inputs.is_calibrated & first, "calibrated", "assumption"),
        }
    )
    for technique in TECHNIQUES:
        loss = outcome.loss[technique]
        frame[f"loss_{technique}_pct"] = 100 * loss
        frame[f"mean_loss_{technique}_pct"] = 100 * loss_over(loss, run.onset, run.months)
    return frame


def _price_change_pct(hat: FloatArray) -> FloatArray:
    """Change of price in percent; null beyond the largest multiple in print."""
    return np.where(hat > _most_times(), np.nan, 100 * (hat - 1))


def _price_note(hat: FloatArray) -> npt.NDArray[np.str_]:
    """Why a price is null: beyond the largest multiple in print only less use would match what arrives."""
    return np.where(hat > _most_times(), NO_SUBSTITUTE, "")


def _most_times() -> float:
    return parameter("critical_anchor_price_spike_2010").value


def by_stage(run: CriticalRun) -> pd.DataFrame:
    """One row per stage and destination: China's part, where it is from, what arrives, price, sales and rent."""
    economy, outcome = run.inputs.economy, run.outcome
    index = pd.MultiIndex.from_product(
        [economy.stages, economy.destinations], names=["stage", "destination_iso3"]
    ).to_frame(index=False)
    return index.assign(
        dependence_pct=100 * economy.dependence.ravel(),
        basis=run.inputs.basis.ravel(),
        available_pct=100 * outcome.available.ravel(),
        price_change_pct=_price_change_pct(outcome.price_hat.ravel()),
        price_note=_price_note(outcome.price_hat.ravel()),
        exporter_sales_pct=100 * outcome.exporter_sales_hat.ravel(),
        rent_usd=outcome.rent_usd.ravel(),
        exporter_rent_usd=outcome.exporter_rent_usd.ravel(),
    )


def by_sector(run: CriticalRun) -> pd.DataFrame:
    """One row per using industry and destination: cost share, weight in value added, change of output as bounds.

    ``demand_share_pct``: the industry's part of the world's demand for the input, ``basis`` what that rests on.
    ``loss_*_pct``: the industry's part of the loss of the place; they add up to ``by_destination``.
    """
    economy, outcome = run.inputs.economy, run.outcome
    index = pd.MultiIndex.from_product(
        [economy.sectors, economy.destinations], names=["sector", "destination_iso3"]
    ).to_frame(index=False)
    frame = index.assign(
        demand_share_pct=100 * np.repeat(run.inputs.demand_share, len(economy.destinations)),
        basis=np.repeat(np.array(run.inputs.demand_basis, dtype=object), len(economy.destinations)),
        cost_share_pct=100 * economy.cost_share.ravel(),
        value_added_pct=100 * economy.value_added_share.ravel(),
    )
    for technique in TECHNIQUES:
        hat = outcome.output_hat[technique]
        frame[f"output_change_{technique}_pct"] = 100 * (hat.ravel() - 1)
        frame[f"loss_{technique}_pct"] = 100 * (economy.value_added_share * (1 - hat)).ravel()
    return frame


def against_published() -> pd.DataFrame:
    """Published losses beside ours: what, published_low_pct, published_pct, published_high_pct, ours as bounds, use.

    ``use``: calibrated where the published figure sets our sigma, so that agreement is no evidence; held_against where
    it was not used. The partial restriction holds the stages refine and magnet at China's exports of magnets in April
    and May 2025 for 18 months, with the stocks of the parameter; the extreme one is an embargo on both, without stocks.
    Raises CalibrationError.
    """
    ours = critical_inputs(ANCHORED)
    economy = ours.economy
    rows = []
    for column, name in enumerate(economy.destinations):
        if name in ANCHORED:
            shares = economy.cost_share[:, column], economy.value_added_share[:, column]
            losses = _at(shares, float(ours.substitution[column]))
            rows.append((f"critical_anchor_gdp_loss_{name.lower()}_pct", name, *losses, "calibrated"))
            if name == "USA":
                long_run = _at(shares, parameter("critical_substitution_long_run").value)
                rows.append(("critical_anchor_gdp_loss_long_run_pct", name, *long_run, "held_against"))
    for anchor, allowed, stocks in (
        ("critical_anchor_loss_usa_partial_pct", exports_april_may_2025_pct(), None),
        ("critical_anchor_loss_usa_extreme_pct", 0.0, 0.0),
    ):
        restricted = restriction(ours, {(stage, "USA"): allowed for stage in ("refine", "magnet")})
        run = run_restriction(ours, restricted, stock_months=stocks, months=PARTIAL_MONTHS)
        losses = _of_usa(run)
        rows.append((anchor, "USA", *losses, "held_against"))
    return pd.DataFrame([_beside(*row) for row in rows])


def _at(shares: tuple[FloatArray, FloatArray], sigma: float) -> tuple[float, float, float]:
    """Loss in percent at the published cut under the three techniques; sigma is that of the middle one."""
    cost, weight = shares
    left = np.full_like(cost, ANCHOR_AVAILABLE)
    hats = (output_hat(cost, left, 1.0), output_hat(cost, left, sigma), left)
    low, middle, high = (100 * float(value_added_loss(weight, hat)) for hat in hats)
    return low, middle, high


def _of_usa(run: CriticalRun) -> tuple[float, float, float]:
    """Mean loss of the United States in percent over the months of a run, under the three techniques."""
    column = run.inputs.economy.destinations.index("USA")
    losses = [loss_over(run.outcome.loss[technique], run.onset, run.months)[column] for technique in TECHNIQUES]
    low, middle, high = (100 * float(loss) for loss in losses)
    return low, middle, high


def _beside(name: str, place: str, low: float, middle: float, high: float, use: str) -> dict[str, object]:
    published = parameter(name)
    return {
        "parameter": name,
        "what": published.title,
        "destination_iso3": place,
        "published_low_pct": published.low,
        "published_pct": published.value,
        "published_high_pct": published.high,
        "ours_cobb_douglas_pct": low,
        "ours_pct": middle,
        "ours_leontief_pct": high,
        "use": use,
    }


# The critical-input model's answer to a scenario: who loses what when rare-earth exports are limited or taxed.

EXPORTER = "CHN"
HORIZON: dict[Horizon, str] = {"first_year": "first_year", "default": "medium_run", "long_run": "long_run"}
DEFAULT: Horizon = "first_year"  # where a scenario names none: the one calibrated to published losses
NOTES = (
    "The model is calibrated to published results, not estimated. Losses are bounds, from full to no substitution.",
    "Stocks, demand and outside supply are assumptions.",
)


@cache
def critical() -> CriticalInputs:
    """The model's inputs, read once. Raises CalibrationError."""
    return critical_inputs()


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_destination, by_stage and by_sector of the scenario's export changes.

    Raises ScenarioError for tariffs or a regime, for draws, for exporters other than China, for goods other than a
    stage, and for limits and taxes together; CalibrationError, ModelInputError or NotConvergedError.
    """
    if draws or scenario.tariffs or scenario.regime:
        raise ScenarioError("The critical-input model takes export changes by stage, no tariffs, regime or draws.")
    if not scenario.exports:
        raise ScenarioError("The critical-input model needs an export change, such as a limit on stage magnet.")
    began = perf_counter()
    limits = {_key(change): change.limit_pct for change in scenario.exports if change.limit_pct is not None}
    taxes = {_key(change): change.tax_pct for change in scenario.exports if change.tax_pct is not None}
    if limits and taxes:
        raise ScenarioError("The scenario both limits and taxes exports. Keep one of the two.")
    restricted = restriction(critical(), limits or None, taxes or None)
    months = MONTHS if scenario.restriction_months is None else scenario.restriction_months
    run = run_restriction(critical(), restricted, HORIZON[scenario.horizon or DEFAULT], scenario.stock_months, months)
    return Answer(
        tables={"by_destination": by_destination(run), "by_stage": by_stage(run), "by_sector": by_sector(run)},
        convergence={"seconds": perf_counter() - began},  # explicit equations and a bisection to the last digit
        notes=(*NOTES, f"The restriction lasts {months:g} months."),
    )


def _key(change: ExportChange) -> tuple[str, str]:
    if change.exporter != EXPORTER:
        raise ScenarioError(f"The critical-input model covers China's exports, not those of {change.exporter}.")
    if change.goods.level != "stage":
        raise ScenarioError(
            f"Name a stage of rare earths (mine, refine, metal, magnet), not {change.goods}. A ban on another mineral "
            "(gallium, germanium, antimony) has no model: our tables do not say which industries use how much of it."
        )
    return change.goods.code, "*" if change.importer == EVERYBODY else change.importer
