"""The range of the product model's answer over draws of its elasticities and of the exporters' response."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from parley.calibration.draws import spread
from parley.calibration.product_market import home_elasticity
from parley.models.partial_equilibrium import Elasticities, FloatArray, solve
from parley.models.uncertainty import band, run, tornado
from parley.parameters import parameter
from parley.results.product import ProductOutcome, headline, summary

# sigma, eta, rho, psi and the border pass-through, each even between the low and high of the parameter file
DRAWN = (
    "between_origins_default",
    "between_products",
    "home_foreign_elasticity_ratio",
    "section_demand",
    "border_pass_through",
)
TOLD = ("buyers_loss_usd", "duty_change_usd", "imports_from_china_change_pct", "us_exports_to_china_change_pct")
NOT_BANDED = "border_pass_through"  # drawn itself


def product_bands(outcome: ProductOutcome, draws: int) -> pd.DataFrame:
    """The headline figures over fixed-seed Sobol draws: metric, unit, low (5 %), median, high (95 %), draws, failed.

    The elasticity between origins is the same for every product here; baseline and scenario are solved anew at every
    draw, so a band holds the change the scenario makes and nothing else. The answer itself is always within: rho
    stands at an end of its range, so the middle of the draws alone need not hold it.
    """
    metrics = [metric for metric in headline(outcome) if metric != NOT_BANDED]
    drawn = run(lambda values, _: (_headline_at(outcome, values, metrics), None), [spread(n) for n in DRAWN], draws)
    found = band(drawn)
    units = summary(outcome).set_index("metric")["unit"]
    figures = headline(outcome)
    own = np.array([figures[metric] for metric in metrics])
    return pd.DataFrame(
        {
            "metric": metrics,
            "unit": units.loc[metrics].to_numpy(),
            "low": np.minimum(found.low, own),
            "median": found.median,
            "high": np.maximum(found.high, own),
            "draws": found.count,
            "failed": found.failed,
        }
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
