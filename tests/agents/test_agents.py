"""Agents get short answers that name their sources, and errors that name the field, in memory and over a pipe."""

import asyncio
import csv
import json
import subprocess
import sys
from collections import Counter
from typing import Any

import jsonschema
import pytest
from mcp import Client, StdioServerParameters

from parley.agents import server
from parley.agents.answers import MOST_TOKENS, bounded, tokens
from parley.agents.tools import TOOLS
from parley.app.api.questions import Rows
from parley.app.api.rows import of_table
from parley.app.kit import source_lines
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
    assert set(Counter(each["tool"] for each in QUESTIONS)) == set(TOOLS)


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["question"][:50])
def test_a_question_keeps_to_the_schema_its_tool_shows(case: dict[str, str]) -> None:
    schema = TOOLS[case["tool"]].kind.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(case["arguments"]))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(json.loads(case["arguments"]) | {"colour": "red"})


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["question"][:50])
def test_a_question_is_answered_briefly_and_with_sources(case: dict[str, str]) -> None:
    is_refused, text = call(case["tool"], json.loads(case["arguments"]))
    assert not is_refused, text
    answer = json.loads(text)
    assert tokens(answer) <= MOST_TOKENS
    assert answer["answer"] and answer["sources"] and answer["not_known"]
    assert all(each["title"] and each["licence"] for each in answer["sources"])
    without = {each["source_id"] for each in answer["sources"] if not each["address"]}
    assert without <= OURS
    assert answer["known_until"] and "No ruling" in answer["no_ruling"]
    assert answer["address"].removeprefix("POST ").startswith(("/api/v1/", "/figures/"))


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
        ("figure", {"page": "no_such_page", "figure": "duties"}, "page"),
        ("figure", {"page": "home", "figure": "tariff_stages"}, "figure"),
        ("figure", {"page": "home", "figure": "duties", "as_of": "1999-01-01"}, "as_of"),
        ("figure", {"page": "chips", "figure": "chip_partners", "choices": {"chip_goods": "Beans"}}, "chip_goods"),
        ("figure", {"page": "chips", "figure": "chip_partners", "choices": {"colour": "red"}}, "colour"),
        ("figure", {"page": "home", "figure": "duties", "limit": 0}, "limit"),
        ("export_control", {}, "goods"),
        ("export_control", {"goods": "x"}, "goods"),
        ("export_control", {"goods": "gallium", "as_of": "2031-01-01"}, "as_of"),
        ("solve", {"scenario": "no_such_regime"}, "scenario"),
        ("solve", {"scenario": "/etc/hostname"}, "scenario"),
        ("solve", {"scenario": "geneva_truce", "model": "product", "draws": 65}, "draws"),
    ],
)
def test_what_is_wrong_is_named(tool: str, fields: dict[str, Any], field: str) -> None:
    is_refused, text = call(tool, fields)
    assert is_refused and text.startswith(f"{field}"), text


def test_a_figure_is_that_of_its_page_on_the_day_with_units_and_a_citation() -> None:
    """The truce of Geneva: 30% and 10% from 14 May 2025 (Executive Order 14298; Announcement 4 of 2025)."""
    answer = json.loads(call("figure", {"page": "home", "figure": "duties", "as_of": "2025-06-09"})[1])
    (stage,) = (row for row in answer["answer"] if row["valid_from"] == "2025-05-14")
    assert (stage["us_rate_pct"], stage["china_rate_pct"]) == (30.0, 10.0)
    assert answer["units"] == {"us_rate_pct": "%", "china_rate_pct": "%"} and answer["as_of"] == "2025-06-09"
    assert answer["permalink"] == "/?as_of=2025-06-09" and answer["permalink"] in answer["citation"]
    rest = json.loads(call("figure", {"page": "home", "figure": "duties", "as_of": "2025-06-09", "offset": 1})[1])
    assert rest["answer"] == answer["answer"][1:]


def test_a_choice_of_a_figure_reaches_its_rows() -> None:
    fields = {"page": "chips", "figure": "chip_partners", "choices": {"chip_goods": "Diodes, solar cells"}}
    answer = json.loads(call("figure", fields)[1])
    assert {row["heading"] for row in answer["answer"]} == {"8541"}
    assert "chip_goods=Diodes" in answer["address"] and "chip_goods" in {each["name"] for each in answer["choices"]}


def controls_on(goods: str, day: str) -> dict[str, str]:
    """The state of each act that names the goods on a day, by its id."""
    answer = json.loads(call("export_control", {"goods": goods, "as_of": day})[1])
    return {act["event_id"]: act["state"] for act in answer["answer"]}


def test_controls_on_magnets_and_gallium_on_days_their_acts_print() -> None:
    """Announcement 18 of 4 April 2025 names dysprosium; 23 of 2023 gallium; 46 of 2024 bans it to the US, which
    Announcement 72 of 2025 suspends to 27 November 2026.
    """
    assert controls_on("dysprosium", "2025-04-03") == {}
    assert controls_on("Dy", "2025-04-04") == controls_on("dysprosium", "2025-04-04") == {"mofcom-2025-18": "in force"}
    assert set(controls_on("8505.11", "2025-04-04")) == {"mofcom-2025-18"}
    assert controls_on("gallium", "2023-07-15") == {"mofcom-2023-23": "announced"}
    assert controls_on("Gallium", "2025-05-01")["mofcom-2024-46"] == "in force"
    assert controls_on("Ga", "2026-11-27")["mofcom-2024-46"] == "suspended"


def test_what_may_not_be_passed_on_is_no_part_of_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_lines, "closed", lambda: {"export_control_events"})
    assert controls_on("gallium", "2025-05-01") == {}


def test_a_fault_of_ours_is_logged_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("inner matters")

    monkeypatch.setattr(server, "answer_of", fail)
    is_refused, text = call("find", {"q": "tin"})
    assert is_refused and "inner" not in text and "inner matters" in caplog.text


def test_goods_that_no_act_names_are_not_said_to_be_free() -> None:
    answer = json.loads(call("export_control", {"goods": "soybeans"})[1])
    assert not answer["answer"] and answer["sources"]
    assert any("soybeans" in limit and "gallium" in limit for limit in answer["not_known"])


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
    assert tokens(short) <= MOST_TOKENS and len(short["answer"]["not_known"]) == 20
    assert short["cut"]["lists"] == {"answer.lines": {"shown": len(short["answer"]["lines"]), "of": 1_000}}
    assert short["answer"]["lines"]
    with pytest.raises(ValueError, match="no list to cut"):
        bounded({"answer": "7" * MOST_TOKENS, "sources": []}, "/")


def test_a_client_over_a_pipe_finds_the_tools_with_bounds_and_hints() -> None:
    async def ask() -> Any:
        command = StdioServerParameters(command=sys.executable, args=["-m", "parley", "mcp"], cwd=ROOT)
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            return tools, await client.call_tool("law", {"code": "8507.60", "on": "2025-06-09"})

    tools, answer = asyncio.run(asyncio.wait_for(ask(), 120))
    assert [tool.name for tool in tools] == list(TOOLS)
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
