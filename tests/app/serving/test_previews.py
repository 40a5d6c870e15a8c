"""What a link shows elsewhere (the names: https://ogp.me), of which nothing may be a stranger's words."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from PIL import Image
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from parley.app.kit import scripts
from parley.app.serving import previews
from parley.search.pages import PAGES, QUESTIONS, Question
from tests.app.serving.asgi import Server

HOSTILE = '"><script>alert(1)</script>'


class Head(HTMLParser):
    """The titles, named contents and links of a page, and every element of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.named: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.elements: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        if tag == "meta":
            self.named[values.get("property") or values.get("name", "")] = values.get("content", "")
        if tag == "link":
            self.links[values.get("type", values["rel"])] = values["href"]

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1] == "title" and data.strip():
            self.titles.append(data)


def page(_: object) -> Response:
    return HTMLResponse("<html><head><title>Streamlit</title></head><body></body></html>")


def head(path: str) -> Head:
    return Head(Server([Route("/{page:path}", page)]).get(path).text)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title_a_sentence_a_picture_and_its_own_address(name: str) -> None:
    shown = head(f"/{'' if name == 'home' else name}")
    (title,) = shown.titles
    assert title == shown.named["og:title"] and "Streamlit" not in title
    assert shown.named["description"] == shown.named["og:description"] != ""
    assert shown.links["canonical"] == f"http://here/{'' if name == 'home' else name}"
    assert shown.named["twitter:card"] == "summary_large_image"
    assert shown.links["application/atom+xml"] == "http://here/changes.atom"
    assert shown.links["text/calendar"] == "http://here/dates.ics"


def test_pages_and_their_subjects_are_told_apart() -> None:
    every = [previews.preview(name, "") for name in PAGES if name != "home"]
    assert len({shown.title for shown in every}) == len({shown.sentence for shown in every}) == len(PAGES) - 1


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.query and q.page != "home"], ids=lambda q: q.title)
def test_a_link_to_an_answer_says_its_question(question: Question) -> None:
    shown = previews.preview(question.page, urlencode(question.query))
    assert shown.sentence == question.question
    assert shown.path is not None and parse_qs(urlsplit(shown.path).query) == {
        k: [v] for k, v in question.query.items()
    }


def test_the_day_of_a_link_is_said_and_stays_in_its_address() -> None:
    shown = head("/tariffs?tariff_section=Products&as_of=2025-06-09&us_XVI=60")
    assert shown.named["og:description"].replace("\u00a0", " ").endswith(" 9 Jun 2025.")
    assert parse_qs(urlsplit(shown.links["canonical"]).query) == {
        "tariff_section": ["Products"],
        "as_of": ["2025-06-09"],
    }


@pytest.mark.parametrize(
    "path",
    [
        f"/tariffs?as_of={HOSTILE}&tariff_section={HOSTILE}&{HOSTILE}={HOSTILE}",
        "/tariffs?as_of=2025-02-30",
        "/tariffs?as_of=%FF%FE&tariff_section=%FF",
        "/tariffs?tariff_section=Nothing",
        "/tariffs?" + "&".join(f"a{i}=1" for i in range(61)),
        "/tariffs?as_of=2025-06-09&x=" + "y" * 4000,
        f"/card?card_page=tariffs&card_figure={HOSTILE}",
    ],
)
def test_of_a_hostile_address_nothing_is_repeated(path: str) -> None:
    shown, plain = head(path), head("/tariffs")
    assert (shown.elements, shown.named, shown.links) == (plain.elements, plain.named, plain.links)


@pytest.mark.parametrize(
    "path", ['/"><script>alert(1)', "/nothing", f"/card?card_page={HOSTILE}", f"/story?story={HOSTILE}"]
)
def test_what_is_no_page_has_no_address(path: str) -> None:
    shown = head(path)
    assert "canonical" not in shown.links
    assert "alert" not in str((shown.named, shown.titles))
    assert shown.elements.count("script") == head("/tariffs").elements.count("script")


@pytest.mark.parametrize("host", [HOSTILE, "", "a b"])
def test_a_host_that_is_no_name_stands_in_no_address(host: str) -> None:
    scope = {"type": "http", "path": "/tariffs", "query_string": b"", "scheme": "http", "server": ("here", 80)}
    shown = Head(previews.of_request("", ())({**scope, "headers": [(b"host", host.encode())]}))
    assert shown.titles and not shown.links and "og:image" not in shown.named


def test_the_picture_is_of_the_size_that_is_said_and_small() -> None:
    shown = head("/tariffs").named
    file = scripts.STATIC / previews.PICTURE
    with Image.open(file) as picture:
        assert picture.size == (int(shown["og:image:width"]), int(shown["og:image:height"])) == (1200, 630)
    assert file.stat().st_size < 80_000
    assert urlsplit(shown["og:image"]).path == f"/app/static/{previews.PICTURE}"
