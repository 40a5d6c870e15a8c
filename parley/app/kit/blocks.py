"""The parts a page is composed of beside its figures: header, facts, subjects, notes, the text on its method."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app.kit import address, card, controls, counters, html_text, renewal, session, sheet, written
from parley.app.kit.error_sentences import guarded, is_titled, titled
from parley.app.kit.html_text import Metric, escape_markdown
from parley.app.kit.source_lines import sources_of
from parley.charts import theme
from parley.charts.theme import PALETTES, Palette
from parley.search.pages import PAGES
from parley.tables import read as tables
from parley.tables.read import FIRST_DAY, last_day

SAY = words.beside(__file__)
LONGEST_QUOTE = 40  # letters of an address that are quoted
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
    of_theme = PALETTES.get(str(st.context.theme.type), PALETTES["light"])
    return theme.greyed(of_theme) if _STALE.get() else of_theme


Body = Callable[[], None]


def part(block: str, title: str = "") -> Callable[[Body], None]:
    """Decorator that draws a part of a page at once; its fault becomes a sentence (``guarded``), headed by ``title`` or
    else by ``block`` where the page has no heading yet.
    """

    def draw(body: Body) -> None:
        with guarded(block, title or block):
            body()

    return draw


def head(block: str, title: str = "") -> Callable[[Body], None]:
    """Decorator that draws words alone, such as the head of a page, as one element; for faults see ``part``."""

    def draw(body: Body) -> None:
        with guarded(block, title or block), written.together():
            body()

    return draw


def live(block: str, title: str = "", steps: bool = False) -> Callable[[Body], None]:
    """Decorator that draws a part of a page at once and, when one of its own controls moves, again without the rest.

    Inside such a part or a sheet it is a ``part``, drawn again with what is around it. ``title``: see ``part``;
    ``steps``: see ``address.part``.
    """
    if address.is_inside() or sheet.is_open():
        return part(block, title)

    def draw(body: Body) -> None:
        where, follows = address.inner(block), is_titled()

        def guarded_body() -> None:
            # the first ``guarded`` is for the address alone
            with (
                renewal.of_one_catalogue(),
                counters.timed(address.page(), "part"),
                guarded(block),
                address.part(where, steps),
            ):
                if follows:  # what heads the page is not drawn again
                    titled()
                part(block, title)(body)

        if session.aside() is not None:
            guarded_body()
            return
        # In a container of its own: of a page drawn whole and pressed at once Streamlit may leave out a part that it is
        # about to draw again; the browser then takes the place for empty, and what follows would move up and be lost.
        with st.container():
            st.fragment(guarded_body)()

    return draw


def sections(
    key: str,
    draws: Mapping[str, Body],
    opens: Mapping[str, str] | None = None,
    below: Body | None = None,
    head: Body | None = None,
    former: Mapping[str, str | address.Place] | None = None,
    chip: Callable[[], str] | None = None,
) -> None:
    """The subjects of a page: a choice kept in the address bar, of which one is drawn, headed by its own finding.

    Only the chosen subject is computed and sent. The first is the default; an address that names no subject but a
    parameter in ``opens`` (parameter: subject) asks for that subject. ``below``: what draws the facts of the page,
    below the first subject. ``head``: what draws all that stands above any subject, as one element with the choice.
    ``former``: by the names subjects once had, their names of today or where they went (``address.rename``).
    ``chip``: what says in a few words what is known until when; empty where there is nothing to say.
    """
    address.rename(key, former or {})
    first, name = next(iter(draws)), PAGES.get(address.page(), "")
    meant = next((subject for parameter, subject in (opens or {}).items() if address.opened_with(parameter)), None)
    mark = ""
    if chip is not None:
        with guarded("Known until"):
            mark = chip()
    with sheet.opened(key) if head else nullcontext():
        if head:
            head()
        elif not is_titled() and (on_top := banner()):
            written.write(on_top)
        with card.collected() as choices:
            above = () if is_titled() else tuple(filter(None, (name, mark)))
            chosen = controls.subject(list(draws), key, above, meant)
        address.note_entry(key)
        card.draw_choices(key, choices)
    if not address.is_inside() and name:
        tab(f"{name}, {chosen}")
    with guarded(chosen, chosen):
        draws[chosen]()
    if below is not None and chosen == first:
        below()


def eyebrow(mark: str = "") -> None:
    """The name of a page without subjects, above what it shows; ``mark``: the words of its chip, if any."""
    written.write(banner() + html_text.eyebrow(PAGES.get(address.page(), ""), mark))


def chip(words: str) -> None:
    """What is known until when in a few words, on a page without an eyebrow."""
    written.write(html_text.chip(words))


def catalogue_fault() -> None:
    """Where the catalogue of the tables cannot be read, say so above the page."""
    fault = tables.catalogue_fault()
    if fault:
        reason = f"{fault} Until then, the latest date is the last day a source was read."
        st.warning(reason, icon=":material/error:")


def tab(title: str) -> None:
    """The title of the browser's tab: what is shown, then the app's name."""
    st.set_page_config(page_title=f"{title} · Parley")


def page_header(answer: str, covers: str = "") -> None:
    """The page's answer in one sentence below its name, and one line of what it covers; above them the day, if not the
    latest, or that new figures came in.
    """
    name = PAGES.get(address.page(), "")
    above = html_text.eyebrow(name) if name else ""
    _title(above + html_text.heading(answer, 1) + (html_text.paragraph(covers) if covers else ""))


def _title(html: str) -> None:
    written.write(banner() + html)
    titled()


def banner() -> str:
    """The day, where it is not the latest, what came in since, and what the address asks for in vain: as HTML."""
    day, before = terms.day(controls.as_of()), controls.went_on_from()
    if not controls.is_latest():
        about_day = SAY("banner", "earlier", day=day)
    elif refused := controls.refused_day():
        first, last = terms.day(FIRST_DAY), terms.day(last_day())
        about_day = SAY("refused", "day", asked=_quoted(refused), first=first, last=last, day=day)
    else:
        about_day = SAY("banner", "new", day=day, before=terms.day(before)) if before else ""
    return "".join(map(html_text.banner, filter(None, (about_day, _refused()))))


def _refused() -> str:
    """What the address asks for and the page does not have; a press that draws a part of it no longer says so."""
    values = [f"“{_quoted(value)}”" for value in address.refused()]
    return SAY("refused", "choice", asked=terms.listed(values)) if values and address.is_whole() else ""


def _quoted(value: str) -> str:
    return "".join(filter(str.isprintable, value))[:LONGEST_QUOTE]


def metrics(facts: Sequence[Metric], name: str = "page") -> None:
    """Three to five facts in a row, two by two on a phone. ``name`` tells apart the rows of one page."""
    written.write(html_text.metrics(facts, name))


def answer_head(answer: str, below: str, reason: str, facts: Sequence[Metric]) -> None:
    """A model's answer in a sentence, what stands ``below`` it as HTML, and its facts, with the ``reason`` where it is
    not that of the choice.
    """
    _title(html_text.heading(answer, 1) + below)
    if reason:
        st.warning(escape_markdown(reason), icon=":material/info:")
    metrics(facts)


def note(text: str, icon: str = "", command: str = "") -> None:
    """A small, paler paragraph, such as a source line; ``icon`` and ``command``: see ``html_text.note``."""
    written.write(html_text.note(text, icon, command))


def known_until(sentence: str) -> None:
    """What the sources confirm and until when."""
    note(sentence, "event_available")


def reach(covers: str, confirmed: str) -> None:
    """What the page's answer covers, and what the sources confirm and until when: below its first chart."""
    written.write(html_text.note(covers) + html_text.note(confirmed, "event_available"))


def source(rows: pd.DataFrame) -> None:
    """The source line of rows. Raises NothingToShowError without a source record."""
    written.write(html_text.linked_note(sources_of(rows).parts))


def finding(text: str, measure: str = "") -> None:
    """A heading with a line on what is measured: the page's own where it has none yet."""
    written.write(html_text.heading(text, 2 if is_titled() else 1) + (html_text.note(measure) if measure else ""))
    titled()


def how_worked_out(text: str) -> None:
    """The closing block: definitions, formulas and assumptions in words, behind a heading that opens them."""
    written.write(html_text.details("How this is worked out", text))
