"""From the answer of the engine to a figure: rows with their names, what they are of in words, and the chart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from parley import terms, words
from parley.app.explore import captions, data, names
from parley.app.explore import chart as charts
from parley.app.explore.captions import Scope
from parley.app.explore.names import DOLLARS, PERCENT, Unit
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import say_own, sources_of
from parley.explore import Dataset, Question
from parley.explore.question import COLUMNS_SHOWN, PRODUCTS, TIMES

SAY = words.beside(__file__)
NAME = "explore_answer"
OUTCOMES = {"value": "value_usd", "duty": "duty_usd", "rate_collected": "rate_collected_pct", "quantity": "quantity"}
UNITS = {"value": DOLLARS, "duty": DOLLARS, "rate_collected": PERCENT}
ADDED = ["value_usd", "duty_usd", "quantity"]


@dataclass(frozen=True)
class Answer:
    """An answer made readable.

    ``rows``: as given by the engine, named and with their source record. ``cells``: name, short, column, column_short,
    value, at (the first day of a row of time), is_rest (the row or column that sums what is not shown), is_whole (not a
    year in part).
    ``scope``: what it is of.
    """

    rows: pd.DataFrame
    cells: pd.DataFrame
    scope: Scope
    colours: Mapping[str, str]


def read(table: pa.Table, question: Question, as_of: date) -> Answer:
    """The answer to a question. Raises NothingToShowError where there is no row."""
    frame = table.to_pandas()
    if frame.empty:
        counted = dict(question.where).get("unit")
        raise NothingToShowError(
            SAY("asking.nothing_in_unit", unit=Unit(counted[0]).words) if counted else SAY("asking.nothing")
        )
    dataset = data.engine().dataset(question.data)
    periods = data.periods(question.data, as_of)
    is_rest = _is_rest(frame, question)
    rows = _named(frame, question.rows, is_rest["row"], periods)
    unit = Unit(UNITS.get(question.measure, ""))
    if question.measure == "quantity":
        unit = Unit(str(frame["unit"].iloc[0]))
    cells = pd.DataFrame(
        {
            "name": [each.name for each in rows],
            "short": [each.short for each in rows],
            "column": "",
            "column_short": "",
            "value": pd.to_numeric(frame[OUTCOMES[question.measure]]).astype(float),
            "at": _days(frame, question),
            "is_rest": is_rest.any(axis="columns"),
            "is_whole": True,
        }
    )
    colours = {each.name: each.country for each in rows}
    if question.rows in PRODUCTS:
        colours = {each.name: _of_one_place(question) for each in rows if each.name != names.OTHERS}
    if question.columns:
        columns = _named(frame, question.columns, is_rest["column"], periods)
        cells["column"] = [each.name for each in columns]
        cells["column_short"] = [each.short for each in columns]
        colours |= {each.name: each.country for each in columns}
    for dimension in (question.rows, question.columns):
        if dimension == "year":
            cells["is_whole"] &= ~frame["year"].isin(list(periods.parts))
    scope = _scope(frame, question, is_rest["row"], unit, as_of)
    return Answer(_taken(frame, cells, scope, dataset), cells, scope, colours)


def _is_rest(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Whether a row or column sums what is not shown; goods without a unit have a place of their own."""
    shown = {"row": (question.rows, question.top), "column": (question.columns, COLUMNS_SHOWN)}
    parts = {part: part_of for part, part_of in shown.items() if part_of[0]}
    return pd.DataFrame({part: frame[name].isna() & frame[part].ge(most) for part, (name, most) in parts.items()})


def _named(frame: pd.DataFrame, dimension: str, is_rest: pd.Series, periods: data.Periods) -> list[names.Named]:
    by_code = names.named(dimension, [code for code in frame[dimension].unique() if isinstance(code, str)], periods)
    others = names.Named(names.OTHERS, names.OTHERS)
    pairs = zip(frame[dimension], is_rest, strict=True)
    return [others if is_of_rest else by_code.get(code, names.NO_UNIT) for code, is_of_rest in pairs]


def _days(frame: pd.DataFrame, question: Question) -> pd.Series:
    if question.rows not in TIMES:
        return pd.Series(pd.NaT, index=frame.index)
    return pd.to_datetime(frame[question.rows] + ("-01-01" if question.rows == "year" else "-01"))


def _of_one_place(question: Question) -> str:
    """The code that gives bars of goods their colour: of the one origin asked for, else of the United States."""
    places = [values for name, values in question.where if name in names.PLACES]
    return places[0][0] if len(places) == 1 and len(places[0]) == 1 else "USA"


