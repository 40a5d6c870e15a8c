"""The finding and the measure line of an answer, from its rows."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.explore import data, names
from parley.app.explore.names import Unit
from parley.charts.figure import Caption
from parley.explore import Question
from parley.explore.question import PRODUCTS, TIMES
from parley.terms.goods import in_pairs

SAY = words.beside(__file__)
MOST_WORDS = 2  # of a place in a title
MOST_CODES = 12  # named one by one in the line below it
# What a table holds where its dimensions do not say it: some origins alone, and exports.
TRADE = {"us_trade_hs2_monthly": "held", "us_exports_china_hs6_monthly": "exports"}


@dataclass(frozen=True)
class Scope:
    """What an answer is of.

    ``when``: the years of all its figures, empty where the data say none; ``shown``: how many rows stand in it by
    themselves, ``every``: how many there are, 0 where it is not known; ``columns``: how many columns are shown where
    all others are left out.
    """

    question: Question
    unit: Unit
    when: str
    shown: int
    every: int
    columns: int = 0


def caption(cells: pd.DataFrame, scope: Scope) -> Caption:
    """The words of an answer. ``cells``: name, short, column, column_short, value, at, is_rest, is_whole."""
    return Caption(_finding(cells, scope), _measure(scope))


def _finding(cells: pd.DataFrame, scope: Scope) -> str:
    question = scope.question
    shown = cells[~cells["is_rest"] & cells["value"].notna()]
    whole = shown[shown["is_whole"]]
    if shown.empty:
        return SAY("finding.none", subject=_subject(question), when=_when(scope))
    if question.rows in TIMES and not question.columns:
        return _in_time(whole if len(whole) else shown, scope)
    if question.columns == "year" and whole["column"].nunique() == 2:
        wide = whole.pivot(index="short", columns="column", values="value").dropna()
        if len(wide) > 1:
            return _change(wide, scope)
    return _cell(shown, scope) if question.columns else _most(shown, scope)


def _most(cells: pd.DataFrame, scope: Scope) -> str:
    question, first = scope.question, _largest(cells)
    value, short = scope.unit.say(first["value"]), str(first["short"])
    if scope.every == 1:
        return SAY("finding.one", subject=_subject(question), value=value, when=_when(scope), name=short)
    measure = question.measure
    fields: dict[str, dict[str, words.Field]] = {
        "value": {"name": terms.capital(short), "trade": trade(question)},
        "duty": {"subject": _subject(question), "name": _goods(short, question)},
        "rate_collected": {
            "count": terms.counted(scope.shown),
            "kind": names.KINDS[question.rows].several,
            "name": terms.capital(_goods(short, question)),
        },
        "quantity": {"name": terms.capital(short), "trade": trade(question)},
    }
    return SAY("finding.most", measure, value=value, when=_when(scope), **fields[measure])


def _largest(cells: pd.DataFrame) -> dict[Any, Any]:
    row: dict[Any, Any] = cells.nlargest(1, "value").to_dict("records")[0]
    return row


def _cell(cells: pd.DataFrame, scope: Scope) -> str:
    first, question = _largest(cells), scope.question
    value = scope.unit.say(first["value"])
    when = "" if {question.rows, question.columns} & set(TIMES) else _when(scope)  # a time that is a row names itself
    cell = {"name": first["short"], "column": first["column_short"]}
    return SAY("finding.cell", question.measure, value=value, when=when, **cell)


def _in_time(cells: pd.DataFrame, scope: Scope) -> str:
    ordered = cells.sort_values("at")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    before, now = scope.unit.say(first["value"]), scope.unit.say(last["value"])
    rises = last["value"] > first["value"]
    case = "alone" if len(ordered) == 1 else "same" if before == now else "rose" if rises else "fell"
    subject = _subject(scope.question)
    return SAY("finding.time", case, subject=subject, before=before, now=now, first=first["name"], last=last["name"])


def _change(wide: pd.DataFrame, scope: Scope) -> str:
    first, last = sorted(wide.columns)
    name = str((wide[last] - wide[first]).abs().idxmax())
    before, now = (scope.unit.say(float(wide[year][name])) for year in (first, last))
    said = terms.capital(_goods(name, scope.question))
    return SAY(
        "finding.change", name=said, count=terms.counted(len(wide)), before=before, now=now, first=first, last=last
    )


def _measure(scope: Scope) -> str:
    question = scope.question
    base, kind = _base(question), names.KINDS[question.rows]
    # neither exports nor the trade of all countries have a customs value
    measure = f"value_{base}" if question.measure == "value" and base in ("exports", "world") else question.measure
    by = kind.one
    if question.columns:
        by = SAY("line.columns", rows=by, columns=names.KINDS[question.columns].one)
    return SAY(
        "line",
        _cut(scope),
        measure=SAY("measure", measure, unit=scope.unit.words),
        by=by,
        trade=trade(question, is_line=True),
        when=_when(scope),
        count=terms.counted(scope.shown),
        every=terms.counted(scope.every),
        kind=kind.several,
        columns=terms.counted(scope.columns),
        others=names.KINDS[question.columns].several if question.columns else "",
    )


def _cut(scope: Scope) -> str:
    """Whether all rows are shown, or what becomes of the others; empty where there is nothing to say of it."""
    if scope.question.rows in TIMES or scope.every == 1:
        return "whole"
    if scope.columns:
        return "few_columns"
    if scope.every == 0:
        return "rest" if scope.question.others else "largest"
    return "all" if scope.shown == scope.every else "summed"


def _when(scope: Scope) -> str:
    return SAY("when", when=scope.when) if scope.when else ""


def _subject(question: Question) -> str:
    return terms.capital(SAY("subject", question.measure, trade=trade(question)))


def trade(question: Question, is_line: bool = False) -> str:
    """The trade a question is of, with the goods and places it is limited to.

    ``is_line``: in the line below the title, which names them all; a title is short and says ``these goods``.
    """
    where = dict(question.where)
    base = _base(question)
    said = SAY("trade", "imports" if base == "held" and "origin" in where else base)
    goods = [(level, where[level]) for level in PRODUCTS if level in where]
    for level, codes in goods:
        is_named = len(codes) == 1 and question.rows in TIMES and not set(names.PLACES) & set(where)
        one = names.named(level, codes[:1])[codes[0]].short
        of = _codes(level, codes) if is_line else one if is_named else SAY("these.goods")
        said = SAY("trade", "of", trade=said, goods=of)
    for place, case in (("origin", "from"), ("destination", "to")):
        if place in where:
            said = SAY("trade", case, trade=said, place=_places(where[place], is_line))
    return said


def _base(question: Question) -> str:
    """Which trade the data are of, as a case of its words."""
    dimensions = data.engine().dataset(question.data).dimensions
    return TRADE.get(question.data, "world" if "destination" in dimensions else "imports")


def _codes(level: str, codes: tuple[str, ...]) -> str:
    if len(codes) == 1:
        return names.named(level, codes)[codes[0]].short
    kind, listed = names.KINDS[level].several, list(codes)
    if int(listed[-1]) - int(listed[0]) == len(listed) - 1:  # in order and each once, so none between is left out
        return SAY("these.span", kind=kind, first=listed[0], last=listed[-1])
    if len(listed) > MOST_CODES:
        return SAY("these.many", kind=kind, count=terms.counted(len(listed)))
    return SAY("these.codes", kind=kind, codes=terms.listed([in_pairs(code) for code in listed]))


def _places(codes: tuple[str, ...], is_line: bool) -> str:
    said = [each.short for each in names.named("origin", codes).values()]
    if is_line or (len(said) == 1 and len(said[0].split()) <= MOST_WORDS + said[0].startswith("the ")):
        return terms.listed(said)
    return SAY("these.place") if len(said) == 1 else SAY("these.places")


def _goods(short: str, question: Question) -> str:
    """A row's name where goods are meant: ``goods from Vietnam``."""
    if question.rows == "origin":
        return SAY("goods", "from", place=short)
    return SAY("goods", "to", place=short) if question.rows == "destination" else short
