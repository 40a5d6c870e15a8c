"""What a page shows, its masthead and its address, to be set against a fresh load of that address."""

from dataclasses import dataclass
from difflib import unified_diff
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import AT_REST, RUNS, WIDE, settle

# What a reader sees in the page: words, choices made, positions of sliders, alternative texts of figures and tables.
# Folds are read as if open: one that opened for a choice stays so when the choice is taken back.
SHOWN = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const all = (what, tell) => [...main.querySelectorAll(what)].map(tell);
    const folded = all('.parley-details:not([open])', e => e);
    const fold = open => folded.forEach(e => { e.open = open; });
    fold(true);
    const shown = {
        words: main.innerText.replace(/\\s+/g, ' ').trim(),
        chosen: all('input:checked, [role=radio][aria-checked=true]', e => e.value ?? e.textContent),
        fields: all('input, select', e => ['checkbox', 'radio'].includes(e.type) ? e.checked : e.value),
        figures: all('[role=figure]:not([hidden])', e => e.getAttribute('aria-label')),
    };
    fold(false);
    return shown;
}"""


QUIET_MS, STEADY_MS = 300, 100
# At rest for a while, and longer since anything has happened or this was asked: a busy page answers late.
QUIET = f"""call => {{
    const now = performance.now(), isAtRest = ({AT_REST})();
    if (window.quietCall !== call) [window.quietCall, window.actedAt, window.steadySince] = [call, now, null];
    window.steadySince = isAtRest ? window.steadySince ?? now : null;
    return isAtRest && now - window.steadySince >= {STEADY_MS} && now - window.actedAt >= {QUIET_MS};
}}"""
CALLS = count(1)


@dataclass(frozen=True)
class State:
    """The path and parameters of the address, the date in the masthead and what is drawn."""

    path: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    date: str
    shown: dict[str, Any]

    @property
    def as_of(self) -> str:
        """The as-of date in the address, empty where it has none."""
        return ",".join(dict(self.parameters).get("as_of", ()))


def state(page: Page) -> State:
    """What a page that has come to rest shows."""
    parts = urlsplit(page.url)
    parameters = sorted((name, tuple(values)) for name, values in parse_qs(parts.query).items())
    date = page.get_by_label("As of", exact=True).input_value()
    return State(parts.path, tuple(parameters), date, page.evaluate(SHOWN))


def differences(shown: State, fresh: State) -> list[str]:
    """What differs between a page and a fresh load of its address, a line each."""
    here, there = ({**state.shown, "path": [state.path], "date": [state.date]} for state in (shown, fresh))
    found = [] if shown.parameters == fresh.parameters else [f"parameters: {shown.parameters}, not {fresh.parameters}"]
    for part in here:
        words, others = (
            side[part].split(" ") if part == "words" else [str(v) for v in side[part]] for side in (here, there)
        )
        found += [f"{part}: {line}" for line in unified_diff(others, words, "fresh", "shown", n=2, lineterm="")]
    return found


def assert_one(shown: State, fresh: State, done: object) -> None:
    """A page is what a fresh load of its address is; else what differs is told whole, with what was ``done``."""
    found = differences(shown, fresh)
    if found:
        raise AssertionError("\n".join([f"{shown.path} after {done}:", *found]))


def rest(page: Page) -> None:
    """Wait until the page is at rest and stays so: of presses in a row the first one's end may look like the last's."""
    settle(page, QUIET, next(CALLS))


class Fresh:
    """Fresh loads of addresses, one after the other in a tab of their own; each address is opened once.

    Another tab, a process of its own, costs more than the load of a page does.
    """

    def __init__(self, context: BrowserContext):
        self._context = context
        self._tab: Page | None = None
        self._seen: dict[str, State] = {}

    def of(self, page: Page) -> State:
        """What a fresh load of the address of a page shows; the page is in front again when it is told."""
        url = page.url
        if url not in self._seen:
            tab = self._tab = self._tab or self._opened()
            tab.bring_to_front()
            tab.goto(url, wait_until="load")
            rest(tab)
            self._seen[url] = state(tab)
            page.bring_to_front()
        return self._seen[url]

    def _opened(self) -> Page:
        tab = self._context.new_page()
        tab.set_viewport_size(WIDE)
        tab.add_init_script(RUNS)
        return tab

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        if self._tab:
            self._tab.close()
