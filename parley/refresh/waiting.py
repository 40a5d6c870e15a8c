"""What is new and breaks a rule waits with its sentence, by name, while the rest enters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from parley.refresh import judging
from parley.refresh.feed import Found, Stored
from parley.refresh.merging import Merged, Part, merge
from parley.refresh.new_rows import rules_of
from parley.refresh.report import Outcome, Waiting
from parley.tables import catalogue

KEY = "waiting"  # in the catalogue


def judged(
    parts: Iterable[Part], stored: Stored, on: date, accept: Sequence[str]
) -> tuple[list[Merged], list[Waiting], set[str]]:
    """All parts merged, what of them must wait, and the names of what ``accept`` lets in.

    Raises WrongTypeError where a figure is infinite.
    """
    merged, waits, names = [], [], set()
    for part in parts:
        judging.refuse_infinite(part)
        one, rules = merge(stored(part.table), part), rules_of(part.table)
        merged.append(one)
        if rules is None:
            continue
        for unit, sentences in judging.faults(one, rules, stored(part.table), pd.Timestamp(on)).items():
            wait = Waiting(part.table, _words(unit), " ".join(dict.fromkeys(sentences[:2])), unit)
            if any(is_named(words, {wait.name}) for words in accept):
                names.add(wait.name)
            else:
                waits.append(wait)
    held_back = {wait.table for wait in waits}
    for one in merged:
        rules = rules_of(one.part.table)
        if rules and held_back & set(rules.goes_with) - {one.part.table} and one.is_changed:
            with_it = next(wait for wait in waits if wait.table in rules.goes_with)
            new = pd.concat([one.added, one.revised])[rules.unit].unique()
            waits += [
                Waiting(one.part.table, _words(unit), f"It comes with {with_it.name}, which waits.", unit)
                for unit in new
                if (one.part.table, _words(unit)) not in {(wait.table, wait.unit) for wait in waits}
            ]
    return merged, waits, names


def is_named(words: str, names: Iterable[str]) -> bool:
    """Whether a reason begins with one of these names: ``trade_monthly 2026-09: as in the printed release``."""
    return words.partition(":")[0].strip() in names


def without(merged: Sequence[Merged], waits: Sequence[Waiting], stored: Stored) -> list[Merged]:
    """The parts without the rows that wait: new ones stay out, and stored ones as they are."""
    kept = []
    for one in merged:
        units = [wait.value for wait in waits if wait.table == one.part.table]
        if not units:
            kept.append(one)
            continue
        rules = rules_of(one.part.table)
        assert rules is not None
        got, base = (frame[~frame[rules.unit].isin(units)] for frame in (one.part.got, one.part.base))
        if len(got):
            kept.append(merge(stored(one.part.table), replace(one.part, got=got, base=base)))
    return kept


def said_of(answer: Found, waits: Sequence[Waiting]) -> Found:
    """What is said of the answers: no new edition is named, and no record covers, what waits."""
    if not waits:
        return answer
    names = ", ".join(wait.name for wait in waits)
    records = [
        record | {"caveat": " ".join(filter(None, [record["caveat"], f"Held back when it was read: {names}."]))}
        for record in answer.records
    ]
    return replace(answer, records=records, editions=())


def listed() -> list[dict[str, str]]:
    """What waits, as the catalogue has it: table, unit, name of the feed, sentence, and the day it came first."""
    return list(catalogue.read_catalogue().get(KEY, []))


def after(before: Sequence[Mapping[str, str]], outcomes: Sequence[Outcome], on: date) -> list[dict[str, str]]:
    """What waits after a refresh: of feeds that were read what they brought now, of the others what waited before."""
    read = {outcome.feed for outcome in outcomes if outcome.state not in ("refused", "unchanged")}
    since = {(one["table"], one["unit"], one["feed"]): one["since"] for one in before}
    new = [
        {
            "table": wait.table,
            "unit": wait.unit,
            "feed": outcome.feed,
            "sentence": wait.sentence,
            "since": since.get((wait.table, wait.unit, outcome.feed), f"{on}"),
        }
        for outcome in outcomes
        for wait in outcome.waits
    ]
    return [*(dict(one) for one in before if one["feed"] not in read), *new]


def _words(unit: Any) -> str:
    """A unit as it is named: a month 2026-09, a year, an edition."""
    if isinstance(unit, pd.Timestamp):
        is_month = unit.day == 1 or unit.is_month_end
        return f"{unit:%Y-%m}" if is_month else f"{unit:%Y-%m-%d}"
    return str(unit)
