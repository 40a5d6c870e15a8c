"""What a reader takes away from a figure beside its picture: its rows, whole tables, citations, code, a frame.

All of it is made when it is asked for: the menu of a card when it is opened, a file when its button is pressed.
"""

import html
import json
import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from parley import words
from parley.app.kit import address, citations, controls, downloads, pictured, whole_tables, workbook
from parley.app.kit.downloads import MIME, Form
from parley.app.kit.shown_tables import column_label
from parley.app.kit.source_lines import sources_of
from parley.search.pages import PAGES
from parley.tables import compiled_on, made_on

# The page that shows one figure alone, and what its address says: the page the figure is of, and the figure's name.
CARD, OF_PAGE, FIGURE = "card", "card_page", "card_figure"
HOME = "home"
SAY = words.beside(__file__)
DRAWN = "card_drawn"  # in the session: whether that page has drawn it
CELLS = "cells"
MODEL = "model"  # the column of rows that a model gave
MOST_TABLES = 6
ROOM_FOR_WORDS_PX = 260
EVENTS_IN_A_ROW, ROW_OF_KEY_PX = 2, 48  # of the key, on a frame of middling width


@dataclass(frozen=True)
class Taken:
    """What is taken away of: the name of a figure, its finding, its rows, the short list in their place, how many
    events its chart numbers, what it measures and what it must be read with.
    """

    name: str
    finding: str
    rows: pd.DataFrame
    short: pd.DataFrame | None = None
    events: int = 0
    measure: str = ""
    notes: str = ""

    def file_name(self, suffix: str) -> str:
        """The name of a file of it, with the as-of date."""
        return downloads.file_name(self.name, controls.as_of(), suffix)


def menu(taken: Taken, figure: str) -> dict[str, Any]:
    """What the open menu of a card holds: texts to copy and files to ask for, each with its words.

    ``figure``: the chart as Plotly JSON; empty where the rows stand as a table.
    """
    records = sources_of(taken.rows).records
    is_modelled = MODEL in taken.rows
    shown = citations.Shown(taken.finding, controls.as_of(), made_on(), controls.address(), is_modelled)
    frame = [("Embed", embed(taken, figure))] if figure and shown.address else []
    return {
        "texts": [
            ("APA", citations.apa(shown, records)),
            ("BibTeX", citations.bibtex(shown, records)),
            *frame,
            *code_lines(taken.file_name("parquet")).items(),
        ],
        "files": [("Parquet", "parquet"), *excel(taken)],
        "tables": [
            (
                f"{name}, {_at_most(name)}{whole_tables.rows(name):,} rows",
                [(form, f"{name} {form}") for form in whole_tables.forms(name)],
            )
            for name in _tables(taken)
        ],
    }


def excel(taken: Taken) -> list[tuple[str, str]]:
    """The button for Excel, where the rows are not too many for it."""
    return [("Excel", "xlsx")] if len(taken.rows) <= workbook.MOST_ROWS else []


def _tables(taken: Taken) -> list[str]:
    """The whole tables that hold the sources of the rows, the likeliest first."""
    return whole_tables.holding([record["source_id"] for record in sources_of(taken.rows).records])[:MOST_TABLES]


def _at_most(table: str) -> str:
    """Where fewer rows than the whole table has may be known on the as-of date."""
    return "up to " if controls.as_of() < compiled_on() and whole_tables.is_dated(table) else ""


def code_lines(file: str) -> dict[str, str]:
    """By language, the lines that read exactly the rows shown, from the card's Parquet file of this name."""
    return {
        "Python": f'import pandas as pd\n\nrows = pd.read_parquet("{file}")',
        "R": f'rows <- arrow::read_parquet("{file}")',
        "DuckDB": f"SELECT * FROM read_parquet('{file}');",
    }


