"""Rows of a table, of what changed, of dates ahead and of the search, as JSON has them, each with its licence."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from parley.app.api import sources
from parley.app.api.questions import Changes, Dates, Find, Rows
from parley.app.kit import source_lines
from parley.app.kit.downloads import escape_formulas, json_rows
from parley.app.serving.problems import ProblemError
from parley.measures.events import ahead
from parley.search.entries import KINDS
from parley.search.find import find
from parley.tables.read import FIRST_DAY, compiled_on, last_day, read_table
from parley.tables.schema import load_schema, table_names

Answer = dict[str, Any]
MOST_FILTERS, MOST_VALUES, LONGEST_VALUE = 10, 50, 200
SOURCE, LICENCE, REGISTER = "source_id", "licence", "sources"
SOUGHT = ("hs_codes", "us_imports_hs6")  # whose names and values the search shows


def of_table(name: str, question: Rows, filters: Mapping[str, Sequence[str]]) -> tuple[Answer, pd.DataFrame]:
    """A page of rows, as an answer and as a frame: those whose columns hold one of the values of their filter.

    Rows whose source may not be passed on are none of it. Raises ProblemError naming the parameter, TableError,
    SchemaError.
    """
    if name not in table_names():
        raise ProblemError(f"There is no table {name[:60]!r}; docs/generated/tables.md lists all.", "name", 404)
    spec = load_schema(name)
    _require_columns(name, spec.columns, [*filters, *(question.columns or [])])
    require_day(question.as_of)
    if len(filters) > MOST_FILTERS:
        raise ProblemError(f"At most {MOST_FILTERS} columns may be filtered by.", next(iter(filters)))
    for column, values in filters.items():
        _require_values(name, column, values)
    # columns are named, so that a large table is read in part and not held in memory
    rows = read_table(name, question.as_of, filters, spec.columns)
    if name != REGISTER and SOURCE in rows:
        rows = rows[~rows[SOURCE].isin(source_lines.closed())]
    count, page = len(rows), rows.iloc[question.offset : question.offset + question.limit]
    source_ids = list(page[SOURCE].dropna().unique()) if SOURCE in page else sources.of_tables([name])
    page = page[question.columns] if question.columns else page
    page = _with_licence(page, rows)
    following = question.offset + question.limit
    answer = {
        "table": name,
        "title": spec.title,
        "count": count,
        "offset": question.offset,
        "next_offset": following if following < count else None,
        **_whole(page, source_ids),
    }
    return answer, page


def _with_licence(page: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    if SOURCE not in rows or LICENCE in page:
        return page
    of_source = {name: record[LICENCE] for name, record in source_lines.register().items()}
    return page.assign(**{LICENCE: rows.loc[page.index, SOURCE].map(of_source)})


def _require_columns(table: str, columns: Sequence[str], wanted: Sequence[str]) -> None:
    unknown = [name for name in wanted if name not in columns]
    if unknown:
        raise ProblemError(f"The table {table} has no column {unknown[0][:60]!r}.", unknown[0][:60])


def _require_values(table: str, column: str, values: Sequence[str]) -> None:
    """Raises ProblemError where a value is none the column could have."""
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
        raise ProblemError(f"{column}: at most {MOST_VALUES} values, of {LONGEST_VALUE} signs each.", column)
    try:
        pa.array(list(values)).cast(load_schema(table).arrow.field(column).type)
    except pa.ArrowException:
        raise ProblemError(f"{column}: {values[0][:60]!r} is no value this column could have.", column) from None


def require_day(as_of: Any) -> None:
    """Raises ProblemError where a day is outside those of the tables."""
    last = last_day()
    if as_of is not None and not FIRST_DAY <= as_of <= last:
        raise ProblemError(f"as_of: {as_of} is outside {FIRST_DAY} to {last}, the days our tables cover.", "as_of")


def of_changes(question: Changes) -> Answer:
    """What changed in the tables since a day, as the table ``changes`` has it. Raises TableError."""
    rows = read_table("changes")
    if question.since is not None:
        rows = rows[rows["changed_on"] >= pd.Timestamp(question.since)]
    return _whole(_with_licence(rows, rows), rows[SOURCE])


def of_dates(question: Dates) -> Answer:
    """The dates after a day, as ``measures.events.ahead`` has them. Raises ProblemError, TableError."""
    require_day(question.as_of)
    day = question.as_of or compiled_on()
    rows = ahead(read_table("events", day), pd.Timestamp(day))
    return _whole(_with_licence(rows, rows), rows[SOURCE])


def of_find(question: Find) -> Answer:
    """The candidates of ``parley find``. Raises ProblemError, SearchError."""
    require_day(question.as_of)
    hits = find(question.q, question.as_of, question.limit, question.kinds or KINDS)
    return {
        "answer": [hit.to_dict() for hit in hits],
        "remarks": list(hits.remarks),
        "known_until": compiled_on().isoformat(),
        "sources": sources.named(sources.of_tables(SOUGHT)),
    }


def _whole(rows: pd.DataFrame, source_ids: Sequence[str] | pd.Series) -> Answer:
    return {
        "answer": json_rows(rows),
        "known_until": compiled_on().isoformat(),
        "sources": sources.named(source_ids),
    }


def as_csv(rows: pd.DataFrame) -> str:
    """The rows as CSV; text that a spreadsheet would work out as a formula begins with an apostrophe."""
    return escape_formulas(rows).to_csv(index=False, date_format="%Y-%m-%d")


def as_json(answer: object) -> bytes:
    """JSON without what is no number."""
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
