"""Who may connect: a browser that runs another site's page is turned away before Streamlit looks at it.

Streamlit turns such a browser away too, but first looks up this machine's outside address on the loop that serves
everybody: where outside traffic is dropped, ten of them stop the app for twenty seconds.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SETTING, FRAMES = "PARLEY_ORIGINS", "PARLEY_FRAMES"
PORTS = {"http": 80, "https": 443}
READING = ("GET", "HEAD")
Place = tuple[str, int]
HOST = re.compile(r"(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.IGNORECASE | re.ASCII)


def listed(text: str, setting: str = SETTING) -> tuple[str, ...]:
    """The origins of a ``setting``, ``https://parley.example, http://10.0.0.5:8501``.

    Raises ValueError naming what is no origin.
    """
    origins = tuple(word.rstrip("/") for word in text.replace(",", " ").split())
    for origin in origins:
        if _place(origin) is None or HOST.fullmatch(origin.partition("://")[2]) is None:
            raise ValueError(f"{setting}: {origin!r} is not an origin; write it as https://name or http://name:port")
    return origins


def framing(text: str) -> tuple[str, ...]:
    """The origins that may show any page in a frame. Raises ValueError naming what is no origin."""
    return listed(text, FRAMES)


def own_origin(scheme: str, host: str, among: Sequence[str] = ()) -> str | None:
    """The origin this app writes into addresses of its own; ``among``: those of ``listed``.

    With a list it is one of the list: that of the host asked for, else the first. Without, it is what was asked for,
    None where that is no name of a host.
    """
    if HOST.fullmatch(host) is None or _place(f"{scheme}://{host}") is None:
        return among[0] if among else None
    if not among:
        return f"{scheme}://{host}"
    same = (origin for origin in among if _place(origin) == _place(f"{urlsplit(origin).scheme}://{host}"))
    return next(same, among[0])


class OriginFilter:
    """Answers 403 to a request or websocket with an ``Origin`` that is neither the host asked for nor listed.

    ``origins``: addresses this app is reached by where a proxy does not hand on the host the browser asked for. What
    is let through names the host as its origin, as Streamlit expects it. A request without ``Origin`` is let through:
    it does not come from another site's page. ``readable``: what the paths begin with that any site may read.
    """

    def __init__(self, app: ASGIApp, origins: Iterable[str] = (), readable: Iterable[str] = ()):
        self._app = app
        self._readable = tuple(readable)
        self._listed = {_place(origin) for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may connect and answer 403 to the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is None or self._is_readable(scope):
            await self._app(scope, receive, send)
        elif self._is_ours(origin, host):
            await self._app(_as_same_origin(scope, origin, host), receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("Another site may not use this app.\n", 403)(scope, receive, send)
        else:  # closed before it is accepted: the server answers 403
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _is_readable(self, scope: Scope) -> bool:
        is_open = scope["type"] == "http" and scope["path"].startswith(self._readable)
        return is_open and scope["method"] in READING

    def _is_ours(self, origin: str, host: str) -> bool:
        place = _place(origin)
        if place is None:
            return False
        return place == _place(f"{urlsplit(origin).scheme}://{host}") or place in self._listed


def _place(origin: str) -> Place | None:
    """Name and port of an origin; None where the text is none (``null``, another scheme, a port that is no number)."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname or parts.username is not None:
        return None
    return parts.hostname.rstrip("."), PORTS[scheme] if port is None else port


def _as_same_origin(scope: Scope, origin: str, host: str) -> Scope:
    handed_on = {**scope, "headers": list(scope["headers"])}
    MutableHeaders(scope=handed_on)["origin"] = f"{urlsplit(origin).scheme}://{host}"
    return handed_on
