"""Documents along a slider: the table gives every one of them back, and holds only what differs."""

import json
from typing import Any

import hypothesis.strategies as st
from hypothesis import given

from parley.app.what_if.preview.table import PathTable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def document_at(table: PathTable, position: int) -> Any:
    """The document of a position, put together as ``static/preview.js`` does."""
    leaves = table.leaves[position]
    assert leaves is not None
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
    for position, document in enumerate(documents):
        table.put(position, document)
    assert [document_at(table, position) for position in range(len(documents))] == documents


def test_only_what_differs_is_held() -> None:
    table = PathTable("sign")
    table.put(1, {"title": "a", "facts": [["x", "1"], ["y", "2"]], "same": {"deep": [1, 2, 3]}})
    table.put(2, {"title": "b", "facts": [["x", "1"], ["y", "3"]], "same": {"deep": [1, 2, 3]}})
    table.put(3, {"title": "a", "facts": [["x", "1"]], "same": {"deep": [1, 2, 3]}})
    assert table.leaves[1] == []
    assert {table.places[number]: value for number, value in table.leaves[2] or []} == {
        ("title",): "b",
        ("facts", 1, 1): "3",
    }
    assert {table.places[number]: value for number, value in table.leaves[3] or []} == {("facts",): [["x", "1"]]}


def test_true_is_not_one() -> None:
    table = PathTable("sign")
    table.put(1, {"is_on": 1})
    table.put(2, {"is_on": True})
    assert [value for _, value in table.leaves[2] or []] == [True]


def test_a_position_without_an_answer_is_no_template() -> None:
    table = PathTable("sign")
    table.put(1, None)
    assert table.template is None
    table.put(2, {"title": "a"})
    assert (table.leaves, table.template) == ({1: None, 2: []}, {"title": "a"})
