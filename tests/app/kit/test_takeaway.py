"""What is taken away of a figure: rows in three forms, whole tables, the lines of code that read them, its frame."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import openpyxl
import pandas as pd
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from parley import read_table
from parley.app.kit import citations, controls, downloads, embed, takeaway, whole_tables, workbook
from parley.app.kit.takeaway import Takeaway
from parley.tables.read import catalogue, compiled_on
from tests.apps import at_address, documents, html
from tests.servers import HANG_SECONDS

LAYERS = read_table("tariff_layers").head(7)
TAKEN = Takeaway("layers", "Rates of seven layers", LAYERS)


def given(form: str, of: Takeaway = TAKEN) -> tuple[str, bytes]:
    made = takeaway.content(of, form)
    assert made is not None
    return made[0], made[2]


def test_the_rows_are_given_in_three_forms_with_the_same_figures() -> None:
    parquet = pq.read_table(io.BytesIO(given("parquet")[1]))
    csv = pyarrow.csv.read_csv(io.BytesIO(given("csv")[1]))
    sheet = openpyxl.load_workbook(io.BytesIO(given("xlsx")[1]))["Rows"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert parquet.column_names == list(head) == list(LAYERS.columns)
    assert csv.column_names == [*LAYERS.columns, "as_of"]
    at = list(head).index("rate_pct")
    expected = LAYERS["rate_pct"].astype(float).tolist()
    assert parquet["rate_pct"].to_pylist() == csv["rate_pct"].to_pylist() == expected
    assert [float(row[at]) for row in rows] == expected  # type: ignore[arg-type]


def test_a_csv_file_names_its_day_its_sources_and_the_address_that_holds_its_scenario(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(controls, "address", lambda: "https://parley.example/what_if_product?us_XVI=60")
    csv = pyarrow.csv.read_csv(io.BytesIO(given("csv")[1]))
    assert set(csv["as_of"].to_pylist()) == {controls.as_of()}
    assert set(csv["address"].to_pylist()) == {"https://parley.example/what_if_product?us_XVI=60"}
    assert csv["source_id"].to_pylist() == LAYERS["source_id"].tolist()


@pytest.mark.parametrize("day", [compiled_on(), date(2025, 6, 9)], ids=str)
def test_the_address_of_a_file_and_of_a_citation_holds_its_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """So that it shows the same figures when newer tables have come."""
    monkeypatch.setattr(controls, "as_of", lambda: day)
    monkeypatch.setattr(controls, "st", SimpleNamespace(context=SimpleNamespace(url="https://parley.example/trade")))
    shown_at = f"https://parley.example/trade?as_of={day}"
    csv = pyarrow.csv.read_csv(io.BytesIO(given("csv")[1]))
    assert set(csv["address"].to_pylist()) == {shown_at}
    shown = citations.Shown(TAKEN.finding, day, compiled_on(), controls.address())
    assert shown_at in citations.apa(shown, [])


def test_the_notes_of_an_excel_file_name_the_figure_its_day_columns_and_sources() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(given("xlsx")[1]))["Notes"]
    notes = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert notes["Figure"] == TAKEN.finding
    assert "Measure" not in notes and "Notes" not in notes  # this one has none
    assert set(LAYERS.columns) <= set(notes)
    assert "As of" in notes and "Sources" in notes


def test_what_a_figure_measures_and_must_be_read_with_goes_with_its_rows() -> None:
    told = Takeaway("layers", "Rates", LAYERS, measure="Extra duty, percent", notes="Hatched: not confirmed")
    sheet = openpyxl.load_workbook(io.BytesIO(given("xlsx", told)[1]))["Notes"]
    notes = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert (notes["Measure"], notes["Notes"]) == (told.measure, told.notes)
    about = json.loads(pq.read_schema(io.BytesIO(given("parquet", told)[1])).metadata[b"parley"])
    assert (about["measure"], about["notes"]) == (told.measure, told.notes)


def test_a_card_gives_its_measure_and_notes_to_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Takeaway] = []
    monkeypatch.setattr(takeaway, "Takeaway", lambda *given: made.append(Takeaway(*given)) or made[-1])
    (shown,) = [told for told in documents(at_address("trade", {})) if told["name"] == "trade_months"]
    (own,) = [one for one in made if one.name == "trade_months"]
    assert own.measure == shown["measure"]
    assert own.notes and own.notes in shown["remark"]


def test_a_citation_says_that_a_model_gave_the_figure() -> None:
    modelled = Takeaway("layers", "Rates of seven layers", LAYERS.assign(model="product"))
    for told, is_modelled in ((TAKEN, False), (modelled, True)):
        for _, text in takeaway.panel(told, "cite", "")["texts"][:2]:
            assert ("modelled" in text) is is_modelled


def test_the_python_lines_read_exactly_the_rows_of_the_file(tmp_path: Path) -> None:
    name, content = given("parquet")
    (tmp_path / name).write_bytes(content)
    lines = takeaway.code_lines(name)["Python"]
    told = f"{lines}\nrows.to_json('told.json', orient='split', date_format='iso')"
    subprocess.run(
        [sys.executable, "-c", told],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PYTHONPATH": ""},
        timeout=HANG_SECONDS,
    )
    read = pq.read_table(io.BytesIO(content)).to_pandas()
    assert (tmp_path / "told.json").read_text() == read.to_json(orient="split", date_format="iso")
    assert read["scope"].tolist() == LAYERS["scope"].tolist()


def test_the_r_line_names_the_file() -> None:
    line = takeaway.code_lines("layers.parquet")["R"]
    found = re.fullmatch(r"rows <- arrow::read_parquet\(\"(.+)\"\)", line)
    assert found and found[1] == "layers.parquet"


def test_the_duckdb_line_reads_exactly_the_rows_of_the_file(tmp_path: Path) -> None:
    name, content = given("parquet")
    (tmp_path / name).write_bytes(content)
    line = takeaway.code_lines(name)["DuckDB"].replace(name, str(tmp_path / name))
    read = duckdb.sql(line.rstrip(";"))
    assert read.columns == list(LAYERS.columns)
    ids = [row[read.columns.index("scope")] for row in read.fetchall()]
    assert ids == LAYERS["scope"].tolist()


def test_whole_tables_are_those_with_the_sources_of_the_rows() -> None:
    resource = next(r for r in catalogue()["resources"] if r["name"] == "tariff_layers")
    assert "tariff_layers" in whole_tables.holding([s["source_id"] for s in resource["sources"]])
    assert whole_tables.holding(["of_no_table"]) == []


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_a_whole_table_has_all_its_rows(form: str) -> None:
    name, content = given(f"tariff_layers {form}")
    assert name.startswith("parley_tariff_layers_as_of_") and name.endswith(form)
    if form == "xlsx":
        count = openpyxl.load_workbook(io.BytesIO(content))["Rows"].max_row - 1
    else:
        read = pq.read_table if form == "parquet" else pyarrow.csv.read_csv
        count = read(io.BytesIO(content)).num_rows
    assert count == len(read_table("tariff_layers"))


def test_a_whole_table_is_of_the_day_its_file_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of us_tariff_partner_steps do not say since when they are known: a file of them is of no earlier day."""
    monkeypatch.setattr(controls, "as_of", lambda: date(2025, 6, 9))
    name, content = given("tariff_layers parquet")
    dated = pq.read_table(io.BytesIO(content)).to_pandas()
    assert "2025-06-09" in name and len(dated) < len(read_table("tariff_layers"))
    monkeypatch.setattr(takeaway, "_tables", lambda of: ["us_tariff_partner_steps"])
    name, content = given("us_tariff_partner_steps parquet")
    undated = pq.read_table(io.BytesIO(content)).to_pandas()
    assert f"{compiled_on()}" in name and len(undated) == len(read_table("us_tariff_partner_steps"))
    assert json.loads(pq.read_schema(io.BytesIO(content)).metadata[b"parley"])["as_of"] == f"{compiled_on()}"
    sheet = openpyxl.load_workbook(io.BytesIO(given("us_tariff_partner_steps xlsx")[1]))["Notes"]
    (told,) = [row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "As of"]
    assert told == f"{compiled_on()}: {workbook.ALL_ROWS}"


