"""Whose turn it is: one queue for the work of all models in this process, answers before what is added to them.

Python works on one thing at a time however many ask. Twenty visitors who each choose a new scenario or date would all
wait for each other's ranges; so a range or what all models say begins when no answer is waited for, one at a time, and
who waits and has pressed again in the meantime leaves the queue: only the newest press of a visitor is worked out.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Condition

import streamlit as st

LOOK_S = 0.05  # between looks whether the visitor has moved on
PATIENCE_S = 20.0  # after which a range no longer waits for answers


class Turns:
    """Gives turns: to ``at_once`` answers at a time in the order they came, to one addition while there are none."""

    def __init__(self, at_once: int):
        self._at_once = at_once
        self._changed = Condition()
        self._answers, self._additions = deque[object](), deque[object]()  # waiting
        self._at_work = {True: 0, False: 0}  # answers, additions

    @contextmanager
    def taken(self, is_answer: bool, look: Callable[[], object]) -> Iterator[None]:
        """Inside it is this thread's turn. ``look`` is called while it waits and raises where nobody waits any more."""
        self._wait(is_answer, look)
        try:
            yield
        finally:
            with self._changed:
                self._at_work[is_answer] -= 1
                self._changed.notify_all()

    def _wait(self, is_answer: bool, look: Callable[[], object]) -> None:
        ticket, line, begun = object(), self._answers if is_answer else self._additions, time.monotonic()
        with self._changed:
            line.append(ticket)
        try:
            while True:
                with self._changed:
                    if line[0] is ticket and self._is_free(is_answer, time.monotonic() - begun):
                        self._at_work[is_answer] += 1
                        return
                    self._changed.wait(LOOK_S)
                look()
        finally:
            with self._changed:
                line.remove(ticket)
                self._changed.notify_all()

    def _is_free(self, is_answer: bool, waited_s: float) -> bool:
        if is_answer:
            return self._at_work[True] < self._at_once
        is_quiet = not self._answers and not self._at_work[True]
        return not self._at_work[False] and (is_quiet or waited_s > PATIENCE_S)


TURNS = Turns(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
_IS_TAKEN = ContextVar("is_taken", default=False)


@contextmanager
def answer() -> Iterator[None]:
    """The turn of an answer, which a visitor waits for."""
    with _turn(True):
        yield


@contextmanager
def addition() -> Iterator[None]:
    """The turn of what is added to an answer: a range, what all models say."""
    with _turn(False):
        yield


@contextmanager
def _turn(is_answer: bool) -> Iterator[None]:
    """A turn; what asks for one inside another has it."""
    if _IS_TAKEN.get():
        yield
        return
    with TURNS.taken(is_answer, _look):
        token = _IS_TAKEN.set(True)
        try:
            yield
        finally:
            _IS_TAKEN.reset(token)


def _look() -> None:
    """Streamlit ends a run here whose visitor has pressed again or left."""
    st.session_state.get("turn")
