import xml.etree.ElementTree as ET
from pathlib import Path

from starlette.requests import Request

from parley.app.serving import feeds, start

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
