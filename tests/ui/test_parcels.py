"""What a run draws is handed over in one parcel, in order and whole, and not later than after the longest wait."""

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from parley.ui import chart_view, parcels

ENDS = {
    "script_finished": ForwardMsg.FINISHED_SUCCESSFULLY,
    "part_finished": ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    "another": ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}


class Loop:
    """An event loop of which only the timers count; what another thread asks for is done at once."""

    def __init__(self) -> None:
        self.timers: list[tuple[float, Callable[[], None]]] = []

    def call_later(self, seconds: float, call: Callable[..., None], *args: Any) -> None:
        self.timers.append((seconds, lambda: call(*args)))

    def wait(self, most: float) -> None:
        """Let so many seconds pass: what was put off for less is done, once."""
        due = [call for seconds, call in self.timers if seconds <= most]
        self.timers = [(seconds, call) for seconds, call in self.timers if seconds > most]
        for call in due:
            call()

    def call_soon_threadsafe(self, call: Callable[[], None]) -> None:
        call()


class Session:
    """A session and its queue for the browser, which tells that it is empty when it has been asked ``full`` times."""

    def __init__(self, name: str = "one", full: int = 0) -> None:
        self.id, self.full = name, full
        self._event_loop, self._browser_queue = Loop(), self

    def is_empty(self) -> bool:
        self.full -= 1
        return self.full < 0


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Session, str]]:
    sent: list[tuple[Session, str]] = []

    def own(session: Session, message: ForwardMsg) -> None:
        kind = str(message.WhichOneof("type"))
        told = {True: "running", False: "not running"}[message.session_status_changed.script_is_running]
        if kind == "script_finished":
            told = {end: words for words, end in ENDS.items()}[message.script_finished]
        is_bound = kind in ("session_status_changed", "script_finished")
        drawn = message.delta.new_element
        words = told if is_bound else drawn.text.body or ("chart" if drawn.bidi_component.component_name else kind)
        sent.append((session, words))

    monkeypatch.setattr(AppSession, "_enqueue_forward_msg", own)
    assert parcels.keep()
    assert parcels.keep()  # a second time changes nothing
    return sent


def give(session: Any, *told: str) -> None:
    for words in told:
        message = ForwardMsg()
        if words.startswith("new_session"):
            message.new_session.page_script_hash = words.removeprefix("new_session ")
        elif words in ENDS:
            message.script_finished = ENDS[words]
        elif words in ("running", "not running"):
            message.session_status_changed.script_is_running = words == "running"
        elif words == "page_info_changed":
            message.page_info_changed.query_string = "a=1"
        elif words.startswith("chart"):
            message.delta.new_element.bidi_component.component_name = chart_view.NAME
        elif words.startswith("box"):
            place, _, label = words.partition("=")
            message.delta.add_block.expandable.label, message.hash = label, words
            message.metadata.delta_path.append(len(place))
        else:
            message.delta.new_element.text.body, message.hash = words, words
            message.metadata.delta_path.append(ord(words[0]))
        AppSession._enqueue_forward_msg(session, message)


def test_what_a_run_draws_waits_for_its_end_and_keeps_its_order(handed_over: list[tuple[Session, str]]) -> None:
    one, other = Session(), Session()
    give(one, "new_session", "page_info_changed", "a", "page_info_changed", "b")
    give(other, "new_session", "c")
    assert handed_over == []
    give(one, "script_finished")
    told = ["new_session", "page_info_changed", "a", "page_info_changed", "b", "script_finished"]
    assert handed_over == [(one, words) for words in told]
    give(one, "page_info_changed")  # nothing is held: at once
    give(other, "script_finished")
    told_other = [(other, words) for words in ("new_session", "c", "script_finished")]
    assert handed_over[len(told) :] == [(one, "page_info_changed"), *told_other]


def test_a_slow_run_shows_what_it_has(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "a", "b")
    session._event_loop.wait(parcels.LONGEST)
    assert [words for _, words in handed_over] == ["new_session", "a", "b"]
    give(session, "c", "script_finished")
    session._event_loop.wait(parcels.LONGEST)  # the parcel has left
    assert [words for _, words in handed_over] == ["new_session", "a", "b", "c", "script_finished"]


def test_that_a_run_goes_on_is_told_of_a_long_one(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "a")
    session._event_loop.wait(parcels.LONGEST)
    assert [words for _, words in handed_over] == ["new_session", "a", "running"]
    give(session, "b", "script_finished", "not running")
    assert [words for _, words in handed_over[3:]] == ["b", "script_finished", "not running"]


def test_the_end_of_a_short_run_is_told_with_its_beginning(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "a", "script_finished", "not running")
    told = ["new_session", "a", "script_finished", "running", "not running"]
    assert [words for _, words in handed_over] == told
    session._event_loop.wait(parcels.LONGEST)  # all has been told
    assert [words for _, words in handed_over] == told


def test_a_run_that_only_asks_for_another_is_not_told_of(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "another", "not running")
    give(session, "new_session", "running", "a", "script_finished", "not running")
    assert [words for _, words in handed_over] == ["new_session", "a", "script_finished", "running", "not running"]


