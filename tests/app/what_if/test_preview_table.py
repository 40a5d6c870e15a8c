"""Documents along a slider: the table gives every one of them back, and holds only what differs."""

import json
from typing import Any

import hypothesis.strategies as st
from hypothesis import given

from parley.app.what_if.preview import Leaves, PathTable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def put_together(table: PathTable, leaves: Leaves) -> Any:
    """The document of these leaves, as ``static/preview.js`` puts it together."""
    made: dict[str, Any] = {"whole": json.loads(json.dumps(table.template))}
    for number, value in leaves:
        *inside, last = ("whole", *table.places[number])
        part: Any = made
        for step in inside:
            part = part[step]
        part[last] = value
    return made["whole"]


@given(st.lists(VALUES.filter(lambda document: document is not None), min_size=1, max_size=6))
def test_every_document_comes_back(documents: list[Any]) -> None:
    table = PathTable("sign")
    told = [table.leaves(document) for document in documents]
    assert [put_together(table, leaves) for leaves in told] == documents


def test_only_what_differs_is_told() -> None:
    table = PathTable("sign")
    told = [
        table.leaves({"title": title, "facts": facts, "same": {"deep": [1, 2, 3]}})
        for title, facts in (
            ("a", [["x", "1"], ["y", "2"]]),
            ("b", [["x", "1"], ["y", "3"]]),
            ("a", [["x", "1"]]),
        )
    ]
    assert [{table.places[number]: value for number, value in leaves} for leaves in told] == [
        {},
        {("title",): "b", ("facts", 1, 1): "3"},
        {("facts",): [["x", "1"]]},
    ]


def test_true_is_not_one() -> None:
    table = PathTable("sign")
    table.leaves({"is_on": 1})
    assert [value for _, value in table.leaves({"is_on": True})] == [True]
