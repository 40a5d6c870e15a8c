"""A scenario's level effects spread over years, each with its range: real income evenly, trade by its own phase-in.

The model compares two levels and says nothing about timing. Ranges of real income are those over the draws; those of
trade volumes are taken over the ends of the elasticities of demand, one at a time.
"""

from collections.abc import Sequence

import pandas as pd

from parley.models.armington import Equilibrium
from parley.models.errors import NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.results.base_world import after, demand_ends, places, switches_of
from parley.results.drivers import income_ranges
from parley.results.growth import growth_range, path_table

VOLUMES = ("CHN to USA", "USA to CHN")


def growth_rows(scenario: Scenario, adjustment_years: float) -> pd.DataFrame:
    """The OECD's baseline known on the as-of date and the mechanical line with its range, growth in percent by year.

    ``adjustment_years``: how long real income takes to its new level; see ``growth_range`` for the columns.
    """
    return growth_range(income_ranges(scenario), scenario.as_of, adjustment_years)


def path_rows(scenario: Scenario, adjustment_years: float) -> pd.DataFrame:
    """``path_table`` of real income and of trade volumes between the two, with low_pct and high_pct."""
    income, volume = income_ranges(scenario), volume_hats(scenario)
    value, low, high = (
        path_table(
            {side: 1 + ends[k] / 100 for side, ends in income.items()},
            {name: ends[k] for name, ends in volume.items()},
            adjustment_years,
        )
        for k in range(3)
    )
    return value.assign(
        low_pct=low["change_pct"], high_pct=high["change_pct"], adjustment_years=float(adjustment_years)
    )


def volume_hats(scenario: Scenario) -> dict[str, tuple[float, float, float]]:
    """Volumes of trade between the two, new over old: value, low and high over the ends of the elasticities."""
    as_set = switches_of(scenario)
    hats = [_volumes(after(scenario, as_set))]
    for switches in demand_ends(as_set):
        try:
            hats.append(_volumes(after(scenario, switches)))
        except NotConvergedError:
            continue  # The range is then over fewer answers.
    return {
        name: (values[0], min(values), max(values))
        for name, values in zip(VOLUMES, zip(*hats, strict=True), strict=True)
    }


def _volumes(solved: Equilibrium) -> Sequence[float]:
    """Flows from China to the United States and back at base prices, new over base: values over the seller's wage."""
    us, china = places()
    return [
        float(solved.flows[pair] / solved.economy.flows[pair] / solved.wage_hat[pair[0]])
        for pair in ((china, us), (us, china))
    ]
