"""The law and its dollars: one line, or a list whose rows are each answered or have their fault."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from parley import words
from parley.app.api import sources
from parley.app.api.questions import Landed, LandedLine, Law, LawLine, problem_of
from parley.app.serving.problems import ProblemError
from parley.results.law.answer import LandedError, LawAnswer, LawError
from parley.results.law.landed import landed
from parley.results.law.landed_answer import LandedAnswer
from parley.results.law.lines import IMPORTS_SOURCE, day_of, digits_of, law, origin_of
from parley.results.law.tables import tables

SAY = words.beside(__file__)
Answer = dict[str, Any]
T = TypeVar("T")
# The fields of ``landed`` by the names they have in a question.
NAMES = {"origins": "from", "value_usd": "value"}


def of_law(question: Law) -> Answer:
    """The answer of ``parley.law``. Raises ProblemError naming the field, TableError."""
    answer = _law(question, "from")
    return _whole(answer.to_dict(), _law_sources([answer]))


def of_law_lines(lines: Sequence[object]) -> Answer:
    """Line by line, the answer of ``parley.law`` or a fault with its field. Raises TableError."""
    answers = [_or_fault(LawLine, line, lambda question: _law(question, "origin")) for line in lines]
    return _whole(_numbered(answers), _law_sources(each for each in answers if isinstance(each, LawAnswer)))


def of_landed(question: Landed) -> Answer:
    """The answers of ``parley.landed``, one an origin. Raises ProblemError naming the field, TableError."""
    try:
        answers = landed(
            question.code, question.origins, question.value_usd, question.quantity, question.by, question.on
        )
    except LandedError as error:
        raise ProblemError(f"{error}", NAMES.get(error.field, error.field)) from error
    return _whole([answer.to_dict() for answer in answers], _landed_sources(answers))


def of_landed_lines(lines: Sequence[object]) -> Answer:
    """Shipment by shipment, the answer of ``parley.landed`` or a fault with its field. Raises TableError."""
    answers = [_or_fault(LandedLine, line, _landed) for line in lines]
    return _whole(_numbered(answers), _landed_sources(each for each in answers if isinstance(each, LandedAnswer)))


def _law(question: LawLine, origin_field: str) -> LawAnswer:
    ask = functools.partial(law, question.code, question.origin, question.on)
    try:
        return ask(question.value_usd, question.quantity)
    except LawError as error:
        raise ProblemError(f"{error}", _field(question, origin_field, ask)) from error


def _field(question: LawLine, origin_field: str, ask: Callable[[], object]) -> str:
    """The field of a question that the law refuses: the first that is refused by itself, else the shipment."""
    reads: Mapping[str, Callable[[], object]] = {
        "on": lambda: day_of(question.on),
        origin_field: lambda: origin_of(question.origin, tables()),
        "code": lambda: (digits_of(question.code), ask()),
    }
    for field, read in reads.items():
        try:
            read()
        except LawError:
            return field
    return "quantity"


def _landed(question: LandedLine) -> LandedAnswer:
    try:
        (answer,) = landed(
            question.code, question.origin, question.value_usd, question.quantity, question.by, question.on
        )
    except LandedError as error:
        raise ProblemError(f"{error}", "origin" if error.field == "origins" else error.field) from error
    return answer


def _or_fault(kind: type[Any], line: object, answer: Callable[[Any], T]) -> "T | ProblemError":
    try:
        return answer(kind.model_validate(line))
    except ValidationError as error:
        return problem_of(error)
    except ProblemError as problem:
        return problem


def _numbered(answers: Sequence[Any]) -> list[Answer]:
    return [
        {"line": number, "answer": None, "fault": {"field": each.field, "detail": each.detail}}
        if isinstance(each, ProblemError)
        else {"line": number, "answer": each.to_dict(), "fault": None}
        for number, each in enumerate(answers, start=1)
    ]


def _law_sources(answers: Iterable[LawAnswer]) -> list[str]:
    layers = (layer.source_id for answer in answers for line in answer.lines for layer in line.layers)
    return [*filter(None, layers), IMPORTS_SOURCE]


def _landed_sources(answers: Iterable[LandedAnswer]) -> list[str]:
    every = list(answers)
    charges = [charge.source_id for answer in every for charge in answer.lines if charge.source_id]
    return charges + [fee.source_id for answer in every for fee in answer.fees]


def _whole(answer: object, source_ids: Iterable[str]) -> Answer:
    known_until: date = tables().known_until
    return {
        "answer": answer,
        "known_until": known_until.isoformat(),
        "no_ruling": SAY("no_ruling"),
        "sources": sources.named(source_ids),
    }
