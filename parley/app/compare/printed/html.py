"""HTML from Python values: whatever comes as text is escaped; what comes out is well-formed HTML5 and XML alike."""

import html
from collections.abc import Sequence
from unicodedata import category

import pandas as pd


class Markup(str):
    """Text that is HTML already."""


Content = str | Markup | Sequence["Content"]
EMPTY = frozenset({"meta", "link", "br", "hr", "img", "line", "circle", "rect"})


def escaped(text: str) -> Markup:
    """Text as it is read: no tag, no entity, no character that XML does not know comes of it."""
    if isinstance(text, Markup):
        return text
    kept = "".join(letter for letter in text if letter == "\n" or category(letter)[0] != "C")
    return Markup(html.escape(kept, quote=True))


def tag(element: str, /, *content: Content, **attributes: object) -> Markup:
    """One element. Attributes: a last underscore is dropped, the others become hyphens."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"' for key, value in attributes.items()
    )
    if element in EMPTY:
        return Markup(f"<{element}{written} />")
    return Markup(f"<{element}{written}>{joined(*content)}</{element}>")


def joined(*content: Content) -> Markup:
    """Contents one after another."""
    return Markup("".join(escaped(c) if isinstance(c, str) else joined(*c) for c in content))


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = (1, 2, 3)
) -> Markup:
    """A table with its caption; the first column heads its row, the columns ``numbers`` are set to the right.

    On a phone it scrolls by itself, reachable by keyboard and named by its caption.
    """

    def kind(place: int) -> dict[str, str]:
        return {"class_": "number"} if place in numbers else {}

    heads = [tag("th", name, scope="col", **kind(place)) for place, name in enumerate(head)]
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", value, **kind(place)) for place, value in enumerate(row[1:], start=1)),
        )
        for row in rows
    ]
    shown = tag("table", tag("caption", caption), tag("thead", tag("tr", *heads)), tag("tbody", *body))
    return tag("div", shown, class_="wide", tabindex=0, role="region", aria_label=caption)


def table_of(caption: str, cells: pd.DataFrame) -> Markup:
    """A frame as a table: its first column heads the row, all others are figures."""
    head, rows = list(map(str, cells.columns)), [list(map(str, row)) for row in cells.to_numpy().tolist()]
    return table(caption, head, rows, range(1, len(head)))
