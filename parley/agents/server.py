"""Tools for agents over the Model Context Protocol: the questions of the interface over HTTP, answered briefly."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.types import (
    INVALID_PARAMS,
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
from parley.agents.tools import TOOLS, answer_of, weight
from parley.app.api import rows
from parley.app.serving.limits import Turns
from parley.app.serving.problems import ProblemError
from parley.tables.place import VERSION
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

SAY = words.beside(__file__)
LOG = logging.getLogger("parley")
AT_ONCE, WAITING = 2, 16
READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def _welcome(_: Any, __: float) -> str:
    return ""


def server(admit: Callable[[Any, float], str] = _welcome) -> Server[Any]:
    """The server of the tools, which no transport carries yet.

    ``admit``: takes what a heavy answer costs from who asks, by the request over HTTP, and says where the app lies for
    them; it may raise ProblemError.
    """
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

    async def call_tool(context: ServerRequestContext[Any], call: CallToolRequestParams) -> CallToolResult:
        fields = call.arguments or {}
        if call.name not in TOOLS:
            raise MCPError(INVALID_PARAMS, SAY("no_tool", names=", ".join(TOOLS)))
        try:
            base = admit(context.request, weight(call.name, fields))
            async with turns.turn():
                answer = await run_in_threadpool(answer_of, call.name, fields, base)
        except ProblemError as problem:
            has_field = problem.field and not problem.detail.startswith(f"{problem.field}:")
            return _text(f"{problem.field}: {problem.detail}" if has_field else problem.detail, is_error=True)
        except (TableError, SchemaError) as error:
            return _text(f"{error}", is_error=True)
        except Exception:
            LOG.exception("The tool %s failed", call.name)
            return _text(SAY("failed"), is_error=True)
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
