"""A page drawn for no browser: its figures and choices at an address, in the process that asks.

The page's own file is run with a dictionary in place of the session (``kit.session.Aside``), so that its rows, words
and choices are those of the page, kept where the page keeps them. Nothing is sent; a chart is made for who asks for it.
"""

import functools
import logging
import runpy
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from parley.app.kit import address, controls, session
from parley.app.kit.figures import Drawn
from parley.app.serving.logs import loggers_of
from parley.app.what_if import later
from parley.charts.document import Choice
from parley.search.pages import PAGES
from parley.tables.place import ROOT

HOME = "home"
LONGEST_S = 60.0  # for which a page adds to its answer what takes longer
Query = Mapping[str, str | Sequence[str]]


class StillWorkingError(Exception):
    """What a page shows is not worked out yet; asked for again later it may be."""


@dataclass(frozen=True)
class Page:
    """What a page shows at an address.

    ``figures``: in their order; ``choices``: those of the whole page, such as its subjects; ``parameters``: what its
    address is, but for the date; ``refused``: values of the address that no choice has, by parameter; ``strays``:
    parameters that no choice has; ``reasons``: why parts of it show nothing.
    """

    figures: tuple[Drawn, ...]
    choices: tuple[Choice, ...]
    parameters: Mapping[str, Sequence[str]]
    refused: Mapping[str, str]
    strays: tuple[str, ...]
    reasons: tuple[str, ...]


def page(name: str, query: Query, as_of: date) -> Page:
    """A page (the name of its file) as an address opens it on a day.

    Raises KeyError where there is no such page, StillWorkingError where its answer takes too long, and
    ``address.LedOnError`` where a former address leads elsewhere.
    """
    if name not in PAGES:
        raise KeyError(name)
    _quiet()
    path = "" if name == HOME else name
    opened_with = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in query.items()}
    aside = session.Aside({address.KEY: address.Address(page=path, asked=opened_with), controls.AS_OF: as_of})
    with session.drawn_aside(aside):
        ends = time.monotonic() + LONGEST_S
        while True:
            _run(name, path)
            if later.WAITED not in aside.state:
                break
            if time.monotonic() > ends:
                raise StillWorkingError(f"The page {name} is still being worked out.")
            aside.state[later.ASKED] = aside.state[later.WAITED]
            aside.figures.clear()
            aside.choices.clear()
            aside.reasons.clear()
        return Page(
            tuple(aside.figures),
            tuple(aside.choices),
            address.parameters(),
            address.refused_by_name(),
            address.left_over(),
            tuple(dict.fromkeys(aside.reasons)),
        )


def _run(name: str, path: str) -> None:
    address.open_page(path)
    with address.part(()):
        runpy.run_path(str(ROOT / "pages" / f"{name}.py"))


@functools.cache
def _quiet() -> None:
    """Streamlit warns of each element that is drawn where no browser asks, which here is meant; errors are logged."""
    for logger in loggers_of("streamlit"):
        logger.addFilter(lambda event: event.levelno > logging.WARNING or session.aside() is None)
