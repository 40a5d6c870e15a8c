"""A session whose messages are looked at, and the words its messages are written and read with."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from parley.app.kit import chart_view, parcels

ENDS = {
    "script_finished": ForwardMsg.FINISHED_SUCCESSFULLY,
    "part_finished": ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    "another": ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}


HERALD = "stop_auto_rerun"


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
        self._queue: list[ForwardMsg] = []

    def clear(self, **_: Any) -> None:
        """What Streamlit asks of the queue when a run begins: to drop what has not left."""

    def is_empty(self) -> bool:
        self.full -= 1
        return self.full < 0


def words_of(message: ForwardMsg) -> str:
    """A message in the words ``give`` takes."""
    kind = str(message.WhichOneof("type"))
    if kind == "script_finished":
        return next(words for words, end in ENDS.items() if message.script_finished == end)
    if kind == "session_status_changed":
        return "running" if message.session_status_changed.script_is_running else "not running"
    drawn = message.delta.new_element
    named = {"bidi_component": "chart", "button_group": "choice", "html": "html"}
    return drawn.text.body or named.get(str(drawn.WhichOneof("type")), kind)


def words(handed_over: list[tuple[Session, str]]) -> list[str]:
    """The messages handed over, whosever they are."""
    return [told for _, told in handed_over]


def give(session: Any, *told: str) -> None:
    for words in told:
        message = ForwardMsg()
        if words.startswith("new_session"):
            AppSession._clear_queue(session)
            message.new_session.page_script_hash = words.removeprefix("new_session ")
        elif words in ENDS:
            message.script_finished = ENDS[words]
        elif words in ("running", "not running"):
            message.session_status_changed.script_is_running = words == "running"
        elif words == "page_info_changed":
            message.page_info_changed.query_string = "a=1"
        elif words.startswith("chart"):
            message.delta.new_element.bidi_component.component_name = chart_view.NAME
        elif words == "choice":
            message.delta.new_element.button_group.label = words
        elif words.startswith("box"):
            place, _, label = words.partition("=")
            message.delta.add_block.expandable.label, message.hash = label, words
            message.metadata.delta_path.append(len(place))
        else:
            message.delta.new_element.text.body, message.hash = words, words
            message.metadata.delta_path.append(ord(words[0]))
        AppSession._enqueue_forward_msg(session, message)


def leave(monkeypatch: pytest.MonkeyPatch, session_id: str) -> None:
    monkeypatch.setattr(parcels, "get_script_run_ctx", lambda: SimpleNamespace(session_id=session_id))
    monkeypatch.setattr(parcels, "LONGEST", 0.01)
    parcels.leave()
