"""What a reader takes away: exactly the rows, safe in a spreadsheet, with the vintage in the name."""

import csv
import io
import json
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.app.kit import downloads

ROWS = pd.DataFrame(
    {
        "title": [
            "=SUM(A1:A9)",
            "+1 for trade",
            "-5%",
            "@home",
            "\tindented",
            "\rreturned",
            "plain, with comma",
            None,
        ],
        "rate_pct": [-5.0, 12.5, None, 0.0, 1e-3, 145.0, 30.0, 10.0],
        "valid_from": pd.to_datetime(["2025-05-14", None, *["2018-07-06"] * 6]),
        "is_projection": [True, False, *[False] * 6],
        "source_id": ["a"] * 8,
    }
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_cells_a_spreadsheet_would_run_are_escaped_and_numbers_are_not() -> None:
    rows = read(downloads.csv_bytes(ROWS))[1:]
    assert [r[0] for r in rows[:4]] == ["'=SUM(A1:A9)", "'+1 for trade", "'-5%", "'@home"]
    assert [r[0][:2] for r in rows[4:6]] == ["'\t", "'\r"]
    assert [r[0] for r in rows[6:]] == ["plain, with comma", ""]
    assert float(rows[0][1]) == -5


def test_formulas_hide_in_no_kind_of_text_column() -> None:
    for kind in ("object", "str", "category"):
        frame = pd.DataFrame({"text": pd.Series(["=1+1", "ok"], dtype=kind)})
        assert read(downloads.csv_bytes(frame))[1] == ["'=1+1"]


@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u3000", "\u200b ", "\ufeff"])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_a_formula_after_a_space_or_in_its_full_width_is_escaped_whole_or_in_parts(before: str, sign: str) -> None:
    cell = f"{before}{sign}cmd|'/c calc'!A1"
    assert read(downloads.csv_bytes(pd.DataFrame({"text": [cell, "ok"]})))[1] == [f"'{cell}"]
    batch = pa.record_batch({"text": pa.array([cell, f"{before}ok"])})
    rows = read(b"".join(downloads.streamed("csv", batch.schema, [batch], {})))
    assert rows[1:] == [[f"'{cell}"], [f"{before}ok"]]


def test_dates_are_written_as_days_and_gaps_stay_empty() -> None:
    rows = read(downloads.csv_bytes(ROWS))[1:]
    assert [r[2] for r in rows[:3]] == ["2025-05-14", "", "2018-07-06"]
    assert rows[2][1] == ""


def test_the_csv_opens_as_utf_8_in_a_spreadsheet() -> None:
    content = downloads.csv_bytes(pd.DataFrame({"name": ["Türkiye", "Côte d'Ivoire"]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert read(content)[1:] == [["Türkiye"], ["Côte d'Ivoire"]]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_survive_the_csv_to_the_last_digit(values: list[float]) -> None:
    rows = read(downloads.csv_bytes(pd.DataFrame({"value_usd": values})))[1:]
    assert [float(r[0]) for r in rows] == values


def test_the_parquet_holds_the_same_rows_unescaped_and_says_what_it_is() -> None:
    about = {"title": "A finding", "as_of": "2025-06-09", "source": "Source: USGS"}
    table = pq.read_table(io.BytesIO(downloads.parquet_bytes(ROWS, about)))
    assert table.column("title").to_pylist() == [*ROWS["title"].tolist()[:-1], None]
    assert table.column("valid_from").to_pylist()[:2] == [date(2025, 5, 14), None]
    assert json.loads(table.schema.metadata[b"parley"]) == about


def test_the_vintage_stands_in_the_file_name() -> None:
    assert downloads.file_name("home", date(2025, 6, 9), "csv") == "parley_home_as_of_2025-06-09.csv"


def test_escaping_leaves_the_shown_frame_as_it_was() -> None:
    before = ROWS.copy(deep=True)
    downloads.csv_bytes(ROWS)
    downloads.parquet_bytes(ROWS, {})
    pd.testing.assert_frame_equal(ROWS, before)


@pytest.mark.parametrize("rows", [0, 1])
def test_an_empty_or_single_row_keeps_its_columns(rows: int) -> None:
    assert read(downloads.csv_bytes(ROWS.head(rows)))[0] == list(ROWS.columns)


def test_rows_in_parts_are_the_file_of_all_of_them() -> None:
    batches = pa.Table.from_pandas(ROWS[["title", "rate_pct"]], preserve_index=False).to_batches(max_chunksize=3)
    assert len(batches) == 3
    csv_parts = list(downloads.streamed("csv", batches[0].schema, batches, {}))
    whole = downloads.csv_bytes(ROWS[["title", "rate_pct"]])
    assert len(csv_parts) >= 3 and read(b"".join(csv_parts)) == read(whole)
    parts = b"".join(downloads.streamed("parquet", batches[0].schema, batches, {"title": "ten"}))
    found = pq.read_table(io.BytesIO(parts))
    assert found.to_pydict() == pa.Table.from_batches(batches).to_pydict()
    assert json.loads(found.schema.metadata[b"parley"]) == {"title": "ten"}


def test_no_rows_are_a_file_with_its_heads() -> None:
    schema = pa.schema([("origin", pa.string()), ("value_usd", pa.int64())])
    assert read(b"".join(downloads.streamed("csv", schema, [], {}))) == [["origin", "value_usd"]]
    table = pq.read_table(io.BytesIO(b"".join(downloads.streamed("parquet", schema, [], {}))))
    assert table.num_rows == 0 and table.column_names == ["origin", "value_usd"]
