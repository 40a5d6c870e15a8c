"""Answers compressed on their way, and files that are compressed once and kept so.

Streamlit's own compression, gzip alone, is not asked for: what an answer may be compressed by is taken out of the
request once it is read, but for files that are kept compressed.
"""

import gzip
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware

from parley.app.serving import problems

LEAST_BYTES = 1000
ASKED = "Accept-Encoding"
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


@dataclass(frozen=True)
class Finished:
    """A file as it is sent: its bytes, the same by gzip (none where that is no shorter), and its tag."""

    content: bytes
    packed: bytes
    tag: str

    def __len__(self) -> int:
        """The bytes it takes."""
        return len(self.content) + len(self.packed)

    def answer(self, request: Request, headers: Mapping[str, str], mime: str) -> Response:
        """The file by gzip for who reads it; 304 for who has the file."""
        more = {**headers, "Vary": ASKED}
        if self.packed and GZIP.search(request.headers.get(ASKED, "")):
            return problems.by_tag(request, self.packed, {**more, "Content-Encoding": "gzip"}, mime, self.tag)
        return problems.by_tag(request, self.content, more, mime, self.tag)


def finished(content: bytes) -> Finished:
    """A file made ready to be sent many times."""
    packed = gzip.compress(content, 6, mtime=0) if len(content) >= LEAST_BYTES else b""
    return Finished(content, packed if len(packed) < len(content) else b"", problems.tag_of(content))


class Unasked:
    """Takes out of a request what its answer may be compressed by. ``but``: what the paths begin with that read it."""

    def __init__(self, app: ASGIApp, but: Collection[str] = ()):
        self._app = app
        self._but = tuple(but)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on without it."""
        if scope["type"] == "http" and not scope["path"].startswith(self._but):
            del MutableHeaders(scope=scope)[ASKED]
        await self._app(scope, receive, send)


def middleware(finished_at: Collection[str]) -> list[Middleware]:
    """What compresses answers; ``finished_at``: what the paths of files begin with that were compressed before."""
    levels = partial(CompressMiddleware, zstd_level=12, brotli_quality=6, gzip_level=6)  # 50 ms for what draws charts
    return [Middleware(levels, minimum_size=LEAST_BYTES), Middleware(Unasked, but=finished_at)]
