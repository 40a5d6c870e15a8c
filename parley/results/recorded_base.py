"""What the model's dollars stand on, beside what customs recorded: so that a reader sees how far the two are apart."""

from datetime import date
from functools import lru_cache

import pandas as pd

from parley.calibration.policy import CHINA
from parley.models.policy_scenario import Scenario
from parley.results.product_solution import at_rest, base_of

COLUMNS = ["origin", "base_year", "base_usd", "recorded_usd", "recorded_over_base_pct", "first_month", "last_month"]


def recorded_beside(scenario: Scenario) -> pd.DataFrame:
    """US imports by which an answer is in dollars, and those of the last twelve months known on the as-of date.

    Columns COLUMNS, one row for China (CHN), one for all other origins (others) and one for all (all): values the
    scenario's base has, recorded ones, their difference in percent of the base, first and last month recorded (their
    first days). Recorded ones are missing where no twelve months were known, as on days before 2025. Raises TableError,
    CalibrationError.
    """
    return _of_base(at_rest(scenario)).copy()


@lru_cache(maxsize=8)
def _of_base(scenario: Scenario) -> pd.DataFrame:
    own = base_of(scenario)
    known = base_of(Scenario(scenario.as_of))
    value = {"base_usd": own.by_origin_usd, "recorded_usd": known.by_origin_usd if known.recorded else None}
    rows = []
    for origin in (CHINA, "others", "all"):
        base, recorded = (_of(series, origin) for series in value.values())
        rows.append((origin, own.year, base, recorded, 100 * (recorded / base - 1)))
    table = pd.DataFrame(rows, columns=COLUMNS[:5])
    last = known.recorded.last_month if known.recorded else None
    first = date(last.year - 1 + last.month // 12, last.month % 12 + 1, 1) if last else None
    months = [pd.to_datetime(pd.Series([month] * len(table))) for month in (first, last)]
    return table.assign(first_month=months[0], last_month=months[1])


def _of(by_origin: pd.Series | None, origin: str) -> float:
    if by_origin is None:
        return float("nan")
    china, whole = float(by_origin.get(CHINA, 0.0)), float(by_origin.sum())
    return {CHINA: china, "others": whole - china, "all": whole}[origin]
