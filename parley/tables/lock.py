"""One build at a time in a folder of tables: a lock of the operating system, gone with the process that holds it.

Who takes it finishes first what a process that was killed had begun to replace.
"""

import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from parley.tables import schema, staging
from parley.tables.files import writing, written_aside
from parley.tables.read import replaced_since

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".building.lock"  # stays when a build ends: deleted, two builds could each lock a file of this name
HOLDER = ".building.json"
WAIT_S = 600.0


class BuildHeldError(RuntimeError):
    """Another build of the same folder did not end in time; the message says which process on which machine."""


@contextmanager
def locked(folder: Path, wait_s: float = WAIT_S, tell: Callable[[str], None] = lambda words: None) -> Iterator[None]:
    """Hold the folder for one build. While another build holds it, ``tell`` once who, and wait ``wait_s`` seconds.

    Raises BuildHeldError when it is still held then, NotWrittenError where the folder cannot be written to.
    """
    from filelock import FileLock

    lock = FileLock(folder / LOCK)
    if not _taken(lock, 0):
        tell(f"{_holder(folder)}. Waiting for it, {wait_s:g} s at most.")
        if not _taken(lock, wait_s):
            raise BuildHeldError(f"{_holder(folder)}. Try again when it has ended, or end it.")
    try:
        _name_holder(folder / HOLDER)
        staging.recover(folder)
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def finish_replacement(wait_s: float = WAIT_S) -> None:
    """Where tables are half replaced, have them whole: wait for who replaces them, or finish it where that one is gone.

    Raises BuildHeldError and NotWrittenError as ``locked`` does.
    """
    if replaced_since():
        with locked(schema.DATA, wait_s):
            return


def _taken(lock: "BaseFileLock", wait_s: float) -> bool:
    from filelock import Timeout

    with writing(Path(lock.lock_file)):
        try:
            lock.acquire(timeout=wait_s)
        except Timeout:
            return False
    return True


def _name_holder(path: Path) -> None:
    holder = {"pid": os.getpid(), "host": platform.node(), "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"}
    with written_aside(path) as aside:
        aside.write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    """Who holds the folder, in words; a build says who it is a moment after it took the lock."""
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return f"Another build holds {folder}"
    return f"Another build holds {folder}: process {holder['pid']} on {holder['host']}, since {holder['since']}"
