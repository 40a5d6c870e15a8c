"""``--replace TABLE --since MONTH``: what earlier refreshes brought of these periods goes; the answer of now enters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from parley.refresh import changes
from parley.refresh.feed import Feed, Stored
from parley.refresh.judging import day_of
from parley.refresh.new_rows import rules_of


@dataclass(frozen=True)
class Wrong:
    """A table into which something wrong entered, and the first day of it."""

    table: str
    since: pd.Timestamp


@dataclass(frozen=True)
class Out:
    """``rows``: by table, those that a feed brought and that go. Empty where the feed has no part in it."""

    rows: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    since: str = ""

    def stored(self, stored: Stored) -> Stored:
        """The tables without these rows."""
        return lambda name: stored(name).drop(self.rows[name].index) if name in self.rows else stored(name)

    def tables(self, stored: Stored) -> dict[str, pd.DataFrame]:
        """Those tables alone."""
        return {name: self.stored(stored)(name).reset_index(drop=True) for name in self.rows}

    @property
    def notes(self) -> list[str]:
        """What is said of it in the report."""
        return [f"{name}: {len(rows):,} rows since {self.since} were taken out." for name, rows in self.rows.items()]

    def changes(self, on: date, reason: str) -> list[dict[str, Any]]:
        """The rows of the table of changes that say so."""
        return [
            changes.corrected(name, self.since, len(of_source), str(source), on, reason)
            for name, rows in self.rows.items()
            for source, of_source in rows.groupby("source_id")
        ]


def of_feed(feed: Feed, wrong: Wrong | None, stored: Stored) -> Out:
    """The rows of a feed's tables that it brought, since then; its tables come together and go together."""
    if wrong is None or wrong.table not in feed.tables:
        return Out()
    brought = {name: _brought(feed, name, stored, wrong.since) for name in feed.tables}
    return Out({name: rows for name, rows in brought.items() if len(rows)}, f"{wrong.since:%Y-%m}")


def _brought(feed: Feed, name: str, stored: Stored, since: pd.Timestamp) -> pd.DataFrame:
    """Rows of its sources, of a period that the table of changes says a refresh added or revised."""
    rules, table, log = rules_of(name), stored(name), stored(changes.TABLE)
    if rules is None:
        return table.head(0)
    log = log[(log["table_name"] == name) & log["kind"].isin(["added", "revised"]) & (log["item"] == "all")]
    log = log[log["source_id"].str.startswith(feed.brings)]
    period = changes.words(table[rules.period])
    is_brought = pd.Series(False, index=table.index)
    for source, periods in zip(log["source_id"].astype(str), log["period"].astype(str), strict=True):
        first, _, last = periods.partition(" to ")
        is_brought |= table["source_id"].eq(source) & period.between(first, last or first)
    return table[is_brought & (day_of(table[rules.since]) >= since)]
