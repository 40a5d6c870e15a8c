"""The blocks a page is composed of: header, metrics, chart with table and downloads, cards, sentences for faults."""

import functools
import logging
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from parley import terms
from parley.calibration.product import CalibrationError
from parley.charts.figure import Caption
from parley.charts.lettering import lettered
from parley.charts.theme import PALETTES, Palette
from parley.models.scenario import ScenarioError
from parley.schema import SchemaError
from parley.tables import TableError, compiled_on
from parley.ui import cache, citations, controls, downloads

LOG = logging.getLogger("parley")
PROPER = {"china": "China", "oecd": "OECD", "us": "US", "gdp": "GDP", "eu": "EU"}
UNITS = {"_pct": "%", "_pp": "pp", "_usd": "US$", "_t": "t", "_kt": "kt", "_cny": "CNY"}


class NothingToShowError(Exception):
    """A block has no rows for the choice made; the message is the sentence to show."""


@dataclass(frozen=True)
class Metric:
    """One fact: label of at most 22 characters, value, change as a pill, and its as-of words."""

    label: str
    value: str
    change: str = ""
    note: str = ""
    help: str | None = None
    arrow: Literal["auto", "up", "down", "off"] = "off"


def palette() -> Palette:
    """The palette of the visitor's theme."""
    return PALETTES.get(str(st.context.theme.type), PALETTES["light"])


@contextmanager
def guarded(block: str, title: str = "") -> Iterator[None]:
    """Keep one failing block from blanking the page: its fault becomes a sentence in its place.

    ``title`` stands in for the page's answer where the block that computes it fails.
    """
    try:
        yield
    except NothingToShowError as nothing:
        _stand_in(title)
        st.info(str(nothing), icon=":material/info:")
    except (CalibrationError, ScenarioError) as limit:
        _stand_in(title)
        st.info(str(limit), icon=":material/info:")
    except (TableError, SchemaError) as fault:
        LOG.error("%s: %s", block, fault)
        _stand_in(title)
        st.warning(f"{block}: {fault}", icon=":material/error:")
    except Exception as fault:  # the border to the visitor: logged whole, shown as a sentence
        if type(fault).__module__.startswith("streamlit.runtime.scriptrunner"):
            raise
        LOG.exception("%s failed", block)
        _stand_in(title)
        st.warning(f"{block} cannot be shown just now. The fault has been logged; the rest of the page is unaffected.")


def live(block: str, title: str = "") -> Callable[[Callable[[], None]], None]:
    """Decorator that draws a block at once and, when one of its own controls moves, again without the rest of the page.

    One block changes, one block is computed and sent. The as-of date in the sidebar still redraws everything.
    """

    def draw(body: Callable[[], None]) -> None:
        def guarded_body() -> None:
            with guarded(block, title):
                body()

        st.fragment(guarded_body)()

    return draw


def sections(key: str, draws: Mapping[str, Callable[[], None]], opens: Mapping[str, str] | None = None) -> None:
    """The subjects of a page beyond its first blocks: a choice kept in the address bar, of which one is drawn.

    Only the chosen subject is computed and sent; its own blocks still redraw one by one. The first is the default,
    unless the page was opened by an address that names no subject but a parameter in ``opens`` (parameter: subject).
    """
    meant = next((subject for parameter, subject in (opens or {}).items() if parameter in st.query_params), None)
    default = st.session_state.setdefault(f"{key}_opened", meant)

    @live("Subjects")
    def _() -> None:
        chosen = controls.choose("Subject", list(draws), key, default=default)
        with guarded(chosen):
            draws[chosen]()


def _stand_in(title: str) -> None:
    if title:
        st.title(title, anchor=False)


def page_header(answer: str, covers: str) -> None:
    """The page's answer in one sentence, and one line of what it covers."""
    st.title(answer, anchor=False)
    st.markdown(covers)


def metrics(facts: Sequence[Metric], min_column_width: int = 160) -> None:
    """Three or four facts in a row, two by two on a phone."""
    grid = st.grid(len(facts), min_column_width=min_column_width, gap="small")
    for fact in facts:
        grid.metric(
            fact.label,
            fact.value,
            delta=fact.change or None,
            delta_color="off",
            delta_arrow=fact.arrow,
            delta_description=fact.note or None,
            help=fact.help,
        )


def known_until(sentence: str) -> None:
    """What the sources confirm and until when."""
    st.caption(f":material/event_available: {sentence}")


