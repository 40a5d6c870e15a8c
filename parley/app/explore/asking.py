"""A visitor's wait for the engine and for an answer: the progress shown, the button that ends it, its limits.

The engine is opened away from the pages: one that does not answer holds up nobody longer than an answer may take.
"""

import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from hashlib import sha256
from threading import Lock, Thread
from typing import TypeVar

import streamlit as st

from parley import terms, words
from parley.app.explore.desk import Desk, DeskFullError, Job
from parley.app.kit import address, cache, session
from parley.app.kit.error_sentences import NothingToShowError
from parley.explore import Engine, EngineError, Stop
from parley.tables.schema import SchemaError

T = TypeVar("T")
WORKERS, MOST_WAITING = 2, 10
STEP_S, HOLD_S = 0.4, 5.0
# In the session: the question the visitor has stopped, and whether one is waited for.
STOPPED, WAITING = "explore_stopped", "explore_waiting"
SAY = words.beside(__file__)


class Opening:
    """Opens an engine in a thread of its own, once for all who ask; anew where it could not be opened."""

    def __init__(self, open_it: Callable[[], Engine]):
        self._open = open_it
        self._guard = Lock()
        self._engine: Future[Engine] | None = None
        self._begun = 0.0

    def is_done(self, within_s: float) -> bool:
        """Whether it is open or cannot be opened, waiting so long at most. Begins to open it where nobody has."""
        return bool(wait_for([self._future()], within_s).done)

    @property
    def takes_s(self) -> float:
        """For how long it has been opened."""
        return time.monotonic() - self._begun

    def engine(self, limit_s: float) -> Engine:
        """The engine, waited for until it has been opened for ``limit_s``.

        Raises EngineError where it is not open by then, though it may be later; and what opening it raises.
        """
        future = self._future()
        if not wait_for([future], max(0.0, limit_s - self.takes_s)).done:
            raise EngineError(SAY("opening.late", seconds=terms.number(self.takes_s)))
        try:
            return future.result()
        except Exception:
            with self._guard:
                if self._engine is future:
                    self._engine = None
            raise

    def _future(self) -> "Future[Engine]":
        with self._guard:
            if self._engine is None:
                self._engine, self._begun = Future(), time.monotonic()
                # a daemon: a server that hangs does not keep this process from ending
                Thread(target=_open, args=(self._open, self._engine), name="explore opening", daemon=True).start()
            return self._engine


def _open(open_it: Callable[[], Engine], into: "Future[Engine]") -> None:
    try:
        into.set_result(open_it())
    except (EngineError, SchemaError) as fault:
        into.set_exception(fault)
    except BaseException as fault:  # whoever waits is told, and the log
        into.set_exception(fault)
        raise


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The desk of this process."""
    return Desk(WORKERS, MOST_WAITING)


def answer(name: str, state: tuple[Hashable, ...], work: Callable[[Stop], T], limit_s: float) -> T:
    """What ``work`` gives, kept for all visitors under this name and state as ``cache.derived`` does.

    Where it is not kept yet it is worked out at the desk while the page shows how it goes. Raises NothingToShowError
    where the desk is full or the visitor stops it, and whatever ``work`` raises; it is given a stop of ``limit_s``.
    """
    key = (name, *state)
    if cache.is_kept(name, state):
        return cache.derived(name, state, lambda: work(Stop(limit_s)))
    if session.state().get(STOPPED) == key:
        st.button("Ask again", icon=":material/refresh:", on_click=_ask_again)
        raise NothingToShowError(SAY("asking.stopped"))
    try:
        with desk().job(key, work, Stop(limit_s)) as job:
            _wait(job, key, limit_s)
            result: T = job.future.result()
    except DeskFullError:
        raise NothingToShowError(SAY("asking.full")) from None
    return cache.derived(name, state, lambda: result)


def is_waiting() -> bool:
    """Whether a visitor waits, told once: the whole page is drawn then, as a press ends its run and so the wait."""
    return bool(session.state().pop(WAITING, False))


def _wait_with_the_page() -> None:
    """Draw the whole page in place of a part that is drawn by itself: a press inside a part waits for its run."""
    session.state()[WAITING] = True
    st.rerun()


def wait_for_engine(opening: Opening, limit_s: float) -> None:
    """Wait with the visitor for the engine: a press ends this run, and with it the wait. Raises as ``Opening.engine``.

    Where it cannot be opened a button tries again.
    """
    if not opening.is_done(STEP_S):
        if address.is_inside():
            _wait_with_the_page()
        _show_opening(opening, limit_s)
    try:
        opening.engine(limit_s)
    except (EngineError, SchemaError):
        st.button("Try again", icon=":material/refresh:")  # a press draws the page again, which opens it anew
        raise


def _show_opening(opening: Opening, limit_s: float) -> None:
    place = st.empty()
    while opening.takes_s < limit_s:
        took, limit = terms.number(opening.takes_s), f"{limit_s:.0f}"
        place.progress(min(opening.takes_s / limit_s, 1.0), SAY("opening.waits", seconds=took, limit=limit))
        if opening.is_done(STEP_S):
            break
    place.empty()


def _wait(job: Job, key: tuple[Hashable, ...], limit_s: float) -> None:
    """Until the job has ended. Each word shown is a moment at which a press ends this run, and with it the wait."""
    if job.is_done(STEP_S):
        return
    if address.is_inside():
        desk().hold(key, job, HOLD_S)
        _wait_with_the_page()
    place = st.empty()
    with place.container():
        said = st.empty()
        st.button("Cancel", key=_named(key), icon=":material/stop_circle:", on_click=_stop, args=(key,))
    while not job.is_done(STEP_S):
        said.progress(*progress(job, limit_s))
    place.empty()


def progress(job: Job, limit_s: float) -> tuple[float, str]:
    """How long the bar is, from 0 to 1, and its words: the share the engine says is done, else the time taken."""
    ahead = desk().ahead(job)
    if job.begun is None and ahead:
        waits = SAY("asking.waits", "one" if ahead == 1 else "several", count=terms.counted(ahead).capitalize())
        return 0.0, waits
    share = job.stop.share
    length = job.runs_s / limit_s if share is None else share
    case, done = ("time", "") if share is None else ("share", f"{share:.0%}".removesuffix("%"))
    said = SAY("asking.works", case, done=done, seconds=terms.number(job.runs_s), limit=f"{limit_s:.0f}")
    return min(length, 1.0), said


def _named(key: tuple[Hashable, ...]) -> str:
    """The name of a question's button: a page may wait for one after the other."""
    return f"explore_cancel_{sha256(repr(key).encode()).hexdigest()[:12]}"


def _stop(key: tuple[Hashable, ...]) -> None:
    session.state()[STOPPED] = key


def _ask_again() -> None:
    session.state().pop(STOPPED, None)
