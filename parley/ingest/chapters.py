"""The rows of a year put in order by chapter with little memory: laid on disk by chapter first, then each sorted."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from parley.files import written_aside

ROW_GROUP = 122_880
LAID = pa.ipc.IpcWriteOptions(compression="lz4")


class Chapters:
    """Rows that come in any order, as one file a chapter. Use as a context: it closes what it laid."""

    def __init__(self, folder: Path, schema: pa.Schema):
        """``folder``: where rows are laid meanwhile; ``schema``: their columns, one of which is ``chapter``."""
        self._folder, self._schema = folder, schema
        self._writers: dict[str, pa.ipc.RecordBatchStreamWriter] = {}

    def __enter__(self) -> "Chapters":
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, rows: pa.Table) -> None:
        """Lay rows by their chapter."""
        rows = rows.cast(self._schema).sort_by("chapter").combine_chunks()
        names = rows["chapter"].to_numpy()
        starts = np.flatnonzero(names[1:] != names[:-1]) + 1
        for part in _cut(rows, [0, *starts.tolist(), len(rows)]):
            name = part["chapter"][0].as_py()
            if name not in self._writers:
                self._writers[name] = pa.ipc.new_stream(self._folder / name, self._schema, options=LAID)
            self._writers[name].write_table(part)

    def write(
        self, out: Path, file: str, order: Sequence[str], see: Callable[[str, pa.Table], object]
    ) -> list[tuple[str, int]]:
        """Sort each chapter and put it in place as ``out/chapter=NN/file``; the paths below ``out``, and rows.

        ``see`` is shown each chapter and its rows. Raises NotWrittenError.
        """
        written = []
        for name, writer in sorted(self._writers.items()):
            writer.close()
            with pa.OSFile(str(self._folder / name)) as laid:
                rows = pa.ipc.open_stream(laid).read_all()
            rows = rows.drop_columns("chapter").sort_by([(column, "ascending") for column in order])
            path = out / f"chapter={name}" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with written_aside(path) as aside:
                pq.write_table(rows, aside, row_group_size=ROW_GROUP, compression="zstd")
            (self._folder / name).unlink()
            see(name, rows)
            written.append((path.relative_to(out).as_posix(), len(rows)))
        return written


def _cut(rows: pa.Table, edges: Sequence[int]) -> Iterator[pa.Table]:
    for begin, end in itertools.pairwise(edges):
        if end > begin:
            yield rows.slice(begin, end - begin)


def chapter_of(code: pa.Array) -> pa.Array:
    """The first two digits of codes."""
    return pc.utf8_slice_codeunits(code, 0, 2)
