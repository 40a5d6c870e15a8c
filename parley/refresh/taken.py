"""Which answers a folder of tables has taken up, so that the same ones are not read and built again."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from parley import schema, tables
from parley.files import writing
from parley.refresh.feed import Feed
from parley.sources.client import Answer


def is_taken(store: Path, feed: Feed, answers: Sequence[Answer]) -> bool:
    """Whether these answers led to the tables of the feed as they are in the folder now."""
    path = _file(store, feed)
    return path.exists() and path.read_text(encoding="utf-8") == _state(feed, answers)


def take(store: Path, feed: Feed, answers: Sequence[Answer]) -> None:
    """Note that these answers are in the tables. Raises NotWrittenError."""
    path = _file(store, feed)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_state(feed, answers), encoding="utf-8")


def hashes(store: Path, feed: Feed) -> set[str]:
    """The SHA-256 of the answers taken up last."""
    path = _file(store, feed)
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def _state(feed: Feed, answers: Sequence[Answer]) -> str:
    hashes = {r["name"]: r["hash"] for r in tables.catalogue()["resources"] if r["name"] in feed.tables}
    return "\n".join([*sorted(a.sha256 for a in answers), *(f"{name} {hashes[name]}" for name in sorted(hashes))])


def _file(store: Path, feed: Feed) -> Path:
    """One file a feed and folder of tables: two folders may be refreshed from one store of answers."""
    folder = hashlib.sha256(os.fsencode(schema.DATA)).hexdigest()[:12]
    return store / "taken" / f"{feed.name}.{folder}.txt"
