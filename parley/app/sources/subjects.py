"""The Sources page: data dictionary with whole-table downloads, register, assumptions, methods, gaps, glossary.

All of it is generated from the catalogue, the register, the parameters, the docstrings and the glossary.
"""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import (
    blocks,
    cache,
    controls,
    downloads,
    figures,
    html_text,
    whole_tables,
    written,
)
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import guarded
from parley.app.kit.html_text import Metric
from parley.app.kit.shown_tables import table
from parley.app.kit.source_lines import address, source_name
from parley.app.sources import dictionary, lists, overdue
from parley.tables import archive
from parley.tables import read as tables
from parley.tables.document import as_of_words
from parley.tables.glossary import glossary
from parley.tables.schema import TableSchema, load_schema
from parley.words import beside

SAY = beside(__file__)
table_list = kept(dictionary.table_list)
columns_of = kept(dictionary.columns_of)
source_list = kept(dictionary.source_list)
users = kept(dictionary.users)
assumptions = kept(dictionary.assumptions)
method_list = kept(dictionary.method_list)
gaps = kept(dictionary.gaps)
withheld = kept(dictionary.withheld)
origins = kept(dictionary.origins)
FORMS: dict[downloads.Form, str] = {"csv": "CSV", "parquet": "Parquet", "xlsx": "Excel, with notes"}
NAME = re.compile(r"\b[a-z]\w*_\w+\b")  # of a table or column, whose strokes Markdown would take for signs


@kept
def header() -> tuple[list[Metric], str]:
    """The page's facts and what it covers."""
    listed, register = table_list(), source_list()
    shown = register[register["shipped"] != dictionary.SHIPPED["no"]]
    kept_out, megabytes = len(register) - len(shown), listed["size_kB"].sum() / 1000
    assumed = (assumptions()["status"] == "assumption").sum()
    covers = SAY("header.covers", day=terms.day(pd.Timestamp(tables.made_on())))
    left_out = SAY("header.not_shipped", count=terms.counted(kept_out)) if kept_out else ""
    facts = [
        Metric("Tables", f"{len(listed)}", f"{megabytes:.1f} MB"),
        Metric("Rows", f"{listed['rows'].sum():,}"),
        Metric("Sources", f"{len(shown)}", left_out),
        Metric("Assumptions", f"{assumed}", "", SAY("header.in_models")),
    ]
    return facts, covers


def draw_tables(as_of: date) -> None:
    """What waits, the list of tables, and one of them in full: what it is, its columns, its files."""
    if controls.is_latest():
        _waiting()
    lists.draw("Tables", "tables", _tables_in_short, _all_tables)
    figures.block("One table", lambda: one_table(as_of))
    lists.draw("Renewed and rebuilt", "renewed", origins, _renewed)
    overdue.mark()


def _waiting() -> None:
    """A note on all new figures that broke a rule and wait for a person; none where there are none."""
    waits = [] if tables.catalogue_fault() else tables.catalogue().get("waiting", [])
    with guarded("What waits"), written.together():
        for one in waits:
            title, since = load_schema(one["table"]).title, terms.day(pd.Timestamp(one["since"]))
            note = SAY("waiting.note", table=title, unit=one["unit"], since=since, sentence=one["sentence"])
            command = f'python -m parley refresh {one["feed"]} --accept "{one["table"]} {one["unit"]}: REASON"'
            blocks.note(note, "update", command)


