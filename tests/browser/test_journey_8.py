"""Journey 8: why can a higher tariff bring less revenue? From the question to the curve; the peak moves."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from parley.results.answers.revenue_curve import PEAK, product_curve, world_curve
from parley.tables import read as tables
from tests.browser.conftest import App, Visit, figure, opened, redrawn, settle
from tests.browser.what_if import open_more
from tests.scenarios import on_page

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

IN_FORCE = on_page(tables.compiled_on())
QUESTION = "Why can a higher tariff bring less revenue?"


def peak_of(elasticity: float) -> tuple[int, int, int]:
    """Peak, lowest and highest peak of the world model in whole percent, from the engine."""
    rows = world_curve(replace(IN_FORCE, trade_elasticity=elasticity))
    peak = rows[rows["mark"] == PEAK].iloc[0]
    return round(peak["rate_pct"]), round(peak["peak_low_pct"]), round(peak["peak_high_pct"])


def printed_peak(page: Page, expected: tuple[int, int, int]) -> None:
    """The title says the peak, and the chart's alternative text with its range."""
    expect(page.locator("h2:visible").first).to_contain_text(f"near {expected[0]}%")
    settle(page)
    assert re.search(rf"{expected[0]}% \({expected[1]}.{expected[2]}\)", figure(page, "world_revenue"))


def test_from_the_question_to_the_curve_and_the_peak_moves_with_the_elasticity(app: App, visit: Visit) -> None:
    page = opened(visit, app, "")
    page.locator(".parley-contents > summary").click()
    redrawn(page, page.locator(".parley-contents").get_by_role("link", name=QUESTION, exact=True).click)
    expect(page).to_have_url(re.compile("what_if_world"))
    printed_peak(page, peak_of(4.0))
    open_more(page)
    slider = page.locator(".st-key-world_elasticity input[type=range]")
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(slider).to_have_value("5")
    printed_peak(page, peak_of(5.0))
    assert peak_of(5.0)[0] < peak_of(4.0)[0]
    expect(page).to_have_url(re.compile("world_elasticity=5"))
    expect(page.get_by_text("alone would peak at 20%")).to_be_visible()  # 1 / (sigma - 1)
    assert visit.complaints == []
    assert visit.outside == []


def test_the_product_model_has_its_own_curve_with_what_customs_recorded(app: App, visit: Visit) -> None:
    page = opened(visit, app, "what_if_world?world_section=Revenue+curve&revenue_model=Product+model")
    peak = product_curve(IN_FORCE).pipe(lambda rows: rows[rows["mark"] == PEAK]).iloc[0]
    expect(page.locator("h2:visible").first).to_contain_text(f"near {round(peak['rate_pct'])}%")
    settle(page)
    recorded = page.locator("[data-figure=world_revenue_product] text", has_text="2024")
    expect(recorded.first).to_be_visible()
