"""The counters of this process in the Prometheus form, at an address of their own that visitors do not reach.

Streamlit's own counters are not for every visitor either.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from parley.app.kit import counters

SETTING = "PARLEY_COUNTERS"
LOG = logging.getLogger("parley")
Place = tuple[str, int]
PATH = "/_stcore/metrics"


def place(text: str) -> Place | None:
    """Host and port of a setting, ``127.0.0.1:9464``; None where it is empty.

    Raises ValueError naming what is neither.
    """
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise ValueError(f"{SETTING}: {text!r} is no place for counters; write it as 127.0.0.1:9464")
    return host, int(port)


@contextmanager
def publish(where: Place | None) -> Iterator[None]:
    """Tell the counters there while this lasts. Where another process holds the port, the log says so."""
    if where is None:
        yield
        return
    host, port = where
    try:
        server, thread = start_http_server(port, host, counters.REGISTRY)
    except OSError as fault:
        LOG.error("The counters cannot be told at %s:%d: %s", host, port, fault.strerror)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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
