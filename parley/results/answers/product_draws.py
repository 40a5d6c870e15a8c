"""The range of the product model's answer over draws of its elasticities and of the exporters' response."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from parley.calibration.draws import spread
from parley.calibration.product_law import BASE_YEAR_END
from parley.calibration.product_market import home_elasticity
from parley.models.errors import NotConvergedError
from parley.models.partial_equilibrium import solve
from parley.models.product_market import Elasticities, FloatArray
from parley.models.uncertainty import QUANTILES, SEED, sobol_points, tornado
from parley.results.answers.product import ProductOutcome, headline, summary
from parley.results.answers.product_settings import Setting, by_section, draw_settings, elasticities, read_duties
from parley.tables.parameters import parameter

# of the tornado: sigma, eta, rho, psi and the border pass-through, each at the low and high of the parameter file
DRAWN = (
    "between_origins_default",
    "between_products",
    "home_foreign_elasticity_ratio",
    "section_demand",
    "border_pass_through",
)
TOLD = ("buyers_loss_usd", "duty_change_usd", "imports_from_china_change_pct", "us_exports_to_china_change_pct")
BESIDE = ("section_demand", "retail_pass_through", "reading")  # drawn beside a setting
READINGS = ("rate_pct", "rate_low_pct", "rate_high_pct")


def product_bands(outcome: ProductOutcome, draws: int, as_of: date, keeps_totals: bool) -> pd.DataFrame:
    """The headline figures over fixed-seed Sobol draws: metric, unit, low (5%), median, high (95%), draws, failed.

    Drawn are a horizon with its pair of elasticities between origins and against home goods, the elasticity between
    products, that of a section's demand, the slope of export supply, imports over absorption by section or one number
    for all, the reading of the law's lists (from 2025 on) and the retail pass-through. Border pass-through is an
    outcome of the slope. Baseline and scenario are solved anew at every draw, so a band holds the change the scenario
    makes and nothing else. The answer itself is always within: some of its parameters stand at an end of their range,
    so the middle of the draws alone need not hold it. ``keeps_totals``: see ``product_settings.read_duties``.
    Raises ModelInputError for fewer than one draw.
    """
    figures = headline(outcome)
    metrics, sampled, failed = list(figures), [], 0
    points = sobol_points(len(BESIDE), draws, SEED + 1)
    for setting, point in zip(draw_settings(draws), points, strict=True):
        try:
            figures_of_draw = headline(
                _at(outcome, setting, dict(zip(BESIDE, point.tolist(), strict=True)), as_of, keeps_totals)
            )
        except NotConvergedError:
            failed += 1
            continue
        sampled.append([figures_of_draw[metric] for metric in metrics])
    if not sampled:
        raise NotConvergedError(float("inf"), 0)
    low, median, high = np.quantile(np.array(sampled), QUANTILES, axis=0)
    units = summary(outcome).set_index("metric")["unit"]
    central = np.array([figures[metric] for metric in metrics])
    return pd.DataFrame(
        {
            "metric": metrics,
            "unit": units.loc[metrics].to_numpy(),
            "low": np.minimum(low, central),
            "median": median,
            "high": np.maximum(high, central),
            "draws": len(sampled),
            "failed": failed,
        }
    )


def _at(
    outcome: ProductOutcome, setting: Setting, beside: Mapping[str, float], as_of: date, keeps_totals: bool
) -> ProductOutcome:
    """The outcome under a setting; ``beside`` are points of the unit interval of what the setting does not hold."""
    inputs, us, china = outcome.inputs, outcome.inputs.us, outcome.inputs.china
    psi = spread("section_demand").at(np.array([beside["section_demand"]]))[0]
    of_us, of_china = (replace(elasticities(side, setting), section_demand=float(psi)) for side in (us, china))
    retail = spread("retail_pass_through").at(np.array([beside["retail_pass_through"]]))[0]
    market = by_section(us.market) if setting.by_section else us.market
    reading = READINGS[int(len(READINGS) * beside["reading"])] if as_of > BASE_YEAR_END else READINGS[0]
    duties = outcome.us_baseline.duty, outcome.us.duty
    before, after = read_duties(inputs, as_of, reading, duties, keeps_totals)
    return replace(
        outcome,
        assumed=replace(outcome.assumed, horizon=setting.horizon, retail_pass_through=float(retail)),
        us_baseline=solve(market, of_us, before),
        us=solve(market, of_us, after),
        china_baseline=solve(china.market, of_china, outcome.china_baseline.duty),
        china=solve(china.market, of_china, outcome.china.duty),
    )


def product_tornado(outcome: ProductOutcome) -> pd.DataFrame:
    """One parameter at a time at its low and high, the others at their value in the parameter file.

    One row per metric of TOLD and parameter, the longest bar first: metric, unit, parameter, title, parameter_low,
    parameter_high, central, at_low, at_high (null where the model has no answer). The elasticity between origins is
    the same for every product here, so ``central`` is the default horizon whatever the scenario's.
    """
    swings = tornado(lambda values, _: (_headline_at(outcome, values, TOLD), None), [spread(n) for n in DRAWN])
    units = summary(outcome).set_index("metric")["unit"]
    rows = []
    for o, metric in enumerate(TOLD):
        bars = [(name, swings.low[k, o], swings.high[k, o]) for k, name in enumerate(swings.names)]
        for name, low, high in sorted(bars, key=lambda bar: -abs(bar[2] - bar[1])):
            entry = parameter(name)
            ends = entry.title, entry.low, entry.high, float(swings.central[o]), float(low), float(high)
            rows.append((metric, units[metric], name, *ends))
    columns = [
        "metric",
        "unit",
        "parameter",
        "title",
        "parameter_low",
        "parameter_high",
        "central",
        "at_low",
        "at_high",
    ]
    return pd.DataFrame(rows, columns=columns)


def _headline_at(outcome: ProductOutcome, values: FloatArray, metrics: Sequence[str]) -> FloatArray:
    sigma, eta, rho, psi, pass_through = (float(value) for value in values)
    kappa = home_elasticity("default", sigma, rho)
    elasticities = Elasticities(np.array([sigma]), eta, kappa, psi, (1 / pass_through - 1) / sigma)
    us, china = outcome.inputs.us.market, outcome.inputs.china.market
    figures = headline(
        replace(
            outcome,
            us_baseline=solve(us, elasticities, outcome.us_baseline.duty),
            us=solve(us, elasticities, outcome.us.duty),
            china_baseline=solve(china, elasticities, outcome.china_baseline.duty),
            china=solve(china, elasticities, outcome.china.duty),
        )
    )
    return np.array([figures[metric] for metric in metrics])
