"""A running app and a real browser: one of each per test process, and a fresh app where the first visit is tested."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Playwright,
    Request,
    TimeoutError,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from parley.search.pages import MENU, PAGES
from tests.programs import CHROMIUM
from tests.servers import App, free_port, running_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",  # letters as wide as they are measured, as in a browser with windows
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A process for each tab costs more than the load of a page does.
ONE_PROCESS = ["--process-per-site", "--renderer-process-limit=1"]
WAIT_MS = 60_000  # what takes seconds by itself takes long where all cores are busy
LOOK_MS = 30
WIDE: ViewportSize = {"width": 1440, "height": 900}
FIELDS = ("script_finished", "page_profile", "new_session", "delta")


def counter_of_runs() -> str:
    """The script that counts the runs of a page, with Streamlit's numbers for its messages."""
    numbers = {name: ForwardMsg.DESCRIPTOR.fields_by_name[name].number for name in FIELDS}
    numbers["early_for_rerun"] = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    numbers["rerun_script"] = BackMsg.DESCRIPTOR.fields_by_name["rerun_script"].number
    numbers["fragment_id"] = ClientState.DESCRIPTOR.fields_by_name["fragment_id"].number
    script = Path(__file__).with_name("runs.js").read_text(encoding="utf-8")
    for name, number in numbers.items():
        script = script.replace(name.upper(), str(number))
    return script


RUNS = counter_of_runs()
expect.set_options(timeout=WAIT_MS)


@dataclass
class Visit:
    """One browser tab and everything it complained about or asked of other machines."""

    page: Page
    host: str
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.add_init_script(RUNS)
        self.listen()

    def listen(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("request", self._request)
        self.page.on("websocket", self._request)

    def leave(self) -> None:
        """Leave the tab to the next visit: blank, and what it complains about is no longer noted here."""
        self.page.goto("about:blank")
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._error)
        self.page.remove_listener("request", self._request)
        self.page.remove_listener("websocket", self._request)

    def _error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _request(self, asked: Request | WebSocket) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.outside.append(asked.url)

    def open(self, url: str) -> Page:
        """Open an address and wait until the page is drawn."""
        self.page.goto(url, wait_until="load")
        settle(self.page)
        return self.page


def opened(visit: Visit, app: App, path: str) -> Page:
    """A page of the app by its path and query, drawn; requests to any other machine are noted."""
    visit.host = urlsplit(app.url).netloc
    return visit.open(f"{app.url}/{path}")


PLACES = {PAGES[stem]: (group, name) for group, pages in MENU.items() for stem, name in pages.items()}


def link(page: Page, title: str) -> Locator:
    """A page of the app by its title, in the menu of its group, or in the one of a narrow screen, which is opened."""
    group, name = PLACES[title]
    button, panel = page.locator(".parley-find [name=menu]"), page.locator("#parley-panel")
    if button.is_visible():
        if not panel.is_visible():
            button.click()
        return panel.get_by_role("link", name=name, exact=True)
    section = page.get_by_test_id("stTopNavSection").filter(has_text=group)
    if section.get_attribute("aria-expanded") != "true":
        section.click()
    return page.get_by_role("menuitem", name=name, exact=True)


def of_date(page: Page, part: str) -> Locator:
    """A part of the as-of date in the masthead, which is opened: ``field``, ``talks`` or ``latest``."""
    found = page.locator(f".parley-as-of [name={part}]")
    if not page.locator("#parley-day").is_visible():
        page.locator(".parley-as-of [name=day]").click()
    return found


def press_subject(page: Page, name: str, value: str) -> int:
    """Press a subject of the page, unless it is chosen; in how many presses."""
    box = page.locator(f'[data-choice={name}] input[value="{value}"]')
    expect(box).to_be_visible()
    if box.is_checked():
        return 0
    redrawn(page, box.check)
    return 1


def figure(page: Page, name: str) -> str:
    """The alternative text of the chart of a figure by its name (``outlook_paths``)."""
    chart = page.locator(f"[data-figure={name}] [role=figure][aria-label]").first
    expect(chart).to_be_visible()
    return str(chart.get_attribute("aria-label"))


def rgb(colour: str) -> str:
    """A colour as the browser tells it."""
    return "rgb({}, {}, {})".format(*(int(colour[n : n + 2], 16) for n in (1, 3, 5)))


# What holds of a page at rest: no run is asked for or going on or waited for, and all of it is drawn.
REST = {
    "Streamlit has ended its run": (
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
    ),
    "the page has its title": "document.querySelector('[data-testid=stMain] h1')",
    "no press is going on": "!window.pressIsOn",
    "no run is going on": "!window.runIsOn",
    "every card is built": """[...document.querySelectorAll(
        '[data-testid=stMain] :is([class*=st-key-card-], [class*=st-key-sheet-])')]
        .every(place => place.querySelector('.parley-sheet > *'))""",
    "every chart is drawn": """[...document.querySelectorAll('[data-testid=stMain] [role=figure]:not([hidden])')]
        .every(chart => chart.querySelector('.main-svg, .parley-mirror'))""",
    "no preview stands for an answer": "!document.body.hasAttribute('data-previewing')",
    "every press has been heard of": "!document.querySelector('[data-unheard]')",
    "nothing is waited for that follows an answer": "!document.querySelector('[data-then]')",
    "no place is held for what is to come": "!document.querySelector('[data-testid=stSkeleton]')",
}
AT_REST = f"() => {' && '.join(REST.values())}"


