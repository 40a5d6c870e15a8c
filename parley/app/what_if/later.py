"""What comes after an answer: worked out in a run of its own, which the browser asks for once it has painted.

``after_answer`` and ``in_turn`` give what is kept or asked for, else nothing; ``follow_up`` at the end of a part asks
the browser to ask, once the presses have come to rest. A visitor who moves on within the pause is not kept waiting for
what belongs to where a slider has been. Where the page is drawn whole nothing is shown yet, and what takes little time
comes with the answer.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from parley.app.kit import address, cache, session
from parley.app.kit.cache import Key
from parley.app.what_if import turns

T = TypeVar("T")
# In the session: what the browser is waited for, what it has asked for, what was given last by name.
WAITED, ASKED, GIVEN, TURN = "later_waited", "later_asked", "later_given", "later_turn"
ADDED = "later_added"  # in the session: what is worked out for it, by name
PAUSE_MS, SHORT_MS = 700, 250
AGAIN_MS, BUSY_MS = 400, 2_000  # until it is asked for again, and where others wait for answers
WAIT_S = 0.3  # of a run for an addition; longer would hold up the next press


class _Missing(NamedTuple):
    key: Key
    pause_ms: int


# Of a run, not of the session: where presses overtake each other Streamlit works on two runs of a session at once.
_MISSING: ContextVar[_Missing | None] = ContextVar("missing", default=None)


def after_answer(name: str, state: Key, make: Callable[[], T]) -> T | None:
    """What ``make`` returns, kept for this name and state as ``cache.derived`` does; None until the browser has painted
    the answer it stands beside.
    """
    return in_turn(name, state, lambda: cache.derived(name, state, make), cache.is_kept(name, state))


def in_turn(name: str, state: Key, make: Callable[[], T], is_kept: bool = False, pause_ms: int = PAUSE_MS) -> T | None:
    """``after_answer`` for a ``make`` that keeps what it makes, as it is called in every run that shows it.

    ``is_kept``: it has it already. ``pause_ms``: how long after the paint and the last press it is asked for; what is
    asked for after ``SHORT_MS`` comes at once where the page is drawn whole. It is worked out beside the run and asked
    for again until it is there.
    """
    key = (name, *state)
    keys_shown: dict[str, Key] = session.state().setdefault(GIVEN, {})
    added: dict[str, tuple[Key, turns.Addition[T]]] = session.state().setdefault(ADDED, {})
    comes_now = pause_ms <= SHORT_MS and address.is_whole()
    if is_kept or keys_shown.get(name) == key:
        keys_shown[name] = key
        return make()
    before, addition = added.get(name, (None, None))
    if addition is not None and before != key:
        addition.leave()
        added.pop(name, None)  # a run that overtakes another may have
    if not comes_now and session.state().get(ASKED) != key:
        _MISSING.set(_Missing(key, pause_ms))
        return None
    if addition is None or before != key:
        addition = turns.Addition(make)
        added[name] = key, addition
    if not addition.ask(WAIT_S):
        _MISSING.set(_Missing(key, AGAIN_MS if turns.is_free() else BUSY_MS))
        return None
    added.pop(name, None)
    result = addition.result()
    keys_shown[name] = key
    return result


def follow_up() -> bool:
    """Call at the end of a part of the page: where something is missing, which it tells, the part is drawn again with
    it.
    """
    missing = _MISSING.get()
    _MISSING.set(None)
    for name in (ASKED, WAITED):
        session.state().pop(name, None)
    if missing is None:
        address.wait_for_nothing()
        return False
    session.state()[WAITED] = missing.key
    session.state()[TURN] = turn = session.state().get(TURN, 0) + 1

    def painted() -> None:
        session.state()[ASKED] = missing.key  # and nothing else, should the visitor have moved on

    address.when_painted(address.Then(f"{turn}", missing.pause_ms, painted))
    return True
