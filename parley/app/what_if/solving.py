"""How a what-if page gets its answer: before its first element, and the last good one where a choice has none."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from parley import words
from parley.app.kit import session
from parley.models.errors import NotConvergedError

T = TypeVar("T")
SAY = words.beside(__file__)
S = TypeVar("S")
A = TypeVar("A")


def worked_out(make: Callable[[], T]) -> Callable[[], T]:
    """What gives the value of ``make``, or raises its fault, where it is asked for; it is worked out now.

    The browser gathers what comes within ten milliseconds of the first element and draws it in one go; all that comes
    later costs it another pass of the whole page.
    """
    future: Future[T] = Future()
    try:
        future.set_result(make())
    except Exception as fault:  # noqa: BLE001 - raised where the value is asked for
        future.set_exception(fault)
    return future.result


@dataclass(frozen=True)
class LastGood(Generic[S, A]):
    """An answer with the scenario it belongs to; ``reason`` says why it is not that of the choice, else empty."""

    scenario: S
    answer: A
    reason: str = ""


def last_good(
    page: str, scenario: S, solve: Callable[[S], A], also: tuple[type[Exception], ...] = ()
) -> LastGood[S, A]:
    """The model's answer to ``scenario`` or, where the equations have no solution, the page's last one with the reason.

    ``also``: other errors that stand for a choice without an answer, such as a rate out of reach. Raises these and
    NotConvergedError when the visitor has seen no answer on the page yet, and what ``solve`` raises beside them.
    """
    key = f"{page}_last_good"
    errors: tuple[type[Exception], ...] = (NotConvergedError, *also)
    try:
        good = LastGood(scenario, solve(scenario))
    except errors as error:
        before: LastGood[S, A] | None = session.state().get(key)
        if before is None:
            raise
        case = "no_solution" if isinstance(error, NotConvergedError) else "refused"
        return LastGood(before.scenario, before.answer, SAY("last_good", case, reason=str(error).rstrip(".")))
    session.state()[key] = good
    return good
