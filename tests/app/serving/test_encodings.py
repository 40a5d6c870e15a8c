"""Files compressed once: who reads gzip gets it, who does not the file itself, and a second look is 304 for both."""

import gzip

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parley.app.kit.cache import Shelf
from parley.app.serving import encodings
from tests.app.serving.asgi import Server

LONG = b"a line\n" * 1000


def answer(reads: str, tag: str = "") -> Response:
    headers = [(b"accept-encoding", reads.encode()), (b"if-none-match", tag.encode())]
    return encodings.finished(LONG).answer(Request({"type": "http", "headers": headers}), {}, "text/csv")


@pytest.mark.parametrize(
    ("reads", "is_packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5, zstd", True),
        ("gzip;q=0.001", True),
        ("gzip; q=0", False),
        ("gzip;q=0.0, br", False),
        ("br, zstd", False),
        ("", False),
    ],
)
def test_a_file_is_packed_for_who_reads_gzip(reads: str, is_packed: bool) -> None:
    sent = answer(reads)
    assert (sent.headers.get("content-encoding") == "gzip") == is_packed
    assert (gzip.decompress(bytes(sent.body)) if is_packed else sent.body) == LONG
    assert int(sent.headers["content-length"]) == len(sent.body) and sent.headers["vary"] == "Accept-Encoding"
    again = answer(reads, sent.headers["etag"])
    assert again.status_code == 304 and not again.body


def test_what_gzip_does_not_shorten_is_kept_once() -> None:
    packed = gzip.compress(bytes(range(256)) * 40)
    assert len(encodings.finished(b"short")) == 5
    assert len(encodings.finished(packed)) == len(packed)
    assert len(encodings.finished(LONG)) > len(LONG)


def test_a_figure_is_packed_once_and_other_answers_on_their_way() -> None:
    server, path = Server(), "/figures/chips/chip_partners.csv"
    sent = server.get(path, accept_encoding="zstd, br, gzip")
    assert sent.headers["content-encoding"] == "gzip"
    assert gzip.decompress(sent.content) == server.get(path).content
    seen: list[str | None] = []

    def read(request: Request) -> Response:
        seen.append(request.headers.get("accept-encoding"))
        return PlainTextResponse(LONG)

    other = Server([Route("/other", read)]).get("/other", accept_encoding="gzip")
    assert other.headers["content-encoding"] == "gzip" and gzip.decompress(other.content) == LONG
    assert seen == [None]  # Streamlit compresses nothing besides


def test_files_kept_stay_below_their_bytes_with_both_forms() -> None:
    one = encodings.finished(LONG)
    shelf = Shelf(2 * len(one), len)
    for number in range(3):
        shelf.put((number,), one)
    assert [shelf.holds((number,)) for number in range(3)] == [False, True, True]
