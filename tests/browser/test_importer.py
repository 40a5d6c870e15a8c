"""Ten tasks of an importer from the front page, through the search: at most six presses or entries each.

Answers are those of ``parley.landed``, of print or of the law; presses and seconds are printed.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import parley
from tests.browser.conftest import App, Visit, opened
from tests.browser.test_shipment import answered
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
MOST = 6
DAY = "2026-09-15"  # of the real entry
LIST = "code,origin,value_usd\n7326.90.8688,CHN,14172\n0703.20.0015,VNM,49167\n"


@pytest.fixture
def importer(app: App, visit: Visit, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody who has just opened the app on the day of a real entry."""
    someone, began = Visitor(opened(visit, app, f"?as_of={DAY}")), time.monotonic()
    yield someone
    print(f"{request.node.name}: {someone.done} presses or entries, {time.monotonic() - began:.1f} s")
    assert 0 < someone.done <= MOST
    assert visit.complaints == []
    assert visit.outside == []


def landed(code: str, origin: str, value: float, quantity: float | None = None, by: str = "sea") -> str:
    """Duty and fees as the page writes them."""
    (answer,) = parley.landed(code, origin, value, quantity, by, DAY)
    assert answer.total_usd is not None
    return f"{answer.total_usd:,.2f}"


def test_1_the_dollars_of_a_real_entry(importer: Visitor) -> None:
    importer.find("7326.90.8688 from China", "7326.90")
    importer.amount("shipment_value", "14,172")
    importer.sees(re.compile(r"11,039\.99"))  # the entry summary


def test_2_the_same_goods_from_elsewhere(importer: Visitor) -> None:
    importer.find("How much duty do I pay on 7326.90.8688 from Vietnam?", "7326.90")
    importer.amount("shipment_value", "14,172")
    importer.sees(re.compile(re.escape(landed("7326.90.8688", "VNM", 14_172))))


def test_3_goods_that_pay_by_the_kilogram(importer: Visitor) -> None:
    importer.find("0703.20.0015 from China", "0703.20")
    importer.amount("shipment_value", "49,167")
    importer.amount("shipment_quantity", "25,719")
    importer.sees(re.compile(re.escape(landed("0703.20.0015", "CHN", 49_167, 25_719))))


def test_4_the_same_shipment_by_air(importer: Visitor) -> None:
    importer.find("7326.90.8688 from China", "7326.90")
    importer.amount("shipment_value", "14,172")
    importer.press(importer.page.locator("[data-choice=shipment_by] label", has_text="Air"))
    importer.sees(re.compile(re.escape(landed("7326.90.8688", "CHN", 14_172, by="air"))))


def test_5_when_the_duty_of_the_line_changes_next(importer: Visitor) -> None:
    importer.find("7326.90.8688 from China", "7326.90")
    importer.sees(
        re.compile(r"10\s+Nov\s+2026")
    )  # the exclusions of heading 9903.88.69 end the day before: 90 FR 55232


def test_6_a_list_of_ones_own(importer: Visitor, tmp_path: Path) -> None:
    importer.find("7326.90.8688 from China", "7326.90")
    rows = answered(importer.page, LIST, tmp_path)
    importer.done += 2
    assert float(rows[0]["duty_high_usd"]) == 11_039.99
    assert rows[1]["fault"].startswith("quantity: ")


def test_7_the_rates_of_an_agreement(importer: Visitor) -> None:
    importer.find("What is in the trade deal with the European Union?", re.compile("^European Union"))
    importer.sees("9903.94.51")  # cars, 15% in all


def test_8_customs_revenue_of_a_fiscal_year(importer: Visitor) -> None:
    importer.find("What does the US collect in customs duties by fiscal year?", "fiscal year")
    importer.sees(re.compile("of fiscal 2026"))


def test_9_goods_one_can_hardly_buy_elsewhere(importer: Visitor) -> None:
    importer.find("For which goods does China supply more than 70 percent of US imports?", "China's share")
    importer.sees(re.compile("^China supplied over 70% of US imports"))


def test_10_what_the_duty_was_on_an_earlier_day(importer: Visitor) -> None:
    importer.find("What was the US tariff on Chinese goods on 10 April 2025?", "Both sides")
    expect(importer.page.get_by_role("button", name=re.compile(r"As of 10\s+Apr\s+2025"))).to_be_visible()
    importer.sees(re.compile("145%"))
