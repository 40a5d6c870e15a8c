"""Two of Streamlit's typefaces cut down to what is shown: 70 kB in place of 545 that each new visitor would fetch.

Streamlit asks for its files before it reads any setting, so the cuts answer at their addresses. They were made for one
release of Streamlit (``tests/typefaces.py``); under any other, Streamlit's own files are served.
"""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from parley.app.kit import scripts, settings
from parley.tables.place import ASSETS

FOLDER = "/static/media/"
MEDIA = scripts.STREAMLIT / FOLDER.strip("/")
ICONS, LETTERS = "MaterialSymbols-Rounded.*.woff2", "SourceSansVF-Upright.*.woff2"
CUTS = {ICONS: "icons", LETTERS: "letters"}


def whole(pattern: str) -> Path | None:
    """The installed Streamlit's file of a typeface, None where it has none of this name."""
    return next(MEDIA.glob(pattern), None)


def cut(pattern: str) -> Path:
    """What of that file is shown, whether it has been cut out for the installed Streamlit or not."""
    return ASSETS / f"{CUTS[pattern]}-{st.__version__}.woff2"


class CutTypefaces:
    """Answers with a cut where the whole typeface is asked for; ``cuts``: names of the files, by those of the whole."""

    def __init__(self, app: ASGIApp, cuts: Mapping[str, str]):
        self._app = app
        self._cuts = cuts
        self._files = StaticFiles(directory=ASSETS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer who asks for a typeface that has been cut, hand on everything else."""
        is_asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        _, folder, name = scope["path"].rpartition(FOLDER) if is_asked else ("", "", "")
        if not folder or name not in self._cuts:
            await self._app(scope, receive, send)
            return
        answer = await self._files.get_response(self._cuts[name], scope)
        answer.headers["Cache-Control"] = "no-cache"  # the next release of the app may show more
        await answer(scope, receive, send)


def middleware() -> list[Middleware]:
    """What serves the cuts; nothing under another Streamlit, or without ``typefaces``."""
    wholes = {pattern: whole(pattern) for pattern in CUTS}
    cuts = {path.name: cut(pattern).name for pattern, path in wholes.items() if path and cut(pattern).exists()}
    return [Middleware(CutTypefaces, cuts=cuts)] if cuts and not settings.is_left_out("typefaces") else []
