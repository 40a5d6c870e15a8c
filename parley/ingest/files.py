"""Files and archives as they come, what can be wrong with one, and a check that tells one print from the next."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MOST_BYTES, MOST_OF_CODES = 4 << 30, 32 << 20  # of a file in an archive, and of one with codes
Numbers = npt.NDArray[np.int64]
AGAIN = "Fetch the file again and run the command again: years that are finished stay, this one is not taken up."


class IngestError(ValueError):
    """A file cannot be taken up; ``file`` names it, ``line`` the line or record (0: the whole file).

    For a line the message says what to do; for a whole file ``problem`` does.
    """

    def __init__(self, file: str, problem: str, line: int = 0):
        self.file, self.line = file, line
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem} {AGAIN}" if line else f"{place}: {problem}")


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive to read. Raises IngestError where it is not there, not whole, or holds too large a file."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise IngestError(str(path), "it is not there.") from None
    except OSError as error:
        raise IngestError(str(path), f"it cannot be read ({error.strerror}).") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise IngestError(str(path), "it is no archive, or not a whole one. Fetch it again.") from error
    with archive:
        for member in archive.infolist():
            if member.file_size > MOST_BYTES:
                problem = f"{member.filename} has {member.file_size:,} bytes; none of these files has more than"
                raise IngestError(str(path), f"{problem} {MOST_BYTES:,}. Fetch it again.")
        yield archive


def refuse_large(place: str, size: int) -> None:
    """Refuse a list of codes too long to be one. Raises IngestError."""
    if size > MOST_OF_CODES:
        raise IngestError(place, f"a list of codes of {size:,} bytes is none; {MOST_OF_CODES:,} is the most.")


def refuse_twice(keys: Sequence[Numbers], place: str, what: str, first: int) -> None:
    """Refuse rows of which two have one key, which would be added twice; ``first``: the line of the first row.

    Raises IngestError with the line of the second.
    """
    every = np.concatenate(keys) if keys else np.empty(0, np.int64)
    ordered = np.sort(every)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(twice):
        line = first + int(np.flatnonzero(every == twice[0])[1])
        raise IngestError(place, f"{what} stands there a second time.", line)


def member_crc(member: zipfile.ZipInfo) -> str:
    """The check of a file in an archive: its sum and its length."""
    return f"{member.CRC:08x}-{member.file_size}"


def crc_of(path: Path) -> str:
    """The same check of a file by itself."""
    total, size = 0, 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total, size = zlib.crc32(piece, total), size + len(piece)
    return f"{total:08x}-{size}"


def chapter_of(code: pa.Array) -> pa.Array:
    """The first two digits of codes."""
    return pc.utf8_slice_codeunits(code, 0, 2)
