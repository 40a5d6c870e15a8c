"""BACI: trade between all countries by HS6 product, a file a year, as its archive or one by one beside its codes."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from parley.ingest.files import (
    IngestError,
    Numbers,
    chapter_of,
    crc_of,
    member_crc,
    opened_archive,
    refuse_large,
    refuse_twice,
)
from parley.ingest.form import Advance, Source, in_order
from parley.sources.baci import NAME, PAGE

USD_PER_UNIT = 1000.0  # values are in thousand dollars
BLOCK = 16 << 20  # bytes of text at once
HEAD = ("t", "i", "j", "k", "v", "q")
NO_ROW = "it holds no row. Fetch it again."
MOST_OF_HEAD = 200  # bytes; without a line break the whole file would be the names of columns
NUMBER, ISO3 = re.compile(r"\d{1,4}"), re.compile(r"([A-Za-z0-9][A-Za-z0-9/ _-]{0,11})?")


def sources(paths: Sequence[Path]) -> list[Source]:
    """The years in archives and files, in order. Raises IngestError on a file that is none of BACI."""
    sources_read = []
    for path in paths:
        if path.suffix.lower() == ".zip":
            sources_read += _of_archive(path)
        elif "country_codes" not in path.name:
            sources_read.append(_of_file(path))
    return in_order(sources_read)


def _of_archive(path: Path) -> list[Source]:
    with opened_archive(path) as archive:
        named = [member for member in archive.infolist() if NAME.search(member.filename)]
        codes = [member for member in archive.namelist() if "country_codes" in member]
        if not named or len(codes) != 1:
            raise IngestError(str(path), f"it is no archive of BACI with its country codes. Fetch one from {PAGE}.")
        editions = {(match[1], match[3]) for member in named if (match := NAME.search(member.filename))}
        if len(editions) > 1:
            both = " and ".join(f"{revision} V{version}" for revision, version in sorted(editions))
            raise IngestError(str(path), f"it holds {both}, which are never joined. Fetch one edition from {PAGE}.")
        refuse_large(f"{path}: {codes[0]}", archive.getinfo(codes[0]).file_size)
        with archive.open(codes[0]) as file:
            iso3 = _codes(file, f"{path}: {codes[0]}")
    return [_source(path, member.filename, member.file_size, member_crc(member), iso3) for member in named]


def _of_file(path: Path) -> Source:
    if not path.is_file():
        raise IngestError(str(path), "it is not there.")
    if not NAME.search(path.name):
        raise IngestError(str(path), "its name is not one of BACI, such as BACI_HS92_Y1995_V202501.csv.")
    beside = sorted(path.parent.glob("country_codes*.csv"))
    if len(beside) != 1:
        raise IngestError(
            str(path), "the country codes are missing; lay country_codes_V….csv of the same edition beside it."
        )
    refuse_large(str(beside[0]), beside[0].stat().st_size)
    with beside[0].open("rb") as file:
        iso3 = _codes(file, str(beside[0]))
    return _source(path, "", path.stat().st_size, crc_of(path), iso3)


def _source(path: Path, member: str, size: int, check: str, iso3: Mapping[str, str]) -> Source:
    match = NAME.search(member or path.name)
    assert match is not None
    revision, year, version = match.groups()
    place = f"{path}: {member}" if member else str(path)

    def read(advance: Advance) -> Iterator[pa.Table]:
        with _stream(path, member) as file:
            yield from rows_of(file, place, year, iso3, advance)

    return Source(year, int(year), f"{revision} V{version}", check, size, read)


@contextmanager
def _stream(path: Path, member: str) -> Iterator[IO[bytes]]:
    if not member:
        with path.open("rb") as file:
            yield file
        return
    with opened_archive(path) as archive, archive.open(member) as file:
        yield file


def _codes(file: IO[bytes], place: str) -> dict[str, str]:
    """ISO code by BACI's number."""
    try:
        rows = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError as error:
        raise IngestError(place, f"it is not text in UTF-8 (byte {error.start + 1:,}).") from error
    if not {"country_code", "country_iso3"} <= set(rows.fieldnames or ()):
        raise IngestError(place, "it has no columns country_code and country_iso3.")
    codes = {row["country_code"].strip(): (row["country_iso3"] or "").strip() for row in rows}
    for number, iso3 in codes.items():
        if not (NUMBER.fullmatch(number) and ISO3.fullmatch(iso3)):
            raise IngestError(place, f"{number[:20]!r}, {iso3[:20]!r} is no country code. Fetch it again from {PAGE}.")
    return codes


