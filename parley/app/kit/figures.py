"""A figure of a page as a record, and the one function that draws it."""

import functools
import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, ParamSpec

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from parley import terms, words
from parley.app.kit import cache, card, controls, embed, html_text, session, sheet, takeaway, tips
from parley.app.kit.blocks import live, palette
from parley.app.kit.error_sentences import NothingToShowError, is_titled, titled
from parley.app.kit.shown_tables import in_words, table
from parley.app.kit.source_lines import footer, sources_of
from parley.charts.document import Choice, FigureDocument, Link
from parley.charts.figure import Caption
from parley.charts.text_traces import lettered
from parley.charts.theme import LIGHT, Palette

_SCENARIO: ContextVar[str] = ContextVar("scenario", default="")
P = ParamSpec("P")
View = Callable[[Palette], go.Figure]
SAY = words.beside(__file__)
PANEL = "panel"  # ends the name under which the session knows the open panel of a card


@dataclass(frozen=True)
class Figure:
    """A figure of a page.

    ``name``: of its files and of its parameter in the address. ``rows``: what is shown, as a table and to take away.
    ``views``: by name, what makes a chart of them; none where the rows stand as a table. ``captions``: by view, the
    words of views that ``caption`` is not about; it is about the others, the list and the table. ``short``: a short
    list of them, whose cells may hold Markdown, in place of a chart. ``remark`` and ``note`` stand under the chart;
    ``cited``, works that are no source record, in words and addresses, among the sources; ``events`` says what the
    numbers on the chart mean. ``state``: the as-of date and every choice the chart depends on; a finished chart is kept
    under it, and made anew each time where it is None.
    """

    name: str
    caption: Caption
    rows: pd.DataFrame
    views: Mapping[str, View] = field(default_factory=dict)
    captions: Mapping[str, Caption] = field(default_factory=dict)
    short: pd.DataFrame | None = None
    note: str = ""
    cited: tuple[Link, ...] = ()
    remark: str = ""
    events: pd.DataFrame | None = None
    state: tuple[Hashable, ...] | None = None

    def in_view(self, view: str) -> "Figure":
        """The same figure with the words of one of its views as its caption."""
        return replace(self, caption=self.captions.get(view, self.caption))


@dataclass(frozen=True)
class Drawn:
    """A figure as a page drew it for no browser: in the view chosen, with its choices and the scenario it answers."""

    figure: Figure
    view: str
    choices: tuple[Choice, ...]
    scenario: str

    def document(self) -> FigureDocument:
        """The document of the figure in its view, in the light theme; in the first one where the table was chosen."""
        with answering(self.scenario):
            return _document(self.figure, self.view, self.choices)

    def chart(self, palette: Palette) -> str:
        """Its chart in the colours of a theme, as Plotly JSON; empty where its rows stand as a list or a table."""
        return _chart(self.figure.views[self.view], palette) if self.view in self.figure.views else ""


Content = Figure | Callable[[], object]


def kept_figure(make: Callable[P, Figure]) -> Callable[P, Figure]:
    """Decorator: ``cache.kept`` for a function that makes a figure; its arguments are the figure's ``state`` too."""

    @cache.kept
    @functools.wraps(make)
    def figure(*args: P.args, **named: P.kwargs) -> Figure:
        return replace(make(*args, **named), state=(*args, *named.values()))

    return figure


def subject(as_of: date, parts: Mapping[str, Callable[[date], Content | Sequence[Content]]]) -> Callable[[], None]:
    """What draws a subject of a page: by its title a ``block`` for each of ``parts``, which is made for the day."""

    def draw() -> None:
        for title, make in parts.items():
            block(title, functools.partial(make, as_of))

    return draw


@contextmanager
def answering(scenario: str) -> Iterator[None]:
    """What is drawn inside answers a scenario, which its pictures say; ``scenario``: in words, with its day."""
    token = _SCENARIO.set(scenario)
    try:
        yield
    finally:
        _SCENARIO.reset(token)


