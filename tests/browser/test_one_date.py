"""What masthead and address say and what is drawn are one, in every order and at every speed of presses."""

import math
import random
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from parley.app.kit.controls import LONDON_TALKS
from tests.browser import walk
from tests.browser.conftest import PLACES, App, Visit, of_date, opened
from tests.browser.conftest import link as menu_link
from tests.browser.one_state import Fresh, assert_one, rest, state
from tests.seeds import seed

pytestmark = pytest.mark.browser

Press = Callable[[Page], object]
RUNS, ACTIONS, SEED = 40, 300, seed(20250609)
LINK = """name => [...document.querySelectorAll('[data-testid=stTopNavDropdownLink]')]
    .find(link => link.textContent === name).click()"""  # of a group that is open
VIEW = """() => document.querySelectorAll('[data-choice=briefing_view] input')[1].click()"""


def date(name: str) -> Press:
    return lambda page: page.evaluate(walk.PRESS_DATE, name)


def link(title: str) -> Press:
    return lambda page: page.evaluate(walk.PRESS_PAGE, [*PLACES[title], 0])


def table(page: Page) -> None:
    page.evaluate(VIEW)


def reset(page: Page) -> None:
    rest(page)
    page.locator("[data-choice=reset]").click()


def measure(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('[data-choice=compare_section_measure] input')[1].click()")


def back(page: Page) -> None:
    page.evaluate("() => { if (navigation.canGoBack) history.back(); }")  # not out of the app


SEQUENCES: dict[str, tuple[str, int, list[Press], tuple[int, int]]] = {
    "the latest and then another page": (
        "briefing?as_of=2025-06-09",
        RUNS,
        [date("latest"), link("Back-test")],
        (60, 400),
    ),
    "9 June and then another page": ("", RUNS, [date("talks"), link("What if: products")], (0, 120)),
    "one date after the other": (
        "trade",
        10,
        [date("talks"), date("latest"), date("talks"), link("Tariffs")],
        (0, 150),
    ),
    "a view between dates": ("briefing", 20, [date("talks"), table, date("latest")], (0, 200)),
    "a date, and back": ("tariffs?as_of=2025-06-09", 10, [link("Chips"), date("latest"), back], (0, 300)),
    "a choice on a page that a link led to": (
        "briefing?as_of=2025-06-09",
        1,
        [link("What if: products"), reset],
        (200, 200),
    ),
    "a date, and a choice of a figure above others": ("compare?as_of=2025-06-09", 4, [date("latest"), measure], (0, 0)),
    "a page, a date and back before any is drawn": (
        "what_if_product?as_of=2025-06-09&us_XVI=60",
        10,
        [link("Briefing"), date("talks"), back, date("latest")],
        (30, 120),
    ),
    "a page that is left before what follows its answer": (
        "tariffs?as_of=2025-06-09",
        3,
        [link("Compare"), link("Forecasts")],
        (400, 600),
    ),
    "two dates in the address": ("trade?as_of=2018-07-10&as_of=2025-06-09", 2, [link("Tariffs")], (0, 300)),
}


@pytest.fixture(scope="module")
def fresh(profile: BrowserContext) -> Iterator[Fresh]:
    """What fresh loads show, shared: each address is opened once."""
    with Fresh(profile) as fresh:
        yield fresh


@pytest.mark.parametrize("name", list(SEQUENCES))
def test_presses_in_quick_succession_leave_one_date(
    app: App, visit: Visit, fresh: Fresh, name: str, share: float
) -> None:
    path, most_runs, presses, (least_ms, most_ms) = SEQUENCES[name]
    runs = math.ceil(share * most_runs)
    for run in range(runs):
        page = opened(visit, app, path)
        pause = least_ms + (most_ms - least_ms) * run / max(runs - 1, 1)
        for number, press in enumerate(presses):
            if number:
                page.wait_for_timeout(pause)
            walk.pressed(press, page)
        rest(page)
        assert_one(state(page), fresh.of(page), f"{pause:.0f} ms between presses")
    assert visit.complaints == []


@pytest.mark.parametrize(
    ("pressed", "then", "path"),
    [
        (f"({walk.PRESS_DATE})('latest')", f"({LINK})('Chips')", "/chips"),
        (f"({VIEW})()", f"({LINK})('Chips')", "/chips"),
        (f"({VIEW})()", "history.back()", "/trade"),
    ],
    ids=["a date and a link", "a choice and a link", "a choice and back"],
)
def test_what_is_pressed_in_one_moment_is_followed_in_its_order(
    app: App, visit: Visit, fresh: Fresh, pressed: str, then: str, path: str
) -> None:
    page = opened(visit, app, "trade?as_of=2025-06-09")
    link("Briefing")(page)
    rest(page)
    menu_link(page, "Chips")
    page.evaluate(f"() => {{ {pressed}; {then}; }}")  # before Streamlit has sent the first
    rest(page)
    assert state(page).path == path
    assert_one(state(page), fresh.of(page), [pressed, then])


def test_a_walk_of_300_presses_ends_where_a_fresh_load_of_the_address_begins(
    app: App, visit: Visit, fresh: Fresh, share: float
) -> None:
    page, chance = opened(visit, app, "briefing?as_of=2025-06-09"), random.Random(SEED)
    done: list[str] = []
    for _ in range(round(share * ACTIONS)):
        done.append(walk.pressed(walk.step, page, chance))
        page.wait_for_timeout(chance.choice(walk.WAITS_MS))
        if chance.random() < 0.2:
            try:
                expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
                rest(page)
            except (Error, AssertionError) as fault:
                raise AssertionError(f"the page does not come to rest after {done}") from fault
            assert_one(state(page), fresh.of(page), done)
            done.clear()


def test_the_date_can_be_typed_and_a_day_the_tables_do_not_cover_is_refused(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    field = of_date(page, "field")
    field.fill("2099-01-01")
    field.press("Enter")
    assert page.evaluate("field => field.validationMessage", field.element_handle()).startswith("Write a day from")
    field.fill(str(LONDON_TALKS))
    field.press("Enter")
    rest(page)
    assert (state(page).as_of, state(page).date) == (str(LONDON_TALKS), str(LONDON_TALKS))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025")


def test_a_day_chosen_is_carried_to_every_page_and_back_leads_to_the_day_before(app: App, visit: Visit) -> None:
    page = opened(visit, app, "tariffs?as_of=2018-07-10")
    link("Trade")(page)
    expect(page).to_have_url(f"{app.url}/trade?as_of=2018-07-10")
    rest(page)
    date("talks")(page)
    rest(page)
    back(page)
    rest(page)
    assert (state(page).path, state(page).as_of, state(page).date) == ("/tariffs", "2018-07-10", "2018-07-10")


def test_a_page_that_streamlit_gives_up_is_loaded_anew_by_its_address(app: App, visit: Visit) -> None:
    """Where parts of two runs meet Streamlit throws, and takes the whole page out of the document."""
    page = opened(visit, app, "trade?as_of=2025-06-09&trade_section=Goods")
    shown = state(page)
    gone = "document.querySelector('[data-testid=stApp]').remove(); dispatchEvent(new ErrorEvent('error'));"
    page.evaluate(f"() => {{ window.isBefore = true; {gone} }}")
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
    rest(page)
    assert not page.evaluate("() => Boolean(window.isBefore)")
    assert state(page) == shown
