"""A table as an Excel file: the rows, and a sheet of notes on what they are, each column, and the sources."""

import io
from datetime import date
from typing import Any

import pandas as pd

from parley.schema import TableSchema

MOST_ROWS = 60_000  # some five seconds to write; larger tables are given as Parquet and CSV only


def workbook_bytes(frame: pd.DataFrame, spec: TableSchema, sources: pd.DataFrame, as_of: date) -> bytes:
    """The rows on the first sheet, notes on the second; days as days, text never run as a formula.

    Raises ValueError for more than ``MOST_ROWS`` rows.
    """
    if len(frame) > MOST_ROWS:
        raise ValueError(f"{spec.name} has {len(frame):,} rows; an Excel file is made for at most {MOST_ROWS:,}")
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
        notes = book.add_worksheet("Notes")
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 100)
        for number, line in enumerate(_notes(spec, sources, as_of)):
            notes.write_row(number, 0, line, bold if len(line) == 1 else None)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _notes(spec: TableSchema, sources: pd.DataFrame, as_of: date) -> list[list[str]]:
    columns = [[str(f["name"]), _meaning(f)] for f in spec.fields]
    records = [[r["producer"], f"{r['citation']} Licence: {r['licence']}."] for r in sources.to_dict("records")]
    return [
        ["Table", f"{spec.name}: {spec.title}"],
        ["What it is", spec.description],
        ["As of", f"{as_of:%Y-%m-%d}: rows known on this day, by Parley"],
        *([["Missing", gap] for gap in spec.gaps]),
        [],
        ["Columns"],
        *columns,
        [],
        ["Sources"],
        *records,
    ]


def _meaning(field: Any) -> str:
    unit = f" Unit: {field['unit']}." if field.get("unit") else ""
    return f"{field['description']}{unit}"
