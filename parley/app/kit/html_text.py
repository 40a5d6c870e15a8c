"""Words that only stand there, as HTML: headings, facts, notes.

Streamlit reads each of its own texts as Markdown and keeps parts around it: a row of four facts costs the browser ten
milliseconds, as HTML one (``docs/speed.md``). The texts are plain, signs of Markdown stand as they are, but for
``marked``. How they look says ``static/style.css``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Literal

import pandas as pd
from markdown_it import MarkdownIt

from parley.app.kit.tips import explained
from parley.tables.glossary import Term
from parley.words import printed

RANGE = re.compile(r"([^\s()]+\u2013[^\s()]+)")
MARKED = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:$&^=])")  # what Markdown could act on
ARROWS = {"up": "↑ ", "down": "↓ ", "off": ""}


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")

    def link(self: Any, tokens: Any, place: int, options: Any, _: Any) -> str:
        tokens[place].attrSet("target", "_blank")
        return str(self.renderToken(tokens, place, options, {}))

    reader.add_render_rule("link_open", link)
    return reader


MARKDOWN = _reader()


@dataclass(frozen=True)
class Metric:
    """One fact: label of at most 22 characters, value, change as a pill, and its as-of words.

    ``help``: more about it, behind a button. ``arrow``: where the change points, which a minus sign alone does not say.
    ``source``: the source line in parts, each with the address it links to, behind the same button.
    """

    label: str
    value: str
    change: str = ""
    note: str = ""
    help: str | None = None
    arrow: Literal["up", "down", "off"] = "off"
    source: Sequence[tuple[str, str]] = ()


def heading(words: str, level: Literal[1, 2], badge: tuple[str, str] | None = None) -> str:
    """A heading: 1 for the page's answer, 2 for a finding; ``badge``: symbol and words of a verdict beside it."""
    beside = "" if badge is None else f' <span class="parley-badge">{_symbol(badge[0])} {escape(badge[1])}</span>'
    return f"<h{level}>{explained(_unbroken(words))}{beside}</h{level}>"


def eyebrow(page: str, chip: str = "") -> str:
    """The name of the page in small letters above what it shows, with the ``chip`` at the end of its line, if any."""
    beside = f'<span class="parley-chip">{escape(chip)}</span>' if chip else ""
    return f'<p class="parley-above"><span>{escape(page)}</span>{beside}</p>'


def chip(words: str) -> str:
    """A few words on what is known until when, as a quiet mark."""
    return f'<p class="parley-above"><span class="parley-chip">{escape(words)}</span></p>'


def _unbroken(words: str) -> str:
    """Words as HTML in which a range, such as 117–124 or Jan–Aug, is not broken at the end of a line.

    Its dash may end a line, and no property of a text forbids that but one of a part of it. ``card.js`` does the same.
    """
    parts = RANGE.split(words)
    return "".join(
        f'<span class="parley-range">{escape(p)}</span>' if n % 2 else escape(p) for n, p in enumerate(parts)
    )


def paragraph(words: str) -> str:
    """A paragraph of the page's own size."""
    return f"<p>{explained(escape(words))}</p>"


def marked(text: str) -> str:
    """A text in Markdown: paragraphs, points, bold words, links, which open in a tab of their own. HTML in it stands as
    words.
    """
    return f'<div class="parley-marked">{explained(_rendered(text))}</div>'


@lru_cache(maxsize=1024)
def _rendered(text: str) -> str:
    return str(MARKDOWN.render(text))


def details(heading: str, text: str) -> str:
    """A text in Markdown behind a heading that opens it."""
    return f'<details class="parley-details"><summary>{escape(heading)}</summary>{marked(text)}</details>'


def columns(parts: Sequence[str]) -> str:
    """Parts side by side where they have room."""
    return f'<div class="parley-columns">{"".join(f"<div>{part}</div>" for part in parts)}</div>'


def banner(words: str) -> str:
    """A line above the whole page."""
    return f'<p class="parley-banner">{escape(words)}</p>'


def hint(words: str) -> str:
    """What is said in place of what cannot be shown."""
    return f'<p class="parley-hint">{_symbol("info")} <span>{escape(words)}</span></p>'


