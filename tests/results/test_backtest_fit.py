"""How far goods lie from the record, against figures worked out by hand and by NumPy."""

import numpy as np
import pandas as pd
import pytest

from parley.models.scenario import HORIZONS
from parley.results.validation.backtest import CHINA, fit_table

# Trade before, recorded and modelled change in percent. Three quarters of the trade are 4 points above the record.
GOODS = [(100.0, -10.0, -12.0), (250.0, -30.0, -26.0), (50.0, -20.0, -16.0)]


@pytest.fixture
def fit() -> pd.DataFrame:
    rows = []
    for before, recorded, modelled in GOODS:
        told = {f"modelled_{horizon}_pct": modelled for horizon in HORIZONS}
        rows.append({"value_before_usd": before, "recorded_change_pct": recorded, **told})
    return fit_table(pd.DataFrame(rows).assign(origin=CHINA, episode="one", duties="all")).set_index("horizon")


def test_errors_are_weighted_by_the_trade_before(fit: pd.DataFrame) -> None:
    assert fit["mean_error_pp"].tolist() == pytest.approx([0.75 * 4 - 0.25 * 2] * len(HORIZONS))
    assert fit["mean_distance_pp"].tolist() == pytest.approx([0.75 * 4 + 0.25 * 2] * len(HORIZONS))


def test_the_correlation_is_that_of_goods_counted_by_their_trade(fit: pd.DataFrame) -> None:
    before, recorded, modelled = np.array(GOODS).T
    counts = (before / 50).astype(int)
    counted = np.corrcoef(np.repeat(recorded, counts), np.repeat(modelled, counts))[0, 1]
    assert fit["correlation"].tolist() == pytest.approx([counted] * len(HORIZONS))
