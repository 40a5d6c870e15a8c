"""Agents get short answers that name their sources, and errors that name the field, in memory and over a pipe."""

import asyncio
import csv
import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from parley.agents import server
from parley.agents.answers import MOST_BYTES, bounded, size
from parley.app.api.questions import Rows
from parley.app.api.rows import of_table
from parley.tables.place import ROOT
from parley.tables.read import read_table

with (ROOT / "tests" / "agents" / "questions.csv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = list(csv.DictReader(file))
SOURCES = read_table("sources")
# What was put together here has no address; its citation names what it rests on.
OURS = set(SOURCES.loc[SOURCES["producer"].str.contains("Parley"), "source_id"])


def call(name: str, fields: dict[str, Any]) -> tuple[bool, str]:
    """Whether a tool refused, and its text, from a client in memory."""

    async def ask() -> tuple[bool, str]:
        async with Client(server.server()) as client:
            result = await client.call_tool(name, fields)
            (content,) = result.content
            assert content.type == "text"
            return result.is_error, content.text

    return asyncio.run(ask())


def test_thirty_questions_take_every_tool() -> None:
    assert len(QUESTIONS) == 30
    assert set(Counter(each["tool"] for each in QUESTIONS)) == set(server.TOOLS)


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["question"][:50])
def test_a_question_is_answered_briefly_and_with_sources(case: dict[str, str]) -> None:
    is_refused, text = call(case["tool"], json.loads(case["arguments"]))
    assert not is_refused, text
    assert len(text.encode()) <= MOST_BYTES
    answer = json.loads(text)
    assert answer["answer"] and answer["sources"]
    assert all(each["title"] and each["licence"] for each in answer["sources"])
    without = {each["source_id"] for each in answer["sources"] if not each["address"]}
    assert without <= OURS
    assert (
        answer["known_until"] >= "2026-01-01" and "No ruling" in answer["no_ruling"] and "/api/v1/" in answer["address"]
    )


def test_a_real_entry_to_the_cent() -> None:
    """Entry summary under HTS 2026 revision 19: 7326.90.8688 of China, 14,172 dollars, 77.90% in all."""
    fields = {"code": "7326.90.8688", "from": "CHN,VNM", "value": 14172, "on": "2026-09-15"}
    whole = json.loads(call("compare_origins", fields)[1])
    assert [each["origin"] for each in whole["answer"]] == ["CHN", "VNM"]
    assert whole["answer"][0]["duty_usd"]["central"] == 11_039.99


@pytest.mark.parametrize(
    ("tool", "fields", "field"),
    [
        ("find", {}, "q"),
        ("find", {"q": "x" * 201}, "q"),
        ("find", {"q": "tin", "kinds": ["planet"]}, "kinds"),
        ("law", {"code": "12"}, "code"),
        ("law", {"code": "8507.60", "from": "XXX"}, "from"),
        ("law", {"code": "8507.60", "on": "2031-01-01"}, "on"),
        ("law", {"code": "8507.60", "colour": "red"}, "colour"),
        ("compare_origins", {"code": "8507600020"}, "value"),
        ("compare_origins", {"code": "8507600020", "value": -1}, "value"),
        ("dates_ahead", {"as_of": "1999-01-01"}, "as_of"),
        ("table_rows", {"name": "no_such_table"}, "name"),
        ("table_rows", {"name": "events", "filters": {"colour": ["red"]}}, "colour"),
        ("table_rows", {"name": "events", "limit": 101}, "limit"),
        ("solve", {"scenario": "no_such_regime"}, "scenario"),
        ("solve", {"scenario": "/etc/hostname"}, "scenario"),
        ("solve", {"scenario": "geneva_truce", "model": "product", "draws": 65}, "draws"),
        ("no_such_tool", {}, "name"),
    ],
)
def test_what_is_wrong_is_named(tool: str, fields: dict[str, Any], field: str) -> None:
    is_refused, text = call(tool, fields)
    assert is_refused and text.startswith(f"{field}"), text


def test_a_long_answer_is_cut_at_its_end_and_goes_on_where_it_stopped() -> None:
    fields = {"name": "events", "limit": 60}
    first = json.loads(call("table_rows", fields)[1])
    shown = first["cut"]["lists"]["answer"]
    assert shown["of"] == 60 and 0 < shown["shown"] == len(first["answer"]) == first["next_offset"]
    second = json.loads(call("table_rows", fields | {"offset": first["next_offset"]})[1])
    whole, _ = of_table("events", Rows(limit=60), {})
    ids = [row["event_id"] for page in (first, second) for row in page["answer"]]
    assert ids == [row["event_id"] for row in whole["answer"]][: len(ids)]


def test_what_limits_an_answer_is_never_cut() -> None:
    long = {"answer": {"lines": ["x" * 100] * 1_000, "not_known": ["y" * 100] * 20}, "sources": []}
    short = bounded(long, "/")
    assert size(short) <= MOST_BYTES and len(short["answer"]["not_known"]) == 20
    assert short["cut"]["lists"] == {"answer.lines": {"shown": len(short["answer"]["lines"]), "of": 1_000}}
    assert short["answer"]["lines"]
    with pytest.raises(ValueError, match="no list to cut"):
        bounded({"answer": "x" * MOST_BYTES, "sources": []}, "/")


def test_a_client_over_a_pipe_finds_the_tools_with_bounds_and_hints() -> None:
    async def ask() -> Any:
        command = StdioServerParameters(command=sys.executable, args=["-m", "parley", "mcp"], cwd=ROOT)
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            return tools, await client.call_tool("law", {"code": "8507.60", "on": "2025-06-09"})

    tools, answer = asyncio.run(asyncio.wait_for(ask(), 120))
    assert [tool.name for tool in tools] == list(server.TOOLS)
    for tool in tools:
        assert tool.description and tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.input_schema["additionalProperties"] is False
    limits = {tool.name: tool.input_schema["properties"] for tool in tools}
    assert limits["find"]["limit"]["maximum"] == 50 and limits["table_rows"]["limit"]["maximum"] == 100
    assert not answer.is_error and json.loads(answer.content[0].text)["answer"]["code"] == "850760"


def test_without_the_extra_the_command_says_what_to_install() -> None:
    hide = "import sys; sys.modules['mcp'] = None; from parley.__main__ import main; sys.exit(main(['mcp']))"
    ended = subprocess.run([sys.executable, "-c", hide], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "[mcp]" in ended.stderr and "Traceback" not in ended.stderr
