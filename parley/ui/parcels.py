"""What a run draws reaches the browser in one parcel: the browser goes through the whole page at every change.

Streamlit sends what has been drawn every 5 ms, and says when a run begins, goes on and ends; a run of 25 ms then costs
the browser six or seven passes over the page, some 10 ms each (``docs/decisions/0008-charts-changed-in-place.md``).
A page that is opened is the exception: up to its last chart it leaves first, the rest when the browser has drawn that
(``docs/decisions/0009-charts-first.md``).
"""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, ClassVar

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

from parley.ui import chart_view

# Seconds after which a parcel leaves although its run goes on: a slow page still shows what it has.
LONGEST = 0.1
# Seconds the browser gets to draw what has left before it hears of more; on a visitor's first page it has its scripts
# to read as well.
PAUSE, FIRST_PAUSE = 0.1, 0.3
PHONE = "Mobi"  # what browsers of phones say of themselves


@dataclass
class _Run:
    """What the browser has not been told of a session's run yet.

    ``page``: the page last drawn. ``pause``: of a run that opens a page, the seconds between its charts and the rest.
    ``rest``: what waits for that pause to end, None where there is none.
    """

    held: list[Any] = field(default_factory=list)
    running: Any = None
    another_follows: bool = False
    page: str = ""
    pause: float = 0.0
    rest: list[Any] | None = None


class _Post:
    """The runs by session. Everything but ``leave`` runs on the event loop."""

    current: ClassVar["_Post | None"] = None

    def __init__(self, hand_over: Callable[[Any, Any], None]) -> None:
        self._hand_over = hand_over
        self._runs: weakref.WeakKeyDictionary[Any, _Run] = weakref.WeakKeyDictionary()
        self._sessions: weakref.WeakValueDictionary[str, Any] = weakref.WeakValueDictionary()

    def take(self, session: Any, message: Any) -> None:
        """Hold a message back, or hand it over after what was held."""
        run = self._runs.setdefault(session, _Run())
        kind = message.WhichOneof("type")
        if run.rest is not None:
            if kind != "new_session":
                run.rest.append(message)
                return
            self._send_rest(session, run.rest)
        match kind:
            case "new_session":
                self.send(session)
                self._sessions[session.id] = session
                self._begin(run, message.new_session.page_script_hash)
                self._hold(session, message)
            case "session_status_changed":
                self._status(session, run, message)
            case "script_finished" if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                run.another_follows = True
                if [held.WhichOneof("type") for held in run.held] == ["new_session"]:
                    run.held = []  # a callback's ``st.rerun`` ends a run before it draws: nobody need hear of it
                else:
                    self._send_with(session, message)
            case "script_finished" if run.pause and (end := _end_of_charts(run.held)):
                run.held, run.rest = run.held[:end], [*run.held[end:], message]
                self.send(session)
                session._event_loop.call_later(run.pause, self._send_rest, session, run.rest)
                run.pause = 0.0
            case "script_finished" | "session_event":
                self._send_with(session, message)
            case _:
                if kind == "delta" or run.held:
                    self._hold(session, message)
                else:
                    self._hand_over(session, message)

    def _status(self, session: Any, run: _Run, message: Any) -> None:
        """That a run goes on is told of a long one only, or with its end; between a run and the one it asked for,
        neither is told."""
        if message.session_status_changed.script_is_running:
            if not run.another_follows:
                run.running = message
                self._later(session, self._tell_running)
            run.another_follows = False
        elif not run.another_follows:
            self.send(session)
            self._tell_running(session)
            self._hand_over(session, message)

    def _begin(self, run: _Run, page: str) -> None:
        """Whether a run opens a page: it is of another one than the run before."""
        pause = PAUSE if run.page else FIRST_PAUSE
        run.pause, run.page = (0.0 if page == run.page else pause), page

    def _send_rest(self, session: Any, rest: list[Any]) -> None:
        """The pause after the charts is over, or another run begins: the rest is taken as if it came now."""
        run = self._runs[session]
        if run.rest is rest:
            run.rest = None
            for message in rest:
                self.take(session, message)

    def send(self, session: Any) -> None:
        """Hand over what is held."""
        held, self._runs[session].held = self._runs[session].held, []
        for message in held:
            self._hand_over(session, message)

    def _send_with(self, session: Any, message: Any) -> None:
        self.send(session)
        self._hand_over(session, message)

    def _hold(self, session: Any, message: Any) -> None:
        held = self._runs[session].held
        if not held:
            self._later(session, self.send)
        held.append(message)

    def _tell_running(self, session: Any) -> None:
        running, self._runs[session].running = self._runs[session].running, None
        if running is not None:
            self._hand_over(session, running)

    def _later(self, session: Any, call: Callable[[Any], None]) -> None:
        session._event_loop.call_later(LONGEST, call, session)

    def leave(self, session_id: str) -> bool:
        session = self._sessions.get(session_id)
        if session is None:
            return False
        gone = threading.Event()

        def look() -> None:
            self.send(session)
            if session._browser_queue.is_empty():
                gone.set()
            elif not gone.is_set():
                session._event_loop.call_later(0.001, look)

        session._event_loop.call_soon_threadsafe(look)
        gone.wait(LONGEST)
        gone.set()
        return True


def keep() -> bool:
    """Hold back what a run draws until it ends, or for ``LONGEST``; whether Streamlit still hands it over this way.

    The method replaced is private to Streamlit; a test holds that nothing is lost and that the order stays.
    """
    hand_over = getattr(AppSession, "_enqueue_forward_msg", None)
    if hand_over is None or hand_over.__module__ == __name__:
        return hand_over is not None
    post = _Post.current = _Post(hand_over)

    def enqueue(session: Any, message: Any) -> None:
        post.take(session, message)

    setattr(AppSession, "_enqueue_forward_msg", enqueue)  # noqa: B010 - a plain assignment mypy refuses
    return True


def leave() -> None:
    """Send what has been drawn and give the browser ``PAUSE`` to draw it, where there is one.

    Call before a run asks for another: Streamlit drops what the browser has not got yet when the next run of the same
    block begins. Waits no longer than ``LONGEST`` for a browser that has gone away.
    """
    context = get_script_run_ctx()
    if _Post.current is not None and context is not None and _Post.current.leave(context.session_id):
        time.sleep(PAUSE)


@contextmanager
def ordered() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """``with ordered() as last``: on a page drawn whole, what is drawn in ``with last():`` leaves after the rest.

    The browser then draws the answer of a page before its many controls. On a phone, where controls stand above the
    answer and would push it away, all leaves as it is drawn.
    """
    context, kept = get_script_run_ctx(), list[ForwardMsg]()
    if context is None or not _opens_page() or PHONE in st.context.headers.get("User-Agent", ""):
        yield nullcontext
        return
    send = context._enqueue

    @contextmanager
    def last() -> Iterator[None]:
        context._enqueue = kept.append
        try:
            yield
        finally:
            context._enqueue = send

    try:
        yield last
    finally:
        for message in kept:
            send(message)


def _opens_page() -> bool:
    """Whether this run draws a page from its beginning, not a part of it."""
    context = get_script_run_ctx()
    return context is not None and not context.fragment_ids_this_run


def _end_of_charts(messages: list[Any]) -> int:
    """The number of messages up to the last chart; 0 where there is none, or nothing after it."""
    names = [message.delta.new_element.bidi_component.component_name for message in messages]
    end = max((n for n, name in enumerate(names, start=1) if name == chart_view.NAME), default=0)
    return end if end < len(messages) else 0
