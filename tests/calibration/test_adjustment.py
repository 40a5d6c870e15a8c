"""Law and trade by industry and month, against the orders' own rates and days."""

import numpy as np
import pytest

from parley.calibration.adjustment import first_trade_war, months_around_2025, tariffs_of_2025

APPAREL, FURNITURE = "315", "337"


def test_the_law_of_a_month_is_the_mean_of_its_days() -> None:
    """April 2025: reciprocal duty on China 10% on four days, 84% on one and 125% on 21 of 30 (Executive Orders
    14257, 14259, 14266); the fentanyl duty 20% from 4 March, 10% before. Apparel is on no exempt list and owes no
    Section 232 duty."""
    law = tariffs_of_2025().law_pct[APPAREL]
    reciprocal = (4 * 10 + 84 + 21 * 125) / 30
    fentanyl_in_march = (3 * 10 + 28 * 20) / 31
    assert law["2025-04-01"] - law["2025-03-01"] == pytest.approx(reciprocal + 20 - fentanyl_in_march, abs=0.01)
    assert law["2024-12-01"] == law["2024-02-01"]


def test_lists_of_the_first_war_come_in_their_months() -> None:
    """Furniture lies on list 3: 10% from 24 September 2018, 25% from 10 May 2019 (the later date of entry aside)."""
    law = first_trade_war().law_pct[FURNITURE]
    assert law["2018-08-01"] == pytest.approx(law["2017-01-01"])
    assert law["2018-11-01"] - law["2018-08-01"] == pytest.approx(10, abs=1)
    assert law["2019-08-01"] - law["2018-08-01"] == pytest.approx(25, abs=1)


def test_twenty_one_industries_of_manufactures_and_their_months() -> None:
    """Manufactures are nearly all of the 505.6 bn that the Census Bureau prints for imports from China in 2017."""
    learnt, tested, around = first_trade_war(), tariffs_of_2025(), months_around_2025()
    assert len(learnt.industries) == len(tested.industries) == 21
    assert learnt.panel.growth.shape == (24, 21)
    assert tested.panel.growth.shape == (10, 21)
    assert np.array_equal(around.panel.growth[-10:], tested.panel.growth)
    assert 0.97 * 505.6e9 < learnt.panel.weight.sum() < 505.6e9