def _taken(frame: pd.DataFrame, cells: pd.DataFrame, scope: Scope, dataset: Dataset) -> pd.DataFrame:
    """The rows as they are shown in a table and taken away, with the period they sum where they name none."""
    question = scope.question
    rows = frame.drop(columns=["row", "column"], errors="ignore")
    rows.insert(1, f"{question.rows}_name", cells["name"])
    if question.columns:
        rows.insert(3, f"{question.columns}_name", cells["column"])
    if scope.when and not {question.rows, question.columns} & set(TIMES):
        rows["period"] = scope.when
    if dataset.source:
        return rows.assign(source_id=dataset.source)
    say_own(rows, dataset.producer, dataset.title)
    return rows


def _scope(frame: pd.DataFrame, question: Question, is_rest: pd.Series, unit: Unit, as_of: date) -> Scope:
    periods = data.periods(question.data, as_of)
    rest = frame.loc[is_rest, "members"]
    shown = int(frame.loc[~is_rest, question.rows].nunique(dropna=False))
    when = periods.span(dict(question.where).get("year", periods.years))
    columns = 0 if question.others or question.columns in ("", *TIMES) else int(frame[question.columns].nunique())
    if columns == COLUMNS_SHOWN:  # rows without trade in these columns are left out too
        return Scope(question, unit, when, shown, 0, columns)
    if question.rows in TIMES or (question.others and rest.empty) or shown < question.top:
        return Scope(question, unit, when, shown, shown)
    # In columns the rest is counted cell by cell, which does not add up to how many there are.
    return Scope(question, unit, when, shown, 0 if question.columns or rest.empty else shown + int(rest.iloc[0]))


class Shown(NamedTuple):
    """The card of an answer and the facts above it."""

    figure: Figure
    facts: list[Metric]


def shown(table: pa.Table, question: Question, as_of: date) -> Shown:
    """What is shown of an answer. Raises NothingToShowError as ``read`` does."""
    answer = read(table, question, as_of)
    cells = charts.with_room(answer.cells, question.columns in TIMES)
    form = charts.form_of(cells, question.rows in TIMES)
    cells = cells if form else answer.cells
    views = {"Chart": lambda palette: charts.chart(form, cells, answer.scope.unit, answer.colours, palette)}
    caption = captions.caption(cells, answer.scope)
    state = (question, as_of)
    figure = Figure(NAME, caption, answer.rows, views if form else {}, note=_note(answer, form), state=state)
    return Shown(figure, _facts(answer, as_of))


def _note(answer: Answer, form: charts.Form) -> str:
    measure = answer.scope.question.measure
    notes = [SAY("note", measure)] if measure in ("rate_collected", "quantity") else []
    if measure == "rate_collected" and answer.cells["value"].isna().any():
        notes.append(SAY("note.missing"))
    if not form:
        notes.append(SAY("note.no_chart"))
    elif answer.cells["column"].nunique() > charts.MOST_COLUMNS:
        case = "last" if answer.scope.question.columns in TIMES else "first"
        notes.append(SAY("note.columns", case, count=terms.counted(charts.MOST_COLUMNS)))
    return ". ".join(notes)


def _facts(answer: Answer, as_of: date) -> list[Metric]:
    """The sum of all rows, how many there are, and since when they are known."""
    scope, question = answer.scope, answer.scope.question
    source = sources_of(answer.rows).parts
    about = "rate" if question.measure == "rate_collected" else "total" if question.others else "shown"
    kind = names.KINDS[question.rows].several.capitalize()
    total = Metric(names.MEASURES[question.measure], _total(answer), note=scope.when, help=SAY("fact", about))
    count = f"{scope.every or scope.shown:,}"
    rows = Metric(kind, count, help=SAY("rows", "every" if scope.every else "shown"))
    return [replace(fact, source=source) for fact in (total, rows, _known(question.data, as_of))]


def _known(name: str, as_of: date) -> Metric:
    out = data.published(name)
    if out is None:
        return Metric(SAY("out", "since"), SAY("out", "unsaid"), help=SAY("out", "about"))
    if out.last > as_of:
        return Metric(SAY("out", "by"), terms.day(as_of), help=SAY("out", "about_part"))
    note = SAY("out", "estimated") if out.is_estimated else ""
    return Metric(SAY("out", "since"), terms.day(out.last), note=note, help=SAY("out", "about"))


def _total(answer: Answer) -> str:
    sums = answer.rows[[column for column in ADDED if column in answer.rows]].astype(float).sum()
    if answer.scope.question.measure != "rate_collected":
        return answer.scope.unit.say(sums[OUTCOMES[answer.scope.question.measure]])
    return (
        answer.scope.unit.say(sums["duty_usd"] / sums["value_usd"] * 100) if sums["value_usd"] else SAY("out", "unsaid")
    )
