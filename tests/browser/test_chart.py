"""A chart in the browser: changed where it stands, laid out to its column, and a sentence where it cannot be drawn."""

from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Locator, Page, expect

from parley.app.kit.sheet import CARTESIAN
from tests.browser.conftest import App, Visit, link, opened, press_subject, redrawn, settle, until

pytestmark = pytest.mark.browser

CHART = "[data-testid=stPlotlyChart]:not([hidden])"
DIRECTIONS = "tariffs?tariff_section=Said,+law,+paid&tariff_averages=Average+by+provider"
HASTE_MS = 150


def drawing(page: Page) -> str:
    return str(page.locator(f"{CHART} .main-svg").first.inner_html())


def test_a_choice_changes_the_chart_where_it_stands(app: App, visit: Visit) -> None:
    page = opened(visit, app, DIRECTIONS)
    before, words = drawing(page), page.locator(CHART).first.get_attribute("aria-label")
    page.locator(f"{CHART} .main-svg").first.evaluate("drawing => { drawing.dataset.kept = 'yes'; }")
    redrawn(page, page.get_by_role("radiogroup", name="Direction").get_by_role("radio").last.click)
    assert page.locator(CHART).first.get_attribute("aria-label") != words
    assert drawing(page) != before
    assert page.locator(f"{CHART} .main-svg").first.get_attribute("data-kept") == "yes"
    assert visit.complaints == []


def test_a_chart_follows_the_width_of_its_column(app: App, visit: Visit) -> None:
    page = opened(visit, app, DIRECTIONS)
    for width in (600, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        until(
            page,
            """chart => { const box = document.querySelector(chart);
                return box.clientWidth === +box.querySelector('.main-svg').getAttribute('width') }""",
            CHART,
        )
    assert visit.complaints == []


def expect_words(chart: Locator) -> None:
    """Wait until a sentence stands in the place of a chart."""
    until(chart.page, f"() => document.querySelector('{CHART}')?.firstChild?.nodeType === Node.TEXT_NODE")
    expect(chart.locator(".main-svg")).to_have_count(0)


def expect_drawn(chart: Locator) -> None:
    """Wait until a chart stands, and no sentence beside it."""
    expect(chart.locator(".main-svg").first).to_be_visible()
    assert chart.evaluate("chart => [...chart.childNodes].every(part => part.nodeType !== Node.TEXT_NODE)")


def period(page: Page, number: int) -> None:
    """Choose another period of the chart."""
    page.get_by_role("radiogroup", name="Direction").get_by_role("radio").nth(number).click()


def test_where_the_drawing_script_does_not_come_the_page_says_so_and_the_next_choice_asks_for_it_again(
    app: App, visit: Visit
) -> None:
    page = visit.page
    page.route(f"**/{CARTESIAN}", lambda route: route.abort())
    page.goto(f"{app.url}/{DIRECTIONS}")
    chart = page.locator(CHART).first
    expect_words(chart)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    page.unroute(f"**/{CARTESIAN}")
    period(page, -1)
    expect_drawn(chart)


def test_a_chart_that_failed_once_is_drawn_at_the_next_choice(app: App, visit: Visit) -> None:
    page = opened(visit, app, DIRECTIONS)
    chart = page.locator(CHART).first
    page.evaluate("""() => {
        const { react } = window.Plotly;
        window.Plotly.react = () => { window.Plotly.react = react; throw new Error('once'); };
    }""")
    period(page, -1)
    expect_words(chart)
    period(page, 0)
    expect_drawn(chart)
    assert [told for told in visit.complaints if "once" not in told] == []


@pytest.mark.parametrize(
    ("page_name", "query", "figure", "subjects", "values"),
    [
        ("trade", "", "trade_flow", "trade_section", ("Goods", "Who took China's place")),
        ("what_if_product", "us_XVI=60&", "what_if_flows", "what_if_section", ("Households", "Flows")),
    ],
)
def test_lists_of_who_gained_are_left_in_haste_without_a_word_on_the_console(
    app: App, visit: Visit, page_name: str, query: str, figure: str, subjects: str, values: tuple[str, str]
) -> None:
    other, own = values
    page = opened(visit, app, f"{page_name}?{query}{subjects}={quote_plus(own)}")
    chart = page.locator(f"[data-figure={figure}] {CHART}")
    for _ in range(2):
        chart.hover()
        press_subject(page, subjects, other)
        press_subject(page, subjects, own)
        expect_drawn(chart)
        chart.hover()
        link(page, "Sources").click()
        page.wait_for_timeout(HASTE_MS)
        page.go_back()
        settle(page)
        press_subject(page, subjects, own)
    assert visit.complaints == []
