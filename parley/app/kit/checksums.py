"""The files of the tables compared with the catalogue after a start and each ten minutes, while pages are drawn."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from parley.search import shipped
from parley.tables import read as tables
from parley.tables.catalogue import CatalogueError
from parley.tables.integrity import changed_tables
from parley.tables.schema import table_names

EACH_S = 600.0  # a file can change under its size and time
LOG = logging.getLogger("parley")
RESULTS = ("parley.calibration", "parley.results")
_begun = threading.Lock()
_found: list[tuple[str, ...]] = []  # what the last comparison found, once one has ended


def compare_once() -> None:
    """Begin the comparisons where this process has not begun them yet; no one waits for them."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=_compare_each, name="checksums", daemon=True).start()


def _compare_each() -> None:
    while True:
        compare()
        time.sleep(EACH_S)


def compare_again() -> None:
    """Compare in the background once more, after files were replaced."""
    _found.clear()
    threading.Thread(target=compare, name="checksums", daemon=True).start()


def compare() -> None:
    """Refuse every table whose file is not the one in the catalogue, and drop what was worked out from it.

    The index of the search is compared when it is next opened.
    """
    shipped.look_again()
    try:
        faults = changed_tables(table_names())
    except (CatalogueError, OSError) as fault:  # of a catalogue every page says so too
        LOG.error("The tables cannot be compared with their checksums: %s", fault)
        _found[:] = [(str(fault),)]
        return
    tables.refuse(faults)
    news = set(faults.values()) - set(last_faults() or ())
    for sentence in sorted(news):
        LOG.error("%s", sentence)
    if news:
        forget_results()
    _found[:] = [tuple(faults.values())]


def last_faults() -> tuple[str, ...] | None:
    """What the last comparison of this process found, a sentence each; None while the first has not ended."""
    return _found[-1] if _found else None


def forget_results() -> None:
    """Drop what the pages and the models keep: it may follow from tables that are refused now."""
    _forget(lambda kept: True)


def forget_states() -> None:
    """Drop what is kept for each day, scenario or choice; what is kept once stays, such as a model's base year."""
    _forget(lambda kept: (kept.cache_parameters()["maxsize"] or 0) > 1)


def _forget(is_dropped: Callable[[Any], bool]) -> None:
    st.cache_resource.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith(RESULTS):
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear") and is_dropped(kept):
                    kept.cache_clear()
