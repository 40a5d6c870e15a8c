"""Where the first chart of a page begins, on a wide screen, a small one and a phone.

What stands above it is a frame of fixed height and words; a heading and a measure that keep to fourteen words take
``LINES`` lines. The frame is held to ``FRAME`` whatever the words, and all of it to ``LOWEST``.
"""

from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import WIDE

SMALL: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOWEST = {1440: 420, 1024: 520, 390: 700}  # where a chart may begin
FRAME = {1440: 260, 390: 300}  # and where, of words of so many lines: heading, measure
LINES = {1440: (1, 1), 390: (3, 2)}
LINE_PX = 28, 20
# Choices that are no figure's own stand above these: a data set's, two scenarios.
CHOICES_ABOVE = ("explore", "compare", "look_up", "home")
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
# How high heading and measure of the first chart are.
WORDS = """() => {
    const charts = [...document.querySelectorAll('[data-testid=stMain] [role=figure]:not([hidden])')];
    const card = charts.find(each => each.getBoundingClientRect().height > 0).closest('.parley-card');
    return ['h1, h2', '.parley-note'].map(part => card.querySelector(part).getBoundingClientRect().height);
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
        if found and width in FRAME and not state.startswith((*SLIDERS, *CHOICES_ABOVE)):
            heights = zip(page.evaluate(WORDS), LINES[width], LINE_PX, strict=True)
            longer = sum(max(height - lines * line, 0) for height, lines, line in heights)
            if found[0] - longer > FRAME[width]:
                low.append(f"{state} at {width}: the frame of its first chart is {round(found[0] - longer)} high")
    return low