def _all_tables(shown: pd.DataFrame) -> None:
    blocks.finding(SAY("tables.finding"), SAY("tables.measure"))
    table(shown, SAY("tables.finding"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        name = f"{archive.name()}.zip"
        downloads.button(SAY("tables.all"), name, "application/zip", archive.content, "all_data")
        lists.as_csv(table_list(), "tables")


def _renewed(shown: pd.DataFrame) -> None:
    rows = origins()
    count = int((rows["renewed_by"] != "").sum())
    rebuilt, typed = (int(rows[f"rebuilt_from_{what}"].sum()) for what in ("publishers_answers", "the_repository"))
    copied = int((rows["rebuilt_from_copies"] != "").sum())
    finding = SAY("renewed.finding", count=count, rebuilt=rebuilt)
    lists.as_table(finding, SAY("renewed.measure", copied=copied, typed=typed), shown, "renewed")


def one_table(as_of: date) -> Callable[[], None]:
    """The table chosen in full."""
    name = controls.select("Table", list(table_list()["table"]), "sources_table", "tariff_layers")
    return lambda: _in_full(load_schema(name), as_of)


def _in_full(spec: TableSchema, as_of: date) -> None:
    st.header(f"{spec.title} (`{spec.name}`)", anchor=False)
    st.markdown(spec.description.replace("$", "\\$"))
    overdue.mark(spec.name)
    st.markdown(f":small[{SAY('tables.key', key=', '.join(spec.primary_key), reads=as_of_words(spec))}]")
    table(columns_of(spec.name), f"Columns of {spec.name}")
    for gap in spec.gaps:
        missing = SAY("tables.missing", gap=gap).replace("$", "\\$")
        st.markdown(f":small[{missing}]")
    _files(spec, as_of)


def _files(spec: TableSchema, as_of: date) -> None:
    """The whole table as known on the as-of date, or all of it where it is not dated: CSV, Parquet and, up to a size,
    Excel with notes.
    """
    used = whole_tables.records(spec.name)
    if len(used):
        blocks.source(used)
    forms = whole_tables.forms(spec.name)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for form in forms:
            make = functools.partial(whole_tables.content, spec.name, as_of, form)
            file = downloads.file_name(spec.name, whole_tables.known_on(spec.name, as_of), form)
            downloads.button(FORMS[form], file, downloads.MIME[form], make, f"{spec.name}_{form}")
        if "xlsx" not in forms:
            st.caption(SAY("tables.too_long", rows=f"{whole_tables.rows(spec.name):,}"))
    at = downloads.address_of_table(spec.name)
    if at:
        written.write(html_text.marked(SAY("tables.code", address=at)))


def draw_sources() -> None:
    """One source in full, which links lead to, and the register of all."""
    figures.block("One source", one_source)
    grades = ", ".join(f"{grade} {words}" for grade, words in dictionary.GRADES.items())
    above = SAY("sources.all"), SAY("sources.measure", grades=grades)
    lists.draw("Sources", "register", source_list, lambda shown: lists.as_table(*above, shown, "sources"))


def one_source() -> Callable[[], None]:
    """What the register says of the source chosen."""
    records = _by_name()
    record = records[controls.select("Source", list(records), "sources_source", next(iter(records)))]
    return lambda: _record(record)


def _record(record: Mapping[Any, Any]) -> None:
    blocks.finding(record["title"], f"{record['producer']}, {record['edition']}")
    used_in = () if tables.catalogue_fault() else users().get(record["source_id"], ())  # the page says the fault above
    written.write(html_text.marked(record_words(record, used_in)))


@kept
def _by_name() -> dict[str, dict[Any, Any]]:
    register = tables.read_table("sources").sort_values(["producer", "title"]).to_dict("records")
    return {source_name(record): record for record in register}


def record_words(record: Mapping[Any, Any], used_in: Sequence[str]) -> str:
    """What the register says of one source as points in Markdown, with the address of its document or page."""
    points = [f"- **{name}:** {words}" for name, words in dictionary.source_facts(record, used_in).items()]
    link = address(record)
    last = SAY("sources.address", address=f"[{link}]({link})") if link else SAY("sources.no_address")
    return "\n".join([*points, f"- {last}"])


def draw_assumptions() -> None:
    """Every number of the models, assumptions first."""
    lists.draw("Assumptions", "assumptions", assumptions, _model_numbers)


def _model_numbers(shown: pd.DataFrame) -> None:
    listed = assumptions()
    assumed = (listed["status"] == "assumption").sum()
    finding = SAY("assumptions.finding", assumed=str(assumed), count=len(listed))
    lists.as_table(finding, SAY("assumptions.measure"), shown, "assumptions")


def draw_methods() -> None:
    """What each measure and model gives, with equation and source."""
    figures.block("Methods", methods_of_a_subject)


def methods_of_a_subject() -> Callable[[], None]:
    """The methods of the subject chosen."""
    subjects = sorted(method_list()["subject"].unique())
    subject = controls.select("Subject of the method", subjects, "sources_method", subjects[0], _words)
    return lambda: _methods_of(subject)


def _methods_of(subject: str) -> None:
    every = method_list()
    blocks.finding(SAY("methods.finding", subject=_words(subject).lower()), SAY("methods.measure"))
    for row in every[every["subject"] == subject].to_dict("records"):
        st.markdown(f"**{_words(row['function'])}** (`{row['function']}`)  \n{row['gives']}  \n{row['how']}")
    downloads.csv_button("All methods, CSV", "methods", every)


def draw_gaps() -> None:
    """What is missing, table by table, the sources that may not be passed on, and what is withheld of others."""
    lists.draw("Not in our data", "gaps", gaps, _missing)
    lists.draw("Not passed on", "withheld", withheld, _not_passed_on)


def _missing(shown: pd.DataFrame) -> None:
    blocks.finding(SAY("gaps.finding"), SAY("gaps.measure"))
    written.write(html_text.marked(cache.of_rows("gaps", shown, lambda: gap_words(shown))))
    lists.as_csv(shown, "gaps")


def _not_passed_on(shown: pd.DataFrame) -> None:
    finding = SAY("gaps.withheld", count=withheld()["source"].nunique())
    lists.as_table(finding, SAY("gaps.withheld_measure"), shown, "withheld")


@kept
def _tables_in_short() -> pd.DataFrame:
    return table_list()[["title", "table", "rows", "size_kB", "known_until"]]


def draw_glossary() -> None:
    """All terms by name, those found alone where words are typed, and the list as a file."""
    lists.draw("Glossary", "glossary", terms_of_art, _terms)


@kept
def terms_of_art() -> pd.DataFrame:
    """One row a term: term, meaning, source."""
    return pd.DataFrame({"term": t.term, "meaning": t.sentence, "source": t.source} for t in glossary())


def _terms(shown: pd.DataFrame) -> None:
    every, names = glossary(), set(shown["term"])
    blocks.finding(SAY("glossary.finding", count=len(every)), SAY("glossary.measure"))
    written.write(html_text.terms_list([term for term in every if term.term in names]))
    downloads.csv_button("Glossary, CSV", "glossary", shown)


def gap_words(holes: pd.DataFrame) -> str:
    """Holes as Markdown, a heading in bold for each table and source and a point for each hole.

    ``holes``: table (empty for a source), title, missing.
    """
    parts = []
    for (table_name, title), rows in holes.groupby(["table", "title"], sort=False):
        head = f"**{title}**" + (f" (`{table_name}`)" if table_name else "")
        parts.append("\n".join([head, "", *("- " + NAME.sub(r"`\g<0>`", hole) for hole in rows["missing"])]))
    return "\n\n".join(parts)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
