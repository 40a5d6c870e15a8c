"""Words that only stand there, as HTML: headings, facts, notes.

Streamlit reads each of its own texts as Markdown and keeps parts around it: a row of four facts costs the browser ten
milliseconds, as HTML one (``docs/decisions/0010-words-as-html.md``). The texts are plain: signs of Markdown stand as
they are. How they look says ``assets/style.css``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

ARROWS = {"up": "↑ ", "down": "↓ ", "off": ""}


@dataclass(frozen=True)
class Metric:
    """One fact: label of at most 22 characters, value, change as a pill, and its as-of words.

    ``help``: more about it, behind a button. ``arrow``: where the change points, which a minus sign alone does not say.
    """

    label: str
    value: str
    change: str = ""
    note: str = ""
    help: str | None = None
    arrow: Literal["up", "down", "off"] = "off"


def heading(words: str, level: Literal[1, 2]) -> str:
    """A heading: 1 for the page's answer, 2 for a finding."""
    return f"<h{level}>{escape(words)}</h{level}>"


def paragraph(words: str) -> str:
    """A paragraph of the page's own size."""
    return f"<p>{escape(words)}</p>"


def mixed(written: str, *, small: bool = False) -> str:
    """A paragraph of what ``plain``, ``strong`` and ``link`` have written."""
    look = ' class="parley-small"' if small else ""
    return f"<p{look}>{written}</p>"


def plain(words: str) -> str:
    """Words as they are, to stand beside ``strong`` ones and links."""
    return escape(words)


def strong(words: str) -> str:
    """Words in bold type."""
    return f"<strong>{escape(words)}</strong>"


def link(words: str, address: object) -> str:
    """Words that lead to an outside address in a tab of its own; the words alone where there is no address."""
    if not isinstance(address, str):
        return escape(words)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def note(words: str, icon: str = "") -> str:
    """A small, paler paragraph; ``icon``: name of a Material symbol before it."""
    symbol = f'<span class="parley-icon" aria-hidden="true">{escape(icon)}</span> ' if icon else ""
    return f'<p class="parley-note">{symbol}{escape(words)}</p>'


def metrics(facts: Sequence[Metric], name: str) -> str:
    """Facts as a list of terms and descriptions. ``name`` tells apart the lists of one page."""
    parts = [_metric(fact, f"fact-{name}-{place}") for place, fact in enumerate(facts)]
    return f'<dl class="parley-facts">{"".join(parts)}</dl>'


def _metric(fact: Metric, identity: str) -> str:
    change = f'<span class="parley-change">{ARROWS[fact.arrow]}{escape(fact.change)}</span> ' if fact.change else ""
    beside = f'<dd class="parley-beside">{change}{escape(fact.note)}</dd>' if fact.change or fact.note else ""
    more = _help(fact.label, fact.help, identity) if fact.help else ""
    label = f"<dt><span>{escape(fact.label)}</span>{more}</dt>"
    return f'<div>{label}<dd class="parley-value">{escape(fact.value)}</dd>{beside}</div>'


def _help(label: str, words: str, identity: str) -> str:
    """A button that shows more, at the pointer by its title, at a press in a box that Escape closes."""
    named = f'title="{escape(words)}" aria-label="Help for {escape(label)}"'
    button = f'<button type="button" popovertarget="{identity}" {named}><span>?</span></button>'
    return f'{button}<span popover="auto" id="{identity}">{escape(words)}</span>'
