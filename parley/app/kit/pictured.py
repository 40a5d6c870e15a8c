"""Rows as they stand on a picture: a few columns of plain words and printed figures, the first rows of many."""

from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import html_text, shown_tables

SAY = words.beside(__file__)
MOST_ROWS, MOST_COLUMNS = 25, 8


def cells(rows: pd.DataFrame, short: pd.DataFrame | None, as_of: date) -> dict[str, Any]:
    """Heads, cells and which columns are numbers, what is left out, and the day, for ``static/picture_table.js``.

    ``short``: the list shown in place of the rows, whose cells are Markdown. Records of sources and addresses stand in
    the source line and are no columns.
    """
    if short is not None:
        every = short.map(lambda cell: "" if pd.isna(cell) else html_text.plain(str(cell)))
        are_numbers = [False] * len(every.columns)
    else:
        kept = [name for name in rows.columns if not str(name).endswith(("_id", "url"))]
        every = shown_tables.printed(rows[kept])
        are_numbers = [pd.api.types.is_numeric_dtype(rows[name]) for name in kept]
    drawn = every.iloc[:MOST_ROWS, :MOST_COLUMNS]
    return {
        "columns": [str(head) for head in drawn.columns],
        "rows": drawn.to_numpy().tolist(),
        "is_number": are_numbers[:MOST_COLUMNS],
        "left_out": _left_out(drawn.shape, every.shape),
        "known": SAY("known", day=terms.day(as_of)),
    }


def _left_out(drawn: tuple[int, ...], every: tuple[int, ...]) -> str:
    """What a picture of so many rows and columns lacks of the whole; empty where it lacks nothing."""
    (rows, columns), (all_rows, all_columns) = drawn, every
    if drawn == every:
        return ""
    case = "rows" if columns == all_columns else "columns" if rows == all_rows else "both"
    counts = {"rows": terms.number(rows), "all_rows": terms.number(all_rows)}
    return SAY("pictured", case, **counts, columns=columns, all_columns=all_columns)
