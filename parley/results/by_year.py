"""What of a year's change falls into each calendar year, for a scenario with a first or last day.

A model compares two full years, so its dollars are a rate: a year's change times the days in force over the days of the
year. Trade is taken to answer at once and evenly over the year, because the model with lags did not foresee the months
of 2025 better (``results.timing``). Percentages are rates too and are not divided.
"""

from calendar import isleap
from collections.abc import Iterator
from datetime import date

import pandas as pd

from parley.models.policy_scenario import Scenario

FLOWS = ("duty_change_usd", "imports_change_usd", "imports_from_others_change_usd", "deadweight_loss_usd")
COLUMNS = ["year", "days", "share_pct", "figure", "full_year_usd", "value_usd", "low_usd", "high_usd"]


def by_year(scenario: Scenario, summary: pd.DataFrame, bearers: pd.DataFrame) -> pd.DataFrame:
    """Dollars by calendar year, columns COLUMNS; ``figure`` is a metric of ``summary`` or a bearer of ``bearers``.

    From the first day, or the as-of date, to the last; without a last day to the end of the year after the first.
    """
    flows = summary[summary["metric"].isin(FLOWS)].rename(columns={"metric": "figure"})
    gains = bearers.rename(columns={"bearer": "figure", "gain_usd": "value", "low_usd": "low", "high_usd": "high"})
    columns = ["figure", "value", "low", "high"]
    figures = [*flows[columns].itertuples(index=False), *gains[columns].itertuples(index=False)]
    rows = [
        (year, days, 100 * share, figure, value, share * value, share * low, share * high)
        for year, days, share in years(scenario)
        for figure, value, low, high in figures
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def years(scenario: Scenario) -> Iterator[tuple[int, int, float]]:
    """Each calendar year with the days in force, both ends counted, and their share of the year (ratio)."""
    first = scenario.begins or scenario.as_of
    last = scenario.ends or date(first.year + 1, 12, 31)
    for year in range(first.year, last.year + 1):
        days = (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
        yield year, days, days / (366 if isleap(year) else 365)
