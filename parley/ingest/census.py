"""The Census Bureau's monthly files of imports: one row a line, country and month, added over ports and provisions."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from parley.ingest.files import IngestError, chapter_of, member_crc, opened_archive, refuse_large
from parley.ingest.form import Advance, Source, in_order
from parley.sources import census_bulk as bulk
from parley.sources.failures import SourceError

RECORDS = 100_000  # at once
NAME = re.compile(r"IMDB(\d\d)(0[1-9]|1[0-2])\.ZIP", re.IGNORECASE)
EDITION = "monthly files"
UNIT = re.compile(r"[A-Z0-9][A-Z0-9.]*")
SUMMED = (*bulk.AMOUNTS, "quantity")


def sources(paths: Sequence[Path], iso3: Mapping[str, str]) -> list[Source]:
    """The months of the archives, in order; ``iso3``: ISO code by the Census Bureau's. Raises IngestError."""
    return in_order(_source(path, iso3) for path in paths)


def _source(path: Path, iso3: Mapping[str, str]) -> Source:
    named = NAME.fullmatch(path.name)
    if named is None:
        raise IngestError(str(path), "its name is not one of the monthly files of imports, such as IMDB2405.ZIP.")
    century = 1900 if int(named[1]) > 80 else 2000
    year, month = century + int(named[1]), f"{century + int(named[1])}-{named[2]}"
    with opened_archive(path) as archive:
        detail = _member(archive, bulk.DETAIL, path)
        refuse_large(f"{path}: {bulk.UNITS}", _member(archive, bulk.UNITS, path).file_size)

    def read(advance: Advance) -> Iterator[pa.Table]:
        with _reading(path), opened_archive(path) as opened:
            yield rows_of(opened, path, month, iso3, advance)

    return Source(month, year, EDITION, member_crc(detail), detail.file_size, read)


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> zipfile.ZipInfo:
    for member in archive.infolist():
        if member.filename.upper().endswith(name):
            return member
    raise IngestError(str(path), f"{name} is not in it. Fetch it again.")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except SourceError as error:
        raise IngestError(str(path), str(error), error.line) from error
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise IngestError(str(path), "it is not whole. Fetch it again.") from error


def rows_of(archive: zipfile.ZipFile, path: Path, month: str, iso3: Mapping[str, str], advance: Advance) -> pa.Table:
    """A month's rows, its records added by line and country; a code without a country keeps it, as C8220.

    Quantities are in the first unit of the line, empty where it has none. Raises SourceError, IngestError.
    """
    with archive.open(_member(archive, bulk.UNITS, path)) as file:
        units = _units(file, path)
    parts, before = [], 0
    with archive.open(_member(archive, bulk.DETAIL, path)) as file:
        for part in _sums(file, path, month):
            parts.append(part)
            advance(file.tell() - before)
            before = file.tell()
    sums = pa.concat_tables(parts).group_by(["key"]).aggregate([(name, "sum") for name in SUMMED])
    key = sums["key"].to_numpy()
    lines = pc.utf8_lpad(pc.cast(pa.array(key // 10_000), pa.string()), 10, "0")
    codes = pc.utf8_lpad(pc.cast(pa.array(key % 10_000), pa.string()), 4, "0")
    unlisted = [line for line in pc.unique(lines).to_pylist() if line not in units]
    if unlisted:
        raise IngestError(
            str(path), f"the line {unlisted[0]} is not in its file of lines, {bulk.UNITS}. Fetch it again."
        )
    unit = pa.array([units[line] for line in lines.to_pylist()], pa.string())
    has_unit = pc.is_valid(unit)
    return pa.table(
        {
            "hts10": lines,
            "exporter_iso3": pa.array([iso3.get(code, f"C{code}") for code in codes.to_pylist()]),
            "month": pa.repeat(pa.scalar(f"{month}-01").cast(pa.date32()), len(key)),
            **{name: sums[f"{name}_sum"] for name in bulk.AMOUNTS},
            "quantity": pc.if_else(has_unit, sums["quantity_sum"], None),
            "quantity_unit": unit,
            "chapter": chapter_of(lines),
        }
    )


def _sums(file: IO[bytes], path: Path, month: str) -> Iterator[pa.Table]:
    """Records in parts, each added by line and country (``key``: both as one number)."""
    begin = file.read(4 * bulk.WIDTH)
    long = bulk.width(begin, str(path))
    first = 1
    content = begin + file.read(long * RECORDS - len(begin))
    while content:
        cells = bulk.lines(content, str(path), first)
        if cells.shape[1] != long:
            raise IngestError(str(path), "a record has another length than the first.", first)
        numbers = {name: bulk.number(cells, name, first) for name in (*bulk.FIELDS, *bulk.QUANTITY)}
        off = np.flatnonzero(numbers["year"] * 100 + numbers["month"] != int(month.replace("-", "")))
        if len(off):
            raise IngestError(str(path), f"a record is not of {month}.", first + int(off[0]))
        key = numbers["hts10"] * 10_000 + numbers["census_code"]
        table = pa.table({"key": key, **{name: numbers[name] for name in SUMMED}})
        summed = table.group_by(["key"]).aggregate([(name, "sum") for name in SUMMED])
        yield summed.rename_columns([name.removesuffix("_sum") for name in summed.column_names])
        first += len(cells)
        content = file.read(long * RECORDS)


def _units(file: IO[bytes], path: Path) -> dict[str, str | None]:
    """The first unit of each line; None where it has none."""
    begin, last = bulk.UNIT
    units: dict[str, str | None] = {}
    for number, record in enumerate(file, 1):
        text = record.rstrip(b"\r\n").decode("latin-1")
        if not re.match(r"\d{10}", text) or len(text) < last:
            raise IngestError(str(path), f"a record of {bulk.UNITS} is not of its form.", number)
        unit = text[begin - 1 : last].strip()
        if unit and not UNIT.fullmatch(unit):
            raise IngestError(str(path), f"{unit!r} in {bulk.UNITS} is no unit.", number)
        units[text[:10]] = None if unit in {"", bulk.NO_UNIT} else unit
    return units
