"""What a run draws reaches the browser in one parcel: the browser goes through the whole page at every change.

Streamlit sends what has been drawn every 5 ms, and says when a run begins, goes on and ends; a run of 25 ms then costs
the browser six or seven passes over the page, some 10 ms each (``docs/decisions/0008-charts-changed-in-place.md``).
What a part of a page draws again as it was is left out (``repeats``). A page that is opened leaves up to its last chart
first, the rest when the browser has drawn that (``docs/decisions/0009-charts-first.md``).
"""

import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, ClassVar

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

from parley.app.kit import repeats, stand_ins
from parley.app.kit.held_runs import HeldRun, end_of_charts, is_chart
from parley.app.kit.repeats import RunContents
from parley.app.kit.replaced import replace

# Seconds after which a parcel leaves although its run goes on: a slow page still shows what it has.
LONGEST = 0.1
# Seconds the browser gets to draw what has left before it hears of more: an answer, each chart of a page, those of a
# visitor's first page, where it has its scripts to read as well.
PAUSE, PAGE_PAUSE, FIRST_PAUSE = 0.1, 0.15, 0.6
# Messages the browser makes nothing of, ahead of a parcel: it takes up the first that comes by itself and goes through
# the page before it looks for more; those that have come meanwhile it takes up together. (This one: that none of the
# parts that run by the clock do so no more.)
HERALD, HERALDS = "stop_auto_rerun", 6
# What ends a run that is not told of: a browser makes nothing of it, clients that wait for a run's end do.
QUIET_END = "page_profile"


class _Post:
    """The runs by session. Everything but ``leave`` runs on the event loop."""

    current: ClassVar["_Post | None"] = None

    def __init__(self, hand_over: Callable[[Any, Any], None]) -> None:
        self._hand_over = hand_over
        self._runs: weakref.WeakKeyDictionary[Any, HeldRun] = weakref.WeakKeyDictionary()
        self._sessions: weakref.WeakValueDictionary[str, Any] = weakref.WeakValueDictionary()
        self._charts: dict[str, int] = {}  # how many charts a page had when it was last opened

    def take(self, session: Any, message: Any) -> None:
        """Hold a message back, or hand it over after what was held."""
        run = self._runs.setdefault(session, HeldRun())
        kind = message.WhichOneof("type")
        if run.rest is not None:
            run.rest.append(message)
            self._count(run, message)
            return
        match kind:
            case "new_session":
                self._sessions[session.id] = session
                run.begin(message.new_session.page_script_hash)
                self._hold(session, message)
            case "session_status_changed":
                self._status(session, run, message)
            case "script_finished":
                self._finish(session, run, message)
            case "session_event":
                self._send_with(session, message)
            case _:
                if kind == "delta" or run.held:
                    self._hold(session, message)
                    if run.opens and self._count(run, message):
                        self._pause(session, run, [])
                else:
                    self._hand_over(session, message)

    def empty(self, session: Any) -> None:
        """Hand over all that is held of a session: its next run begins, and Streamlit drops what has not left.

        Of the run before, a part dropped there and a part sent after it would not fit together in the browser.
        """
        run = self._runs.get(session)
        if run is not None:
            if run.rest is not None:
                self._send_rest(session, run.rest)
            self.send(session)

    def _status(self, session: Any, run: HeldRun, message: Any) -> None:
        """That a run goes on is told of a long one only, or with its end; between a run and the one it asked for,
        neither is told."""
        if message.session_status_changed.script_is_running:
            if not run.another_follows:
                run.running = message
                session._event_loop.call_later(LONGEST, self._tell_late, session, message)
            run.another_follows = False
        elif run.is_quiet and not run.told_running and not run.another_follows:
            run.running = None
        elif not run.another_follows:
            self.send(session)
            self._tell_running(session)
            self._hand_over(session, message)
            run.told_running = False

    def _finish(self, session: Any, run: HeldRun, message: Any) -> None:
        match message.script_finished:
            case ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                self.send_drawn(session)
                self._hand_over(session, _signal(QUIET_END) if run.is_quiet else message)
                return
            case ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                run.another_follows = True
                if run.is_quiet:
                    self.send_drawn(session)
                    return
                if run.has_only_begun:
                    run.held = []  # a callback's ``st.rerun`` ends a run before it draws: nobody need hear of it
                    return
            case _ if run.opens and (end := end_of_charts(run.held)):
                self._count(run, message)
                run.held, rest = run.held[:end], [*run.held[end:], message]
                self._pause(session, run, rest)
                return
        self._send_with(session, message)

    def _count(self, run: HeldRun, message: Any) -> bool:
        """Count the charts of a page that is opened; whether this one is the last it had when last opened."""
        if message.WhichOneof("type") == "script_finished":
            self._charts[run.page] = run.charts
        run.charts += is_chart(message)
        return is_chart(message) and run.charts == self._charts.get(run.page)

    def _pause(self, session: Any, run: HeldRun, rest: list[Any]) -> None:
        """Hand over what is held, the charts of a page, and keep back its choices, the ``rest`` and what is to come."""
        run.held, choices = stand_ins.exchanged(run.held)
        rest = [*choices, *rest]
        self.send(session)
        run.rest, run.opens = rest, False
        pause = FIRST_PAUSE if run.is_first else PAGE_PAUSE * run.charts
        session._event_loop.call_later(pause, self._send_rest, session, rest)

    def _send_rest(self, session: Any, rest: list[Any]) -> None:
        """The pause after the charts is over, or another run begins: the rest is taken as if it came now."""
        run = self._runs[session]
        if run.rest is rest:
            run.rest = None
            for message in rest:
                self.take(session, message)

    def send_drawn(self, session: Any) -> None:
        """Hand over what a part of a page has drawn: what differs, where it draws the elements of the run before."""
        run = self._runs[session]
        if run.is_quiet:
            run.drawn = RunContents() if run.held else run.drawn  # more than the run before
        else:
            before, run.drawn = run.drawn, repeats.drawn(run.held)
            run.is_quiet = bool(before.elements) and run.drawn.elements == before.elements
            if run.is_quiet:
                run.held = repeats.differing(run.held[1:], before) if run.reached else run.held[1:]
            run.reached = False
            session._event_loop.call_later(LONGEST / 2, self._look_whether_reached, session, run.parcel)
        self._let_go(session, run)

    def _look_whether_reached(self, session: Any, parcel: int) -> None:
        """Streamlit drops what has not left for the browser when the next run begins."""
        run = self._runs[session]
        run.reached = run.parcel == parcel and session._browser_queue.is_empty()

    def send(self, session: Any) -> None:
        """Hand over what is held, as a run or a part of one that the next cannot be set against."""
        run = self._runs[session]
        if run.held:
            run.drawn = RunContents()
        self._let_go(session, run)

    def _let_go(self, session: Any, run: HeldRun) -> None:
        held, run.held = run.held, []
        heralds = [_signal(HERALD) for _ in range(HERALDS)] if len(held) > 1 else []
        for message in (*heralds, *held):
            self._hand_over(session, message)

    def _send_late(self, session: Any, parcel: int) -> None:
        """Hand over what a slow run has drawn so far; of one that has drawn nothing nobody need hear."""
        run = self._runs[session]
        if parcel == run.parcel and not run.has_only_begun:
            self.send(session)

    def _tell_late(self, session: Any, running: Any) -> None:
        """Tell of a slow run that it goes on, after what it has drawn so far; not while charts are being drawn."""
        run = self._runs[session]
        if run.rest is not None:
            session._event_loop.call_later(LONGEST, self._tell_late, session, running)
        elif run.running is running:
            self._send_late(session, run.parcel)
            self._tell_running(session)

    def _send_with(self, session: Any, message: Any) -> None:
        self.send(session)
        self._hand_over(session, message)

    def _hold(self, session: Any, message: Any) -> None:
        run = self._runs[session]
        if not run.held or run.has_only_begun:
            run.parcel += 1
            session._event_loop.call_later(LONGEST, self._send_late, session, run.parcel)
        run.held.append(message)

    def _tell_running(self, session: Any) -> None:
        run = self._runs[session]
        running, run.running = run.running, None
        if running is not None:
            run.told_running = True
            self._hand_over(session, running)

    def leave(self, session_id: str) -> bool:
        session = self._sessions.get(session_id)
        if session is None:
            return False
        gone = threading.Event()

        def look() -> None:
            if session._browser_queue.is_empty():
                gone.set()
            elif not gone.is_set():
                session._event_loop.call_later(0.001, look)

        def begin() -> None:
            self.send_drawn(session)
            look()

        session._event_loop.call_soon_threadsafe(begin)
        gone.wait(LONGEST)
        gone.set()
        return True


