"""The app through Streamlit's test runner, for the page tests of every layer."""

import functools
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.testing.v1 import AppTest

from parley.app.kit import blocks, controls, sheet
from parley.app.kit.html_text import Metric
from parley.app.what_if import later
from parley.tables.place import ROOT
from tests import lines as plain_lines
from tests.lines import plain
from tests.sent_charts import Chart
from tests.sent_sheets import sheets

# What gives a page something to show that has no chart and no rows when it opens.
MOVED = {
    "look_up": {"economy": "Lesotho"},
    "what_if_product": {"us_XVI": "60", "cn_total": "40"},
    "what_if_world": {"world_us": "60", "world_cn": "40"},
}


def at_address(page: str, query: Mapping[str, Any], state: Mapping[str, Any] | None = None) -> AppTest:
    """The whole page (its file's name without suffix) from an address; ``state`` is of the session.

    A parameter of the address whose value is empty is left out.
    """
    return painted(first_run(page, query, state))


def first_run(page: str, query: Mapping[str, Any], state: Mapping[str, Any] | None = None) -> AppTest:
    """The page as ``at_address``, without what comes after its answer."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    if hasattr(app, "_bidi_component_manager"):  # a name of Streamlit's own; without it each page only takes longer
        app._bidi_component_manager = _components()
    for name, value in query.items():
        if value != "":
            app.query_params[name] = value
    for name, value in (state or {}).items():
        app.session_state[name] = value
    app.switch_page(f"pages/{page}.py")
    return app.run()


# An AppTest of its own reads the records of every installed package, which takes longer than most pages.
_installed = functools.cache(scan_component_manifests)


def _components() -> BidiComponentManager:
    """What a new app knows of components: those of installed packages."""
    manager = BidiComponentManager()
    for manifest, folder in _installed():
        manager.register_from_manifest(manifest, folder)
    return manager


def painted(app: AppTest) -> AppTest:
    """The page once the browser has said that it has painted the answer: with what comes after it."""
    while later.WAITED in app.session_state:
        app.session_state[later.ASKED] = app.session_state[later.WAITED]
        app.run()
    return app


def cards(app: AppTest) -> list[dict[str, Any]]:
    """What the cards of the page were sent, from top to bottom: each its part, its document and more."""
    return [told for drawn in sheets(app) for key, told in drawn.lines if key]


def documents(app: AppTest, *parts: str) -> list[dict[str, Any]]:
    """The documents of the cards that show these parts of them; of all without."""
    return [sent["document"] for sent in cards(app) if not parts or sent["part"] in parts]


def choices(app: AppTest) -> dict[str, dict[str, Any]]:
    """The choices in the cards of the page by name: label, kind, options and what is chosen."""
    return {choice["name"]: choice for told in documents(app, "whole", "head") for choice in told["choices"]}


def positions(app: AppTest) -> dict[str, float]:
    """Where every slider stands, by the name of its choice."""
    return {name: float(told["chosen"][0]) for name, told in choices(app).items() if told["kind"] == "slider"}


def buttons(app: AppTest) -> dict[str, str]:
    """The buttons in the cards: their words by their name."""
    return {name: told["label"] for name, told in choices(app).items() if told["kind"] == "button"}


def press(app: AppTest, name: str, *values: object) -> AppTest:
    """The page after a press in a card: of a button, or on these values of a choice."""
    return painted(answer(app, name, *values))


def answer(app: AppTest, name: str, *values: object) -> AppTest:
    """The answer to such a press, before what comes after it."""
    ((held, key),) = [
        (drawn.key, key)
        for drawn in sheets(app)
        for key, told in drawn.lines
        if key and name in {choice["name"] for choice in told["document"]["choices"]}
    ]
    number = max(app.session_state[sheet.KEY].heard.values(), default=0) + 1
    press = {"number": number, "values": {name: [f"{value}" for value in values]}}
    app.session_state[held] = {"choice": {"cards": {key: press}}}
    return app.run()


def charts(app: AppTest) -> list[Chart]:
    """The charts on the page, from top to bottom."""
    return [Chart(told["figure"], told["alt"]) for told in documents(app, "whole") if told["figure"]]


def events(app: AppTest) -> list[str]:
    """What the numbers on the charts mean."""
    return [_joined(event) for told in documents(app, "whole", "foot") for event in told["events"]]


def _joined(parts: Sequence[Sequence[str]]) -> str:
    return "".join(words for words, _ in parts)


def date_of(app: AppTest) -> date:
    """The as-of date in the masthead: the one the last run was drawn with."""
    (field,) = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "parley_as_of"]
    return date.fromisoformat(json.loads(field.json)["day"])


def choose_date(app: AppTest, day: date) -> AppTest:
    """The page after the as-of date has become this day."""
    app.session_state[controls.BEGUN] = f"{day}"
    return app.run()


def address(app: AppTest) -> dict[str, list[str]]:
    """The parameters that the page writes into its address, but for the date."""
    return {name: values for told in _feet(app) for name, values in told["parameters"].items() if values}


def waits(app: AppTest) -> list[int]:
    """How long after it is painted and pressed last each part of the page that waits for more asks for it, ms."""
    return [told["pause"] for told in _feet(app) if told.get("then")]


def _feet(app: AppTest) -> list[dict[str, Any]]:
    """What the parts of the page tell the browser at their end."""
    writers = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "parley_address"]
    return [json.loads(writer.json) for writer in writers]


def html(app: AppTest) -> list[str]:
    """The words the page writes as HTML: elements of their own, then those in sheets."""
    own = [element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style")]
    return own + [told for drawn in sheets(app) for key, told in drawn.lines if not key]


def refused(app: AppTest) -> list[str]:
    """What the page says that its address asks for in vain, the day left out."""
    case = blocks.SAY("refused", "choice", asked="|").split("|")[0]
    banners = [_words(part) for part in _written(app) if part.get("class") == "parley-banner"]
    return [words for words in banners if words.startswith(case) and "“" in words]


def _written(app: AppTest) -> list[ET.Element]:
    """What a page writes as HTML, in order (``parley.app.kit.html_text``), then what stands in cards."""
    bodies = [*html(app), *(sent["body"] for sent in cards(app))]
    return [part for body in bodies for part in _unexplained(ET.fromstring(f"<x>{body}</x>"))]


def _unexplained(tree: ET.Element) -> ET.Element:
    """A tree without the closed boxes that explain a term; the terms stay."""
    for parent in tree.iter():
        for place, part in reversed(list(enumerate(parent))):
            if part.get("class") == "parley-tip":
                before = parent[place - 1]  # the term's button
                before.tail = (before.tail or "") + (part.tail or "")
                parent.remove(part)
    return tree


def tips(app: AppTest) -> dict[str, str]:
    """The terms a page explains, as the page names them, each with its explanation."""
    bodies = [body for body in html(app) if "parley-tip" in body]
    parts = [part for body in bodies for part in ET.fromstring(f"<x>{body}</x>").iter()]
    boxes = {box.get("id"): _words(box) for box in parts if box.get("popover")}
    return {_words(part): boxes[part.get("popovertarget")] for part in parts if part.get("class") == "parley-term"}


def _words(part: ET.Element | None) -> str:
    return "" if part is None else "".join(part.itertext())


def html_words(app: AppTest) -> list[str]:
    """The words of each part written as HTML, names in code left out."""
    parts = _written(app)
    for code in (code for part in parts for code in part.iter("code")):
        code.text = ""
    return [_words(part) for part in parts]


def title(app: AppTest) -> str:
    """The one heading of the first level: the page's answer, or the finding of its first figure."""
    of_cards = [sent["document"]["finding"] for sent in cards(app) if sent["level"] == 1]
    (said,) = [_words(h1) for part in _written(app) for h1 in part.iter("h1")] + of_cards
    return str(said)


