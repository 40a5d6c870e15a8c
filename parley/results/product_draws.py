"""The range of the product model's answer over draws of its elasticities and of the exporters' response."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from parley.calibration.draws import spread
from parley.models.partial_equilibrium import Elasticities, FloatArray, solve
from parley.models.uncertainty import band, run
from parley.results.product import ProductOutcome, headline, summary

# sigma, eta, kappa, psi and the border pass-through, each even between the low and high of the parameter file
DRAWN = ("between_origins_default", "between_products", "imports_and_home", "section_demand", "border_pass_through")
NOT_BANDED = "border_pass_through"  # drawn itself


def product_bands(outcome: ProductOutcome, draws: int) -> pd.DataFrame:
    """The headline figures over fixed-seed Sobol draws: metric, unit, low (5 %), median, high (95 %), draws, failed.

    The elasticity between origins is the same for every product here; baseline and scenario are solved anew at every
    draw, so a band holds the change the scenario makes and nothing else.
    """
    metrics = [metric for metric in headline(outcome) if metric != NOT_BANDED]
    drawn = run(lambda values, _: (_headline_at(outcome, values, metrics), None), [spread(n) for n in DRAWN], draws)
    found = band(drawn)
    units = summary(outcome).set_index("metric")["unit"]
    return pd.DataFrame(
        {
            "metric": metrics,
            "unit": units.loc[metrics].to_numpy(),
            "low": found.low,
            "median": found.median,
            "high": found.high,
            "draws": found.count,
            "failed": found.failed,
        }
    )


def _headline_at(outcome: ProductOutcome, values: FloatArray, metrics: Sequence[str]) -> FloatArray:
    sigma, eta, kappa, psi, pass_through = (float(value) for value in values)
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