def test_a_run_that_has_drawn_and_asks_for_another_goes_on(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "a", "another", "not running")
    assert [words for _, words in handed_over] == ["new_session", "a", "another"]
    give(session, "new_session", "running", "b")
    assert len(handed_over) == 3  # the browser is still at work on what came before
    give(session, "script_finished", "not running")
    assert [words for _, words in handed_over[3:]] == ["new_session", "b", "script_finished", "running", "not running"]


def leave(monkeypatch: pytest.MonkeyPatch, session_id: str) -> None:
    monkeypatch.setattr(parcels, "get_script_run_ctx", lambda: SimpleNamespace(session_id=session_id))
    monkeypatch.setattr(parcels, "LONGEST", 0.01)
    parcels.leave()


def part(*drawn: str) -> tuple[str, ...]:
    """A run of a part of the page from beginning to end: places and what they show."""
    return ("new_session", "running", *drawn, "part_finished", "not running")


TOLD, END = ["running", "not running"], "page_profile"


def after(
    handed_over: list[tuple[Session, str]],
    first: tuple[str, ...],
    second: tuple[str, ...],
    wait: float = parcels.LONGEST,
) -> list[str]:
    """What of the second run is handed over, ``wait`` seconds after the first."""
    session = Session()
    give(session, *first)
    session._event_loop.wait(wait)
    handed_over.clear()
    give(session, *second)
    return [words for _, words in handed_over]


def test_of_a_part_drawn_again_only_what_differs_is_handed_over(handed_over: list[tuple[Session, str]]) -> None:
    first = part("box=1", "a=1", "b=1", "c=1")
    assert after(handed_over, first, part("box=1", "a=1", "b=2", "c=1")) == ["b=2", END]
    assert after(handed_over, first, first) == [END]


def test_it_is_handed_over_whole_where_the_run_before_may_not_have_left(
    handed_over: list[tuple[Session, str]],
) -> None:
    assert after(handed_over, part("a=1", "b=1"), part("a=1", "b=2"), wait=0) == ["a=1", "b=2", END]


def test_and_where_the_run_began_before_the_one_before_had_left(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *part("a=1", "b=1"), "new_session")
    session._event_loop.wait(parcels.LONGEST)  # the queue is empty now: the first may have been dropped from it
    handed_over.clear()
    give(session, "a=1", "b=2", "part_finished")
    assert [words for _, words in handed_over] == ["a=1", "b=2", END]


def test_and_where_a_container_differs(handed_over: list[tuple[Session, str]]) -> None:
    told = after(handed_over, part("box=1", "a=1"), part("box=2", "a=1"))
    assert told == ["delta", "a=1", END]  # the container, and what stands in it


@pytest.mark.parametrize("drawn", [("a=1",), ("a=1", "b=1", "c=1"), ("a=1", "c=1"), ("b=1", "a=1")])
def test_a_run_that_draws_other_elements_is_told_of(
    handed_over: list[tuple[Session, str]], drawn: tuple[str, ...]
) -> None:
    told = after(handed_over, part("a=1", "b=1"), part(*drawn))
    assert told == ["new_session", *drawn, "part_finished", *TOLD]


@pytest.mark.parametrize(
    "between",
    [
        ("new_session", "a=1", "b=1", "script_finished"),  # the whole page
        ("new_session", "a=1", "b=1", "another"),
        ("new_session", "a=1"),  # cut short
        ("new_session", "a=1", "session_event"),
    ],
)
def test_so_is_a_run_after_one_that_was_no_part_or_not_whole(
    handed_over: list[tuple[Session, str]], between: tuple[str, ...]
) -> None:
    told = after(handed_over, (*part("a=1", "b=1"), *between), part("a=1", "b=1"))
    assert told[told.index("new_session") :][:4] == ["new_session", "a=1", "b=1", "part_finished"]


def test_a_slow_run_is_told_of_when_it_has_drawn(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *part("a=1"))
    session._event_loop.wait(parcels.LONGEST)
    handed_over.clear()
    give(session, "new_session")
    session._event_loop.wait(parcels.LONGEST)
    assert handed_over == []
    give(session, "a=2", "part_finished")
    assert [words for _, words in handed_over] == ["a=2", END]
    give(session, "new_session", "a=3")
    session._event_loop.wait(parcels.LONGEST)
    assert [words for _, words in handed_over[2:]] == ["new_session", "a=3"]
    give(session, "part_finished")
    assert handed_over[-1] == (session, "part_finished")


