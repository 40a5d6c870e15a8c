"""A figure of a page by its name: what the card shows, as a record that an address, a tool or a file can hand on.

``figure_places.toml`` lists every figure with what its page must be asked for to draw it.
"""

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from parley.app import drawn_aside
from parley.app.drawn_aside import HOME, Query
from parley.app.kit import citations, controls, renewal, shown_tables, source_lines
from parley.app.kit.address import LedOnError
from parley.app.kit.figures import Drawn
from parley.app.kit.takeaway import MODEL
from parley.app.serving.problems import ProblemError
from parley.charts.document import Choice, FigureDocument
from parley.tables.read import compiled_on, made_on


@dataclass(frozen=True)
class Place:
    """Where a figure stands: its page (the name of its file), its name, and what the page is asked for to draw it."""

    page: str
    name: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class FigureRecord:
    """A figure as its page draws it on a day.

    ``parameters``: the choices of its page, as the page's address has them. ``drawn``: what the page drew.
    """

    page: str
    name: str
    as_of: date
    parameters: Mapping[str, Sequence[str]]
    drawn: Drawn

    @property
    def finding(self) -> str:
        """The sentence over the chart."""
        return self.drawn.figure.caption.finding

    @property
    def measure(self) -> str:
        """What is measured, in which unit."""
        return self.drawn.figure.caption.measure

    @property
    def notes(self) -> str:
        """What the figure must be read with; empty where nothing is to be said."""
        notes = (self.drawn.figure.remark, self.drawn.figure.note)
        return " ".join(text if text.endswith(".") else f"{text}." for text in notes if text)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of its card."""
        return tuple(choice for choice in self.drawn.choices if choice.kind not in ("note", "heading", "sheet"))

    @functools.cached_property
    def rows(self) -> pd.DataFrame:
        """Its rows under the names of the tables, units in the names, codes as they are; shared: never change them."""
        rows = self.drawn.figure.rows
        for name in rows.columns:
            if f"_{name}".endswith("_source_id"):
                rows = rows[~is_closed] if (is_closed := rows[name].isin(source_lines.closed())).any() else rows
        return rows

    @property
    def shown(self) -> pd.DataFrame:
        """Its rows as the card's table shows them, under a reader's heads, each number as exact as it is; after them
        codes, records, sources with licences, and the day.
        """
        register = source_lines.register()
        shown = shown_tables.headed(self.rows)
        ids = next((self.rows[name] for name in self.rows if f"_{name}".endswith("_source_id")), None)
        if ids is not None:
            named = {key: register[key] for key in ids.dropna().unique() if key in register}
            names = {key: source_lines.source_name(record) for key, record in named.items()}
            licences = {key: record["licence"] for key, record in named.items()}
            shown = shown.assign(Source=ids.map(names), Licence=ids.map(licences))
        return shown.assign(**{"As of": f"{self.as_of}"})

    @property
    def sources(self) -> list[dict[Any, Any]]:
        """The records of its sources, as in the table ``sources``."""
        return source_lines.sources_of(self.rows).records

    @property
    def is_modelled(self) -> bool:
        """Whether a model gave its figures."""
        return MODEL in self.rows

    @property
    def known_until(self) -> str:
        """The newest period of its rows in words; empty where no column tells it."""
        return source_lines.reach(self.rows, self.as_of)

    def document(self) -> FigureDocument:
        """What is drawn of it in a browser: chart, words, sources."""
        return self.drawn.document()

    def permalink(self, base: str) -> str:
        """Its page in this state on this day; ``base``: where the app lies, without a slash at the end."""
        path = "" if self.page == HOME else self.page
        query = urlencode({controls.AS_OF: self.as_of.isoformat(), **self.parameters}, doseq=True)
        return f"{base}/{path}?{query}"

    def citation(self, base: str) -> str:
        """References in the style of the American Psychological Association: Parley, then each source."""
        shown = citations.Shown(self.finding, self.as_of, made_on(), self.permalink(base), self.is_modelled)
        return citations.apa(shown, self.sources)


@functools.cache
def places() -> tuple[Place, ...]:
    """Every figure of every page, in the order of the pages."""
    listed = tomllib.loads(Path(__file__).with_name("figure_places.toml").read_text(encoding="utf-8"))
    return tuple(
        Place(page, name, dict(parse_qsl(query))) for page, names in listed.items() for name, query in names.items()
    )


def place(page: str, name: str) -> Place:
    """Where a figure stands. Raises ProblemError where there is none of this name on this page."""
    on_page = [place for place in places() if place.page == page]
    if not on_page:
        raise ProblemError(f"There is no page {page!r} with figures.", "page", 404)
    named = next((place for place in on_page if place.name == name), None)
    if named is None:
        names = ", ".join(place.name for place in on_page)
        raise ProblemError(f"The page {page} has no figure {name!r}; it has {names}.", "figure", 404)
    return named


def figure(page: str, name: str, choices: Query | None = None, as_of: date | None = None) -> FigureRecord:
    """A figure of a page in the state of ``choices`` (parameters of the page's address) as it was known on a day.

    Where that state does not draw it, as where they are none, the choices that ``places`` names for it are added.
    Raises ProblemError where there is no such figure or choice, or the page has nothing to show for it on the day,
    and ``drawn_aside.StillWorkingError`` where it takes too long.
    """
    where, chosen = place(page, name), dict(choices or {})
    fault = ProblemError("The page does not draw this figure in the state asked for.", "figure", 404)
    for query in (chosen, {**where.query, **chosen}) if chosen else (where.query,):  # first as an address of the page
        try:
            for record in figures(page, query, as_of):
                if record.name == name:
                    return record
        except ProblemError as wrong:
            fault = wrong
    raise fault


def figures(page: str, choices: Query | None = None, as_of: date | None = None) -> Iterator[FigureRecord]:
    """Every figure a page draws in a state on a day. Raises ProblemError as ``figure``; the reasons of the page are its
    words where it draws none.
    """
    renewal.hold_newest()
    day = compiled_on() if as_of is None else as_of
    if controls.day_of(f"{day}") is None:
        raise ProblemError(f"{day} is before the tables begin or after today.", controls.AS_OF)
    try:
        shown = drawn_aside.page(page, choices or {}, day)
    except KeyError:
        raise ProblemError(f"There is no page {page!r}.", "page", 404) from None
    except LedOnError as led:
        raise ProblemError(f"What is asked for stands at {led} now.", "figure", 404) from led
    for parameter, value in shown.refused.items():
        raise ProblemError(f"{parameter} has no option {value[:40]!r}.", parameter)
    for parameter in shown.strays:
        raise ProblemError(f"{parameter} is no choice of this figure in this state.", parameter)
    if not shown.figures and shown.reasons:
        raise ProblemError(shown.reasons[0], "figure", 404)
    return (FigureRecord(page, each.figure.name, day, shown.parameters, each) for each in shown.figures)
