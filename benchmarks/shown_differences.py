"""What differs between two records of what the pages show (``benchmarks/shown.py``)."""

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SAME = 1e-9  # of two numbers, relative
MOST = 6  # differences told of one chart or table
LONGEST = 300  # characters told of a text
SETS = ("findings", "messages", "links", "controls")


def compare(before: Path, after: Path, pages: Sequence[str] = ()) -> int:
    """Print by opening what was added, lost or changed, and how many openings differ; 1 where any does, else 0.

    ``pages``: the pages to look at, all where none is named. Raises ValueError where the files hold none of them.
    """
    old, new = (_lines(file, pages) for file in (before, after))
    if not old and not new:
        raise ValueError("neither file holds an opening to compare")
    counts = Counter[str]()
    for name in sorted({*old, *new}):
        told = list(_of_opening(old.get(name), new.get(name)))
        counts["lost" if name not in new else "added" if name not in old else "changed" if told else "equal"] += 1
        if told:
            print("\n  ".join([name, *told]))
    print(", ".join(f"{counts[kind]} {kind}" for kind in ("equal", "changed", "added", "lost")), "of openings")
    return int(set(counts) != {"equal"})


def _lines(file: Path, pages: Sequence[str]) -> dict[str, str]:
    """The openings of a record by name, each still as text."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        named = {json.loads(line)["opening"]: line for line in lines}
    return {name: line for name, line in named.items() if not pages or name.split(" ")[0] in pages}


def _of_opening(before: str | None, after: str | None) -> Iterator[str]:
    if before is None or after is None:
        yield "the opening was lost" if after is None else "the opening was added"
    elif before != after:
        yield from differences(json.loads(before), json.loads(after))


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What differs between what one opening shows before and after, a line each.

    A text is the same wherever it stands among the words: as a note, a paragraph, a point or another.
    """
    for name in ("title", "address"):
        if before[name] != after[name]:
            yield f"{name} changed: {_told(before[name])} became {_told(after[name])}"
    yield from _of_sets("words", *({t for part in one["words"].values() for t in part} for one in (before, after)))
    for name in SETS:
        yield from _of_sets(name, *({_key(item) for item in one[name]} for one in (before, after)))
    yield from _of_things("fact", "label", before["metrics"], after["metrics"])
    yield from _of_things("chart", "alt", before["charts"], after["charts"])
    yield from _of_things("table", "alt", before["tables"], after["tables"])


def _key(item: Any) -> str:
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def _of_sets(name: str, before: set[str], after: set[str]) -> Iterator[str]:
    yield from (f"{name} lost: {_told(text)}" for text in sorted(before - after))
    yield from (f"{name} added: {_told(text)}" for text in sorted(after - before))


def _of_things(what: str, by: str, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Differences of facts, charts or tables: those of the same words are paired, then the rest as they come."""
    for old, new in _pairs(by, before, after):
        if old is None or new is None:
            yield f"{what} {'added' if old is None else 'lost'}: {_told((old or new or {})[by])}"
            continue
        told = list(_deep(old, new, ""))
        yield from (f"{what} {_told(old[by], 60)}: {line}" for line in told[:MOST])
        if len(told) > MOST:
            yield f"{what} {_told(old[by], 60)}: and {len(told) - MOST} more"


def _pairs(
    by: str, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    left = list(after)
    unpaired = []
    for old in before:
        alike = [new for new in left if new[by] == old[by]]
        best = next((new for new in alike if not any(_deep(old, new, ""))), alike[0] if alike else None)
        if best is None:
            unpaired.append(old)
        else:
            left = [new for new in left if new is not best]
            yield old, best
    for place in range(max(len(unpaired), len(left))):
        yield (
            unpaired[place] if place < len(unpaired) else None,
            left[place] if place < len(left) else None,
        )


def _deep(before: Any, after: Any, where: str) -> Iterator[str]:
    """The places inside where two values differ, each with both values; numbers are the same to ``SAME``."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            inner = f"{where}.{name}" if where else name
            if name not in after:
                yield f"{inner} lost: {_told(before[name])}"
            elif name not in before:
                yield f"{inner} added: {_told(after[name])}"
            else:
                yield from _deep(before[name], after[name], inner)
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield f"{where} changed: {len(before)} items became {len(after)}"
        for place, (old, new) in enumerate(zip(before, after, strict=False)):
            yield from _deep(old, new, f"{where}[{place}]")
    elif not _is_same(before, after):
        yield f"{where} changed: {_told(before)} became {_told(after)}"


def _is_same(before: Any, after: Any) -> bool:
    if _is_number(before) and _is_number(after):
        return math.isclose(before, after, rel_tol=SAME, abs_tol=0.0)
    return type(before) is type(after) and bool(before == after)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _told(value: Any, longest: int = LONGEST) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
