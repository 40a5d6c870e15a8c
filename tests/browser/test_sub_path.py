"""Under a sub-path, behind nginx: charts are drawn in the app's style, links stay below it, and a press is followed."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import RUNS, WAIT_MS, link, settle
from tests.browser.test_replicas import press
from tests.proxies import running_nginx
from tests.servers import running_app

pytestmark = pytest.mark.browser

PATH = "/parley"
# How many rules the sheets hold that are brought by elements.
BROUGHT = """() => [...document.querySelectorAll('style')].flatMap(({ sheet }) => [...sheet.cssRules])
    .reduce((count, { styleSheet }) => count + (styleSheet?.cssRules.length ?? 0), 0)"""


def test_charts_are_drawn_and_links_stay_below_a_sub_path(profile: BrowserContext, tmp_path: Path) -> None:
    with running_app(tmp_path / "log.txt", path=PATH) as app:
        top = app.url.removesuffix(PATH)
        with running_nginx(tmp_path / "nginx", [top], PATH) as proxy:
            page = profile.new_page()
            page.add_init_script(RUNS)
            page.set_default_timeout(2 * WAIT_MS)
            lost: list[str] = []
            page.on("response", lambda reply: lost.append(reply.url) if reply.status >= 400 else None)
            page.goto(f"{proxy.url}/trade", wait_until="load")
            settle(page)
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
            assert page.evaluate(BROUGHT) > 100
            press(page, "trade_period")
            page.goto(f"{proxy.url}/rare_earths?rare_section=Who+mines", wait_until="load")
            settle(page)
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
            hrefs = [each.get_attribute("href") or "" for each in page.locator(".parley-find nav a").all()]
            hrefs.append(link(page, "Chips").get_attribute("href") or "")
            assert len(hrefs) > 2 and all(f"{PATH}/" in href for href in hrefs)
            assert lost == []
            page.close()
        assert app.faults() == []