def source_line(rows: pd.DataFrame) -> str:
    """``Source: producer, title; ...`` from the records of the rows' ``source_id``.

    Raises NothingToShowError when the rows have no source record.
    """
    return _sources_of(rows)[0]


def _sources_of(rows: pd.DataFrame) -> tuple[str, list[dict[Any, Any]]]:
    """The source line and the source records; a row that compares two figures names its second source too."""
    columns = [c for c in rows.columns if c == "source_id" or str(c).endswith("_source_id")]
    ids = tuple(dict.fromkeys(s for c in columns for s in rows[c].unique() if isinstance(s, str)))
    return cache.derived("sources", ids, lambda: _source_words(ids))


def _source_words(ids: Sequence[str]) -> tuple[str, list[dict[Any, Any]]]:
    register = cache.sources()
    records = register.loc[[s for s in ids if s in register.index]]
    if records.empty:
        raise NothingToShowError("These rows have no source record, so they are not shown.")
    named: dict[str, list[tuple[str, str]]] = {}
    for record in records[["producer", "title", "edition"]].fillna("").to_dict("records"):
        named.setdefault(record["producer"], []).append((record["title"], record["edition"]))
    names = [f"{producer}, {terms.titles(titles)}" for producer, titles in named.items()]
    line = f"{'Source' if len(names) == 1 else 'Sources'}: {'; '.join(names)}"
    return line, records.reset_index(names="source_id").to_dict("records")


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

    ``views`` maps tab names to figure builders; ``name`` names the files and the address parameter. ``below`` draws
    what belongs under the chart, such as the key of the events. ``heading`` is a container made before the block's
    controls, so that the finding they change stands above them. With ``state`` (as-of date and every choice the
    figures depend on) finished figures are kept. Raises NothingToShowError when there are no rows.
    """
    if rows.empty:
        raise NothingToShowError("No rows for this choice. Widen the choice or set a later as-of date.")
    head(caption, heading)
    tabs = st.tabs([*views, "Table"], key=f"{name}_view", bind="query-params")
    image_format = st.session_state.get(f"{name}_image", "PNG")
    for tab, (view, build) in zip(tabs[:-1], views.items(), strict=True):
        if tab.open:
            with tab:
                figure = _figure(build, (name, view), state)
                draw(figure, caption.alt, f"{name}_{view}", image_format, file_stem(name))
    if tabs[-1].open:
        with tabs[-1]:
            table(rows, f"{caption.finding}: the rows of the chart")
    if below is not None:
        below()
    st.caption(source_line(rows) + (f". {note}" if note else ""))
    take_away(rows, name, caption)


def head(caption: Caption, place: Any = None) -> None:
    """The finding and the measure line, here or in a container made earlier."""
    with place if place is not None else st.container(gap="xxsmall"):
        st.header(caption.finding, anchor=False)
        st.caption(caption.measure)


def _figure(
    build: Callable[[Palette], go.Figure], of: tuple[str, str], state: tuple[Hashable, ...] | None
) -> go.Figure:
    colours = palette()
    if state is None:
        return lettered(build(colours), colours)
    return cache.derived(
        f"figure {of[0]}", (of[1], colours.background, *state), lambda: lettered(build(colours), colours)
    )


def table_block(finding: str, rows: pd.DataFrame, name: str, measure: str = "") -> None:
    """Rows as a table with its heading, source line and downloads. Raises NothingToShowError when there are none."""
    if rows.empty:
        raise NothingToShowError("No rows for this choice. Widen the choice or set a later as-of date.")
    with st.container(gap="xxsmall"):
        st.header(finding, anchor=False)
        if measure:
            st.caption(measure)
    table(rows, finding)
    st.caption(source_line(rows))
    take_away(rows, name, finding=finding)


def draw(figure: go.Figure, alt: str, key: str, image_format: str = "PNG", stem: str = "parley") -> None:
    """A Plotly figure with alternative text; the camera button saves it in the reader's format."""
    image = {"format": image_format.lower(), "scale": 2, "filename": stem}
    config = {"displaylogo": False, "modeBarButtons": [["toImage"]], "toImageButtonOptions": image}
    st.plotly_chart(figure, theme=None, key=key, config=config, alt=alt)


def file_stem(name: str) -> str:
    """The file name of a download without its suffix."""
    return downloads.file_name(name, controls.as_of(), "x").removesuffix(".x")


def table(rows: pd.DataFrame, alt: str) -> None:
    """Rows as a table with readable column heads; long tables load as they are scrolled."""
    st.dataframe(
        rows,
        hide_index=True,
        column_config={c: _column(c, rows[c]) for c in rows.columns},
        lazy=len(rows) > 2000,
        alt=alt,
        height=min(36 * (len(rows) + 1) + 2, 420),
    )


