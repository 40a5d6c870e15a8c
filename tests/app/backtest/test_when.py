"""The lines of When effects arrive: what is drawn is what the rows say, in both themes."""

import numpy as np
import pandas as pd
import pytest

from parley.app.backtest.when import after_a_duty, by_month
from parley.charts.theme import DARK, LIGHT, Palette

NAMES = {"recorded_pct": "recorded", "static_pct": "static", "lagged_pct": "with lags"}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_line_each_ends_with_its_name_and_last_value(palette: Palette) -> None:
    months = pd.date_range("2024-11-01", periods=13, freq="MS")
    steps = np.arange(13.0)
    rows = pd.DataFrame(
        {"month": months, "recorded_pct": -4 * steps, "static_pct": -steps, "lagged_pct": 20 - 4 * steps}
    )
    figure = by_month(rows, NAMES, palette)
    values = {trace.name: list(trace.y) for trace in figure.data}
    assert values == {word: rows[name].tolist() for name, word in NAMES.items()}
    said = [note.text for note in figure.layout.annotations]
    assert [text.rsplit(" ", 1)[0] for text in said] == list(NAMES.values())
    assert said[0].endswith(" \u221248%")
    places = sorted(note.y for note in figure.layout.annotations)
    low, high = figure.layout.yaxis.range
    assert low < rows.min(numeric_only=True).min() and high > rows.max(numeric_only=True).max()
    assert np.diff(places).min() > 0.05 * (high - low)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_range_lies_under_the_line_and_the_duty_at_month_nought(palette: Palette) -> None:
    when = np.arange(-3, 37)
    rows = pd.DataFrame(
        {
            "months_since_duty": when,
            "static_pct": np.where(when < 0, 0.0, -5.0),
            "lagged_pct": -when / 3,
            "lagged_low_pct": -when / 2 - 1,
            "lagged_high_pct": -when / 4 + 1,
        }
    )
    figure = after_a_duty(rows, {name: NAMES[name] for name in ("static_pct", "lagged_pct")}, palette)
    values = {trace.name: list(trace.y) for trace in figure.data if trace.name}
    assert values == {"static": rows["static_pct"].tolist(), "with lags": rows["lagged_pct"].tolist()}
    band = [list(trace.y) for trace in figure.data if not trace.name and not pd.isna(trace.y[0])]
    assert band == [rows["lagged_high_pct"].tolist(), rows["lagged_low_pct"].tolist()]
    layout = figure.to_dict()["layout"]  # as it is sent
    assert [shape["x0"] for shape in layout["shapes"]] == [0]
    assert layout["xaxis"]["tickvals"] == [0, 6, 12, 18, 24, 30, 36]
