"""Every figure by address as a site of plain files: a page for each page of the app, charts drawn in the browser.

Nothing in it asks a server: it opens from a folder. What takes a choice needs the app, to which it links.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from parley import terms, words
from parley.app import figure_forms, figures, llms
from parley.app.figures import FigureRecord
from parley.app.kit import controls, downloads, html_text, session
from parley.app.serving.problems import ProblemError
from parley.charts.document import Link
from parley.charts.theme import DARK, LIGHT
from parley.search.pages import MENU, PAGES
from parley.tables.place import ROOT, VERSION
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
STATIC = ROOT / "static"
PLOTLY = "plotly-cartesian-4.1.1.min.js"
SHIPPED = (PLOTLY, "plotly-LICENSE.txt", "parley-serif-1.0.0.woff2", "parley-serif-LICENSE.txt")
SCRIPT, STYLE = (Path(__file__).with_name(f"static_site.{suffix}") for suffix in ("js", "css"))
MOST_ROWS = 200  # of a table on a page; its file has all
HEIGHT = 450  # of a chart that names none
WITHIN = re.compile(r'<a href="(?!https?://)([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)  # a link to a page of the app


def files(live: str) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of all files: ``index.html``, ``<page>.html``, ``files/<page>/<figure>.csv``, ``llms.txt``,
    ``static/``.

    ``live``: where the app runs, without a slash at the end; empty where it is not said. Raises
    ``drawn_aside.StillWorkingError`` where a page takes too long.
    """
    heads: dict[str, list[str]] = {}
    for page in dict.fromkeys(place.page for place in figures.places()):
        records, absent = _records(page)
        heads[page] = [record.finding for record in records]
        yield f"{page}.html", _page(page, records, absent, live)
        for record in records:
            content = figure_forms.as_csv(record, live) if live else downloads.csv_bytes(record.shown)
            yield _file(record), content
    yield "index.html", _front(heads, live)
    yield llms.NAME, llms.of_files(heads, live).encode()
    for path in (*(STATIC / name for name in SHIPPED), SCRIPT):
        yield f"static/{path.name}", path.read_bytes()


def _records(page: str) -> tuple[list[FigureRecord], list[str]]:
    """The figures of a page in their order, and the names of those that the page does not draw on this day."""
    places = [place for place in figures.places() if place.page == page]
    records: list[FigureRecord] = []
    for query, group in groupby(places, key=lambda place: place.query):
        names = [place.name for place in group]
        try:
            records += [record for record in figures.figures(page, query) if record.name in names]
        except ProblemError:
            continue  # named with those that are absent
    drawn_names = {record.name for record in records}
    return records, [place.name for place in places if place.name not in drawn_names]


def _file(record: FigureRecord) -> str:
    return f"files/{record.page}/{record.name}.csv"


def _page(page: str, records: list[FigureRecord], absent: list[str], live: str) -> bytes:
    contents = "".join(f'<li><a href="#{record.name}">{escape(record.finding)}</a></li>' for record in records)
    parts = [
        f"<h1>{escape(PAGES[page])}</h1><p>{_as_known()}</p>",
        f'<nav aria-label="{SAY("page.contents")}"><ul>{contents}</ul></nav>',
        *(_section(record, live) for record in records),
    ]
    if absent:
        parts.append(f"<p>{escape(SAY('page.absent', names=', '.join(absent)))}</p>")
    return _whole(PAGES[page], "".join(parts), has_charts=True)


