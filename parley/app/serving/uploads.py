"""What visitors upload, Compare's scenario files, is let go of: Streamlit holds each file as long as its session.

A page reads a file as it comes. Streamlit's own limit of size holds for each (``server.maxUploadSize``); here it is
asked, as browsers ask it, to delete the oldest where there are more than a few, and each after a minute.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PLACE = "/_stcore/upload_file/"  # then the session and the file
OF_SESSION, IN_ALL = 2, 40
HELD_S = 60.0
OF_BODY = (b"content-length", b"content-type", b"transfer-encoding")


class UploadLimit:
    """Holds at most ``of_session`` files of a session and ``in_all`` of all sessions, each for ``held_s`` seconds."""

    def __init__(
        self, app: ASGIApp, of_session: int = OF_SESSION, in_all: int = IN_ALL, held_s: float = HELD_S
    ) -> None:
        self._app, self._of_session, self._in_all, self._held_s = app, of_session, in_all, held_s
        self._files: OrderedDict[str, Scope] = OrderedDict()  # by address, the oldest first
        self._waiting: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand everything on; before a file that is one too many have the oldest deleted."""
        if scope["type"] != "http" or scope["method"] != "PUT" or PLACE not in scope["path"]:
            await self._app(scope, receive, send)
            return
        place = scope["path"]
        session = [file for file in self._files if file.rpartition("/")[0] == place.rpartition("/")[0]]
        await self._delete(session[: max(0, len(session) + 1 - self._of_session)])
        await self._delete([*self._files][: max(0, len(self._files) + 1 - self._in_all)])
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in OF_BODY]
        self._files[place] = {**scope, "method": "DELETE", "headers": headers}
        task = asyncio.create_task(self._delete_later(place))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        await self._app(scope, receive, send)

    async def _delete_later(self, file: str) -> None:
        await asyncio.sleep(self._held_s)
        await self._delete([file])

    async def _delete(self, files: Iterable[str]) -> None:
        for file in files:
            scope = self._files.pop(file, None)
            if scope is not None:
                await self._app(scope, _nothing, _unheard)


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _unheard(message: Message) -> None:
    """The answer to a deletion is nobody's."""
