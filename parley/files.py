"""Files that readers find whole or not at all."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A file to write beside ``path``, which takes its name when the block ends; after a fault nothing is left of it.

    Two processes may write the same file at once: the last one stands.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        aside = Path(folder) / path.name
        yield aside
        aside.replace(path)
