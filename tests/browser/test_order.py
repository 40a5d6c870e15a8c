"""A page that is opened shows its charts before the rest: the order in which its parts reach the browser."""

import pytest

from tests.browser.conftest import App, Visit, opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# A page, the block of its last chart, and words of what comes after it although it stands beside or above it.
PAGES = {
    "home": ("?as_of=2025-06-09", "deficit_Chart", "next_dates"),
    "tariffs": ("tariffs?tariff_section=Both+sides&as_of=2025-06-09", "tariff_stages", "tariff_orders"),
    "chips": ("chips?as_of=2025-06-09", "chip_controls", "chip_acts"),
    "world": ("what_if_world?as_of=2025-06-09", "world_real_income_change", "what_if_world_link"),
    "products": ("what_if_product?as_of=2025-06-09", "what_if_origins", "what_if_product_link"),
}


@pytest.mark.parametrize(("path", "chart", "rest"), PAGES.values(), ids=list(PAGES))
def test_the_charts_come_before_the_rest(app: App, visit: Visit, path: str, chart: str, rest: str) -> None:
    frames: list[bytes] = []

    def keep(frame: str | bytes) -> None:
        frames.append(frame.encode() if isinstance(frame, str) else frame)

    visit.page.on("websocket", lambda plug: plug.on("framereceived", keep))
    page = opened(visit, app, path)
    first, second = (min(n for n, frame in enumerate(frames) if words.encode() in frame) for words in (chart, rest))
    assert first < second
    assert page.locator("[role=figure] .main-svg").count() > 0
    assert visit.outside == [] and visit.complaints == []
