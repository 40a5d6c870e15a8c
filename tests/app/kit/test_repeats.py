"""Of a part of a page that draws the elements of the run before, what differs is handed over and nothing is told."""

import pytest

from parley.app.kit import parcels
from tests.sessions import Session, give, leave, words


def part(*drawn: str) -> tuple[str, ...]:
    """A run of a part of the page from beginning to end: places and what they show."""
    return ("new_session", "running", *drawn, "part_finished", "not running")


TOLD, END = ["running", "not running"], "page_profile"


def after(
    handed_over: list[tuple[Session, str]],
    first: tuple[str, ...],
    second: tuple[str, ...],
    wait: float = parcels.LONGEST,
) -> list[str]:
    """What of the second run is handed over, ``wait`` seconds after the first."""
    session = Session()
    give(session, *first)
    session._event_loop.wait(wait)
    handed_over.clear()
    give(session, *second)
    return words(handed_over)


def test_of_a_part_drawn_again_only_what_differs_is_handed_over(handed_over: list[tuple[Session, str]]) -> None:
    first = part("box=1", "a=1", "b=1", "c=1")
    assert after(handed_over, first, part("box=1", "a=1", "b=2", "c=1")) == ["b=2", END]
    assert after(handed_over, first, first) == [END]


def test_it_is_handed_over_whole_where_the_run_before_may_not_have_left(
    handed_over: list[tuple[Session, str]],
) -> None:
    assert after(handed_over, part("a=1", "b=1"), part("a=1", "b=2"), wait=0) == ["a=1", "b=2", END]


def test_and_where_the_run_began_before_the_one_before_had_left(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *part("a=1", "b=1"), "new_session")
    session._event_loop.wait(parcels.LONGEST)  # the queue is empty now: the first may have been dropped from it
    handed_over.clear()
    give(session, "a=1", "b=2", "part_finished")
    assert words(handed_over) == ["a=1", "b=2", END]


def test_and_where_a_container_differs(handed_over: list[tuple[Session, str]]) -> None:
    told = after(handed_over, part("box=1", "a=1"), part("box=2", "a=1"))
    assert told == ["delta", "a=1", END]  # the container, and what stands in it


@pytest.mark.parametrize("drawn", [("a=1",), ("a=1", "b=1", "c=1"), ("a=1", "c=1"), ("b=1", "a=1")])
def test_a_run_that_draws_other_elements_is_told_of(
    handed_over: list[tuple[Session, str]], drawn: tuple[str, ...]
) -> None:
    told = after(handed_over, part("a=1", "b=1"), part(*drawn))
    assert told == ["new_session", *drawn, "part_finished", *TOLD]


@pytest.mark.parametrize(
    "between",
    [
        ("new_session", "a=1", "b=1", "script_finished"),  # the whole page
        ("new_session", "a=1", "b=1", "another"),
        ("new_session", "a=1"),  # cut short
        ("new_session", "a=1", "session_event"),
    ],
)
def test_so_is_a_run_after_one_that_was_no_part_or_not_whole(
    handed_over: list[tuple[Session, str]], between: tuple[str, ...]
) -> None:
    told = after(handed_over, (*part("a=1", "b=1"), *between), part("a=1", "b=1"))
    assert told[told.index("new_session") :][:4] == ["new_session", "a=1", "b=1", "part_finished"]


def test_a_slow_run_is_told_of_when_it_has_drawn(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *part("a=1"))
    session._event_loop.wait(parcels.LONGEST)
    handed_over.clear()
    give(session, "new_session")
    session._event_loop.wait(parcels.LONGEST)
    assert handed_over == []
    give(session, "a=2", "part_finished")
    assert words(handed_over) == ["a=2", END]
    give(session, "new_session", "a=3")
    session._event_loop.wait(parcels.LONGEST)
    assert words(handed_over[2:]) == ["new_session", "a=3"]
    give(session, "part_finished")
    assert handed_over[-1] == (session, "part_finished")


def test_a_part_that_asks_for_another_run_is_told_of_once(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session()
    give(session, *part("a=1", "b=1"))
    session._event_loop.wait(parcels.LONGEST)
    handed_over.clear()
    give(session, "new_session", "running", "a=2", "b=1")
    leave(monkeypatch, "one")
    assert words(handed_over) == ["a=2"]
    give(session, "another", "not running", *part("a=2", "b=2"))
    assert words(handed_over[1:]) == ["a=2", "b=2", END]  # the first may not have left
