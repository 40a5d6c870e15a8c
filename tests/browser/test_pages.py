"""Every page in a real browser: first visit, accessibility, keyboard, phone, downloads, strange addresses."""

import csv
import io
import random
import re
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pandas as pd
import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from parley import read_table
from parley.app.kit.controls import LONDON_TALKS
from parley.app.kit.shown_tables import readable
from parley.app.navigation import FILES
from parley.charts.theme import PALETTES
from parley.search.pages import MENU, PAGES
from parley.tables import read as tables
from parley.tables.place import ROOT
from tests.apps import MOVED
from tests.browser.conftest import App, Visit, link, of_date, redrawn, rgb, settle, until
from tests.browser.pictures import panel

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

HERE = [Path(path).stem for path in FILES if (ROOT / path).exists()]
SOURCES = set(read_table("sources")["source_id"])
WITH_BLOCKS = [name for name in HERE if name != "sources"]  # lists and whole tables: test_sources.py
WITH_VIEWS = [name for name in WITH_BLOCKS if name != "home"]  # whose cards show one chart each
LONDON = f"as_of={LONDON_TALKS}"
MOVES = {name: urlencode(query) for name, query in MOVED.items()}
KNOWN = ["published_on", "announced_on", "released_on"]


def address(app: App, page: str, query: str = "") -> str:
    path = "" if page == "home" else page
    return f"{app.url}/{path}" + (f"?{query}" if query else "")


def opened(visit: Visit, app: App, page: str, query: str = "") -> Page:
    visit.host = urlsplit(app.url).netloc
    return visit.open(address(app, page, query))


def shown_date(page: Page) -> date:
    return date.fromisoformat(page.get_by_label("As of", exact=True).input_value())


def in_address(page: Page, name: str) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get(name, [])


# Icons are words that their typeface draws as one sign, as wide as it is high.
SPELT_OUT = """() => [...document.querySelectorAll('[data-testid=stIconMaterial], .parley-icon')].filter(icon => {
    const inside = document.createRange();
    inside.selectNodeContents(icon);
    return inside.getBoundingClientRect().width > 1.5 * parseFloat(getComputedStyle(icon).fontSize);
}).map(icon => icon.textContent)"""


def assert_no_fault(page: Page, visit: Visit) -> None:
    text = page.inner_text("body")
    assert page.locator("[data-testid=stException]").count() == 0
    assert "Traceback" not in text
    assert page.evaluate(SPELT_OUT) == []  # an icon its typeface does not hold
    assert page.locator(".katex").count() == 0  # what Streamlit's Markdown makes of words between two dollar signs
    assert "cannot be shown just now" not in text
    assert "Page not found" not in text
    assert visit.complaints == []
    assert visit.outside == []


AXE, LOADED_AXE = Axe(), Axe("")  # half a megabyte that a page takes in once


COLOURS = "color-contrast"


def axe_findings(page: Page, **asked: object) -> list[str]:
    """What breaks the rules of accessibility, those that are ``asked`` in the terms of axe."""
    axe = LOADED_AXE if page.evaluate("() => 'axe' in window") else AXE
    found = axe.run(page, options={"resultTypes": ["violations"], **asked}).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


# What a start has not loaded yet differs little from page to page: the first, and one drawn; one of a model: journey 3.
FIRST = ["home", *random.Random(20250609).sample(sorted({*HERE} - {"home", "what_if_product"}), 1)]


@pytest.mark.parametrize("name", FIRST)
def test_a_page_is_whole_when_it_is_the_first_address_opened_after_a_start(
    name: str, fresh_app: App, visit: Visit
) -> None:
    page = opened(visit, fresh_app, name, LONDON)
    assert page.get_by_test_id("stTopNavSection").all_inner_texts() == list(MENU)
    for group, pages in MENU.items():
        link(page, PAGES[next(iter(pages))])
        assert page.get_by_role("menuitem").all_inner_texts() == list(pages.values()), group
        page.keyboard.press("Escape")
    assert page.get_by_test_id("stSidebarNav").count() == 0
    assert shown_date(page) == LONDON_TALKS
    assert in_address(page, "as_of") == [str(LONDON_TALKS)]
    assert_no_fault(page, visit)


