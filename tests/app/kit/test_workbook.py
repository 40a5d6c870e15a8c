"""A table as an Excel file, read back by another library."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from parley import read_table
from parley.app.kit.workbook import MOST_ROWS, source_notes, table_notes, workbook_bytes
from parley.tables.read import source_records
from parley.tables.schema import load_schema

ON = date(2025, 6, 9)


def opened(frame: pd.DataFrame, name: str) -> openpyxl.Workbook:
    sources = source_records(list(frame["source_id"].dropna().unique()))
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(name, frame, table_notes(load_schema(name), sources, ON))))


def test_the_rows_come_back_as_they_were_with_days_as_days_and_nothing_for_what_is_missing() -> None:
    frame = read_table("tariff_layers", ON).head(20)
    head, *rows = opened(frame, "tariff_layers")["Rows"].iter_rows(values_only=True)
    assert list(head) == list(frame.columns)
    assert len(rows) == len(frame)
    for read, row in zip(rows, frame.to_dict("records"), strict=True):
        for got, (name, value) in zip(read, row.items(), strict=True):
            expected = None if pd.isna(value) else value.to_pydatetime() if isinstance(value, datetime) else value
            assert got == expected, name


def test_the_notes_name_the_day_every_column_and_every_source() -> None:
    frame = read_table("tariff_layers", ON)
    notes = [row for row in opened(frame, "tariff_layers")["Notes"].iter_rows(values_only=True) if row[0]]
    told = {row[0]: row[1] for row in notes}
    assert told["As of"].startswith("2025-06-09")
    assert set(frame.columns) <= set(told)
    assert "Licence: " in " ".join(str(words) for words in told.values())


def test_what_a_reader_must_know_of_a_source_stands_in_the_notes() -> None:
    (record,) = source_records(["imf_weo_2019_10"]).to_dict("records")
    assert record["caveat"] in source_notes([record])[1][1]


def test_text_that_looks_like_a_formula_or_an_address_stays_text() -> None:
    frame = read_table("tariff_layers", ON).head(1).assign(scope="=1+1", instrument="https://example.org")
    sheet = opened(frame, "tariff_layers")["Rows"]
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["scope"].value, cells["scope"].data_type) == ("=1+1", "s")
    assert cells["instrument"].hyperlink is None


def test_too_many_rows_are_refused_by_number() -> None:
    frame = pd.DataFrame({"source_id": ["x"] * (MOST_ROWS + 1)})
    with pytest.raises(ValueError, match=f"{MOST_ROWS:,}"):
        workbook_bytes("tariff_layers", frame, [])
