"""``/sitemap.xml``, ``/robots.txt``, ``/llms.txt``: which pages there are, for search engines and language models."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parley.app import llms
from parley.app.kit.embed import HOME
from parley.app.serving import origins
from parley.search.pages import PAGES, QUESTIONS

SITEMAP, ROBOTS, LLMS = "/sitemap.xml", "/robots.txt", f"/{llms.NAME}"
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
NO_HOST = "The header Host is no name of a host.\n"


def page_path(page: str, subject: tuple[str, str] | None = None) -> str:
    """The path of a page (the name of its file), on a subject (parameter and value) where one is given."""
    path = "/" if page == HOME else f"/{page}"
    return path if subject is None else f"{path}?{urlencode([subject])}"


def subjects(page: str) -> Iterator[tuple[str, str]]:
    """The subjects of a page: parameter and value of each."""
    chosen = (item for question in QUESTIONS if question.page == page for item in question.query.items())
    yield from dict.fromkeys(item for item in chosen if item[0].endswith("_section"))


def base(request: Request, place: str, among: Sequence[str]) -> str | None:
    """Where the app lies, without a slash at the end: see ``origins.own_origin``."""
    origin = origins.own_origin(request.url.scheme, request.headers.get("host", ""), among)
    return None if origin is None else origin + place


def sitemap(place: str, among: Sequence[str], request: Request) -> Response:
    """Every page and every subject of it, as sitemaps.org has it; 400 for a host that is no name."""
    at = base(request, place, among)
    if at is None:
        return PlainTextResponse(NO_HOST, 400)
    ET.register_namespace("", SCHEMA)
    pages = ET.Element(f"{{{SCHEMA}}}urlset")
    for page in PAGES:
        for subject in (None, *subjects(page)):
            address = ET.SubElement(ET.SubElement(pages, f"{{{SCHEMA}}}url"), f"{{{SCHEMA}}}loc")
            address.text = at + page_path(page, subject)
    text = ET.tostring(pages, encoding="utf-8", xml_declaration=True)
    return Response(text, media_type="application/xml")


def robots(place: str, among: Sequence[str], request: Request) -> Response:
    """What a crawler may read: all but the connections of sessions; 400 for a host that is no name."""
    at = base(request, place, among)
    if at is None:
        return PlainTextResponse(NO_HOST, 400)
    return PlainTextResponse(f"User-agent: *\nDisallow: {place}/_stcore/\n\nSitemap: {at}{SITEMAP}\n")


def for_models(place: str, among: Sequence[str], has_agents: bool, request: Request) -> Response:
    """What is here and how to ask, for language models; 400 for a host that is no name."""
    at = base(request, place, among)
    return PlainTextResponse(NO_HOST, 400) if at is None else PlainTextResponse(llms.of_app(at, has_agents))


def routes(place: str = "", among: Sequence[str] = (), has_agents: bool = False) -> list[Route]:
    """All three addresses for a server, under ``place``.

    ``among``: the origins it is reached by, where listed; ``has_agents``: whether it answers agents at ``/mcp``.
    """
    return [
        Route(place + SITEMAP, partial(sitemap, place, among), methods=["GET"]),
        Route(place + ROBOTS, partial(robots, place, among), methods=["GET"]),
        Route(place + LLMS, partial(for_models, place, among, has_agents), methods=["GET"]),
    ]
