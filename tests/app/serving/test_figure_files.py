"""The addresses of figures: their forms, their headers, and what answers a question that is wrong or too many."""

import asyncio
import io
import json
import time
from threading import Event
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.requests import Request

from parley.app import figures
from parley.app.api import sources
from parley.app.kit import downloads
from parley.app.kit.cache import Shelf
from parley.app.serving import figure_files, start
from parley.app.serving.problems import ProblemError
from tests.app.serving.asgi import Server

CSV = "/figures/chips/chip_partners.csv"
ELSEWHERE = {"origin": "https://other.example"}


@pytest.fixture
def server() -> Server:
    return Server()


def test_a_server_has_both_addresses() -> None:
    paths = {getattr(route, "path", "") for route in start.routes()}
    assert {"/figures.json", "/figures/{page}/{figure}.{form}"} <= paths


def test_every_form_has_the_rows_of_the_figure(server: Server) -> None:
    record = figures.figure("chips", "chip_partners")
    csv = pd.read_csv(io.BytesIO(server.get(CSV).content))
    told = server.get(CSV.replace("csv", "json")).json()
    parquet = pq.read_table(io.BytesIO(server.get(CSV.replace("csv", "parquet")).content))
    page = server.get(CSV.replace("csv", "html")).text
    shares = record.rows["share_pct"].tolist()
    assert csv["Share, %"].tolist() == [row["share_pct"] for row in told["rows"]] == shares
    assert parquet["share_pct"].to_pylist() == shares
    assert page.count("<tr>") == len(shares) + 1 and record.finding.replace("'", "&#x27;") in page
    assert told["finding"] == record.finding and told["permalink"] == csv["Address"].iloc[0]
    assert {source["source_id"] for source in told["sources"]} == set(record.rows["source_id"])
    assert {column["name"]: column["unit"] for column in told["columns"]}["share_pct"] == "%"
    assert all(source["licence"] and source["address"] for source in told["sources"])
    assert told["sources"] == sources.named(record.rows["source_id"])  # as the interface names them


def test_another_site_may_read_and_a_second_look_is_304(server: Server) -> None:
    first = server.get(CSV, **ELSEWHERE)
    assert first.status_code == 200 and first.headers["access-control-allow-origin"] == "*"
    assert first.headers["x-content-type-options"] == "nosniff" and "max-age" in first.headers["cache-control"]
    again = server.get(CSV, if_none_match=first.headers["etag"])
    assert again.status_code == 304 and not again.content and again.headers["etag"] == first.headers["etag"]
    other = server.get(f"{CSV}?as_of=2025-06-09", if_none_match=first.headers["etag"])
    assert other.status_code == 200 and other.headers["etag"] != first.headers["etag"]
    assert server.get(CSV, "POST", **ELSEWHERE).status_code == 403
    page = server.get(CSV.replace("csv", "html"))
    assert page.headers["content-security-policy"].startswith("default-src 'none'") and "parley-first" not in page.text


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/figures/chips/nothing.csv", 404, "figure"),
        ("/figures/nothing/chip_lines.csv", 404, "page"),
        ("/figures/chips/chip_lines.exe", 404, "form"),
        (f"{CSV}?as_of=2025-06-31", 400, "as_of"),
        (f"{CSV}?as_of=1900-01-01", 400, "as_of"),
        (f"{CSV}?chip_goods=<script>", 400, "chip_goods"),
        (f"{CSV}?no_choice=1", 400, "no_choice"),
        (f"{CSV}?chip_by=%FF", 400, "query"),
        (f"{CSV}?{'&'.join(f'a{n}=1' for n in range(99))}", 400, "query"),
        (f"{CSV}?chip_by={'x' * 5000}", 400, "query"),
        (f"{CSV}?chip_by=Kind", 404, "figure"),
    ],
)
def test_a_wrong_question_is_a_problem_that_names_the_field(path: str, status: int, field: str, server: Server) -> None:
    answer = server.get(path, **ELSEWHERE)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"], answer.json()["field"]) == (status, status, field)
    assert "Traceback" not in answer.text and answer.headers["access-control-allow-origin"] == "*"


def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on = Event(), Event()

    def slowly(*_: Any) -> Any:
        begun.set()
        goes_on.wait(20)
        raise ProblemError("none", "figure", 404)

    monkeypatch.setattr(figures, "figure", slowly)
    desk = figure_files.Desk(at_once=1, most_waiting=1)

    async def three() -> list[int]:
        asking = [asyncio.ensure_future(desk.answer(_asked(page))) for page in ("chip_partners", "chip_lines")]
        await asyncio.to_thread(begun.wait, 20)
        third = await desk.answer(_asked("chip_acts"))
        goes_on.set()
        assert third.headers["retry-after"]
        return [answer.status_code for answer in (*await asyncio.gather(*asking), third)]

    assert asyncio.run(three()) == [404, 404, 503]


def _asked(name: str) -> Any:
    place = {"page": "chips", "figure": name, "form": "csv"}
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "path_params": place, "query_string": b""}
    return Request({**scope, "server": ("here", 80), "scheme": "http"})


def test_files_kept_stay_below_their_bytes() -> None:
    shelf = Shelf(100, len)
    for number in range(5):
        shelf.put((number,), b"x" * 40)
    assert [shelf.peek((number,)) is not None for number in range(5)] == [False, False, False, True, True]


def test_the_list_names_every_figure_once(server: Server) -> None:
    listed = server.get("/figures.json").json()["figures"]
    assert len(listed) == len(figures.places()) == len({line["csv"] for line in listed})
    first = listed[0]
    assert server.get(first["csv"]).status_code == server.get(first["json"]).status_code == 200


def test_text_that_would_run_as_a_formula_is_escaped() -> None:
    frame = pd.DataFrame({"Name": ["=1+1", "+1", "-1", "@a", "plain"], "Value": [-1, 2, 3, 4, 5]})
    read = pd.read_csv(io.BytesIO(downloads.csv_bytes(frame)))
    assert read["Name"].tolist() == ["'=1+1", "'+1", "'-1", "'@a", "plain"] and read["Value"].tolist() == [
        -1,
        2,
        3,
        4,
        5,
    ]


def test_a_figure_is_drawn_once_for_all_who_ask(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(server.get(CSV.replace("csv", "json")).content)["rows"]
    server.get(CSV)
    monkeypatch.setattr(figures, "figure", lambda *_: pytest.fail("drawn again"))
    begun = time.perf_counter()
    assert server.get(CSV).status_code == 200
    assert time.perf_counter() - begun < 1