def note(words: str, icon: str = "", command: str = "") -> str:
    """A small, paler paragraph; ``icon``: name of a Material symbol before it; ``command``: what to type, after it."""
    symbol = f"{_symbol(icon)} " if icon else ""
    typed = f" <code>{escape(command)}</code>" if command else ""
    return f'<p class="parley-note">{symbol}{explained(escape(words))}{typed}</p>'


def way(words: str, address: str) -> str:
    """A link to another page of the app, which opens without loading the app anew (``finder.js``)."""
    return f'<a class="parley-way" href="{escape(address)}">{escape(words)}</a>'


def linked_note(parts: Sequence[tuple[str, str]]) -> str:
    """A note in parts, each with the address it links to, in a tab of its own, or an empty one."""
    return f'<p class="parley-note">{_linked(parts)}</p>'


def _linked(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<a href="{escape(address)}" target="_blank">{escape(words)}</a>' if address else escape(words)
        for words, address in parts
    )


def table(rows: pd.DataFrame, name: str = "") -> str:
    """Rows as a table, each cell a line of Markdown; what is missing stays empty. The first cell of a row names it.

    ``name``: what the table is, for readers of the screen; a card names its own.
    """
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows.columns)
    lines = "".join(
        f'<tr><th scope="row">{_inline(first)}</th>{"".join(f"<td>{_inline(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows.itertuples(index=False, name=None)
    )
    named = f' aria-label="{escape(name)}"' if name else ""
    return f'<table class="parley-list"{named}><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'


def _inline(cell: Any) -> str:
    return "" if pd.isna(cell) else str(MARKDOWN.renderInline(str(cell)))


def escape_markdown(text: str) -> str:
    """Return text from outside on one line as Markdown that shows it letter by letter, with no link and no formula."""
    return MARKED.sub(r"\\\1", " ".join(text.splitlines()))


def plain(markdown: str) -> str:
    """A line of Markdown without its signs and links."""
    (line,) = MARKDOWN.parseInline(markdown)
    return "".join(part.content for part in line.children or ())


def terms_list(terms: Sequence[Term]) -> str:
    """Terms of art with what they mean and where that is laid down."""
    parts = [
        f'<dt>{escape(t.term)}</dt><dd>{escape(t.sentence)} <span class="parley-note">{escape(t.source)}</span></dd>'
        for t in terms
    ]
    return f'<dl class="parley-terms">{"".join(parts)}</dl>'


def _symbol(name: str) -> str:
    """A Material symbol, no word for readers of the screen."""
    return f'<span class="parley-icon" aria-hidden="true">{escape(name)}</span>'


def metrics(facts: Sequence[Metric], name: str) -> str:
    """Facts as a list of terms and descriptions. ``name`` tells apart the lists of one page."""
    parts = [_metric(fact, f"fact-{name}-{place}") for place, fact in enumerate(facts)]
    by_key = "" if any(fact.help or fact.source for fact in facts) else ' tabindex="0"'  # a phone scrolls them
    return f'<dl class="parley-facts"{by_key}>{"".join(parts)}</dl>'


def _metric(fact: Metric, identity: str) -> str:
    change = f'<span class="parley-change">{ARROWS[fact.arrow]}{_unbroken(fact.change)}</span> ' if fact.change else ""
    beside = f'<dd class="parley-beside">{change}{escape(fact.note)}</dd>' if fact.change or fact.note else ""
    more = _help(fact, identity) if fact.help or fact.source else ""
    label = f"<dt><span>{escape(printed(fact.label))}</span>{more}</dt>"
    return f'<div>{label}<dd class="parley-value">{_unbroken(fact.value)}</dd>{beside}</div>'


def _help(fact: Metric, identity: str) -> str:
    """A button that shows more, at the pointer by its title, at a press with the source in a box that Escape closes."""
    words, source = fact.help or "", "".join(part for part, _ in fact.source)
    named = f'title="{escape(words or source)}" aria-label="Help for {escape(printed(fact.label))}"'
    button = f'<button type="button" popovertarget="{identity}" {named}><span>?</span></button>'
    box = "<br/>".join(part for part in (escape(words), _linked(fact.source)) if part)
    return f'{button}<span popover="auto" id="{identity}">{box}</span>'
