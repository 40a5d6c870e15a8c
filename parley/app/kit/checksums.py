"""The files of the tables compared with the catalogue, once after a start, while pages are drawn."""

import logging
import sys
import threading

import streamlit as st

from parley import tables
from parley.integrity import changed_tables
from parley.schema import table_names
from parley.tables import CatalogueError

LOG = logging.getLogger("parley")
RESULTS = ("parley.calibration", "parley.results")
_begun = threading.Lock()
_found: list[tuple[str, ...]] = []  # what the last comparison found, once one has ended


def compare_once() -> None:
    """Begin the comparison where this process has not begun it yet; no one waits for it."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=compare, name="checksums", daemon=True).start()


def compare_again() -> None:
    """Compare in the background once more, after files were replaced."""
    _found.clear()
    _begun.acquire(blocking=False)
    threading.Thread(target=compare, name="checksums", daemon=True).start()


def compare() -> None:
    """Refuse every table whose file is not the one in the catalogue, and drop what was worked out from it."""
    try:
        faults = changed_tables(table_names())
    except CatalogueError as fault:  # the sidebar says so too
        LOG.error("The tables cannot be compared with their checksums: %s", fault)
        _found[:] = [(str(fault),)]
        return
    for sentence in faults.values():
        LOG.error("%s", sentence)
    if faults:
        tables.refuse(faults)
        forget_results()
    _found[:] = [tuple(faults.values())]


def found() -> tuple[str, ...] | None:
    """What the comparison of this process found, a sentence each; None while it has not ended."""
    return _found[-1] if _found else None


def forget_results() -> None:
    """Drop what the pages and the models keep: it may follow from tables that are refused now."""
    st.cache_resource.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith(RESULTS):
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()
