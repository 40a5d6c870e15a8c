"""From the answer of the engine to a figure: rows with their names, what they are of in words, and the chart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from parley import terms, words
from parley.app.explore import captions, data, names
from parley.app.explore.captions import Told
from parley.app.explore.charts import answers as charts
from parley.app.explore.charts.units import DOLLARS, PERCENT, Unit
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

    ``rows``: as given by the engine, named and with their source record. ``drawn``: name, short, column, column_short,
    value, at (the first day of a row of time), is_rest (the row or column that sums what is not shown), is_whole (not a
    year in part).
    ``told``: what it is of.
    """

    rows: pd.DataFrame
    drawn: pd.DataFrame
    told: Told
    colours: Mapping[str, str]


def read(table: pa.Table, question: Question, as_of: date) -> Answer:
    """The answer to a question. Raises NothingToShowError where there is no row."""
    given = table.to_pandas()
    if given.empty:
        counted = dict(question.where).get("unit")
        raise NothingToShowError(
            SAY("asking.nothing_in_unit", unit=Unit(counted[0]).words) if counted else SAY("asking.nothing")
        )
    dataset = data.engine().dataset(question.data)
    periods = data.periods(question.data, as_of)
    is_rest = _is_rest(given, question)
    rows = _named(given, question.rows, is_rest["row"], periods)
    unit = Unit(UNITS.get(question.measure, ""))
    if question.measure == "quantity":
        unit = Unit(str(given["unit"].iloc[0]))
    drawn = pd.DataFrame(
        {
            "name": [each.name for each in rows],
            "short": [each.short for each in rows],
            "column": "",
            "column_short": "",
            "value": pd.to_numeric(given[OUTCOMES[question.measure]]).astype(float),
            "at": _days(given, question),
            "is_rest": is_rest.any(axis="columns"),
            "is_whole": True,
        }
    )
    colours = {each.name: each.country for each in rows}
    if question.rows in PRODUCTS:
        colours = {each.name: _of_one_place(question) for each in rows if each.name != names.OTHERS}
    if question.columns:
        columns = _named(given, question.columns, is_rest["column"], periods)
        drawn["column"] = [each.name for each in columns]
        drawn["column_short"] = [each.short for each in columns]
        colours |= {each.name: each.country for each in columns}
    for dimension in (question.rows, question.columns):
        if dimension == "year":
            drawn["is_whole"] &= ~given["year"].isin(list(periods.parts))
    told = _told(given, question, is_rest["row"], unit, as_of)
    return Answer(_taken(given, drawn, told, dataset), drawn, told, colours)


