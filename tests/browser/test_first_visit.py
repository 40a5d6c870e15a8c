"""A first visit on a slow line: no frame shows what is the app's own without its style, nor an icon as a word."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.conftest import RUNS, App, settle

pytestmark = pytest.mark.browser

FRAMES = Path(__file__).with_name("frames.js").read_text(encoding="utf-8")
LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}  # bytes a second
LATE_SECONDS = 1.5  # how long the line keeps the style sheet after all else, as a crowded one may


def late(route: Route) -> None:
    time.sleep(LATE_SECONDS)
    route.continue_()


@pytest.mark.parametrize("path", ["home", "what_if_product"])
def test_nothing_is_seen_without_its_style_on_a_slow_line(app: App, browser: Browser, path: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    page.route("**/app/static/style.css*", late)
    page.add_init_script(RUNS)
    page.add_init_script(FRAMES)
    page.goto(f"{app.url}/{path}", wait_until="load")
    settle(page)
    assert page.evaluate("() => window.seenRaw()") == []
    assert page.evaluate("() => window.kindsSeen()") > 10
    page.close()
