"""Which figures of US trade are more than the trade of a scenario can hold (``results.limits``)."""

from parley.app.what_if.starting_duties import CHINA
from parley.models.policy_scenario import Scenario
from parley.results import limits
from parley.results.product_solution import base_of

FROM_CHINA, REVENUE = "imports_from_china_change_pct", "duty_change_usd"


def is_beyond(scenario: Scenario, metric: str, *values: float) -> bool:
    """Whether one of the values of a figure is more than all US imports of the scenario's base.

    ``metric``: as in the product model's summary, also of what another model says on the same question.
    """
    trade = base_of(scenario).by_origin_usd
    china, whole = float(trade[CHINA]), float(trade.sum())
    return any(limits.is_beyond(metric, value, china, whole) for value in values)
