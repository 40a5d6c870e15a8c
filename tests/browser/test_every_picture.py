"""Every figure of every page and subject becomes a picture that says all its card says, with nothing cut."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page

from parley import tables, terms
from parley.app.kit import pictured
from tests.browser.conftest import App, Visit, opened, press_subject, redrawn
from tests.browser.test_pictures import CUT, TEXT, squeezed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.one_tab]
# Pages, each with what its address holds and the name of its subjects.
PAGES = {
    "home": ("", {}, ""),
    "briefing": ("briefing", {}, ""),
    "tariffs": ("tariffs", {}, "tariff_section"),
    "trade": ("trade", {}, "trade_section"),
    "rare earths": ("rare_earths", {}, "rare_section"),
    "chips": ("chips", {}, "chip_section"),
    "outlook": ("outlook", {}, "outlook_section"),
    "products": ("what_if_product", {"us_XVI": "60", "cn_total": "40"}, "what_if_section"),
    "world": ("what_if_world", {"world_us": "60", "world_cn": "40"}, "world_section"),
    "compare": ("compare", {}, "compare_section"),
    "back-test": ("backtest", {}, ""),
    "explore": ("explore", {"explore_rows": "Origin", "explore_measure": "Rate collected"}, ""),
    "product": ("look_up", {"product": "8471.30", "from": "China"}, ""),
    "economy": ("look_up", {"economy": "Vietnam"}, ""),
    "law": ("look_up", {"law": "Section 232: Steel goods"}, ""),
    "mineral": ("look_up", {"mineral": "Gallium, metal"}, ""),
    "element": ("look_up", {"mineral": "Dysprosium (Dy)"}, ""),
}
KNOWN = pictured.SAY("known", day=terms.day(tables.compiled_on()))
SUBJECTS = "name => [...document.querySelectorAll(`[data-choice=${name}] option`)].map(option => option.value)"
# The words of a card that belong on its picture: of its chart, not of a list, which may be longer than a picture.
SHOWN = "h2, .parley-badge, ol li, .legendtext, [role=figure] text"
WORDS = """all => all.filter(part => part.checkVisibility()).map(part => {
    const own = part.cloneNode(true);
    own.querySelectorAll('[popover], .parley-badge, .parley-icon').forEach(beside => beside.remove());
    return own.textContent;
})"""


def subjects(visit: Visit, app: App, path: str, query: dict[str, str], name: str) -> Iterator[Page]:
    """The page with each of its subjects, one after the other, as a visitor comes to them: in one tab, by a press."""
    page = opened(visit, app, f"{path}?{urlencode(query)}")
    every = list(dict.fromkeys(page.evaluate(SUBJECTS, name))) if name else []
    is_list = bool(name) and page.locator(f"[data-choice={name}] input").count() == 0
    yield page
    for subject in every[1:]:
        if is_list:
            redrawn(
                page,
                lambda subject=subject: page.locator(f"[data-choice={name}] select").select_option(subject) and None,
            )
        else:
            press_subject(page, name, subject)
        yield page


def faults_of(page: Page, card: Locator) -> list[str]:
    """What the picture of a card lacks or cuts."""
    menu = card.locator("summary").last
    if card.get_by_role("button", name="SVG", exact=True).count() == 0:
        redrawn(page, menu.click)
    with page.expect_download() as waiting:
        card.get_by_role("button", name="SVG", exact=True).click()
    text = Path(waiting.value.path()).read_text("utf-8")
    told = " ".join("".join(part.itertext()) for part in ET.fromstring(text).iter(TEXT))
    words = squeezed(told)
    is_list = card.locator(".parley-list, [role=table]").count() > 0
    wanted = card.locator("h2" if is_list else SHOWN).evaluate_all(WORDS)
    lacking = [
        f"lacks {part!r}"
        for part in [*wanted, "Source", KNOWN, page.url.partition("?")[0].rstrip("/")]
        if squeezed(part) not in words
    ]
    laid = page.evaluate(CUT, text)
    size = [] if laid["width"] == 1200 and laid["height"] >= 675 else [f"is {laid['width']} by {laid['height']}"]
    return lacking + [f"cuts {part!r}" for part in laid["cut"]] + size


@pytest.mark.parametrize(("path", "query", "name"), PAGES.values(), ids=PAGES)
def test_the_pictures_of_a_page_are_whole(path: str, query: dict[str, str], name: str, app: App, visit: Visit) -> None:
    faults, pictures = [], 0
    for page in subjects(visit, app, path, query, name):
        cards = page.locator('[data-figure]:not([data-figure=""]):visible')
        for figure in cards.evaluate_all("all => all.map(card => card.dataset.figure)"):
            card = page.locator(f"[data-figure={figure}]").first
            if card.locator("summary").count() == 0:  # a sentence in the place of a figure
                continue
            faults += [f"{page.url} {figure}: {fault}" for fault in faults_of(page, card)]
            pictures += 1
    assert faults == []
    assert pictures
    assert visit.complaints == []
