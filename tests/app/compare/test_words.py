"""The words of Compare: what differs most, in its unit, and no direction where the range leaves the sign open."""

import math

import pandas as pd
import pytest

from parley.app.compare.differences import MEASURES, finding
from parley.results.compared.comparison import ranked
from tests.wording import told

LOSS = MEASURES["product"][0]
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
        ((29e9, 27e9, 52e9), "loss_higher", "$29bn"),
        ((-2.4e9, -3e9, -1e9), "loss_lower", "$2.4bn"),
        ((3e6, 1e6, 4e6), "loss_higher", "$0.003bn"),  # never a direction without a figure
        ((2e9, -1e9, 3e9), "open", None),
        ((29e9, math.nan, math.nan), "pending", "$29bn"),  # all models are still to answer
        ((0.0, 0.0, 0.0), "same", None),
    ],
)
def test_the_finding_says_how_far_and_which_way(
    figures: tuple[float, float, float], case: str, size: str | None
) -> None:
    found, fields = told("compare", "finding", finding(rows(*figures), LOSS, "section", ""))
    assert (found, fields.get("size")) == (case, size)
    # also of what is the same: another measure may differ
    assert found.startswith("loss_") or fields["measure"].lower() == "buyers’ loss"
