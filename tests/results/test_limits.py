"""When dollars stand on too much trade, and which figures no trade could hold."""

from datetime import date

import pytest

from parley import Scenario
from parley.results.answers import limits

BN = 1e9


@pytest.mark.parametrize(
    ("day", "points"),
    [
        (date(2025, 4, 12), 21.6),  # 145% on China, eleven of twelve months before any of it
        (date(2025, 6, 9), 9.8),
        (date(2025, 2, 15), 0.0),  # 1.4 points: no large rise
        (date(2026, 11, 27), 0.0),  # duties fell
    ],
)
def test_a_rise_is_that_of_the_mean_duty_over_the_months_the_dollars_rest_on(day: date, points: float) -> None:
    assert limits.rise_points(Scenario(day)) == pytest.approx(points, abs=0.1)
    assert limits.is_overstated(Scenario(day)) == (points > 0)


def test_the_trade_of_a_year_is_not_overstated() -> None:
    peak = Scenario(date(2025, 4, 12), base_year=2024, trade="base_year")
    assert limits.rise_points(peak) == 0
    assert limits.is_overstated(peak, Scenario(peak.as_of))


@pytest.mark.parametrize(
    ("metric", "value", "beyond"),
    [
        ("imports_from_china_change_pct", 753.0, True),  # 438 bn become 3,736
        ("imports_from_china_change_pct", 569.0, False),
        ("duty_change_usd", 21_821 * BN, True),
        ("buyers_loss_usd", -2_096 * BN, False),
        ("buyers_loss_usd", -4_282 * BN, True),
        ("import_price_change_pct", 5_000.0, False),
    ],
)
def test_a_figure_is_beyond_where_it_exceeds_all_imports(metric: str, value: float, beyond: bool) -> None:
    assert limits.is_beyond(metric, value, 438 * BN, 3_400 * BN) == beyond
