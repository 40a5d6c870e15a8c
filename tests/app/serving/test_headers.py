"""How long a browser may keep a file, by its name and query, and what a page may load."""

import asyncio

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from parley.app.kit import scripts
from parley.app.serving.headers import StandardHeaders, content_policy, inline_hashes, is_for_good


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/app/static/plotly-3.1.0.min.js", ""),
        ("/parley/app/static/plotly-3.1.0.min.js", ""),
        ("/app/static/card.0f3a9c21.js", ""),
        ("/app/static/card-0f3a9c21d4e5.js", ""),
        ("/app/static/card.js", scripts.kept("card.js").partition("?")[2]),
    ],
)
def test_a_file_of_one_version_is_kept_for_good(path: str, query: str) -> None:
    assert is_for_good(path, query)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/app/static/card.js", ""),
        ("/app/static/defaced.js", ""),
        ("/app/static/a.defacedd.js", ""),  # a word, not a hash
        ("/app/static/card.js", "other=1"),
        ("/app/static/card.js", "v=0f3a9c21d4e5"),  # that of another release
        ("/trade", scripts.kept("card.js").partition("?")[2]),
        ("/media/0f3a9c21d4e5.csv", ""),
    ],
)
def test_what_may_change_is_not(path: str, query: str) -> None:
    assert not is_for_good(path, query)


def test_the_scripts_written_into_a_page_run_and_no_others() -> None:
    # the example of the Content Security Policy Level 2 recommendation, section 7.18.2
    page = "<script src='a.js'></script><script>alert('Hello, world.');</script>"
    assert inline_hashes(page) == ["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"]
    rules = dict(rule.split(" ", 1) for rule in content_policy(inline_hashes(page)).split("; "))
    assert rules["script-src"] == f"'self' blob: {inline_hashes(page)[0]}"
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert "http" not in content_policy([])


def answered(path: str, hosts: tuple[str, ...] = ()) -> Headers:
    sent: list[Message] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def keep(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        return {"type": "http.request"}

    app = StandardHeaders(page, framed=["/card", "/base/card"], hosts=hosts)
    asyncio.run(app({"type": "http", "path": path, "query_string": b""}, nothing, keep))
    return Headers(raw=sent[0]["headers"])


def ancestors_of(headers: Headers) -> str:
    return dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))["frame-ancestors"]


@pytest.mark.parametrize(
    ("path", "is_framed"),
    [("/card", True), ("/card/", True), ("/base/card", True), ("/trade", False), ("/trade/card", False), ("/", False)],
)
def test_one_page_alone_may_be_framed_by_other_sites(path: str, is_framed: bool) -> None:
    headers = answered(path)
    assert ("X-Frame-Options" in headers) is not is_framed
    assert ancestors_of(headers) == ("*" if is_framed else "'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_host_that_shows_apps_in_a_frame_may_be_named() -> None:
    headers = answered("/trade", ("https://huggingface.co",))
    assert "X-Frame-Options" not in headers
    assert ancestors_of(headers) == "'self' https://huggingface.co"
    assert ancestors_of(answered("/card", ("https://huggingface.co",))) == "*"
