"""A story read by keyboard: on and back by its links and by the browser, on a wide screen and a phone."""

import pytest
from playwright.sync_api import Page, expect

from parley.app.story import step as steps
from parley.app.story.stories import stories
from parley.tables.read import compiled_on
from tests.browser.conftest import App, Visit, opened, redrawn
from tests.browser.test_pages import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

STORY = stories()["from_145"]
SIZES = {1440: 900, 390: 844, 320: 640}


def is_at(page: Page, number: int) -> None:
    """The step's claim, its place, its figure and its address stand together."""
    step = STORY.steps[number - 1]
    expect(page.locator("[data-testid=stMain] h1:visible")).to_have_text(step.claim)
    place = steps.SAY("place", number=number, count=len(STORY.steps))
    expect(page.locator(".parley-place")).to_have_text(place)
    expect(page.locator(f"[data-figure={step.figure}]:visible").first).to_be_visible()
    expect(page.locator("[data-figure]:not([data-figure='']):visible")).to_have_count(1)
    assert f"story={STORY.name}" in page.url and f"step={number}" in page.url


def press(page: Page, words: str) -> None:
    """Go to a link by the Tab key and follow it."""
    link = page.get_by_role("link", name=words, exact=True)
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    redrawn(page, lambda: page.keyboard.press("Enter"))


def onward(number: int) -> str:
    """What the link from a step to the next says."""
    return steps.SAY("next", name=steps.name_of(STORY.steps[number], compiled_on()))


def test_a_story_is_read_by_keyboard_and_the_browser_goes_back_a_step_at_a_time(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"story?story={STORY.name}&step=1")
    is_at(page, 1)
    for number in (1, 2, 3):
        press(page, onward(number))
        is_at(page, number + 1)
    press(page, steps.SAY("back"))
    is_at(page, 3)
    for number in (4, 3, 2):
        redrawn(page, page.go_back)
        is_at(page, number)
    redrawn(page, page.go_forward)
    is_at(page, 3)
    assert visit.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_a_step_fits_its_screen_and_axe_finds_nothing(app: App, visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": SIZES[width]})
    page = opened(visit, app, "story?story=briefing&step=5")  # whose figure stands on a page that names the tab
    expect(page).to_have_title(f"{steps.SAY('tab', title=stories()['briefing'].title, number='5')} · Parley")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ways = page.locator(".parley-ways a").all()
    boxes = [box for way in ways if (box := way.bounding_box())]
    assert len(boxes) == 2
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 24 for box in boxes)
    assert all(box["y"] + box["height"] <= SIZES[width] for box in boxes)
    assert axe_findings(page) == []
