"""A figure as one document: everything a reader sees of it, from which page, report and print are drawn."""

import json
from dataclasses import dataclass
from typing import Literal

Link = tuple[str, str]  # words and the address they link to, which may be empty


@dataclass(frozen=True)
class Choice:
    """One choice a reader has: radio buttons, a list, any of several, or words to type.

    ``name``: the parameter of the address; ``chosen``: the names of the options chosen, or the words typed.
    """

    name: str
    label: str
    kind: Literal["one", "list", "several", "words"]
    options: tuple[str, ...]
    chosen: tuple[str, ...]
    is_labelled: bool = True
    hint: str = ""


@dataclass(frozen=True)
class FigureDocument:
    """A finding with what it rests on.

    ``figure``: the chart as Plotly JSON, empty where its rows stand as a table; ``alt`` describes it to those who
    cannot see it. ``events``: what the numbers on the chart mean, in their order, each in parts. ``source``: the source
    line in parts.
    ``rows``: how many rows can be taken away. ``takes``: in which forms. ``address``: where a reader finds it.
    """

    name: str
    finding: str
    measure: str = ""
    figure: str = ""
    alt: str = ""
    choices: tuple[Choice, ...] = ()
    remark: str = ""
    events: tuple[tuple[Link, ...], ...] = ()
    source: tuple[Link, ...] = ()
    rows: int = 0
    takes: tuple[Literal["csv", "parquet", "image"], ...] = ()
    address: str = ""

    def to_json(self) -> str:
        """The document as JSON (``document.schema.json``); the figure stands in it as an object or null."""
        words = {name: value for name, value in vars(self).items() if name != "figure"}
        return f'{json.dumps(words, ensure_ascii=False, default=vars)[:-1]}, "figure": {self.figure or "null"}}}'
