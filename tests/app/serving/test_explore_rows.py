"""All rows of a question as a server sends them: whole, in parts, a few files at a time, and let go where nobody takes
them.
"""

import asyncio
import csv
import io
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from starlette.routing import Route
from starlette.types import Message

from parley.app.explore import all_rows, data
from parley.app.serving import explore_rows, start
from parley.explore import Question
from parley.tables.read import compiled_on, read_table

QUESTION = Question("us_imports_hts10_annual", "rate_collected", "hts10", "origin", (("chapter", ("85",)),))
T = TypeVar("T")
FORMS = list(all_rows.FORMS)
WHOLE = 20_000_000  # bytes at least, of the CSV of every line and origin


class Reader:
    """Who asks a route: takes what comes, or leaves after so many parts."""

    def __init__(self, leaves_after: int | None = None):
        self.status, self.headers, self.parts = 0, dict[str, str](), list[bytes]()
        self._leaves_after = leaves_after
        self._left = asyncio.Event()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message.get("body"):
            self.parts.append(message["body"])
        if self._leaves_after is not None and len(self.parts) >= self._leaves_after and self.status:
            self._left.set()

    async def receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)


async def ask(routes: list[Route], address: str, reader: Reader, visitor: str = "198.51.100.1") -> Reader:
    parts = urlsplit(f"/{address}")
    (route,) = [each for each in routes if each.path == parts.path]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": parts.path,
        "query_string": parts.query.encode(),
        "headers": [(b"x-real-ip", visitor.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("parley", 80),
    }
    await route.app(scope, reader.receive, reader.send)
    return reader


def run(task: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser that another test of this process opened has the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, task).result()


def asked(address: str, reader: Reader | None = None, routes: list[Route] | None = None) -> Reader:
    return run(ask(routes or explore_rows.routes(), address, reader or Reader()))


def address(form: all_rows.Form, question: Question = QUESTION) -> str:
    return f"{all_rows.NAME}.{form}?{all_rows.query(question, compiled_on())}"


def test_a_server_answers_with_both_forms() -> None:
    paths = {getattr(route, "path", "") for route in start.routes()}
    assert {f"/{all_rows.NAME}.{form}" for form in FORMS} <= paths


def test_all_rows_come_with_their_source_and_none_is_summed() -> None:
    told = asked(address("csv"))
    assert (told.status, told.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert told.headers["content-disposition"].endswith(f'as_of_{compiled_on():%Y-%m-%d}.csv"')
    assert told.headers["cache-control"] == "no-store" and "content-length" not in told.headers
    rows = list(csv.DictReader(io.StringIO(told.body.decode("utf-8-sig"))))
    table = read_table("us_imports_hts10_annual", where={"year": [2024, 2025]})
    of_chapter = table[table["hts10"].str.startswith("85")]
    assert len(rows) == len(of_chapter.groupby(["hts10", "exporter_iso3"]))
    assert sum(int(row["duty_usd"]) for row in rows) == of_chapter["duty_usd"].sum()
    assert {row["source_id"] for row in rows} == {"census_us_imports_hts10_annual"}
    file = pq.read_table(io.BytesIO(asked(address("parquet")).body))
    assert file.num_rows == len(rows)
    assert file["hts10"].to_pylist() == [row["hts10"] for row in rows]
    assert json.loads(file.schema.metadata[b"parley"])["as_of"] == f"{compiled_on()}"


def test_a_large_answer_comes_in_parts() -> None:
    every = Question("us_imports_hts10_annual", "value", "hts10", "origin")
    parts = asked(address("csv", every)).parts
    assert len(parts) > 2 and sum(map(len, parts)) > WHOLE
    assert max(map(len, parts)) < sum(map(len, parts)) / 2


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("measure=value&rows=origin", "data"),
        ("data=nothing&measure=value&rows=origin", "data"),
        ("data=us_imports_hts10_annual&measure=quantity&rows=origin", "measure"),
        ("data=us_imports_hts10_annual&measure=value&rows=origin&sql=SELECT", "parameter"),
        ("data=us_imports_hts10_annual&measure=value&rows=origin&origin=China", "where"),
        ("data=us_imports_hts10_annual&measure=value&rows=origin&as_of=tomorrow", "as_of"),
        ("data=us_imports_hts10_annual&measure=value&rows=origin&as_of=2026-06-08", "where"),
    ],
)
def test_what_is_no_question_is_a_sentence_that_names_its_part(query: str, told: str) -> None:
    found = asked(f"{all_rows.NAME}.csv?{query}")
    assert found.status == 400
    assert found.body.decode().startswith(f"{told}: ")


