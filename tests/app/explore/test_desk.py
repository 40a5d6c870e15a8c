"""The desk that works out the answers: shared, stopped when nobody waits any more, and never a queue without end."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from parley.app.explore.desk import Desk, DeskFullError, Job
from parley.explore import Stop

SOON_S = 5.0


class Slow(Stop):
    """Work that goes on until it is let go or stopped, and its own stop."""

    def __init__(self) -> None:
        super().__init__(SOON_S)
        self.begun, self.ends = threading.Event(), threading.Event()
        self.runs = 0
        self.is_stopped = False

    def work(self, stop: Stop) -> str:
        assert stop is self
        self.runs += 1
        self.begun.set()
        assert self.ends.wait(SOON_S)
        return "stopped" if self.is_stopped else "done"

    def cancel(self) -> None:
        self.is_stopped = True
        self.ends.set()


@pytest.fixture
def slow() -> Iterator[Callable[[], Slow]]:
    made: list[Slow] = []

    def one() -> Slow:
        made.append(Slow())
        return made[-1]

    yield one
    for each in made:
        each.ends.set()


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_who_asks_the_same_shares_one_run(slow: Callable[[], Slow]) -> None:
    desk, one = Desk(2, 2), slow()
    with desk.job("q", one.work, one) as job, desk.job("q", one.work, one) as other:
        assert job is other and not job.is_done(0.01)
        one.ends.set()
        assert job.is_done(SOON_S) and job.future.result() == "done"
    assert (one.runs, one.is_stopped) == (1, False)


def test_the_last_to_leave_stops_the_work(slow: Callable[[], Slow]) -> None:
    desk, one = Desk(1, 2), slow()
    with desk.job("q", one.work, one) as job:
        assert one.begun.wait(SOON_S)
        with desk.job("q", one.work, one):
            pass
        assert not one.is_stopped  # another visitor still waits
    assert one.is_stopped
    assert job.is_done(SOON_S) and job.future.result() == "stopped"


def test_work_that_is_held_goes_on_until_it_is_asked_for_again_or_the_time_is_over(slow: Callable[[], Slow]) -> None:
    desk, one, other = Desk(2, 2), slow(), slow()
    with desk.job("q", one.work, one) as job:
        assert one.begun.wait(SOON_S)
        desk.hold("q", job, SOON_S)
    assert not one.is_stopped
    with desk.job("q", one.work, one) as again:
        assert again is job and one.runs == 1
    assert one.is_stopped  # by the last to leave, before the time is over
    with desk.job("r", other.work, other) as job:
        assert other.begun.wait(SOON_S)
        desk.hold("r", job, 0.01)
    until(lambda: other.is_stopped)


def test_a_fault_while_waiting_stops_the_work_too(slow: Callable[[], Slow]) -> None:
    desk, one = Desk(1, 2), slow()
    with pytest.raises(KeyboardInterrupt), desk.job("q", one.work, one):
        assert one.begun.wait(SOON_S)
        raise KeyboardInterrupt
    assert one.is_stopped


def test_what_is_left_before_its_turn_never_begins(slow: Callable[[], Slow]) -> None:
    desk, first, second = Desk(1, 2), slow(), slow()
    with desk.job(1, first.work, first):
        assert first.begun.wait(SOON_S)
        with desk.job(2, second.work, second) as waiting:
            assert waiting.begun is None
        assert waiting.future.cancelled()
    until(lambda: first.is_stopped)
    assert second.runs == 0


def test_one_slow_question_leaves_the_other_worker_free(slow: Callable[[], Slow]) -> None:
    desk, first, second = Desk(2, 0), slow(), slow()
    second.ends.set()
    with desk.job(1, first.work, first) as held, desk.job(2, second.work, second) as job:
        assert job.is_done(SOON_S) and job.future.result() == "done"
        assert not held.is_done(0)


def test_those_before_a_question_are_counted(slow: Callable[[], Slow]) -> None:
    desk = Desk(1, 2)
    first, second, third = slow(), slow(), slow()
    with desk.job(1, first.work, first) as one:
        assert first.begun.wait(SOON_S)
        with desk.job(2, second.work, second) as two, desk.job(3, third.work, third) as three:
            assert [desk.ahead(job) for job in (one, two, three)] == [0, 0, 1]
            assert one.runs_s > 0 == three.runs_s


def test_a_full_desk_says_so_and_takes_the_next_when_one_has_left(slow: Callable[[], Slow]) -> None:
    desk, first, second = Desk(1, 1), slow(), slow()

    def asked(key: int, work: Slow) -> Job:
        with desk.job(key, work.work, work) as job:
            return job

    with desk.job(1, first.work, first):
        with desk.job(2, second.work, second), pytest.raises(DeskFullError):
            asked(3, slow())
        with desk.job(2, second.work, second) as again:
            assert again.waiting == 1
