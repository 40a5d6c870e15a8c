"""``/oembed?url=…``: how another site shows a figure that it links to (https://oembed.com), as a card in a frame.

Only addresses of this app's own figures are answered, ``/figures/<page>/<figure>.html`` and ``/card?…``; what goes into
the frame's code is written anew from their parts.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley import words
from parley.app import figures
from parley.app.figures import Place
from parley.app.kit import controls, embed
from parley.app.serving import crawlers, figure_files, problems
from parley.app.serving.problems import ProblemError
from parley.search.pages import PAGES

ADDRESS = embed.OEMBED
FIGURE = re.compile(figure_files.FOLDER + r"([a-z0-9_]{1,60})/([a-z0-9_]{1,80})\.html", re.ASCII)
WIDTH, HEIGHT, LEAST, MOST = 800, 700, 1, 10_000  # in px
FRESH_S = 300
# Of the frame itself, no choices of the figure.
OF_FRAME = {embed.OF_PAGE, embed.FIGURE, "embed"}
SAY = words.beside(__file__)


def answer(place: str, among: Sequence[str], request: Request) -> Response:
    """The frame of a figure; a problem naming the parameter that is wrong, 404 for what is no figure of this app, 501
    for another format than JSON.
    """
    base = crawlers.base(request, place, among)
    try:
        asks = {name: values[-1] for name, values in problems.parameters(request.url.query).items()}
        if base is None:
            raise ProblemError("The header Host is no name of a host.", "host")
        if asks.get("format", "json") != "json":
            said = "An answer is JSON; ask with format=json."
            return problems.describe(501, "There is no such format", said, field="format")
        most: dict[str, int] = {name: _pixels(name, asks[name]) for name in ("maxwidth", "maxheight") if name in asks}
        where, choices = _figure(asks.get("url", ""), base)
    except ProblemError as fault:
        return problems.response(fault)
    content = json.dumps(_rich(where, choices, base, most), ensure_ascii=False).encode()
    return problems.by_tag(request, content, {}, "application/json")


def _pixels(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not LEAST <= int(text) <= MOST:
        raise ProblemError(f"{name} is a whole number of pixels from {LEAST} to {MOST}; not {text[:20]!r}.", name)
    return int(text)


def _figure(url: str, base: str) -> tuple[Place, Mapping[str, Sequence[str]]]:
    """The figure an address is of, and the choices it names. Raises ProblemError."""
    try:
        there, here = urlsplit(url), urlsplit(base)
    except ValueError as fault:
        raise ProblemError("url is no address.", "url") from fault
    is_here = there.scheme in ("http", "https") and there.netloc.lower() == here.netloc.lower()
    if not is_here or not there.path.startswith(f"{here.path}/"):
        raise ProblemError(f"url is an address of {base}.", "url", 404)
    path = there.path.removeprefix(here.path)
    choices = problems.parameters(there.query, "url")
    part = FIGURE.fullmatch(path)
    page, name = part.groups() if part else [choices.get(key, [""])[-1] for key in (embed.OF_PAGE, embed.FIGURE)]
    if not part and path != f"/{embed.CARD}":
        raise ProblemError(f"url is no figure: {figure_files.FOLDER}<page>/<figure>.html or /{embed.CARD}.", "url", 404)
    day = choices.get(controls.AS_OF)
    if day and controls.day_of(day[-1]) is None:
        raise ProblemError("as_of in url is no day of the tables; write it as 2026-11-27.", "url")
    try:
        where = figures.place(page, name)
    except ProblemError as fault:
        raise ProblemError(f"{fault}"[:200], "url", 404) from fault
    return where, {name: values for name, values in choices.items() if name not in OF_FRAME}


def _rich(where: Place, choices: Mapping[str, Sequence[str]], base: str, most: Mapping[str, int]) -> dict[str, Any]:
    """The answer: a frame no larger than ``most`` says, which sizes itself where its height is left to it."""
    width, height = min(WIDTH, most.get("maxwidth", WIDTH)), min(HEIGHT, most.get("maxheight", HEIGHT))
    shown = {embed.OF_PAGE: where.page, embed.FIGURE: where.name, **where.query, **choices, "embed": "true"}
    source = escape(f"{base}/{embed.CARD}?{urlencode(shown, doseq=True)}")
    title = SAY("oembed.title", page=PAGES[where.page])
    frame = (
        f'<iframe data-parley src="{source}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border: 0; max-width: 100%" loading="lazy"></iframe>'
    )
    script = "" if "maxheight" in most else embed.sizing(base + embed.SCRIPT)
    about = {"version": "1.0", "type": "rich", "title": title, "provider_name": "Parley", "provider_url": f"{base}/"}
    return {**about, "width": width, "height": height, "html": frame + script, "cache_age": FRESH_S}


def routes(place: str = "", among: Sequence[str] = ()) -> list[Route]:
    """The address for a server, under ``place``; ``among``: the origins it is reached by, where listed."""
    return [Route(place + ADDRESS, partial(answer, place, among), methods=["GET"])]