def until(page: Page, holds: str, given: Any = None) -> None:
    """Wait until a script says that something holds, looked at by the clock: a page at rest may be given no frame."""
    page.wait_for_function(holds, arg=given, polling=LOOK_MS, timeout=WAIT_MS)


def settle(page: Page, holds: str = AT_REST, given: Any = None) -> None:
    """Wait until every run asked for has ended and every chart is drawn.

    After a press this waits for the run it asks for, if it asks for one at once: ``redrawn`` makes sure that it does.
    ``holds``: the script that says so, where more than that is waited for, with what it is ``given``.
    """
    try:
        until(page, holds, given)
    except TimeoutError as fault:
        lacking = [what for what, so in REST.items() if not page.evaluate(f"() => Boolean({so})")]
        told = "\n".join(page.evaluate("() => [...window.lastTold, `${Math.round(performance.now())} now`]"))
        state = f"{page.url} does not come to rest; it does not hold that {'; '.join(lacking)}; last told, in ms:"
        raise AssertionError(f"{state}\n{told}") from fault


def redrawn(page: Page, act: Callable[[], None]) -> None:
    """Do what asks for a run, and wait until what it draws is drawn; runs asked for before have ended by then."""
    settle(page)
    asked = page.evaluate("() => window.runsAsked")
    act()
    until(page, "asked => window.runsAsked > asked", asked)
    settle(page)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app all browser tests of this process share; no block may have failed while they ran."""
    with running_app(tmp_path_factory.mktemp("app") / "log.txt") as app:
        yield app
        assert app.faults() == []


@pytest.fixture(scope="session")
def fresh_port() -> int:
    """Where fresh apps run one after another: the browser keeps Streamlit's bundles by address."""
    return free_port()


@pytest.fixture
def fresh_app(tmp_path: Path, fresh_port: int) -> Iterator[App]:
    """An app nobody has visited yet."""
    with running_app(tmp_path / "log.txt", port=fresh_port) as app:
        yield app
        assert app.faults() == []


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="session")
def browser(play: Playwright) -> Iterator[Browser]:
    """A browser for who opens a copied address elsewhere: each page of it, opened by itself, has seen nothing yet."""
    browser = play.chromium.launch(executable_path=CHROMIUM.path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def profile(play: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A visitor's browser with its profile on disk, so that Streamlit's bundles are loaded and compiled once, and all
    tabs of a process.
    """
    folder = tmp_path_factory.mktemp("profile")
    options: dict[str, Any] = {
        "executable_path": CHROMIUM.path(),
        "args": FLAGS + ONE_PROCESS,
        "accept_downloads": True,
    }
    context = play.chromium.launch_persistent_context(folder, **options)
    yield context
    context.close()


@pytest.fixture
def theme() -> Literal["light", "dark"]:
    """The visitor's theme, unless a test is parametrized with another."""
    return "light"


@contextmanager
def new_tab(profile: BrowserContext, theme: Literal["light", "dark"] = "light") -> Iterator[Visit]:
    """A new tab, 1440 pixels wide."""
    page = profile.new_page()
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme=theme)
    visit = Visit(page, host="")
    visit.watch()
    yield visit
    page.close()


@pytest.fixture(scope="module")
def tab(profile: BrowserContext) -> Iterator[Page]:
    """One tab for all visits of a file."""
    page = profile.new_page()
    page.add_init_script(RUNS)
    yield page
    page.close()


@contextmanager
def next_visit(tab: Page, theme: Literal["light", "dark"]) -> Iterator[Visit]:
    """The visit after others in a tab, which is as wide as a new one; its history stays."""
    tab.set_viewport_size(WIDE)
    tab.emulate_media(color_scheme=theme)
    tab.mouse.move(0, 0)
    visit = Visit(tab, host="")
    visit.listen()
    yield visit
    visit.leave()


@pytest.fixture
def visit(request: pytest.FixtureRequest, profile: BrowserContext, theme: Literal["light", "dark"]) -> Iterator[Visit]:
    """A new tab, 1440 pixels wide; in a file marked ``one_tab`` the one of the visits before.

    A new tab is a new process, which costs more than the load of a page does.
    """
    is_shared = request.node.get_closest_marker("one_tab") is not None
    with next_visit(request.getfixturevalue("tab"), theme) if is_shared else new_tab(profile, theme) as visit:
        yield visit
