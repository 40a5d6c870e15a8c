"""Scenarios drawn with a seed, for the tests of many at once; as a program, solve them into a folder."""

import random
import sys
from datetime import date
from pathlib import Path

from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.many.solve import solve_many

DAY = date(2026, 11, 24)


def drawn(seed: int, count: int) -> list[Scenario]:
    """Duties of the United States on China and on all, and of China on the United States."""
    draw = random.Random(seed)
    return [
        Scenario(
            DAY,
            title=f"number {number}",
            tariffs=[
                TariffChange("USA", "CHN", draw.uniform(10, 150), "absolute"),
                TariffChange("CHN", "USA", draw.uniform(20, 150), "absolute"),
                TariffChange("USA", "all", draw.uniform(0, 30)),
            ],
        )
        for number in range(count)
    ]


if __name__ == "__main__":
    solve_many(drawn(int(sys.argv[2]), int(sys.argv[3])), out=Path(sys.argv[1]), part=2, workers=int(sys.argv[4]))
