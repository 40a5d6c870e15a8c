"""``/explore_rows.csv`` and ``/explore_rows.parquet``: all rows of a question of Explore, sent part by part."""

from collections.abc import Callable
from functools import partial
from threading import BoundedSemaphore

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from parley.app.explore import all_rows
from parley.app.explore.all_rows import File, Form
from parley.app.kit import served
from parley.app.kit.downloads import MIME
from parley.explore import EngineError, QuestionError
from parley.schema import SchemaError
from parley.tables import TableError

AT_ONCE = 2  # files; who asks for one more is told to come again
AGAIN_S = 30
FULL = "Other files are being sent just now. Ask again in a minute.\n"


class Sender:
    """Gives files, a few at a time."""

    def __init__(self, at_once: int = AT_ONCE):
        self._free = BoundedSemaphore(at_once)

    async def answer(self, form: Form, request: Request) -> Response:
        """The file; 400 with a sentence for what is no question, 503 where too many are sent or a table is lost."""
        if not self._free.acquire(blocking=False):
            return PlainTextResponse(FULL, 503, {"Retry-After": f"{AGAIN_S}"})
        try:
            file = await run_in_threadpool(all_rows.asked, dict(request.query_params), form)
        except BaseException as fault:
            self._free.release()
            if isinstance(fault, QuestionError):
                return PlainTextResponse(f"{fault}\n", 400)
            if isinstance(fault, EngineError | TableError | SchemaError):
                return PlainTextResponse(f"{fault}\n", 503)
            raise
        return _Sent(file, form, self._free.release)


class _Sent(StreamingResponse):
    """A file on its way; ``ended`` is called once, when all of it is sent or nobody takes it any more."""

    def __init__(self, file: File, form: Form, ended: Callable[[], object]):
        headers = {
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",  # nginx hands each part on
        }
        super().__init__(file.parts, media_type=MIME[form], headers=headers)
        self._file, self._ended = file, ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.close()
            self._ended()


def routes(place: str = "", at_once: int = AT_ONCE) -> list[Route]:
    """The address of each form for a server, under ``place``."""
    sender = Sender(at_once)
    for form in all_rows.FORMS:
        served.offer(all_rows.path(form))
    return [
        Route(place + all_rows.path(form), partial(sender.answer, form), methods=["GET"]) for form in all_rows.FORMS
    ]
