"""What a page will ask for, told with the page: the browser fetches it while it has nothing else to fetch.

The style sheet and the icons, which are words without their typeface, are fetched first: they are small, and named by
the first run alone. Streamlit asks for the script of a kind of element when it has one to draw, and a card for Plotly's
when it is drawn itself: one after the other, on a slow line with pauses between.
"""

from collections.abc import Iterator

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from parley.app.kit import scripts, settings, sheet
from parley.app.serving import typefaces
from parley.app.serving.headers import with_headers

JS = scripts.STREAMLIT / "static" / "js"
# Streamlit's scripts of what every page is made of, HTML and components, and what these load in turn.
LATE = (
    "Html.*.js",
    "purify.es.*.js",
    "BidiComponent.*.js",
    "_arrayReduce.*.js",
    "serialization.*.js",
    "recordbatch.*.js",
)
OF_A_CARD = ("choices.js", "card.js")


def _addresses() -> Iterator[str]:
    for pattern in LATE:
        yield from (f"static/js/{path.name}" for path in JS.glob(pattern))
    ours = (*(scripts.kept(name, *sheet.SCRIPTS) for name in OF_A_CARD), scripts.kept("address.js"), sheet.CARTESIAN)
    yield from (f"app/static/{name}" for name in ours)


def link(place: str) -> str:
    """The ``Link`` header of a page of the app under ``place`` (empty, or its sub-path)."""
    looks = [f"<{place}/app/static/{scripts.kept(scripts.STYLE)}>; rel=preload; as=style"]
    icons = typefaces.whole(typefaces.ICONS)
    if icons:
        looks.append(f"<{place}{typefaces.FOLDER}{icons.name}>; rel=preload; as=font; crossorigin")
    return ", ".join((*looks, *(f"<{place}/{address}>; rel=prefetch; as=script" for address in _addresses())))


class Hints:
    """Adds to every page what it will ask for.

    A browser that asks whether the page it has is still good has the scripts too: to look for them would cost it some
    50 ms. It is told another ``Link``, which takes the place of the one it kept.
    """

    def __init__(self, app: ASGIApp, place: str):
        self._app = app
        self._first, self._again = link(place), f"<{place}/>; rel=start"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; where it is for a page, add the header to the answer."""
        request_headers = Headers(scope=scope) if scope["type"] == "http" else {}
        if request_headers.get("sec-fetch-dest") not in ("document", "iframe"):
            await self._app(scope, receive, send)
            return
        text = self._again if "if-none-match" in request_headers else self._first

        def add(headers: MutableHeaders, status: int) -> None:
            if status in (200, 304):
                headers.append("Link", text)

        await self._app(scope, receive, with_headers(send, add))


def middleware(place: str) -> list[Middleware]:
    """What tells the hints of the app under ``place``; nothing without ``hints``."""
    return [] if settings.is_left_out("hints") else [Middleware(Hints, place=place)]
