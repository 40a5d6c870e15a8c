"""Tools for agents over the Model Context Protocol: the questions of the interface over HTTP, answered briefly."""

import asyncio
from typing import Any

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
from starlette.concurrency import run_in_threadpool

from parley import words
from parley.agents.tools import TOOLS, answer_of
from parley.app.api import rows
from parley.app.serving.limits import Turns
from parley.app.serving.problems import ProblemError
from parley.tables.place import VERSION
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

SAY = words.beside(__file__)
AT_ONCE, WAITING = 2, 16
READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


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
