"""The page What changed: what a refresh brought, and what is overdue."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import terms
from parley.app.what_changed import acts, tables
from parley.measures import news
from parley.tables.read import read_table
from tests import wording
from tests.apps import at_address, hints, notes, title


def test_the_shipped_corrections_are_told_with_both_figures() -> None:
    figure = tables.changes(date(2026, 11, 27))
    assert len(figure.rows) == len(read_table("changes"))
    assert figure.short is not None
    assert any("40.3 to 40.0%" in words for words in figure.short["What changed"])


def test_before_the_first_refresh_the_page_says_so() -> None:
    app = at_address("what_changed", {"as_of": "2025-06-09"})
    assert [e.message for e in app.exception] == []
    first = terms.day(read_table("changes")["changed_on"].min())
    assert title(app) == "What changed"
    assert any(tables.SAY("changes.none", first=first) in words for words in hints(app))


def day_of_changes(*names: str) -> pd.DataFrame:
    """A day on which September came into these tables."""
    rows = read_table("changes").head(len(names)).assign(table_name=names, kind="added", item="all")
    return rows.assign(changed_on=pd.Timestamp("2026-11-28"), period="2026-09-01")


@pytest.mark.parametrize(
    ("names", "case", "count"),
    [
        (["trade_monthly"], "alone", "no"),
        (["trade_monthly", "reserves"], "one", "one"),
        (["reserves", "trade_monthly", "us_customs_revenue_monthly", "china_customs"], "several", "two"),
    ],
)
def test_the_title_names_what_most_readers_follow(names: list[str], case: str, count: str) -> None:
    day = pd.Timestamp("2026-11-28")
    leading = [name for name in ("trade_monthly", "us_customs_revenue_monthly") if name in names]
    led = [tables.SAY("changes.leading", name, month="September\u00a02026") for name in leading]
    told = ", ".join(led)
    assert tables._title(day, news.by_day(day_of_changes(*names))[0][1]) == tables.SAY(
        "changes.news", case, day=terms.day(day), led=told, count=count
    )


def test_a_day_of_corrections_says_so_and_any_other_counts_tables() -> None:
    day, corrected = news.by_day(read_table("changes"))[-1]
    count = terms.counted(len(corrected)).capitalize()
    assert tables._title(day, corrected) == tables.SAY("changes.corrected", "several", count=count, day=terms.day(day))
    others = day_of_changes("reserves", "oxide_prices")
    assert tables._title(day, others) == tables.SAY("changes.title", "several", count="Two", day=terms.day(day))


def test_an_act_without_a_dated_announcement_counts_from_its_first_day_in_force() -> None:
    """China answered lists 1 to 3 on the days the US lists began, 6 July to 24 September 2018."""
    rows = acts.latest(date(2018, 9, 30)).rows
    assert set(rows["event_id"]) == {"cn-301-l1", "us-301-l2", "cn-301-l2", "us-301-l3a", "cn-301-l3a"}
    assert rows["event_id"].iloc[0] == "cn-301-l3a"
    assert set(acts.latest(date(2019, 9, 30)).rows["event_id"]) == {"us-301-l4a", "cn-301-l4"}


def test_acts_of_the_last_months_are_known_by_the_day() -> None:
    rows = acts.latest(date(2025, 6, 9)).rows
    assert rows["announced_on"].between(pd.Timestamp("2025-03-11"), pd.Timestamp("2025-06-09")).all()
    assert rows["announced_on"].is_monotonic_decreasing and len(rows) > 5


@pytest.mark.parametrize(
    ("on", "case"),
    [(date(2026, 11, 27), "several_ended"), (date(2025, 6, 9), "several")],
    ids=str,
)
def test_where_the_tables_end_before_the_day_the_acts_are_a_least_number(on: date, case: str) -> None:
    figure = acts.latest(on)
    told, fields = wording.told("what_changed", "acts.finding", figure.caption.finding)
    assert (told, fields["count"].lower()) == (case, terms.counted(len(figure.rows)))


def test_a_table_that_is_missing_is_missed_in_its_place(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_copy / "changes.parquet").unlink()
    app = at_address("what_changed", {})
    assert [e.message for e in app.exception] == []
    assert any("changes" in w.value for w in app.warning)
    assert any("acts" in words or "Dates" in words for words in notes(app))
