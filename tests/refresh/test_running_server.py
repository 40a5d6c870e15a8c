"""A refresh beside a server that runs: its feed and its visitors' pages have the new tables without a restart."""

import asyncio
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import date
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.app.serving.answers import get
from tests.mirror import Mirror, treasury_json
from tests.refresh.conftest import Command
from tests.servers import HANG_SECONDS, ROOT, running_app

NEW = b"statement of September 2026"  # a month after the newest of the shipped tables
LATEST, DAY = (re.compile(rb'"%s": "([\d-]+)"' % name) for name in (b"latest", b"day"))
CHOSEN = "as_of=2026-11-01"


def visitor(url: str) -> AbstractAsyncContextManager[websockets.ClientConnection]:
    """A browser's connection to the app."""
    address, subprotocol = url.replace("http", "ws", 1) + "/_stcore/stream", websockets.Subprotocol("streamlit")
    return websockets.connect(address, subprotocols=[subprotocol], origin=websockets.Origin(url), max_size=None)


async def drawn(browser: websockets.ClientConnection, query: str = "") -> bytes:
    """All that a run of the page What changed sends."""
    asked = ClientState(page_name="what_changed", query_string=query)
    await browser.send(BackMsg(rerun_script=asked).SerializeToString())
    sent = b""
    while True:
        message = ForwardMsg.FromString(bytes(await asyncio.wait_for(browser.recv(), HANG_SECONDS)))
        sent += message.SerializeToString()
        if message.WhichOneof("type") == "script_finished":
            return sent


def refresh(command: Command) -> None:
    """Renew the tables in a process of its own."""
    words = [sys.executable, "-m", "parley", "refresh", "treasury", "--report", str(command.home)]
    settings = dict(os.environ, PARLEY_DATA=str(command.data))
    subprocess.run(words, env=settings, cwd=ROOT, check=True, capture_output=True, timeout=HANG_SECONDS)


async def beside_a_refresh(url: str, command: Command) -> tuple[list[bytes], list[bytes]]:
    """Pages and feeds before and after a refresh: of a visitor who stays at the latest day and one who chose a day."""
    async with visitor(url) as latest, visitor(url) as chosen:
        pages, feeds = [await drawn(latest), await drawn(chosen, CHOSEN)], [get(f"{url}/changes.atom")[2]]
        await asyncio.to_thread(refresh, command)
        feeds.append(get(f"{url}/changes.atom")[2])  # before a page is drawn
        pages += [await drawn(latest), await drawn(chosen, CHOSEN)]
    return pages, feeds


def test_a_server_takes_up_what_a_refresh_beside_it_put_in_place(
    command: Command, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.gives("api.fiscaldata.treasury.gov", treasury_json(), "application/json")
    with running_app(tmp_path / "log", {"PARLEY_DATA": str(command.data)}) as app:
        with ThreadPoolExecutor(1) as apart:  # a browser of other tests may hold this thread's loop
            pages, feeds = apart.submit(asyncio.run, beside_a_refresh(app.url, command)).result()
        assert app.process is not None and app.process.poll() is None
        assert app.faults() == []
    assert [NEW in feed for feed in feeds] == [False, True]
    # the latest day is that of the new tables, the day of the refresh: who chose another stays on it
    today = date.today().isoformat().encode()
    assert [set(LATEST.findall(page)) for page in pages[2:]] == [{today}] * 2
    assert [set(DAY.findall(page)) for page in pages[2:]] == [{today}, {b"2026-11-01"}]
    assert [NEW in page for page in pages] == [False, False, True, False]