# What the server makes of nonsense is asked of every page without a browser (``tests/app/test_hostile.py``).
STRANGE = ["tariffs", "what_if_product", "look_up"]
# What a change of width brings about: the search folds away and charts are laid out again.
FOLDED = """() => !document.querySelector('#parley-find').checkVisibility()
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]:not([hidden])')].every(
        chart => !chart.clientWidth || chart.clientWidth === +chart.querySelector('.main-svg').getAttribute('width'))"""
KEYS = """() => [
    ...[...document.querySelectorAll('[class*=st-key-]')].map(e => e.className.match(/st-key-([\\w-]+)/)[1]),
    ...[...document.querySelectorAll('[data-choice]')].map(e => e.dataset.choice),
]"""
# Notes what the focus reaches, and that it has come from the last back to the first.
REACH = """() => {
    let first = null;
    addEventListener('focusin', ({ target }) => {
        window.isRound ||= target === first;
        first ??= target;
        target.setAttribute('data-reached', '1');
    });
}"""
# The helps in sight of which a finger of this width misses the button, in its middle or to a side, or meets another
# control: which of two that meet is on top hangs on how wide a browser sets letters.
MISSED_BY_A_FINGER = """width => [...document.querySelectorAll('.parley-helper button')]
    .filter(e => e.checkVisibility()).filter(e => {
        e.scrollIntoView({ block: 'center' });
        const { x, y, width: own, height } = e.getBoundingClientRect(), reach = width / 2 - 1;
        const middle = [x + own / 2, y + height / 2];
        const meets = [...document.querySelectorAll('[data-testid=stMain] :is(a, button, input, select, summary)')]
            .filter(other => other !== e && other.checkVisibility()).map(other => other.getBoundingClientRect())
            .some(({ left, right, top, bottom }) => Math.hypot(Math.max(left - middle[0], middle[0] - right, 0),
                Math.max(top - middle[1], middle[1] - bottom, 0)) < width / 2);
        return meets || [[0, 0], [-reach, 0], [reach, 0], [0, -reach], [0, reach]].some(([across, down]) =>
            document.elementFromPoint(middle[0] + across, middle[1] + down) !== e);
    }).map(e => e.parentElement.parentElement.textContent.slice(0, 100))"""
