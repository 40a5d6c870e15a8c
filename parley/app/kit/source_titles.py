"""Titles of sources as a line tells them: editions of one series together."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from parley import terms


def source_name(record: Mapping[Any, Any]) -> str:
    """How a source of the register is told from the others: ``OECD, Economic Outlook No. 117``."""
    return f"{record['producer']}, {record['title']}"


def titles(named: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Titles of one producer, each given with its edition, as they are told: the words, and the titles they stand for.

    Titles that begin with the same two names and are told apart by a number or a year are a series of three and more
    editions, named by the words all begin with: ``Economic Outlook, nine editions``. Other titles are written out.
    """
    series: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for title, name in named:
        series.setdefault(_beginning(title), []).append((title, name))
    told: dict[str, list[str]] = {}
    for part in series.values():
        told |= _series(list(dict.fromkeys(t for t, _ in part)), {n for _, n in part})
    return told


def _beginning(title: str) -> tuple[str, ...]:
    """The words to the second one with a capital: ``State of US``."""
    words = _words(title)
    capitals = [i for i, word in enumerate(words) if word[0].isupper()]
    return tuple(words[: capitals[1] + 1 if len(capitals) > 1 else 2])


def _words(title: str) -> list[str]:
    return re.sub(r"[,:]|No\.", " ", title).split()


def _series(names: list[str], editions: set[str]) -> dict[str, list[str]]:
    columns = zip(*(_words(name) for name in names), strict=False)
    shared = [column[0] for column in itertools.takewhile(lambda column: len(set(column)) == 1, columns)]
    numbered = all(re.search(r"\d", " ".join(_words(name)[len(shared) :])) for name in names)
    if len(editions) < 3 or not numbered:
        return {name: [name] for name in names}
    return {f"{' '.join(shared)}, {terms.counted(len(editions))} editions": names}
