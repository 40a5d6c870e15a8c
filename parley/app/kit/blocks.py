"""The blocks a page is composed of: header, metrics, chart with table and downloads, cards, sentences for faults."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from parley import terms
from parley.app.kit import address, cache, card, chart_view, controls, export_menu, html_text
from parley.app.kit.error_sentences import NothingToShowError, guarded, titled
from parley.app.kit.html_text import Metric
from parley.app.kit.shown_tables import table
from parley.app.kit.source_lines import sources_of
from parley.charts import theme
from parley.charts.figure import Caption
from parley.charts.text_traces import lettered
from parley.charts.theme import PALETTES, Palette

_STALE = ContextVar("stale", default=False)


@contextmanager
def greyed(stale: bool) -> Iterator[None]:
    """Draw the figures inside in grey where ``stale``: they do not belong to the visitor's choice."""
    token = _STALE.set(stale)
    try:
        yield
    finally:
        _STALE.reset(token)


def palette() -> Palette:
    """The palette of the visitor's theme, grey inside ``greyed``."""
    own = PALETTES.get(str(st.context.theme.type), PALETTES["light"])
    return theme.greyed(own) if _STALE.get() else own


Body = Callable[[], None]


def part(block: str, title: str = "", head: Any = None) -> Callable[[Body], None]:
    """Decorator that draws a part of a page at once; its fault becomes a sentence (``guarded``)."""

    def draw(body: Body) -> None:
        with guarded(block, title, head):
            body()

    return draw


def live(block: str, title: str = "", key: str | None = None, head: Any = None) -> Callable[[Body], None]:
    """Decorator that draws a part of a page at once and, when one of its own controls moves, again without the rest.

    For parts with much around them that stays, such as the answer beside the sliders of a what-if page; a page with few
    elements is drawn whole as fast. With ``key`` a control elsewhere may ask for this part alone (``st.rerun``).
    ``title`` and ``head``: see ``guarded``.
    """

    def draw(body: Body) -> None:
        where = address.inner(block)

        def guarded_body() -> None:
            with address.part(where), guarded(block, title, head):
                body()

        st.fragment(guarded_body, key=key)()

    return draw


def sections(key: str, draws: Mapping[str, Body], opens: Mapping[str, str] | None = None) -> None:
    """The subjects of a page beyond its first blocks: a choice kept in the address bar, of which one is drawn.

    Only the chosen subject is computed and sent. The first is the default; an address that names no subject but a
    parameter in ``opens`` (parameter: subject) asks for that subject.
    """
    meant = next((subject for parameter, subject in (opens or {}).items() if address.asked(parameter)), None)
    with card.collected() as asked:
        chosen = controls.choose("Subject", list(draws), key, implied=meant)
    card.draw_choices(key, asked)
    with guarded(chosen):
        draws[chosen]()


def page_header(answer: str, covers: str) -> None:
    """The page's answer in one sentence, and one line of what it covers."""
    st.html(html_text.heading(answer, 1) + html_text.paragraph(covers))
    titled()


def metrics(facts: Sequence[Metric], name: str = "page") -> None:
    """Three to five facts in a row, two by two on a phone. ``name`` tells apart the rows of one page."""
    st.html(html_text.metrics(facts, name))


def answer_head(answer: str, covers: str, reason: str, facts: Sequence[Metric]) -> None:
    """A model's answer in a sentence and its facts, with the ``reason`` where it is not that of the choice."""
    page_header(answer, covers)
    if reason:
        st.warning(reason, icon=":material/info:")
    metrics(facts)


def note(words: str, icon: str = "") -> None:
    """A small, paler paragraph, such as a source line; ``icon``: name of a Material symbol before it."""
    st.html(html_text.note(words, icon))


def known_until(sentence: str) -> None:
    """What the sources confirm and until when."""
    note(sentence, "event_available")


def source(rows: pd.DataFrame, also: str = "") -> None:
    """The source line of rows; ``also``: a sentence after it. Raises NothingToShowError without a source record."""
    st.html(html_text.linked_note([*sources_of(rows).parts, (f". {also}" if also else "", "")]))


