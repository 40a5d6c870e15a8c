"""Making a scenario in a browser: Back through settled scenarios, the answer said aloud, pinned facts, the keyboard."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from parley.app.what_if import starts
from tests.browser.conftest import App, Visit, link, opened, redrawn
from tests.browser.one_state import Fresh, State, assert_one, rest, state
from tests.browser.visitor import enter
from tests.browser.what_if import open_more, open_sheet

pytestmark = pytest.mark.browser
PAUSE_MS = 1600  # longer than a thumb on its way; before the first move of a page none is needed
PAGES = {"what_if_product": ("us_total", "cn_total"), "what_if_world": ("world_us", "world_cn")}
# At the duties in force, which an address has to say.
IN_FORCE = {"what_if_product": ("regime", starts.IN_FORCE), "what_if_world": ("world_from", starts.IN_FORCE)}
REST = f"what_if_product?as_of=2025-06-09&{urlencode([IN_FORCE['what_if_product']])}"


def field(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} input[type=number]")


def through(page: Page, act: Callable[[], None], pause_ms: int = PAUSE_MS) -> State:
    """What the page shows after what is done to it once it has settled."""
    page.wait_for_timeout(pause_ms)
    redrawn(page, act)
    rest(page)
    return state(page)


@pytest.mark.parametrize("name", PAGES)
def test_back_and_forward_lead_through_settled_scenarios(app: App, visit: Visit, name: str) -> None:
    """At each the page is what a fresh load of its address shows; the buttons undo and redo know where it stands."""
    one, other = PAGES[name]
    page = opened(visit, app, f"{name}?as_of=2025-06-09&{urlencode([IN_FORCE[name]])}")
    first = page.evaluate("history.length")
    enter(field(page, one), "60")
    forward = through(page, lambda: enter(field(page, other), "40"))
    assert page.evaluate("history.length") == first + 2
    with Fresh(visit.page.context) as fresh:
        rest_name, in_force = IN_FORCE[name]
        for parameters in ({one: ("60",)}, {rest_name: (in_force,)}):
            page.go_back()
            rest(page)
            now = state(page)
            assert dict(now.parameters) == {"as_of": ("2025-06-09",), **parameters}
            assert_one(now, fresh.of(page), "back")
    redrawn(page, page.locator(f"[data-choice={name}_redo]").click)
    rest(page)
    assert dict(state(page).parameters) == {"as_of": ("2025-06-09",), one: ("60",)}
    redrawn(page, page.locator(f"[data-choice={name}_redo]").click)
    rest(page)
    assert_one(state(page), forward, "redo")
    assert visit.complaints == []


def pick(options: Locator) -> None:
    options.select_option(index=1)


LICENCES, QUESTION = "rare_earths?rare_destinations_of=If+licences+stop", "explore"


@pytest.mark.parametrize("path", [LICENCES, QUESTION], ids=["licences", "a question of Explore"])
def test_back_and_forward_lead_through_licences_and_questions(app: App, visit: Visit, path: str) -> None:
    """Two are chosen; the address leads to each again, and a reload changes nothing."""
    page = opened(visit, app, path)
    rest(page)  # the page writes its subject into the address
    length, first = page.evaluate("history.length"), state(page)
    if path == LICENCES:
        chosen = [lambda: enter(field(page, "rare_months"), "5"), lambda: enter(field(page, "rare_months"), "7")]
    else:
        lists = [page.locator(f"[data-choice=explore_{name}] select") for name in ("rows", "columns")]
        chosen = [partial(pick, one) for one in lists]
    seen = [first, *(through(page, choose, pause) for choose, pause in zip(chosen, (0, PAUSE_MS), strict=True))]
    assert page.evaluate("history.length") == length + 2
    for was in (seen[1], seen[0]):
        assert through(page, lambda: page.go_back() and None).parameters == was.parameters
    page.reload(wait_until="load")
    rest(page)
    for was in seen[1:]:
        assert through(page, lambda: page.go_forward() and None).parameters == was.parameters
    assert page.evaluate("history.length") == length + 2
    assert visit.complaints == []


def test_back_names_the_case_it_leads_to(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"{LICENCES}&rare_refine=100&rare_magnet=100")
    case = page.locator("[data-choice=rare_case] select")
    expect(case).to_have_value("Embargo")
    through(page, lambda: enter(field(page, "rare_magnet"), "50"), pause_ms=0)
    own = case.input_value()
    assert own != "Embargo"
    through(page, lambda: page.go_back() and None)
    expect(case).to_have_value("Embargo")
    through(page, lambda: page.go_forward() and None)
    expect(case).to_have_value(own)


# Notes what readers of the screen are told of the page's own accord.
HEARD = """() => {
    const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert]', heard = window.heard = [];
    new MutationObserver((all) => {
        const parts = all.map(({ target }) => (target.closest ? target : target.parentElement)?.closest(live));
        for (const part of new Set(parts)) if (part?.innerText) heard.push(part.innerText);
    }).observe(document, { subtree: true, childList: true, characterData: true });
}"""


def test_the_answer_is_said_once_it_has_settled(app: App, visit: Visit) -> None:
    page = opened(visit, app, REST)
    page.evaluate(HEARD)
    voice = page.locator("body > [role=status]", has_text=re.compile(r"\b60%"))
    expect(voice).to_have_count(0)  # what the page opens with is read as it is
    enter(field(page, "us_total"), "60")
    answer = page.locator("h1").inner_text()
    expect(voice).to_have_text(answer)
    assert voice.evaluate("e => getComputedStyle(e).display") != "none"
    assert page.evaluate("heard") == [answer]  # nor the finding of each card beside it
    redrawn(page, link(page, "Trade").click)
    voice = page.locator("body > [role=status]", has_not_text=answer)
    expect(voice).to_have_text(page.locator("h1").inner_text())
    redrawn(page, page.locator("[data-choice=trade_values] input:not(:checked)").check)
    expect(voice).to_have_text(page.locator(".parley-card :is(h1, h2):visible").first.inner_text())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_the_first_screen_has_an_answer_and_its_facts_stay(
    app: App, visit: Visit, name: str, width: int, height: int
) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    page = opened(visit, app, f"{name}?{PAGES[name][0]}=60")
    facts, slider = page.locator(".parley-facts").first, page.locator(".parley-slider input[type=range]:visible").first
    expect(facts).to_be_in_viewport(ratio=1)
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator("[role=figure]:visible").first).to_be_in_viewport()
    finding = page.locator(".parley-card h2:visible").first
    expect(finding).not_to_be_empty()
    if width > 640:  # on a phone the finding is heard
        expect(finding).to_be_in_viewport()
        assert slider.bounding_box()["x"] < facts.bounding_box()["x"]  # type: ignore[index]
    else:
        open_sheet(page)
        expect(facts).to_be_in_viewport(ratio=1)
    expect(slider).to_be_in_viewport()
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 600)")
    expect(facts).to_be_in_viewport(ratio=1)
    page.locator(".parley-button", has_text="Reset").scroll_into_view_if_needed()
    expect(facts).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("name", PAGES)
def test_a_slider_is_ten_tabs_from_opening_the_page_at_most(app: App, visit: Visit, name: str) -> None:
    """By the link that skips the menu, which is the first there is."""
    page = opened(visit, app, name)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "range":
            return
    raise AssertionError("no slider within ten Tabs")


def test_a_slider_is_reset_by_its_own_button(app: App, visit: Visit) -> None:
    page = opened(visit, app, "what_if_product?as_of=2025-06-09&us_XX=90")
    before = field(page, "us_XVI").input_value()
    back = page.locator(".st-key-us_XVI").get_by_role("button", name="Reset Machinery")
    expect(back).to_be_hidden()
    enter(field(page, "us_XVI"), "60")
    redrawn(page, back.click)
    assert (field(page, "us_XVI").input_value(), field(page, "us_XX").input_value()) == (before, "90")
    expect(back).to_be_hidden()


def test_a_finger_that_scrolls_the_page_over_a_slider_moves_it_not(app: App, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(visit, app, "what_if_product?as_of=2025-06-09")
    open_sheet(page)
    open_more(page)
    slider = page.locator(".st-key-us_XVI input[type=range]")
    slider.scroll_into_view_if_needed()
    page.evaluate("document.addEventListener('input', ({ target }) => { target.dataset.pressed ??= target.value; })")
    before, place, line = slider.input_value(), slider.bounding_box(), page.context.new_cdp_session(page)
    assert place is not None
    x, y = place["x"] + 0.7 * place["width"], place["y"] + place["height"] / 2
    line.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, up in [("touchStart", 0), *(("touchMove", up) for up in range(20, 200, 20))]:
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - up}]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(slider).not_to_have_attribute("data-pressed", before)  # the browser has taken the finger for a press
    expect(slider).to_have_value(before)
    expect(field(page, "us_XVI")).to_have_value(before)
    assert not page.url.count("us_XVI")


def test_a_number_that_is_no_position_is_refused_where_it_was_typed(app: App, visit: Visit) -> None:
    page = opened(visit, app, "what_if_product?us_XVI=60")
    number = field(page, "us_XVI")
    before = state(page)
    for typed, reads in (("999", "999"), ("12,5", "12.5")):
        number.press("ControlOrMeta+a")
        number.press_sequentially(typed)
        number.press("Enter")
        assert (number.input_value(), number.evaluate("field => field.validity.valid")) == (reads, False)
    number.blur()
    assert number.input_value() == "60"
    assert state(page) == before
    enter(field(page, "us_XVI"), "70")
    rest(page)
    assert dict(state(page).parameters)["us_XVI"] == ("70",)
    assert visit.complaints == []


def test_on_a_phone_the_sliders_lie_in_a_sheet_that_escape_closes(app: App, visit: Visit) -> None:
    """The focus goes back to its button; a press inside leaves it open, with the focus where it was."""
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(visit, app, "what_if_product?as_of=2025-06-09")
    button, slider = page.locator(".parley-show"), page.locator(".st-key-us_total input[type=range]")
    expect(slider).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(slider).to_be_in_viewport()
    slider.focus()
    redrawn(page, lambda: page.keyboard.press("ArrowRight"))
    expect(slider).to_be_focused()
    expect(slider).to_be_in_viewport()
    expect(page.locator("h1")).to_contain_text("61%")
    page.keyboard.press("Escape")
    expect(slider).to_be_hidden()
    expect(button).to_be_focused()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(slider).to_be_visible()
    expect(button).to_be_hidden()
    assert visit.complaints == []


def test_how_sure_opens_beside_the_answer_and_escape_closes_it(app: App, visit: Visit) -> None:
    page = opened(visit, app, "what_if_product")
    opener, box = page.locator(".parley-sure"), page.locator(".parley-sure-box")
    expect(box).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(box).to_be_in_viewport(ratio=1)
    works = box.locator("a[target=_blank]")
    assert works.count() >= 3
    assert all(str(work.get_attribute("href")).startswith("https://") for work in works.all())
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()
    assert visit.complaints == []


@pytest.mark.parametrize(("width", "height", "most"), [(1440, 900, 360), (390, 844, 380)])
@pytest.mark.parametrize("name", PAGES)
def test_the_chart_begins_on_the_first_screen(
    app: App, visit: Visit, name: str, width: int, height: int, most: int
) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    page = opened(visit, app, name)
    top = page.locator("[role=figure]:visible").first.bounding_box()["y"]  # type: ignore[index]
    assert top <= most