def keep() -> bool:
    """Hold back what a run draws until it ends, or for ``LONGEST``; whether Streamlit still hands it over this way.

    The methods replaced are private to Streamlit; a test holds that nothing is lost and that the order stays.
    """
    return replace(AppSession, _enqueue_forward_msg=_holding_back, _clear_queue=_emptying)


def _holding_back(hand_over: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    post = _Post.current = _Post(hand_over)

    def enqueue(session: Any, message: Any) -> None:
        post.take(session, message)

    return enqueue


def _emptying(clear: Callable[[Any, list[str] | None], None]) -> Callable[..., None]:
    def empty(session: Any, parts: list[str] | None = None) -> None:
        if _Post.current is not None:
            _Post.current.empty(session)
        waiting = {m.delta.fragment_id for m in session._browser_queue._queue if m.WhichOneof("type") == "delta"}
        # A run of a part drops what waits of that part; of a page that waits with other parts in it, nothing.
        clear(session, parts if parts is None or waiting <= set(parts) else [])

    return empty


def leave() -> None:
    """Send what has been drawn and give the browser ``PAUSE`` to draw it, where there is one.

    Call before a run asks for another: Streamlit drops what the browser has not got yet when the next run of the same
    block begins. Waits no longer than ``LONGEST`` for a browser that has gone away.
    """
    context = get_script_run_ctx()
    if _Post.current is not None and context is not None and _Post.current.leave(context.session_id):
        time.sleep(PAUSE)


def _signal(kind: str) -> ForwardMsg:
    """A message of this kind without content."""
    message = ForwardMsg()
    getattr(message, kind).SetInParent()
    return message
