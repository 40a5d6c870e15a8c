"""Whose turn it is: one queue for the work of all models in this process, answers before what is added to them.

Python works on one thing at a time however many ask. Twenty visitors who each choose a new scenario or date would all
wait for each other's ranges; so answers are worked out a few at a time in the order they came, and an addition, a range
or what all models say, begins only while no answer is waited for. It does not wait here: a run that
waits holds up the next press of its visitor. The browser asks for it again (``later``), unless there was a press since,
so that what belongs to an earlier press is never worked out.
"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Condition


class Turns:
    """Gives turns: to ``at_once`` answers at a time in their order, and to as many additions while there are none."""

    def __init__(self, at_once: int):
        self._at_once = at_once
        self._changed = Condition()
        self._waiting = deque[object]()
        self._answers = self._additions = 0  # at work

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

    @contextmanager
    def addition(self, is_due: bool = False) -> Iterator[bool]:
        """Whether an addition has its turn, at once or not at all; ``is_due``: it has it in any case."""
        with self._changed:
            has_turn = is_due or not (self._waiting or self._answers or self._additions >= self._at_once)
            self._additions += has_turn
        try:
            yield has_turn
        finally:
            with self._changed:
                self._additions -= has_turn


TURNS = Turns(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
_IS_TAKEN = ContextVar("is_taken", default=False)


@contextmanager
def answer() -> Iterator[None]:
    """The turn of an answer, which a visitor waits for; what asks for one inside another turn has it."""
    if _IS_TAKEN.get():
        yield
        return
    with TURNS.answer(), _noted():
        yield


@contextmanager
def addition(is_due: bool) -> Iterator[bool]:
    """The turn of an addition, if it is free; see ``Turns``."""
    with TURNS.addition(is_due) as has_turn, _noted():
        yield has_turn


@contextmanager
def _noted() -> Iterator[None]:
    token = _IS_TAKEN.set(True)
    try:
        yield
    finally:
        _IS_TAKEN.reset(token)
