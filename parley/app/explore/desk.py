"""Who works out the answers: a few workers for all visitors and a queue with an end; what nobody waits for is stopped.

A visitor waits inside ``Desk.job``. Whoever presses another choice, leaves the page or cancels leaves it too, and the
last one to leave stops the work, unless it is held for the run that goes on with the wait.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Any

from parley.explore import Stop


class DeskFullError(Exception):
    """As many questions wait as the desk takes."""


@dataclass
class Job:
    """One question under way. ``waiting``: how many visitors wait for it; ``begun``: when a worker took it up.

    ``stop``: what ends it, and says how much of it is done; ``hold``: what ends its being held for a run to come.
    """

    number: int
    stop: Stop
    waiting: int = 0
    begun: float | None = None
    hold: Timer | None = None
    future: "Future[Any]" = field(default_factory=Future)

    def is_done(self, within_s: float) -> bool:
        """Whether it has ended, waiting for it so long at most."""
        return bool(wait_for([self.future], within_s).done)

    @property
    def runs_s(self) -> float:
        """How long a worker has been at it; 0 while it is in the queue."""
        return 0.0 if self.begun is None else time.monotonic() - self.begun


class Desk:
    """``workers``: how many questions are worked out at once; ``most``: how many more may wait."""

    def __init__(self, workers: int, most: int):
        self._workers, self._most = workers, most
        self._pool = ThreadPoolExecutor(workers, "explore")
        self._jobs: dict[Hashable, Job] = {}
        self._guard = Lock()
        self._count = 0

    @contextmanager
    def job(self, key: Hashable, work: Callable[[Stop], Any], stop: Stop) -> Iterator[Job]:
        """The job of a question; who asks the same question at the same time shares it.

        ``work``: gives the answer under ``stop``, in a thread of the desk; ``stop`` is cancelled when the last visitor
        leaves a job that goes on. Raises DeskFullError.
        """
        with self._guard:
            job = self._jobs.get(key) or self._new(key, work, stop)
            if job.hold is None:
                job.waiting += 1
            else:  # who goes on with the wait takes its place
                job.hold.cancel()
                job.hold = None
        try:
            yield job
        finally:
            self._leave(key, job)

    def hold(self, key: Hashable, job: Job, seconds: float) -> None:
        """Let a job go on for so long with nobody waiting, for the run that asks the same question again."""
        with self._guard:
            if job.hold is None:
                job.waiting += 1
                job.hold = Timer(seconds, self._let_go, (key, job))
                job.hold.daemon = True
                job.hold.start()

    def _let_go(self, key: Hashable, job: Job) -> None:
        with self._guard:
            if job.hold is None:  # somebody waits again
                return
            job.hold = None
        self._leave(key, job)

    def _leave(self, key: Hashable, job: Job) -> None:
        with self._guard:
            job.waiting -= 1
            is_left = not job.waiting
            if is_left:
                self._jobs.pop(key, None)
        if is_left and not job.future.cancel() and not job.future.done():
            job.stop.cancel()

    def _new(self, key: Hashable, work: Callable[[Stop], Any], stop: Stop) -> Job:
        if len(self._jobs) >= self._workers + self._most:
            raise DeskFullError
        self._count += 1
        job = Job(self._count, stop)

        def run() -> Any:
            job.begun = time.monotonic()
            return work(stop)

        job.future = self._pool.submit(run)
        self._jobs[key] = job
        return job

    def ahead(self, job: Job) -> int:
        """How many questions are taken up before this one; none once a worker has it."""
        if job.begun is not None:
            return 0
        with self._guard:
            return sum(other.number < job.number and other.begun is None for other in self._jobs.values())
