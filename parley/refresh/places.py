"""Where a refresh writes: the folder of the tables, and the user's folder for answers."""

import os
import shutil
import uuid
from pathlib import Path

import platformdirs

from parley import schema
from parley.files import writing

EVIDENCE = "PARLEY_EVIDENCE"
KEPT_HERE = ("*.tmp", ".*")


def user_folder() -> Path:
    """The folder of this user's data of the project."""
    return Path(platformdirs.user_data_dir("parley", appauthor=False))


def evidence_folder() -> Path:
    """Where every answer is kept: ``PARLEY_EVIDENCE``, else ``answers`` in the user's folder."""
    return Path(os.environ.get(EVIDENCE) or user_folder() / "answers")


def filled(folder: Path) -> bool:
    """Copy the shipped tables into a folder that holds none; whether it was done.

    The folder gets its name when all is in it. Raises NotWrittenError.
    """
    if (folder / schema.CATALOGUE.name).exists():
        return False
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = folder.parent / f".{folder.name}-{uuid.uuid4().hex}"
        try:
            shutil.copytree(schema.SHIPPED, aside, ignore=shutil.ignore_patterns(*KEPT_HERE))
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()
            aside.rename(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return True
