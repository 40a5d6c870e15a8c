"""The words of HTML and of Markdown as plain lines, so that a text is the same line whichever it is drawn as."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
SYMBOL = re.compile(r":material/\w+:")
COLOURED = re.compile(r":[a-z-]+\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")  # Streamlit's own :blue[words] and :small[words]
BLOCK = re.compile(r"p|div|[uod]l|li|d[td]|table|thead|tbody|t[rdh]|h\d|pre|br|hr|blockquote|details")
NOTES, PARAGRAPHS, POINTS, OTHERS = "notes", "paragraphs", "points", "others"


def read(text: str) -> ET.Element:
    """A text in Streamlit's Markdown as the tree of its HTML, symbols and colours left out."""
    bare = SYMBOL.sub("", text)
    while COLOURED.search(bare):
        bare = COLOURED.sub(r"\1", bare)
    return ET.fromstring(f"<x>{MARKDOWN.render(bare)}</x>")


def plain(text: str) -> str:
    """A text in Streamlit's Markdown as one line of words."""
    return " ".join(words for _, words in lines(read(text)))


def lines(part: ET.Element, place: str = OTHERS) -> Iterator[tuple[str, str]]:
    """The lines of a tree of HTML, each with what it is: one of the notes, paragraphs, points or others."""
    place = _place(part, place)
    run = part.text or ""
    for inner in part:
        if _breaks(inner):
            yield from _line(place, run)
            yield from lines(inner, place)
            run = ""
        else:
            run += _inline(inner)
        run += inner.tail or ""
    yield from _line(place, run)


def _place(part: ET.Element, outer: str) -> str:
    if outer in {POINTS, NOTES} or part.tag == "li":
        return POINTS if part.tag == "li" else outer
    if part.get("class") in {"parley-note", "parley-small"}:
        return NOTES
    return PARAGRAPHS if part.tag == "p" else outer


def _breaks(part: ET.Element) -> bool:
    return any(BLOCK.fullmatch(inner.tag) for inner in part.iter())


def _inline(part: ET.Element) -> str:
    if part.get("aria-hidden") == "true":
        return ""
    return (part.text or "") + "".join(_inline(inner) + (inner.tail or "") for inner in part)


def _line(place: str, run: str) -> Iterator[tuple[str, str]]:
    words = re.sub(r"[ \t\n]+", " ", run).strip(" ")  # a fixed space stays
    if words:
        yield place, words