FINGER_PX = 24  # the least that level AA of the Web Content Accessibility Guidelines 2.2 asks for (2.5.8)
STOPS = 20  # between looks at where the focus is
MISSED = """() => [...document.querySelectorAll(
    'a[href], [role=radio][aria-checked=true], [role=slider], input:not([type=radio]), input:checked, select, '
    + '.parley-card button, [data-testid=stButton] button, [data-testid=stPopover] button, summary'
)].filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && e.getAttribute('aria-hidden') !== 'true')
  .filter(e => !e.hasAttribute('data-reached'))
  .map(e => e.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("name", HERE)
def test_a_page_is_accessible_and_fits_a_phone(name: str, app: App, visit: Visit) -> None:
    page = opened(visit, app, name)
    assert shown_date(page) == tables.compiled_on()
    assert_accessible(page)
    if name in MOVES:  # the rest is asked of it once it answers
        assert_no_sideways_scroll(page)
    else:
        assert_used_by_keyboard(page, name)
        assert_fits_a_phone(page, name)
    assert_no_fault(page, visit)


@pytest.mark.parametrize("name", STRANGE)
def test_a_page_takes_no_notice_of_strange_values(name: str, app: App, visit: Visit) -> None:
    page = opened(visit, app, name)
    answer = page.inner_text("[data-testid=stMain] h1")
    keys = page.evaluate(KEYS)
    strange = [f"{key}={quote('<script>alert(1)</script>')}" for key in keys]
    page = opened(visit, app, name, "&".join(["as_of=xyz", "rubbish=1e309", *strange]))
    assert page.inner_text("[data-testid=stMain] h1") == answer
    assert shown_date(page) == tables.compiled_on()
    assert_no_fault(page, visit)


@pytest.mark.parametrize("name", MOVES)
def test_a_page_that_answers_is_accessible_and_fits_a_phone_too(name: str, app: App, visit: Visit) -> None:
    page = opened(visit, app, name, MOVES[name])
    assert_accessible(page)
    assert_used_by_keyboard(page, name)
    assert_fits_a_phone(page, name)
    assert_no_fault(page, visit)


# What is chosen and is seen no better than what is not.
UNSEEN = """() => [...document.querySelectorAll('.parley-choice')].filter(e => e.checkVisibility()).filter(e => {
    const [is, not] = [':checked', ':not(:checked)'].map(which => e.querySelector(`input${which} + span`));
    const look = part => (({ backgroundColor, borderColor }) => backgroundColor + borderColor)(getComputedStyle(part));
    return is && not && look(is) === look(not);
}).map(e => e.dataset.choice)"""
STALE = """() => document.querySelectorAll('[data-testid=stElementContainer]')
    .forEach(e => { e.dataset.stale = true; })"""


def test_what_is_chosen_is_seen_in_forced_colours_and_what_is_old_is_still_read(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    page.emulate_media(forced_colors="active")
    assert page.evaluate(UNSEEN) == []
    page.emulate_media(forced_colors="none")
    page.add_style_tag(content=".stElementContainer { opacity: 0.33; }")  # as Streamlit has it in a long run
    page.evaluate(STALE)
    assert axe_findings(page, runOnly=[COLOURS]) == []


# Colours do not follow the width; these pages have what only a phone shows: the list of subjects, the folded panel.
DARK_ON_A_PHONE = {"home", "tariffs", "what_if_product"}
IN_COLOUR = "colour => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor === colour"


def in_theme(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    until(page, IN_COLOUR, rgb(PALETTES[theme].background))
    settle(page)


def assert_accessible(page: Page) -> None:
    """A theme changes colours alone: what else is asked of a page is asked once, in the light one.

    What it is like on the way back from the dark one is asked on a phone.
    """
    assert axe_findings(page) == []
    in_theme(page, "dark")
    assert axe_findings(page, runOnly=[COLOURS]) == [], "dark"
    in_theme(page, "light")


FITS = "() => (main => main.scrollWidth <= main.clientWidth)(document.querySelector('[data-testid=stMain]'))"
SPACED = """() => {
    const style = Object.assign(document.createElement('style'), { id: 'spaced' }); // as 1.4.12 of the Guidelines
    const spaced = { 'line-height': 1.5, 'letter-spacing': '0.12em', 'word-spacing': '0.16em' };
    const rules = Object.entries(spaced).map(([name, value]) => `${name}: ${value} !important`);
    style.textContent = `* { ${rules.join(';')} }`;
    document.head.append(style);
}"""
CUT_SHORT = """() => [...document.querySelectorAll('.parley-facts, .parley-facts *')]
    .filter(e => getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth)
    .map(e => e.textContent)"""


def assert_no_sideways_scroll(page: Page) -> None:
    """On a phone nothing is wider than its screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, FOLDED)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    until(page, FITS)
    page.set_viewport_size({"width": 320, "height": 400})  # a page made four times as large, its letters spaced
    page.evaluate(SPACED)
    until(page, FITS)
    assert page.evaluate(CUT_SHORT) == []
    page.evaluate("() => document.querySelector('#spaced').remove()")
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, FOLDED)


def assert_fits_a_phone(page: Page, name: str) -> None:
    assert_no_sideways_scroll(page)
    assert page.evaluate(MISSED_BY_A_FINGER, FINGER_PX) == []
    if name in DARK_ON_A_PHONE:
        assert_accessible(page)
    else:
        assert axe_findings(page, rules={COLOURS: {"enabled": False}}) == []


def assert_used_by_keyboard(page: Page, name: str) -> None:
    """The focus reaches everything that can be used, and the arrows change what a figure shows."""
    page.evaluate(REACH)
    stops = 0
    while not page.evaluate("() => window.isRound"):
        stops += STOPS
        assert stops < 300, "the focus never comes back to the start"
        for _ in range(STOPS):
            page.keyboard.press("Tab")
    page.evaluate("() => document.activeElement.blur()")  # in the search the last looks may have opened its list
    assert page.evaluate(MISSED) == []
    if name not in WITH_VIEWS:
        return
    views = page.get_by_role("radiogroup", name="View").filter(has=page.get_by_role("radio", name="Table"))
    assert views.count() > 0
    first = views.first.get_by_role("radio")
    first.first.focus()
    for _ in range(first.count() - 1):
        page.keyboard.press("ArrowRight")
    expect(first.last).to_be_checked()
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()
    settle(page)


