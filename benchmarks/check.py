"""Whether the table of cases describes the pages as they are: charts drawn, controls there, charts a press changes."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Error

from benchmarks import browser, pressers
from benchmarks.cases import REAL, Page
from benchmarks.server import serving


def check() -> str:
    """One sentence a page, then what the page offers where the table names something else."""
    said: list[str] = []
    with serving(REAL.script) as server, browser.browser() as started:
        for page in (page for page in REAL.measured() if page.charts):
            said += _page(started, f"{server.url}/{page.path}", page)
    return "\n".join(said)


def _page(started: Browser, url: str, page: Page) -> Iterator[str]:
    with browser.visitor(started) as context:
        try:
            tab = context.new_page()
            browser.open_page(tab, f"{url}?{page.moved}")
            charts = browser.wait_idle(tab)
            yield f"{page.title}: {charts} charts drawn, the table says {page.charts}"
            for kind, names in pressers.labels(tab).items():
                yield f"  {kind}: {', '.join(filter(None, names)) or 'none'}"
            if page.control:
                context.set_default_timeout(5000)
                subject = f"{url}?{page.query}"
                got = browser.press_series(context, subject, page.control, presses=4, warm_up=0)
                yield f"  a press of {page.control.label!r} changes {got.changed} charts, the table says " + (
                    f"{page.control.changes}; {got.without_change} presses changed none"
                )
        except (Error, RuntimeError) as fault:
            yield f"{page.title}: {' '.join(str(fault).split()[:30])}"
