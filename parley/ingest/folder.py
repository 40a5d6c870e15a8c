"""Taking files up into a folder, a year at a time: the year is there whole or not at all, whenever this is stopped."""

import itertools
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from parley.ingest.files import IngestError
from parley.ingest.form import Advance, Form, Source
from parley.tables.files import writing, written_aside
from parley.tables.lock import locked

ASIDE, SUMS = ".ingest-", "sums"
OURS = re.compile(r"[0-9a-f]{16}\.parquet|\.[a-z0-9_]{8}")  # a file of a year, or the folder one is written aside in
NOTE = "parley.json"
ROW_GROUP = 122_880
LAID = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True)
class Year:
    """A year of a dataset: how many rows, in which files, from which prints (name and check of what was read).

    ``sums``: the file of its sums by the name of each.
    """

    rows: int
    files: tuple[str, ...]
    prints: Mapping[str, str]
    sums: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Holdings:
    """A dataset of a folder: its kind (``census`` or ``baci``), its edition and its years."""

    kind: str
    edition: str
    years: Mapping[str, Year] = field(default_factory=dict)

    def files(self, folder: Path) -> list[Path]:
        """Every file of the dataset, by year and chapter."""
        return [folder / file for year in sorted(self.years) for file in self.years[year].files]

    def sums(self, folder: Path, name: str) -> list[Path]:
        """The files of the sums of this name, by year; none unless every year has them."""
        years = [self.years[year].sums for year in sorted(self.years)]
        return [folder / year[name] for year in years] if all(name in year for year in years) else []


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


def dataset_of(form: Form, edition: str) -> str:
    """The name of the dataset, and of its folder: census_imports, census_annual_imports, baci_hs22."""
    return f"baci_{edition.split(maxsplit=1)[0].lower()}" if form.kind == "baci" else f"{form.kind}_imports"


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """Hold the folder of a dataset against others, and clear what one that was killed left in it.

    Raises BuildHeldError, NotWrittenError.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        for left in folder.glob(f"{ASIDE}*"):
            shutil.rmtree(left)
        drop_unnamed(folder)
        yield


def missing(folder: Path, sources: Sequence[Source]) -> list[Source]:
    """The sources that are not in the folder yet in this print. Raises IngestError on another edition."""
    there = read_note(folder)
    if there is None:
        return list(sources)
    for source in sources:
        if source.edition != there.edition:
            problem = f"it is of the edition {source.edition}, the folder {folder} holds {there.edition}."
            raise IngestError(source.name, f"{problem} Editions are never joined: ingest into another folder.")
    prints = {name: check for year in there.years.values() for name, check in year.prints.items()}
    return [source for source in sources if prints.get(source.name) != source.print_]


def take_up(form: Form, folder: Path, sources: Sequence[Source], advance: Advance) -> int:
    """Put the sources of one year in the folder, in the place of earlier prints of the same; how many rows it has now.

    Raises IngestError, NotWrittenError; the folder is then as it was.
    """
    (year,) = {source.year for source in sources}
    there = read_note(folder) or Holdings(form.kind, sources[0].edition)
    before = there.years.get(f"{year}")
    kept = dict(before.prints) if before and form.month else {}
    prints = kept | {source.name: source.print_ for source in sources}
    file = f"{sha256(repr(sorted(prints.items())).encode()).hexdigest()[:16]}.parquet"
    with (
        writing(folder),
        tempfile.TemporaryDirectory(dir=folder, prefix=ASIDE) as aside,
        Chapters(Path(aside), form.schema) as chapters,
    ):
        for source in sources:
            read = 0
            for rows in source.read(advance):
                chapters.add(rows)
                read += len(rows)
            if not read:
                raise IngestError(source.name, "it holds no row. What the folder holds of it stays. Fetch it again.")
        if before and form.month:
            for rows in _others(form, folder, before, {source.name for source in sources}):
                chapters.add(rows)
        sums = Sums(form)
        written = chapters.write(folder / f"year={year}", file, form.order, sums.add)
        summed = sums.write(folder, year, file)
    rows_now = sum(rows for _, rows in written)
    now = Year(rows_now, tuple(f"year={year}/{path}" for path, _ in written), prints, summed)
    write_note(folder, replace(there, years={**there.years, f"{year}": now}))
    drop_unnamed(folder)
    return rows_now


def _others(form: Form, folder: Path, before: Year, replaced: set[str]) -> Iterator[pa.Table]:
    """The rows of a year that are there and are not replaced."""
    months = pa.array([pa.scalar(f"{name}-01").cast(pa.date32()) for name in sorted(replaced)], pa.date32())
    for path in before.files:
        chapter = path.split("chapter=")[1][:2]
        rows = pq.read_table(folder / path, partitioning=None)
        rows = rows.filter(pc.invert(pc.is_in(rows[form.month], months)))
        if len(rows):
            yield rows.append_column("chapter", pa.repeat(chapter, len(rows))).select(form.schema.names)


def drop_unnamed(folder: Path) -> None:
    """Delete the files that the note does not name: of an earlier print, or of a year that was not finished.

    Raises IngestError.
    """
    there = read_note(folder)
    years = there.years.values() if there else ()
    named = {folder / file for year in years for file in (*year.files, *year.sums.values())}
    for path in itertools.chain(folder.glob("year=*/chapter=*/*"), folder.glob(f"{SUMS}/*/year=*/*")):
        if path not in named and OURS.fullmatch(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


class Sums:
    """The sums of one year by each group of columns that its form names, so that a question on them reads few rows."""

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
            sums = _summed(rows, by, self._form.added)
            before = self._made.get(by)
            # groups without their chapter come again in the next one
            self._made[by] = sums if before is None else _summed(pa.concat_tables([before, sums]), by, self._form.added)

    def write(self, folder: Path, year: int, file: str) -> dict[str, str]:
        """Put each in place as ``folder/sums/NAME/year=YYYY/file``; its path below ``folder`` by its name.

        Raises NotWrittenError.
        """
        written = {}
        for by, rows in self._made.items():
            path = folder / SUMS / Form.name_of(by) / f"year={year}" / file
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


def read_note(folder: Path) -> Holdings | None:
    """What the dataset in ``folder`` holds; None where there is no note. Raises IngestError on a broken note."""
    note = folder / NOTE
    try:
        note_read: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        years = {
            name: Year(
                int(year["rows"]), tuple(map(str, year["files"])), dict(year["prints"]), dict(year.get("sums", {}))
            )
            for name, year in note_read["years"].items()
        }
        return Holdings(str(note_read["kind"]), str(note_read["edition"]), years)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IngestError(str(note), f"it does not say what it must ({error}). Ingest into a new folder.") from error


def write_note(folder: Path, holdings: Holdings) -> None:
    """Put the note in place whole. Raises NotWrittenError."""
    with written_aside(folder / NOTE) as aside:
        aside.write_text(json.dumps(asdict(holdings), indent=1), encoding="utf-8")


def _cut(rows: pa.Table, edges: Sequence[int]) -> Iterator[pa.Table]:
    for begin, end in itertools.pairwise(edges):
        if end > begin:
            yield rows.slice(begin, end - begin)
