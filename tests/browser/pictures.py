"""A card saved as a picture: its file, its words and what of them is cut."""

from pathlib import Path

from playwright.sync_api import Page

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


def saved(page: Page, figure: str, button: str) -> tuple[str, bytes]:
    """The name and content of the file that a button of a figure gives."""
    with page.expect_download() as waiting:
        page.locator(f"[data-figure={figure}]").get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()
