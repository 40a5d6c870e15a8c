"""The pages of the app: their files and titles, the groups of the menu, and links to them."""

from collections.abc import Mapping
from copy import copy
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from parley.app.kit import address, controls, embed, html_text
from parley.search.pages import MENU, PAGES

HOME = "pages/home.py"
STORY = "pages/story.py"
FILES = {f"pages/{stem}.py": title for stem, title in PAGES.items()}

FORMER = {"back_test": "pages/backtest.py"}  # addresses that pages once had


@st.cache_resource(show_spinner=False)
def _pages() -> dict[str, st.Page]:
    """The pages by file, made once per process: to look a file up takes a tenth of a millisecond each time.

    Those hidden stand in no menu: Home under its file's name, the addresses that pages once had, one figure alone, and
    the stories.
    """
    named = {f"pages/{stem}.py": name for group in MENU.values() for stem, name in group.items()}
    pages = {path: st.Page(path, title=name, icon="") for path, name in named.items() if path != HOME}
    home = st.Page(HOME, title=named[HOME], icon="", default=True, url_path="where_it_stands")
    by_file = st.Page(HOME, title=named[HOME], icon="", url_path=Path(HOME).stem, visibility="hidden")
    former = {
        name: st.Page(
            partial(address.lead_on, Path(path).stem, {}), title=FILES[path], url_path=name, visibility="hidden"
        )
        for name, path in FORMER.items()
    }
    card = st.Page(embed.draw, title="One figure", url_path=embed.CARD, visibility="hidden")
    story = st.Page(STORY, title="Story", icon="", visibility="hidden")
    return {HOME: home, **pages, by_file.url_path: by_file, **former, embed.CARD: card, STORY: story}


def navigation() -> dict[str, list[st.Page]]:
    """The pages for this run's ``st.navigation``, which marks the one it opens, by the groups of the menu."""
    pages = {name: copy(page) for name, page in _pages().items()}
    groups = {name: [pages.pop(f"pages/{stem}.py") for stem in group] for name, group in MENU.items()}
    return {"": list(pages.values()), **groups}


def menu() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The menu as a script draws it: by group the file, address and name of each page."""
    return [
        (name, [(stem, f"/{_url_path(f'pages/{stem}.py')}", page) for stem, page in group.items()])
        for name, group in MENU.items()
    ]


def page_of(path: str) -> st.Page:
    """The page of a file."""
    return _pages()[path]


def _url_path(path: str) -> str:
    """The address of a page of its own: the name of its file; the first one has none."""
    return "" if path == HOME else Path(path).stem


def link(path: str, label: str, query: Mapping[str, str]) -> str:
    """A link to a page by its file as HTML, opened in the state of ``query`` under the as-of date of this page."""
    choices = urlencode(controls.with_date(query))
    return html_text.way(label, f"./{_url_path(path)}" + (f"?{choices}" if choices else ""))
