"""One figure of a page alone, for a frame in another site: its frame, and the page ``/card`` that shows it.

That page, and a story's, runs the other page, whose cards but one are not drawn (``is_wanted``); a style hides what
else stands there.
"""

import html
import json
import math
import re
import runpy
from urllib.parse import urlencode

from parley import words
from parley.app.kit import address, controls, html_text, session, written
from parley.search.pages import PAGES
from parley.tables.place import ROOT

# The page that shows one figure alone, and what its address says: the page the figure is of, and the figure's name.
CARD, OF_PAGE, FIGURE = "card", "card_page", "card_figure"
STORY = "story"  # the other page that shows figures alone, beside words of its own
HOME = "home"
SCRIPT = "/app/static/embed.js"  # sizes the frames of another site's page
OEMBED, OEMBED_MIME = "/oembed", "application/json+oembed"
# In the session: the page and the name of the figure that is shown alone, and whether that page has drawn it.
WANTED, DRAWN = "card_wanted", "card_drawn"
FOLDER = ROOT / "pages"
NAME = re.compile(r"[a-z0-9_]+")
SAY = words.beside(__file__)
ROOM_FOR_WORDS_PX = 260
EVENTS_IN_A_ROW, ROW_OF_KEY_PX = 2, 48  # of the key, on a frame of middling width
ONLY = '[data-figure="{name}"], .stDataFrame, .parley-whole'
STYLE = """<style>
.st-key-masthead, [data-testid="stHeader"], .parley-choices, .parley-foot button, .parley-panel {{ display: none; }}
.stMainBlockContainer {{ padding: 0.5rem; }}
.stMain :is(.stVerticalBlock, .stHorizontalBlock) > :not(:has({only})) {{ display: none; }}
.parley-sheet > :not([data-figure="{name}"]) {{ display: none; }}
</style>"""


def draw() -> None:
    """Draw the figure that the address names, of the page and in the state it names, and a link to that page."""
    page, name = ((address.opened_with(key) or ("",))[-1] for key in (OF_PAGE, FIGURE))
    if page not in PAGES or not NAME.fullmatch(name):
        written.write(html_text.heading(SAY("card.unknown"), 1))
        return
    written.write(STYLE.format(only=ONLY.format(name=name), name=name))
    said = "" if run(page, name) else f"{html.escape(SAY('card.missing'))} "
    chosen = urlencode(controls.with_date(address.parameters()), doseq=True)
    path = "." if page == HOME else page  # relative, so it holds wherever the app is served
    whole = html.escape(f"{path}?{chosen}" if chosen else path)
    link = f'<a href="{whole}" target="_blank">{html.escape(SAY("card.whole"))}</a>'
    written.write(f'<p class="parley-note parley-whole">{said}{link}</p>')


def run(page: str, name: str) -> bool:
    """Draw a page (the name of its file) with the figure of this name as its only one; whether it had that figure."""
    session.state()[WANTED], session.state()[DRAWN] = (page, name), False
    runpy.run_path(str(FOLDER / f"{page}.py"))
    return bool(session.state()[DRAWN])


def is_alone() -> bool:
    """Whether the page of one figure is drawn."""
    return address.page() == CARD


def is_wanted(name: str) -> bool:
    """Whether the figure of this name is to be drawn: where one figure is shown alone, that one."""
    if address.page() not in (CARD, STORY):
        return True
    is_asked = bool(name == session.state()[WANTED][1])
    session.state()[DRAWN] = is_asked or bool(session.state()[DRAWN])
    return is_asked


def page() -> str:
    """The page of the figures that are drawn, by the name of its file."""
    return str(session.state()[WANTED][0]) if address.page() in (CARD, STORY) else address.page() or HOME


def frame(name: str, finding: str, events: int, figure: str) -> str:
    """The HTML that shows a figure alone in another site's page.

    ``events``: how many its chart numbers; ``figure``: the chart as Plotly JSON.
    """
    rows_of_key = math.ceil(events / EVENTS_IN_A_ROW)
    height = json.loads(figure)["layout"].get("height", 450) + ROOM_FOR_WORDS_PX + rows_of_key * ROW_OF_KEY_PX
    source, title = html.escape(card_address(name)), html.escape(_title(finding))
    look = f'width="100%" height="{height}" style="border: 0" loading="lazy"'
    return f'<iframe data-parley src="{source}" title="{title}" {look}></iframe>{sizing(address.beside(SCRIPT))}'


def sizing(script: str) -> str:
    """The element that has a page of another site size its frames; ``script``: where ``embed.js`` lies."""
    return f'<script src="{html.escape(script)}" async></script>'


def discovery(base: str, figure: str) -> str:
    """The element of a head by which another site asks for the frame of a figure (https://oembed.com).

    ``base``: where the app lies, ``figure``: the path that shows the figure alone, with its query.
    """
    to = f"{base}{OEMBED}?{urlencode({'url': base + figure, 'format': 'json'})}"
    return f'<link rel="alternate" type="{OEMBED_MIME}" href="{html.escape(to)}">'


def _title(finding: str) -> str:
    """How a frame is named in another site: by the finding of an earlier day, which stays; at the latest state,
    whose figure goes on with the tables, by its page.
    """
    if not controls.is_latest():
        return finding
    return SAY("card.frame", page=PAGES.get(page(), PAGES[HOME]))


def card_address(name: str) -> str:
    """Where a figure of the page drawn now is shown alone, with the page's choices; empty where no browser asks."""
    alone = address.beside(f"/{CARD}")
    figure = {OF_PAGE: page(), FIGURE: name}
    chosen = {**figure, **controls.with_date(address.parameters()), "embed": "true"}
    return f"{alone}?{urlencode(chosen, doseq=True)}" if alone else ""
