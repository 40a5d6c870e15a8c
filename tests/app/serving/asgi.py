"""A server's answers asked in this process, through all it puts around the app."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message

from parley.app.serving import start


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    headers: Headers
    content: bytes = field(repr=False)  # asyncio writes down what ends, however long it is

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Server:
    """Answers at ``http://here`` with the routes of the app, without Streamlit behind them."""

    def __init__(self, routes: Sequence[BaseRoute] | None = None) -> None:
        every = start.routes() if routes is None else routes
        self._app: ASGIApp = Starlette(routes=every, middleware=start.middleware({}))

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """The answer to a path with its query; ``headers``: with a low line for each hyphen."""
        return asyncio.run(self._get(path, method, headers))

    def post(self, path: str, body: bytes | str | object, **headers: str) -> Answer:
        """The answer to a body: bytes and text as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        return asyncio.run(self._get(path, "POST", {"content_type": "application/json"} | headers, content))

    async def _get(self, path: str, method: str, headers: dict[str, str], content: bytes = b"") -> Answer:
        sent: list[Message] = []
        where, _, query = path.removeprefix("http://here").partition("?")
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http",
            "method": method,
            "path": where,
            "raw_path": where.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"here"), *named],
            "scheme": "http",
            "server": ("here", 80),
            "client": ("127.0.0.1", 1),
            "http_version": "1.1",
        }

        requests = iter([None])

        async def receive() -> Message:
            if next(requests, True):  # nothing more comes, and nobody leaves
                await asyncio.Event().wait()
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in sent)
        return Answer(sent[0]["status"], Headers(raw=sent[0]["headers"]), body)
