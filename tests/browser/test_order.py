"""A page that is opened shows its charts before the rest: the order in which its parts reach the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import App, Visit, opened, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# A page, the block of its last chart, and words of what comes after it although it stands beside or above it.
PAGES = {
    "home": ("?as_of=2025-06-09", "deficit_Chart", "next_dates"),
    "tariffs": ("tariffs?tariff_section=Both+sides&as_of=2025-06-09", "tariff_stages", "tariff_orders"),
    "chips": ("chips?as_of=2025-06-09", "chip_controls", "chip_acts"),
    "world": ("what_if_world?as_of=2025-06-09&world_us=60", "world_real_income_change", "what_if_world_link"),
    "products": ("what_if_product?as_of=2025-06-09&us_XVI=60", "what_if_origins", "what_if_product_link"),
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


@pytest.mark.parametrize("wait_ms", [10, 60, 100, 150, 250])
def test_a_visitor_who_goes_on_at_once_finds_every_page_whole(app: App, visit: Visit, wait_ms: int) -> None:
    page = opened(visit, app, "tariffs")
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    for name in ["Where it stands", "Tariffs", "Trade", "Rare earths", "Outlook"] * 4:
        links.filter(has_text=name).click()
        page.wait_for_timeout(wait_ms)
    expect(page.get_by_role("heading", level=1)).to_contain_text("OECD")
    expect(page.get_by_test_id("stExpander")).to_contain_text("How this is worked out")
    settle(page)
    assert page.locator("[role=figure] .main-svg").count() > 0
    assert visit.complaints == []


@pytest.mark.parametrize("wait_ms", [5, 20, 40])
def test_a_control_of_the_page_that_is_left_does_not_empty_the_next(app: App, visit: Visit, wait_ms: int) -> None:
    answers = {
        "Trade": "The US imported",
        "Rare earths": "In 2024 China mined",
        "Outlook": "OECD",
        "Tariffs": "average US tariff",
    }
    page = opened(visit, app, "tariffs")
    for name, answer in answers.items():
        page.evaluate(
            """([name, wait]) => {
                const links = [...document.querySelectorAll('[data-testid=stSidebarNav] a')]
                const choices = [...document.querySelectorAll('[data-testid=stMain] [role=radio]')]
                links.find(link => link.textContent.trim().endsWith(name)).click()
                setTimeout(() => choices.find(choice => choice.getAttribute('aria-checked') != 'true').click(), wait)
            }""",
            [name, wait_ms],
        )
        expect(page.get_by_role("heading", level=1)).to_contain_text(answer)
        expect(page.get_by_test_id("stExpander")).to_contain_text("How this is worked out")
        expect(page.locator(".parley-choice")).to_have_count(0)
        expect(page.locator("[role=figure] .main-svg").first).to_be_visible()
    assert visit.complaints == []
