"""The file of nginx on a true nginx before a true replica, which answers under a sub-path."""

import gzip
import re
import shutil
import socket as socketlib
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests import proxies
from tests.app.serving.answers import get, is_ready
from tests.servers import HANG_SECONDS, ROOT, App, running_app

PATH = "/parley"
MOST = 12
HEAD_S = 60  # the file says ten
FILE = "/app/static/plotly-cartesian-4.1.1.min.js"


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with running_app(tmp_path_factory.mktemp("replica") / "log.txt", path=PATH) as app:
        yield app
        assert app.faults() == []


@pytest.fixture(scope="module")
def proxy(replica: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    top = replica.url.removesuffix(PATH)
    folder = tmp_path_factory.mktemp("nginx")
    with proxies.running_nginx(folder, [top], PATH, PARLEY_CONNECTIONS=f"{MOST}") as proxy:
        yield proxy
    assert "127.0.0.1" not in proxy.log.read_text()  # no visitor is logged, refused ones neither


def socket(app: App, origin: str, **more: Any) -> Any:
    """A websocket of the app from this origin."""
    address = app.url.replace("http", "ws", 1) + "/_stcore/stream"
    return connect(address, origin=origin, subprotocols=["streamlit"], open_timeout=20, **more)  # type: ignore[list-item]


def refusal(app: App, origin: str) -> int:
    """The status with which a websocket is refused."""
    with pytest.raises(InvalidStatus) as refused, socket(app, origin):
        pass
    return refused.value.response.status_code


@pytest.mark.parametrize("path", ["", PATH])
def test_nginx_takes_the_file(path: str, tmp_path: Path) -> None:
    given = proxies.settings(tmp_path, 8080, ["http://127.0.0.1:1", "http://127.0.0.1:2"], path)
    said = proxies.checked(proxies.written(tmp_path / "nginx", given))
    assert "syntax is ok" in said.stderr
    assert "warn" not in said.stderr


def test_the_commands_of_the_document_give_a_file_that_nginx_takes(tmp_path: Path) -> None:
    if shutil.which("envsubst") is None:
        pytest.skip("envsubst is not here; Debian has it in gettext-base")
    document = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    (told,) = [block for block in re.findall(r"```sh\n(.*?)```", document, re.DOTALL) if "envsubst" in block]
    commands = told[told.index("export") : told.index("nginx -t")]
    for path, here in [("/etc/nginx/conf.d/parley.conf", "site.conf"), ("/var/cache/nginx-parley", "files")]:
        assert path in commands
        commands = commands.replace(path, str(tmp_path / here))
    subprocess.run(["sh", "-ec", commands], cwd=ROOT, check=True, timeout=HANG_SECONDS)
    assert "${" not in (tmp_path / "site.conf").read_text("utf-8")
    assert "syntax is ok" in proxies.checked(proxies.around(tmp_path)).stderr


def test_pages_and_feeds_come_under_the_sub_path(proxy: App, replica: App) -> None:
    assert is_ready(replica) == (200, {"ready": True, "faults": []})
    assert is_ready(App(replica.url.removesuffix(PATH), replica.log)) == (200, {"ready": True, "faults": []})
    for path, kind in [
        ("/", "text/html"),
        ("/trade", "text/html"),
        ("/changes.atom", "atom"),
        ("/dates.ics", "calendar"),
    ]:
        status, headers, _ = get(proxy.url + path)
        assert (status, kind in headers["Content-Type"]) == (200, True), path


def test_a_visitor_is_given_a_replica_once(proxy: App) -> None:
    _, headers, _ = get(f"{proxy.url}/trade")
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("parley_replica=")
    assert f"Path={PATH}/; HttpOnly; SameSite=Lax" in cookie
    assert get(f"{proxy.url}/trade", Cookie=cookie.partition(";")[0])[1]["Set-Cookie"] is None


def test_what_is_for_those_who_run_it_is_closed(proxy: App) -> None:
    for path in ("/ready", "/ready/", "/_stcore/metrics", "/_stcore/metrics/"):
        assert get(proxy.url + path)[0] == 404, path


def test_pages_are_compressed_by_nginx_and_files_as_the_replica_did_it(proxy: App, replica: App) -> None:
    _, headers, body = get(f"{proxy.url}/trade", **{"Accept-Encoding": "gzip, br, zstd"})
    assert headers["Content-Encoding"] == "gzip"
    host = urlsplit(proxy.url).netloc  # the head of a page names where it lies
    assert gzip.decompress(body) == get(f"{replica.url}/trade", Host=host)[2]
    for asked, got in [("gzip", "gzip"), ("gzip, br, zstd", "zstd"), ("identity", None)]:
        _, headers, first = get(proxy.url + FILE, **{"Accept-Encoding": asked})
        assert headers["Content-Encoding"] == got
        assert get(proxy.url + FILE, **{"Accept-Encoding": asked})[2] == first
        assert "immutable" in headers["Cache-Control"]


def test_only_the_site_itself_gets_a_websocket_and_only_so_many(proxy: App) -> None:
    origin = f"http://{urlsplit(proxy.url).netloc}"
    assert refusal(proxy, "https://evil.example") == 403
    with ExitStack() as held:
        for _ in range(MOST):
            held.enter_context(socket(proxy, origin))
        assert refusal(proxy, origin) == 429


def test_who_never_ends_a_head_is_let_go_of(proxy: App) -> None:
    place = urlsplit(proxy.url)
    with socketlib.create_connection((str(place.hostname), int(place.port or 0)), timeout=HEAD_S) as plug:
        plug.sendall(b"GET /parley/ HTTP/1.1\r\nHost: parley\r\nX-Slow: ")
        with suppress(ConnectionResetError):
            assert plug.recv(1) == b""


def test_a_file_of_more_than_a_megabyte_is_refused(proxy: App) -> None:
    place = urlsplit(proxy.url)
    with socketlib.create_connection((str(place.hostname), int(place.port or 0)), timeout=HEAD_S) as plug:
        head = f"PUT {PATH}/_stcore/upload_file/a/b HTTP/1.1\r\nHost: parley\r\nContent-Length: {2**20 + 1}\r\n\r\n"
        plug.sendall(head.encode())
        assert plug.recv(100).split()[1] == b"413"
