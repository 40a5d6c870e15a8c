"""One queue for all models: answers first, one addition at a time, and nothing for a visitor who has moved on."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from parley.app.what_if import turns
from parley.app.what_if.turns import Turns

LONG_S = 60


class MovedOnError(BaseException):
    """As Streamlit ends a run whose visitor has pressed again."""


class Work:
    """Work of a queue in threads, each piece held until it is let go on; the order in which pieces began."""

    def __init__(self, queue: Turns, pool: ThreadPoolExecutor):
        self._queue, self._pool = queue, pool
        self.begun: list[str] = []
        self._ends: dict[str, threading.Event] = {}

    def asks(self, name: str, is_answer: bool, look: Callable[[], object] = lambda: None) -> Future[Any]:
        """Have a piece ask for its turn, and wait until it stands in line or is at work."""
        self._ends[name] = threading.Event()
        asked = threading.Event()

        def worked() -> None:
            asked.set()
            with self._queue.taken(is_answer, look):
                self.begun.append(name)
                assert self._ends[name].wait(LONG_S)

        future = self._pool.submit(worked)
        assert asked.wait(LONG_S)
        time.sleep(3 * turns.LOOK_S)
        return future

    def ends(self, name: str, future: Future[Any]) -> None:
        """End a piece, and wait until the next has begun."""
        self._ends[name].set()
        future.result(LONG_S)
        time.sleep(3 * turns.LOOK_S)


@contextmanager
def work(at_once: int) -> Any:
    with ThreadPoolExecutor(16) as pool:
        yield Work(Turns(at_once), pool)


def test_answers_come_in_their_order_and_before_what_is_added_to_others() -> None:
    with work(1) as found:
        pieces = {"first": found.asks("first", True)}
        pieces["range"] = found.asks("range", False)
        pieces["second"], pieces["third"] = found.asks("second", True), found.asks("third", True)
        assert found.begun == ["first"]
        for name in ("first", "second", "third", "range"):
            found.ends(name, pieces[name])
        assert found.begun == ["first", "second", "third", "range"]


def test_one_addition_is_at_work_and_holds_up_no_answer() -> None:
    with work(1) as found:
        pieces = {"range": found.asks("range", False), "other": found.asks("other", False)}
        pieces["answer"] = found.asks("answer", True)
        assert found.begun == ["range", "answer"]
        for name in ("range", "answer", "other"):
            found.ends(name, pieces[name])
        assert found.begun == ["range", "answer", "other"]


def test_who_has_moved_on_is_never_worked_out_and_lets_the_next_through() -> None:
    has_moved = threading.Event()

    def look() -> None:
        if has_moved.is_set():
            raise MovedOnError

    with work(1) as found:
        first = found.asks("first", True)
        stale, newest = found.asks("stale", True, look), found.asks("newest", True)
        has_moved.set()
        with pytest.raises(MovedOnError):
            stale.result(LONG_S)
        found.ends("first", first)
        found.ends("newest", newest)
        assert found.begun == ["first", "newest"]


def test_a_range_that_has_waited_long_goes_before_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_S", 0.1)
    with work(1) as found:
        answer, added = found.asks("answer", True), found.asks("range", False)
        assert found.begun == ["answer", "range"]
        found.ends("range", added)
        found.ends("answer", answer)


def test_a_fault_gives_the_turn_back() -> None:
    queue = Turns(1)
    for is_answer in (True, False, True, False):
        with pytest.raises(ZeroDivisionError), queue.taken(is_answer, lambda: None):
            raise ZeroDivisionError


def test_what_asks_inside_a_turn_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURNS", Turns(1))
    with turns.answer(), turns.answer(), turns.addition():
        pass
    with turns.addition(), turns.answer():
        pass
