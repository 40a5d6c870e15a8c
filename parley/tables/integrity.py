"""Whether the files in ``data/`` are, byte for byte, those that the catalogue describes.

Half of the bits of a Parquet file can flip and it still reads, with other numbers: only its checksum tells.
"""

import hashlib
import time
from collections.abc import Sequence

from parley.tables import schema
from parley.tables.catalogue import hashes, version

PAUSE_S = 0.5  # a build replaces the catalogue and the table one after the other


def checksum(content: bytes) -> str:
    """SHA-256 in the form of the Data Package: ``sha256:`` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def differing(names: Sequence[str]) -> list[str]:
    """The tables whose file is there and is not the one in the catalogue. Raises CatalogueError."""
    listed = hashes(version())
    files = {name: schema.DATA / f"{name}.parquet" for name in names}
    return [n for n, file in files.items() if file.exists() and checksum(file.read_bytes()) != listed.get(n)]


def changed_tables(names: Sequence[str]) -> dict[str, str]:
    """A sentence for each table whose file is not the one in the catalogue, while no build writes the two.

    Raises CatalogueError.
    """
    suspects = differing(names)
    if suspects:
        time.sleep(PAUSE_S)
    return {name: sentence(name) for name in differing(suspects)}


def sentence(name: str) -> str:
    """What a reader is told of a table whose file is not the one in the catalogue."""
    return (
        f"The table {name} cannot be trusted: data/{name}.parquet is not the file that the catalogue describes, its "
        "checksum differs. Restore it from the repository or build it again."
    )
