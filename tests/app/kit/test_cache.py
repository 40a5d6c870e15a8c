"""What visitors share is made once, kept within bounds, and forgotten with the rows it was made from."""

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pandas as pd
import pytest
import streamlit as st

from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def test_a_thing_is_made_once_for_its_name_and_state_and_again_after_streamlits_caches_were_cleared() -> None:
    made: list[str] = []

    def make() -> int:
        made.append("once")
        return len(made)

    assert [cache.derived("a", (1,), make), cache.derived("a", (1,), make)] == [1, 1]
    assert cache.derived("a", (2,), make) == 2
    assert cache.derived("b", (1,), make) == 3
    st.cache_resource.clear()
    assert cache.derived("a", (1,), make) == 4


def test_a_fault_is_raised_and_not_kept() -> None:
    with pytest.raises(ZeroDivisionError):
        cache.derived("a", (), lambda: 1 // 0)
    assert cache.derived("a", (), lambda: 5) == 5


def test_that_there_is_nothing_to_show_is_kept_and_raised_anew() -> None:
    made: list[str] = []

    @cache.kept
    def of(iso3: str) -> int:
        made.append(iso3)
        raise NothingToShowError(f"Nothing of {iso3}.")

    raised = []
    for _ in range(2):
        with pytest.raises(NothingToShowError, match=r"^Nothing of LSO\.$") as fault:
            of("LSO")
        raised.append(fault.value)
    assert made == ["LSO"]
    assert raised[0] is not raised[1]  # one that was raised before holds what stood around it


def test_what_was_used_longest_ago_is_dropped_first() -> None:
    shelf = cache.Shelf(2)
    for key in ("a", "b", "a", "c"):
        shelf.get((key,), lambda key=key: key)  # type: ignore[misc]
    assert shelf.get(("a",), lambda: "again") == "a"
    assert shelf.get(("b",), lambda: "again") == "again"


def test_what_is_kept_is_bounded_by_its_size_and_the_newest_stays_however_large() -> None:
    shelf = cache.Shelf(10, len)
    for text in ("a" * 4, "b" * 4, "c" * 4):
        shelf.get((text[0],), lambda text=text: text)  # type: ignore[misc]
    assert [shelf.holds((name,)) for name in "abc"] == [False, True, True]
    shelf.get(("d",), lambda: "d" * 20)
    assert [shelf.holds((name,)) for name in "bcd"] == [False, False, True]


def test_visitors_who_ask_at_once_have_it_made_once() -> None:
    shelf, start = cache.Shelf(4), Barrier(8, timeout=60)
    made: list[int] = []
    got: list[object] = []

    def make() -> list[int]:
        made.append(1)
        return made

    def ask() -> None:
        start.wait()
        got.append(shelf.get(("a",), make))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 1
    assert all(one is made for one in got)


def test_words_of_rows_live_as_long_as_the_rows() -> None:
    rows, other = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1]})
    assert cache.of_rows("words", rows, lambda: "first") == "first"
    assert cache.of_rows("words", rows, lambda: "second") == "first"
    assert cache.of_rows("words", other, lambda: "other") == "other"
    assert len(cache._shelves().of_rows) == 2
    del rows
    gc.collect()
    assert len(cache._shelves().of_rows) == 1
