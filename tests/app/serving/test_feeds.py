import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from starlette.requests import Request

from parley.app.serving import feeds, start
from parley.measures.events import ahead
from parley.tables.read import compiled_on, read_table
from tests.app.serving.asgi import Server

REQUEST = Request(
    {"type": "http", "method": "GET", "path": "/changes.atom", "headers": [], "query_string": b"", "server": ("x", 80)}
)


def test_a_server_answers_with_the_feed_and_the_calendar() -> None:
    assert {feeds.CHANGES, feeds.DATES} <= {getattr(route, "path", "") for route in start.routes()}
    changes, dates = feeds.changes(REQUEST), feeds.dates(REQUEST)
    assert changes.headers["content-type"].startswith("application/atom+xml")
    assert ET.fromstring(bytes(changes.body)).tag.endswith("feed")
    assert dates.headers["content-type"].startswith("text/calendar")
    assert bytes(dates.body).count(b"BEGIN:VEVENT") >= 3  # dates after November 2026 that acts set


def test_a_missing_table_is_a_sentence(data_copy: Path) -> None:
    (data_copy / "changes.parquet").unlink()
    answer = feeds.changes(REQUEST)
    assert answer.status_code == 503 and b"changes" in bytes(answer.body)


def entries(path: str) -> int:
    return Server().get(path).text.count("<entry>")


def test_a_feed_of_an_economy_or_a_product_has_its_changes_alone() -> None:
    whole = Server().get("/changes.atom?origin=CHN")  # all that changed on 27 November concerned China
    assert (whole.status_code, whole.text.count("<entry>")) == (200, entries("/changes.atom"))
    ids = {
        re.findall("<id>(.*?)</id>", Server().get(path).text)[0]
        for path in ("/changes.atom", "/changes.atom?origin=CHN")
    }
    assert len(ids) == 2  # RFC 4287: no two feeds have one id
    assert entries("/changes.atom?origin=VNM") == entries("/changes.atom?code=8507") == 0


def test_a_calendar_of_a_law_has_the_dates_its_acts_set() -> None:
    titles = set(read_table("events").loc[lambda e: e["authority"] == "section_301", "title"])
    every = ahead(read_table("events"), pd.Timestamp(compiled_on()))
    wanted = every["title"].isin(titles) & every["extended_to"].isna()
    calendar = Server().get("/dates.ics?law=section_301")
    assert 0 < calendar.text.count("BEGIN:VEVENT") == wanted.sum() < len(every)
    assert "US duty on Chinese chips" in calendar.text


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/changes.atom?code=85x7", "code"),
        ("/changes.atom?code=8", "code"),
        ("/changes.atom?code=", "code"),
        ("/changes.atom?code=%D9%A1%D9%A2", "code"),  # digits of another script
        ("/changes.atom?origin=China", "origin"),
        ("/changes.atom?origin=CHN&origin=VNM", "origin"),
        ("/changes.atom?law=section_301", "law"),
        ("/changes.atom?code=%FF", "query"),
        ("/changes.atom?code=" + "1" * 500, "query"),
        ("/dates.ics?law=section_999", "law"),
        ("/dates.ics?law=<script>", "law"),
        ("/dates.ics?law=section_301%0D%0AX:1", "law"),
        ("/dates.ics?code=8507", "code"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_it(path: str, field: str) -> None:
    answer = Server().get(path)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert answer.headers["content-type"] == "application/problem+json"


def test_any_site_may_read_the_feed_and_the_calendar() -> None:
    for path in (feeds.CHANGES, feeds.DATES):
        answer = Server().get(path, origin="https://elsewhere.example")
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