def findings(app: AppTest) -> list[str]:
    """The headings of the second level written as HTML, then Streamlit's own, then those of all figures."""
    told = [_words(part) for part in _written(app) if part.tag == "h2"] + [plain(head.value) for head in app.header]
    return told + [shown["finding"] for shown in documents(app, "whole", "head") if shown["finding"]]


def paragraphs(app: AppTest) -> list[str]:
    """The text of the page's own size: written as HTML, with what is behind How sure?, then as Markdown."""
    parts = [part for written in _written(app) for part in (written if _is_how_sure(written) else [written])]
    told = [_words(part) for part in parts if part.tag == "p" and not part.get("class")]
    return told + [text.value for text in app.markdown]


def _is_how_sure(part: ET.Element) -> bool:
    return part.get("class") == "parley-sure-box"


def texts_to_open(app: AppTest) -> list[str]:
    """The headings of texts that a reader opens."""
    return [_words(part.find("summary")) for part in _written(app) if part.tag == "details"]


def points(app: AppTest) -> list[list[str]]:
    """The lists written as HTML, each as its points."""
    return [[_words(point) for point in told] for part in _written(app) for told in part.iter("ul")]


def notes(app: AppTest) -> list[str]:
    """The small print: written as HTML without its symbols, then Streamlit's own, then that of the cards."""
    told = [part for written in _written(app) for part in written.iter() if part.get("class") == "parley-note"]
    of_cards = [
        *(told["measure"] for told in documents(app, "whole", "head")),
        *(told["label"] for told in choices(app).values() if told["kind"] == "note"),
        *(told["scale"].get("beside", "") for told in choices(app).values() if told["kind"] == "slider"),
        *(
            words
            for told in documents(app, "whole", "foot")
            for words in (told["remark"], _joined(told["brief"]), _joined(told["source"]))
        ),
    ]
    return [
        *(_words(part).removeprefix(_words(part.find("span"))).strip() for part in told),
        *(caption.value for caption in app.caption),
        *filter(None, of_cards),
    ]


