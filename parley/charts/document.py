"""A figure as one document: everything a reader sees of it, from which page, report and print are drawn."""

import json
from dataclasses import dataclass
from typing import Literal

Link = tuple[str, str]  # words and the address they link to, which may be empty


@dataclass(frozen=True)
class Scale:
    """The scale of a slider: its ends, its step, its unit, and a mark at a value with the words beside it.

    ``rest``: where its own reset puts it.
    """

    least: float
    most: float
    step: float
    unit: str
    mark: float | None = None
    beside: str = ""
    rest: float | None = None


@dataclass(frozen=True)
class Choice:
    """One choice a reader has: radio buttons, a list, any of several, words or a day to type, a slider, or a button.

    ``name``: the parameter of the address; ``chosen``: the names of the options chosen, the words typed or the number.
    ``hint``: what an empty field asks for; ``most``: how many signs it takes. ``help``: paragraphs that explain it.
    ``fold``: the headings it lies under, the outermost first, and whether each is open at first. A ``note`` is words
    between the choices, a ``heading`` names those below it; a ``sheet`` opens all others on a narrow screen. ``above``:
    what stands above ``subjects``, the name of their page and what is known until when.
    """

    name: str
    label: str
    kind: Literal["one", "subjects", "list", "several", "words", "date", "slider", "button", "note", "heading", "sheet"]
    options: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    is_labelled: bool = True
    hint: str = ""
    help: tuple[str, ...] = ()
    fold: tuple[tuple[str, bool], ...] = ()
    scale: Scale | None = None
    above: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True)
class FigureDocument:
    """A finding with what it rests on.

    ``figure``: the chart as Plotly JSON, empty where its rows stand as a table; ``alt`` describes it to those who
    cannot see it. ``events``: what the numbers on the chart mean, in their order, each in parts. ``source``: all
    sources in parts, ``brief`` who published them and until when they reach. ``rows``: how many rows can be taken away.
    ``takes``: what may be taken away. ``known``: the day a chart is shown as of, as a sentence. ``scenario``: what its
    figures answer, as a sentence on a picture. ``title``: the finding on a picture, where the page says it in words
    above the card.
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
    brief: tuple[Link, ...] = ()
    rows: int = 0
    takes: tuple[Literal["csv", "image"], ...] = ()
    known: str = ""
    scenario: str = ""
    title: str = ""

    def to_json(self) -> str:
        """The document as JSON (``document.schema.json``); the figure stands in it as an object or null."""
        words = {name: value for name, value in vars(self).items() if name != "figure"}
        return f'{json.dumps(words, ensure_ascii=False, default=_told)[:-1]}, "figure": {self.figure or "null"}}}'


def _told(part: object) -> dict[str, object]:
    """The fields of a part that say something: sliders are many, and what most of them lack is not sent."""
    always = {"name", "label", "kind", "options", "chosen", "is_labelled"}
    return {name: value for name, value in vars(part).items() if name in always or not _is_silent(value)}


def _is_silent(value: object) -> bool:
    return value is None or value is False or value in ("", ())