def _section(record: FigureRecord, live: str) -> str:
    """A figure: finding, measure, chart or list, what it must be read with, table, source, file, link to the app."""
    with session.drawn_aside(session.Aside({controls.AS_OF: record.as_of})):  # on its day, for no browser
        document = record.drawn.document()
    figure = record.drawn.figure
    chart, is_list = record.drawn.chart(LIGHT), figure.short is not None and record.drawn.view == "List"
    shown = _chart(record, document.alt) if chart else ""
    if is_list and figure.short is not None:
        shown = _scrolled(_led_on(html_text.table(figure.short), live), record.finding)
    rows = record.rows
    some = SAY("figure.first_rows", most=f"{MOST_ROWS}", rows=f"{len(rows):,}") if len(rows) > MOST_ROWS else ""
    table = f"<p>{escape(some)}</p>" * bool(some) + _scrolled(figure_forms.table(rows[:MOST_ROWS]), SAY("figure.table"))
    notes = [document.measure, document.scenario, SAY("figure.model") if record.is_modelled else "", document.remark]
    first, *others = [f'<p class="note">{escape(note)}</p>' if note else "" for note in notes]
    events = "".join(f"<li>{_links(event)}</li>" for event in document.events)
    ways = [f'<a href="{_file(record)}" download>{SAY("figure.file")}</a>']
    if live:
        ways.append(figure_forms.link(SAY("figure.live"), record.permalink(live)))
    is_open = "" if shown else " open"
    return (
        f'<section aria-labelledby="{record.name}"><h2 id="{record.name}">{escape(record.finding)}</h2>{first}{shown}'
        f"{f'<ol>{events}</ol>' if events else ''}{''.join(others)}"
        f"<details{is_open}><summary>{SAY('figure.rows', rows=f'{len(rows):,}')}</summary>{table}</details>"
        f'<p class="source">{_links(document.source)}</p><p>{" · ".join(ways)}</p></section>'
    )


def _chart(record: FigureRecord, alt: str) -> str:
    """A place for the chart, and the chart in both themes for ``static_site.js``."""
    both = f'{{"light": {record.drawn.chart(LIGHT)}, "dark": {record.drawn.chart(DARK)}}}'.replace("<", "\\u003c")
    return (
        f'<div class="chart" role="img" aria-label="{escape(alt)}" style="min-height:{HEIGHT}px">'
        f'<noscript>{SAY("figure.no_script")}</noscript></div><script type="application/json">{both}</script>'
    )


def _scrolled(table: str, name: str) -> str:
    """A table that scrolls within the page, by keys too."""
    return f'<div class="scrolled" role="group" tabindex="0" aria-label="{escape(name)}">{table}</div>'


def _led_on(html: str, live: str) -> str:
    """Links to pages of the app lead to where it runs; without such an address their words stand alone."""
    to_live = rf'<a href="{escape(live)}/\1">\2</a>' if live else r"\2"
    return WITHIN.sub(lambda link: link.expand(to_live).replace(f"{live}//", f"{live}/"), html)


def _links(parts: tuple[Link, ...]) -> str:
    return "".join(figure_forms.link(text, address) for text, address in parts)


def _front(heads: dict[str, list[str]], live: str) -> bytes:
    """The front page: what there is, and what needs the app."""
    groups = []
    for group, pages in MENU.items():
        lines = "".join(
            f'<li><a href="{page}.html">{escape(PAGES[page])}</a>: {escape(heads[page][0])}. '
            f"{SAY('front.figures', 'one' if len(heads[page]) == 1 else 'several', number=len(heads[page]))}</li>"
            for page in pages
            if heads.get(page)
        )
        groups.append(f"<h2>{escape(group)}</h2><ul>{lines}</ul>" if lines else "")
    alone = ", ".join(name for page, name in PAGES.items() if not heads.get(page))
    where = figure_forms.link(SAY("front.live", "here"), f"{live}/") if live else escape(SAY("front.live", "elsewhere"))
    body = (
        f"<h1>{escape(SAY('front.title'))}</h1><p>{escape(SAY('front.what'))} {_as_known()}</p>{''.join(groups)}"
        f"<h2>{escape(SAY('front.needs'))}</h2><p>{escape(SAY('front.choices', pages=alone))}</p><p>{where}</p>"
    )
    return _whole(SAY("front.title"), body, has_charts=False)


def _as_known() -> str:
    return escape(SAY("page.as_known", day=terms.day(compiled_on()), version=VERSION))


def _whole(title: str, body: str, has_charts: bool) -> bytes:
    """A whole page: head, way to the front page, body."""
    scripts = (
        "".join(f'<script defer src="static/{name}"></script>' for name in (PLOTLY, SCRIPT.name)) if has_charts else ""
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f'<title>{escape(title)} · Parley</title><link rel="icon" href="data:,">'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style>{scripts}</head><body>"
        f'<header><a href="index.html">{escape(SAY("page.front"))}</a></header><main>{body}</main></body></html>'
    ).encode()
