"""A sheet: cards and words as one element, in order, and no card told twice to a browser that shows it."""

from typing import Any

from streamlit.testing.v1 import AppTest

from parley.app.kit import sheet
from tests.apps import at_address, documents, html
from tests.sent_sheets import sheets

PAGE = {"economy": "Lesotho"}


def kinds(app: AppTest) -> list[str]:
    """The elements of the page itself, from top to bottom, by their kind."""
    return [str(part.type) for part in app.main if part.type in ("bidi_component", "dataframe", "html")]


def marks(app: AppTest, key: str) -> dict[str, str]:
    """By card of a sheet, the mark of what it says."""
    (sent,) = [part.proto for part in app.get("bidi_component") if part.proto.id.endswith(key)]
    lines = sent.bytes.decode().strip("\n").split("\n")
    return {card: mark for card, mark, _ in (line.split("\t") for line in lines) if card}


def told(app: AppTest) -> dict[str, Any]:
    """By card of the page, what it was told; nothing where its mark alone was."""
    return {key: said for drawn in sheets(app) for key, said in drawn.lines if key}


def test_what_stands_between_cards_splits_their_sheet_and_keeps_its_place() -> None:
    whole, split = at_address("look_up", PAGE), at_address("look_up", {**PAGE, "look_up_average_view": "Table"})
    assert [drawn.key for drawn in sheets(whole)][-1] == "sheet-look_up-thing-0"
    assert [drawn.key for drawn in sheets(split)][-2:] == ["sheet-look_up-thing-0", "sheet-look_up-thing-1"]
    assert [(drawn.follows, drawn.goes_on) for drawn in sheets(split)][-2:] == [(False, True), (True, False)]
    order = kinds(split)
    first = order.index("dataframe")
    assert order[first - 1] == order[first + 1] == "bidi_component"
    names = [shown["name"] for shown in documents(split, "whole", "foot")]
    assert names == [shown["name"] for shown in documents(whole, "whole", "foot")]
    assert html(whole) == html(split)


def test_a_card_the_browser_shows_is_told_by_its_mark_and_a_changed_one_whole() -> None:
    app = at_address("briefing", {})
    key = "sheet-briefing-statements-0"
    before = marks(app, key)
    app.session_state[sheet.KEY].shown[key] = frozenset(before.values())
    app.session_state["briefing_truce_chart"] = True
    app.run()
    assert [card for card, said in told(app).items() if said and card in before] == ["card-briefing-briefingtruce-0"]
    after = marks(app, key)
    assert {card for card in before if before[card] != after[card]} == {"card-briefing-briefingtruce-0"}
    app.run()  # what the browser shows is asked for at each press
    assert all(told(app).values())


def test_a_press_is_taken_by_whichever_sheet_tells_of_it() -> None:
    app = at_address("look_up", PAGE)
    card = next(key for key, said in told(app).items() if said["document"]["name"] == "look_up_sells")
    press = {"number": 5, "values": {"look_up_sells_view": ["Table"]}}
    app.session_state["sheet-look_up-thing-0"] = {"choice": {"cards": {card: press}}}
    app.session_state["look_up_average_view"] = "Table"  # and the card is in the second sheet now
    app.run()
    assert app.session_state["look_up_sells_view"] == "Table"
    assert len(app.dataframe) == 2
