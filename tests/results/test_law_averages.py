"""The average duty by law that the models start from is the law line by line, on any day and of any origin."""

import random
from datetime import timedelta

from parley.results.law.lines import FIRST_DAY, LAST_DAY
from tests.law_walk import apart, legal_days, origins
from tests.seeds import seed

SAMPLE = 14


def test_the_steps_are_the_law_line_by_line_on_days_of_change_their_eves_and_any_other(share: float) -> None:
    draw = random.Random(seed(20261201))
    any_day = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    eves = [day - timedelta(days=1) for day in legal_days()[1:]]
    kinds = (legal_days(), eves, any_day)
    pairs = ((draw.choice(origins()), draw.choice(kinds[n % len(kinds)])) for n in range(round(share * SAMPLE)))
    assert apart(pairs) == []