def embed(taken: Taken, figure: str) -> str:
    """The HTML that shows the figure alone in another site's page."""
    rows_of_key = math.ceil(taken.events / EVENTS_IN_A_ROW)
    height = json.loads(figure)["layout"].get("height", 450) + ROOM_FOR_WORDS_PX + rows_of_key * ROW_OF_KEY_PX
    source, title = html.escape(card_address(taken.name)), html.escape(frame_title(taken))
    look = f'width="100%" height="{height}" style="border: 0" loading="lazy"'
    return f'<iframe src="{source}" title="{title}" {look}></iframe>'


def frame_title(taken: Taken) -> str:
    """How a frame is named in another site: by the finding of an earlier day, which stays; at the latest state,
    whose figure goes on with the tables, by its page.
    """
    if not controls.is_latest():
        return taken.finding
    return SAY("card.frame", page=PAGES.get(address.page() or HOME, PAGES[HOME]))


def card_address(name: str) -> str:
    """Where a figure of the page drawn now is shown alone, with the page's choices; empty where no browser asks."""
    alone = address.beside(f"/{CARD}")
    chosen = {
        OF_PAGE: address.page() or HOME,
        FIGURE: name,
        **controls.with_date(address.parameters()),
        "embed": "true",
    }
    return f"{alone}?{urlencode(chosen, doseq=True)}" if alone else ""


def is_wanted(name: str) -> bool:
    """Whether the figure of this name is to be drawn: on the page of one figure, that one alone."""
    if address.page() != CARD:
        return True
    is_asked = name in address.asked(FIGURE)
    st.session_state[DRAWN] = is_asked or bool(st.session_state.get(DRAWN))
    return is_asked


def content(taken: Taken, form: str) -> tuple[str, str, bytes] | None:
    """Name, MIME type and bytes of the file of this form: ``csv``, or of a whole table ``events csv``; None for others.

    ``cells`` are the rows for a picture of them (``pictured.cells``). Raises TableError or SchemaError where a table
    cannot be read.
    """
    if form == CELLS:
        told = pictured.cells(taken.rows, taken.short, controls.as_of())
        return taken.file_name("json"), "application/json", json.dumps(told, ensure_ascii=False).encode()
    of, _, suffix = form.rpartition(" ")
    kind = downloads.form(suffix)
    if kind is None:
        return None
    if not of:
        return taken.file_name(kind), MIME[kind], _rows(taken, kind)
    if of not in _tables(taken) or kind not in whole_tables.forms(of):
        return None
    as_of = controls.as_of()
    name = downloads.file_name(of, whole_tables.known_on(of, as_of), kind)
    return name, MIME[kind], whole_tables.content(of, as_of, kind)


def _rows(taken: Taken, form: Form) -> bytes:
    match form:
        case "csv":
            return downloads.csv_bytes(_named(taken))
        case "parquet":
            return downloads.parquet_bytes(taken.rows, _about(taken))
        case "xlsx":
            return workbook.workbook_bytes(taken.name, taken.rows, _notes(taken))


def _named(taken: Taken) -> pd.DataFrame:
    """The rows, each with the day it is known on and the address that shows it, whose parameters are the scenario."""
    told = {name: words for name, words in _about(taken).items() if name in ("as_of", "address") and words}
    return taken.rows.assign(**{name: words for name, words in told.items() if name not in taken.rows})


def _about(taken: Taken) -> dict[str, str]:
    return {
        "title": taken.finding,
        "measure": taken.measure,
        "notes": taken.notes,
        "as_of": f"{controls.as_of()}",
        "source": sources_of(taken.rows).line,
        "address": controls.address(),
    }


def _notes(taken: Taken) -> workbook.Notes:
    about = _about(taken)
    return [
        ["Figure", about["title"]],
        *([head, about[part]] for head, part in (("Measure", "measure"), ("Notes", "notes")) if about[part]),
        ["As of", f"{about['as_of']}: {workbook.KNOWN}"],
        ["Address", about["address"]],
        [],
        ["Columns"],
        *([str(name), column_label(str(name))] for name in taken.rows.columns),
        [],
        *workbook.source_notes(sources_of(taken.rows).records),
    ]
