"""The engine opened away from the pages: one that does not answer holds up nobody longer than an answer may take."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from threading import Lock, Thread

from parley import terms, words
from parley.explore import Engine, EngineError
from parley.schema import SchemaError

SAY = words.beside(__file__)


class Opening:
    """Opens an engine in a thread of its own, once for all who ask; anew where it could not be opened."""

    def __init__(self, opened: Callable[[], Engine]):
        self._opened = opened
        self._guard = Lock()
        self._engine: Future[Engine] | None = None
        self._begun = 0.0

    def is_done(self, within_s: float) -> bool:
        """Whether it is open or cannot be opened, waiting so long at most. Begins to open it where nobody has."""
        return bool(wait_for([self._asked()], within_s).done)

    @property
    def takes_s(self) -> float:
        """For how long it has been opened."""
        return time.monotonic() - self._begun

    def engine(self, limit_s: float) -> Engine:
        """The engine, waited for until it has been opened for ``limit_s``.

        Raises EngineError where it is not open by then, though it may be later; and what opening it raises.
        """
        asked = self._asked()
        if not wait_for([asked], max(0.0, limit_s - self.takes_s)).done:
            raise EngineError(SAY("opening.late", seconds=terms.number(self.takes_s)))
        try:
            return asked.result()
        except Exception:
            self._forget(asked)
            raise

    def _asked(self) -> "Future[Engine]":
        with self._guard:
            if self._engine is None:
                self._engine, self._begun = Future(), time.monotonic()
                # a daemon: a server that hangs does not keep this process from ending
                Thread(target=_open, args=(self._opened, self._engine), name="explore opening", daemon=True).start()
            return self._engine

    def _forget(self, failed: "Future[Engine]") -> None:
        with self._guard:
            if self._engine is failed:
                self._engine = None


def _open(opened: Callable[[], Engine], into: "Future[Engine]") -> None:
    try:
        into.set_result(opened())
    except (EngineError, SchemaError) as fault:
        into.set_exception(fault)
    except BaseException as fault:  # whoever waits is told, and the log
        into.set_exception(fault)
        raise
