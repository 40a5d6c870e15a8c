"""A page whose run is lost on its way comes all the same; where all runs are lost, a sentence says what to do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser import walk
from tests.browser.conftest import App, Visit, opened, settle
from tests.browser.one_state import Fresh, assert_one, rest, state
from tests.browser.test_one_date import LINK

pytestmark = pytest.mark.browser
PATIENCE_MS = 4000  # of the browser, before it asks again
DAY = "2025-06-09"


@dataclass
class Line:
    """The connection of a tab, which loses what it is told to.

    ``asked``: how many runs the browser has asked for; ``requests``: how many of the next requests are lost; ``rests``:
    how many of the next pages are lost but for their begin, the as-of date.
    """

    asked: int = 0
    requests: int = 0
    rests: int = 0
    _is_losing: bool = False

    def join(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(lambda message: self._passes_request(message) and server.send(message))
        server.on_message(lambda message: self._passes_answer(message) and route.send(message))

    def _passes_request(self, message: str | bytes) -> bool:
        told = BackMsg.FromString(message if isinstance(message, bytes) else message.encode())
        if not told.HasField("rerun_script"):
            return True
        self.asked += 1
        self.requests -= 1
        return self.requests < 0

    def _passes_answer(self, message: str | bytes) -> bool:
        told = ForwardMsg.FromString(message if isinstance(message, bytes) else message.encode())
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self._is_losing = False
        passes = not (self._is_losing and kind in ("delta", "ref_hash"))
        if self.rests and told.delta.new_element.bidi_component.component_name == "parley_as_of":
            self.rests -= 1
            self._is_losing = True
        return passes


@pytest.fixture
def line(visit: Visit) -> Iterator[Line]:
    line = Line()
    visit.page.route_web_socket(re.compile("/_stcore/stream"), line.join)
    yield line


def latest(page: Page) -> None:
    page.evaluate(walk.PRESS_DATE, "latest")


def chips(page: Page) -> None:
    page.evaluate(LINK, "Chips")


def looked_at(page: Page) -> None:
    page.evaluate("() => document.querySelector('.parley-looked a').click()")


def back(page: Page) -> None:
    page.evaluate("() => history.back()")


ASKS: dict[str, tuple[Callable[[Page], None], str, str]] = {
    "the latest date": (latest, "/briefing", ""),
    "a link of the menu": (chips, "/chips", DAY),
    "what was looked at": (looked_at, "/trade", DAY),
    "back": (back, "/trade", DAY),
}
LOSSES = {"the request": ("requests", 1), "two requests": ("requests", 2), "what follows the begin": ("rests", 1)}
TWICE = "a link of the menu"  # of the one ask that is lost twice too, which takes long


def press(page: Page, ask: Callable[[Page], None]) -> None:
    asked = page.evaluate("() => window.runsAsked")
    ask(page)
    page.wait_for_function("asked => window.runsAsked > asked", arg=asked)


@pytest.mark.parametrize(
    ("name", "loss"), [(name, loss) for name in ASKS for loss in LOSSES if loss != "two requests" or name == TWICE]
)
def test_a_page_whose_run_is_lost_comes_and_is_what_its_address_says(
    app: App, visit: Visit, line: Line, name: str, loss: str
) -> None:
    """Asked for again as often as it was lost and no more."""
    ask, path, day = ASKS[name]
    page = opened(visit, app, f"trade?as_of={DAY}&trade_section=Goods")
    page.wait_for_timeout(1500)  # then it has been looked at
    page.evaluate(LINK, "Briefing")
    rest(page)
    kind, lost = LOSSES[loss]
    before = line.asked
    setattr(line, kind, lost)
    press(page, ask)
    expect(page).to_have_url(re.compile(f"{path}\\b"))
    rest(page)
    page.wait_for_timeout(PATIENCE_MS + 500)
    assert line.asked - before == lost + 1
    with Fresh(visit.page.context) as fresh:
        assert_one(state(page), fresh.of(page), loss)
    assert (state(page).path, state(page).as_of) == (path, day)


def test_a_page_that_comes_is_asked_for_once(app: App, visit: Visit, line: Line) -> None:
    page = opened(visit, app, f"trade?as_of={DAY}")
    for ask in (latest, chips, back):
        before = line.asked
        press(page, ask)
        rest(page)
        page.wait_for_timeout(PATIENCE_MS + 500)
        assert line.asked == before + 1
    expect(page.locator(".parley-lost")).to_have_count(0)


def test_where_no_run_comes_a_sentence_says_so_and_leads_to_the_page(app: App, visit: Visit, line: Line) -> None:
    page = opened(visit, app, f"trade?as_of={DAY}")
    before = line.asked
    line.requests = 1000
    chips(page)
    lost = page.get_by_role("alert").filter(has_text="The server has not sent this page.")
    expect(lost).to_be_visible(timeout=60_000)
    assert line.asked == before + 3
    page.wait_for_timeout(PATIENCE_MS)
    assert line.asked == before + 3  # no more
    line.requests = 0
    lost.get_by_role("button").click()
    expect(page).to_have_url(f"{app.url}/chips?as_of={DAY}")
    settle(page)
    expect(lost).to_have_count(0)
    assert state(page).date == DAY


def test_a_page_that_streamlit_gives_up_is_loaded_anew_by_its_address(app: App, visit: Visit) -> None:
    """Where parts of two runs meet Streamlit throws, and takes the whole page out of the document."""
    page = opened(visit, app, f"trade?as_of={DAY}&trade_section=Goods")
    shown = state(page)
    gone = "document.querySelector('[data-testid=stApp]').remove(); dispatchEvent(new ErrorEvent('error'));"
    page.evaluate(f"() => {{ window.isBefore = true; {gone} }}")
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
    rest(page)
    assert not page.evaluate("() => Boolean(window.isBefore)")
    assert state(page) == shown
