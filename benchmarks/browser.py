"""What a visitor sees: a headless Chromium that presses keys, follows links and opens pages."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page, sync_playwright

from benchmarks.cases import Control
from benchmarks.pressers import PRESSERS, Presser
from parley.search.pages import MENU, PAGES

PROBE = Path(__file__).resolve().parent / "probe.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")  # what readers have goes first
LIMIT_MS = 30_000
PHONE_LIMIT_MS = 120_000
PRESS_LIMIT_MS = 10_000
# longer than what follows an answer after a short pause takes to come (``parley.app.what_if.later.SHORT_MS``)
QUIET_MS = 400
HAS_NEAR = "() => ['near', 'whole'].includes(document.activeElement?.dataset.path)"
LOOK_MS = 50  # by the clock: a page at rest may be given no frame
# Presses of which the bytes are counted.
ON_THE_WIRE = 8
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# A slow connection, in bytes a second and milliseconds, and a processor as many times slower.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER = 4


@dataclass
class Presses:
    """What one series of presses gave: times to the final charts, bytes sent to the browser, charts changed.

    ``first_ms``: to the answer, where its range is drawn later.
    """

    ms: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    bytes_in: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    without_change: int = 0


class Wire:
    """Bytes sent to the browser, as its network layer counts them."""

    def __init__(self, session: CDPSession):
        self._http = self._websocket = 0
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", self._received)

    def _loaded(self, event: dict[str, Any]) -> None:
        self._http += int(event["encodedDataLength"])

    def _received(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        text = frame["payloadData"]
        binary = frame["opcode"] == 2  # shown in base64
        self._websocket += len(text) * 3 // 4 - text[-2:].count("=") if binary else len(text)

    def take(self) -> int:
        """Bytes since the last call."""
        now = self._http + self._websocket
        self._http = self._websocket = 0
        return now


def chromium() -> str:
    """Path of the Chromium to drive: ``CHROMIUM`` or one on the path. Raises FileNotFoundError."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise FileNotFoundError("no Chromium found: install one or name it with CHROMIUM=/path/to/chromium")
    return found


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium for as long as the block lasts."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


@contextlib.contextmanager
def visitor(started: Browser, on_phone: bool = False) -> Iterator[BrowserContext]:
    """A new visitor: empty cache, own session; ``on_phone``: by the size of the screen, no more."""
    context = started.new_context(**(PHONE if on_phone else DESK))
    context.add_init_script(path=str(PROBE))
    context.set_default_timeout(PHONE_LIMIT_MS if on_phone else LIMIT_MS)
    try:
        yield context
    finally:
        context.close()


def open_page(page: Page, url: str) -> float:
    """Open an address; milliseconds from the start of the navigation to the first drawn chart."""
    _go(page, url)
    ms = page.evaluate("limit => window.probe.firstChart(limit)", LIMIT_MS)
    if ms is None:
        raise RuntimeError(f"no chart was drawn at {url} in {LIMIT_MS / 1000:.0f} s")
    return float(ms)


def _go(page: Page, url: str) -> None:
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => !!window.probe", polling=LOOK_MS)


def open_slowly(context: BrowserContext, url: str) -> tuple[float, float]:
    """Open an address by a slow connection on a slow processor; milliseconds to the heading and to the first chart."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    _go(page, url)
    both = "limit => Promise.all([window.probe.firstHeading(limit), window.probe.firstChart(limit)])"
    heading, chart = page.evaluate(both, PHONE_LIMIT_MS)
    if heading is None or chart is None:
        missing = "heading" if heading is None else "chart"
        raise RuntimeError(f"no {missing} was drawn at {url} in {PHONE_LIMIT_MS / 1000:.0f} s")
    return float(heading), float(chart)


def wait_idle(page: Page) -> int:
    """Wait until the script has ended and the charts stand still; the number of charts."""
    return int(page.evaluate("([q, l]) => window.probe.idle(q, l)", [2 * QUIET_MS, LIMIT_MS])["charts"])


def press_series(
    context: BrowserContext, url: str, control: Control, presses: int, warm_up: int = 3, is_touched: bool = False
) -> Presses:
    """Open the page and press the control again and again; the first ``warm_up`` presses are not counted.

    Bytes are those of presses of their own, after the others: a browser that reports each message is slower.
    ``is_touched``: each press waits until the page has what it says of the positions near the thumb.
    """
    page = context.new_page()
    open_page(page, url)
    wait_idle(page)
    press = PRESSERS[control.kind](page, control.label)
    out = Presses()
    for turn in range(presses + warm_up):
        if is_touched:
            press.prepare()
            page.wait_for_function(HAS_NEAR, polling=LOOK_MS)
        got, changed = press_once(page, press)
        if turn < warm_up:
            continue
        if changed == 0:
            out.without_change += 1
            continue
        out.ms.append(got["ms"])
        out.first_ms.append(got["firstMs"])
        out.changed.append(changed)
    wire = Wire(context.new_cdp_session(page))
    for _ in range(min(presses, ON_THE_WIRE)):
        wire.take()
        if press_once(page, press)[1]:
            out.bytes_in.append(wire.take())
    return out


def press_once(page: Page, press: Presser) -> tuple[Any, int]:
    """Press and wait until the charts stand still: what the probe saw, and how many charts show something else."""
    key = press.prepare()
    before = page.evaluate("key => window.probe.arm(key)", key)
    page.keyboard.press(key)
    got = page.evaluate("([q, l]) => window.probe.settle(q, l)", [QUIET_MS, PRESS_LIMIT_MS])
    return got, 0 if got is None else differing(before, got["charts"])


def differing(before: list[str], after: list[str]) -> int:
    """How many charts show something else; a chart that came or went counts."""
    same = sum(old == new for old, new in zip(before, after, strict=False))
    return max(len(before), len(after)) - same


def link_to(page: Page, title: str) -> Locator:
    """A page by its title: in the menu of its group, which is opened, or in the sidebar of the minimal app."""
    for stem, name in PAGES.items():
        if name == title:
            group, shown = next((group, pages[stem]) for group, pages in MENU.items() if stem in pages)
            page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
            return page.get_by_role("menuitem", name=shown, exact=True)
    return page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).first


def switch_series(context: BrowserContext, url: str, titles: tuple[str, str], switches: int) -> list[float]:
    """Go back and forth between two pages by their links; milliseconds from the click to the final charts."""
    page = context.new_page()
    open_page(page, url)
    wait_idle(page)
    times = []
    for turn in range(switches + 2):
        link = link_to(page, titles[(turn + 1) % 2])
        page.evaluate("() => window.probe.arm('pointer')")
        link.click()
        got = page.evaluate("([q, l]) => window.probe.settle(q, l)", [QUIET_MS, PRESS_LIMIT_MS])
        if got is None:
            raise RuntimeError(f"no chart appeared after the switch to {titles[(turn + 1) % 2]!r}")
        if turn >= 2:
            times.append(got["ms"])
    return times


def visits(context: BrowserContext, url: str) -> tuple[float, float, int]:
    """First and second visit of one browser: milliseconds to the first chart of each, bytes of the first."""
    page = context.new_page()
    wire = Wire(context.new_cdp_session(page))
    first = open_page(page, url)
    wait_idle(page)
    first_bytes = wire.take()
    page.goto("about:blank")
    second = open_page(page, url)
    return first, second, first_bytes
