"""Replacing several tables as one: written aside, made durable, noted in a journal, renamed, the catalogue last.

A process may be killed at any point. Without a journal nothing has been replaced, and what was written aside is
dropped; with one, everything aside is whole, and the next to come finishes the renaming.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from parley.tables.files import writing
from parley.tables.read import JOURNAL

ASIDE = ".refresh-"


def new_folder(folder: Path) -> Path:
    """A folder beside the tables, on the same disk. Raises NotWrittenError."""
    with writing(folder / ASIDE):
        return Path(tempfile.mkdtemp(dir=folder, prefix=ASIDE))


def commit(folder: Path, aside: Path, names: Sequence[str]) -> None:
    """Put the files ``names`` from ``aside`` into the folder, in this order; the catalogue has to be the last.

    To be called while the folder is held. Raises NotWrittenError; the folder is then as it was, or the next call of
    ``recover`` finishes it.
    """
    with writing(folder / JOURNAL):
        for name in names:
            _durable(aside / name)
        _durable(aside)
        note = aside / JOURNAL
        note.write_text(json.dumps({"aside": aside.name, "files": list(names)}), encoding="utf-8")
        _durable(note)
        note.replace(folder / JOURNAL)
        _durable(folder)
    recover(folder)


def recover(folder: Path) -> bool:
    """Finish a replacement whose journal is there, drop what was written aside without one; whether one was finished.

    To be called while the folder is held. Raises NotWrittenError.
    """
    journal = folder / JOURNAL
    is_unfinished = journal.exists()
    with writing(journal):
        if is_unfinished:
            note = json.loads(journal.read_text(encoding="utf-8"))
            for name in note["files"]:
                source = folder / note["aside"] / name
                if source.exists():  # else it was renamed before
                    source.replace(folder / name)
            _durable(folder)
            journal.unlink()
            _durable(folder)
        for left in folder.glob(f"{ASIDE}*"):
            if left.is_dir():
                shutil.rmtree(left)
    return is_unfinished


def _durable(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before what follows."""
    if path.is_dir() and os.name != "posix":  # elsewhere a folder cannot be opened for this
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
