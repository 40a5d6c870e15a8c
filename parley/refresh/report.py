"""What a refresh did, as data: what was asked, what came, what moved, what was refused."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from parley.refresh import merging
from parley.refresh.feed import Proposal
from parley.refresh.merging import Merged
from parley.refresh.rules import Refusal
from parley.refresh.said import Saying

State = Literal["changed", "unchanged", "refused", "waits"]


@dataclass(frozen=True)
class Move:
    """A figure that was revised: where, the old and the new one, the change as a share or in points."""

    key: str
    column: str
    old: float | None
    new: float | None
    change: float | None


@dataclass(frozen=True)
class TableDifference:
    """One table before and after; ``largest`` holds the moves by share, ``largest_by_amount`` by amount."""

    table: str
    rows_before: int
    rows_after: int
    added: int
    revised: int
    missing: int
    newest_before: str
    newest_after: str
    members_new: list[str]
    members_gone: list[str]
    median_ratio: float | None
    largest: list[Move]
    largest_by_amount: list[Move]
    sha256: list[str]
    bytes_before: int = 0
    bytes_after: int = 0


@dataclass(frozen=True)
class Check:
    """A figure in print that the new table was held against, and what it gives."""

    table: str
    what: str
    published: float
    gives: float
    source: str


@dataclass(frozen=True)
class Waiting:
    """What is new and breaks a rule: a month, year or edition of a table, why, and the cell that says which it is."""

    table: str
    unit: str
    sentence: str
    value: Any = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What it is called on the command: ``trade_monthly 2026-09``."""
        return f"{self.table} {self.unit}"


@dataclass(frozen=True)
class Outcome:
    """What became of one feed; ``checks``: those its tables passed. One that fails is the sentence of a refusal.

    ``waits``: what is new, breaks a rule and did not enter.
    """

    feed: str
    title: str
    state: State
    requests: int
    bytes: int
    seconds: float
    word: str = ""
    sentence: str = ""
    may_be_accepted: bool = False
    accepted: str = ""
    differences: list[TableDifference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    waits: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A whole run. ``keys``: names of the keys set, never their values. ``headlines``: what the app will say."""

    started_at: str
    version: str
    version_after: str
    asked: list[str]
    keys: list[str]
    mirror: str
    is_dry_run: bool
    replaced: list[str]
    seconds: float
    outcomes: list[Outcome]
    headlines: list[Saying] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 all done, 1 some refused or waiting, 3 nothing done."""
        behind = [o for o in self.outcomes if o.state == "refused" or o.waits]
        if not behind:
            return 0
        done = [o for o in self.outcomes if o.state in ("changed", "unchanged")]
        return 1 if done else 3

    def as_json(self) -> str:
        """The report for programs."""
        about: dict[str, Any] = asdict(self) | {"exit_status": self.exit_status}
        for outcome in about["outcomes"]:
            for wait in outcome["waits"]:
                del wait["value"]
        return json.dumps(about, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def difference(merged: Merged, sha256: Sequence[str], rows_before: int) -> TableDifference:
    """The difference one part of an answer makes to its table."""
    part = merged.part
    members = part.covers[0] if part.covers else None
    before, after = (set(frame[members]) if members else set() for frame in (part.base, part.got))
    moves = _moves(merged)
    by_amount = sorted(moves, key=lambda m: -abs((m.new or 0) - (m.old or 0)))
    ratios = [
        float(ratio)
        for column in part.values
        if not part.in_points
        for ratio in [
            (merged.common[f"{column}_new"] / merged.common[f"{column}_old"].where(lambda v: v != 0)).median()
        ]
        if _number(ratio) is not None
    ]
    return TableDifference(
        part.table,
        rows_before,
        len(merged.table),
        len(merged.added),
        len(merged.revised),
        len(merged.missing),
        _newest(part.base, part.period),
        max(_newest(part.base, part.period), _newest(part.got, part.period)),
        sorted(map(str, after - before)),
        sorted(map(str, before - after)),
        ratios[0] if ratios else None,
        sorted(moves, key=lambda m: -abs(m.change or 0))[: merging.SHOWN_LARGEST],
        by_amount[: merging.SHOWN_LARGEST],
        list(sha256),
    )


def _moves(merged: Merged) -> list[Move]:
    part, moves = merged.part, []
    for row in merged.revised.to_dict("records"):
        key = ", ".join(_cell(row[c]) for c in part.key)
        for column in part.values:
            old, new = (_number(row[name]) for name in (f"old_{column}", column))
            if old is None or new is None:
                change = None
            else:
                change = _number(new - old if part.in_points else (new / old - 1 if old else None))
            if old != new:
                moves.append(Move(key, column, old, new, change))
    return moves


def _number(value: Any) -> float | None:
    """A figure that JSON can hold, else None."""
    return None if value is None or pd.isna(value) or not math.isfinite(value) else float(value)


def _cell(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def _newest(frame: Any, column: str) -> str:
    return "" if frame.empty else _cell(frame[column].max())


def refused(feed: str, title: str, refusal: Refusal, requests: int, size: int, seconds: float) -> Outcome:
    """A feed whose answer was read and is not taken."""
    return Outcome(
        feed, title, "refused", requests, size, seconds, refusal.word, refusal.sentence, refusal.may_be_accepted
    )
