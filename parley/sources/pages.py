"""Pages for people read as rows of cells and links; the sources' markup is loose (unquoted links, blanks as marks)."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from parley.sources import failures
from parley.sources.client import Answer

END = 2_000  # characters in which a page closes, with what stands behind it


@dataclass(frozen=True)
class Link:
    """A link: where it leads and its words."""

    href: str
    words: str


@dataclass
class Page:
    """``rows``: the cells of every table row in order. ``by_class``: words of the blocks of a class.

    ``pieces``: words outside links and links, in the order of the page.
    """

    rows: list[list[str]] = field(default_factory=list)
    row_links: list[list[Link]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    by_class: dict[str, list[str]] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)
    pieces: list[str | Link] = field(default_factory=list)


def page_of(answer: Answer) -> Page:
    """The page of an answer; what is not closed ends with its row.

    Raises TruncatedError for a page that does not come to its end: rows of it would be missing.
    """
    text = answer.text()
    if "</html>" not in text[-END:].lower():
        raise failures.TruncatedError(f"{answer.url} stops before the end of its page.")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def tidy(words: str) -> str:
    """Words with one blank between them; hard blanks and full-width brackets as plain ones."""
    plain = words.replace("（", "(").replace("）", ")")
    return re.sub(r"\s+", " ", plain.replace("\xa0", " ")).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._cell: list[str] | None = None
        self._link: tuple[str, list[str]] | None = None
        self._open: list[tuple[str, str, list[str]]] = []
        self._is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self.page.rows.append([])
            self.page.row_links.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
        elif tag == "a":
            self._end_link()
            self._link = (named.get("href", ""), [])
        elif tag == "iframe":
            self.page.frames.append(named.get("src", ""))
        elif tag in ("script", "style"):
            self._is_script = True
        if tag == "div" or (tag == "span" and "class" in named):
            self._open.append((tag, named.get("class", ""), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "a":
            self._end_link()
        elif tag in ("script", "style"):
            self._is_script = False
        if self._open and self._open[-1][0] == tag == "div":
            _, name, words = self._open.pop()
            if name:
                self.page.by_class.setdefault(name, []).append(tidy(" ".join(words)))
        elif tag == "span" and self._open and self._open[-1][0] == "span":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._is_script:
            return
        if self._cell is not None:
            self._cell.append(data)
        if self._link is not None:
            self._link[1].append(data)
        elif data.strip():
            self.page.pieces.append(tidy(data))
        for _, _, words in self._open:
            words.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self.page.rows:
            self.page.rows[-1].append(tidy("".join(self._cell)))
        self._cell = None

    def _end_link(self) -> None:
        if self._link is None:
            return
        link = Link(self._link[0], tidy("".join(self._link[1])))
        self.page.links.append(link)
        self.page.pieces.append(link)
        if self._cell is not None and self.page.row_links:
            self.page.row_links[-1].append(link)
        self._link = None
