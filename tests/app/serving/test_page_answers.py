"""What is written into every page (a browser asks for nothing in vain: ``tests/browser/test_sub_path.py``)."""

import asyncio

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message, Scope

from parley.app.kit import scripts, settings
from parley.app.serving import page_answers
from parley.app.serving.page_answers import TAG, Written

LINE = "<p>What this is</p>"


def answered(app: Response) -> tuple[dict[bytes, bytes], bytes]:
    """Headers and body of what comes through."""
    scope: Scope = {"type": "http", "method": "GET", "path": "/trade", "headers": []}
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    asyncio.run(Written(app, TAG, LINE)(scope, receive, send))
    assert told[0]["type"] == "http.response.start"
    return dict(told[0]["headers"]), b"".join(message["body"] for message in told[1:])


def test_a_page_says_it_first_in_its_head_and_body_and_tells_its_new_length() -> None:
    headers, body = answered(HTMLResponse("<html><head><title>Å</title></head><body>Å</body></html>"))
    assert body.decode() == f"<html><head>{TAG}<title>Å</title></head><body>{LINE}Å</body></html>"
    assert int(headers[b"content-length"]) == len(body)


@pytest.mark.parametrize(
    "app",
    [
        PlainTextResponse("<head>"),
        HTMLResponse("<head>", status_code=404),
        HTMLResponse("no head"),
        HTMLResponse("<head>", headers={"Content-Disposition": 'attachment; filename="report.html"'}),
    ],
)
def test_what_is_no_page_comes_through_as_it_was(app: Response) -> None:
    assert answered(app) == (dict(app.raw_headers), app.body)


def test_a_streamlit_that_does_not_read_it_is_told_nothing_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    def says() -> bool:
        return TAG in str(page_answers.middleware(lambda _: "")[0].kwargs["head"])

    assert says()
    with monkeypatch.context() as newer:
        newer.setattr(scripts, "STREAMLIT", tmp_path_factory.mktemp("streamlit"))
        assert not says()
        assert "does not read where the app lies" in caplog.text
    monkeypatch.setenv(settings.WITHOUT, "base_address")
    assert not says()
