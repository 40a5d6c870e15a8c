"""Headers of every answer: what the browser may do with a page, and how long it may keep a file."""

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.app.kit import scripts
from parley.app.serving import page_answers

# The page of Streamlit that every address answers with; one script stands in it, and one is added to it.
PAGE = scripts.STREAMLIT / "index.html"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_hashes(page: str) -> list[str]:
    """What a policy calls the scripts written into a page, so that these and no others run."""
    scripts = INLINE.findall(page)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]


def content_policy(inline: Iterable[str], framed_by: str = "'self'") -> str:
    """Where what a page loads may come from: this server, and nothing of another site.

    ``inline``: the hashes of the scripts that stand in the page. ``framed_by``: who may show it in a frame. Streamlit
    starts components from ``blob:`` addresses and styles elements one by one; Plotly makes images as ``data:`` and
    ``blob:``.
    """
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", *inline],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": [framed_by],
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in rules.items())


HASHES = inline_hashes(PAGE.read_text("utf-8") + page_answers.TAG)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # an address holds the visitor's choices
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": content_policy(HASHES),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def in_frames_of(sites: str) -> dict[str, str]:
    """The headers of a page that ``sites`` may frame; the older header knows no list of them."""
    headers = {name: value for name, value in ALWAYS.items() if name != "X-Frame-Options"}
    return headers | {"Content-Security-Policy": content_policy(HASHES, sites)}


# The page of one figure, which any site may frame; what a visitor can do there changes nothing.
FRAMED = in_frames_of("*")
# What is handed on as a file and may be opened as a page, by any site and in any frame: it loads and runs nothing.
BARE = {name: value for name, value in FRAMED.items() if name != "Content-Security-Policy"}
BARE["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors *"
FOR_GOOD = "public, max-age=31536000, immutable"
FILES = "/app/static/"
# A version such as 3.1.0, or a hash of eight digits and more, between dots or hyphens.
NAMED = re.compile(r"[.-](?:\d+\.\d+\.\d+|(?=[0-9a-f]*\d)[0-9a-f]{8,})[.-]")


def is_for_good(path: str, query: str) -> bool:
    """Whether what stands at an address never changes: a file of the app whose name has a version or a hash, or that is
    asked for by the version ``v`` this process has named it by.
    """
    _, folder, name = path.rpartition(FILES)
    return bool(folder) and (bool(NAMED.search(name)) or any(map(scripts.is_own, parse_qs(query).get("v", ()))))


def with_headers(send: Send, add: Callable[[MutableHeaders, int], None]) -> Send:
    """Sends an answer on once ``add`` has added to its headers; it is also given the status."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            add(MutableHeaders(scope=message), message["status"])
        await send(message)

    return send_on


class StandardHeaders:
    """Adds the headers every answer has, and to files that never change the leave to keep them.

    ``framed``: the paths whose pages other sites may show in a frame; ``bare``: what the paths of files begin with that
    load and run nothing; ``hosts``: the origins that may show every page in a frame.
    """

    def __init__(
        self, app: ASGIApp, framed: Collection[str] = (), bare: Collection[str] = (), hosts: Collection[str] = ()
    ):
        self._app = app
        self._always = in_frames_of(" ".join(("'self'", *hosts))) if hosts else ALWAYS
        self._bare = tuple(bare)
        self._framed = frozenset(framed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        added = FRAMED if scope["path"].rstrip("/") in self._framed else self._always
        if scope["path"].startswith(self._bare):
            added = BARE
        keeps = is_for_good(scope["path"], scope["query_string"].decode("latin-1"))

        def add(headers: MutableHeaders, status: int) -> None:
            headers.update(added)
            if keeps and status in (200, 206, 304):
                headers["Cache-Control"] = FOR_GOOD

        await self._app(scope, receive, with_headers(send, add))
