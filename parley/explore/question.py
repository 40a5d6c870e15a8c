"""A question on trade: what is measured, by what, of which goods and places; the whole of it fits in an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

Where = tuple[tuple[str, tuple[str, ...]], ...]

MEASURES = ("value", "duty", "rate_collected", "quantity")
# The form of a value of each dimension; products from coarse to fine.
FORMS = {
    "chapter": "[0-9]{2}",
    "heading": "[0-9]{4}",
    "hs6": "[0-9]{6}",
    "hts10": "[0-9]{10}",
    "origin": "[A-Z][A-Z0-9]{2,4}",
    "destination": "[A-Z][A-Z0-9]{2,4}",
    "year": "(19|20)[0-9]{2}",
    "month": "(19|20)[0-9]{2}-(0[1-9]|1[0-2])",
    "unit": "[A-Za-z0-9]{1,8}",
}
EXAMPLES = {
    "chapter": "85",
    "heading": "8517",
    "hs6": "851713",
    "hts10": "8517130000",
    "origin": "CHN",
    "destination": "USA",
    "year": "2024",
    "month": "2024-05",
    "unit": "t",
}
DIMENSIONS = tuple(FORMS)
PRODUCTS = ("chapter", "heading", "hs6", "hts10")
TIMES = ("year", "month")
MOST_ROWS, MOST_VALUES = 1000, 200  # rows of an answer, values of one filter
COLUMNS_SHOWN = 12  # of a dimension that is no time
TRUTHS = {"yes": True, "no": False}


class QuestionError(ValueError):
    """A question cannot be asked so; ``field`` names its part, ``allowed`` what may stand there."""

    def __init__(self, field: str, problem: str, allowed: tuple[str, ...] = ()):
        self.field, self.problem, self.allowed = field, problem, allowed
        choice = f" Choose one of {', '.join(allowed)}." if allowed else ""
        super().__init__(f"{field}: {problem}{choice}")


@dataclass(frozen=True)
class Question:
    """One measure by ``rows`` and, where named, by ``columns``, of the goods, places and times of ``where``.

    ``data`` names a dataset, ``measure`` one of ``MEASURES``, ``rows`` and ``columns`` two of ``DIMENSIONS``, ``where``
    keeps the rows whose dimension has one of the values: ``(("chapter", ("84", "85")),)``. ``top`` rows are shown,
    the largest first, or all periods in order; ``others`` adds what is left up in one more row and column.
    Raises QuestionError naming the field.
    """

    data: str
    measure: str
    rows: str
    columns: str = ""
    where: Where = ()
    top: int = 20
    others: bool = True

    def __post_init__(self) -> None:
        _refuse_other("measure", self.measure, MEASURES)
        _refuse_other("rows", self.rows, DIMENSIONS)
        if self.columns:
            _refuse_other("columns", self.columns, tuple(d for d in DIMENSIONS if d != self.rows))
        if isinstance(self.top, bool) or not isinstance(self.top, int) or not 1 <= self.top <= MOST_ROWS:
            raise QuestionError("top", f"{self.top!r} is no whole number from 1 to {MOST_ROWS}.")
        if not isinstance(self.others, bool):
            raise QuestionError("others", f"{self.others!r} is not true or false.")
        object.__setattr__(self, "where", _in_order(self.where))

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """The question of an address: its fields as text, filters under the names of their dimensions.

        What is not given is as in ``Question``. Raises QuestionError, for a name that is no part of a question too.
        """
        names = ("data", "measure", "rows", "columns", "top", "others", *DIMENSIONS)
        for name in fields:
            _refuse_other("parameter", name, names)
        missing = [name for name in ("data", "measure", "rows") if not fields.get(name)]
        if missing:
            raise QuestionError(missing[0], "it is missing.")
        top, others = fields.get("top", "20"), fields.get("others", "yes")
        if not re.fullmatch("[0-9]{1,4}", top):
            raise QuestionError("top", f"{top!r} is no whole number from 1 to {MOST_ROWS}.")
        _refuse_other("others", others, tuple(TRUTHS))
        where = tuple((name, tuple(fields[name].split(","))) for name in DIMENSIONS if fields.get(name))
        columns = fields.get("columns", "")
        return cls(fields["data"], fields["measure"], fields["rows"], columns, where, int(top), TRUTHS[others])

    def as_parameters(self) -> dict[str, str]:
        """The question as texts for an address; ``of`` reads them back. What is as by default is left out."""
        fields = {"data": self.data, "measure": self.measure, "rows": self.rows, "columns": self.columns}
        fields |= {name: ",".join(values) for name, values in self.where}
        fields |= {"top": "" if self.top == 20 else f"{self.top}", "others": "" if self.others else "no"}
        return {name: text for name, text in fields.items() if text}

    @property
    def dimensions(self) -> set[str]:
        """Every dimension it names."""
        return {self.rows, *([self.columns] if self.columns else []), *(name for name, _ in self.where)}

    def only(self, dimension: str, *values: str) -> Self:
        """The question with this filter in the place of the one on the same dimension; without values without it."""
        left = tuple(part for part in self.where if part[0] != dimension)
        return replace(self, where=(*left, (dimension, values)) if values else left)


def _in_order(where: Where) -> Where:
    """The filters in the order of the dimensions, their values sorted, each once: equal questions are equal."""
    names = [name for name, _ in where]
    for name, values in where:
        _refuse_other("where", name, DIMENSIONS)
        if names.count(name) > 1:
            raise QuestionError("where", f"{name} stands there twice; give its values together.")
        if isinstance(values, str) or not 1 <= len(values) <= MOST_VALUES:
            raise QuestionError("where", f"{name} needs 1 to {MOST_VALUES} values.")
        off = [value for value in values if not isinstance(value, str) or not re.fullmatch(FORMS[name], value)]
        if off:
            raise QuestionError("where", f"{off[0]!r} is no {name}; {EXAMPLES[name]} is one.")
    return tuple((name, tuple(sorted(set(values)))) for name, values in sorted(where, key=_place))


def _place(part: tuple[str, tuple[str, ...]]) -> int:
    return DIMENSIONS.index(part[0])


def _refuse_other(field: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise QuestionError(field, f"{value!r} is none.", allowed)