def block(title: str, make: Callable[[], Content | Sequence[Content]], page_title: str = "") -> None:
    """Draw a part of a page: the choices ``make`` asks for, and what it gives.

    ``make`` gives a figure, a function that draws something else under the choices, or several of these in their order.
    A fault becomes a sentence in their place, headed by ``title``; the choices stay. ``page_title`` stands in for the
    page's heading where ``make`` writes it and fails before.
    """
    scenario = _SCENARIO.get()  # a press draws this part again without what is around it

    @live(title, page_title)
    def draw_part() -> None:
        with answering(scenario), card.collected() as choices:
            try:
                contents = make()
                first, *others = contents if isinstance(contents, Sequence) else (contents,)
                if isinstance(first, Figure):
                    _draw(first, choices, title, 0)
            except Exception:
                card.draw_choices(title, choices)
                raise
            if not isinstance(first, Figure):
                card.draw_choices(title, choices)
                first()
            for number, content in enumerate(others, start=1):
                with card.collected() as more_choices:
                    _draw(content, more_choices, title, number) if isinstance(content, Figure) else content()


def _draw(figure: Figure, choices: card.Collected, title: str, number: int) -> None:
    if not embed.is_wanted(figure.name):
        choices.is_drawn = True
        return
    if not len(figure.rows):
        raise NothingToShowError("No rows for this choice. Widen the choice or set a later as-of date.")
    views = [*figure.views, *([] if figure.short is None else ["List"]), "Table"]
    view = controls.view(views, figure.name) if len(views) > 1 else "Table"
    figure = figure.in_view(view)
    if _is_noted(figure, view, choices):
        return
    key = card.key_of(title, number)
    readers = choices.readers | {f"{figure.name}_{PANEL}": _panel}
    document = _document(figure, view, tuple(choices.choices))
    choices.is_drawn = True
    level: Literal[1, 2] = 2 if is_titled() else 1
    titled()
    other = views[0] if view == "Table" else "Table"
    if view != "Table":
        listed = None if view in figure.views else figure.short
        sent = _sent(figure, document, "whole", key, listed, _list(listed))
        card.draw(key, replace(sent, level=level, other=other), readers)
        return
    card.draw(key, card.Sent(document, "head", terms=_terms(document, "head"), level=level), readers)
    table(figure.rows, f"{figure.caption.finding}: all rows")
    foot = f"{key}-foot"
    sent = _sent(figure, document, "foot", foot)
    card.draw(foot, replace(sent, other=other if other != view else ""), readers)


def _is_noted(figure: Figure, view: str, choices: card.Collected) -> bool:
    """Whether no browser asks; the figure is kept then for who does."""
    page = session.aside()
    if page is None:
        return False
    choices.is_drawn = True
    titled()
    page.figures.append(Drawn(figure, view, tuple(choices.choices), _SCENARIO.get()))
    return True


def _panel(values: Sequence[str]) -> str:
    """The panel under the last line of a card that is open: of those there are, the one named, or none."""
    return next((value for value in values if value in takeaway.PANELS), "")


def attach(figure: Figure, said: str, choices: card.Collected, view: str = "") -> None:
    """Draw a figure below words in HTML that say its finding: its choices, the chart of a view or none, its source,
    what is taken away.
    """
    if not embed.is_wanted(figure.name) or _is_noted(figure, view, choices):
        return
    key = card.key_of(figure.name)
    document = replace(_document(figure, view, tuple(choices.choices)), finding="", title=figure.caption.finding)
    if not document.figure:  # what is measured and marked is said of a chart alone
        document = replace(document, measure="", events=())
    sent = _sent(figure, document, "whole", key, body=said)
    card.draw(key, sent, choices.readers | {f"{figure.name}_{PANEL}": _panel})


def _sent(
    figure: Figure,
    document: FigureDocument,
    part: Literal["whole", "foot"],
    key: str,
    listed: pd.DataFrame | None = None,
    body: str = "",
) -> card.Sent:
    """What a card is sent; ``listed``: the short list in place of all rows; ``body``: see ``card.Sent``."""
    theme = str(st.context.theme.type or "light") if document.figure else ""
    caption, notes = figure.caption, ". ".join(text.strip(" .") for text in (figure.remark, figure.note) if text)
    events = len(document.events)
    content = takeaway.Takeaway(
        figure.name, caption.finding, figure.rows, listed, events, caption.measure, notes, figure.cited
    )
    opened = session.state().get(f"{figure.name}_{PANEL}", "")
    panel = takeaway.panel(content, opened, document.figure) if opened else None
    stem = content.file_name("x").removesuffix(".x")
    return card.Sent(document, part, theme, body, stem, panel, _file(content, key), terms=_terms(document, part))


