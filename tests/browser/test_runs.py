"""What all tests in the browser rest on: from the messages it is told whether a run is still to end."""

import pytest
from google.protobuf.message import Message
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import RUNS, Visit, until

pytestmark = pytest.mark.browser

WITHIN = "{ timeout: 1000 }"  # a page with nothing to draw may be given no idle time at all
IDLE = f"requestIdleCallback(() => requestIdleCallback(() => setTimeout(done), {WITHIN}), {WITHIN})"
TWO_FRAMES = f"requestAnimationFrame(() => requestAnimationFrame(() => {IDLE}))"


def message(kind: type[Message], name: str, value: int = 0) -> list[int]:
    made = kind()
    if value:
        setattr(made, name, value)
    else:
        getattr(made, name).SetInParent()
    return list(made.SerializeToString())


ASK = message(BackMsg, "rerun_script")
BEGINS, DRAWS = message(ForwardMsg, "new_session"), message(ForwardMsg, "delta")
ENDS, QUIET_END = message(ForwardMsg, "script_finished", 1), message(ForwardMsg, "page_profile")
ENDS_EARLY = message(ForwardMsg, "script_finished", ForwardMsg.FINISHED_EARLY_FOR_RERUN)


@pytest.fixture
def page(visit: Visit) -> Page:
    """An empty page whose socket sends nothing and is given its messages by the test."""
    visit.page.evaluate("() => { window.WebSocket = class extends EventTarget { send() {} }; }")
    visit.page.evaluate(RUNS)
    visit.page.evaluate("() => { window.socket = new WebSocket(); }")
    return visit.page


def is_on(page: Page, *told: list[int]) -> bool:
    """Whether a run is still to end after messages of the server, two frames later when nothing is left to do."""
    script = f"""told => new Promise(done => {{
        for (const bytes of told) socket.dispatchEvent(new MessageEvent('message', {{ data: new Uint8Array(bytes) }}));
        {TWO_FRAMES};
    }})"""
    page.evaluate(script, list(told))
    return bool(page.evaluate("() => window.runIsOn"))


def ask(page: Page) -> None:
    page.evaluate("bytes => socket.send(new Uint8Array(bytes))", ASK)


@pytest.mark.parametrize("answer", [[BEGINS, DRAWS, ENDS], [DRAWS, QUIET_END], [QUIET_END]])
def test_a_run_is_on_from_its_request_to_its_end(page: Page, answer: list[list[int]]) -> None:
    ask(page)
    assert page.evaluate("() => [window.runsAsked, window.runIsOn]") == [1, True]
    assert is_on(page, *answer[:-1])
    assert not is_on(page, answer[-1])


def test_a_run_that_another_follows_has_not_ended(page: Page) -> None:
    ask(page)
    assert is_on(page, BEGINS, DRAWS, ENDS_EARLY)
    assert not is_on(page, BEGINS, DRAWS, ENDS)


@pytest.mark.parametrize("first", [BEGINS, DRAWS])
def test_of_two_runs_asked_for_in_a_row_what_the_second_draws_is_awaited(page: Page, first: list[int]) -> None:
    ask(page)
    ask(page)
    is_on(page, BEGINS, DRAWS, ENDS)  # of the first, or of both in one
    assert is_on(page, first)
    assert not is_on(page, ENDS)


def test_after_a_press_a_run_may_be_asked_for_until_the_page_has_had_time_to(page: Page) -> None:
    asks = "setTimeout(() => { seen.push(window.pressIsOn); })"  # as Streamlit does
    page.evaluate(f"() => {{ window.seen = []; addEventListener('keyup', () => {asks}); }}")
    page.keyboard.press("A")
    until(page, "() => seen.length && !window.pressIsOn")
    assert page.evaluate("() => seen") == [True]
