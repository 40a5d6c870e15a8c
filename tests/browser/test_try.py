"""The slider of the front page: it answers in place, by pointer and keyboard, and its link leads to that rate."""

import re

import pytest
from playwright.sync_api import Page, expect

from parley.app.home import try_rate
from parley.tables.read import compiled_on
from tests.browser.conftest import App, Visit, opened

pytestmark = pytest.mark.browser


def said(position: int) -> tuple[str, str]:
    """The figure and the words of a position, worked out here."""
    path = try_rate.begun(compiled_on())
    path.work_out([position])
    return try_rate.shown(path, position)[1:3]


def shows(page: Page, position: int) -> None:
    """The card says what belongs to a position, and its link leads there."""
    card = page.locator(".parley-live", has=page.locator(".parley-try"))
    figure, below = said(position)
    expect(card.locator("output b")).to_have_text(figure, timeout=20_000)
    expect(card.locator("output span")).to_have_text(below)
    expect(card.locator("h2 a")).to_have_text(try_rate.SAY("try.title", rate=try_rate.terms.rate(position, 0)))
    expect(card.locator("h2 a")).to_have_attribute("href", re.compile(rf"us_total={position}\b"))


def test_it_opens_with_an_answer_and_follows_the_thumb(app: App, visit: Visit) -> None:
    page = opened(visit, app, "")
    shows(page, try_rate.RATE)
    slider = page.locator(".parley-try input[type=range]")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    shows(page, try_rate.RATE + 3)
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shows(page, int(slider.input_value()))
    assert 95 <= int(slider.input_value()) <= 107
    page.locator(".parley-live:has(.parley-try) h2 a").click()
    expect(page).to_have_url(re.compile(r"what_if_product\?.*us_total="))
    assert visit.complaints == []
    assert visit.outside == []


def test_no_press_on_the_slider_draws_the_rest_of_the_page(app: App, visit: Visit) -> None:
    page = opened(visit, app, "")
    shows(page, try_rate.RATE)
    page.evaluate("() => { document.querySelector('.parley-mirror').dataset.mine = 'yes'; }")
    page.locator(".parley-try input[type=range]").press("ArrowLeft")
    shows(page, try_rate.RATE - 1)
    assert page.evaluate("() => document.querySelector('.parley-mirror').dataset.mine") == "yes"
