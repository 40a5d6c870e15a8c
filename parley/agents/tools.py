"""The tools: what each takes, what answers it, and where a running Parley has the whole answer."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from pydantic import Field

from parley import words
from parley.agents import controls, figure
from parley.agents.answers import bounded, size
from parley.app.api import law, models, rows
from parley.app.api.openapi import ADDRESS
from parley.app.api.questions import Dates, Find, Landed, Law, Question, Rows, Solve, read
from parley.app.api.routes import A_POINT, A_RANGE
from parley.app.kit import renewal
from parley.app.serving.problems import ProblemError

SAY = words.beside(__file__)
LONGEST_QUESTION = 64_000  # bytes
OF_LINE = ("authority", "programme", "heading", "rate_pct", "central_usd")  # where origins are compared


class TableRows(Rows):
    """A page of rows of a table."""

    name: Annotated[str, Field(max_length=60, description="Name of the table", examples=["events"])]
    filters: Annotated[
        dict[
            Annotated[str, Field(max_length=60)],
            Annotated[list[Annotated[str, Field(max_length=rows.LONGEST_VALUE)]], Field(max_length=rows.MOST_VALUES)],
        ],
        Field(default_factory=dict, max_length=rows.MOST_FILTERS, description="Values wanted, by column"),
    ]
    limit: Annotated[int, Field(ge=1, le=100, description="Rows of this page")] = 20


class Asked(NamedTuple):
    """What a tool takes, what answers it, where on a server the same stands; ``is_placed``: whether the answer is given
    where the app lies too.
    """

    kind: type[Any]
    answer: Callable[..., dict[str, Any]]
    address: Callable[[Mapping[str, Any]], str]
    is_placed: bool = False


def _of_table(question: TableRows) -> dict[str, Any]:
    return rows.of_table(question.name, question, question.filters)[0]


def _of_origins(question: Landed) -> dict[str, Any]:
    """Origins beside each other: of each its sums and rates; citations and fees one by one where one is asked for."""
    whole = law.of_landed(question)
    if len(question.origins) == 1:
        return whole
    answers = [
        {name: value for name, value in answer.items() if name != "fees"}
        | {"lines": [{name: line[name] for name in OF_LINE} for line in answer["lines"]]}
        for answer in whole["answer"]
    ]
    return whole | {"answer": answers}


def _at(path: str) -> Callable[[Mapping[str, Any]], str]:
    def address(fields: Mapping[str, Any]) -> str:
        flat = {name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in fields.items()}
        return f"{ADDRESS}/{path}" + (f"?{urlencode(flat)}" if flat else "")

    return address


def _at_table(fields: Mapping[str, Any]) -> str:
    others = {name: value for name, value in fields.items() if name not in ("name", "filters")}
    filters = [(column, value) for column, values in fields.get("filters", {}).items() for value in values]
    page = _at(f"tables/{fields['name']}")(others)
    return page + (f"{'&' if others else '?'}{urlencode(filters)}" if filters else "")


TOOLS: Mapping[str, Asked] = {
    "find": Asked(Find, rows.of_find, _at("find")),
    "law": Asked(Law, law.of_law, _at("law")),
    "compare_origins": Asked(Landed, _of_origins, _at("landed")),
    "dates_ahead": Asked(Dates, rows.of_dates, _at("dates")),
    "table_rows": Asked(TableRows, _of_table, _at_table),
    "figure": Asked(figure.Figure, figure.of_figure, figure.address_of, is_placed=True),
    "solve": Asked(Solve, models.of_solve, lambda _: f"POST {ADDRESS}/solve"),
    "export_control": Asked(controls.ExportControl, controls.of_controls, controls.address_of),
}


def weight(name: str, fields: Mapping[str, Any]) -> float:
    """Tokens of the interface that an answer costs beside the one of its request."""
    if name == "solve":
        return A_RANGE if fields.get("draws") else A_POINT
    return A_POINT if name == "figure" else 0


def answer_of(name: str, fields: Mapping[str, Any], base: str = "") -> dict[str, Any]:
    """The answer of a tool, in at most 6,000 tokens; ``base``: where the app lies, without a slash at the end.

    ``name``: one of ``TOOLS``. It is of the tables as they are now. Raises ProblemError naming the field, TableError,
    SchemaError.
    """
    if size(fields) > LONGEST_QUESTION:
        raise ProblemError(f"The arguments have more than {LONGEST_QUESTION:,} bytes.", "arguments")
    tool = TOOLS[name]
    question: Question = read(tool.kind, fields)
    renewal.hold_newest()
    answer = tool.answer(question, base) if tool.is_placed else tool.answer(question)
    limits = [SAY("not_known", name), *answer.get("not_known", ())]
    return bounded({**answer, "not_known": limits}, tool.address(fields).replace("/", f"{base}/", 1))
