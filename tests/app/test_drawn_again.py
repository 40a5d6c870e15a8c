"""A page drawn again says what it said before: nothing is taken out of tables once more."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley.tables.place import ROOT
from tests.apps import at_address, choices

PANDAS = str(Path(pd.__file__).parent)
# To look how long a frame is takes two calls. To choose the rows of a day takes some two thousand, and 5 ms of a press.
MOST_CALLS, MOST_OF_A_SUBJECT = 200, 1_200
# Sources sends Streamlit's own tables, and each answer of the world's models is rows of its own.
APART = {"sources", "what_if_world"}
PAGES = sorted({file.stem for file in (ROOT / "pages").glob("*.py")} - APART)
WITH_SUBJECTS = ("chips", "outlook", "rare_earths", "tariffs", "trade")


@contextmanager
def counted(calls: Counter[str]) -> Iterator[None]:
    """The calls of pandas' functions by name, in threads that begin in here too."""

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PANDAS):
            calls[frame.f_code.co_qualname] += 1

    threading.setprofile(count)
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def drawn_again(app: AppTest) -> Counter[str]:
    """The calls of pandas' functions while a page is drawn a third time."""
    app.run()
    calls: Counter[str] = Counter()
    with counted(calls):
        app.run()
    return calls


@pytest.mark.parametrize("page", PAGES)
def test_a_page_drawn_again_takes_nothing_out_of_tables(page: str) -> None:
    calls = drawn_again(at_address(page, {}))
    assert calls.total() <= MOST_CALLS, calls.most_common(8)


@pytest.mark.parametrize("page", WITH_SUBJECTS)
def test_no_more_does_any_subject_of_a_page(page: str) -> None:
    ((name, told),) = [(n, t) for n, t in choices(at_address(page, {})).items() if n.endswith("_section")]
    assert len(told["options"]) > 3
    counts = {option: drawn_again(at_address(page, {name: option})).total() for option in told["options"]}
    assert max(counts.values()) <= MOST_OF_A_SUBJECT, counts


def test_rows_chosen_anew_are_counted() -> None:
    calls: Counter[str] = Counter()
    rows = pd.DataFrame({"code": ["A", "B"] * 9, "rate_pct": 1.0})
    with counted(calls):
        for code in ("A", "B"):
            rows[rows["code"] == code]["rate_pct"].sum()
    assert calls.total() > MOST_CALLS
