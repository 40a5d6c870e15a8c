"""What ends an answer before its time: a limit in seconds, or whoever asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from parley.explore.errors import TooLongError

T = TypeVar("T")


class CancelledError(RuntimeError):
    """Whoever asked wants no answer any more."""


class Stop:
    """Ends one answer: after ``seconds`` of work, or as soon as ``cancel`` is called from another thread."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._left = seconds
        self._why: type[CancelledError | TooLongError] | None = None
        self._interrupt: Callable[[], object] | None = None
        self._progress: Callable[[], float | None] | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """End the answer now; where it is not begun, it will not begin."""
        self._end(CancelledError)

    @property
    def share(self) -> float | None:
        """How much of the work is done, from 0 to 1; None where the engine does not say, or nothing goes on."""
        with self._lock:
            return None if self._progress is None else self._progress()

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
    def watching(
        self, interrupt: Callable[[], object], progress: Callable[[], float | None] | None = None
    ) -> Iterator[None]:
        """Inside, time counts, ``progress`` gives the share done, and the end calls ``interrupt``, once.

        Raises TooLongError or CancelledError before.
        """
        self.refuse_ended()
        begun = time.monotonic()
        clock = threading.Timer(self._left, self._end, [TooLongError])
        clock.daemon = True
        with self._lock:
            self._interrupt, self._progress = interrupt, progress
        clock.start()
        try:
            yield
        finally:
            clock.cancel()
            self._left -= time.monotonic() - begun
            with self._lock:
                self._interrupt = self._progress = None

    def _end(self, why: type[CancelledError | TooLongError]) -> None:
        with self._lock:
            if self._why is None:
                self._why = why
                if self._interrupt is not None:
                    self._interrupt()


def watched(
    begin: Callable[[], Iterator[T]],
    stop: Stop,
    interrupt: Callable[[], object],
    progress: Callable[[], float | None] | None = None,
) -> Iterator[T]:
    """The items that ``begin`` gives, each fetched under ``stop``; what their reader does between them is not counted.

    Raises what fetching raises once it is interrupted: ``stop.refuse_ended`` then says why.
    """
    items: Iterator[T] | None = None
    while True:
        with stop.watching(interrupt, progress):
            items = begin() if items is None else items
            try:
                item = next(items)
            except StopIteration:
                return
        yield item
