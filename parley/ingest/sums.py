"""Sums made while a year is taken up: by its coarse dimensions, so that a question on them alone reads few rows."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from parley.files import written_aside
from parley.ingest.chapters import ROW_GROUP
from parley.ingest.form import Form

FOLDER = "sums"


class Sums:
    """The sums of one year by each group of columns that its form names."""

    def __init__(self, form: Form):
        self._form = form
        self._made: dict[tuple[str, ...], pa.Table] = {}

    def add(self, chapter: str, rows: pa.Table) -> None:
        """Add the rows of a chapter."""
        rows = rows.append_column("chapter", pa.repeat(chapter, len(rows)))
        if self._form.quantity:
            has_quantity = pc.is_valid(rows[self._form.quantity])
            covered = pc.if_else(has_quantity, rows["value_usd"], pa.scalar(0, rows["value_usd"].type))
            rows = rows.append_column(Form.COVERED, covered)
        for by in self._form.sums:
            made = _summed(rows, by, self._form.added)
            before = self._made.get(by)
            # groups without their chapter come again in the next one
            self._made[by] = made if before is None else _summed(pa.concat_tables([before, made]), by, self._form.added)

    def write(self, folder: Path, year: int, file: str) -> dict[str, str]:
        """Put each in place as ``folder/sums/NAME/year=YYYY/file``; its path below ``folder`` by its name.

        Raises NotWrittenError.
        """
        written = {}
        for by, rows in self._made.items():
            path = folder / FOLDER / Form.name_of(by) / f"year={year}" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with written_aside(path) as aside:
                ordered = rows.sort_by([(column, "ascending") for column in by])
                pq.write_table(ordered, aside, row_group_size=ROW_GROUP, compression="zstd")
            written[Form.name_of(by)] = path.relative_to(folder).as_posix()
        return written


def _summed(rows: pa.Table, by: tuple[str, ...], added: tuple[str, ...]) -> pa.Table:
    """The sums of a group; empty where nothing of it is known."""
    summed = rows.group_by(list(by)).aggregate([(name, "sum") for name in added])
    return summed.rename_columns([name.removesuffix("_sum") for name in summed.column_names])