def saved(page: Page, block: str, suffix: str) -> tuple[str, bytes, str]:
    """File name, content and button label of the rows of a block; below stand buttons for whole tables."""
    label = {"csv": "CSV", "parquet": "Parquet"}[suffix]
    button = panel(page, block, "Download").locator("button", has_text=label).first
    with page.expect_download() as waiting:
        button.click()
    download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes(), button.inner_text()


@pytest.mark.parametrize("name", WITH_BLOCKS)
def test_the_rows_a_page_shows_are_the_rows_it_gives_away(name: str, app: App, visit: Visit) -> None:
    page = opened(visit, app, name, "&".join([LONDON, MOVES.get(name, "")]))
    charts = page.locator("[data-figure]:has([role=figure]:not([hidden]))").evaluate_all(NAMES)
    blocks = page.locator("[data-figure]:has(.parley-foot button)").evaluate_all(NAMES)
    assert {*charts} <= {*blocks} != set()
    of_menu = random.Random(name).sample(blocks, min(len(blocks), 2))
    for block in blocks:
        file, content, label = saved(page, block, "csv")
        assert file == f"parley_{block}_as_of_{LONDON_TALKS}.csv"
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert ("one row" if len(rows) == 1 else f"{len(rows):,} rows") in label
        ids = {row[head.index("source_id")] for row in rows}
        assert ids <= SOURCES
        for column in set(KNOWN) & set(head):
            assert max(row[head.index(column)] for row in rows) <= str(LONDON_TALKS)
        if block not in of_menu:  # every file is made of the rows that the CSV holds
            continue
        views = page.locator(f"[data-choice={block}_view]")
        if views.count():
            redrawn(page, views.get_by_role("radio", name="Table").check)
        _, parquet, _ = saved(page, block, "parquet")
        table = pq.read_table(io.BytesIO(parquet))
        assert [*table.column_names, "as_of", "address"] == head  # in the footer of Parquet, not in its rows
        assert table.num_rows == len(rows)
        assert table.column("source_id").to_pylist() == [row[head.index("source_id")] for row in rows]
        if views.count():
            assert_grid_shows(page, block, table.to_pandas())
    assert axe_findings(page) == []
    assert_no_fault(page, visit)


NAMES = "cards => cards.map(card => card.dataset.figure)"
CELLS = "cells => cells.map(cell => [cell.getAttribute('aria-colindex'), cell.textContent])"


def assert_grid_shows(page: Page, block: str, rows: pd.DataFrame) -> None:
    """The table under the block's choice of view has these rows: as many, and the same first words as a reader's."""
    grid = page.locator(f"[data-choice={block}_view]").locator("xpath=following::table[@role='grid'][1]")
    expect(grid).to_have_attribute("aria-rowcount", str(len(rows) + 1))
    expect(grid).to_have_attribute("aria-colcount", str(len(rows.columns)))
    expected = readable(rows)[sorted(rows.columns, key=lambda name: name.endswith("_id"))]  # records come last
    text = [i for i, column in enumerate(expected) if expected[column].map(is_words).all()]
    for line in range(min(3, len(rows))):
        cells = grid.locator(f"tr[aria-rowindex='{line + 2}'] [role=gridcell]")
        shown = {int(column or 0) - 1: cell for column, cell in cells.evaluate_all(CELLS)}
        for column in set(text) & set(shown):
            assert shown[column] == expected.iat[line, column]


def is_words(cell: object) -> bool:
    return isinstance(cell, str) and re.fullmatch(r"[A-Za-z_ ]+", cell) is not None


def test_one_click_sets_every_page_to_9_june_2025_and_one_back(app: App, visit: Visit) -> None:
    page = opened(visit, app, HERE[0])
    redrawn(page, of_date(page, "talks").click)
    expect(of_date(page, "latest")).to_be_visible()
    page.keyboard.press("Escape")
    for title in [title for path, title in FILES.items() if Path(path).stem in HERE]:
        redrawn(page, link(page, title).click)
        assert shown_date(page) == LONDON_TALKS
        assert in_address(page, "as_of") == [str(LONDON_TALKS)]
    redrawn(page, of_date(page, "latest").click)
    expect(of_date(page, "latest")).to_be_hidden()
    assert in_address(page, "as_of") == []
    assert_no_fault(page, visit)
