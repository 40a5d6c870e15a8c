"""What becomes of every answer that is a page: what is written into it, and that it stands at its own address.

Written into the head is the colour of the paper, that nothing is seen without its style, and where the app lies; into
the body one line on what this is, until the masthead is drawn (``finder.js``).

The style sheet comes with an element of the first run. On a slow line what it styles may be there before: buttons were
raw and icons words for a second (``tests/browser/test_first_visit.py``). Icons are hidden until ``finder.js`` says that
their typeface has come.

Opened at a page's own address, such as ``/trade``, Streamlit asks for its server under that address first, gets two
answers 404 and waits before it asks one step higher (its issue 7074): 0.13 s a visit. It reads the address of its
server from ``window.__streamlit`` where a page says it, and leaves it to whoever serves the page to do so (its pull
request 11537). All pages lie one step below the app, as do the relative addresses of Streamlit's own scripts. An
address below that of a page, such as ``/trade/x``, leads to the page: Streamlit answers it with its page, whose scripts
lie one step below the app, and it would stay blank.
"""

import logging
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley import words
from parley.app.kit import scripts, settings

NAME = "BACKEND_BASE_URL"
TAG = f'<script>window.__streamlit = {{{NAME}: new URL("./", location.href).href}}</script>'
STYLE = f"<style>{Path(__file__).with_name('first_paint.css').read_text('utf-8')}</style>"
TITLE = b"<title>Streamlit</title>"
SAY = words.beside(__file__)
LOG = logging.getLogger("parley")


def first_line() -> str:
    """What this is, in one line, for who waits for the app."""
    return f'<p id="parley-first"><b>Parley</b>{escape(SAY("first.line"))}</p>'


class Written:
    """Writes ``head`` first into the head of every page that is answered, and ``body`` first into its body.

    ``of_page``: what makes of a request what its head says besides, which takes the place of Streamlit's own title.
    """

    def __init__(self, app: ASGIApp, head: str, body: str = "", of_page: Callable[[Scope], str] = lambda _: ""):
        self._app = app
        self._head, self._body, self._of_page = head, body, of_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; where a page comes back, add to it before it is sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        def texts() -> Mapping[bytes, bytes]:
            head = f"<head>{self._head}{self._of_page(scope)}"
            return {TITLE: b"", b"<head>": head.encode(), b"<body>": f"<body>{self._body}".encode()}

        await self._app(scope, receive, _Page(send, texts))


class _Page:
    """Sends one answer on; the start of a page waits for its first part, whose new length it tells."""

    def __init__(self, send: Send, texts: Callable[[], Mapping[bytes, bytes]]):
        self._send = send
        self._texts = texts
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if is_start_of_page(message):
            self._start = message
            return
        if self._start is not None:
            message = _added(self._start, message, self._texts())
            await self._send(self._start)
            self._start = None
        await self._send(message)


def is_start_of_page(message: Message) -> bool:
    """Whether an answer begins that is a page to be shown."""
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    headers = Headers(raw=message["headers"])
    is_saved = "content-disposition" in headers  # a report, which is given as it was made
    return headers.get("content-type", "").startswith("text/html") and not is_saved


def _added(start: Message, message: Message, texts: Mapping[bytes, bytes]) -> Message:
    """The first part of a page with each text for its tag, where it has the tag; its start tells the new length."""
    body = before = message.get("body", b"")
    for tag, text in texts.items():
        body = body.replace(tag, text, 1)
    headers = MutableHeaders(raw=start["headers"])
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + len(body) - len(before))
    return {**message, "body": body}


def middleware(of_page: Callable[[Scope], str]) -> list[Middleware]:
    """What writes it; no base address without ``base_address``, or where Streamlit would not read it."""
    return [Middleware(Written, head=f"{STYLE}{_base_address()}", body=first_line(), of_page=of_page)]


def _base_address() -> str:
    if settings.is_left_out("base_address"):
        return ""
    if not any(NAME in path.read_text("utf-8") for path in scripts.STREAMLIT.glob("static/js/index.*.js")):
        LOG.warning("This Streamlit does not read where the app lies: a visit at a page's own address takes longer")
        return ""
    return TAG


class DeepAddresses:
    """Answers with the address of the page in place of a blank one. ``place``: the sub-path of the app, or none."""

    def __init__(self, app: ASGIApp, place: str = ""):
        self._app = app
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; where a page comes back to an address below another's, send its address instead."""
        path = scope["path"] if scope["type"] == "http" else ""
        page, _, below = path.removeprefix(f"{self._place}/").partition("/")
        if not below:
            await self._app(scope, receive, send)
            return
        is_page = False

        async def send_or_lead(message: Message) -> None:
            nonlocal is_page
            is_page = is_page or is_start_of_page(message)
            if not is_page:
                await send(message)

        await self._app(scope, receive, send_or_lead)
        if is_page:
            query = scope["query_string"].decode("latin-1")
            address = f"{self._place}/{quote(page)}" + (f"?{query}" if query else "")
            await RedirectResponse(address)(scope, receive, send)
