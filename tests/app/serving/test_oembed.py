"""How another site asks for a figure's frame (the form: https://oembed.com), and what is no figure of this app."""

import json
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from parley.app.kit import scripts
from parley.app.serving import oembed
from tests.app.serving.asgi import Answer, Server

CARD = "http://here/card?card_page=chips&card_figure=chip_partners"
PAGE = "http://here/figures/chips/chip_partners.html"
HOSTILE = '"><script>alert(1)</script>'


class Elements(HTMLParser):
    """The elements of a text with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))


def ask(url: str, **more: str) -> Answer:
    return Server().get(f"/oembed?{urlencode({'url': url, **more})}", origin="https://other.example")


def frame(answer: Answer) -> dict[str, str | None]:
    return next(attributes for tag, attributes in Elements(answer.json()["html"]).all if tag == "iframe")


def choices(address: str | None) -> dict[str, list[str]]:
    return parse_qs(urlsplit(f"{address}").query)


@pytest.mark.parametrize("url", [CARD, PAGE])
def test_a_figure_is_a_frame_with_its_choices_that_any_site_may_ask_for(url: str) -> None:
    sign = "&" if "?" in url else "?"
    answer = ask(f"{url}{sign}as_of=2025-06-09&chip_goods=Diodes%2C+solar+cells")
    told = answer.json()
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == "*"
    assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "Parley")
    shown = frame(answer)
    assert urlsplit(f"{shown['src']}")[:3] == ("http", "here", "/card")
    assert choices(shown["src"]) == {
        "card_page": ["chips"],
        "card_figure": ["chip_partners"],
        "as_of": ["2025-06-09"],
        "chip_goods": ["Diodes, solar cells"],
        "embed": ["true"],
    }
    assert (shown["width"], shown["height"]) == (f"{told['width']}", f"{told['height']}") == ("800", "700")


def test_a_frame_is_no_larger_than_asked_for_and_then_stays_as_high() -> None:
    told = ask(CARD, maxwidth="500", maxheight="300").json()
    assert (told["width"], told["height"]) == (500, 300) and "<script" not in told["html"]
    assert "/app/static/embed.js" in ask(CARD, maxwidth="500").json()["html"]


@pytest.mark.parametrize(
    ("parameters", "status", "field"),
    [
        ({}, 404, "url"),
        ({"url": "http://there/figures/chips/chip_partners.html"}, 404, "url"),
        ({"url": "http://here@there/card?card_page=chips&card_figure=chip_partners"}, 404, "url"),
        ({"url": f"javascript:alert(1)//{CARD}"}, 404, "url"),
        ({"url": "http://[here/card"}, 400, "url"),
        ({"url": "http://here/trade"}, 404, "url"),
        ({"url": f"http://here/card?card_page=chips&{urlencode({'card_figure': HOSTILE})}"}, 404, "url"),
        ({"url": f"http://here/figures/chips/{HOSTILE}.html"}, 404, "url"),
        ({"url": "http://here/figures/../chips/chip_partners.html"}, 404, "url"),
        ({"url": PAGE.replace("html", "csv")}, 404, "url"),
        ({"url": f"{PAGE}?as_of=2025-06-31"}, 400, "url"),
        ({"url": f"{PAGE}?{'&'.join(f'a{n}=1' for n in range(99))}"}, 400, "url"),
        ({"url": f"{PAGE}?chip_by=%FF"}, 400, "url"),
        ({"url": f"{PAGE}?x={'y' * 5000}"}, 400, "query"),
        ({"url": CARD, "maxwidth": HOSTILE}, 400, "maxwidth"),
        ({"url": CARD, "maxwidth": "\u0661\u0662"}, 400, "maxwidth"),
        ({"url": CARD, "maxheight": "0"}, 400, "maxheight"),
        ({"url": CARD, "maxheight": "-1"}, 400, "maxheight"),
        ({"url": CARD, "maxheight": "99999"}, 400, "maxheight"),
        ({"url": CARD, "format": "xml"}, 501, "format"),
    ],
)
def test_what_is_no_figure_is_a_problem_that_names_the_field(
    parameters: dict[str, str], status: int, field: str
) -> None:
    answer = Server().get(f"/oembed?{urlencode(parameters)}")
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["field"]) == (status, status, field)
    assert "<script" not in told["title"]


def test_of_choices_nothing_leaves_its_attribute() -> None:
    answer = ask(f"{CARD}&{urlencode({'chip_goods': HOSTILE, HOSTILE: HOSTILE})}")
    elements = Elements(answer.json()["html"]).all
    assert [tag for tag, _ in elements] == ["iframe", "script"]
    assert choices(frame(answer)["src"])["chip_goods"] == [HOSTILE]


@pytest.mark.parametrize("host", [HOSTILE, "", "a b", "[", "[::1"])
def test_a_host_that_is_no_name_is_answered_by_a_problem(host: str) -> None:
    scope = {"type": "http", "method": "GET", "path": "/oembed", "scheme": "http", "server": ("here", 80)}
    query = urlencode({"url": CARD}).encode()
    answer = oembed.answer("", (), Request({**scope, "query_string": query, "headers": [(b"host", host.encode())]}))
    assert (answer.status_code, json.loads(answer.body)["field"]) == (400, "host")


@pytest.mark.parametrize(
    "path", ["/card?card_page=chips&card_figure=chip_partners&chip_by=Kind", PAGE.removeprefix("http://here")]
)
def test_the_head_of_a_figure_alone_says_where_its_frame_is_asked_for(path: str) -> None:
    def page(_: object) -> Response:
        return HTMLResponse("<html><head><title>Streamlit</title></head><body></body></html>")

    server = Server([*oembed.routes(), Route("/card", page)]) if path.startswith("/card") else Server()
    links = [dict(a) for tag, a in Elements(server.get(path).text).all if tag == "link"]
    (to,) = [f"{link['href']}" for link in links if link.get("type") == "application/json+oembed"]
    answer = Server().get(to)
    assert answer.status_code == 200
    shown = choices(frame(answer)["src"])
    assert (shown["card_page"], shown["card_figure"]) == (["chips"], ["chip_partners"])
    assert shown.get("chip_by") == (["Kind"] if "chip_by" in path else None)


@pytest.mark.parametrize("path", ["/card?card_page=chips&card_figure=no_figure", "/chips", "/card"])
def test_a_page_of_no_single_figure_names_no_frame(path: str) -> None:
    def page(_: object) -> Response:
        return HTMLResponse("<html><head><title>Streamlit</title></head><body></body></html>")

    assert "oembed" not in Server([Route("/{page:path}", page)]).get(path).text


def test_the_script_of_another_site_is_at_most_2_kb() -> None:
    assert (scripts.STATIC / "embed.js").stat().st_size <= 2_000