def test_a_panel_does_not_promise_more_rows_than_were_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def offered() -> list[str]:
        return [
            words for words, _ in takeaway.panel(TAKEN, "download", "")["tables"] if words.startswith("tariff_layers,")
        ]

    whole = f"{len(read_table('tariff_layers')):,} rows"
    assert offered() == [f"tariff_layers, {whole}"]
    monkeypatch.setattr(controls, "as_of", lambda: date(2025, 6, 9))
    assert offered() == [f"tariff_layers, up to {whole}"]


@pytest.mark.parametrize("form", ["", "exe", "countries csv", "../sources csv", "tariff_layers exe", " csv csv"])
def test_what_a_card_does_not_offer_is_not_given(form: str) -> None:
    assert takeaway.content(TAKEN, form) is None


def test_a_table_too_long_for_excel_is_not_offered_as_such() -> None:
    long = max(catalogue()["resources"], key=lambda resource: resource["rows"])
    assert long["rows"] > workbook.MOST_ROWS
    assert "xlsx" not in whole_tables.forms(long["name"])
    many = Takeaway("many", "Many rows", pd.DataFrame({"x": range(workbook.MOST_ROWS + 1)}))
    assert takeaway.excel(many) == []


def test_the_page_of_one_figure_draws_that_figure_alone() -> None:
    def page() -> None:
        from parley.app.kit import address, embed

        address.open_page("card")
        with address.part(()):
            embed.draw()

    query = {"card_page": "trade", "card_figure": "trade_months", "trade_period": "Since 2024"}
    app = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    shown = [told for told in documents(app) if told["name"]]
    (whole,) = [
        told
        for told in documents(at_address("trade", {"trade_period": "Since 2024"}))
        if told["name"] == "trade_months"
    ]
    assert [told["name"] for told in shown] == ["trade_months"]
    assert shown[0]["figure"] == whole["figure"]
    assert any("trade?trade_period=Since+2024" in body for body in html(app))


