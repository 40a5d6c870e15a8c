"""Tools for agents over the Model Context Protocol: the questions of the interface over HTTP, answered briefly."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from parley import words
from parley.agents.answers import bounded, size
from parley.app.api import law, models, rows
from parley.app.api.openapi import ADDRESS
from parley.app.api.questions import Dates, Find, Landed, Law, Question, Rows, Solve, read
from parley.app.serving.limits import Turns
from parley.app.serving.problems import ProblemError
from parley.tables.place import VERSION
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

SAY = words.beside(__file__)
LONGEST_QUESTION = 64_000  # bytes
AT_ONCE, WAITING = 2, 16
OF_LINE = ("authority", "programme", "heading", "rate_pct", "central_usd")  # where origins are compared
READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


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
    """What a tool takes, what answers it, and where on a server the same stands."""

    kind: type[Any]
    answer: Callable[[Any], dict[str, Any]]
    address: Callable[[Mapping[str, Any]], str]


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
    "solve": Asked(Solve, models.of_solve, lambda _: f"POST {ADDRESS}/solve"),
}


def answer_of(name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a tool, in at most 6,000 tokens. Raises ProblemError naming the field, TableError, SchemaError."""
    if name not in TOOLS:
        raise ProblemError(f"There is no tool {name[:60]!r}; there are {', '.join(TOOLS)}.", "name")
    if size(fields) > LONGEST_QUESTION:
        raise ProblemError(f"The arguments have more than {LONGEST_QUESTION:,} bytes.", "arguments")
    tool = TOOLS[name]
    question: Question = read(tool.kind, fields)
    return bounded(tool.answer(question), tool.address(fields))


def server() -> Server[Any]:
    """The server of the tools, which no transport carries yet."""
    turns = Turns(AT_ONCE, WAITING)

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(
            tools=[
                Tool(
                    name=name,
                    description=SAY("tool", name),
                    input_schema=tool.kind.model_json_schema(),
                    annotations=READS_ONLY,
                )
                for name, tool in TOOLS.items()
            ]
        )

    async def call_tool(_: ServerRequestContext[Any], call: CallToolRequestParams) -> CallToolResult:
        try:
            async with turns.turn():
                answer = await run_in_threadpool(answer_of, call.name, call.arguments or {})
        except ProblemError as problem:
            has_field = problem.field and not problem.detail.startswith(f"{problem.field}:")
            return _text(f"{problem.field}: {problem.detail}" if has_field else problem.detail, is_error=True)
        except (TableError, SchemaError) as error:
            return _text(f"{error}", is_error=True)
        return _text(rows.as_json(answer).decode())

    return Server(
        "parley",
        version=VERSION,
        instructions=SAY("instructions"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _text(text: str, is_error: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)


def run() -> int:
    """Answer over standard input and output until the input ends."""
    asyncio.run(_run())
    return 0


async def _run() -> None:
    tools = server()
    async with stdio_server() as (receive, send):
        await tools.run(receive, send, tools.create_initialization_options())
