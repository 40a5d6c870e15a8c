"""The client over real sockets on loopback: every failure has its type, and the key is in no file, log or exception."""

import gzip
import logging
import traceback
import tracemalloc
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parley.sources import failures
from parley.sources.client import Client, Key, Provider
from parley.sources.evidence import REQUESTS, Evidence, sha256_of
from parley.sources.forms import json_of
from tests import raw_server

SECRET = "a+key/that=must not be seen"
PLAIN = Provider("plain", "A source")
KEYED = Provider("keyed", "A source with a key", key=Key("A_KEY", "key"))
IN_HEADER = Provider("header", "A source with a key", key=Key("A_KEY", "X-Key", is_header=True))
URL = "https://api.example.org/data"


class Asks:
    """A client with its waits noted in place of waited."""

    def __init__(self, folder: Path, mirror: str, **settings: object):
        self.waits: list[float] = []
        self.evidence = Evidence(folder)
        named: dict[str, object] = {"mirror": mirror, "timeout_s": 1.0, "sleep": self.waits.append} | settings
        self.client = Client(self.evidence, {"A_KEY": SECRET}, **named)  # type: ignore[arg-type]


@pytest.fixture
def asks(tmp_path: Path, httpserver: HTTPServer) -> Asks:
    return Asks(tmp_path, httpserver.url_for("").rstrip("/"))


def answers(httpserver: HTTPServer, *responses: Response) -> list[Request]:
    """Give these answers in turn, the last one again and again; the requests as they came."""
    seen: list[Request] = []

    def handler(request: Request) -> Response:
        seen.append(request)
        return responses[min(len(seen), len(responses)) - 1]

    httpserver.expect_request("/api.example.org/data").respond_with_handler(handler)
    return seen


