"""How much of the machine an answer may take, what ends it before its time, and what can go wrong.

Each message is a sentence a visitor may see.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

T = TypeVar("T")
SECONDS = 20
SPILL_GB = 8  # beside an ingested folder, whose answers may be larger than memory


class EngineError(RuntimeError):
    """An engine cannot be opened or does not answer; the message says why and what to do."""


class TooLongError(EngineError):
    """An answer took longer than is allowed, and was stopped."""


class BusyError(EngineError):
    """Others are being answered, and none of them ended in time."""


@dataclass(frozen=True)
class Settings:
    """``engine``: duckdb, or the address of a Spark; ``bulk``: an ingested folder.

    ``seconds``: the longest an answer may work, ``stream_seconds`` all rows; ``memory_mb``, ``threads`` and
    ``spill_gb``: what DuckDB may take, the last on disk for what does not fit in memory.
    """

    engine: str = "duckdb"
    bulk: Path | None = None
    seconds: float = SECONDS
    stream_seconds: float = 600
    memory_mb: int = 256
    threads: int = 2
    spill_gb: int = 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """``PARLEY_ENGINE``, ``PARLEY_BULK`` and ``PARLEY_SECONDS``. Raises EngineError naming what is wrong."""
        variables = os.environ if environment is None else environment
        named = {name: variables.get(f"PARLEY_{name}", "").strip() for name in ("ENGINE", "BULK", "SECONDS")}
        folder = Path(named["BULK"]).expanduser().absolute() if named["BULK"] else None
        if folder is not None and not folder.is_dir():
            raise EngineError(
                f"PARLEY_BULK: {folder} is no folder. Make it with parley ingest, or leave the setting out."
            )
        if not re.fullmatch("([1-9][0-9]{0,3})?", named["SECONDS"]):
            raise EngineError(f"PARLEY_SECONDS: {named['SECONDS']!r} is no whole number from 1 to 9999.")
        spill = SPILL_GB if folder else 0
        return cls(named["ENGINE"] or "duckdb", folder, float(named["SECONDS"] or SECONDS), spill_gb=spill)


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