def _terms(document: FigureDocument, part: str) -> list[tuple[str, str]]:
    """The terms of art to explain in this part of a card: those it is the first on the page to use."""
    head = (document.finding, document.measure) if part != "foot" else ()
    foot = (document.remark,) if part != "head" else ()
    return tips.first_met(*head, *foot)


def _list(short: pd.DataFrame | None) -> str:
    """A short list as HTML, written once for as long as its rows are kept; empty where there is none."""
    return "" if short is None else cache.of_rows("list", short, lambda: html_text.table(short))


def _document(figure: Figure, view: str, choices: tuple[Any, ...]) -> FigureDocument:
    chart = _finished(figure, view) if view in figure.views else ""
    return replace(
        _told(figure, chart),
        choices=choices,
        takes=("csv", "image"),
        known=SAY("known", day=terms.day(controls.as_of())) if chart else "",
        scenario=_SCENARIO.get(),
    )


def printed(figure: Figure) -> FigureDocument:
    """The document of a figure in its first view as a report prints it: in the light theme, nothing to press."""
    return _told(figure, _chart(next(iter(figure.views.values())), LIGHT))


def _told(figure: Figure, chart: str) -> FigureDocument:
    """What is told of a figure wherever it stands; ``chart``: as Plotly JSON, empty where rows stand in its place."""
    source = (*sources_of(figure.rows).parts, *figure.cited)
    return FigureDocument(
        figure.name,
        figure.caption.finding,
        figure.caption.measure,
        chart,
        (figure.caption.alt or in_words(figure.rows)) if chart else "",
        remark=" ".join(_ended(words) for words in (figure.remark, figure.note) if words),
        events=event_links(figure.events),
        source=source,
        brief=source if embed.is_alone() else footer(figure.rows, controls.as_of()),
        rows=len(figure.rows),
    )


def _ended(words: str) -> str:
    return words if words.endswith((".", "?", "!", "”")) else f"{words}."


def in_motion(name: str, finding: str, views: Mapping[str, View]) -> dict[str, Any] | None:
    """What of the figure of this name follows a slider while it is moved: a finding, and the chart of the view it is
    shown in now, without the whiskers of its ranges; None where its rows stand as a table.

    Numbers have seven digits, which is finer than a screen shows.
    """
    view = controls.current(f"{name}_view", [*views, "Table"])
    if view not in views:
        return None
    chart = json.loads(_chart(views[view], palette()), parse_float=lambda digits: float(f"{float(digits):.7g}"))
    for trace in chart["data"]:
        trace.pop("error_x", None)
        trace.pop("error_y", None)
    return {"finding": finding, "figure": chart}


def event_links(events: pd.DataFrame | None) -> tuple[tuple[Link, ...], ...]:
    """The numbered events of a chart as words, each with its date and a link to its legal text where there is one."""
    if events is None or events.empty:
        return ()
    return cache.of_rows("event links", events, lambda: tuple(map(_event, events.to_dict("records"))))


def _event(row: dict[Any, Any]) -> tuple[Link, ...]:
    address = row["source_url"] if isinstance(row["source_url"], str) else ""
    return (f"{terms.day(row['date'])}: ", ""), (row["title"], address)


def _finished(figure: Figure, view: str) -> str:
    """The chart in the visitor's palette as Plotly JSON, its lettering as marks."""
    colours = palette()

    def make() -> str:
        return _chart(figure.views[view], colours)

    if figure.state is None:
        return make()
    return cache.derived(f"figure {figure.name}", (view, colours.background, colours.us, *figure.state), make)


def _chart(view: View, colours: Palette) -> str:
    return str(to_json_plotly(lettered(view(colours), colours)))


def _file(content: takeaway.Takeaway, key: str) -> dict[str, Any] | None:
    """The file the visitor asks this card for."""
    wish = sheet.wish(key)
    file = takeaway.content(content, wish[0]) if wish else None
    return card.file(*file, wish[1]) if wish and file else None
