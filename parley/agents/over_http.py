"""``/mcp``: the tools over streamable HTTP, for agents that reach a server of the app instead of starting one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from parley import words
from parley.agents.server import server
from parley.app.api.routes import MOST_BYTES
from parley.app.serving import limits, origins, problems
from parley.app.serving.problems import ProblemError

SAY = words.beside(__file__)
LOCAL = ("localhost", "127.0.0.1", "::1")


class Endpoint:
    """Answers one question a request and keeps nothing after it, so that any replica can answer the next.

    The host asked for is this machine or one of ``PARLEY_ORIGINS``, as another site could have its own name lead here;
    origins are looked at before. ``buckets``: those of the interface, so that nobody may ask twice as much.
    """

    def __init__(self, place: str, settings: Mapping[str, str], buckets: limits.Buckets) -> None:
        self._place, self._buckets = place, buckets
        self._proxies = limits.proxies(settings.get(limits.SETTING, ""))
        self._among = origins.listed(settings.get(origins.SETTING, ""))
        self._hosts = {*LOCAL, *(urlsplit(origin).hostname for origin in self._among)}
        self._tools = server(self._admit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse another method with 405, another host with 421, who asks too much with 429, and what is too
        long with 413.
        """
        request = Request(scope)
        if request.method != "POST":  # there is no stream to open and no session to end
            refused = PlainTextResponse(f"{SAY('other_method')}\n", 405, {"Allow": "POST"})
            await refused(scope, receive, send)
            return
        host = request.headers.get("host", "")
        if origins.own_origin("http", host) is None or urlsplit(f"http://{host}").hostname not in self._hosts:
            await PlainTextResponse(f"{SAY('other_host')}\n", 421)(scope, receive, send)
            return
        try:
            self._admit(request, 1)
        except ProblemError as problem:
            await problems.response(problem)(scope, receive, send)
            return
        manager = StreamableHTTPSessionManager(
            self._tools, json_response=True, stateless=True, max_request_body_size=MOST_BYTES
        )
        async with manager.run():  # one for each request: without sessions it holds nothing between them
            await manager.handle_request(scope, receive, send)

    def _admit(self, request: Any, tokens: float) -> str:
        """Take tokens from who asks; where the app lies for them. Raises ProblemError."""
        self._buckets.take(limits.address_of(request, self._proxies), tokens)
        origin = origins.own_origin(request.url.scheme, request.headers.get("host", ""), self._among)
        return f"{origin or ''}{self._place}"
