"""Where an answer leaves what its trade can carry: dollars on goods taken as bought at duties that had only just come,
and figures that no trade of the base could hold.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from parley.calibration.product_baseline import baseline_on
from parley.models.policy_scenario import Scenario
from parley.results.answers.product_solution import at_rest, base_of

CHINA = "CHN"
FROM_CHINA, REVENUE, BUYERS = "imports_from_china_change_pct", "duty_change_usd", "buyers_loss_usd"
LARGE_RISE = 5.0  # points of the mean US duty from which dollars are said to be overstated
MID_MONTH = 15


def is_overstated(*scenarios: Scenario) -> bool:
    """Whether the dollars of one of them stand on months with much lower duties than those they are taken at."""
    return any(rise_points(scenario) >= LARGE_RISE for scenario in scenarios)


def rise_points(scenario: Scenario) -> float:
    """Points by which the mean US duty in force lies above the mean of the twelve months the dollars stand on; 0 where
    they stand on a year's own, from which the model takes what the duties since have cost. Raises as ``base_of``.
    """
    return _rise_points(at_rest(scenario))


@lru_cache(maxsize=32)
def _rise_points(rest: Scenario) -> float:
    base = base_of(rest)
    if base.recorded is None:
        return 0.0
    market = base.inputs.us.market

    def mean(day: date) -> float:
        return 100 * float(market.value_usd @ baseline_on(base.inputs, day).us_duty / market.value_usd.sum())

    now, months = mean(rest.as_of), _months(base.recorded.last_month)
    if now - min(mean(months[0]), mean(months[-1])) < LARGE_RISE:
        return 0.0  # no large rise: the months between are not asked for
    return now - sum(mean(day) for day in months) / len(months)


def _months(last: date) -> Sequence[date]:
    """The middle of each of the twelve months that end with one, the newest first."""
    numbers = [12 * last.year + last.month - 1 - back for back in range(12)]
    return [date(number // 12, number % 12 + 1, MID_MONTH) for number in numbers]


def is_beyond(metric: str, value: float, china_usd: float, whole_usd: float) -> bool:
    """Whether a figure is more than trade can hold: imports from China, or dollars, above all US imports of the base.

    ``metric``: as in the product model's summary; ``china_usd`` and ``whole_usd``: imports from China and in all.
    """
    if metric == FROM_CHINA:
        return china_usd * (1 + value / 100) > whole_usd
    return metric.endswith("_usd") and abs(value) > whole_usd


def exceeds_trade(scenario: Scenario, metric: str, *values: float) -> bool:
    """Whether one of the values of a figure is more than all US imports of the scenario's base; see ``is_beyond``.

    ``metric``: also of what another model than the product model says on the same question.
    """
    trade = base_of(scenario).by_origin_usd
    china, whole = float(trade[CHINA]), float(trade.sum())
    return any(is_beyond(metric, value, china, whole) for value in values)
