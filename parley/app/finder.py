"""The search field in the masthead of every page: candidates by kind, each a link to the page and state that answer.

What is typed is answered by a fragment of its own, so the page is not drawn again; the index opens with the first
question. ``finder.js`` draws the field and what is found; below it ``static/looked_at.js`` lists what was looked at.
On a narrow screen it draws the menu too: what Streamlit draws there for groups is a list whose parts are no items.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from parley import terms
from parley.app import navigation
from parley.app.kit import address, controls, scripts, session
from parley.search import lookup, shipped
from parley.search.find import find, find_all, has_more
from parley.search.lookup import Hit
from parley.search.shipped import SearchError

KEY = "find"
GROUPS = {
    "product": "Goods",
    "economy": "Economies",
    "law": "Laws and acts",
    "agreement": "Agreements",
    "mineral": "Minerals",
    "page": "Pages",
    "term": "Terms",
    "source": "Sources",
}


@st.fragment
def draw() -> None:
    """The field, with what was found for what it holds."""
    request = (session.state().get(KEY) or {}).get("asked") or {}
    typed = request.get("text")
    shown = {
        "number": request.get("number", 0),
        "most": controls.LONGEST_SEARCH,
        "page": f"/{address.page()}",
        **answer(typed if isinstance(typed, str) else "", bool(request.get("all"))),
    }
    result = _field()(data=shown, key=KEY, on_asked_change=lambda: None, on_open_change=lambda: None)
    if result.open:
        follow(result.open)


def answer(typed: str, all_of_it: bool = False) -> dict[str, Any]:
    """What was found for words, by kind, as ``parley find`` prints it, with a sentence: in its place where the index
    cannot be read, beside it where nothing holds all the words or there were too many.

    ``all_of_it``: all results, as ``parley find --all`` prints them; ``more``: whether there may be some left out.
    """
    if not typed.strip():
        return {"groups": [], "fault": "", "more": False}
    try:
        search = find_all if all_of_it else find
        hits = search(typed, None if controls.is_latest() else controls.as_of())
        year = lookup.year_of_values(shipped.stamp())
    except SearchError as fault:
        return {"groups": [], "fault": str(fault), "more": False}
    of_kind: dict[str, list[Hit]] = {}  # the kind of the nearest hit first
    for hit in hits:
        of_kind.setdefault(hit.kind, []).append(hit)
    groups = [
        {"name": _group(kind, of_one, year), "hits": [_shown(hit) for hit in of_one]}
        for kind, of_one in of_kind.items()
    ]
    return {"groups": groups, "fault": " ".join(hits.remarks), "more": not all_of_it and has_more(hits)}


def _group(kind: str, hits: list[Hit], year: int) -> str:
    """The heading of a kind; where values stand beside it, what they are."""
    has_values = any(hit.value_usd is not None for hit in hits)
    return f"{GROUPS[kind]}, US imports {year}" if has_values else GROUPS[kind]


def _shown(hit: Hit) -> dict[str, object]:
    value = "" if hit.value_usd is None else terms.usd(hit.value_usd, 2)
    query = controls.with_date(hit.query)
    day = "" if hit.query.get(controls.AS_OF) == controls.as_of().isoformat() else hit.query.get(controls.AS_OF, "")
    return {"title": hit.title, "value": value, "page": hit.page, "query": query, "day": day}


def follow(link: Mapping[str, Any]) -> None:
    """Open the page a link names, in its state; what names no page of the app does nothing."""
    path = navigation.HOME if link.get("page") == "/" else f"pages/{str(link.get('page', '')).removeprefix('/')}.py"
    query = link.get("query")
    if path in (*navigation.FILES, navigation.STORY) and isinstance(query, dict):
        address.leave()
        choices = {
            str(name): [str(v) for v in value] if isinstance(value, list) else str(value)
            for name, value in query.items()
        }
        st.switch_page(navigation.page_of(path), query_params=controls.with_date(choices))


@st.cache_resource(show_spinner=False)
def _field() -> Callable[..., Any]:
    """The component of the field, once per process."""
    script = Path(__file__).with_name("finder.js").read_text(encoding="utf-8")
    script = script.replace("VERSION", scripts.version("looked_at.js"))
    script = script.replace("PAGES_BY_GROUP", json.dumps(navigation.menu()))
    return st.components.v2.component("parley_find", js=script, isolate_styles=False)
