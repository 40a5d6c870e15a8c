"""The page that shows one figure of another page alone, for a frame in another site: ``/card``.

It runs the other page, whose cards but one are not drawn (``taken.is_wanted``); a style hides what else stands there.
"""

import html
import re
import runpy
from urllib.parse import urlencode

import streamlit as st

from parley import words
from parley.app.kit import address, controls, html_text, taken, written
from parley.home import ROOT
from parley.search.pages import PAGES

FOLDER = ROOT / "pages"
NAME = re.compile(r"[a-z0-9_]+")
SAY = words.beside(__file__)
ONLY = '[data-figure="{name}"], .stDataFrame, .parley-whole'
STYLE = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"], .parley-choices, .parley-foot {{ display: none; }}
.stMainBlockContainer {{ padding: 0.5rem; }}
.stMain :is(.stVerticalBlock, .stHorizontalBlock) > :not(:has({only})) {{ display: none; }}
.parley-sheet > :not([data-figure="{name}"]) {{ display: none; }}
</style>"""


def draw() -> None:
    """Draw the figure that the address names, of the page and in the state it names, and a link to that page."""
    page, name = ((address.asked(key) or ("",))[-1] for key in (taken.OF_PAGE, taken.FIGURE))
    if page not in PAGES or not NAME.fullmatch(name):
        written.write(html_text.heading(SAY("card.unknown"), 1))
        return
    written.write(STYLE.format(only=ONLY.format(name=name), name=name))
    st.session_state[taken.DRAWN] = False
    runpy.run_path(str(FOLDER / f"{page}.py"))
    said = "" if st.session_state[taken.DRAWN] else f"{html.escape(SAY('card.missing'))} "
    link = f'<a href="{html.escape(_whole(page))}" target="_blank">{html.escape(SAY("card.whole"))}</a>'
    written.write(f'<p class="parley-note parley-whole">{said}{link}</p>')


def _whole(page: str) -> str:
    """The address of the whole page with the choices drawn here; relative, so it holds wherever the app is served."""
    chosen = urlencode(controls.with_date(address.parameters()), doseq=True)
    path = "." if page == taken.HOME else page
    return f"{path}?{chosen}" if chosen else path
