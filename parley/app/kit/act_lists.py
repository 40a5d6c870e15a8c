"""Acts as a short list with links."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from parley import terms, words
from parley.measures.events import said

SIDE_WORDS = ((re.compile(r"^US\b"), "**US**"), (re.compile(r"^(China|Chinese)\b"), r"**\1**"))
SAY = words.beside(__file__)
WHOLE = 12  # letters of rates that stay on one line: on a phone longer ones would reach over its edge


def act_list(rows: pd.DataFrame) -> pd.DataFrame:
    """Acts as three columns of Markdown: day in force, what it does with a link to its text, rate before and after."""
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    cells = [(_day(r), f"{_title(r)}, {_link(r)}", _rates(r)) for r in records]
    return pd.DataFrame(cells, columns=["In force from", "Measure and legal text", "Rate under this act, %"])


def date_ahead(row: Mapping[Any, Any]) -> str:
    """What falls on a date ahead, a row of ``measures.events.ahead``; an end that a later one replaces says so."""
    return extended(said(row["title"], row["kind"]), row["extended_to"])


def extended(what: str, until: Any) -> str:
    """The words of an end with the later one announced since, where there is one."""
    return what if pd.isna(until) else SAY("dates.extended", what=what, day=terms.day(until))


def _day(act: dict[str, Any]) -> str:
    if pd.notna(act["valid_from"]):
        return terms.day(act["valid_from"])
    return f"announced {terms.day(act['announced_on'])}"


def _title(act: dict[str, Any]) -> str:
    title = str(act["title"])
    for pattern, marked in SIDE_WORDS:
        title = pattern.sub(marked, title)
    return terms.marked(title, act["verification"])


def _link(act: dict[str, Any]) -> str:
    named = next((str(act[c]) for c in ("instrument", "citation") if pd.notna(act[c])), "")
    name = terms.capital(named.removeprefix("State Council Tariff Commission "))
    if isinstance(act["source_url"], str):
        return f"[{name or 'Source'}]({act['source_url']})"
    return name or "no document"


def _rates(act: dict[str, Any]) -> str:
    before, after = (
        "" if pd.isna(act[c]) else str(act[c]).replace("-", terms.DASH).removesuffix(" (China)")
        for c in ("rate_before_text", "rate_after_text")
    )
    if not after:
        return terms.DASH
    both = f"{before} → {after}".strip() if before else after
    return both.replace(" ", terms.NBSP) if len(both) <= WHOLE else both
