"""The Sources page gives whole tables, as known on the as-of date, in three formats that agree."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from parley import read_table
from parley.app.kit.controls import LONDON_TALKS
from parley.tables.schema import load_schema
from tests.browser.conftest import App, Visit
from tests.browser.pictures import panel

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

TABLE = "forecasts"


def saved(page: Page, suffix: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(f".st-key-{TABLE}_{suffix} button").click()
    assert waiting.value.suggested_filename == f"parley_{TABLE}_as_of_{LONDON_TALKS}.{suffix}"
    return Path(waiting.value.path()).read_bytes()


def test_a_whole_table_is_given_as_known_on_the_date_in_three_formats(visit: Visit, app: App) -> None:
    visit.host = urlsplit(app.url).netloc
    page = visit.open(f"{app.url}/sources?as_of={LONDON_TALKS}&sources_table={TABLE}")
    known = read_table(TABLE, as_of=LONDON_TALKS)
    assert 0 < len(known) < len(read_table(TABLE))
    spec = load_schema(TABLE)
    head, *rows = csv.reader(io.StringIO(saved(page, "csv").decode("utf-8-sig"), newline=""))
    assert head == list(spec.columns)
    assert len(rows) == len(known)
    parquet = pq.read_table(io.BytesIO(saved(page, "parquet")))
    assert parquet.column_names == head
    assert parquet.column("value_pct").to_pylist() == known["value_pct"].tolist()
    assert parquet.column("source_id").to_pylist() == [row[head.index("source_id")] for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(saved(page, "xlsx")), read_only=True)
    sheets = {name: list(book[name].values) for name in book.sheetnames}
    data = next(sheet for sheet in sheets.values() if list(sheet[0]) == head)
    assert [row[head.index("value_pct")] for row in data[1:]] == known["value_pct"].tolist()
    notes = " ".join(
        str(cell) for sheet in sheets.values() if sheet is not data for row in sheet for cell in row if cell
    )
    assert str(LONDON_TALKS) in notes
    licences = set(read_table("sources").set_index("source_id").loc[known["source_id"].unique(), "licence"])
    assert licences
    assert [licence for licence in licences if licence not in notes] == []
    assert visit.complaints == []


def test_a_source_without_an_address_is_one_click_away(visit: Visit, app: App) -> None:
    visit.host = urlsplit(app.url).netloc
    page = visit.open(f"{app.url}/tariffs")
    cited = panel(page, "tariff_stages", "Cite")
    link = cited.get_by_role("link", name=re.compile("Timeline of tariff acts, 2018 to 2026$"))
    with page.expect_popup() as waiting:
        link.click()
    record = waiting.value
    expect(record.get_by_role("heading", name="Timeline of tariff acts, 2018 to 2026")).to_be_visible()
    expect(record.get_by_text("White House documents")).to_be_visible()
    assert visit.complaints == []
