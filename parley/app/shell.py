"""Start-up of the app: page settings, navigation, and the masthead with search and as-of date."""

import base64
import functools
import logging
import os

import streamlit as st
from threadpoolctl import threadpool_limits

from parley.app import finder, navigation
from parley.app.kit import (
    address,
    blocks,
    checksums,
    controls,
    counters,
    error_sentences,
    memory,
    renewal,
    scripts,
    settings,
    written,
)
from parley.search.pages import PAGES
from parley.tables.place import ASSETS

LOG = logging.getLogger("parley")


def join_dashboard() -> None:
    """First line of every page: where the page runs alone, draw the frame around it first, which runs it again inside.

    Until some session has called ``st.navigation``, Streamlit runs a file of ``pages/`` that is opened by its own
    address without ``dashboard.py``.
    """
    if not address.is_whole():
        run()
        st.stop()


@functools.cache
def one_blas_thread() -> threadpool_limits:
    """Keep the algebra of this process on one thread: on a busy machine two turn 25 ms into 165.

    A library that is loaded later, such as scipy's with the first model, reads the variable.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    return threadpool_limits(limits=1, user_api="blas")


@functools.cache
def lean_process() -> bool:
    """Keep the memory of this process together; whether the C library took it. The log says where it did not."""
    if settings.is_left_out("arenas"):
        return False
    is_taken = memory.few_arenas()
    if not is_taken:
        LOG.warning("The C library of this machine keeps freed memory: this process will grow larger")
    return is_taken


@functools.cache
def look() -> tuple[str, str, str]:
    """Icon as an address, logo and style sheet, read once per process; Streamlit reads a file at every run."""
    icon = base64.b64encode((ASSETS / "icon.png").read_bytes()).decode()
    logo = (ASSETS / "logo.svg").read_text("utf-8")
    return f"data:image/png;base64,{icon}", logo, scripts.style()


def run() -> None:
    """Draw the frame around every page (title, navigation, as-of date) and run the page asked for."""
    one_blas_thread()
    lean_process()
    memory.collect_between_runs()
    checksums.compare_once()
    taken = renewal.take_up()
    icon, logo, style = look()
    # before the navigation, for whose icon the browser would ask another machine
    st.set_page_config(page_icon=icon, layout="wide")
    written.write(style)
    st.logo(logo, size="large")
    page = st.navigation(navigation.navigation(), position="top")
    title = PAGES.get(page.url_path, page.title)
    blocks.tab(title)
    with counters.timed(page.url_path, "page"):
        masthead = st.container(key="masthead")
        search = masthead.container()  # before the date, which it must know
        with masthead, error_sentences.guarded("As-of date"):
            controls.draw_as_of(page.url_path)
        address.open_page(page.url_path)
        with search, error_sentences.guarded("Find"):
            finder.draw()
        blocks.catalogue_fault()
        with address.part(()), error_sentences.guarded(title, title=title):
            said = address.refused()
            page.run()
            if address.refused() != said:
                st.rerun()  # it is said above what has been drawn
    renewal.draw_again_unless(taken)
