"""Rows as an Excel file, with a sheet of notes: what they are, each column, and the sources."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley.app.kit.source_lines import caveat
from parley.tables.schema import TableSchema

MOST_ROWS = 60_000  # some five seconds to write; larger tables are given as Parquet and CSV only


Notes = Sequence[Sequence[str]]
KNOWN = "rows known on this day, by Parley"
ALL_ROWS = "all rows of Parley's tables, which do not say since when each is known"


def workbook_bytes(name: str, frame: pd.DataFrame, notes: Notes) -> bytes:
    """The rows on the first sheet, ``notes`` on the second, a line of one cell in bold; days as days, text never run as
    a formula.

    Raises ValueError with the ``name`` of the rows for more than ``MOST_ROWS`` of them.
    """
    if len(frame) > MOST_ROWS:
        raise ValueError(f"{name} has {len(frame):,} rows; an Excel file is made for at most {MOST_ROWS:,}")
    import xlsxwriter  # 50 ms and 4 MB, only for those who ask for an Excel file

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, frame.columns, bold)
        for number, row in enumerate(frame.itertuples(index=False), start=1):
            sheet.write_row(number, 0, [_cell(value) for value in row])
        beside = book.add_worksheet("Notes")
        beside.set_column(0, 0, 28)
        beside.set_column(1, 1, 100)
        for number, line in enumerate(notes):
            beside.write_row(number, 0, line, bold if len(line) == 1 else None)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def table_notes(spec: TableSchema, sources: pd.DataFrame, as_of: date) -> Notes:
    """The notes on a whole table as known on a day; ``sources``: its records."""
    columns = [[str(f["name"]), _meaning(f)] for f in spec.fields]
    return [
        ["Table", f"{spec.name}: {spec.title}"],
        ["What it is", spec.description],
        ["As of", f"{as_of:%Y-%m-%d}: {KNOWN if spec.as_of else ALL_ROWS}"],
        *([["Missing", gap] for gap in spec.gaps]),
        [],
        ["Columns"],
        *columns,
        [],
        *source_notes(sources.to_dict("records")),
    ]


def source_notes(records: Sequence[Mapping[Any, Any]]) -> Notes:
    """The sources by producer, each with its citation, its licence and what a reader must know before using it."""
    return [["Sources"], *([r["producer"], _source(r)] for r in records)]


def _source(record: Mapping[Any, Any]) -> str:
    return f"{record['citation']} Licence: {record['licence']}. {caveat(record)}".rstrip()


def _meaning(field: Any) -> str:
    unit = f" Unit: {field['unit']}." if field.get("unit") else ""
    return f"{field['description']}{unit}"
