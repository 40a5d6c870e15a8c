"""What ends an answer before its time: a limit in seconds, or whoever asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from parley.explore.errors import TooLongError


class CancelledError(RuntimeError):
    """Whoever asked wants no answer any more."""


class Stop:
    """Ends one answer: after ``seconds`` of work, or as soon as ``cancel`` is called from another thread."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._why: type[CancelledError | TooLongError] | None = None
        self._interrupt: Callable[[], object] | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """End the answer now; where it is not begun, it will not begin."""
        self._end(CancelledError)

    def refuse_ended(self) -> None:
        """Raise TooLongError or CancelledError where the end has come."""
        if self._why is TooLongError:
            raise TooLongError(
                f"The answer took longer than {self.seconds:g} seconds and was stopped. "
                "Ask for fewer goods, places or periods."
            )
        if self._why is not None:
            raise CancelledError("The question was cancelled.")

    @contextmanager
    def watching(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Inside, the end calls ``interrupt``, once. Raises TooLongError or CancelledError where it has come."""
        self.refuse_ended()
        clock = threading.Timer(self.seconds, self._end, [TooLongError])
        clock.daemon = True
        with self._lock:
            self._interrupt = interrupt
        clock.start()
        try:
            yield
        finally:
            clock.cancel()
            with self._lock:
                self._interrupt = None

    def _end(self, why: type[CancelledError | TooLongError]) -> None:
        with self._lock:
            if self._why is None:
                self._why = why
                if self._interrupt is not None:
                    self._interrupt()
