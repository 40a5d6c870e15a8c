"""The notes on tables that lag behind their sources."""

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from parley.app.sources import overdue
from parley.measures.freshness import RHYTHMS
from parley.refresh import feeds
from parley.tables import catalogue, schema
from parley.tables import read as tables
from parley.tables.schema import load_schema, table_names
from tests.apps import at_address, notes

# The years of the first dispute, which is over; later trade stands in other tables.
CLOSED = {"us_trade_hs2_monthly"}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day on which every table of the catalogue is overdue."""
    monkeypatch.setattr(overdue, "date", SimpleNamespace(today=lambda: date(2027, 12, 31)))


def late_on_sources(**query: str) -> list[str]:
    """The tables whose titles the list of tables calls overdue, in its order."""
    shown = notes(at_address("sources", {"sources_section": "Tables", **query}))
    told = " ".join(words for words in shown if "next" in words and "due on" in words)
    titles = {name: re.escape(load_schema(name).title.replace("'", "’")) for name in RHYTHMS}
    places = {name: match.start() for name, title in titles.items() if (match := re.search(rf"{title}(?: \(|”)", told))}
    return sorted(places, key=places.__getitem__)


def test_the_list_of_tables_names_each_that_is_overdue(later: None) -> None:
    assert set(late_on_sources()) == set(RHYTHMS)


def test_on_an_earlier_day_nothing_is_overdue(later: None) -> None:
    assert late_on_sources(as_of="2025-06-09") == []


def test_where_tables_are_listed_the_command_is_said(later: None) -> None:
    told = notes(at_address("sources", {"sources_section": "Tables", "sources_table": "trade_monthly"}))
    assert any("python -m parley refresh trade_monthly" in words for words in told)


def test_a_table_is_late_from_the_eleventh_day_after_its_next_figures_were_due() -> None:
    # US trade of September 2026 was due on 14 November at the latest; the tables end with August
    assert "trade_monthly" not in overdue.late(date(2026, 11, 24))
    assert "trade_monthly" in overdue.late(date(2026, 11, 25))


def test_the_newest_period_is_that_of_the_table() -> None:
    told = {r["name"]: r.get("newestPeriod") for r in catalogue.read_catalogue()["resources"]}
    assert {name for name, newest in told.items() if newest} == set(RHYTHMS)
    for name, rhythm in RHYTHMS.items():
        newest = tables.read_table(name, columns=[rhythm.column])[rhythm.column].max()
        assert told[name] == f"{newest:%Y-%m-%d}", name


def test_a_catalogue_without_periods_marks_nothing(data_copy: Path) -> None:
    package = json.loads((data_copy / schema.CATALOGUE.name).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource.pop("newestPeriod", None)
    (data_copy / schema.CATALOGUE.name).write_text(json.dumps(package), encoding="utf-8")
    tables.forget_catalogue()
    assert overdue.late(date(2027, 12, 30)) == {}


def test_the_command_renews_the_table_it_names_and_of_others_it_is_said_who_has_them() -> None:
    renewed = {table for feed in feeds.FEEDS for table in feed.tables}
    assert {name for name, rhythm in RHYTHMS.items() if rhythm.has_command} <= renewed
    others = {name for name, rhythm in RHYTHMS.items() if not rhythm.has_command}
    assert others.isdisjoint(renewed)
    late = overdue.late(date(2027, 12, 31))
    for name in others:
        assert not late[name].has_command
        assert overdue.SAY("newer", name)


def test_every_table_by_month_of_which_a_later_month_is_in_print_has_a_rhythm() -> None:
    by_month = {name for name in table_names() if "month" in load_schema(name).primary_key}
    assert by_month - CLOSED == {name for name, rhythm in RHYTHMS.items() if rhythm.column == "month"}
