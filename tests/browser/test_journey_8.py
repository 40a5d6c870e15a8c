"""Journey 8: why can a higher tariff bring less revenue? From the question to the curve; the peak moves."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from parley import tables
from parley.results.revenue_curve import PEAK, product_curve, world_curve
from tests.browser.conftest import App, Visit, figure, opened, redrawn, settle
from tests.scenarios import on_page

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

IN_FORCE = on_page(tables.compiled_on())
QUESTION = "Why can a higher tariff bring less revenue?"


def peak_of(elasticity: float) -> tuple[int, int, int]:
    """Peak, lowest and highest peak of the world model in whole percent, from the engine."""
    rows = world_curve(IN_FORCE, "china", elasticity)
    peak = rows[rows["mark"] == PEAK].iloc[0]
    return round(peak["rate_pct"]), round(peak["peak_low_pct"]), round(peak["peak_high_pct"])


def printed_peak(page: Page, expected: tuple[int, int, int]) -> None:
    """The title says the peak with its range, and so does the chart's alternative text."""
    words = re.compile(rf"{expected[0]}.% \({expected[1]}.{expected[2]}\)")
    expect(page.locator("h2:visible").first).to_have_text(words)
    settle(page)
    assert re.search(rf"{expected[0]}.% \({expected[1]}.{expected[2]}\)", figure(page, "world_revenue"))


def test_from_the_question_to_the_curve_and_the_peak_moves_with_the_elasticity(app: App, visit: Visit) -> None:
    page = opened(visit, app, "")
    redrawn(page, page.locator(".parley-framed > div", has_text=QUESTION).locator("a").click)
    expect(page).to_have_url(re.compile("what_if_world"))
    printed_peak(page, peak_of(4.0))
    slider = page.locator(".st-key-revenue_elasticity input[type=range]")
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(slider).to_have_value("5")
    printed_peak(page, peak_of(5.0))
    assert peak_of(5.0)[0] < peak_of(4.0)[0]
    assert parse_qs(urlsplit(page.url).query)["revenue_elasticity"] == ["5"] or "5.0" in page.url
    expect(page.get_by_text("1/(sigma \u2212 1) = 20")).to_be_visible()
    assert visit.complaints == []
    assert visit.outside == []


def test_the_product_model_has_its_own_curve_with_what_customs_recorded(app: App, visit: Visit) -> None:
    query = "world_section=Revenue+curve&revenue_model=Product+model&revenue_horizon=First+year"
    page = opened(visit, app, f"what_if_world?{query}")
    rows = product_curve(IN_FORCE, "china", "first_year")
    peak = rows[rows["mark"] == PEAK].iloc[0]
    words = re.compile(rf"{round(peak['rate_pct'])}.% \({round(peak['peak_low_pct'])}.")
    expect(page.locator("h2:visible").first).to_have_text(words)
    settle(page)
    recorded = page.locator("[data-figure=world_revenue_product] text", has_text="2024")
    expect(recorded.first).to_be_visible()
