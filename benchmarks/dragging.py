"""A slider that is dragged: what each frame costs the browser, and what its table costs the server."""

import time
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Locator, Page

from benchmarks.browser import LIMIT_MS, Wire, open_page, wait_idle
from benchmarks.pressers import starting
from benchmarks.server import Server

STEP_PX, STEP_S, TURN = 3, 1 / 60, 20
TABLE_MS = 3 * LIMIT_MS
MOST_WAITED_S = 0.01  # between looks at what has come
# By the page's own clock: from when the pointer comes to what the slider says of its table.
CLOCK = """thumb => {
    window.touch = { at: null, near: null, whole: null };
    const since = () => performance.now() - window.touch.at;
    const note = () => {
        const path = document.querySelector('input[data-path]')?.dataset.path;
        if (path in window.touch && window.touch.at !== null) window.touch[path] ??= since();
    };
    thumb.addEventListener('pointerover', () => { window.touch.at ??= performance.now(); });
    new MutationObserver(note).observe(document.body, { subtree: true, attributeFilter: ['data-path'] });
}"""


@dataclass
class Drags:
    """By frame: milliseconds of work, since the frame before, and from the pointer's move to its painted frame.

    Of the table asked for at the touch, none where there is none: milliseconds until it holds the positions next to the
    thumb and until it is whole, of the server's processor in all, and bytes sent to the browser.
    """

    work_ms: list[float] = field(default_factory=list)
    frame_ms: list[float] = field(default_factory=list)
    paint_ms: list[float] = field(default_factory=list)
    near_ms: list[float] = field(default_factory=list)
    whole_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    table_bytes: list[int] = field(default_factory=list)


def drag_series(context: BrowserContext, server: Server, url: str, label: str, moves: int, has_table: bool) -> Drags:
    """Open the page, touch the slider, wait for its table, then drag the thumb to and fro."""
    page = context.new_page()
    open_page(page, url)
    wait_idle(page)
    thumb = page.get_by_role("slider", name=starting(label)).first
    thumb.evaluate("thumb => thumb.scrollIntoView({ block: 'center' })")
    wait_idle(page)
    out = Drags()
    if has_table:
        _touch(context, server, page, thumb, out)
    x, y = _middle(thumb)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("() => window.probe.startDrag()")
    due = time.perf_counter()
    for number in range(moves):
        away = number % (2 * TURN)
        page.mouse.move(x + STEP_PX * (1 + min(away, 2 * TURN - away)), y)
        due = max(due + STEP_S, time.perf_counter())
        time.sleep(max(0.0, due - time.perf_counter()))
    frames = page.evaluate("() => window.probe.endDrag()")
    page.mouse.up()
    for frame in frames:
        out.work_ms.append(frame["work"])
        out.frame_ms.append(frame["since"])
        out.paint_ms.append(frame["paint"])
    page.close()
    return out


def _touch(context: BrowserContext, server: Server, page: Page, thumb: Locator, out: Drags) -> None:
    wire = Wire(context.new_cdp_session(page))
    wire.take()
    cpu, began = server.cpu_s(), time.perf_counter()
    thumb.evaluate(CLOCK)
    thumb.hover()
    thumb.focus()
    while (touch := page.evaluate("() => window.touch"))["whole"] is None:
        if 1000 * (time.perf_counter() - began) > TABLE_MS:
            raise RuntimeError(f"no table came for the slider in {TABLE_MS / 1000:.0f} s")
        page.wait_for_timeout(1000 * MOST_WAITED_S)
    out.whole_ms.append(touch["whole"])
    out.near_ms.append(touch["whole"] if touch["near"] is None else touch["near"])
    out.cpu_ms.append(1000 * (server.cpu_s() - cpu))
    out.table_bytes.append(wire.take())


def _middle(thumb: Locator) -> tuple[float, float]:
    """Where the thumb is: the middle of an element that is nothing else, else by the value of the range."""
    box = thumb.bounding_box()
    if box is None:
        raise RuntimeError("the slider is out of sight")
    share = thumb.evaluate("thumb => (thumb.value - thumb.min) / (thumb.max - thumb.min)")
    is_track = box["width"] > 60
    across = 8 + float(share) * (box["width"] - 16) if is_track else box["width"] / 2
    return box["x"] + across, box["y"] + box["height"] / 2
