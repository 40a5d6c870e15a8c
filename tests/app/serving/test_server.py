"""The app on a true server: foreign origins, readiness, headers, compression and what is closed."""

import gzip
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import plotly
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from parley.app.kit.sheet import CARTESIAN
from parley.app.serving.headers import ALWAYS, FOR_GOOD
from parley.app.serving.typefaces import CUTS, FOLDER, cut
from tests.app.serving.answers import LONG_S, get, is_ready
from tests.servers import ROOT, App, copy_of_app, running_app
from tests.typefaces import whole

SERVICE_RESTART = 1012  # RFC 6455, registry of close codes
FOREIGN = "https://evil.example"
UNPROMISED = ("postScriptGC", "maxCachedMessageAge")  # hidden options of Streamlit that the app sets


@pytest.fixture(scope="module")
def outside() -> Iterator[socket.socket]:
    """The way to other machines for the server: it takes what is asked and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as hole:
        hole.setblocking(False)
        yield hole


@pytest.fixture(scope="module")
def app(outside: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    proxy = f"http://127.0.0.1:{outside.getsockname()[1]}"
    settings = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    with running_app(tmp_path_factory.mktemp("serve") / "log.txt", settings) as app:
        yield app
        assert app.faults() == []


def stream(app: App, origin: str) -> int:
    """What the server answers to a websocket of this origin: 101 where it is taken."""
    address = f"ws://{urlsplit(app.url).netloc}/_stcore/stream"
    try:
        with connect(address, origin=origin, subprotocols=["streamlit"], open_timeout=LONG_S):  # type: ignore[arg-type]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_sockets_of_another_site_are_refused_and_everyone_else_is_answered(app: App, outside: socket.socket) -> None:
    """Streamlit's own refusal looks for this machine's outside address and holds everyone up for as long."""
    place = urlsplit(app.url)
    asked = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {place.netloc}\r\nOrigin: {FOREIGN}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    sockets = [socket.create_connection((str(place.hostname), int(place.port or 0)), LONG_S) for _ in range(10)]
    for plug in sockets:
        plug.sendall(asked.encode())
    assert get(f"{app.url}/_stcore/health")[::2] == (200, b"ok")
    for plug in sockets:
        with plug:
            assert plug.recv(100).split(b"\r\n")[0].split()[1] == b"403"
    assert stream(app, FOREIGN) == 403
    assert stream(app, app.url) == 101
    with pytest.raises(BlockingIOError):
        outside.accept()  # nobody has asked
    assert get(f"{app.url}/_stcore/health", Origin=FOREIGN)[0] == 403
    assert get(f"{app.url}/_stcore/health", Origin=app.url)[0] == 200


def test_a_whole_installation_is_ready_and_its_counters_are_closed(app: App) -> None:
    assert is_ready(app) == (200, {"ready": True, "faults": []})
    assert get(f"{app.url}/_stcore/metrics")[0] == 404
    assert get(f"{app.url}/_stcore/metrics/")[0] == 404


@pytest.mark.parametrize("path", ["/", "/trade", "/ready", "/_stcore/health"])
def test_every_answer_has_its_headers(app: App, path: str) -> None:
    headers = get(app.url + path)[1]
    assert {name: headers[name] for name in ALWAYS} == ALWAYS
    assert "max-age" not in headers["Cache-Control"]


@pytest.mark.parametrize("pattern", list(CUTS))
def test_a_typeface_is_sent_cut_and_asked_for_again(app: App, pattern: str) -> None:
    address = f"{app.url}{FOLDER}{whole(pattern).name}"
    status, headers, body = get(address)
    assert (status, body) == (200, cut(pattern).read_bytes())
    assert (headers["Content-Type"], headers["Cache-Control"]) == ("font/woff2", "no-cache")
    assert get(address, **{"If-None-Match": headers["ETag"]})[::2] == (304, b"")
    with pytest.raises(HTTPError, match="405"):
        urlopen(Request(address, data=b"", method="POST"), timeout=LONG_S)


def test_a_page_tells_a_new_browser_alone_what_it_will_ask_for(app: App) -> None:
    opened = {"Sec-Fetch-Dest": "document"}
    headers = get(f"{app.url}/trade", **opened)[1]
    assert CARTESIAN in headers["Link"]
    assert CARTESIAN not in get(f"{app.url}/trade", **opened, **{"If-None-Match": headers["ETag"]})[1]["Link"]
    assert "Link" not in get(f"{app.url}/_stcore/health")[1]


def test_an_address_below_a_page_leads_to_it(app: App) -> None:
    for below in ("x", "x/y/", "static/js/none.js"):
        with urlopen(f"{app.url}/trade/{below}?trade_period=Since+2024", timeout=LONG_S) as reply:
            assert reply.url == f"{app.url}/trade?trade_period=Since+2024"
    assert get(f"{app.url}/%2Fevil.example/x")[0] == 400
    assert get(f"{app.url}/trade/_stcore/health")[0] == 404


def test_scripts_are_sent_compressed_and_kept_for_good(app: App) -> None:
    page = get(f"{app.url}/")[2].decode()
    bundle = page.partition('src="./static/js/')[2].partition('"')[0]
    plain = get(f"{app.url}/static/js/{bundle}")[2]
    _, headers, body = get(f"{app.url}/static/js/{bundle}", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 2
    _, headers, smaller = get(f"{app.url}/static/js/{bundle}", **{"Accept-Encoding": "gzip, br, zstd"})
    assert headers["Content-Encoding"] == "zstd"
    assert len(smaller) < len(body)
    assert {"immutable", "max-age=31536000"} <= set(headers["Cache-Control"].split(", "))


def test_a_file_of_the_app_named_by_its_version_is_sent_compressed_and_kept_for_good(tmp_path: Path) -> None:
    for name in ("serve.py", "parley", "pages", "data", "assets", ".streamlit", "dashboard.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "static").mkdir()
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    shutil.copyfile(script, tmp_path / "static" / "plotly-9.9.9.min.js")
    shutil.copyfile(script, tmp_path / "static" / "plotly.min.js")
    settings = {"PARLEY_METRICS": "open", "PARLEY_ORIGINS": "https://news.example"}
    with running_app(tmp_path / "log.txt", settings, tmp_path / "serve.py") as app:
        _, headers, body = get(f"{app.url}/app/static/plotly-9.9.9.min.js", **{"Accept-Encoding": "gzip"})
        assert (headers["Content-Encoding"], headers["Cache-Control"]) == ("gzip", FOR_GOOD)
        assert gzip.decompress(body) == script.read_bytes()
        assert len(body) < 2_000_000
        assert get(f"{app.url}/app/static/plotly.min.js")[1]["Cache-Control"] != FOR_GOOD
        assert get(f"{app.url}/_stcore/metrics")[0] == 200
        assert stream(app, "https://news.example") == 101
        assert stream(app, FOREIGN) == 403


def test_without_its_catalogue_a_server_runs_is_not_ready_and_logs_a_line_of_json(tmp_path: Path) -> None:
    folder = copy_of_app(tmp_path / "app")
    (folder / "data" / "datapackage.json").unlink()
    with running_app(tmp_path / "log.txt", {"PARLEY_LOGS": "json"}, folder / "serve.py") as app:
        status, told = is_ready(app)
        assert get(f"{app.url}/_stcore/health")[0] == 200
    assert (status, told["ready"]) == (503, False)
    assert told["faults"] == ["data/datapackage.json is missing. Restore it from the repository."]
    events = [json.loads(line) for line in app.log.read_text("utf-8").splitlines() if line.startswith("{")]
    assert [(event["level"], event["logger"]) for event in events] == [("error", "parley")]
    assert "data/datapackage.json is missing" in events[0]["message"]


def test_a_setting_that_streamlit_no_longer_has_is_a_warning_and_the_app_runs(tmp_path: Path) -> None:
    """Those Streamlit does not promise to keep; whether it still has them is asked in ``tests/test_stack.py``."""
    folder = copy_of_app(tmp_path / "app")
    file = folder / ".streamlit" / "config.toml"
    text = file.read_text("utf-8")
    for name in UNPROMISED:
        assert text.count(name) == 1
        text = text.replace(name, f"{name}Gone")
    file.write_text(text, "utf-8")
    with running_app(tmp_path / "log.txt", script=folder / "serve.py") as app:
        assert is_ready(app)[0] == 200
        assert get(f"{app.url}/trade")[0] == 200
    lines = app.log.read_text("utf-8").splitlines()
    for name in UNPROMISED:
        assert [line for line in lines if f"{name}Gone" in line and "not a valid config option" in line]


def test_the_dashboard_alone_answers_too(tmp_path: Path) -> None:
    with running_app(tmp_path / "log.txt", script="dashboard.py") as app:
        assert get(f"{app.url}/")[0] == 200
        assert stream(app, app.url) == 101
        assert app.faults() == []


def test_a_server_told_to_end_closes_its_websockets_so_that_browsers_connect_anew(tmp_path: Path) -> None:
    with running_app(tmp_path / "log.txt") as app:
        address = f"ws://{urlsplit(app.url).netloc}/_stcore/stream"
        with connect(address, origin=app.url, subprotocols=["streamlit"], open_timeout=LONG_S) as plug:  # type: ignore[arg-type, list-item]
            assert app.process is not None
            app.process.terminate()
            with pytest.raises(ConnectionClosed) as closed:
                plug.recv(timeout=LONG_S)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == SERVICE_RESTART
        app.process.wait(timeout=LONG_S)
