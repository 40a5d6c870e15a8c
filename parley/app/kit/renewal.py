"""Tables put in place while the app runs: taken up at the next page, and no page is of two catalogues.

A page that was being drawn while tables were replaced is drawn again. A figure that is drawn again by itself asks for
its whole page where the tables are others than the page's.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from parley.app.kit import address, checksums, session
from parley.tables import catalogue, lock, parameters, schema
from parley.tables import read as tables
from parley.tables.catalogue import Version
from parley.tables.files import NotWrittenError

LONGEST_WAIT_S, PAUSE_S = 5.0, 0.02
DRAWN = "tables_of_the_page"  # of the session: the catalogue its page was drawn from
LOG = logging.getLogger("parley")
_guard = threading.Lock()
_taken: list[Version] = []  # the catalogue whose tables this process holds
_left: list[int] = []  # when the replacement began that nobody waits for any more


def take_up() -> Version:
    """Have the run that begins read the tables as they are now; the catalogue it reads."""
    now = hold_newest()
    session.state()[DRAWN] = now
    return now


def hold_newest() -> Version:
    """Have this process read the tables as they are now, for a page or for another answer; the catalogue it reads.

    While files are being replaced it waits: renaming them takes milliseconds.
    """
    _wait_for_whole_tables()
    now = catalogue.version()
    with _guard:
        if _taken and _taken[-1] != now:
            LOG.info("Other tables are in place; they are taken up")
            forget()
            checksums.compare_again()
        _taken[:] = [now]
    return now


def _wait_for_whole_tables() -> None:
    """Wait while files are being renamed, and finish what a process that was killed then had left.

    Where this process may not write, the tables stay half replaced until a command that may has run.
    """
    ends = time.monotonic() + LONGEST_WAIT_S
    while (journal := tables.replaced_since()) and journal not in _left:
        try:
            lock.finish_replacement(wait_s=0)
        except lock.BuildHeldError:  # being renamed by another process, or finished by another session
            if time.monotonic() <= ends:
                time.sleep(PAUSE_S)
                continue
            fault = "another process holds them"
        except NotWrittenError as error:
            fault = str(error)
        else:
            continue
        LOG.warning("Tables are half replaced (%s). Any command of parley that may write there finishes it.", fault)
        _left[:] = [journal]
        return


def forget() -> None:
    """Drop all that was read from the tables or worked out from them."""
    tables.forget()
    tables.forget_catalogue()
    schema.load_schema.cache_clear()
    parameters.forget()
    checksums.forget_results()


def draw_again_unless(taken: Version) -> None:
    """Draw the page again where tables were replaced while it was drawn.

    What it read or worked out of those before may have been kept after others had dropped theirs, so it is dropped now.
    """
    if catalogue.version() != taken:
        with _guard:
            forget()
        st.rerun()


@contextmanager
def of_one_catalogue() -> Iterator[None]:
    """A part inside, drawn by itself, draws the whole page if the tables are no longer those of the page, as it begins
    or as it ends.

    A page drawn whole looks at its end, and a part inside another was looked at with that.
    """
    if address.is_whole() or address.is_inside():
        yield
        return
    now = catalogue.version()
    if session.state().get(DRAWN, now) != now:
        st.rerun()
    yield
    draw_again_unless(now)
