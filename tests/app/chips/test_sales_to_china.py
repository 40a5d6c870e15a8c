"""Exports to China: against their peak, controls at their day within the year."""

import pandas as pd
import pytest

from parley.app.chips import sales_to_china
from parley.charts.theme import LIGHT
from tests.sent_charts import checked
from tests.wording import told


def exports(values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"year": y, "product": p, "value_usd": v * 1e9} for y, v in values.items() for p in ("85", "84")]
    )


def test_exports_are_told_against_their_peak() -> None:
    fallen = sales_to_china.exports_caption(exports({2020: 10, 2021: 20, 2022: 15}), "85").finding
    case, fields = told("chips", "exports.finding", fallen)
    assert (case, fields["fall"], fields["peak"]) == ("below", "25%", "2021")
    rising = sales_to_china.exports_caption(exports({2020: 10, 2021: 20}), "85").finding
    case, fields = told("chips", "exports.finding", rising)
    assert (case, fields["first"], fields["year"]) == ("highest", "2020", "2021")


def test_a_control_stands_at_its_day_within_the_year() -> None:
    events = pd.DataFrame({"date": pd.to_datetime(["2022-10-07"])})
    figure = checked(sales_to_china.export_bars(exports({2021: 1, 2022: 2, 2023: 1}), events, LIGHT))
    assert figure.layout.shapes[0].x0 == pytest.approx(1.26, abs=0.01)  # 2022 is the second bar
    assert figure.data[0].marker.color == LIGHT.us
    assert figure.layout.yaxis.range[0] == 0
