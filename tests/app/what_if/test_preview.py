"""The part that sends previews: what it asks of a page, and when what it sent before holds no more."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit import settings
from parley.app.what_if import preview
from parley.models.scenario import ScenarioError
from tests.apps import at_address


def trial() -> None:
    import json

    import streamlit as st

    from parley.app.kit.html_text import Metric
    from parley.app.what_if import preview
    from parley.models.scenario import ScenarioError

    def make(key: str, position: int) -> preview.Preview:
        if position < 2:
            raise ScenarioError("no answer")
        return preview.Preview(f"{key} at {position}", [Metric("Double", f"{2 * position}", "a range")], {})

    path = preview.Path(
        {"one": 5, "two": 7}, {"one": (0, 10), "two": (0, 10)}, make, lambda key: st.session_state.get("other", 0), ()
    )
    wish = st.session_state.get("wish")
    if wish:
        st.text(json.dumps(preview._piece(path, wish)))


WISH = {
    "number": 1,
    "key": "one",
    "figures": [],
    "near": 5,
    "most": 31,
    "made": "",
    "bare": True,
    "places": 0,
    "had": [],
}


def pieces(*wishes: dict[str, Any], others: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    """What is sent for these wishes one after the other, ``others`` what else the page stands at."""
    app = AppTest.from_function(trial, default_timeout=30)
    found: list[dict[str, Any]] = []
    for wish, other in zip(wishes, others or (0,) * len(wishes), strict=True):
        known = {name: found[-1][name] for name in ("made",)} if found and wish["had"] else {}
        app.session_state["wish"], app.session_state["other"] = {**wish, **known}, other
        app.run()
        assert not app.exception
        found.append(json.loads(app.text[0].value))
    return found


def test_a_table_holds_every_position_and_none_where_there_is_no_answer() -> None:
    (piece,) = pieces(WISH)
    assert sorted(map(int, piece["leaves"])) == list(range(11))
    assert [piece["leaves"][n] for n in "01"] == [None, None]
    assert piece["left"] == 0
    assert list(piece["leaves"])[:3] == ["5", "4", "6"]  # the nearest to the thumb first
    assert piece["template"]["facts"] == [["Double", "10"]]  # without its range


def test_a_piece_holds_no_more_than_is_wanted_and_the_next_the_rest() -> None:
    first, second = pieces({**WISH, "most": 3}, {**WISH, "most": None, "bare": False, "had": [4, 5, 6]})
    assert (sorted(map(int, first["leaves"])), first["left"]) == ([4, 5, 6], 8)
    assert (sorted(map(int, second["leaves"])), second["left"]) == ([0, 1, 2, 3, 7, 8, 9, 10], 0)


def test_what_the_browser_has_is_not_sent_again() -> None:
    first, second = pieces(WISH, {**WISH, "bare": False, "places": 2, "had": [*range(3, 8)]})
    assert sorted(map(int, second["leaves"])) == [0, 1, 2, 8, 9, 10]
    assert second["template"] is None
    assert second["places"] == []
    assert first["sign"] == second["sign"]


@pytest.mark.parametrize("had", [[], [5, 6]])
def test_what_is_moved_beside_the_slider_makes_another_table(had: list[int]) -> None:
    first, second = pieces(WISH, {**WISH, "bare": not had, "had": had}, others=(0, 1))
    assert first["sign"] != second["sign"]
    assert first["made"] != second["made"]
    assert second["template"] is not None
    assert sorted(map(int, second["leaves"])) == list(range(11))


def test_a_table_is_made_anew_where_something_else_stands_under_the_thumb() -> None:
    def sign(*standing: str) -> str:
        path = preview.Path({"one": 5}, {"one": (0, 10)}, made_nowhere, lambda key: 0, ("bars",), lambda name: standing)
        return preview._sign(path, "one", ["bars"])

    def made_nowhere(key: str, position: int) -> preview.Preview:
        raise ScenarioError("no answer")

    assert sign("Laos") == sign("Laos") != sign("Myanmar")


def test_another_slider_has_another_table() -> None:
    first, second = pieces(WISH, {**WISH, "key": "two"})
    assert first["sign"] != second["sign"]


def sent(app: AppTest) -> list[dict[str, Any]]:
    parts = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "parley_preview"]
    return [json.loads(part.bytes) for part in parts]


def test_the_page_says_where_its_sliders_stand() -> None:
    (told,) = sent(at_address("what_if_product", {"us_XVI": "60", "cn_total": "40"}))
    assert (told["at"]["us_XVI"], told["at"]["cn_total"]) == (60, 40)
    assert told["piece"] is None


def test_a_setting_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.WITHOUT, "preview")
    assert sent(at_address("what_if_product", {"us_XVI": "60"})) == []
