"""A first visit on a slow line: no frame shows what is the app's own without its style, nor an icon as a word."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, ViewportSize, expect

from parley.app.serving import page_answers
from parley.charts.theme import PALETTES
from tests.browser.conftest import RUNS, WIDE, App, rgb, settle
from tests.browser.first_screen import PHONE

pytestmark = pytest.mark.browser

FRAMES = Path(__file__).with_name("frames.js").read_text(encoding="utf-8")
LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}  # bytes a second
LATE_SECONDS = 1.5  # how long the line keeps the style sheet after all else, as a crowded one may
# Longer than a browser hides what it has no typeface for (Streamlit's are asked for with ``font-display: block``).
LATE_ICONS_SECONDS = 4.5


def late(seconds: float) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        time.sleep(seconds)
        route.continue_()

    return answer


@pytest.mark.parametrize(("path", "size"), [("home", WIDE), ("what_if_product", WIDE), ("trade", PHONE)])
def test_nothing_is_seen_without_its_style_on_a_slow_line(
    app: App, browser: Browser, path: str, size: ViewportSize
) -> None:
    page = browser.new_page(viewport=size)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    page.route("**/app/static/style.css*", late(LATE_SECONDS))
    page.route("**/MaterialSymbols*", late(LATE_ICONS_SECONDS))
    page.add_init_script(RUNS)
    page.add_init_script(FRAMES)
    page.goto(f"{app.url}/{path}", wait_until="load")
    settle(page)
    assert page.evaluate("() => window.seenRaw()") == []
    assert page.evaluate("() => window.kindsSeen()") > 10
    assert page.evaluate("() => window.firstSeen()") == {
        "words": f"Parley {page_answers.SAY('first.line')}",
        "paper": rgb(PALETTES["light"].background),
    }
    expect(page.locator("#parley-first")).to_have_count(0)
    assert page.evaluate("() => window.chartsMoved()") == []
    assert page.evaluate("() => window.chartsSeen()") > 0 or path == "what_if_product"  # where nothing is moved yet
    page.close()
