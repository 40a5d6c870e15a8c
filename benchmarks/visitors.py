"""What a visitor costs: sessions that speak Streamlit's websocket protocol, without a browser."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

import websockets

from benchmarks import handles, messages
from benchmarks.cases import Page
from benchmarks.handles import Handle, Painted

PATIENCE_S = 120.0  # what has not come by then will not
REASON = ":material/info:"  # the icon of what is said of a choice without an answer


@dataclass
class Load:
    """What a load gave: seconds of every rerun, and how long it lasted."""

    rerun_s: list[float] = field(default_factory=list)
    lasted_s: float = 0.0
    faults: int = 0

    @property
    def reruns_per_s(self) -> float:
        """Reruns a second over all visitors."""
        return len(self.rerun_s) / self.lasted_s


class Visitor:
    """One simulated visitor on one page. Raises NoMessagesError where it does not speak this Streamlit's messages.

    ``overtakes``: he presses while the last run goes on. Then a card of that run is no sign of a press not taken up,
    and its end not that of the press, which is answered by the run that draws the control where the press put it.
    """

    def __init__(self, url: str, page: Page, query: str = "", overtakes: bool = False):
        self._messages = messages.spoken()
        self._address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
        self._origin = url
        self._page, self._query = page, query
        self._hash = ""
        self._handle: Handle | None = None
        self._waiting: Painted | None = None
        self._overtakes = overtakes
        self._seen, self._is_taken_up, self._is_awaited = False, overtakes, False
        self.faults = 0

    async def open(self) -> None:
        """Connect and wait for the page. Raises RuntimeError when the page lacks the control."""
        self._socket = await websockets.connect(
            self._address,
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(self._origin),
            max_size=None,
            compression=None,
            open_timeout=60,
        )
        await self._run(self._state(page_name=self._page.path))
        if self._page.control and self._handle is None:
            raise RuntimeError(f"page {self._page.title!r} has no {self._page.control}")

    async def rerun(self) -> None:
        """Move the control to its next value, or run the page again where it has none, and wait for the end.

        Where a range follows the answer, it belongs to the rerun. Raises RuntimeError when the run drew neither the
        control nor a chart, nor said why there is none: then it was not the page asked for; and when the first move
        of a card's choice was not taken up. TimeoutError when nothing comes.
        """
        await self.move()
        await self.follow()

    async def move(self) -> None:
        """The part of ``rerun`` that brings the answer. Raises as it does."""
        state = self._state(page_script_hash=self._hash)
        if self._handle is not None:
            self._handle.move(state)
        self._seen, self._waiting = False, None
        self._is_awaited = self._overtakes and self._handle is not None and bool(self._handle.choice)
        await self._run(state)
        if self._page.control and not self._seen:
            raise RuntimeError(f"a rerun of page {self._page.title!r} drew neither its control nor a chart")
        self._is_taken_up = True

    async def follow(self, pauses: bool = False) -> bool:
        """Say that the answer is painted and wait for what follows it, where something does; whether it did.

        ``pauses``: only after the pause a browser makes before it says so.
        """
        if self._handle is None or self._waiting is None:
            return False
        if pauses:
            await asyncio.sleep(self._waiting.pause_s)
        state = self._state(page_script_hash=self._hash)
        if self._handle.value is not None:  # else it stands where the page drew it
            self._handle.tell(state)
        self._waiting.tell(state)
        self._waiting = None
        await self._run(state)
        return True

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()

    def _state(self, **where: str) -> Any:
        return self._messages.state(query_string=self._query, **where)

    async def _run(self, state: Any) -> None:
        await self._socket.send(self._messages.request(rerun_script=state).SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            while not self._ends(self._messages.sent.FromString(await self._socket.recv())):
                pass

    def _ends(self, message: Any) -> bool:
        """Take note of a message; whether it ends the run."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._look(message)
        if kind != "script_finished" or self._is_awaited:
            return False
        return bool(message.script_finished != message.FINISHED_EARLY_FOR_RERUN)

    def _look(self, message: Any) -> None:
        element, fragment = message.delta.new_element, message.delta.fragment_id
        kind = element.WhichOneof("type")
        self.faults += kind == "exception" or (kind == "alert" and _is_fault(element.alert))
        if self._is_awaited and self._handle is not None and self._handle.is_taken_up_by(element):
            self._seen, self._waiting, self._is_awaited = False, None, False  # what came before is of the last run
        # at the duties in force a sentence says that nothing changes, in place of the charts
        self._seen |= handles.is_chart(element) or handles.says_why_none(element)
        if self._page.control is not None and self._handle is None:
            self._handle = handles.found(element, fragment, self._page.control)
        elif self._handle is not None:
            self._handle.keep(element)
            if not self._is_taken_up and self._handle.is_refused_by(element):
                raise RuntimeError(f"page {self._page.title!r} did not take up {self._handle.asked!r}")
        if self._page.draws_range:
            self._waiting = handles.waiting(element, fragment) or self._waiting


def _is_fault(alert: Any) -> bool:
    """Whether a sentence says that a block cannot be shown: a page without its charts is fast for nothing. One that
    tells why the last answer stands is none, as a choice without an answer is no fault.
    """
    return alert.format in (alert.ERROR, alert.WARNING) and alert.icon != REASON


async def open_all(url: str, pages: Sequence[Page], count: int, query: str = "") -> list[Visitor]:
    """That many visitors, spread over the pages in turn, five at a time; without ``query`` each with the page's own."""
    crowd = [Visitor(url, page, query or page.query) for page in islice(cycle(pages), count)]
    for first in range(0, count, 5):
        await asyncio.gather(*(visitor.open() for visitor in crowd[first : first + 5]))
    return crowd


async def work(crowd: Sequence[Visitor], seconds: float, every_s: float = 0.0) -> Load:
    """Every visitor reruns for that long: without pause, or every so many seconds, not all of them at once.

    A rerun that is due while the last one goes on counts from when it was due.
    """
    load = Load()
    began = time.perf_counter()

    async def one(visitor: Visitor, due: float) -> None:
        while due - began < seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await visitor.rerun()
            load.rerun_s.append(time.perf_counter() - due)
            due = due + every_s if every_s else time.perf_counter()

    await asyncio.gather(*(one(visitor, began + every_s * n / len(crowd)) for n, visitor in enumerate(crowd)))
    load.lasted_s = time.perf_counter() - began
    load.faults = sum(visitor.faults for visitor in crowd)
    return load