def chart_block(
    caption: Caption,
    rows: pd.DataFrame,
    views: Mapping[str, Callable[[Palette], go.Figure]],
    name: str,
    note: str = "",
    below: Callable[[], None] | None = None,
    heading: Any = None,
    state: tuple[Hashable, ...] | None = None,
) -> None:
    """A finding with its chart views, the same rows as a table, the source line and the downloads.

    ``views`` maps the names of the views to figure builders; ``name`` names the files and the address parameter.
    ``below`` draws what belongs under the chart, such as the key of the events. ``heading`` is a container made before
    the block's controls, so that the finding they change stands above them. With ``state`` (as-of date and every choice
    the figures depend on) finished figures are kept. Raises NothingToShowError when there are no rows.
    """
    if rows.empty:
        raise NothingToShowError("No rows for this choice. Widen the choice or set a later as-of date.")
    head(caption, heading)
    view = controls.view([*views, "Table"], name)
    if view in views:
        figure, image = finished(views[view], (name, view), state), st.session_state.get(f"{name}_image", "PNG")
        draw(figure, caption.alt, f"{name}_{view}", image, export_menu.file_stem(name))
    else:
        table(rows, f"{caption.finding}: the rows of the chart")
    if below is not None:
        below()
    source(rows, note)
    export_menu.draw(rows, name, caption)


def head(caption: Caption, place: Any = None) -> None:
    """The finding and the measure line, here or in a container made earlier."""
    finding(caption.finding, caption.measure, place)


def finding(words: str, measure: str = "", place: Any = None) -> None:
    """A heading of the second level with a line on what is measured, here or in a container made earlier."""
    (st if place is None else place).html(html_text.heading(words, 2) + (html_text.note(measure) if measure else ""))


def finished(build: Callable[[Palette], go.Figure], of: tuple[str, str], state: tuple[Hashable, ...] | None) -> str:
    """The figure of a block in the visitor's palette as Plotly JSON, its lettering as marks; kept under ``state`` where
    it is given.

    ``of``: the names of the block and of the view.
    """
    colours = palette()

    def make() -> str:
        return str(to_json_plotly(lettered(build(colours), colours)))

    if state is None:
        return make()
    return cache.derived(f"figure {of[0]}", (of[1], colours.background, colours.us, *state), make)


def table_block(found: str, rows: pd.DataFrame, name: str, measure: str = "") -> None:
    """Rows as a table with its heading, source line and downloads. Raises NothingToShowError when there are none."""
    if rows.empty:
        raise NothingToShowError("No rows for this choice. Widen the choice or set a later as-of date.")
    finding(found, measure)
    table(rows, found)
    source(rows)
    export_menu.draw(rows, name, finding=found)


def draw(figure: str, alt: str, key: str, image_format: str = "PNG", stem: str = "parley") -> None:
    """A finished figure with alternative text; the camera button saves it in the reader's format."""
    image = {"format": image_format.lower(), "scale": 2, "filename": stem}
    config = {"displaylogo": False, "modeBarButtons": [["toImage"]], "toImageButtonOptions": image}
    chart_view.draw(figure, alt, key, config)


def event_key(events: pd.DataFrame) -> None:
    """The numbered events of a chart as words, each with its date and a link to its legal text where there is one."""
    if not events.empty:
        st.html(cache.of_rows("event key", events, lambda: html_text.marked(_event_words(events), small=True)))


def _event_words(events: pd.DataFrame) -> str:
    """A numbered list; ``parley-small`` in the style sheet sets it in columns."""
    told = []
    for digit, row in enumerate(events[["date", "title", "source_url"]].to_dict("records"), start=1):
        words = f"[{row['title']}]({row['source_url']})" if isinstance(row["source_url"], str) else row["title"]
        told.append(f"{digit}. {terms.day(row['date'])}: {words}")
    return "\n".join(told)


def how_worked_out(text: str) -> None:
    """The closing block: definitions, formulas and assumptions in words, behind a heading that opens them."""
    st.html(html_text.details("How this is worked out", text))
