"""What a run draws reaches the browser in one parcel: the browser goes through the whole page at every parcel it gets.

Streamlit sends what has been drawn every 5 ms; a run of 25 ms then costs the browser three or four passes over the
page, some 12 ms each (``docs/decisions/0008-charts-changed-in-place.md``).
"""

import weakref
from typing import Any

from streamlit.runtime.app_session import AppSession

# Seconds after which a parcel leaves although its run goes on: a slow page still shows what it has.
LONGEST = 0.1
# Messages that begin or end a run.
BOUNDS = {"new_session", "script_finished", "session_status_changed", "session_event"}


def keep() -> bool:
    """Hold back what a run draws until it ends, or for ``LONGEST``; whether Streamlit still hands it over this way.

    The method replaced is private to Streamlit; a test holds that nothing is lost and that the order stays.
    """
    hand_over = getattr(AppSession, "_enqueue_forward_msg", None)
    if hand_over is None or hand_over.__module__ == __name__:
        return hand_over is not None
    parcels: weakref.WeakKeyDictionary[Any, list[Any]] = weakref.WeakKeyDictionary()

    def send(session: Any) -> None:
        for message in parcels.pop(session, ()):
            hand_over(session, message)

    def enqueue(session: Any, message: Any) -> None:
        kind = message.WhichOneof("type")
        if kind in BOUNDS:
            send(session)
            hand_over(session, message)
        elif session in parcels:
            parcels[session].append(message)
        elif kind == "delta":
            parcels[session] = [message]
            session._event_loop.call_later(LONGEST, send, session)
        else:
            hand_over(session, message)

    setattr(AppSession, "_enqueue_forward_msg", enqueue)  # noqa: B010 - a plain assignment mypy refuses
    return True
