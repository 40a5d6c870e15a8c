"""One queue for all models: answers in their order, an addition only where none is waited for, and never waiting."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
import streamlit as st

from parley.app.what_if import later, turns
from parley.app.what_if.turns import Turns

LONG_S = 60


class Work:
    """Answers in threads, each held until it is let go on; the order in which they began."""

    def __init__(self, queue: Turns, pool: ThreadPoolExecutor):
        self._queue, self._pool = queue, pool
        self.begun: list[str] = []
        self._ends: dict[str, threading.Event] = {}

    def asks(self, name: str) -> Future[None]:
        """Have an answer ask for its turn, and wait until it stands in line or is at work."""
        self._ends[name] = threading.Event()
        before = len(self.begun) + len(self._queue._waiting)

        def worked() -> None:
            with self._queue.answer():
                self.begun.append(name)
                assert self._ends[name].wait(LONG_S)

        future = self._pool.submit(worked)
        until = time.monotonic() + LONG_S
        while len(self.begun) + len(self._queue._waiting) == before and time.monotonic() < until:
            time.sleep(0.001)
        return future

    def ends(self, name: str, future: Future[None]) -> None:
        """End an answer, and wait until it has."""
        self._ends[name].set()
        future.result(LONG_S)


@pytest.fixture
def queue() -> Turns:
    return Turns(1)


@pytest.fixture
def work(queue: Turns) -> Iterator[Work]:
    with ThreadPoolExecutor(8) as pool:
        yield Work(queue, pool)


def test_answers_come_one_after_the_other_in_their_order(work: Work) -> None:
    names = ("first", "second", "third")
    pieces = {name: work.asks(name) for name in names}
    assert work.begun == ["first"]
    for name in names:
        work.ends(name, pieces[name])
    assert work.begun == [*names]


@pytest.fixture
def one_queue(queue: Turns, monkeypatch: pytest.MonkeyPatch) -> Turns:
    monkeypatch.setattr(turns, "TURNS", queue)
    return queue


def test_an_addition_waits_for_answers_and_the_run_that_asks_does_not(one_queue: Turns, work: Work) -> None:
    answer = work.asks("answer")
    addition = turns.Addition(lambda: 7)
    assert not addition.ask(LONG_S)
    work.ends("answer", answer)
    assert addition.ask(LONG_S)
    assert addition.result() == 7


def test_an_addition_holds_up_no_answer(one_queue: Turns) -> None:
    begun, ends = threading.Event(), threading.Event()
    addition = turns.Addition(lambda: (begun.set(), ends.wait(LONG_S))[1])
    assert begun.wait(LONG_S)
    with turns.answer():
        pass
    ends.set()
    assert addition.ask(LONG_S)
    assert addition.result() is True


def test_what_was_left_or_is_no_longer_asked_for_is_not_worked_out(
    one_queue: Turns, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    answer = work.asks("answer")
    first, second, third = (turns.Addition(lambda name=name: made.append(name)) for name in "abc")
    second.leave()
    assert not second.ask(0)  # by a run that another has overtaken
    monkeypatch.setattr(turns, "LEFT_S", -1.0)
    work.ends("answer", answer)
    assert first.ask(LONG_S)
    assert third.ask(LONG_S)
    monkeypatch.undo()
    assert made == []
    monkeypatch.setattr(turns, "TURNS", one_queue)
    assert third.ask(LONG_S)  # asked for after all
    assert made == ["c"]


def test_of_two_runs_of_a_session_both_may_end_an_addition(one_queue: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, Any] = {later.ASKED: ("range", 1)}
    monkeypatch.setattr(st, "session_state", session)

    class Overtaken(turns.Addition[str]):
        def ask(self, most_s: float) -> bool:
            session[later.ADDED].clear()
            return super().ask(LONG_S)

    monkeypatch.setattr(turns, "Addition", Overtaken)
    assert later.in_turn("range", (1,), lambda: "made") == "made"


def test_a_fault_of_an_addition_is_raised_where_it_is_asked_for(one_queue: Turns) -> None:
    addition = turns.Addition(lambda: 1 // 0)
    assert addition.ask(LONG_S)
    with pytest.raises(ZeroDivisionError):
        addition.result()


def test_a_fault_gives_the_turn_back(queue: Turns) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), queue.answer():
            raise ZeroDivisionError


def test_what_asks_inside_a_turn_has_it(one_queue: Turns) -> None:
    with turns.answer(), turns.answer():
        pass

    def made() -> bool:
        with turns.answer():
            return one_queue.is_free()

    addition = turns.Addition(made)
    assert addition.ask(LONG_S)
    assert addition.result()
