"""Thousands of scenarios through one model, on all cores or on a cluster, into a folder that readers may open at once.

What is in the folder says ``many_folder``. A part is written whole and then takes its name, so a run that was killed
goes on where it stopped when it is called again.
"""

import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for_end
from pathlib import Path

import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.solution import Model, require_scenario
from parley.results.many.arguments import PART, ManyError
from parley.results.many.files import read
from parley.results.many.folder import ManyFolder, form, plan_of, scenario_rows, solve_part

AT_WORK = 64  # parts handed out at once, so that memory does not grow with their number
LOOK_S = 0.2  # between looks whether the run is to be stopped
Job = tuple[int, Sequence[Scenario]]


@dataclass(frozen=True)
class ManyAnswers:
    """Where the answers lie, of how many scenarios, and how many of these have none (their rows say why).

    ``mended``: the parts that were there, damaged, and were worked out again.
    """

    folder: Path
    count: int
    without_answer: int
    mended: tuple[int, ...] = ()

    def read(self) -> pd.DataFrame:
        """All rows in the order of the scenarios; ``scenario`` is the number of each, from 0."""
        return ManyFolder(self.folder).answers()

    def scenarios(self) -> pd.DataFrame:
        """A row a scenario: its number, name, title, as-of date and JSON."""
        return ManyFolder(self.folder).scenarios()


def solve_many(
    scenarios: Iterable[Scenario] | Path | str,
    model: str = "world",
    executor: Executor | None = None,
    *,
    out: Path | str,
    table: str | None = None,
    part: int = PART,
    names: Sequence[str] | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> ManyAnswers:
    """One table of ``model``'s answer to every scenario, written to the folder ``out`` in parts of ``part`` scenarios.

    ``scenarios``: a list of them, or a CSV file or folder of files, whose names they take. ``executor``: any of
    ``concurrent.futures``, such as Dask's ``Client.get_executor()``, whose workers have Parley and the same tables;
    left open, ``workers`` processes, one for each core (in a script, call it below ``if __name__ == "__main__":``).
    ``table``: ``by_economy``, ``summary`` (product), ``by_stage`` (critical_input) or ``reconciled`` (all) if left
    open. ``names``: a name for each scenario. Called again with the same scenarios and folder, it solves what is
    missing, and anew what is there and is not as it was written.

    A scenario without an answer does not stop the others: it has one row, whose ``fault`` says why. Raises
    ScenarioError for what is no ``Scenario`` and for an unknown model or table, ManyError for a folder that holds
    another run, is in use, or whose workers ended; NotWrittenError where the folder cannot be written to.
    """
    if isinstance(scenarios, str | os.PathLike):
        listed = read(Path(scenarios))
        scenarios, names = [named.scenario for named in listed], names or [named.name for named in listed]
    if isinstance(scenarios, Scenario) or not isinstance(scenarios, Iterable):
        raise ScenarioError(f"The scenarios must be a list of them, not one {type(scenarios).__name__}.")
    wanted = list(scenarios)
    if not wanted:
        raise ScenarioError("There is no scenario to solve.")
    for one in wanted:
        require_scenario(one)
    for what, number in (("A part must have scenarios", part), ("Workers must be", 1 if workers is None else workers)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ScenarioError(f"{what}: a whole number of at least 1, not {number!r}.")
    if executor is not None and not isinstance(executor, Executor):
        problem = f"The executor is a {type(executor).__name__}; give one of concurrent.futures, or leave it open"
        raise ScenarioError(f"{problem} and name the number of processes with workers.")
    if not isinstance(out, str | os.PathLike):
        raise ScenarioError(f"The folder out must be a path, not a {type(out).__name__}.")
    model_name, table, columns = form(model, table)
    rows = scenario_rows(wanted, names)
    folder = ManyFolder(Path(out))
    with folder.locked():
        folder.begin(plan_of(model_name, table, part, rows), rows)
        begins = [n for n in range(0, len(wanted), part) if not folder.is_whole(n // part, columns)]
        jobs = [(n, wanted[n : n + part]) for n in begins]
        mended = tuple(n // part for n in begins if folder.has(n // part))
        left = sum(len(group) for _, group in jobs)
        with (
            _workers(executor, min(workers or _cores(), len(jobs))) as at_hand,
            tqdm(
                total=len(wanted), initial=len(wanted) - left, unit="scenario", disable=None if progress else True
            ) as bar,
            _interrupts_held() as stop,
        ):
            for (first, group), answers in _solved(at_hand, jobs, (model_name, table, columns), stop):
                folder.write(first // part, answers)
                bar.update(len(group))
    return ManyAnswers(folder.path, len(wanted), folder.count_without_answer(), mended)


def _solved(
    workers: Executor, jobs: Iterable[Job], form_of_answer: tuple[Model, str, pa.Schema], stop: threading.Event
) -> Iterator[tuple[Job, pa.Table]]:
    """Every part as it is solved, ``AT_WORK`` of them handed out at once. Raises ManyError when a worker ended, and
    KeyboardInterrupt once ``stop`` is set.
    """
    left, at_work = iter(jobs), dict[Future[pa.Table], Job]()
    try:
        while True:
            for job in itertools.islice(left, AT_WORK - len(at_work)):
                at_work[_handed_out(workers, form_of_answer, job)] = job
            if not at_work:
                return
            for future in wait(at_work, LOOK_S, FIRST_COMPLETED).done:
                yield at_work.pop(future), future.result()
            if stop.is_set():
                raise KeyboardInterrupt
    except (BrokenExecutor, CancelledError) as error:
        raise ManyError(f"A worker ended ({error}). The parts that are written stay; call again to go on.") from error
    finally:
        for future in at_work:
            future.cancel()


def _handed_out(workers: Executor, form_of_answer: tuple[Model, str, pa.Schema], job: Job) -> Future[pa.Table]:
    """A part under way. Raises ManyError where the executor takes no work any more."""
    try:
        return workers.submit(solve_part, *form_of_answer, *job)
    except BrokenExecutor:
        raise
    except RuntimeError as error:  # what executors of the standard library raise once they are shut down
        raise ManyError(f"The executor takes no work ({error}). Give one that is open and call again.") from error


@contextmanager
def _interrupts_held() -> Iterator[threading.Event]:
    """Note an interrupt from the keyboard in place of raising it where it comes.

    Raised while ``wait`` takes the locks of the futures, it would leave one of them locked, and the end of the workers
    would be waited for forever.
    """
    stop = threading.Event()
    is_main = threading.current_thread() is threading.main_thread()  # the only one that may say what a signal does
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield stop
        return
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _workers(executor: Executor | None, count: int) -> Iterator[Executor]:
    """The executor given, or so many processes; for one this process does."""
    if executor is not None:
        yield executor
        return
    # Processes begin anew: a copy of one with threads, such as the app or a notebook, may never wake.
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, fresh, _end_with_parent) if count > 1 else ThreadPoolExecutor(1)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end_with_parent() -> None:
    """Have this process end with the one that began it; killed, that one cannot say so, and this would wait forever.

    What is stopped from the keyboard is stopped by that one too, which lets a part under way be finished.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait_for_end([sentinel])
    os._exit(1)
