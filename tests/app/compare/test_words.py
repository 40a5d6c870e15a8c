"""The words of Compare: what differs most, in its unit, and no direction where the range leaves the sign open."""

import pandas as pd
import pytest

from parley.app.compare.words import finding
from parley.results.comparison import SPANS, ranked

NB = "\u00a0"
FIGURES = {"name": ["Machinery"], "a_usd": 0.0, "a_low_usd": 0.0, "a_high_usd": 0.0}


def rows(value: float, low: float, high: float) -> pd.DataFrame:
    ends = {
        f"{side}{part}_usd": v
        for side in ("b", "difference")
        for part, v in (("", value), ("_low", low), ("_high", high))
    }
    return ranked(pd.DataFrame({**FIGURES, **ends}), "name", "usd", 5)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((29e9, 27e9, 52e9), f"Machinery differs most: buyers' loss US${NB}29{NB}bn higher under B than under A"),
        ((-2.4e9, -3e9, -1e9), f"Machinery differs most: buyers' loss US${NB}2.4{NB}bn lower under B than under A"),
        ((2e9, -1e9, 3e9), "Machinery differs most; which way depends on the horizons"),
        ((0.0, 0.0, 0.0), "No section differs between A and B"),
    ],
)
def test_the_finding_says_how_far_and_which_way(figures: tuple[float, float, float], words: str) -> None:
    assert finding(rows(*figures), "Buyers' loss", "section", SPANS["product"]) == words
