"""Whose turn it is: one queue for the work of all models in this process, answers before what is added to them.

Python works on one thing at a time however many ask. Twenty visitors who each choose a new scenario or date would all
wait for each other's ranges; so answers are worked out a few at a time in the order they came, and an addition, a range
or what all models say, one at a time beside the runs, begun while no answer is waited for. A run that waited for it
would hold up the next press of its visitor: it asks again instead (``later``). An addition whose visitor has moved on,
or left, is not worked out.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Condition, Lock
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_WAIT_S = 10.0  # of an addition, where answers never cease
LEFT_S = 12.0  # an addition nobody has asked for since is not worked out


class Turns:
    """Gives turns to ``at_once`` answers at a time in their order."""

    def __init__(self, at_once: int):
        self._at_once = at_once
        self._changed = Condition()
        self._waiting = deque[object]()
        self._answers = 0  # at work

    @contextmanager
    def answer(self) -> Iterator[None]:
        """Wait for the turn of an answer; it is this thread's inside."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            self._changed.wait_for(lambda: self._waiting[0] is ticket and self._answers < self._at_once)
            self._waiting.popleft()
            self._answers += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._answers -= 1
                self._changed.notify_all()

    def is_free(self) -> bool:
        """Whether no answer is waited for."""
        with self._changed:
            return not (self._waiting or self._answers)

    def wait_until_free(self, most_s: float) -> None:
        """Wait until no answer is waited for, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: not (self._waiting or self._answers), most_s)


TURNS = Turns(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
_ADDITIONS = ThreadPoolExecutor(1, "additions")
_IS_TAKEN = ContextVar("is_taken", default=False)


@contextmanager
def answer() -> Iterator[None]:
    """The turn of an answer, which a visitor waits for; what asks for one inside another turn has it."""
    if _IS_TAKEN.get():
        yield
        return
    with TURNS.answer(), _noted():
        yield


def is_free() -> bool:
    """Whether no answer is waited for."""
    return TURNS.is_free()


class _LeftError(Exception):
    """Nobody has asked for it any more."""


class Addition(Generic[T]):
    """Something worked out beside the runs of visitors. ``ask`` for it until it is there."""

    def __init__(self, make: Callable[[], T]):
        self._make, self._asked = make, monotonic()
        self._guard, self._is_left = Lock(), False
        self._future = _ADDITIONS.submit(self._work)

    def _work(self) -> T:
        TURNS.wait_until_free(MOST_WAIT_S)
        with self._guard:  # asked for before this or after, never between
            self._is_left = monotonic() - self._asked > LEFT_S
            if self._is_left:
                raise _LeftError
        with _noted():
            return self._make()

    def leave(self) -> None:
        """The visitor has moved on: what has not begun is not worked out."""
        self._future.cancel()

    def ask(self, most_s: float) -> bool:
        """Whether it is there or has failed; not where it was left. Waits so long where no answer is waited for."""
        with self._guard:
            self._asked = monotonic()
            if self._is_left:
                self._is_left = False
                self._future = _ADDITIONS.submit(self._work)
        return bool(wait([self._future], most_s if TURNS.is_free() else 0).done) and not self._future.cancelled()

    def result(self) -> T:
        """What was made, once it is there. Raises what making it raised."""
        return self._future.result()


@contextmanager
def _noted() -> Iterator[None]:
    token = _IS_TAKEN.set(True)
    try:
        yield
    finally:
        _IS_TAKEN.reset(token)
