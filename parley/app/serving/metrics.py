"""Streamlit's own counters are for who runs the server, not for every visitor."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/_stcore/metrics"


class ClosedMetrics:
    """Answers 404 where Streamlit would tell its counters."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 to who asks for the counters, hand on everything else."""
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(PATH):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
