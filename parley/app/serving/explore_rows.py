"""``/explore_rows.csv`` and ``/explore_rows.parquet``: all rows of a question of Explore, sent part by part."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from functools import partial
from ipaddress import ip_address

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from parley.app.explore import all_rows
from parley.app.explore.all_rows import File, Form
from parley.app.kit import downloads
from parley.explore import EngineError, QuestionError
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

AT_ONCE = 2  # files, one to an address; who asks for one more is told to come again
AGAIN_S = 30
PIECE, PIECE_S, WHOLE_S = 1 << 18, 30.0, 600.0  # bytes that must be taken in this time, and the longest sending
BEHIND_PROXY = "X-Real-IP"
LOG = logging.getLogger("parley")
FULL = "Other files are being sent just now. Ask again in a minute.\n"


class Sender:
    """Gives files, a few at a time and one to an address; all on the loop of one server."""

    def __init__(self, at_once: int = AT_ONCE):
        self._most = at_once
        self._sent_to: list[str] = []

    async def answer(self, form: Form, request: Request) -> Response:
        """The file; 400 with a sentence for what is no question, 503 where too many are sent or a table is lost."""
        address = _address(request)
        if len(self._sent_to) >= self._most or address in self._sent_to:
            return PlainTextResponse(FULL, 503, {"Retry-After": f"{AGAIN_S}"})
        self._sent_to.append(address)
        try:
            file = await run_in_threadpool(all_rows.file_of, dict(request.query_params), form)
        except BaseException as fault:
            self._sent_to.remove(address)
            if isinstance(fault, QuestionError):
                return PlainTextResponse(f"{fault}\n", 400)
            if isinstance(fault, EngineError | TableError | SchemaError):
                return PlainTextResponse(f"{fault}\n", 503)
            raise
        return _Sent(file, form, partial(self._sent_to.remove, address))


class _Sent(StreamingResponse):
    """A file on its way; ``ended`` is called once, when all of it is sent or nobody takes it any more."""

    def __init__(self, file: File, form: Form, ended: Callable[[], object]):
        headers = {
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",  # nginx hands each part on
        }
        super().__init__(file.parts, media_type=downloads.MIME[form], headers=headers)
        self._file, self._ended = file, ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it in pieces, each in its time."""

        async def send_in_time(message: Message) -> None:
            for piece in _pieces(message):
                async with asyncio.timeout(PIECE_S):
                    await send(piece)

        try:
            async with asyncio.timeout(WHOLE_S):
                await super().__call__(scope, receive, send_in_time)
        except (TimeoutError, ClientDisconnect):
            LOG.info("A file of all rows was not taken to its end")
        finally:
            self._file.close()
            self._ended()


def _pieces(message: Message) -> Iterator[Message]:
    body = message.get("body", b"")
    for begin in range(0, len(body) - PIECE, PIECE):
        yield {**message, "body": body[begin : begin + PIECE], "more_body": True}
    yield {**message, "body": body[max(0, len(body) - 1) // PIECE * PIECE :]} if body else message


def _address(request: Request) -> str:
    """Where a visitor comes from: as a proxy on this machine or in this network says, else who connected."""
    peer = request.client.host if request.client else ""
    try:
        is_proxy = ip_address(peer).is_private
    except ValueError:  # a socket of the system has no address
        is_proxy = True
    return request.headers.get(BEHIND_PROXY, peer) if is_proxy else peer


def routes(place: str = "", at_once: int = AT_ONCE) -> list[Route]:
    """The address of each form for a server, under ``place``."""
    sender = Sender(at_once)
    for form in all_rows.FORMS:
        downloads.answer_at(all_rows.path(form))
    return [
        Route(place + all_rows.path(form), partial(sender.answer, form), methods=["GET"]) for form in all_rows.FORMS
    ]
