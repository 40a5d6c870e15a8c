"""The pages of the app: their files, titles and icons, and links to them."""

import functools
from collections.abc import Mapping
from copy import copy
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from parley.app.kit import address, controls, embed, html_text
from parley.search.pages import MENU

HOME = "pages/home.py"
FILES = {f"pages/{stem}.py": shown for stem, shown in MENU.items()}

FORMER = {"back_test": "pages/backtest.py"}  # addresses that pages once had


@st.cache_resource(show_spinner=False)
def _pages() -> dict[str, st.Page]:
    """The pages by file, made once per process: to look a file up takes a tenth of a millisecond each time.

    Home stands under its file's name as well, outside the menu: Streamlit's own menu of ``pages/``, which the first
    visitor after a start sees for a moment, leads there.
    """
    pages = {path: st.Page(path, title=title, icon=icon) for path, (title, icon) in FILES.items() if path != HOME}
    title, icon = FILES[HOME]
    home = st.Page(HOME, title=title, icon=icon, default=True, url_path="where_it_stands")
    by_file = st.Page(HOME, title=title, icon=icon, url_path=Path(HOME).stem, visibility="hidden")
    former = {
        name: st.Page(
            partial(address.lead_on, Path(path).stem, {}), title=FILES[path][0], url_path=name, visibility="hidden"
        )
        for name, path in FORMER.items()
    }
    card = st.Page(embed.draw, title="One figure", url_path=embed.CARD, visibility="hidden")
    return {HOME: home, **pages, by_file.url_path: by_file, **former, embed.CARD: card}


def navigation() -> list[st.Page]:
    """The pages for this run's ``st.navigation``, which marks the one it opens.

    In no groups: what Streamlit draws for groups breaks a rule of accessibility (a list whose parts are no items).
    """
    return [copy(page) for page in _pages().values()]


def page_of(path: str) -> st.Page:
    """The page of a file."""
    return _pages()[path]


@functools.lru_cache(maxsize=len(FILES))
def _url_path(path: str) -> str:
    return page_of(path).url_path


def link(path: str, label: str, query: Mapping[str, str]) -> str:
    """A link to a page by its file as HTML, opened in the state of ``query`` under the as-of date of this page."""
    choices = urlencode(controls.with_date(query))
    return html_text.way(label, f"./{_url_path(path)}" + (f"?{choices}" if choices else ""))