def _column(name: str, values: pd.Series) -> Any:
    label = column_label(name)
    if name.endswith("url"):
        return st.column_config.LinkColumn(label, display_text="Open")
    if pd.api.types.is_datetime64_any_dtype(values):
        return st.column_config.DateColumn(label, format="D MMM YYYY")
    if pd.api.types.is_float_dtype(values):
        return st.column_config.NumberColumn(
            label, format="compact" if "_usd" in name else "%.2f" if "_pct" in name or "_pp" in name else "%.4g"
        )
    return st.column_config.Column(label)


def column_label(name: str) -> str:
    """A column's name as a reader's head: ``rate_pct_baseline`` becomes ``Rate baseline, %``."""
    for suffix, unit in UNITS.items():
        if name.endswith(suffix) or f"{suffix}_" in name:
            return f"{_as_head(name.replace(suffix, '', 1))}, {unit}"
    return _as_head(name.replace("iso3", "country"))


def _as_head(name: str) -> str:
    words = " ".join(PROPER.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]


def take_away(rows: pd.DataFrame, name: str, caption: Caption | None = None, finding: str = "") -> None:
    """The download controls of a block: the rows as CSV, and a menu of the rest, drawn when it is opened.

    ``finding`` stands in citations and files where there is no chart with a caption.
    """
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        download(f"CSV, {count}", name, "csv", "text/csv", lambda: downloads.csv_bytes(rows))
        menu = st.popover(
            "Cite, Parquet" if caption is None else "Cite, Parquet, image",
            type="tertiary",
            icon=":material/format_quote:",
            key=f"{name}_more",
            on_change="rerun",
        )
        if menu.open:
            with menu:
                _menu(rows, name, caption, caption.finding if caption else finding or name)


def _menu(rows: pd.DataFrame, name: str, caption: Caption | None, finding: str) -> None:
    about = {"title": finding, "as_of": f"{controls.as_of()}", "source": source_line(rows)}
    _cite(finding, _sources_of(rows)[1])
    make = functools.partial(downloads.parquet_bytes, rows, about)
    download("Parquet", name, "parquet", "application/octet-stream", make)
    if caption is not None:
        st.segmented_control(
            "Image format",
            ["PNG", "SVG"],
            default="PNG",
            required=True,
            key=f"{name}_image",
            persist_state="session",
        )
        st.caption("The camera button at the top right of the chart saves it in this format.")


def _cite(finding: str, records: list[dict[Any, Any]]) -> None:
    """What to cite, ready to copy: Parley as shown, and the sources of the rows."""
    shown = citations.Shown(finding, controls.as_of(), compiled_on(), controls.address())
    for style, references in (("APA", citations.apa(shown, records)), ("BibTeX", citations.bibtex(shown, records))):
        st.caption(style)
        st.code(references, language=None, wrap_lines=True)


def download(label: str, name: str, suffix: str, mime: str, make: Callable[[], bytes]) -> None:
    """A button that gives a file of this name, as-of date and suffix, made on click."""
    st.download_button(
        label,
        make,
        file_name=downloads.file_name(name, controls.as_of(), suffix),
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"{name}_{suffix}",
    )


def event_key(events: pd.DataFrame) -> None:
    """The numbered events of a chart as words, each with its date and a link to its legal text where there is one.

    One element for all of them: eight cost the browser 10 ms at every change of the block.
    """
    told = []
    for digit, row in enumerate(events[["date", "title", "source_url"]].to_dict("records"), start=1):
        words = f"[{row['title']}]({row['source_url']})" if isinstance(row["source_url"], str) else row["title"]
        told.append(f"**{digit}**\u00a0{terms.day(row['date'])}: {words}")
    if told:
        key = " \u2002 ".join(told)
        st.markdown(f":small[{key}]")  # a link in a caption is too pale


def card(column: Any, question: str, answer: str, page: str, link: str, query: Mapping[str, str]) -> None:
    """A question with its computed answer and the link that opens the right page in the right state."""
    with column.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{question}**")
        st.caption(answer)
        st.page_link(page, label=link, icon=":material/arrow_forward:", icon_position="right", query_params=dict(query))


def how_worked_out(text: str) -> None:
    """The closing block: definitions, formulas and assumptions in words, sent when it is opened."""

    @live("How this is worked out")
    def _() -> None:
        words = st.expander("How this is worked out", on_change="rerun", key="how_worked_out")
        if words.open:
            words.markdown(text)
