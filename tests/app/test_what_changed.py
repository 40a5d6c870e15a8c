"""The page What changed: what a refresh brought, and what is overdue."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import terms
from parley.app.what_changed import acts, tables
from parley.tables import read_table
from tests.apps import at_address, notes, title


def test_the_shipped_corrections_are_told_with_both_figures() -> None:
    figure = tables.changes(date(2026, 11, 27))
    assert len(figure.rows) == len(read_table("changes"))
    assert figure.short is not None
    assert any("48.2 to 47.9 percent" in words for words in figure.short["What changed"])


def test_before_the_first_refresh_the_page_says_so() -> None:
    app = at_address("what_changed", {"as_of": "2025-06-09"})
    assert [e.message for e in app.exception] == []
    assert title(app) == tables.SAY("header.title", "none", day=terms.day(date(2025, 6, 9)))


def test_acts_of_the_last_months_are_known_by_the_day() -> None:
    rows = acts.latest(date(2025, 6, 9)).rows
    assert rows["announced_on"].between(pd.Timestamp("2025-03-11"), pd.Timestamp("2025-06-09")).all()
    assert rows["announced_on"].is_monotonic_decreasing and len(rows) > 5


def test_a_table_that_is_missing_is_missed_in_its_place(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_copy / "changes.parquet").unlink()
    app = at_address("what_changed", {})
    assert [e.message for e in app.exception] == []
    assert any("changes" in w.value for w in app.warning)
    assert any("acts" in words or "Dates" in words for words in notes(app))
