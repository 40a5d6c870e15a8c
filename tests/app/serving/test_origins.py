"""Who may connect: which origins are the app's own, and that another site's page is turned away before the app."""

import asyncio
from typing import Any

import pytest

from parley.app.serving.origins import OriginFilter, listed

HOST = "parley.example:8501"


def asked(kind: str, origin: str | None, host: str = HOST, origins: str = "") -> tuple[list[Any], list[Any]]:
    """What a request's sender got of the filter itself, and the scopes that went on to the app."""
    sent: list[Any] = []
    handed_on: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        handed_on.append(scope)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    named = [] if origin is None else [(b"origin", origin.encode())]
    scope = {"type": kind, "path": "/_stcore/stream", "headers": [(b"host", host.encode()), *named]}
    asyncio.run(OriginFilter(app, listed(origins))(scope, receive, send))
    return sent, handed_on


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://parley.example:8502", "null", "", "http://", "http://parley.example:x",
               "file://parley.example:8501", "http://parley.example:8501@evil.example", "http://xparley.example:8501"],
)  # fmt: skip
def test_another_site_is_turned_away_before_the_app(kind: str, origin: str) -> None:
    sent, handed_on = asked(kind, origin)
    assert handed_on == []
    if kind == "http":
        assert sent[0]["status"] == 403
    else:
        assert [message["type"] for message in sent] == ["websocket.close"]  # before it is accepted: 403


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://parley.example:8501", HOST),
        ("http://PARLEY.example:8501", HOST),
        ("https://parley.example", "parley.example"),
        ("https://parley.example", "parley.example:443"),
        ("http://[::1]:8501", "[::1]:8501"),
        ("https://news.example", "inside:8501"),
        (None, HOST),
    ],
)
def test_the_app_itself_and_what_is_listed_are_let_through_as_its_own(kind: str, origin: str | None, host: str) -> None:
    sent, handed_on = asked(kind, origin, host, origins="https://news.example/, http://10.0.0.5:8501")
    assert sent == []
    (scope,) = handed_on
    told = dict(scope["headers"]).get(b"origin", b"").decode()
    assert told.partition("://")[2] == ("" if origin is None else host)  # else Streamlit would look for its own address


def test_what_is_neither_a_request_nor_a_websocket_goes_on() -> None:
    assert asked("lifespan", "https://evil.example") == ([], asked("lifespan", "https://evil.example")[1])
    assert len(asked("lifespan", "https://evil.example")[1]) == 1


@pytest.mark.parametrize("text", ["parley.example", "https://parley.example/page", "*", "ftp://parley.example"])
def test_a_setting_that_is_no_origin_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="write it as https://name"):
        listed(f"https://good.example, {text}")
