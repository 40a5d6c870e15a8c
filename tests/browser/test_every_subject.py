"""Every page and subject: its first chart begins on the first screen, and every figure becomes a whole picture.

Each is opened once, and all that is asked of every subject in a browser is asked of it then.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from parley import terms
from parley.app.kit import takeaway
from parley.tables import read as tables
from tests.browser.conftest import App, Visit
from tests.browser.first_screen import NO_CHART_FIRST, too_low
from tests.browser.pictures import CUT, PNG, TEXT, saved, squeezed
from tests.browser.subjects import PAGES, subjects

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]
KNOWN = takeaway.SAY("known", day=terms.day(tables.compiled_on()))
# One figure of each kind of chart, which must be among those of its page and tells its whole address.
KINDS = {
    "tariffs": {"tariff_stages", "tariff_programmes", "tariff_partners"},
    "trade": {"trade_months", "trade_flow", "trade_partners"},
    "outlook": {"outlook_houses"},
    "product": {"look_up_steps"},
    "world": {"world_real_income_change"},
}
# Lists whose rows, too, must stand on the picture, and by the button that is pressed most; of others not all may.
ROWS = {"tariff_two_layers": ".parley-list th, .parley-list td", "tariff_acts": ".parley-list thead th"}
OF_A_KIND = {figure for figures in KINDS.values() for figure in figures}
# Cards of the front page have a name over them; what their pictures must hold is their figures.
NAMED, THEIR_FIGURES = ".parley-score, .parley-live", ":is(.parley-score, .parley-live) b"
# The words of a card that belong on its picture: of its chart, not of a list, which may be longer than a picture.
SHOWN = "h1, h2, .parley-badge, .parley-card > .parley-note, ol li, .legendtext, [role=figure] text"
WORDS = """all => all.filter(part => part.checkVisibility()).map(part => {
    const own = part.cloneNode(true);
    own.querySelectorAll('[popover], .parley-badge, .parley-icon').forEach(beside => beside.remove());
    return own.textContent;
})"""


def faults_of(page: Page, name: str, card: Locator) -> Iterator[str]:
    """What the picture of a card lacks or cuts, and what is wrong with its file."""
    if name in ROWS and not saved(page, name, "PNG")[1].startswith(PNG):
        yield "is no PNG"
    file, content = saved(page, name, "SVG")
    if not (file.startswith(f"parley_{name}_as_of_") and file.endswith(".svg")):
        yield f"is called {file}"
    text = content.decode("utf-8")
    words = squeezed(" ".join("".join(part.itertext()) for part in ET.fromstring(text).iter(TEXT)))
    address = page.url.removesuffix("?")
    if name not in OF_A_KIND:  # of a page that was opened at one of its defaults the picture tells the others alone
        address = page.url.partition("?")[0].rstrip("/")
    is_list = card.locator(".parley-list, [role=table]").count() > 0
    shown = ", ".join(["h1, h2", *filter(None, [ROWS.get(name)])]) if is_list else SHOWN
    is_named = card.locator(NAMED).count() > 0
    wanted = [word for word in card.locator(THEIR_FIGURES if is_named else shown).evaluate_all(WORDS) if word]
    if is_named and not wanted:
        yield "has no figure"
    if name in OF_A_KIND and len(wanted) <= 3:
        yield f"has little to say: {wanted}"
    yield from (f"lacks {part!r}" for part in [*wanted, "Source", KNOWN, address] if squeezed(part) not in words)
    if text.count("@font-face") < 2:
        yield "lacks a typeface"
    laid = page.evaluate(CUT, text)
    yield from (f"cuts {part!r}" for part in laid["cut"])
    if laid["width"] != 1200 or laid["height"] < 675:
        yield f"is {laid['width']} by {laid['height']}"


@pytest.mark.parametrize("name", PAGES)
def test_the_first_chart_of_every_subject_is_in_sight_and_all_pictures_are_whole(
    name: str, app: App, visit: Visit
) -> None:
    path, query, section = PAGES[name]
    faults: list[str] = []
    pictures: set[str] = set()
    for page in subjects(visit, app, path, query, section):
        if not query and path not in NO_CHART_FIRST:  # as pages with a query open without: test_first_screen.py
            faults += too_low(page)
        cards = page.locator('[data-figure]:not([data-figure=""]):visible')
        for figure in cards.evaluate_all("all => all.map(card => card.dataset.figure)"):
            card = page.locator(f"[data-figure={figure}]").first
            if (
                page.locator(f"[data-figure={figure}] .parley-foot button").count() == 0
            ):  # a sentence in the place of a figure
                continue
            faults += [f"{page.url} {figure}: {fault}" for fault in faults_of(page, figure, card)]
            pictures.add(figure)
    assert faults == []
    assert pictures >= KINDS.get(name, set())
    assert pictures
    assert visit.complaints == []
    assert visit.outside == []