def test_a_part_that_asks_for_another_run_is_told_of_once(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session()
    give(session, *part("a=1", "b=1"))
    session._event_loop.wait(parcels.LONGEST)
    handed_over.clear()
    give(session, "new_session", "running", "a=2", "b=1")
    leave(monkeypatch, "one")
    assert [words for _, words in handed_over] == ["a=2"]
    give(session, "another", "not running", *part("a=2", "b=2"))
    assert [words for _, words in handed_over[1:]] == ["a=2", "b=2", END]  # the first may not have left


OPENED = ("new_session tariffs", "head", "chart", "words", "chart", "list", "script_finished", "not running")
DRAWN = ["new_session", "head", "chart", "words", "chart"]
AFTER = ["list", "script_finished", "not running"]


def test_a_page_that_is_opened_leaves_up_to_its_last_chart_and_then_the_rest(
    handed_over: list[tuple[Session, str]],
) -> None:
    session = Session()
    give(session, *OPENED)
    assert [words for _, words in handed_over] == DRAWN
    session._event_loop.wait(parcels.PAUSE)  # on a first page the browser reads its scripts as well
    assert [words for _, words in handed_over] == DRAWN
    session._event_loop.wait(parcels.FIRST_PAUSE)
    assert [words for _, words in handed_over] == DRAWN + AFTER
    handed_over.clear()
    give(session, "new_session trade", *OPENED[1:])
    assert [words for _, words in handed_over] == DRAWN
    session._event_loop.wait(parcels.PAUSE)
    assert [words for _, words in handed_over] == DRAWN + AFTER


def test_a_page_drawn_again_leaves_at_once(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *OPENED)
    session._event_loop.wait(parcels.FIRST_PAUSE)
    handed_over.clear()
    give(session, *OPENED)
    assert [words for _, words in handed_over] == DRAWN + AFTER


@pytest.mark.parametrize("drawn", [("head", "list"), ("head", "chart")])
def test_a_page_without_a_rest_leaves_at_once(handed_over: list[tuple[Session, str]], drawn: tuple[str, ...]) -> None:
    give(Session(), "new_session tariffs", *drawn, "script_finished")
    assert [words for _, words in handed_over] == ["new_session", *drawn, "script_finished"]


def test_a_run_that_begins_in_the_pause_comes_after_the_rest(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *OPENED, "new_session trade", "other")
    assert [words for _, words in handed_over] == DRAWN + AFTER
    give(session, "script_finished")
    assert [words for _, words in handed_over] == [*DRAWN, *AFTER, "new_session", "other", "script_finished"]
    session._event_loop.wait(parcels.FIRST_PAUSE)  # nothing is sent twice
    assert len(handed_over) == len(DRAWN + AFTER) + 3


def test_a_run_that_asks_for_another_sends_what_it_has_drawn(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Session("one"), Session("other")
    give(one, "new_session", "a")
    give(other, "new_session", "b")
    leave(monkeypatch, "one")
    assert handed_over == [(one, "new_session"), (one, "a")]
    leave(monkeypatch, "a session nobody has")
    assert len(handed_over) == 2


def test_a_run_does_not_wait_for_a_browser_that_has_gone(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session("one", full=100)
    give(session, "new_session", "a")
    leave(monkeypatch, "one")
    assert [words for _, words in handed_over] == ["new_session", "a"]
    session._event_loop.wait(1)  # a last look after the wait
    assert session._event_loop.timers == []


class Run:
    """A run of a page, or of a part of it, and what it has sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, parts: tuple[str, ...] = (), browser: str = "") -> None:
        self.sent: list[str] = []
        self.fragment_ids_this_run, self._enqueue = parts, self.sent.append
        monkeypatch.setattr(parcels, "get_script_run_ctx", lambda: self)
        about = SimpleNamespace(headers={"User-Agent": browser})
        monkeypatch.setattr(parcels, "st", SimpleNamespace(context=about))

    def draw(self, words: str) -> None:
        self._enqueue(words)

    def draw_page(self) -> list[str]:
        self.sent.clear()
        with parcels.ordered() as last:
            with last():
                self.draw("controls")
            self.draw("answer")
        self.draw("below")
        return self.sent


def test_the_answer_of_a_page_leaves_before_its_controls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Run(monkeypatch).draw_page() == ["answer", "controls", "below"]


@pytest.mark.parametrize(("parts", "browser"), [(("a part",), ""), ((), "Firefox/145.0 (Android; Mobile)")])
def test_in_a_part_and_on_a_phone_all_leaves_as_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[str, ...], browser: str
) -> None:
    assert Run(monkeypatch, parts, browser).draw_page() == ["controls", "answer", "below"]


def test_controls_are_not_lost_where_the_answer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch)
    with pytest.raises(ValueError, match="no answer"), parcels.ordered() as last:
        with last():
            run.draw("controls")
        raise ValueError("no answer")
    run.draw("below")
    assert run.sent == ["controls", "below"]


def test_a_real_run_has_what_the_order_rests_on() -> None:
    assert {"_enqueue", "fragment_ids_this_run"} <= {field.name for field in dataclasses.fields(ScriptRunContext)}


def test_streamlit_still_hands_messages_over_this_way() -> None:
    assert callable(AppSession._enqueue_forward_msg)
    own = AppSession.__init__.__code__.co_names
    assert {"_event_loop", "_browser_queue", "id"} <= set(own)
    assert callable(ForwardMsgQueue().is_empty)
