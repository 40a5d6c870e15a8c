"""Typed printed figures: how the reader chooses rows and adds them up, and what it refuses."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from parley.recipes import published
from parley.tables.schema import SchemaError, table_names

ROWS = pd.DataFrame(
    {
        "code": ["0101", "0102", "8501", None],
        "month": pd.to_datetime(["2024-01-01", "2024-12-01", "2025-01-01", "2025-02-01"]),
        "value_usd": [1e9, 2e9, 4e9, 8e9],
        "duty_usd": [0.0, 1e9, 1e9, 1e9],
    }
)


def given_by(**typed: Any) -> float:
    figure = {"what": "a figure", "expected": 0, "source": "print", "column": "value_usd", **typed}
    return published._figure("made", figure).holds(ROWS)[1]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"where": {"code": "8501"}, "unit": "bn US$"}, 4),
        ({"where": {"code": ["0101", "8501"]}, "aggregate": "sum", "unit": "m US$"}, 5000),
        ({"where": {"month": {"from": date(2024, 12, 1), "to": date(2025, 1, 1)}}, "aggregate": "sum"}, 6e9),
        ({"where": {"month": {"to": date(2024, 12, 1)}}, "aggregate": "rows"}, 2),
        ({"where": {"code": {"filled": False}}, "aggregate": "most"}, 8e9),
        ({"where": {"code": {"filled": True}}, "aggregate": "mean", "column": "duty_usd"}, 2e9 / 3),
        ({"aggregate": "distinct", "column": "code"}, 3),
        ({"aggregate": "distinct", "column": ["duty_usd", "month"]}, 4),
        ({"aggregate": "ratio_pct", "column": ["duty_usd", "value_usd"]}, 20),
        ({"aggregate": "weighted_mean", "column": ["duty_usd", "value_usd"]}, 14 / 15 * 1e9),
    ],
)
def test_rows_are_chosen_and_added_up(typed: dict[str, Any], value: float) -> None:
    assert given_by(**typed) == pytest.approx(value)


def test_a_beginning_chooses_rows_of_a_column_without_gaps() -> None:
    figure = {"what": "a figure", "expected": 3e9, "source": "print", "column": "value_usd", "aggregate": "sum"}
    typed = figure | {"where": {"code": {"starts": "01"}}}
    assert published._figure("made", typed).holds(ROWS.dropna()) == (True, 3e9)


def test_one_figure_needs_one_row() -> None:
    with pytest.raises(ValueError, match="4 rows match"):
        given_by()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [({"column": "rate_pct", "where": {"code": "8501"}}, "rate_pct"), ({"sum": 3}, "sum"), ({"aggregate": "x"}, "'x'")],
)
def test_a_key_aggregate_or_column_that_is_none_is_named(typed: dict[str, Any], fault: str) -> None:
    with pytest.raises(SchemaError, match=fault):
        given_by(**typed)


def test_every_table_of_the_file_is_one() -> None:
    assert set(published._file()) <= set(table_names())