def test_a_day_gets_what_was_out_by_then() -> None:
    query = "data=us_trade_hs2_monthly&measure=value&rows=month&as_of=2018-07-01"
    rows = list(csv.DictReader(io.StringIO(asked(f"{all_rows.NAME}.csv?{query}").body.decode("utf-8-sig"))))
    assert (rows[0]["month"], rows[-1]["month"]) == ("2013-01", "2018-04")


def test_more_files_than_may_be_sent_are_told_to_come_again() -> None:
    routes = explore_rows.routes(at_once=1)

    async def two() -> tuple[Reader, Reader]:
        slow, second = Reader(), Reader()
        gate = asyncio.Event()
        send = slow.send

        async def held(message: Message) -> None:
            await send(message)
            if message.get("body"):
                await gate.wait()

        slow.send = held  # type: ignore[method-assign]
        first = asyncio.create_task(ask(routes, address("csv"), slow))
        while not slow.parts:
            await asyncio.sleep(0.01)
        await ask(routes, address("csv"), second)
        gate.set()
        return await first, second

    first, second = run(two())
    assert (first.status, second.status) == (200, 503)
    assert int(second.headers["retry-after"]) > 0
    assert asked(address("csv"), routes=routes).status == 200  # the place is free again


@pytest.mark.parametrize("leaves_after", [0, 1])
def test_who_leaves_frees_the_place_and_the_engine(leaves_after: int) -> None:
    routes = explore_rows.routes(at_once=1)
    every = address("csv", Question("us_imports_hts10_annual", "value", "hts10", "origin"))
    for _ in range(3):  # the engine too has two places for streams
        left = asked(every, Reader(leaves_after), routes)
        assert left.status == 200
        assert len(left.body) < WHOLE / 2
    assert asked(address("csv"), routes=routes).status == 200


def test_a_lost_table_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from parley.tables.read import TableMissingError

    def lost() -> None:
        raise TableMissingError("The table events cannot be read.")

    monkeypatch.setattr(data, "engine", lost)
    routes = explore_rows.routes(at_once=1)
    for _ in range(2):
        found = asked(address("csv"), routes=routes)
        assert (found.status, found.body) == (503, b"The table events cannot be read.\n")


def stuck(reader: Reader) -> asyncio.Event:
    """Have a reader take the head and no more; the event lets it go on."""
    gate, send = asyncio.Event(), reader.send

    async def held(message: Message) -> None:
        await send(message)
        if message.get("body"):
            await gate.wait()

    reader.send = held  # type: ignore[method-assign]
    return gate


def test_an_address_has_one_place_and_leaves_the_other_to_others() -> None:
    routes = explore_rows.routes()

    async def three() -> tuple[int, int, int]:
        slow = Reader()
        gate = stuck(slow)
        first = asyncio.create_task(ask(routes, address("csv"), slow))
        while not slow.parts:
            await asyncio.sleep(0.01)
        second = await ask(routes, address("csv"), Reader())
        other = await ask(routes, address("csv"), Reader(), "198.51.100.2")
        gate.set()
        return (await first).status, second.status, other.status

    assert run(three()) == (200, 503, 200)


@pytest.mark.parametrize("limit", ["PIECE_S", "WHOLE_S"])
def test_who_takes_nothing_loses_the_place(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore_rows, limit, 1.0)
    routes, slow = explore_rows.routes(at_once=1), Reader()

    async def one_that_waits() -> None:
        stuck(slow)
        await ask(routes, address("csv"), slow)

    run(asyncio.wait_for(one_that_waits(), 60))
    assert len(slow.parts) == 1
    assert asked(address("csv"), routes=routes).status == 200


def test_a_part_is_sent_in_pieces_that_a_slow_line_takes_in_time() -> None:
    found = asked(address("csv", Question("us_imports_hts10_annual", "value", "hts10", "origin")))
    assert max(map(len, found.parts)) <= explore_rows.PIECE
    assert len(found.body) > WHOLE and found.body.endswith(b"\n")
