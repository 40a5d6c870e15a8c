"""Where the sliders of the what-if pages stand at rest: worked out once for all days with the same trade and law."""

from collections.abc import Callable
from datetime import date

import pytest

from parley.app.what_if import starting_duties
from parley.app.what_if_world.controls import rates_at
from parley.models.policy_scenario import Scenario

# Between 19 and 24 February 2026, when the emergency powers ended, neither trade nor law was new.
DAYS, NEXT = (date(2026, 2, 20), date(2026, 2, 23)), date(2026, 2, 24)


@pytest.mark.parametrize(
    "make",
    [
        starting_duties.rates,
        starting_duties.by_law,
        starting_duties.law_spans,
        lambda start: starting_duties.by_law_on(start, "85"),
        rates_at,
    ],
)
def test_days_of_one_law_share_where_the_sliders_stand(make: Callable[[Scenario], object]) -> None:
    one, other = (make(starting_duties.start(day)) for day in DAYS)
    assert one is other
    assert make(starting_duties.start(NEXT)) != one


def test_the_scenario_of_a_start_keeps_its_own_day() -> None:
    assert [starting_duties.start(day).as_of for day in DAYS] == list(DAYS)
