"""What a page works out before it writes its first element.

The browser gathers what comes within ten milliseconds of the first element and draws it in one go; all that comes
later costs it another pass of the whole page.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def worked_out(make: Callable[[], T]) -> Callable[[], T]:
    """What gives the value of ``make``, or raises its fault, where it is asked for; it is worked out now."""
    made: Future[T] = Future()
    try:
        made.set_result(make())
    except Exception as fault:  # noqa: BLE001 - raised where the value is asked for
        made.set_exception(fault)
    return made.result
