"""One queue for all models: answers in their order, an addition only where none is waited for, and never waiting."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from parley.app.what_if import turns
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


def test_an_addition_has_no_turn_while_an_answer_is_at_work_and_does_not_wait(queue: Turns, work: Work) -> None:
    answer = work.asks("answer")
    with queue.addition() as has_turn:
        assert not has_turn
    with queue.addition(is_due=True) as has_turn:
        assert has_turn
    work.ends("answer", answer)
    with queue.addition() as has_turn:
        assert has_turn


def test_one_addition_is_at_work_and_holds_up_no_answer(queue: Turns) -> None:
    with queue.addition() as first, queue.addition() as second:
        assert (first, second) == (True, False)
        with queue.answer():
            pass
    with queue.addition() as again:
        assert again


def test_a_fault_gives_the_turn_back(queue: Turns) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), queue.answer():
            raise ZeroDivisionError
        with pytest.raises(ZeroDivisionError), queue.addition() as has_turn:
            assert has_turn
            raise ZeroDivisionError


def test_what_asks_inside_a_turn_has_it(queue: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURNS", queue)
    with turns.answer(), turns.answer():
        pass
    with turns.addition(is_due=False) as has_turn, turns.answer():
        assert has_turn
