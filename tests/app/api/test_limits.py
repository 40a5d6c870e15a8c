"""Who asks too much is told when to come again; a forwarded address counts only from a proxy that is named."""

import asyncio
import logging

import pandas as pd
import pytest
from starlette.requests import Request

from parley.app.api import routes, rows
from parley.app.api.questions import Rows
from parley.app.kit import source_lines
from parley.app.serving.limits import Buckets, Turns, address_of, proxies
from parley.app.serving.problems import ProblemError
from parley.tables.read import read_instead, read_table
from tests.app.serving.asgi import Server

FIND = "/api/v1/find?q=magnets"


def request(peer: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


@pytest.mark.parametrize(
    ("setting", "peer", "forwarded", "address"),
    [
        ("", "10.0.0.1", ["198.51.100.7"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9", ["198.51.100.7"], "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", ["192.0.2.1, 198.51.100.7, 10.2.3.4"], "198.51.100.7"),
        ("10.0.0.0/8", "10.0.0.1", ["192.0.2.1", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", "10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_a_forwarded_address(setting: str, peer: str, forwarded: list[str], address: str) -> None:
    assert address_of(request(peer, *forwarded), proxies(setting)) == address


def test_a_setting_that_names_no_proxy_is_refused() -> None:
    with pytest.raises(ValueError, match=r"PARLEY_PROXIES.*nobody"):
        proxies("10.0.0.1, nobody")


def test_a_bucket_empties_and_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(full=3, a_second=1, clock=lambda: now[0])
    for _ in range(3):
        buckets.take("a", 1)
    buckets.take("b", 1)
    with pytest.raises(ProblemError) as refused:
        buckets.take("a", 2)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "2")
    now[0] = 2.0
    buckets.take("a", 2)
    with pytest.raises(ProblemError):
        buckets.take("a", 1)


def test_the_server_says_when_to_come_again(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(routes.routes(buckets=Buckets(full=2, a_second=0.1)))
    with caplog.at_level(logging.DEBUG):
        statuses = [server.get(FIND).status_code for _ in range(3)]
        last = server.get(FIND)
    assert statuses == [200, 200, 429] and 1 <= int(last.headers["retry-after"]) <= 10
    assert last.headers["content-type"] == "application/problem+json" and last.json()["status"] == 429
    assert "127.0.0.1" not in caplog.text and "magnets" not in caplog.text


def test_too_many_that_wait_are_sent_away() -> None:
    async def crowd() -> list[int]:
        turns, opened = Turns(at_once=1, waiting=1), asyncio.Event()

        async def come() -> int:
            try:
                async with turns.turn():
                    await opened.wait()
                    return 200
            except ProblemError as problem:
                assert problem.headers["Retry-After"]
                return problem.status

        comers = [asyncio.create_task(come()) for _ in range(3)]
        await asyncio.sleep(0)
        opened.set()
        return [*await asyncio.gather(*comers), await come()]

    assert asyncio.run(crowd()) == [200, 200, 503, 200]


def test_rows_of_a_closed_source_are_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    layers, register = read_table("tariff_layers"), read_table("sources")
    source = layers["source_id"].iloc[0]
    closed = register.assign(may_redistribute=register["may_redistribute"].mask(register["source_id"] == source, "no"))
    monkeypatch.setattr(source_lines, "version", lambda: (0, 0, 1))  # of a catalogue whose register is not kept yet
    with read_instead({"sources": closed}):
        everything, _ = rows.of_table("tariff_layers", Rows(limit=1000), {})
        by_source, page = rows.of_table("tariff_layers", Rows(columns=["rate_pct"]), {"source_id": [source]})
    left = layers[layers["source_id"] != source]
    assert everything["count"] == len(left) < len(layers)
    assert by_source["count"] == len(page) == 0


def test_text_that_a_spreadsheet_would_work_out_is_escaped() -> None:
    frame = pd.DataFrame({"text": ["=1+1", "+1", "-1", "@a", "plain", None], "number": [-1.5, 2, 3, 4, 5, None]})
    lines = rows.as_csv(frame).splitlines()
    assert lines[1:] == ["'=1+1,-1.5", "'+1,2.0", "'-1,3.0", "'@a,4.0", "plain,5.0", ","]


@pytest.mark.parametrize("text", [" =1+1", "\u200b=1+1", "＝1+1"])
def test_a_formula_behind_what_is_not_seen_is_escaped_too(text: str) -> None:
    assert rows.as_csv(pd.DataFrame({"text": [text]})).splitlines()[1] == f"'{text}"


def test_an_answer_is_kept_by_its_tag_and_open_to_read() -> None:
    server = Server(routes.routes(buckets=Buckets(1e9)))
    first = server.get(FIND)
    again = server.get(FIND, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["access-control-allow-origin"] == "*"
    assert server.get("/api/v1/find?q=toys", if_none_match=first.headers["etag"]).status_code == 200
