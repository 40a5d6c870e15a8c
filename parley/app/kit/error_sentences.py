"""What a visitor reads where a block cannot be shown: its fault as a sentence in its place, never a trace-back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pandas as pd
import streamlit as st

from parley.app.kit import address, counters, html_text, session, tips, written
from parley.calibration.product import CalibrationError
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.scenario import ScenarioError
from parley.tables.glossary import GlossaryError
from parley.tables.parameters import ParameterError
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

LOG = logging.getLogger("parley")
LOST = (TableError, SchemaError, ParameterError, GlossaryError)  # a file of the tables is missing or broken
ANSWER = ""
# What stands already, shared by the guarded blocks inside each other: sentences in the place of blocks, and under
# ``ANSWER`` the page's answer. None outside of them.
_STANDS: ContextVar[set[str] | None] = ContextVar("stands", default=None)


class NothingToShowError(Exception):
    """A block has no rows for the choice made; the message is the sentence to show."""


def some(rows: pd.DataFrame, sentence: str) -> pd.DataFrame:
    """Return the rows. Raises NothingToShowError with the sentence where there are none."""
    if rows.empty:
        raise NothingToShowError(sentence)
    return rows


@contextmanager
def guarded(block: str, title: str = "", head: Any = None) -> Iterator[None]:
    """Keep one failing block from blanking the page: its fault becomes a sentence in its place.

    ``title`` stands in for the page's answer where the block fails before it has told it (``titled``), in ``head`` if
    the page keeps a place for it. Blocks that have nothing to show for one reason say it once.
    """
    outer = _STANDS.get()
    token = _STANDS.set(set() if outer is None else outer)
    try:
        with tips.page():
            yield
    except (NothingToShowError, CalibrationError, ModelInputError, NotConvergedError, ScenarioError) as limit:
        stand_in(title, head)
        say_why(str(limit))
    except LOST as fault:
        lost(block, fault, title, head)
    except Exception:  # the border to the visitor: shown as a sentence, logged whole
        # Shown first: where the visitor has left the page, Streamlit ends the run here. The fault may then be that it
        # has let go of the page's state while the page was still drawn, and nobody sees it.
        stand_in(title, head)
        written.flush()
        _note(f"{block} cannot be shown just now.")
        st.warning(f"{block} cannot be shown just now. The fault was logged; the rest of the page works.")
        LOG.exception("%s failed", block, extra=_counted(block))
    finally:
        _STANDS.reset(token)


def say_why(sentence: str) -> None:
    """Say why something has nothing to show, once among the blocks inside each other."""
    stands = _STANDS.get()
    _note(sentence)
    if stands is None or sentence not in stands:
        written.write(html_text.hint(sentence))
    if stands is not None:
        stands.add(sentence)


def lost(block: str, fault: Exception, title: str = "", head: Any = None) -> None:
    """Log, count and say that a block lacks what it stands on; ``title`` and ``head`` as in ``guarded``."""
    LOG.error("%s: %s", block, fault, extra=_counted(block))
    stand_in(title, head)
    written.flush()
    _note(f"{block}: {fault}")
    st.warning(f"{block}: {fault}", icon=":material/error:")


def _note(sentence: str) -> None:
    """Keep a sentence where no browser shows it."""
    page = session.aside()
    if page is not None:
        page.reasons.append(sentence)


def _counted(block: str) -> dict[str, str]:
    """Count a fault; where it is, for the log."""
    page = address.page()
    counters.fault(page, block)
    return {"page": page or "home", "block": block}


def titled() -> None:
    """Note that the page's answer has been written, so that no title stands in for it."""
    stands = _STANDS.get()
    if stands is not None:
        stands.add(ANSWER)


def is_titled() -> bool:
    """Whether the page's answer has been written: what is headed next has a heading of the second level."""
    return ANSWER in (_STANDS.get() or ())


def stand_in(title: str, head: Any = None) -> None:
    """The title a page has even where the block that computes it fails, unless its answer stands."""
    if title and not is_titled():
        titled()
        if head is None:
            written.write(html_text.heading(title, 1))
        else:
            head.html(html_text.heading(title, 1))
