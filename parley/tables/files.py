"""Files that readers find whole or not at all."""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT)
NO_FOLDER = (errno.EEXIST, errno.ENOTDIR)  # where one is to be made
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


class NotWrittenError(OSError):
    """A file could not be written; the message names it, says why and what to do."""


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A file to write beside ``path``, which takes its name when the block ends; after a fault nothing is left of it.

    Two processes may write the same file at once: the last one stands. Raises NotWrittenError where the disk is full
    or the folder may not be written to; ``path`` is then as it was.
    """
    with writing(path), tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        aside = Path(folder) / path.name
        yield aside
        aside.replace(path)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name the file where writing it fails. Raises NotWrittenError."""
    try:
        yield
    except NotWrittenError:
        raise
    except OSError as error:
        raise NotWrittenError(f"{path} is not written: {_reason(error, path.parent)}") from error


def require_folder(folder: Path, name: str) -> None:
    """Refuse a folder that cannot be made or that a file ``name`` cannot be written into; none is made by asking.

    Raises NotWrittenError.
    """
    with writing(folder):
        absent = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with writing(folder / name), tempfile.TemporaryDirectory(dir=folder, prefix="."):
            pass
    finally:
        for place in absent:
            place.rmdir()


def _reason(error: OSError, folder: Path) -> str:
    if error.errno in FULL:
        return "the disk is full. Free some space and try again."
    if error.errno in NOT_ALLOWED:
        return f"{folder} is read-only for you. Change its rights or take a copy of the project you may write to."
    if error.errno in NO_FOLDER:
        place = Path(error.filename or folder)
        blocking = next((one for one in (place, *place.parents) if one.is_file()), place)
        return f"{blocking} is a file, not a folder. Name another folder."
    if error.errno == errno.ENOENT:
        return "no such file or folder can be made there. Name another folder."
    return f"{error.strerror or error}."
