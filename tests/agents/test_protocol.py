"""The tools over a pipe and over HTTP, by the client of the official kit, in the old handshake and the new."""

import asyncio
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import INVALID_PARAMS

from parley.agents import tools
from parley.app.serving import for_agents, start
from parley.app.serving.limits import Buckets
from parley.commands import run
from parley.commands.arguments import SettingError
from parley.tables.place import ROOT, VERSION
from tests.app.serving.asgi import Server
from tests.servers import App, running_app

OPEN = {for_agents.SETTING: for_agents.OPEN}
LONGEST_S = 180
PIPE = StdioServerParameters(command=sys.executable, args=["-m", "parley", "mcp"], cwd=ROOT)
BATTERIES, SLOW = {"code": "8507.60", "on": "2025-06-09"}, {"scenario": "geneva_truce", "model": "product", "draws": 32}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with running_app(tmp_path_factory.mktemp("agents") / "log.txt", OPEN) as started:
        yield started
        assert started.faults() == []


@pytest.fixture(params=["pipe", "http"])
def server(request: pytest.FixtureRequest) -> StdioServerParameters | str:
    return PIPE if request.param == "pipe" else f"{request.getfixturevalue('app').url}{for_agents.PATH}"


def within_time(work: Any) -> Any:
    return asyncio.run(asyncio.wait_for(work, LONGEST_S))


def content(result: Any) -> str:
    (part,) = result.content
    return str(part.text)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_an_agent_shakes_hands_lists_calls_and_hears_what_is_wrong(
    server: StdioServerParameters | str, mode: Any
) -> None:
    async def ask() -> None:
        async with Client(server, mode=mode) as client:
            about = client.server_info
            assert about is not None and (about.name, about.version) == ("parley", VERSION)
            assert client.instructions and client.server_capabilities.tools is not None
            assert [tool.name for tool in (await client.list_tools()).tools] == list(tools.TOOLS)
            answer = await client.call_tool("law", BATTERIES)
            assert not answer.is_error and json.loads(content(answer))["answer"]["code"] == "850760"
            wrong = await client.call_tool("law", {"code": "12"})
            assert wrong.is_error and content(wrong).startswith("code")
            with pytest.raises(MCPError) as refused:
                await client.call_tool("no_such_tool", {})
            assert refused.value.error.code == INVALID_PARAMS and "export_control" in refused.value.error.message
            assert not (await client.call_tool("find", {"q": "gallium"})).is_error

    within_time(ask())


def test_a_question_given_up_leaves_the_next_one_its_answer(server: StdioServerParameters | str) -> None:
    async def ask() -> None:
        async with Client(server) as client:
            slow = asyncio.create_task(client.call_tool("solve", SLOW))
            await asyncio.sleep(0.5)
            assert not slow.done() and slow.cancel()
            with pytest.raises(asyncio.CancelledError):
                await slow
            answer = await client.call_tool("law", BATTERIES)
            assert json.loads(content(answer))["answer"]["on"] == BATTERIES["on"]

    within_time(ask())


def test_two_clients_at_once_get_their_own_answers(server: StdioServerParameters | str) -> None:
    async def ask(day: str) -> list[str]:
        async with Client(server) as client:
            answers = await asyncio.gather(
                *(client.call_tool("law", {"code": code, "on": day}) for code in ("8507.60", "8517.13"))
            )
            return [json.loads(content(each))["answer"][part] for each in answers for part in ("code", "on")]

    async def both() -> list[list[str]]:
        return list(await asyncio.gather(ask("2025-06-09"), ask("2026-09-15")))

    assert within_time(both()) == [
        ["850760", "2025-06-09", "851713", "2025-06-09"],
        ["850760", "2026-09-15", "851713", "2026-09-15"],
    ]


def test_addresses_over_http_are_whole(app: App) -> None:
    async def ask() -> dict[str, Any]:
        async with Client(f"{app.url}{for_agents.PATH}") as client:
            answer: dict[str, Any] = json.loads(
                content(await client.call_tool("figure", {"page": "home", "figure": "duties", "as_of": "2025-06-09"}))
            )
            return answer

    answer = within_time(ask())
    assert answer["address"] == f"{app.url}/figures/home/duties.json?as_of=2025-06-09"
    assert answer["permalink"] == f"{app.url}/?as_of=2025-06-09" and answer["permalink"] in answer["citation"]


CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "find", "arguments": {"q": "tin"}}}
TAKES = {"accept": "application/json, text/event-stream"}


def at(settings: dict[str, str], buckets: Buckets | None = None) -> Server:
    return Server(for_agents.routes("", {**OPEN, **settings}, buckets or Buckets()))


def test_the_address_is_closed_unless_a_setting_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def paths(settings: dict[str, str]) -> set[str]:
        return {getattr(route, "path", "") for route in start.routes(settings)}

    assert for_agents.PATH not in paths({}) and for_agents.PATH in paths(OPEN)
    with pytest.raises(ValueError, match=r"PARLEY_AGENTS.*yes"):
        start.routes({for_agents.SETTING: "yes"})
    with pytest.raises(SettingError, match=r"PARLEY_AGENTS.*yes"):
        run.refuse("127.0.0.1", 0, {for_agents.SETTING: "yes"})
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ValueError, match=r"\[mcp\]"):
        start.routes(OPEN)


@pytest.mark.parametrize(
    ("settings", "method", "headers", "status"),
    [
        ({"PARLEY_ORIGINS": "http://here"}, "POST", {}, 200),
        ({"PARLEY_ORIGINS": "http://here"}, "POST", {"origin": "http://here"}, 200),
        ({"PARLEY_ORIGINS": "http://here"}, "POST", {"origin": "http://evil.example"}, 403),
        ({"PARLEY_ORIGINS": "http://there"}, "POST", {}, 421),
        ({}, "POST", {}, 421),
        ({}, "POST", {"origin": "http://here"}, 421),  # a name of another site that leads to this machine
        ({"PARLEY_ORIGINS": "http://here"}, "GET", {}, 405),
        ({"PARLEY_ORIGINS": "http://here"}, "DELETE", {}, 405),
    ],
)
def test_hosts_origins_and_methods(settings: dict[str, str], method: str, headers: dict[str, str], status: int) -> None:
    server = at(settings)
    answer = server.post("/mcp", CALL, **TAKES, **headers) if method == "POST" else server.get("/mcp", method, **TAKES)
    assert answer.status_code == status, answer.text


def test_sizes_and_rates_are_those_of_the_interface() -> None:
    settings = {"PARLEY_ORIGINS": "http://here"}
    long = CALL | {"params": {"name": "find", "arguments": {"q": "x" * 64_000}}}
    assert at(settings).post("/mcp", long, **TAKES).status_code == 413
    assert at(settings).post("/mcp", "{", **TAKES).status_code == 400
    server = at(settings, Buckets(full=7, a_second=0.001))
    figure = CALL | {"params": {"name": "figure", "arguments": {"page": "home", "figure": "duties"}}}
    assert 'isError":false' in server.post("/mcp", figure, **TAKES).text.replace(
        " ", ""
    )  # one, and five for the figure
    again = server.post("/mcp", figure, **TAKES)
    assert again.status_code == 200 and "may ask again" in again.json()["result"]["content"][0]["text"]
    refused = server.post("/mcp", CALL, **TAKES)
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0