def data(text: str = "[1]", status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(text, status, named, content_type="application/json")


def test_a_mirror_gets_the_original_host_path_and_query(asks: Asks, httpserver: HTTPServer) -> None:
    seen = answers(httpserver, data())
    answer = asks.client.get(PLAIN, URL, [("time", "from 2015-01"), ("f", "a:b,c")])
    assert answer.body == b"[1]"
    assert seen[0].path == "/api.example.org/data"
    assert dict(seen[0].args) == {"time": "from 2015-01", "f": "a:b,c"}
    assert "parley" in seen[0].headers["User-Agent"]


def test_every_answer_is_kept_by_its_hash_with_a_line_for_the_request(
    asks: Asks, httpserver: HTTPServer, tmp_path: Path
) -> None:
    answers(httpserver, data("[1]"), data("[2]"))
    for _ in range(2):
        asks.client.get(PLAIN, URL)
    assert [e.sha256 for e in asks.client.exchanges] == [sha256_of(b"[1]"), sha256_of(b"[2]")]
    assert asks.evidence.body_path(sha256_of(b"[1]")).read_bytes() == b"[1]"
    assert len((tmp_path / REQUESTS).read_text().splitlines()) == 2
    again = Evidence(tmp_path)
    assert again.last()[URL].sha256 == sha256_of(b"[2]")


def test_a_line_cut_off_by_a_kill_is_passed_over(asks: Asks, httpserver: HTTPServer, tmp_path: Path) -> None:
    answers(httpserver, data())
    asks.client.get(PLAIN, URL)
    with (tmp_path / REQUESTS).open("a") as lines:
        lines.write('{"provider": "plain", "url": "https://api.exa')
    assert list(Evidence(tmp_path).last()) == [URL]


def test_an_unchanged_answer_is_asked_for_by_its_tag_and_not_sent_again(asks: Asks, httpserver: HTTPServer) -> None:
    seen = answers(httpserver, data("[7]", ETag='"x"'), Response("", 304))
    first, second = (asks.client.get(PLAIN, URL) for _ in range(2))
    assert first.body == second.body == b"[7]"
    assert seen[1].headers["If-None-Match"] == '"x"'


def test_429_waits_as_long_as_it_is_told(asks: Asks, httpserver: HTTPServer) -> None:
    answers(httpserver, data("", 429, Retry_After="7"), data("[3]"))
    assert asks.client.get(PLAIN, URL).body == b"[3]"
    assert asks.waits == [7.0]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_passing_failure_is_tried_again_with_longer_waits(status: int, asks: Asks, httpserver: HTTPServer) -> None:
    answers(httpserver, data("", status), data("", status), data("[4]"))
    assert asks.client.get(PLAIN, URL).body == b"[4]"
    assert asks.waits == [1.0, 2.0]


def test_500_is_tried_again_only_where_the_source_is_known_for_it(asks: Asks, httpserver: HTTPServer) -> None:
    seen = answers(httpserver, data("There was an error while running your query.", 500), data("[5]"))
    with pytest.raises(failures.ServerError, match="500"):
        asks.client.get(PLAIN, URL)
    assert len(seen) == 1
    seen.clear()
    assert asks.client.get(Provider("census", "Census", again=(500,)), URL).body == b"[5]"


REFUSED = [
    ("429", data("", 429), failures.RateLimitedError),
    ("429 for longer than anyone waits", data("", 429, Retry_After="3600"), failures.RateLimitedError),
    ("204", Response("", 204), failures.NotYetPublishedError),
    ("401", data("", 401), failures.KeyInvalidError),
    ("403 of a source that asks for no key", data("Access Denied", 403), failures.ChallengedError),
    ("404", data("gone", 404), failures.NoSuchFlowError),
    ("503", data("", 503), failures.ServerError),
    ("empty", data("  "), failures.NoDataError),
    ("challenge", Response("<script>$_ts=window['$_ts'];</script>", 200), failures.ChallengedError),
    ("pointer", data("version https://git-lfs.github.com/spec/v1\noid sha256:0"), failures.LfsPointerError),
    ("other host", data("", 302, Location="https://login.example.com/"), failures.RedirectedAwayError),
    ("log-in", data("", 302, Location="/login?next=data"), failures.RedirectedAwayError),
    ("for ever", data("", 302, Location="/data"), failures.RedirectedAwayError),
    ("in the open", data("", 302, Location="http://api.example.org/new"), failures.RedirectedAwayError),
    ("no archive", data("no archive", Content_Encoding="gzip"), failures.WrongTypeError),
]


@pytest.mark.parametrize(("answer", "kind"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_no_data_is_refused_by_its_name(
    answer: Response, kind: type[failures.SourceError], asks: Asks, httpserver: HTTPServer
) -> None:
    answers(httpserver, answer)
    with pytest.raises(kind) as caught:
        asks.client.get(PLAIN, URL)
    assert "api.example.org" in str(caught.value)
    assert asks.client.exchanges == []


def test_a_redirect_within_the_host_is_followed_through_the_mirror(asks: Asks, httpserver: HTTPServer) -> None:
    answers(httpserver, data("", 302, Location="https://api.example.org/new/place"))
    httpserver.expect_request("/api.example.org/new/place").respond_with_data("[6]")
    assert asks.client.get(PLAIN, URL).body == b"[6]"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html></html>", failures.HtmlInsteadOfDataError),
        ('[["a","b"],["1"', failures.TruncatedError),
        ("caf\xe9", failures.WrongTypeError),
        ("{'a': 1}", failures.WrongTypeError),
        ("Service unavailable", failures.WrongTypeError),
        ("[" * 100_000, failures.WrongTypeError),
    ],
)
def test_json_is_decided_by_the_parser(
    text: str, kind: type[failures.SourceError], asks: Asks, httpserver: HTTPServer
) -> None:
    answers(httpserver, Response(text.encode("cp1252"), 200, content_type="application/json"))
    with pytest.raises(kind):
        json_of(asks.client.get(PLAIN, URL))


@pytest.mark.parametrize(
    ("talk", "kind", "tries"),
    [
        (raw_server.reset, failures.OfflineError, 3),
        (raw_server.cut, failures.TruncatedError, 3),
        (raw_server.silent, failures.TimeoutError, 1),
    ],
)
def test_broken_connections(
    talk: raw_server.Talk, kind: type[failures.SourceError], tries: int, tmp_path: Path
) -> None:
    with raw_server.serving(talk) as (address, heads):
        with pytest.raises(kind):
            Asks(tmp_path, address).client.get(PLAIN, URL)
        assert raw_server.first(heads)
    assert len(heads) == tries


@pytest.mark.parametrize("talk", [raw_server.drip, raw_server.drip_head])
def test_an_answer_that_drips_ends_with_its_time(talk: raw_server.Talk, tmp_path: Path) -> None:
    slow = Provider("slow", "A slow source", total_s=2.0)
    with raw_server.serving(talk) as (address, _), pytest.raises(failures.TimeoutError):
        Asks(tmp_path, address, timeout_s=1.5).client.get(slow, URL)


def test_an_answer_without_an_end_is_not_taken_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.sources.client.MOST_BYTES", 1_000_000)
    with raw_server.serving(raw_server.endless) as (address, _):
        asks = Asks(tmp_path, address)
        with pytest.raises(failures.WrongTypeError, match="1,000,000 bytes"):
            asks.client.get(PLAIN, URL)
    assert asks.client.exchanges == []


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_unpacked_whole(
    asks: Asks, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.sources.client.MOST_BYTES", 1_000_000)
    packed = gzip.compress(bytes(100_000_000))
    assert len(packed) < 200_000
    answers(httpserver, Response(packed, 200, {"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        with pytest.raises(failures.WrongTypeError, match="1,000,000 bytes"):
            asks.client.get(PLAIN, URL)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_nothing_listening_is_offline(tmp_path: Path) -> None:
    with raw_server.serving(raw_server.reset) as (address, _):
        pass
    with pytest.raises(failures.OfflineError, match="Are you online"):
        Asks(tmp_path, address).client.get(PLAIN, URL)


@pytest.mark.parametrize(("provider", "place"), [(KEYED, "args"), (IN_HEADER, "headers")])
def test_a_key_goes_to_the_source_and_nowhere_else(
    provider: Provider,
    place: str,
    asks: Asks,
    httpserver: HTTPServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = answers(httpserver, data(), data("", 500))
    asks.client.get(provider, URL, [("get", "A")])
    with pytest.raises(failures.SourceError) as caught:
        asks.client.get(provider, URL, [("get", "B")])
    name = "key" if place == "args" else "X-Key"
    assert getattr(seen[0], place)[name] == SECRET
    files = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    told = "".join(traceback.format_exception(caught.value)) + ours(caplog) + "".join(capsys.readouterr())
    assert_hidden(files.decode() + told)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("talk", [raw_server.reset, raw_server.cut, raw_server.silent])
def test_a_broken_connection_does_not_tell_the_key(
    talk: raw_server.Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with raw_server.serving(talk) as (address, heads):
        with pytest.raises(failures.SourceError) as caught:
            Asks(tmp_path, address).client.get(KEYED, URL)
        assert b"key=a%2Bkey" in raw_server.first(heads)
    assert caught.value.__context__ is None and caught.value.__cause__ is None
    assert_hidden(str(caught.value) + ours(caplog))


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """The log without the lines of the test's own server, which is sent the key."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name != "werkzeug")


def assert_hidden(text: str) -> None:
    assert text
    for part in (SECRET, "that=must", "a%2Bkey", "must+not", "must%20not"):
        assert part not in text


@pytest.mark.parametrize(("keys_to_mirror", "is_sent"), [(False, False), (True, True)])
def test_another_machine_s_mirror_gets_no_key_unless_it_is_said(
    keys_to_mirror: bool, is_sent: bool, tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = answers(httpserver, data())
    monkeypatch.setattr("parley.sources.client.LOOPBACK", ())
    address = httpserver.url_for("").rstrip("/")
    Asks(tmp_path, address, keys_to_mirror=keys_to_mirror).client.get(KEYED, URL)
    assert ("key" in seen[0].args) is is_sent


def test_requests_to_one_host_keep_their_distance(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/data").respond_with_data("[1]")
    asks = Asks(tmp_path, "")
    for number in range(2):
        asks.client.get(Provider("slow", "A source", pause_s=5), httpserver.url_for(f"/data?n={number}"))
    assert len(asks.waits) == 1 and 4 < asks.waits[0] <= 5
