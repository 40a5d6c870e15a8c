"""Addresses that strangers write: every choice of every page given nonsense drawn with a seed.

A page then opens as if the nonsense were not there: no trace-back, no block lost, a date, and nothing of it as markup.
"""

import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from parley.tables import read as tables
from tests import lines, reader
from tests.app.test_pages import LOGGED, PAGES, moved, sentences
from tests.apps import at_address, choices, date_of, html, messages, title
from tests.results.test_hostile_files import SEED, TITLES

ADDRESSES = 3
NUMBERS = ["1e309", "-1", "NaN", "inf", "0x10", "999999999999999999999", "١٢", "1,5", "2025-13-45", "0000-00-00"]
TEXTS = ["\x00", "\ufeff", "null", "[]", "{}", "a" * 5000, "..%2f..%2fetc%2fpasswd", "file:///etc/passwd", "\ud7ff"]
MARKUP = ("<script>alert", "<img src=x", "<svg onload")
COMMON = ["as_of", "scenario", "embed", "a", "b", "q", "theme", "__proto__", "page"]


def nonsense(draw: random.Random) -> Any:
    value = draw.choice([*TITLES, *NUMBERS, *TEXTS])
    return [value, draw.choice(NUMBERS)] if draw.random() < 0.2 else value


def flat(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from value if isinstance(value, list) else [value]


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_every_choice_leaves_a_whole_page(page: str) -> None:
    known = [*choices(at_address(page, moved(page))), *moved(page), *COMMON]
    draw = random.Random(f"{SEED} {page}")
    for _ in range(ADDRESSES):
        query = {name: nonsense(draw) for name in known if draw.random() < 0.7}
        app = at_address(page, query)
        assert [e.message for e in app.exception] == [], query
        assert title(app), query
        assert [s for s in sentences(app) if LOGGED in s] == [], query
        assert date_of(app) <= tables.compiled_on(), query
        own = [word for word in flat(query.values()) if reader.FIELD.search(word)]  # as the page quotes it
        assert [told for told in reader.faults(app) if not any(word in told for word in own)] == [], query
        written = html(app)
        assert written
        assert [body for body in written if any(word in body for word in MARKUP)] == [], query


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("sources", {"sources_find_tables": "*"}),
        ("explore", {"explore_codes": "*"}),
    ],
)
def test_what_is_typed_is_quoted_letter_by_letter(page: str, query: dict[str, str]) -> None:
    """Where nothing is found the page says so with the words typed: no link, picture or emphasis comes of them."""
    typed = "[a](//b.example) ![c](//d.e) *f*"
    app = at_address(page, {name: typed if value == "*" else value for name, value in query.items()})
    said = [told.value for kind in ("info", "warning") for told in app.get(kind)]
    assert any(typed in told for told in messages(app))
    assert {part.tag for told in said for part in lines.read(told).iter()}.isdisjoint({"a", "img", "em"})