def _is_rest(given: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Whether a row or column sums what is not shown; goods without a unit have a place of their own."""
    shown = {"row": (question.rows, question.top), "column": (question.columns, COLUMNS_SHOWN)}
    asked = {part: told for part, told in shown.items() if told[0]}
    return pd.DataFrame({part: given[name].isna() & given[part].ge(most) for part, (name, most) in asked.items()})


def _named(given: pd.DataFrame, dimension: str, is_rest: pd.Series, periods: data.Periods) -> list[names.Named]:
    found = names.named(dimension, [code for code in given[dimension].unique() if isinstance(code, str)], periods)
    others = names.Named(names.OTHERS, names.OTHERS)
    told = zip(given[dimension], is_rest, strict=True)
    return [others if is_of_rest else found.get(code, names.NO_UNIT) for code, is_of_rest in told]


def _days(given: pd.DataFrame, question: Question) -> pd.Series:
    if question.rows not in TIMES:
        return pd.Series(pd.NaT, index=given.index)
    return pd.to_datetime(given[question.rows] + ("-01-01" if question.rows == "year" else "-01"))


def _of_one_place(question: Question) -> str:
    """The code that gives bars of goods their colour: of the one origin asked for, else of the United States."""
    places = [values for name, values in question.where if name in names.PLACES]
    return places[0][0] if len(places) == 1 and len(places[0]) == 1 else "USA"


def _taken(given: pd.DataFrame, drawn: pd.DataFrame, told: Told, dataset: Dataset) -> pd.DataFrame:
    """The rows as they are shown in a table and taken away, with the period they sum where they name none."""
    question = told.question
    rows = given.drop(columns=["row", "column"], errors="ignore")
    rows.insert(1, f"{question.rows}_name", drawn["name"])
    if question.columns:
        rows.insert(3, f"{question.columns}_name", drawn["column"])
    if told.when and not {question.rows, question.columns} & set(TIMES):
        rows["period"] = told.when
    if dataset.source:
        return rows.assign(source_id=dataset.source)
    say_own(rows, dataset.producer, dataset.title)
    return rows


def _told(given: pd.DataFrame, question: Question, is_rest: pd.Series, unit: Unit, as_of: date) -> Told:
    periods = data.periods(question.data, as_of)
    rest = given.loc[is_rest, "members"]
    shown = int(given.loc[~is_rest, question.rows].nunique(dropna=False))
    when = periods.span(dict(question.where).get("year", periods.years))
    columns = 0 if question.others or question.columns in ("", *TIMES) else int(given[question.columns].nunique())
    if columns == COLUMNS_SHOWN:  # rows without trade in these columns are left out too
        return Told(question, unit, when, shown, 0, columns)
    if question.rows in TIMES or (question.others and rest.empty) or shown < question.top:
        return Told(question, unit, when, shown, shown)
    # In columns the rest is counted cell by cell, which does not add up to how many there are.
    return Told(question, unit, when, shown, 0 if question.columns or rest.empty else shown + int(rest.iloc[0]))


class Shown(NamedTuple):
    """The card of an answer and the facts above it."""

    figure: Figure
    facts: list[Metric]


def shown(table: pa.Table, question: Question, as_of: date) -> Shown:
    """What is shown of an answer. Raises NothingToShowError as ``read`` does."""
    answer = read(table, question, as_of)
    drawn = charts.with_room(answer.drawn, question.columns in TIMES)
    form = charts.form_of(drawn, question.rows in TIMES)
    drawn = drawn if form else answer.drawn
    views = {"Chart": lambda palette: charts.chart(form, drawn, answer.told.unit, answer.colours, palette)}
    caption = captions.caption(drawn, answer.told, form)
    state = (question, as_of)
    figure = Figure(NAME, caption, answer.rows, views if form else {}, note=_note(answer, form), state=state)
    return Shown(figure, _facts(answer, as_of))


def _note(answer: Answer, form: charts.Form) -> str:
    measure = answer.told.question.measure
    notes = [SAY("note", measure)] if measure in ("rate_collected", "quantity") else []
    if measure == "rate_collected" and answer.drawn["value"].isna().any():
        notes.append(SAY("note.missing"))
    if not form:
        notes.append(SAY("note.no_chart"))
    elif answer.drawn["column"].nunique() > charts.MOST_COLUMNS:
        case = "last" if answer.told.question.columns in TIMES else "first"
        notes.append(SAY("note.columns", case, count=terms.counted(charts.MOST_COLUMNS)))
    return ". ".join(notes)


def _facts(answer: Answer, as_of: date) -> list[Metric]:
    """The sum of all rows, how many there are, and since when they are known."""
    told, question = answer.told, answer.told.question
    source = sources_of(answer.rows).parts
    about = "rate" if question.measure == "rate_collected" else "total" if question.others else "shown"
    kind = names.KINDS[question.rows].several.capitalize()
    total = Metric(names.MEASURES[question.measure], _total(answer), note=told.when, help=SAY("fact", about))
    count = f"{told.every or told.shown:,}"
    rows = Metric(kind, count, help=SAY("rows", "every" if told.every else "shown"))
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
    if answer.told.question.measure != "rate_collected":
        return answer.told.unit.say(sums[OUTCOMES[answer.told.question.measure]])
    return (
        answer.told.unit.say(sums["duty_usd"] / sums["value_usd"] * 100) if sums["value_usd"] else SAY("out", "unsaid")
    )
