"""Where the first chart of a page begins, on a wide screen, a small one and a phone."""

from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import WIDE

SMALL: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOWEST = {1440: 900, 1024: 768, 390: 700}  # where a chart may begin
# On a phone the sliders stand between the facts, which stay in sight, and the chart: test_scenario_steps.py.
SLIDERS = ("what_if_product", "what_if_world", "rare_earths?rare_destinations_of=If+licences+stop")
# Looked up by words: nothing is drawn before a question. Statements with verdicts: charts come after all. Lists.
NO_CHART_FIRST = ("look_up", "briefing", "what_changed", "sources")
CHART = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const charts = [...main.querySelectorAll('[role=figure]:not([hidden])')].map(each => each.getBoundingClientRect());
    const first = charts.find(each => each.height > 0);
    return first ? [first.top + main.scrollTop, first.bottom + main.scrollTop] : null;
}"""
DRAWN = "() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))"


def chart(page: Page, size: ViewportSize) -> list[float] | None:
    """Top and bottom of the first chart at a size of the screen; None where the subject has none."""
    page.set_viewport_size(size)
    page.evaluate(DRAWN)
    found: list[float] | None = page.evaluate(CHART)
    return found


def too_low(page: Page) -> list[str]:
    """At which sizes of the screen the first chart of what is shown begins too low; it is wide again afterwards."""
    state, low = page.url.rpartition("/")[2], []
    for size in (SMALL, PHONE, WIDE):
        if size == PHONE and state.startswith(SLIDERS):
            continue
        found, width = chart(page, size), size["width"]
        if found and found[0] >= LOWEST[width]:
            low.append(f"{state} at {width}: the first chart begins at {round(found[0])}")
    return low
