"""The words of Compare: what differs most, in its unit, and no direction where the range leaves the sign open."""

import math

import pandas as pd
import pytest

from parley.app.compare.words import SECTION_MEASURES, finding
from parley.results.comparison import ranked
from parley.terms import DASH
from tests.wording import told

LOSS = SECTION_MEASURES[0]
FIGURES = {"name": ["Machinery"], "a_usd": 0.0, "a_low_usd": 0.0, "a_high_usd": 0.0}


def rows(value: float, low: float, high: float) -> pd.DataFrame:
    ends = {
        f"{side}{part}_usd": v
        for side in ("b", "difference")
        for part, v in (("", value), ("_low", low), ("_high", high))
    }
    return ranked(pd.DataFrame({**FIGURES, **ends}), "name", "usd", 5)


@pytest.mark.parametrize(
    ("figures", "case", "size"),
    [
        ((29e9, 27e9, 52e9), "higher", f"US$ 29 bn (27{DASH}52)"),
        ((-2.4e9, -3e9, -1e9), "lower", f"US$ 2.4 bn (1.0{DASH}3.0)"),
        ((3e6, 1e6, 4e6), "higher", f"US$ 0.003 bn (0.001{DASH}0.004)"),  # never a direction without a figure
        ((2e9, -1e9, 3e9), "open", None),
        ((29e9, math.nan, math.nan), "pending", "US$ 29 bn"),  # all models are still to answer
        ((0.0, 0.0, 0.0), "same", None),
    ],
)
def test_the_finding_says_how_far_and_which_way(
    figures: tuple[float, float, float], case: str, size: str | None
) -> None:
    found, fields = told("compare", "finding", finding(rows(*figures), LOSS, "product", "section", ""))
    assert (found, fields.get("size")) == (case, size)
    assert fields["measure"] == "buyers' loss"  # also of what is the same: another measure may differ
