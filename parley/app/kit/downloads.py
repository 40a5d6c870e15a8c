"""Taking rows away: their forms as files, CSV and Parquet of exactly the rows given, buttons and addresses of files."""

import io
import json
import re
from collections.abc import Callable, Generator, Iterable
from datetime import date
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import streamlit as st

from parley.app.kit import address, controls

Form = Literal["csv", "parquet", "xlsx"]
MIME: dict[Form, str] = {
    "csv": "text/csv",
    "parquet": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHANGES, DATES = "/changes.atom", "/dates.ics"
ALL_TABLES, ONE_TABLE = "/data.zip", "/data/{name}.parquet"
FIGURES = "/figures/"
_ANSWERED: set[str] = set()  # paths beside the pages at which the server of this process answers
# What begins a formula, in its full width too; spreadsheets pass spaces and signs without width before it.
BEGINS = r"^(?:[\t\r]|[%s]*[=+\-@＝＋－＠])"
IN_RE2 = r"\s\p{Z}\x{200B}-\x{200F}\x{2060}\x{FEFF}"
FORMULA = re.compile(BEGINS % r"\s\u200b-\u200f\u2060\ufeff")


def form(suffix: str) -> Form | None:
    """The form of files with this suffix; None where there is none."""
    return next((form for form in MIME if form == suffix), None)


def escape_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Text cells that a spreadsheet would run as a formula get a leading apostrophe; numbers stay as they are."""
    text = [c for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c]) and not _is_date(frame[c])]
    return frame.assign(**{c: frame[c].map(_escape) for c in text})


def _is_date(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(column)


def _escape(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The rows as UTF-8 CSV with a byte-order mark, dates as ISO days, formulas escaped."""
    out = io.BytesIO()
    out.write("\ufeff".encode())
    pa.csv.write_csv(_to_arrow(escape_formulas(frame)), out)
    return out.getvalue()


def parquet_bytes(frame: pd.DataFrame, about: dict[str, str]) -> bytes:
    """The rows as Parquet, with what they are in the footer."""
    out = io.BytesIO()
    table = _to_arrow(frame).replace_schema_metadata({"parley": json.dumps(about, ensure_ascii=False)})
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


class _Sink(io.RawIOBase):
    """What a writer has written since it was last asked."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, part: Any) -> int:
        content = bytes(part)
        self._parts.append(content)
        self._at += len(content)
        return len(content)

    def taken(self) -> bytes:
        """The bytes since the last call."""
        content = b"".join(self._parts)
        self._parts.clear()
        return content


def streamed(
    form: Literal["csv", "parquet"], schema: pa.Schema, batches: Iterable[pa.RecordBatch], about: dict[str, str]
) -> Generator[bytes]:
    """The rows of ``batches`` as a file in parts, one batch in memory at a time; CSV and Parquet as above.

    ``about``: what they are, for the footer of a Parquet file.
    """
    sink = _Sink()
    if form == "csv":
        sink.write("\ufeff".encode())
        writer: Any = pyarrow.csv.CSVWriter(sink, schema)
    else:
        described = schema.with_metadata({"parley": json.dumps(about, ensure_ascii=False)})
        writer = pq.ParquetWriter(sink, described, compression="zstd")
    with writer:
        for batch in batches:
            writer.write_batch(_escaped(batch) if form == "csv" else batch.replace_schema_metadata(None))
            yield sink.taken()
    yield sink.taken()


def _escaped(batch: pa.RecordBatch) -> pa.RecordBatch:
    """``escape_formulas`` of a batch."""
    columns = [
        pc.replace_substring_regex(column, f"({BEGINS % IN_RE2})", r"'\1") if _is_text(column.type) else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _to_arrow(frame: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    days = [pa.field(f.name, pa.date32()) if pa.types.is_timestamp(f.type) else f for f in table.schema]
    return table.cast(pa.schema(days))


def file_name(name: str, as_of: date, suffix: str) -> str:
    """``parley_<name>_as_of_<date>.<suffix>``: the vintage stands in the name."""
    return f"parley_{name}_as_of_{as_of:%Y-%m-%d}.{suffix}"


def button(label: str, file: str, mime: str, make: Callable[[], bytes], key: str) -> None:
    """Draw a button that gives a file of just this name, made on click."""
    icon = ":material/download:"
    st.download_button(label, make, file_name=file, mime=mime, on_click="ignore", icon=icon, key=key)


def csv_button(label: str, name: str, frame: pd.DataFrame) -> None:
    """Draw a button that gives rows as CSV under this name and the as-of date."""
    button(label, file_name(name, controls.as_of(), "csv"), MIME["csv"], lambda: csv_bytes(frame), f"{name}_csv")


def answer_at(path: str) -> None:
    """Note that the server of this process answers at a path, such as ``ALL_TABLES``."""
    _ANSWERED.add(path)


def address_of(path: str) -> str:
    """Return the whole address of a path; empty where no server answers there, or no browser asks."""
    return address.beside(path) if path in _ANSWERED else ""


def address_of_table(name: str) -> str:
    """Return the whole address of a table's file; empty as for ``address_of``."""
    return address_of(ONE_TABLE).replace("{name}", name)


def json_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON has them: days as 2026-11-27, what is missing as null."""
    return [{str(name): _cell(value) for name, value in row.items()} for row in rows.to_dict("records")]


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_cell(part) for part in value]
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)
