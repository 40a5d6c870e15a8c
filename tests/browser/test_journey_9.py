"""Journey 9: journey 3 by keyboard alone, and what a screen reader is told."""

import re

import pytest
from playwright.sync_api import Page, expect

from parley import terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import parts
from parley.app.what_if_product.controls import EXAMPLES
from tests.browser import what_if
from tests.browser.conftest import App, Visit, figure, opened, redrawn, settle
from tests.browser.visitor import pick

pytestmark = pytest.mark.browser

MOST_TABS = 120
MAIN_SLIDERS = {"us_total": parts.US_ON_CHINA, "cn_total": parts.CHINA_ON_US}
TOTALS = {"sections": None, "total": 62, "china": 42}
FOCUSED = """() => {
    const now = document.activeElement, choice = now.closest('[data-choice]'), card = now.closest('[data-figure]');
    const role = now.type === 'range' ? 'slider' : now.getAttribute('role') || now.type || now.tagName.toLowerCase();
    const [file] = role === 'button' ? now.textContent.match(/Download|CSV/) ?? [] : [];
    if (card && file) return `${card.dataset.figure} ${file}`;
    return (choice ? choice.dataset.choice : '') + ' ' + role;
}"""
OUTLINE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && style.outlineWidth !== '0px');
}"""


@pytest.fixture
def page(visit: Visit, app: App) -> Page:
    return opened(visit, app, f"what_if_product?as_of={LONDON_TALKS}")


def tab_to(page: Page, key: str, role: str) -> None:
    """Press Tab until the focus is on this control, as a reader without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == f"{key} {role}":
            return
    pytest.fail(f"Tab never reached {key}")


def open_fold(page: Page, heading: str) -> None:
    """Open a fold by its heading with keys alone."""
    is_there = "heading => document.activeElement.matches('summary') && document.activeElement.textContent === heading"
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(is_there, heading):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"Tab never reached the fold {heading}")


def arrow_to(page: Page, key: str, value: int) -> None:
    thumb = what_if.slider(page, key)
    now = int(thumb.input_value())
    for _ in range(abs(value - now)):
        page.keyboard.press("ArrowRight" if now < value else "ArrowLeft")
    expect(thumb).to_have_value(str(value))


def test_journey_3_by_tab_and_arrow_keys(page: Page, visit: Visit) -> None:
    tab_to(page, "us_total", "slider")
    assert page.evaluate(OUTLINE)
    arrow_to(page, "us_total", 62)
    tab_to(page, "cn_total", "slider")
    arrow_to(page, "cn_total", 42)
    what_if.expect_facts(page, what_if.facts_of(what_if.asked(LONDON_TALKS, **TOTALS)))
    settle(page)
    assert page.evaluate(FOCUSED) == "cn_total slider"  # a rerun does not lose the reader's place
    open_fold(page, parts.MORE)
    tab_to(page, "horizon", "radio")
    page.keyboard.press("ArrowRight")
    what_if.expect_facts(page, what_if.facts_of(what_if.asked(LONDON_TALKS, horizon="first_year", **TOTALS)))
    settle(page)
    tab_to(page, "what_if_origins", "Download")
    redrawn(page, lambda: page.keyboard.press("Enter"))
    assert page.evaluate(FOCUSED) == "what_if_origins Download"
    tab_to(page, "what_if_origins", "CSV")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == f"parley_what_if_origins_as_of_{LONDON_TALKS}.csv"
    assert visit.complaints == []


def test_sliders_tell_name_value_and_ends(page: Page) -> None:
    for key, name in MAIN_SLIDERS.items():
        thumb = what_if.slider(page, key)
        expect(thumb).to_have_accessible_name(re.compile(f"^{re.escape(name)}"))
        assert 0 <= int(thumb.get_attribute("min") or -1) <= int(thumb.input_value())
        assert thumb.get_attribute("max") == "200"
        expect(thumb).to_have_attribute("aria-valuetext", f"{thumb.input_value()}%")


def test_switches_and_buttons_have_roles_and_names(page: Page) -> None:
    what_if.open_more(page)
    for group, first in (
        ("Horizon", "Default"),
        ("Exporters' response", "Flat"),
        ("Retail pass-through", "0.20"),
        ("How a slider changes individual rates", "Same points"),
    ):
        choice = page.get_by_role("radiogroup", name=group).get_by_role("radio", name=first, exact=True)
        expect(choice).to_be_checked()
    expect(page.get_by_role("button", name="Reset", exact=True)).to_be_visible()
    heads = page.locator("[data-testid=stMain]").get_by_role("heading", level=1)
    expect(heads).to_have_count(1)
    pick(page, "regime", EXAMPLES[0].words)
    expect(page.locator("[data-testid=stMain]").get_by_role("heading", level=2)).to_have_count(1)


def test_charts_are_told_in_words_that_follow_the_sliders(page: Page) -> None:
    redrawn(page, page.get_by_role("radio", name="Who pays").click)
    thumb = what_if.slider(page, "us_total")
    redrawn(page, lambda: thumb.press("ArrowRight"))
    one_step = figure(page, "what_if_bearers")
    redrawn(page, lambda: thumb.press("ArrowRight"))
    rate = float(thumb.input_value())
    exact = what_if.gains_of(what_if.solved(LONDON_TALKS, sections=None, total=rate))
    two_steps = figure(page, "what_if_bearers")
    assert two_steps != one_step
    assert what_if.printed_gains(page) == pytest.approx(exact, abs=0.06)
    redrawn(page, page.get_by_role("radio", name="Suppliers").click)
    suppliers = figure(page, "what_if_origins")
    assert f"China {terms.MINUS}" in suppliers