def metrics(app: AppTest) -> list[Metric]:
    """The facts of a page as they are read."""
    lists = [part for part in _written(app) if part.get("class") == "parley-facts"]
    return [_metric(fact) for facts in lists for fact in facts]


def _metric(fact: ET.Element) -> Metric:
    change = fact.find("dd[@class='parley-beside']/span")
    pointer, _, rest = _words(change).rpartition(" ")
    arrow = {"↑": "up", "↓": "down"}.get(pointer, "off")
    return Metric(
        label=_words(fact.find("dt/span")),
        value=_words(fact.find("dd[@class='parley-value']")),
        change=rest if arrow != "off" else _words(change),
        note=_words(fact.find("dd[@class='parley-beside']")).removeprefix(_words(change)).strip(),
        help=_words(fact.find("dt/span[@popover]")) or None,
        arrow=arrow,  # type: ignore[arg-type]
        source=[(_words(link), link.get("href", "")) for link in fact.iter("a")],
    )


def said(app: AppTest) -> list[tuple[str, str]]:
    """Every line of words but title, findings, facts and messages, in plain words and what it is (``tests.lines``)."""
    trees = [
        p for p in _written(app) if p.tag not in {"h1", "h2"} and p.get("class") not in {"parley-facts", "parley-list"}
    ]
    trees += [plain_lines.read(text.value) for text in (*app.markdown, *app.subheader)]
    notes_of_streamlit = [(plain_lines.NOTES, plain(caption.value)) for caption in app.caption]
    code = [(plain_lines.OTHERS, line) for block in app.code for line in block.value.splitlines() if line.strip()]
    drawn = [line for tree in trees for line in plain_lines.lines(tree)] + notes_of_streamlit + code
    return drawn + [line for sent in cards(app) for line in _said_by(sent)]


