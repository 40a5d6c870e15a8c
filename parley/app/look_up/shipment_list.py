"""A list of one's own shipments: a CSV is read in memory, worked out row by row, and comes back with dollars."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app.kit import downloads, session, written
from parley.app.kit.blocks import finding, note
from parley.app.kit.html_text import escape_markdown
from parley.results.law import landed_file
from parley.results.law.answer import LandedError
from parley.results.law.landed_file import COLUMNS, Cells, Shared

SAY = words.beside(__file__)
MOST_ROWS, MOST_MB = 200, 1
ANSWERED, FAULT, FILE = "look_up_list_rows", "look_up_list_fault", "look_up_list_file"
FIRST = ("fault", "code", "origin", "value_usd", "duty_usd", "fees_usd", "total_usd", "next_change")
NUMBERS = [name for name in COLUMNS if name.endswith("_usd") and name != "value_usd"]


def draw(as_of: date) -> None:
    """The field for a file, and below it the rows of the last one with their dollars, for this visitor alone."""
    finding(SAY("list.title"))
    note(SAY("list.form", columns=", ".join((*landed_file.NEEDED, *landed_file.OPTIONAL)), most=MOST_ROWS))
    written.flush()
    with st.popover(SAY("list.open"), key="look_up_list_menu"):
        upload = st.file_uploader(SAY("list.field"), type=["csv"], key="look_up_list", max_upload_size=MOST_MB)
    if upload is not None and session.state().get(FILE) != upload.file_id:
        session.state()[FILE] = upload.file_id
        _work_out(upload.getvalue(), as_of)
    if fault := session.state().get(FAULT):
        st.warning(escape_markdown(fault), icon=":material/error:")
    rows = session.state().get(ANSWERED)
    if rows is not None:
        _show(rows)


def _work_out(content: bytes, as_of: date) -> None:
    """Put the answers to a file, or what is wrong with it, into the session."""
    session.state().pop(ANSWERED, None)
    session.state().pop(FAULT, None)
    try:
        rows = read(content)
    except LandedError as error:
        session.state()[FAULT] = terms.capital(str(error).partition(": ")[2])
        return
    session.state()[ANSWERED] = _answered(rows, as_of)


def read(content: bytes) -> Sequence[Cells]:
    """The rows of a file. Raises LandedError for one that cannot be read or has too many."""
    try:
        rows = landed_file.rows_of(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LandedError("file", SAY("list.no_text", byte=terms.number(error.start + 1))) from None
    if len(rows) > MOST_ROWS:
        raise LandedError("file", SAY("list.too_long", count=terms.number(len(rows)), most=MOST_ROWS))
    return rows


def _answered(rows: Sequence[Cells], as_of: date) -> pd.DataFrame:
    """The rows with their answers, while a bar tells how far it is."""
    shared, count = Shared("CHN", "sea", as_of), len(rows)
    bar = st.progress(0.0, SAY("list.progress", done=0, count=count))
    records: list[dict[str, Any]] = []
    for place, cells in enumerate(rows, 1):
        records.append(landed_file.answered(place + 1, cells, shared))
        bar.progress(place / count, SAY("list.progress", done=place, count=count))
    bar.empty()
    table = pd.DataFrame(records, columns=list(COLUMNS))
    return table.assign(**{name: pd.to_numeric(table[name], errors="coerce") for name in NUMBERS})


def _show(rows: pd.DataFrame) -> None:
    faults = int(rows["fault"].ne("").sum())
    note(SAY("list.done", "faults" if faults else "all", count=len(rows) - faults, rows=len(rows), faults=faults))
    written.flush()
    shown = rows if faults else rows.drop(columns="fault")
    first = [name for name in FIRST if name in shown]
    st.dataframe(
        shown.set_index("row")[[*first, *(name for name in shown if name not in (*first, "row"))]],
        column_config={name: st.column_config.NumberColumn(format="dollar") for name in NUMBERS},
        alt=SAY("list.alt"),
    )
    st.download_button(SAY("list.take"), downloads.csv_bytes(rows), "landed.csv", "text/csv", on_click="ignore")
