"""What is taken away of a card: its panels, a file, a picture, its words and what of them is cut."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.conftest import redrawn

TEXT = "{http://www.w3.org/2000/svg}text"
PNG = b"\x89PNG\r\n\x1a\n"  # how such a file begins
# Every text of a picture that reaches over its edge, and its size as it is laid out.
CUT = """svg => {
    const place = document.createElement('div');
    place.innerHTML = svg;
    document.body.append(place);
    const picture = place.querySelector('svg'), edge = picture.getBoundingClientRect();
    const over = [...picture.querySelectorAll('text')].filter(text => {
        const own = text.getBoundingClientRect();
        return own.width && (own.left < edge.left - 1 || own.right > edge.right + 1
            || own.top < edge.top - 1 || own.bottom > edge.bottom + 1);
    });
    const told = { cut: over.map(text => text.textContent), width: edge.width, height: edge.height };
    place.remove();
    return told;
}"""


def squeezed(words: str) -> str:
    """Without blanks: a line of a picture may end anywhere."""
    return "".join(words.split())


def panel(page: Page, figure: str, name: str) -> Locator:
    """The panel of a figure that its link of this name opens, open."""
    link = page.locator(f"[data-figure={figure}] .parley-foot").get_by_role("button", name=name, exact=True)
    if link.get_attribute("aria-expanded") == "false":
        redrawn(page, link.click)
    return page.locator(f"[data-figure={figure}] .parley-panel:visible")


def saved(page: Page, figure: str, button: str) -> tuple[str, bytes]:
    """The name and content of the file that a button of a figure gives, which may say more in brackets or after it."""
    every = panel(page, figure, "Download").get_by_role("button")
    with page.expect_download() as waiting:
        every.filter(has_text=re.compile(rf"^(download)?{re.escape(button)}(, [\w,]+ rows?)?$")).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()
