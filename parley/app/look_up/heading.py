"""The heading of a page of one thing, and the title of the browser's tab."""

from streamlit.delta_generator import DeltaGenerator

from parley.app.kit import blocks, sheet


def draw(head: DeltaGenerator, title: str, covers: str) -> None:
    """The thing by name, in the place above the choices and on the tab."""
    with sheet.apart(), head:
        blocks.page_header(title, covers)
    blocks.tab(title)
