"""The heading of a page of one thing, and the title of the browser's tab."""

from parley.app.kit import blocks


def draw(title: str, covers: str) -> None:
    """The thing by name, on the page and on the tab."""
    blocks.page_header(title, covers)
    blocks.tab(title)
