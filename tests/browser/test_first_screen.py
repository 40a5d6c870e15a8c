"""Where the first chart of every page and subject begins; most pages are looked at by ``test_every_subject.py``."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from parley.search.pages import PAGES as PAGES_OF_MENU
from tests.browser.conftest import WIDE, App, Visit, opened
from tests.browser.first_screen import LOWEST, NO_CHART_FIRST, PHONE, SMALL, chart, too_low
from tests.browser.subjects import PAGES, subjects

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

MOST_ABOVE, MOST_WORDS = 260, 135  # pixels, words
SECTION = {path or "home": section for path, _, section in PAGES.values()}
SEEN_AS_IT_OPENS = {path or "home" for path, query, _ in PAGES.values() if not query}


@pytest.mark.parametrize("name", [stem for stem in PAGES_OF_MENU if stem not in {*NO_CHART_FIRST, *SEEN_AS_IT_OPENS}])
def test_the_first_chart_of_every_subject_begins_on_the_first_screen(name: str, app: App, visit: Visit) -> None:
    assert [fault for page in subjects(visit, app, name, {}, SECTION[name]) for fault in too_low(page)] == []


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_the_whole_chart_of_home_is_on_the_first_screen(size: ViewportSize, app: App, visit: Visit) -> None:
    found = chart(opened(visit, app, ""), size)
    assert found is not None and found[1] <= size["height"]


def test_on_a_phone_both_figures_and_the_purpose_stand_on_the_first_screen(app: App, visit: Visit) -> None:
    page = opened(visit, app, "")
    page.set_viewport_size(PHONE)
    for place in (".parley-about", ".parley-score .parley-us b", ".parley-score .parley-china b", ".parley-chip"):
        expect(page.locator(place)).to_be_in_viewport(ratio=1)


def test_the_stages_begin_near_the_top_of_a_wide_screen(app: App, visit: Visit) -> None:
    found = chart(opened(visit, app, ""), WIDE)
    assert found is not None and found[0] <= MOST_ABOVE


# The menu, whose part the contents are, and the day of an earlier state, which stands on every page.
MENU_AND_DAY = ".st-key-masthead, .parley-contents, .parley-banner"
UNREAD = f"{MENU_AND_DAY}, .parley-icon, .parley-unseen, style, details:not([open]) > div"
WORDS = """unread => {
    const main = document.querySelector('[data-testid=stMain]'), range = document.createRange(), inSight = [];
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        range.selectNodeContents(text);
        const { height, top } = range.getBoundingClientRect();
        if (height > 1 && top < innerHeight && !text.parentElement.closest(unread)) inSight.push(text.data);
    }
    return inSight.join(' ');
}"""
DATES = re.compile(r"(\d{1,2}\s)?\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(\s\d{4})?")


@pytest.mark.parametrize("query", ["", "?as_of=2025-06-09"])
def test_the_first_screen_of_the_front_page_is_read_at_a_glance(query: str, app: App, visit: Visit) -> None:
    """Words in sight beside figures and dates."""
    page = opened(visit, app, query)
    expect(page.locator(".parley-try")).to_be_visible(timeout=20_000)
    shown = DATES.sub(" ", page.evaluate(WORDS, UNREAD))
    words = [word for word in shown.split() if re.search(r"[A-Za-z]", word)]
    assert 60 <= len(words) <= MOST_WORDS, " ".join(words)


def test_what_a_product_pays_is_drawn_on_the_first_screen_of_a_phone(app: App, visit: Visit) -> None:
    found = chart(opened(visit, app, "look_up?product=9503&from=Vietnam"), PHONE)
    assert found is not None and found[0] <= LOWEST[390]
