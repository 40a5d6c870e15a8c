"""What a run draws reaches the browser in one parcel: the browser goes through the whole page at every parcel it gets.

Streamlit sends what has been drawn every 5 ms; a run of 25 ms then costs the browser three or four passes over the
page, some 12 ms each (``docs/decisions/0008-charts-changed-in-place.md``). That a run has begun is worth a pass only
where it takes long: of a short one it is told when the run is over, because the browser must hear both.
"""

import threading
import weakref
from collections.abc import Callable
from typing import Any, ClassVar

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Seconds after which a parcel leaves although its run goes on: a slow page still shows what it has.
LONGEST = 0.1
# Messages that begin or end a run.
BOUNDS = {"new_session", "script_finished", "session_status_changed", "session_event"}


class _Post:
    """The parcels not sent yet, by session. Everything but ``leave`` runs on the event loop."""

    current: ClassVar["_Post | None"] = None

    def __init__(self, hand_over: Callable[[Any, Any], None]) -> None:
        self._hand_over = hand_over
        self._parcels: weakref.WeakKeyDictionary[Any, list[Any]] = weakref.WeakKeyDictionary()
        self._running: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        self._sessions: weakref.WeakValueDictionary[str, Any] = weakref.WeakValueDictionary()

    def send(self, session: Any) -> None:
        for message in self._parcels.pop(session, ()):
            self._hand_over(session, message)

    def tell_running(self, session: Any) -> None:
        if session in self._running:
            self._hand_over(session, self._running.pop(session))

    def take(self, session: Any, message: Any) -> None:
        kind = message.WhichOneof("type")
        if kind == "session_status_changed" and message.session_status_changed.script_is_running:
            self._running[session] = message
            session._event_loop.call_later(LONGEST, self.tell_running, session)
        elif kind in BOUNDS:
            if kind == "session_status_changed":
                self.tell_running(session)
            self._sessions[session.id] = session
            self.send(session)
            self._hand_over(session, message)
        elif session in self._parcels:
            self._parcels[session].append(message)
        elif kind == "delta":
            self._parcels[session] = [message]
            session._event_loop.call_later(LONGEST, self.send, session)
        else:
            self._hand_over(session, message)

    def leave(self, session_id: str) -> None:
        session = self._sessions.get(session_id)
        if session is None:
            return
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
    """Call before a run asks for another: what it has drawn is on its way to the browser when this returns.

    Streamlit drops what the browser has not got yet when the next run of the same block begins. Waits no longer than
    ``LONGEST``, for a browser that has gone away.
    """
    context = get_script_run_ctx()
    if _Post.current is not None and context is not None:
        _Post.current.leave(context.session_id)
