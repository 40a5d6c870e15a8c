"""Files and archives as they come, and a check that tells one print from the next."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parley.ingest.errors import IngestError


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive to read. Raises IngestError where it is not there or not whole."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise IngestError(str(path), "it is not there.") from None
    except OSError as error:
        raise IngestError(str(path), f"it cannot be read ({error.strerror}).") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise IngestError(str(path), "it is no archive, or not a whole one. Fetch it again.") from error
    with archive:
        yield archive


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
