"""Files that visitors upload are few and soon gone, whoever sends them."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from starlette.types import Message, Receive, Scope, Send
from websockets.sync.client import connect

from benchmarks import messages
from parley.app.serving.uploads import PLACE, UploadLimit
from tests.app.serving.answers import LONG_S, get
from tests.servers import running_app

SENT = 500_000  # bytes


class Files:
    """What holds files, as Streamlit does: PUT adds one, DELETE takes it away from who has the same cookie."""

    def __init__(self) -> None:
        self.paths: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookie = dict(scope["headers"])[b"cookie"]
        if scope["method"] == "PUT":
            self.paths[scope["path"]] = cookie
        elif scope["method"] == "DELETE" and self.paths[scope["path"]] == cookie:
            assert b"content-length" not in dict(scope["headers"])
            del self.paths[scope["path"]]


async def put(limit: UploadLimit, session: str, file: int) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"{}"}

    async def send(message: Message) -> None:
        pass

    headers = [(b"cookie", session.encode()), (b"content-length", b"2")]
    scope = {"type": "http", "method": "PUT", "path": f"{PLACE}{session}/{file}", "headers": headers}
    await limit(scope, receive, send)


def held(files: Files) -> list[str]:
    return [path.removeprefix(PLACE) for path in files.paths]


def test_a_session_holds_its_newest_two_files() -> None:
    files = Files()

    async def sixty() -> None:
        limit = UploadLimit(files)
        for number in range(60):
            await put(limit, "a", number)
            await put(limit, "b", number)

    asyncio.run(sixty())
    assert held(files) == ["a/58", "b/58", "a/59", "b/59"]


def test_all_sessions_together_hold_forty() -> None:
    files = Files()

    async def from_many() -> None:
        limit = UploadLimit(files)
        for number in range(200):
            await put(limit, f"s{number}", 0)

    asyncio.run(from_many())
    assert held(files) == [f"s{number}/0" for number in range(160, 200)]


def test_a_file_is_gone_after_its_time_whether_the_session_ends_or_not() -> None:
    files = Files()

    async def wait() -> list[str]:
        limit = UploadLimit(files, held_s=0.05)
        await put(limit, "a", 1)
        before = held(files)
        while files.paths:
            await asyncio.sleep(0.01)
        return before

    assert asyncio.run(asyncio.wait_for(wait(), 30)) == ["a/1"]


def test_the_server_and_its_proxy_take_a_megabyte() -> None:
    import streamlit as st

    root = Path(__file__).resolve().parents[3]
    assert st.get_option("server.maxUploadSize") == 1
    assert "client_max_body_size 1m;" in (root / "deploy" / "nginx.conf.template").read_text("utf-8")


def test_a_true_server_lets_go_of_what_a_session_sends_beyond_two(tmp_path: Path) -> None:
    """Streamlit's own counters say how many bytes of files it holds."""
    spoken = messages.spoken()
    with running_app(tmp_path / "log.txt", {"PARLEY_METRICS": "open"}) as app:
        place = urlsplit(app.url).netloc
        _, headers, _ = get(f"{app.url}/_stcore/health")
        cookie = headers["Set-Cookie"].partition(";")[0]
        token = {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2]}
        with connect(f"ws://{place}/_stcore/stream", origin=app.url, subprotocols=["streamlit"], max_size=None) as plug:  # type: ignore[arg-type, list-item]
            plug.send(spoken.request(rerun_script=spoken.state(page_name="sources")).SerializeToString())
            message = spoken.sent.FromString(plug.recv())
            while message.WhichOneof("type") != "new_session":
                message = spoken.sent.FromString(plug.recv())
            session = message.new_session.initialize.session_id
            for number in range(5):
                body = b"--x\r\nContent-Disposition: form-data; name=f; filename=a.json\r\n\r\n" + b" " * SENT
                kind = {"Content-Type": "multipart/form-data; boundary=x"}
                asked = Request(
                    f"{app.url}{PLACE}{session}/{number}", body + b"\r\n--x--\r\n", token | kind, method="PUT"
                )
                with urlopen(asked, timeout=LONG_S) as reply:
                    assert reply.status == 204
            told = get(f"{app.url}/_stcore/metrics")[2].decode()
    (held_bytes,) = re.findall(r'cache_type="UploadedFileManager".*\} (\d+)', told)
    assert int(held_bytes) == 2 * SENT