@pytest.mark.parametrize(
    "query",
    [{}, {"card_page": "../x", "card_figure": "a"}, {"card_page": "trade", "card_figure": "}</style>"}],
)
def test_an_address_of_no_figure_is_told_so(query: dict[str, str]) -> None:
    def page() -> None:
        from parley.app.kit import address, embed

        address.open_page("card")
        embed.draw()

    app = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert documents(app) == []
    assert len(app.get("html")) == 1


def test_a_frame_has_room_for_the_key_of_the_events_on_its_chart() -> None:
    def height(events: int) -> int:
        code = embed.frame("layers", "Rates", events, '{"layout": {"height": 300}}')
        return int(code.partition('height="')[2].partition('"')[0])

    assert height(0) == 300 + embed.ROOM_FOR_WORDS_PX
    assert height(7) == height(8) == height(0) + 4 * embed.ROW_OF_KEY_PX


def test_files_of_every_form_have_a_type() -> None:
    assert [downloads.form(suffix) for suffix in ("csv", "parquet", "xlsx", "exe")] == ["csv", "parquet", "xlsx", None]


@pytest.mark.parametrize("is_latest", [True, False])
def test_a_frame_that_goes_on_with_the_tables_is_not_named_by_what_they_say_now(
    is_latest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed.controls, "is_latest", lambda: is_latest)
    code = embed.frame("layers", "The rate is 10%", 0, '{"layout": {}}')
    assert ('title="The rate is 10%"' in code) != is_latest
