"""Bodies read by their form: JSON, CSV, workbooks, archives; what is no such thing is refused with its cause."""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pyarrow as pa

from parley.sources import failures
from parley.sources.client import Answer

MOST_UNPACKED = 512_000_000  # bytes of one file of an archive; a month of imports is a fifth of it


def _place(answer: Answer) -> str:
    parts = urlsplit(answer.url)
    return f"{parts.hostname}{parts.path}"


def refuse_html(answer: Answer) -> None:
    """Raise HtmlInsteadOfDataError where the body begins as a page."""
    head = answer.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<head", b"<script")):
        raise failures.HtmlInsteadOfDataError(f"{_place(answer)} sent a page in place of data.")


def json_of(answer: Answer) -> Any:
    """The body as JSON. Raises HtmlInsteadOfDataError, TruncatedError where it stops early, else WrongTypeError."""
    refuse_html(answer)
    text = answer.text("utf-8-sig")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        stops, at = text.lstrip()[:1] in ("[", "{") and text.rstrip()[-1:] not in ("]", "}"), error.pos
    except RecursionError:  # nested deeper than any source means
        stops, at = False, 0
    if stops:
        raise failures.TruncatedError(f"{_place(answer)} stops in the middle of its JSON, at character {len(text)}.")
    raise failures.WrongTypeError(f"{_place(answer)} is not JSON from character {at} on.")


def _refuse_constant(name: str) -> float:
    """Refuse Infinity and NaN, which JSON does not have. Raises WrongTypeError."""
    raise failures.WrongTypeError(f"The answer has the figure {name}, which no source means.")


def csv_of(
    answer: Answer, columns: Sequence[str], encoding: str = "utf-8-sig", whole_last_line: bool = True
) -> pd.DataFrame:
    """The body as a table of text.

    ``whole_last_line``: the source ends each line, the last one too. Raises SchemaDriftError where a column is missing,
    NoDataError where there is no row, TruncatedError where it is cut, WrongTypeError for a line of another length,
    HtmlInsteadOfDataError.
    """
    refuse_html(answer)
    text = answer.text(encoding)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header, lines = (rows[0], rows[1:]) if rows else ([], [])
    if any(column not in header for column in columns):
        raise failures.SchemaDriftError(_place(answer), columns, header)
    if not lines:
        raise failures.NoDataError(f"{_place(answer)} holds a header and no row.")
    ragged = [number for number, line in enumerate(lines, start=2) if line and len(line) != len(header)]
    if ragged == [len(lines) + 1] or (whole_last_line and not text.endswith(("\n", "\r"))):
        raise failures.TruncatedError(f"{_place(answer)} stops in the middle of line {len(lines) + 1}.")
    if ragged:
        raise failures.WrongTypeError(f"{_place(answer)}, line {ragged[0]}: not as many cells as the header.")
    return pd.DataFrame([line for line in lines if line], columns=header)


def columns_refused(answer: Answer, wanted: Sequence[str], got: Sequence[str]) -> None:
    """Raise SchemaDriftError where a column asked for is not there."""
    if any(column not in got for column in wanted):
        raise failures.SchemaDriftError(_place(answer), wanted, got)


def archive_of(answer: Answer) -> zipfile.ZipFile:
    """The body as a ZIP archive; ``member_of`` reads it.

    Raises TruncatedError, WrongTypeError or HtmlInsteadOfDataError.
    """
    refuse_html(answer)
    if not answer.body.startswith(b"PK"):
        raise failures.WrongTypeError(f"{_place(answer)} is not an archive.")
    try:
        return zipfile.ZipFile(io.BytesIO(answer.body))
    except (zipfile.BadZipFile, EOFError):
        damaged = f"{_place(answer)} is not whole: its list of files is damaged."
    raise failures.TruncatedError(damaged)


def member_of(archive: zipfile.ZipFile, name: str, answer: Answer) -> bytes:
    """A file of an archive, its checksum compared. Raises TruncatedError, WrongTypeError for one too large."""
    if archive.getinfo(name).file_size > MOST_UNPACKED:
        raise failures.WrongTypeError(f"{_place(answer)}: {name} has more than {MOST_UNPACKED:,} bytes when unpacked.")
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, EOFError, zlib.error):
        damaged = f"{_place(answer)} is not whole: {name} is damaged."
    raise failures.TruncatedError(damaged)


def whole_numbers(cells: pd.Series, place: str) -> pd.Series:
    """Cells of text as whole numbers, none missing. Raises WrongTypeError naming the first that is none."""
    try:
        return pd.Series(pa.array(cells).cast(pa.int64()).to_numpy(), index=cells.index)
    except pa.ArrowException:
        values = numbers(cells, place, missing=())  # which names the cell
    return values.astype("int64")


def numbers(cells: pd.Series, place: str, missing: Sequence[str] = ("", "null", ".", "-", "—")) -> pd.Series:
    """Cells of text as numbers, the words of ``missing`` as missing.

    Raises WrongTypeError naming the first bad one, an infinite one too.
    """
    text = cells.astype(str).str.strip().str.replace(",", "", regex=False)
    values = pd.to_numeric(text.where(~text.isin(list(missing))), errors="coerce")
    bad = text[(values.isna() & ~text.isin(list(missing))) | np.isinf(values)]
    if len(bad):
        raise failures.WrongTypeError(
            f"{place}, column {cells.name}, row {bad.index[0]}: {bad.iloc[0]!r} is not a finite number."
        )
    return values.astype("float64")


def refuse_gaps(days: pd.Series, place: str) -> None:
    """Raise WrongTypeError where days are not one after the other, each once."""
    steps = pd.to_datetime(days).diff().dropna()
    off = steps[steps != pd.Timedelta(days=1)]
    if len(off):
        raise failures.WrongTypeError(f"{place}: {days.loc[off.index[0]]} does not follow on the day before it.")


def refuse_twice(rows: pd.DataFrame, key: Sequence[str], place: str) -> None:
    """Raise WrongTypeError naming the first key that comes twice, where figures of one key would be added up."""
    twice = rows.duplicated(list(key))
    if twice.any():
        named = " ".join(f"{cell}" for cell in rows.loc[twice, list(key)].iloc[0])
        raise failures.WrongTypeError(f"{place} has {named} twice.")
