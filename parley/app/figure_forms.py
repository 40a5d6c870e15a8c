"""The forms a figure is handed on in: CSV, JSON, Parquet, and a page of its own without a script."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Literal
from urllib.parse import quote, urlencode

import pandas as pd

from parley.app.api import sources
from parley.app.figures import FigureRecord, Place
from parley.app.kit import controls, downloads, embed, shown_tables, source_lines
from parley.search.pages import PAGES


@dataclass(frozen=True)
class Form:
    """A form: its MIME type, what makes it of a figure and the address the app lies at, how a browser takes it."""

    mime: str
    make: Callable[[FigureRecord, str], bytes]
    disposition: Literal["inline", "attachment"] = "inline"


def address(place: Place, form: str, query: Mapping[str, Any] | None = None) -> str:
    """The path of a figure in a form, with the parameters of its state."""
    parameters = urlencode({**place.query, **(query or {})}, doseq=True)
    return f"/figures/{quote(place.page)}/{quote(place.name)}.{form}" + (f"?{parameters}" if parameters else "")


def listed(place: Place, base: str) -> dict[str, Any]:
    """A line of the list of all figures."""
    return {
        "page": place.page,
        "page_name": PAGES[place.page],
        "figure": place.name,
        "parameters": place.query,
        **{form: f"{base}{address(place, form)}" for form in FORMS},
    }


def as_csv(record: FigureRecord, base: str) -> bytes:
    """The rows under a reader's heads, what would run as a formula escaped, each with the address that shows it."""
    return downloads.csv_bytes(record.shown.assign(Address=record.permalink(base)))


def as_parquet(record: FigureRecord, base: str) -> bytes:
    """The rows under the names of the tables, with what they are in the footer."""
    about = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in about_of(record, base).items()
    }
    return downloads.parquet_bytes(record.rows, about)


def as_json(record: FigureRecord, base: str) -> bytes:
    """What a figure says and rests on, its columns with their units, and its rows under the names of the tables."""
    columns = [
        {"name": name, "label": shown_tables.column_label(name), "unit": shown_tables.unit_of(name)}
        for name in map(str, record.rows.columns)
    ]
    content = {**about_of(record, base), "columns": columns, "rows": downloads.json_rows(record.rows)}
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def about_of(record: FigureRecord, base: str) -> dict[str, Any]:
    """What a figure is, without its rows."""
    return {
        "page": record.page,
        "figure": record.name,
        "finding": record.finding,
        "measure": record.measure,
        "notes": record.notes,
        "is_modelled": record.is_modelled,
        "scenario": record.drawn.scenario,
        "as_of": f"{record.as_of}",
        "known_until": record.known_until,
        "parameters": {name: list(values) for name, values in record.parameters.items()},
        "choices": [
            {"name": c.name, "label": c.label, "kind": c.kind, "options": c.options, "chosen": c.chosen}
            for c in record.choices
        ],
        "sources": sources.named(source["source_id"] for source in record.sources),
        "permalink": record.permalink(base),
        "citation": record.citation(base),
    }


def as_html(record: FigureRecord, base: str) -> bytes:
    """A page without a script: finding, measure, the rows as the card's table shows them, sources, the citation."""
    items = "".join(
        f"<li>{link(source_lines.source_name(source), source_lines.address(source))}: {escape(source['licence'])}</li>"
        for source in record.sources
    )
    here = escape(record.permalink(base))
    query = urlencode({controls.AS_OF: record.as_of, **record.parameters}, doseq=True)
    framed = embed.discovery(base, f"/figures/{record.page}/{record.name}.html?{query}")
    notes = f"<p>{escape(record.notes)}</p>" if record.notes else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(record.finding)} · Parley</title><link rel="canonical" href="{here}">{framed}</head>'
        f"<body><main><h1>{escape(record.finding)}</h1><p>{escape(record.measure)}</p>"
        f"{table(record.rows)}{notes}"
        f'<p>As known on {record.as_of}. <a href="{here}">The figure with its choices</a></p>'
        f"<h2>Sources</h2><ul>{items}</ul></main></body></html>"
    ).encode()


def table(rows: pd.DataFrame) -> str:
    """Rows as a table in HTML, as the card's table shows them, without records and addresses."""
    cells = shown_tables.printed(rows[[n for n in rows if not str(n).endswith(("_id", "url"))]])
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in cells)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells.to_numpy().tolist()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def link(words: str, to: str) -> str:
    """Words in HTML, with a link where the address is one of the web."""
    is_web = to.startswith(("https://", "http://"))
    return f'<a href="{escape(to)}">{escape(words)}</a>' if is_web else escape(words)


FORMS: dict[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", as_csv),
    "json": Form("application/json", as_json),
    "parquet": Form("application/vnd.apache.parquet", as_parquet, "attachment"),
    "html": Form("text/html; charset=utf-8", as_html),
}
