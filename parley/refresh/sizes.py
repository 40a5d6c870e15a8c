"""The size of an answer against the last one of its address: a file that shrinks or swells is another file."""

from collections.abc import Collection, Mapping, Sequence

from parley.refresh import limits
from parley.refresh.rules import Refusal
from parley.sources.client import Answer
from parley.sources.evidence import Exchange


def known(exchanges: Sequence[Exchange], taken: Collection[str]) -> dict[str, int]:
    """Bytes of the answers taken up last, by address; one that was refused is nothing to compare with."""
    return {e.url: e.bytes for e in exchanges if e.sha256 in taken}


def refusals(before: Mapping[str, int], answers: Sequence[Answer]) -> list[Refusal]:
    """Refuse an answer far from the size of the last one, or all of them together."""
    same = [(a, before[a.url]) for a in answers if before.get(a.url)]
    found = [
        Refusal("SizeMoved", f"{a.url} has {len(a.body):,} bytes; the last answer had {old:,}.", True)
        for a, old in same
        if abs(len(a.body) / old - 1) > limits.FILE_SIZE
    ]
    total, old_total = sum(len(a.body) for a, _ in same), sum(old for _, old in same)
    if not found and old_total and abs(total / old_total - 1) > limits.DATA_SET_SIZE:
        words = f"The answers have {total:,} bytes together; the last ones had {old_total:,}."
        found.append(Refusal("SizeMoved", words, True))
    return found
