"""The finding, the measure line and the alternative text of an answer, from its rows."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.explore import data, names
from parley.app.explore.charts.answers import Form, described
from parley.app.explore.charts.units import Unit
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
class Told:
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


def caption(drawn: pd.DataFrame, told: Told, form: Form) -> Caption:
    """The words of an answer. ``drawn``: name, short, column, column_short, value, at, is_rest, is_whole."""
    return Caption(_finding(drawn, told), _measure(told), described(drawn, told.unit, form))


def _finding(drawn: pd.DataFrame, told: Told) -> str:
    question = told.question
    own = drawn[~drawn["is_rest"] & drawn["value"].notna()]
    whole = own[own["is_whole"]]
    if own.empty:
        return SAY("finding.none", subject=_subject(question), when=_when(told))
    if question.rows in TIMES and not question.columns:
        return _in_time(whole if len(whole) else own, told)
    if question.columns == "year" and whole["column"].nunique() == 2:
        wide = whole.pivot(index="short", columns="column", values="value").dropna()
        if len(wide) > 1:
            return _change(wide, told)
    return _cell(own, told) if question.columns else _most(own, told)


def _most(own: pd.DataFrame, told: Told) -> str:
    question, first = told.question, _largest(own)
    value, short = told.unit.say(first["value"]), str(first["short"])
    if told.every == 1:
        return SAY("finding.one", subject=_subject(question), value=value, when=_when(told), name=short)
    measure = question.measure
    fields: dict[str, dict[str, words.Field]] = {
        "value": {"name": terms.capital(short), "trade": trade(question)},
        "duty": {"subject": _subject(question), "name": _goods(short, question)},
        "rate_collected": {
            "count": terms.counted(told.shown),
            "kind": names.KINDS[question.rows].several,
            "name": _goods(short, question),
        },
        "quantity": {"name": terms.capital(short), "trade": trade(question)},
    }
    return SAY("finding.most", measure, value=value, when=_when(told), **fields[measure])


def _largest(own: pd.DataFrame) -> dict[Any, Any]:
    row: dict[Any, Any] = own.nlargest(1, "value").to_dict("records")[0]
    return row


def _cell(own: pd.DataFrame, told: Told) -> str:
    first, question = _largest(own), told.question
    value = told.unit.say(first["value"])
    when = "" if {question.rows, question.columns} & set(TIMES) else _when(told)  # a time that is a row names itself
    cell = {"name": first["short"], "column": first["column_short"]}
    return SAY("finding.cell", question.measure, value=value, when=when, **cell)


def _in_time(own: pd.DataFrame, told: Told) -> str:
    ordered = own.sort_values("at")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    before, now = told.unit.say(first["value"]), told.unit.say(last["value"])
    rises = last["value"] > first["value"]
    case = "alone" if len(ordered) == 1 else "same" if before == now else "rose" if rises else "fell"
    subject = _subject(told.question)
    return SAY("finding.time", case, subject=subject, before=before, now=now, first=first["name"], last=last["name"])


def _change(wide: pd.DataFrame, told: Told) -> str:
    first, last = sorted(wide.columns)
    name = str((wide[last] - wide[first]).abs().idxmax())
    before, now = (told.unit.say(float(wide[year][name])) for year in (first, last))
    said = terms.capital(_goods(name, told.question))
    return SAY(
        "finding.change", name=said, count=terms.counted(len(wide)), before=before, now=now, first=first, last=last
    )


def _measure(told: Told) -> str:
    question = told.question
    by = names.KINDS[question.rows].one
    if question.columns:
        by = SAY("line.columns", rows=by, columns=names.KINDS[question.columns].one)
    kind = names.KINDS[question.rows].several
    return SAY(
        "line",
        _cut(told),
        measure=SAY("measure", _measured(question), unit=told.unit.words),
        by=by,
        trade=trade(question, is_line=True),
        when=_when(told),
        count=terms.counted(told.shown),
        every=terms.counted(told.every),
        kind=kind,
        columns=terms.counted(told.columns),
        others=names.KINDS[question.columns].several if question.columns else "",
    )


def _measured(question: Question) -> str:
    """The case of the measure: neither exports nor the trade of all countries have a customs value."""
    base = _base(question)
    return f"value_{base}" if question.measure == "value" and base in ("exports", "world") else question.measure


def _cut(told: Told) -> str:
    """Whether all rows are shown, or what becomes of the others; empty where there is nothing to say of it."""
    if told.question.rows in TIMES or told.every == 1:
        return "whole"
    if told.columns:
        return "few_columns"
    if told.every == 0:
        return "rest" if told.question.others else "largest"
    return "all" if told.shown == told.every else "summed"


def _when(told: Told) -> str:
    return SAY("when", when=told.when) if told.when else ""


def _subject(question: Question) -> str:
    return terms.capital(SAY("subject", question.measure, trade=trade(question)))


def trade(question: Question, is_line: bool = False) -> str:
    """The trade a question is of, with the goods and places it is limited to.

    ``is_line``: in the line below the title, which names them all; a title is short and says ``these goods``.
    """
    asked = dict(question.where)
    base = _base(question)
    said = SAY("trade", "imports" if base == "held" and "origin" in asked else base)
    goods = [(level, asked[level]) for level in PRODUCTS if level in asked]
    for level, codes in goods:
        is_named = len(codes) == 1 and question.rows in TIMES and not set(names.PLACES) & set(asked)
        one = names.named(level, codes[:1])[codes[0]].short
        of = _codes(level, codes) if is_line else one if is_named else SAY("these.goods")
        said = SAY("trade", "of", trade=said, goods=of)
    for place, case in (("origin", "from"), ("destination", "to")):
        if place in asked:
            said = SAY("trade", case, trade=said, place=_places(asked[place], is_line))
    return said


def _base(question: Question) -> str:
    """Which trade the data are of, as a case of its words."""
    held = data.engine().dataset(question.data).dimensions
    return TRADE.get(question.data, "world" if "destination" in held else "imports")


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
