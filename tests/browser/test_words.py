"""Words written as HTML: their help and what a term means open by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from parley.app.trade import header
from parley.tables.glossary import by_form
from tests.browser.conftest import App, Visit, opened
from tests.browser.test_pages import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]


def test_the_help_of_a_fact_opens_and_closes_by_keyboard(app: App, visit: Visit) -> None:
    page: Page = opened(visit, app, "trade")
    button = page.get_by_role("button", name="Help for Exports")
    words = page.locator(f"#{button.get_attribute('popovertarget')}")
    expect(words).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    expect(words).to_contain_text(header.SAY("header.exports_help"))
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(button).to_be_focused()
    assert visit.outside == [] and visit.complaints == []


def test_what_a_term_means_opens_and_closes_by_keyboard(app: App, visit: Visit) -> None:
    page: Page = opened(visit, app, "tariffs?as_of=2025-06-09")
    page.get_by_text("How this is worked out").click()
    term = page.locator(".parley-term").filter(has_text="MFN").first
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text(by_form()["MFN"].sentence)
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()
    assert visit.outside == [] and visit.complaints == []


# The dashes of ranges in headings and facts that end a line: what follows one is lower than what stands before it.
PLACES = "[data-testid=stMain] :is(h1, h2, .parley-value, .parley-change)"
BROKEN = """places => [...document.querySelectorAll(places)].flatMap(place => {
    const found = [], walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
        for (const { index } of node.data.matchAll(/(?<=[^\\\\s])\\u2013(?=[^\\\\s])/g)) {
            const tops = [index - 1, index + 1].map(at => {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                return range.getBoundingClientRect().top;
            });
            if (Math.abs(tops[0] - tops[1]) > 4) found.push(place.textContent);
        }
    return found;
})"""
# Terms in headings that stand lower than the sign that opens before them, or higher than one that closes after them.
TORN = """places => [...document.querySelectorAll(places)].flatMap(place => {
    const middle = box => (box.top + box.bottom) / 2;
    return [...place.querySelectorAll('.parley-term')].filter(term => {
        const before = term.previousSibling, after = term.nextSibling.nextSibling, lines = [...term.getClientRects()];
        const top = (node, from) => {
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, from + 1);
            return middle(range.getBoundingClientRect());
        };
        const isText = node => node && node.nodeType === Node.TEXT_NODE;
        return isText(before) && /\\S$/.test(before.data) && middle(lines[0]) - top(before, before.length - 1) > 8
            || isText(after) && /^\\S/.test(after.data) && top(after, 0) - middle(lines.at(-1)) > 8;
    }).map(term => place.textContent);
})"""
NARROW = range(320, 760, 12)


@pytest.mark.parametrize(
    "address",
    [
        "tariffs?as_of=2025-04-12",  # the page's answer: 117-124%
        "trade?trade_section=Who+took+China%27s+place&trade_place_by=One+industry",  # a card: Jan-Nov 2017
        "tariffs?as_of=2018-09-24",  # the page's answer: a term in brackets
        "explore",  # a card: a term after a bracket
    ],
)
def test_no_line_of_a_title_or_a_fact_ends_within_a_range_or_beside_a_term_in_brackets(
    app: App, visit: Visit, address: str
) -> None:
    page: Page = opened(visit, app, address)
    assert page.locator("[data-testid=stMain] .parley-range").count() > 0
    broken = {}
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 900})
        if found := page.evaluate(BROKEN, PLACES) + page.evaluate(TORN, PLACES):
            broken[width] = found
    assert broken == {}
    assert visit.outside == [] and visit.complaints == []
