"""The masthead at every width and by keyboard: its parts stand side by side, and lead to every page and day."""

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from parley.app.kit.controls import LONDON_TALKS
from parley.search.pages import MENU
from tests.browser.conftest import App, Visit, link, of_date, opened, redrawn
from tests.browser.one_state import rest, state

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

FROM_PX = 901  # where the groups have room
WIDTHS = [320, 390, 640, 768, FROM_PX - 1, FROM_PX, 1024, 1200, 1440, 1920]
HEIGHT_PX = 56
PARTS = """() => [...document.querySelectorAll(`[data-testid=stHeader] [data-testid=stHeaderLogo],
        [data-testid=stTopNav] .rc-overflow-item:not([aria-hidden]), .parley-find > button, #parley-find, [name=day]`)]
    .filter(e => e.checkVisibility())
    .map(e => ({ name: e.name || e.textContent || e.id, ...e.getBoundingClientRect().toJSON() }))
    .sort((one, other) => one.left - other.left)"""
MARKED = """() => [...document.querySelectorAll('[data-testid=stTopNavSection]')].filter(each =>
    getComputedStyle(each).borderBottomColor === getComputedStyle(each).color).map(each => each.textContent)"""


def names_of(page: Page, width: int) -> list[str]:
    """What the masthead shows at a width from left to right; nothing of it lies on another or is cut off."""
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_function("px => innerWidth === px", arg=width)
    page.evaluate("() => new Promise(then => setTimeout(then, 200))")  # Streamlit lays its menu out once more
    parts = page.evaluate(PARTS)
    for one, other in itertools.pairwise(parts):
        assert one["right"] <= other["left"] + 0.5, (width, one["name"], other["name"])
    assert [
        part["name"] for part in parts if part["left"] < 0 or part["right"] > width or part["bottom"] > HEIGHT_PX
    ] == []
    words = page.locator("[data-testid=stMain] h1").bounding_box()
    assert words is not None and abs(words["x"] - parts[0]["left"]) < 1, width  # of one edge with the page
    return [part["name"] for part in parts]


@pytest.mark.parametrize(("path", "group"), [("", "Today"), ("rare_earths", "The dispute")])
def test_at_every_width_search_date_and_menu_are_in_reach_and_nothing_covers_another(
    app: App, visit: Visit, path: str, group: str
) -> None:
    page = opened(visit, app, path)
    for width in WIDTHS:
        names = names_of(page, width)
        if width < FROM_PX:
            assert names == ["", "day", "search", "menu"], width
        else:
            assert names == ["", *MENU, "field", "day"], width
            assert page.evaluate(MARKED) == [group], width
    assert visit.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_group_of_the_page_is_marked_and_the_front_page_goes_by_either_address(app: App, visit: Visit) -> None:
    page = opened(visit, app, "home?as_of=2025-06-09")
    expect(page.get_by_role("heading", level=1)).to_contain_text("30%")
    assert (state(page).as_of, state(page).date) == ("2025-06-09", "2025-06-09")
    assert page.evaluate(MARKED) == ["Today"]
    redrawn(page, link(page, "Compare").click)
    assert page.evaluate(MARKED) == ["What if"]
    redrawn(page, page.locator("[data-testid=stHeader] [data-testid=stLogoLink]").click)
    assert (state(page).path, state(page).as_of) == ("/", "2025-06-09")
    assert page.evaluate(MARKED) == ["Today"]
    assert visit.complaints == []


def test_by_keys_alone_a_page_a_day_and_a_find_are_reached_on_a_wide_screen_and_a_narrow_one(
    app: App, visit: Visit
) -> None:
    page = opened(visit, app, "trade")
    keys = page.keyboard
    for part in ("Skip to main content", "Navigate to home page", *MENU):  # in the order they are seen in
        keys.press("Tab")
        expect(page.locator(":focus")).to_have_accessible_name(part)
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    keys.press("ArrowDown")
    redrawn(page, lambda: keys.press("Enter"))
    expect(page).to_have_url(re.compile("/backtest"))

    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".parley-find [name=menu]").focus()
    keys.press("Enter")
    expect(page.locator("#parley-panel")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#parley-panel")).to_be_hidden()
    expect(page.locator(".parley-find [name=menu]")).to_be_focused()
    keys.press("Enter")
    for part in ("Find", "Front page", "What changed"):
        keys.press("Tab")
        expect(page.locator(":focus")).to_have_accessible_name(part)
    redrawn(page, lambda: keys.press("Enter"))
    expect(page).to_have_url(re.compile("/what_changed"))

    page.locator(".parley-as-of [name=day]").focus()
    keys.press("Enter")
    for _ in range(3):  # past the field and its calendar
        keys.press("Tab")
    expect(of_date(page, "talks")).to_be_focused()
    keys.press("Enter")
    rest(page)
    assert state(page).as_of == f"{LONDON_TALKS}"
    expect(page.locator("#parley-day")).to_be_hidden()
    expect(page.locator(".parley-as-of [name=day]")).to_have_text(re.compile("9 Jun 2025"))
    assert visit.complaints == []
