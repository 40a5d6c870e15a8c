"""A choice is read from the address once, where a page is opened, and written by the run that draws it."""

import json

from streamlit.testing.v1 import AppTest

from parley.app.kit.controls import FIRST_DATE, LONDON_TALKS
from parley.tables import compiled_on
from tests.apps import address, at_address, choices, choose_date, date_of, title


def test_a_choice_of_the_address_is_drawn_and_written_again() -> None:
    app = at_address("trade", {"trade_section": "Goods"})
    assert choices(app)["trade_section"]["chosen"] == ["Goods"]
    assert address(app) == {"trade_section": ["Goods"]}


def test_a_default_is_not_written_and_an_unknown_choice_is_the_default() -> None:
    for asked in ("Month by month", "nonsense", ""):
        app = at_address("trade", {"trade_section": asked})
        assert choices(app)["trade_section"]["chosen"] == ["Month by month"]
        assert address(app) == {}


def written(app: AppTest) -> dict[str, list[str]]:
    """What the page tells the browser to write, empty lists included."""
    writers = [p.proto for p in app.get("bidi_component") if p.proto.component_name == "parley_address"]
    return {name: told for writer in writers for name, told in json.loads(writer.json)["parameters"].items()}


def test_what_is_no_longer_drawn_is_taken_out_of_the_address() -> None:
    app = at_address("trade", {"trade_period": "Since 2024"})
    assert address(app) == {"trade_period": ["Since 2024"]}
    app.session_state["trade_section"] = "Goods"
    app.run()
    assert address(app) == {"trade_section": ["Goods"]}
    assert written(app)["trade_period"] == []


def test_an_address_that_names_no_subject_but_one_of_its_choices_asks_for_the_subject() -> None:
    app = at_address("trade", {"trade_mirror_view": "Table"})
    assert address(app) == {"trade_section": ["Mirror gap"], "trade_mirror_view": ["Table"]}


def test_every_part_tells_the_subject_whose_change_is_an_entry_of_the_history() -> None:
    app = at_address("trade", {"trade_section": "Mirror gap", "trade_mirror_view": "Table"})
    told = [json.loads(p.proto.json) for p in app.get("bidi_component") if p.proto.component_name == "parley_address"]
    assert len(told) > 1
    assert all(writer["entry"] == {"trade_section": ["Mirror gap"]} for writer in told)
    assert [writer["whole"] for writer in told] == [False] * (len(told) - 1) + [True]  # that of the page is the last


def test_a_slider_beyond_its_end_is_written_where_it_is() -> None:
    assert address(at_address("what_if_product", {"us_XVI": "9999"}))["us_XVI"] == ["200"]


def test_the_date_of_the_address_begins_a_session_and_another_is_drawn_when_it_is_chosen() -> None:
    app = at_address("trade", {"as_of": ["2018-07-10", str(LONDON_TALKS)]})
    assert date_of(app) == LONDON_TALKS
    before = title(app)
    assert date_of(choose_date(app, FIRST_DATE)) == FIRST_DATE
    assert title(app) != before


def test_a_date_the_tables_do_not_cover_is_the_latest() -> None:
    for asked in ("1900-01-01", "2999-12-31", "2025-02-30", "20250609", "<b>"):
        assert date_of(at_address("sources", {"as_of": asked})) == compiled_on()
