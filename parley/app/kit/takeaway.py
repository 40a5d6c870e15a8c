"""What a reader takes away from a figure beside its picture: its rows, whole tables, citations, code, a frame.

All of it is made when it is asked for: a panel of a card when it is opened, a file when its button is pressed.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from parley import terms, words
from parley.app.kit import citations, controls, downloads, embed, html_text, whole_tables, workbook
from parley.app.kit.address import page, parameters
from parley.app.kit.downloads import MIME, Form
from parley.app.kit.shown_tables import column_label, printed
from parley.app.kit.source_lines import licences, sources_of
from parley.charts.document import Link
from parley.tables.read import compiled_on, made_on

SAY = words.beside(__file__)
CELLS = "cells"
PANELS = DOWNLOAD, CITE = "download", "cite"
MODEL = "model"  # the column of rows that a model gave
MOST_TABLES = 6
MOST_ROWS, MOST_COLUMNS = 25, 8  # on a picture


@dataclass(frozen=True)
class Takeaway:
    """What is taken away of: the name of a figure, its finding, its rows, the short list in their place, how many
    events its chart numbers, what it measures and what it must be read with, and works ``cited`` beside its sources.
    """

    name: str
    finding: str
    rows: pd.DataFrame
    short: pd.DataFrame | None = None
    events: int = 0
    measure: str = ""
    notes: str = ""
    cited: tuple[Link, ...] = ()

    def file_name(self, suffix: str) -> str:
        """The name of a file of it, with the as-of date."""
        return downloads.file_name(self.name, controls.as_of(), suffix)


def panel(item: Takeaway, name: str, figure: str) -> dict[str, Any]:
    """What an open panel of a card holds: to download, files to ask for, each with its words, and the lines that read
    them; to cite, all sources with their licences and texts to copy.

    ``figure``: the chart as Plotly JSON; empty where the rows stand as a table.
    """
    return {"name": name} | (_to_download(item) if name == DOWNLOAD else _to_cite(item, figure))


def _to_cite(item: Takeaway, figure: str) -> dict[str, Any]:
    records = sources_of(item.rows).records
    is_modelled = MODEL in item.rows
    shown = citations.Shown(item.finding, controls.as_of(), made_on(), controls.address(), is_modelled)
    frame = [("Embed", embed.frame(item.name, item.finding, item.events, figure))] if figure and shown.address else []
    texts = [("APA", citations.apa(shown, records)), ("BibTeX", citations.bibtex(shown, records)), *frame]
    return {"licences": licences(records), "cited": item.cited, "texts": texts}


def _to_download(item: Takeaway) -> dict[str, Any]:
    return {
        "texts": [*addresses(item.name).items(), *code_lines(item.file_name("parquet")).items()],
        "files": [(_counted(item), "csv"), *excel(item), ("Parquet", "parquet")],
        "tables": [
            (
                f"{name}, {_at_most(name)}{whole_tables.rows(name):,} rows",
                [(form, f"{name} {form}") for form in whole_tables.forms(name)],
            )
            for name in _tables(item)
        ],
    }


def addresses(name: str) -> dict[str, str]:
    """By form, where the rows of a figure of this page are fetched in its state on this day, and the line that does so
    in a spreadsheet; empty where no server answers there, or no browser asks.
    """
    folder = downloads.address_of(downloads.FIGURES)
    if not folder or page() == embed.STORY:
        return {}
    query = urlencode({controls.AS_OF: controls.as_of().isoformat(), **parameters()}, doseq=True)
    csv, json_ = (f"{folder}{embed.page()}/{name}.{form}?{query}" for form in ("csv", "json"))
    return {SAY("address.csv"): csv, SAY("address.json"): json_, SAY("address.sheet"): f'=IMPORTDATA("{csv}")'}


def _counted(item: Takeaway) -> str:
    return SAY("csv", "one" if len(item.rows) == 1 else "several", rows=terms.number(len(item.rows)))


def excel(item: Takeaway) -> list[tuple[str, str]]:
    """The button for Excel, where the rows are not too many for it."""
    return [("Excel", "xlsx")] if len(item.rows) <= workbook.MOST_ROWS else []


def _tables(item: Takeaway) -> list[str]:
    """The whole tables that hold the sources of the rows, the likeliest first."""
    return whole_tables.holding([record["source_id"] for record in sources_of(item.rows).records])[:MOST_TABLES]


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


def content(item: Takeaway, form: str) -> tuple[str, str, bytes] | None:
    """Name, MIME type and bytes of the file of this form: ``csv``, or of a whole table ``events csv``; None for others.

    ``cells`` are the rows for a picture of them (``picture_cells``). Raises TableError or SchemaError where a table
    cannot be read.
    """
    if form == CELLS:
        cells = picture_cells(item.rows, item.short, controls.as_of())
        return item.file_name("json"), "application/json", json.dumps(cells, ensure_ascii=False).encode()
    of, _, suffix = form.rpartition(" ")
    kind = downloads.form(suffix)
    if kind is None:
        return None
    if not of:
        return item.file_name(kind), MIME[kind], _rows(item, kind)
    if of not in _tables(item) or kind not in whole_tables.forms(of):
        return None
    as_of = controls.as_of()
    name = downloads.file_name(of, whole_tables.known_on(of, as_of), kind)
    return name, MIME[kind], whole_tables.content(of, as_of, kind)


def _rows(item: Takeaway, form: Form) -> bytes:
    match form:
        case "csv":
            return downloads.csv_bytes(_named(item))
        case "parquet":
            return downloads.parquet_bytes(item.rows, _about(item))
        case "xlsx":
            return workbook.workbook_bytes(item.name, item.rows, _notes(item))


def _named(item: Takeaway) -> pd.DataFrame:
    """The rows, each with the day it is known on and the address that shows it, whose parameters are the scenario."""
    added = {name: text for name, text in _about(item).items() if name in ("as_of", "address") and text}
    return item.rows.assign(**{name: text for name, text in added.items() if name not in item.rows})


def _about(item: Takeaway) -> dict[str, str]:
    return {
        "title": item.finding,
        "measure": item.measure,
        "notes": item.notes,
        "as_of": f"{controls.as_of()}",
        "source": sources_of(item.rows).line,
        "address": controls.address(),
    }


def _notes(item: Takeaway) -> workbook.Notes:
    about = _about(item)
    return [
        ["Figure", about["title"]],
        *([head, about[part]] for head, part in (("Measure", "measure"), ("Notes", "notes")) if about[part]),
        ["As of", f"{about['as_of']}: {workbook.KNOWN}"],
        ["Address", about["address"]],
        [],
        ["Columns"],
        *([str(name), column_label(str(name))] for name in item.rows.columns),
        [],
        *workbook.source_notes(sources_of(item.rows).records),
    ]


def picture_cells(rows: pd.DataFrame, short: pd.DataFrame | None, as_of: date) -> dict[str, Any]:
    """Heads, cells and which columns are numbers, what is left out, and the day, for ``static/picture_table.js``.

    ``short``: the list shown in place of the rows, whose cells are Markdown. Records of sources and addresses stand in
    the source line and are no columns.
    """
    if short is not None:
        every = short.map(lambda cell: "" if pd.isna(cell) else html_text.plain(str(cell)))
        are_numbers = [False] * len(every.columns)
    else:
        kept = [name for name in rows.columns if not str(name).endswith(("_id", "url"))]
        every = printed(rows[kept])
        are_numbers = [pd.api.types.is_numeric_dtype(rows[name]) for name in kept]
    shown = every.iloc[:MOST_ROWS, :MOST_COLUMNS]
    return {
        "columns": [str(head) for head in shown.columns],
        "rows": shown.to_numpy().tolist(),
        "is_number": are_numbers[:MOST_COLUMNS],
        "left_out": _left_out(shown.shape, every.shape),
        "known": SAY("known", day=terms.day(as_of)),
    }


def _left_out(shown: tuple[int, ...], every: tuple[int, ...]) -> str:
    """What a picture of so many rows and columns lacks of the whole; empty where it lacks nothing."""
    (rows, columns), (all_rows, all_columns) = shown, every
    if shown == every:
        return ""
    case = "rows" if columns == all_columns else "columns" if rows == all_rows else "both"
    counts = {"rows": terms.number(rows), "all_rows": terms.number(all_rows)}
    return SAY("pictured", case, **counts, columns=columns, all_columns=all_columns)
