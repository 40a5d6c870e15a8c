"""The page from top to bottom: its heading, the choices, the answer, and what is taken away of it."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from parley import words
from parley.app.explore import all_rows, answer, asking, choices, data
from parley.app.explore.answer import Shown
from parley.app.explore.choices import Chosen
from parley.app.kit import (
    address,
    blocks,
    cache,
    card,
    downloads,
    error_sentences,
    figures,
    html_text,
    written,
)
from parley.app.kit.error_sentences import NothingToShowError
from parley.explore import CancelledError, Dataset, Engine, EngineError, Question, QuestionError, Settings

SAY = words.beside(__file__)
HIVE_TYPES = {"year": "SMALLINT", "chapter": "VARCHAR"}  # else DuckDB reads 01 as a number
TABLE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")  # the name of one, or of a column


def draw(as_of: date) -> None:
    """One question and its answer, which a press draws again alone unless it is one to be waited for."""
    blocks.eyebrow()
    if asking.is_waiting():
        address.note_steps()
        # Where the part that is drawn by itself would stand, a container in a container: elsewhere its controls would
        # stand twice while the question is waited for.
        with st.container(), st.container():
            _answered(as_of)
    else:
        blocks.live("Question", title=SAY("header.title"), steps=True)(lambda: _answered(as_of))


def _answered(as_of: date) -> None:
    try:
        asking.wait_for_engine(data.opening(), Settings.from_environment().seconds)
        available = data.available(as_of)
        for title, fault in available.lost.items():
            error_sentences.lost(title, fault)
        chosen = _chosen(available.datasets, as_of)
        question = chosen.question()
        shown = _shown(question, as_of)
    except (QuestionError, EngineError, CancelledError) as fault:
        raise NothingToShowError(str(fault)) from fault
    figures.block("Answer", lambda: shown.figure)
    blocks.metrics(shown.facts)
    _take(question, as_of)
    blocks.reach(SAY("header.covers"), data.until(chosen.dataset, as_of))
    if chosen.dataset.gaps:
        gaps = "\n".join(f"- {gap}" for gap in chosen.dataset.gaps)
        written.write(html_text.details(SAY("taken.lacks"), TABLE.sub(r"`\g<0>`", gaps)))


def _chosen(datasets: Sequence[Dataset], as_of: date) -> Chosen:
    """What is chosen. Where a list cannot be had, those before it are drawn all the same: other data can be chosen."""
    with card.panel("explore"):
        try:
            return choices.chosen(datasets, as_of)
        except (NothingToShowError, QuestionError, EngineError, CancelledError) as fault:
            missing = fault
    raise missing


def _shown(question: Question, as_of: date) -> Shown:
    engine = data.engine()
    work = partial(engine.answer, question, data.bound(as_of))
    table = asking.answer("explore", (question, as_of), work, engine.seconds)
    return cache.derived("explore shown", (question, as_of), lambda: answer.shown(table, question, as_of))


def _take(question: Question, as_of: date) -> None:
    """All rows as a file, the query in SQL and the question in Python; the last two are made when they are opened."""
    files = [(label, downloads.address_of(all_rows.path(form))) for form, label in all_rows.FORMS.items()]
    if all(where for _, where in files):
        (one, other) = [(label, f"{where}?{all_rows.query(question, as_of)}") for label, where in files]
        written.write(html_text.linked_note([(SAY("taken.rows"), ""), one, (", ", ""), other]))
    engine, day = data.engine(), data.bound(as_of)
    with st.container(horizontal=True, gap="small"):
        query = st.popover("The query in SQL", icon=":material/database:", key="explore_sql", on_change="rerun")
        if query.open:
            with query:
                st.code(sql(engine, question, day), language="sql")
        python = st.popover("In Python", icon=":material/code:", key="explore_python", on_change="rerun")
        if python.open:
            with python:
                st.code(engine.python(question, day), language="python", wrap_lines=True)


def sql(engine: Engine, question: Question, day: date | None) -> str:
    """The query as one may copy it: a comment that says which file its table is, then what the engine is asked."""
    table = engine.dataset(question.data).holding(question.dimensions)
    heading = SAY("taken.sql", table=table.name, files=_files(table, question.data))
    return f"-- {heading}\n{engine.sql(question, day)}"


def _files(table: Dataset, folder: str) -> str:
    """Where DuckDB finds a table: its file, or below the ingested folder those of every year and chapter."""
    if not table.partitions:
        return f"'{table.name}.parquet'"
    places = table.files[0].parts
    below = places[len(places) - 1 - places[::-1].index(folder) : -1]
    pattern = "/".join([*(re.sub("=.*", "=*", place) for place in below), "*.parquet"])
    types = ", ".join(f"'{name}': {HIVE_TYPES[name]}" for name in table.partitions)
    return f"read_parquet('{pattern}', hive_types = {{{types}}})"