def rows_of(file: IO[bytes], place: str, year: str, iso3: Mapping[str, str], advance: Advance) -> Iterator[pa.Table]:
    """The rows of a year in parts of 16 MB of text. Raises IngestError naming file and line."""
    bad: list[tuple[int | None, str]] = []

    def refuse(row: pacsv.InvalidRow) -> str:
        bad.append(
            (
                row.number and row.number + 1,
                f"{row.expected_columns} cells are expected, {row.actual_columns} stand there.",
            )
        )
        return "error"

    line, before, keys = 2, 0, list[Numbers]()
    try:
        _read_head(file, place)
        begin = file.tell()
        reader = pacsv.open_csv(
            file,
            read_options=pacsv.ReadOptions(block_size=BLOCK, use_threads=False, column_names=HEAD),
            parse_options=pacsv.ParseOptions(invalid_row_handler=refuse),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(HEAD, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            yield _rows(pa.table(batch), place, line, year, iso3)
            keys.append(_keys(batch))
            line += len(batch)
            advance(file.tell() - before)
            before = file.tell()
    except pa.ArrowInvalid as error:
        if file.tell() == begin:
            raise IngestError(place, NO_ROW) from error
        number, problem = bad[0] if bad else (None, f"it cannot be read ({error}).")
        raise IngestError(place, problem, number or line) from error
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise IngestError(place, "it is not whole.", line) from error
    if line == 2:
        raise IngestError(place, NO_ROW)
    refuse_twice(keys, place, "the same exporter, importer and product", first=2)


def _read_head(file: IO[bytes], place: str) -> None:
    """Read the first line. Raises IngestError where it is not the names of the columns."""
    head = file.readline(MOST_OF_HEAD)
    if not head.endswith(b"\n"):
        raise IngestError(place, f"its first {MOST_OF_HEAD} bytes have no line break.", 1)
    names = [name.strip().strip('"') for name in head.decode("utf-8-sig", "replace").split(",")]
    if tuple(names) != HEAD:
        raise IngestError(place, f"its columns are {', '.join(names)}, not {', '.join(HEAD)}.", 1)


def _keys(batch: pa.RecordBatch) -> Numbers:
    """Exporter, importer and product of each row as one number."""
    exporter, importer, product = (
        pc.cast(pc.utf8_trim_whitespace(batch[name]), pa.int64()).to_numpy() for name in ("i", "j", "k")
    )
    keys: Numbers = (exporter * 10_000 + importer) * 1_000_000 + product
    return keys


def _rows(text: pa.Table, place: str, line: int, year: str, iso3: Mapping[str, str]) -> pa.Table:
    cells = {name: pc.utf8_trim_whitespace(text[name]) for name in HEAD}
    quantity = pc.if_else(pc.equal(cells["q"], "NA"), None, cells["q"])
    product = pc.utf8_lpad(cells["k"], 6, "0")
    codes_known = pa.array(list(iso3))
    number = r"^\d+(\.\d+)?([eE][+-]?\d+)?$"
    tests = (
        ("t", pc.equal(cells["t"], year), f"the year is not {year}"),
        ("i", pc.is_in(cells["i"], codes_known), "the exporter is not among the country codes"),
        ("j", pc.is_in(cells["j"], codes_known), "the importer is not among the country codes"),
        ("k", pc.match_substring_regex(product, r"^\d{6}$"), "the product is no HS6 code"),
        ("v", pc.match_substring_regex(cells["v"], number), "the value is no number"),
        ("q", pc.fill_null(pc.match_substring_regex(quantity, number), True), "the quantity is no number, nor NA"),
    )
    for name, fits, problem in tests:
        first = pc.index(fits, False).as_py()
        if first >= 0:
            raise IngestError(place, f"{problem}: {cells[name][first].as_py()!r}.", line + first)
    value = pc.multiply(pc.cast(cells["v"], pa.float64()), USD_PER_UNIT)
    tonnes = pc.cast(quantity, pa.float64())
    for name, amount, what in (("v", value, "value"), ("q", tonnes, "quantity")):
        first = pc.index(pc.is_finite(amount), False).as_py()
        if first >= 0:
            raise IngestError(place, f"the {what} is too large: {cells[name][first].as_py()!r}.", line + first)
    names = pa.array(list(iso3.values()))
    return pa.table(
        {
            "hs6": product,
            "exporter_iso3": names.take(pc.index_in(cells["i"], codes_known)),
            "importer_iso3": names.take(pc.index_in(cells["j"], codes_known)),
            "value_usd": value,
            "quantity_t": tonnes,
            "chapter": chapter_of(product),
        }
    )