def _said_by(sent: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The lines of a card."""
    shown = sent["document"]
    of_head, of_foot = sent["part"] != "foot", sent["part"] != "head"
    small = [shown["measure"]] * of_head + [shown["remark"], *map(_joined, (shown["brief"], shown["source"]))] * of_foot
    yield from ((plain_lines.NOTES, " ".join(words.split())) for words in small if words)
    if of_foot:
        yield from ((plain_lines.POINTS, " ".join(_joined(event).split())) for event in shown["events"])
    panel = {"texts": (), "tables": (), "licences": ()} | (sent["panel"] or {})
    yield from ((plain_lines.NOTES, words) for words, _ in panel["tables"])
    yield from ((plain_lines.POINTS, f"{words}: {licence}") for words, _, licence in panel["licences"])
    for name, text in panel["texts"]:
        yield plain_lines.NOTES, name
        yield from ((plain_lines.OTHERS, line) for line in text.splitlines() if line.strip())


def hints(app: AppTest) -> list[str]:
    """What is said in place of what cannot be shown, letter by letter."""
    written = [_words(part.find("span[2]")) for part in _written(app) if part.get("class") == "parley-hint"]
    return [told.value.replace("\\", "") for told in app.info] + written


def messages(app: AppTest) -> list[str]:
    """Warnings, errors and hints in plain words, and the faults that reached the visitor."""
    told = [plain(message.value) for kind in ("warning", "error", "success") for message in app.get(kind)]
    return told + hints(app) + [fault.message for fault in app.exception]


def links(app: AppTest) -> list[tuple[str, str]]:
    """The words and the address of every link."""
    trees = [*_written(app), *(plain_lines.read(text.value) for text in (*app.markdown, *app.caption))]
    written = [(_words(link), link.get("href", "")) for tree in trees for link in tree.iter("a")]
    parts = [
        part for told in documents(app, "whole", "foot") for line in (told["source"], *told["events"]) for part in line
    ]
    return written + [(words, target) for words, target in parts if target]


@dataclass(frozen=True)
class Table:
    """A table as it is shown: its alternative text, heads, how the figures of a column are written, and the rows."""

    alt: str
    heads: list[str]
    formats: list[str]
    rows: list[list[Any]]


def tables(app: AppTest) -> list[Table]:
    """The tables on the page, those of a chart's rows and the lists."""
    return [_of_rows(part) for part in app.dataframe] + [_of_list(part) for part in lists(app)]


def lists(app: AppTest) -> list[ET.Element]:
    """The short lists, as HTML."""
    return [part for part in _written(app) if part.get("class") == "parley-list"]


def _of_rows(part: Any) -> Table:
    rows: pd.DataFrame = part.value
    told: dict[str, Any] = json.loads(part.proto.columns or "{}")
    names = [name for name in (list(part.proto.column_order) or list(rows.columns)) if name in rows]
    heads = [str(told.get(name, {}).get("label", name)) for name in names]
    formats = [str((told.get(name, {}).get("type_config") or {}).get("format") or "") for name in names]
    columns = [[_cell(value) for value in rows[name].tolist()] for name in names]
    return Table(part.proto.alt, heads, formats, [list(row) for row in zip(*columns, strict=True)])


def _of_list(part: ET.Element) -> Table:
    heads, *rows = [[" ".join(_words(cell).split()) for cell in line] for line in part.iter("tr")]
    return Table("", heads, [""] * len(heads), rows)  # type: ignore[arg-type]


def _cell(value: Any) -> Any:
    """A cell as JSON can hold it; what is missing is None."""
    if isinstance(value, list | tuple | np.ndarray):
        return [_cell(inner) for inner in value]
    if pd.isna(value):
        return None
    return value if isinstance(value, str | int | float | bool) else str(value)


def controls_shown(app: AppTest) -> list[tuple[str, str, list[str]]]:
    """The label of every control, where it stands, and what it offers: ends of a slider, options of a choice."""
    lists = [(s.label, "" if s.index is None else s.options[s.index], s.options) for s in app.selectbox]
    choices_ = [(c.proto.label, ", ".join(c.formatted_values), c.options) for c in app.get("button_group")]
    fields = [(f.label, str(f.value), []) for kind in ("toggle", "checkbox", "text_input") for f in app.get(kind)]
    buttons = [(b.label, "", []) for kind in ("button", "download_button", "expander") for b in app.get(kind)]
    menus = [(menu.proto.popover.label, "", []) for menu in app.get("popover")]
    of_cards = [(c["label"], ", ".join(c["chosen"]), c["options"]) for c in choices(app).values()]
    last_lines = [sent for sent in cards(app) if sent["part"] != "head" and sent["document"]["takes"]]
    files = [(label, "", []) for sent in last_lines for label in (sent["other"], "Download", "Cite") if label]
    files += [(label, "", []) for sent in last_lines for label, _ in (sent["panel"] or {}).get("files", [])]
    every = [*lists, *choices_, *fields, *buttons, *menus, *of_cards, *files]
    return [(plain(label), plain(stands), [plain(option) for option in options]) for label, stands, options in every]


def other_options(app: AppTest) -> dict[str, list[str]]:
    """The choices side by side by their parameter, each with the options not chosen, as an address names them."""
    drawn = app.get("button_group")
    by_key = {str(c.key): [option for option in c.options if option not in c.formatted_values] for c in drawn}
    of_cards = {
        name: [option for option in choice["options"] if option not in choice["chosen"]]
        for name, choice in choices(app).items()
        if choice["kind"] in {"one", "several"}
    }
    return by_key | of_cards
