"""The law a year's duties were collected under: the mean of the daily law, weighted by when goods came in.

| symbol | meaning |
|---|---|
| w_m | share of month m in imports, by industry (China) and by origin (others) |
| L_Y | sum over months of w_m x mean of the daily law of the month ``lag`` before |

Two questions, two sets of weights. What a year's trade was foreseen to owe takes the months of 2024, before the duties
(``weight_year`` 2024), as the months of 2025 moved with the duties themselves. What a year's collected rate stands on
takes the months of that year, which are in its denominator. With a lag of one month goods owe the law of the day they
left; 0 and 2 are its bounds.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from parley.measures import origin_duties
from parley.measures.recorded_trade import monthly_means, monthly_shares
from parley.tables.read import read_table

Lag = Literal[0, 1, 2]
LAG: Lag = 1
CHINA, WORLD = "CHN", "WLD"


@dataclass(frozen=True, eq=False)
class YearLaw:
    """Percent: ``by_product`` on Chinese goods by hs6; ``by_origin`` points on the others since the end of 2024."""

    by_product: pd.Series
    by_origin: pd.Series


@lru_cache(maxsize=6)
def year_law(year: int = 2025, lag: Lag = LAG, weight_year: int = 2024) -> YearLaw:
    """The law of a year; see the module. Raises TableError when a table cannot be read."""
    return YearLaw(_on_china(year, lag, weight_year), _on_others(year, lag, weight_year))


def _on_china(year: int, lag: Lag, weight_year: int) -> pd.Series:
    law = read_table("us_tariff_statutory_hs6", columns=["hs6", "rate_pct", "valid_from", "valid_to"])
    days = monthly_means(law, "hs6", "rate_pct", year, lag)
    before = law[law["valid_from"] == law["valid_from"].min()].groupby("hs6")["rate_pct"].sum()
    for month, (first, after) in enumerate(_before_the_law(year, lag), start=1):
        days[month] += before.reindex(days.index).fillna(0.0) * first / after
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": [CHINA]})
    shares = monthly_shares(rows, "naics3", weight_year)
    every = monthly_shares(rows, "partner_iso3", weight_year).loc[CHINA]
    of_product = read_table("hs_naics", where={"hs_revision": ["HS2022"]}).drop_duplicates("hs6").set_index("hs6")
    weights = shares.reindex(of_product["naics3"].reindex(days.index)).set_axis(days.index)
    return (days * weights.fillna(every)).sum(axis=1)


def _before_the_law(year: int, lag: Lag) -> list[tuple[int, int]]:
    """Days of each month that lie before the first day of the tables, which the law of that day stands for."""
    first_day = pd.Timestamp(year - 1, 12, 31)
    months = []
    for month in range(12):
        first = pd.Timestamp(year, 1, 1) + pd.DateOffset(months=month - lag)
        after = first + pd.DateOffset(months=1)
        days_before = max((min(first_day, after) - first).days, 0)
        months.append((days_before, (after - first).days))
    return months


def _on_others(year: int, lag: Lag, weight_year: int) -> pd.Series:
    steps = read_table("us_tariff_origin_steps")
    steps = steps[steps[origin_duties.ORIGIN] != CHINA]
    days = monthly_means(steps, origin_duties.ORIGIN, "rate_pct", year, lag)
    base = origin_duties.level(steps, origin_duties.BASE_DAY)
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": [WORLD]})
    every = monthly_shares(rows, "partner_iso3", weight_year).loc[WORLD]
    trade = read_table("trade_monthly", where={"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"]})
    newest = trade.sort_values("vintage").drop_duplicates(["partner_iso3", "month"], keep="last")
    shares = monthly_shares(newest, "partner_iso3", weight_year).reindex(days.index)
    weights = shares.fillna(every)
    return (days * weights).sum(axis=1) - base.reindex(days.index)
