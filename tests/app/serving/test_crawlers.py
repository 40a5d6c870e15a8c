"""What a search engine reads (the form: https://www.sitemaps.org/protocol.html and RFC 9309)."""

import re
import urllib.robotparser
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from parley.app import llms
from parley.app.serving import crawlers, origins
from parley.search.pages import PAGES
from tests.app.serving.asgi import Server

LISTED = ("https://parley.example", "http://10.0.0.5:8501")


def asked(host: str, among: tuple[str, ...] = (), place: str = "") -> Response:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "server": ("x", 80)}
    return crawlers.sitemap(place, among, Request({**scope, "headers": [(b"host", host.encode())]}))


def addresses(content: bytes | memoryview) -> list[str]:
    return [str(place.text) for place in ET.fromstring(bytes(content)).iter(f"{{{crawlers.SCHEMA}}}loc")]


def test_the_sitemap_has_every_page_once_and_its_subjects() -> None:
    answer = Server().get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    places = [urlsplit(address) for address in addresses(answer.content)]
    assert {place.netloc for place in places} == {"here"}
    alone = [place.path.strip("/") or "home" for place in places if not place.query]
    assert sorted(alone) == sorted(PAGES)
    assert {"trade_section": ["Who took China's place"]} in [parse_qs(place.query) for place in places]
    assert len(set(places)) == len(places) > 2 * len(PAGES)


def test_a_crawler_finds_the_sitemap_and_may_read_pages_not_sessions() -> None:
    reader = urllib.robotparser.RobotFileParser()
    reader.parse(Server().get("/robots.txt").text.splitlines())
    assert reader.site_maps() == ["http://here/sitemap.xml"]
    assert reader.can_fetch("any", "/trade") and not reader.can_fetch("any", "/_stcore/stream")


@pytest.mark.parametrize(
    ("host", "among", "origin"),
    [
        ("parley.example", LISTED, "https://parley.example"),
        ("10.0.0.5:8501", LISTED, "http://10.0.0.5:8501"),
        ("evil.example", LISTED, "https://parley.example"),  # a host that is not ours is never repeated
        ("evil.example/<script>", LISTED, "https://parley.example"),
        ("localhost:8501", (), "http://localhost:8501"),
        ("[::1]:8501", (), "http://[::1]:8501"),
    ],
)
def test_addresses_are_at_a_host_of_this_app(host: str, among: tuple[str, ...], origin: str) -> None:
    assert addresses(asked(host, among, "/parley").body)[0] == f"{origin}/parley/"


@pytest.mark.parametrize("host", ["", 'a"><script>', "a b", "a/b", "name@host", "a:port", "a:99999", "é", "[x]"])
def test_what_is_no_host_is_not_repeated(host: str) -> None:
    assert origins.own_origin("http", host) is None
    assert asked(host).status_code == 400


def test_a_language_model_reads_on_one_page_what_is_here_and_every_address_answers() -> None:
    """The form is that of https://llmstxt.org: a title, a quotation, then lists of links under second heads."""
    server = Server()
    answer = server.get("/llms.txt")
    assert answer.headers["content-type"].startswith("text/plain") and len(answer.text.split()) < 500
    first, quotation = answer.text.split("\n\n")[:2]
    assert first.startswith("# ") and quotation.startswith("> ")
    links = re.findall(r"\]\((http://here[^)]*)\)", answer.text)
    of_pages = {urlsplit(link).path.strip("/") or "home" for link in links}
    assert set(PAGES) < of_pages and "mcp" not in answer.text
    for link in links:
        path = urlsplit(link).path
        if (path.strip("/") or "home") not in PAGES:
            assert server.get(path).status_code == 200, path


def test_the_site_of_files_has_the_same_page_with_its_own_links() -> None:
    alone, beside = llms.of_files(["home", "chips"], ""), llms.of_files(["home", "chips"], "https://parley.example")
    assert re.findall(r"\]\(([^)]*)\)", alone) == ["home.html", "chips.html"]
    assert "https://parley.example/llms.txt" in beside and "/api/" not in alone
