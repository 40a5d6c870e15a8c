"""Where the first chart of every page and subject begins, on a wide screen, a small one and a phone."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from parley.search.pages import MENU
from tests.browser.conftest import App, Visit, opened, until
from tests.browser.test_every_picture import PAGES, subjects

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

WIDE: ViewportSize = {"width": 1440, "height": 900}
SMALL: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOWEST = {1440: 900, 1024: 768, 390: 700}  # where a chart may begin
# On a phone the sliders stand between the facts, which stay in sight, and the chart: test_scenario_steps.py.
SLIDERS = ("what_if_product", "what_if_world", "rare_earths?rare_section=What+if+licences+stop")
# On a small screen its three choices and long measure push this curve below the fold: not mended yet.
BELOW_AT_1024 = "what_if_world?world_section=Revenue+curve"
# Looked up by words: nothing is drawn before a question. Statements with verdicts: charts come after all. Lists.
NO_CHART_FIRST = ("look_up", "briefing", "what_changed", "sources")
SECTION = {path or "home": section for path, _, section in PAGES.values()}
CHART = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const charts = [...main.querySelectorAll('[role=figure]:not([hidden])')].map(each => each.getBoundingClientRect());
    const first = charts.find(each => each.height > 0);
    return first ? [first.top + main.scrollTop, first.bottom + main.scrollTop] : null;
}"""
FOLDED = "is => (document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0) === is"
DRAWN = "() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))"


def chart(page: Page, size: ViewportSize) -> list[float] | None:
    """Top and bottom of the first chart at a size of the screen; None where the subject has none."""
    page.set_viewport_size(size)
    until(page, FOLDED, size == PHONE)
    page.evaluate(DRAWN)
    found: list[float] | None = page.evaluate(CHART)
    return found


@pytest.mark.parametrize("name", [name for name in MENU if name not in NO_CHART_FIRST])
def test_the_first_chart_of_every_subject_begins_on_the_first_screen(name: str, app: App, visit: Visit) -> None:
    low = {}
    for page in subjects(visit, app, name, {}, SECTION[name]):
        state = page.url.rpartition("/")[2]
        for size in (SMALL, PHONE, WIDE):  # the next subject is pressed on the wide one
            if (size == PHONE and state.startswith(SLIDERS)) or (size == SMALL and state == BELOW_AT_1024):
                continue
            found, width = chart(page, size), size["width"]
            if found and found[0] >= LOWEST[width]:
                low[f"{state} at {width}"] = round(found[0])
    assert low == {}


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_the_whole_chart_of_home_is_on_the_first_screen(size: ViewportSize, app: App, visit: Visit) -> None:
    found = chart(opened(visit, app, ""), size)
    assert found is not None and found[1] <= size["height"]


def test_the_key_of_the_chart_of_home_is_on_the_first_screen(app: App, visit: Visit) -> None:
    opened(visit, app, "sources")  # the first page after a start has a sidebar wider than all others
    key = opened(visit, app, "").locator("[data-figure=duties] ol")
    expect(key).to_be_in_viewport(ratio=1)


def test_what_a_product_pays_is_drawn_on_the_first_screen_of_a_phone(app: App, visit: Visit) -> None:
    found = chart(opened(visit, app, "look_up?product=9503&from=Vietnam"), PHONE)
    assert found is not None and found[0] <= LOWEST[390]
