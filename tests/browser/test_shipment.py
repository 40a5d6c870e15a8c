"""A shipment in dollars as an importer asks for it: by keys, on a phone, and as a list of one's own."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, Visit, opened, settle
from tests.browser.test_pages import axe_findings

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
ENTRY = "look_up?product=7326.90.8688&as_of=2026-09-15"
LIST = """code,origin,value_usd,quantity,by,on
7326.90.8688,CHN,14172,,sea,2026-09-15
703200015,CHN,49167,25719,,
"""


def answered(page: Page, shipments: str, folder: Path) -> list[dict[str, str]]:
    """The rows that a list of one's own comes back with; two presses."""
    path = folder / "shipments.csv"
    path.write_text(shipments, encoding="utf-8")
    page.get_by_role("button", name="Choose a file").click()
    page.locator("input[type=file]").set_input_files(path)
    button = page.locator("[data-testid=stDownloadButton] button")
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    return list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))


def test_the_dollars_of_a_real_entry_are_asked_for_by_keys_alone(app: App, visit: Visit) -> None:
    page = opened(visit, app, ENTRY)
    field = page.locator("[data-choice=shipment_value] input")
    expect(field).to_be_visible()
    field.focus()
    page.keyboard.type("14,172")
    page.keyboard.press("Enter")
    card = page.locator("[data-name=look_up_shipment], .parley-list", has_text="11,039.99").first
    expect(card).to_contain_text("$11,106.80")
    settle(page)
    assert "shipment_value=14%2C172" in page.url
    assert visit.complaints == []
    assert visit.outside == []


def test_on_a_phone_nothing_reaches_over_the_edge_and_no_rule_is_broken(app: App, visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size(PHONE)
    page = opened(visit, app, f"{ENTRY}&shipment_value=14172")
    expect(page.locator(".parley-list", has_text="11,039.99").first).to_be_visible()
    settle(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe_findings(page) == []


def test_a_list_comes_back_with_dollars_and_the_fault_of_a_row(app: App, visit: Visit, tmp_path: Path) -> None:
    rows = answered(opened(visit, app, ENTRY), LIST, tmp_path)
    assert [float(row["duty_high_usd"] or 0) for row in rows] == [11_039.99, 0]
    assert rows[0]["fault"] == "" and rows[1]["fault"].startswith("code: ")
    assert visit.complaints == []
