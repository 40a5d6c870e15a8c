"""A choice is read from the address once, where a page is opened, and written by the run that draws it."""

import json
from datetime import date, timedelta
from html import escape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.home import next_dates
from parley.app.kit import address as address_kit
from parley.app.kit import blocks, controls
from parley.app.kit.controls import CHOSEN, LONDON_TALKS
from parley.tables.read import FIRST_DAY, compiled_on, last_day
from tests.apps import address, at_address, choices, choose_date, date_of, html, refused, title


def test_a_choice_of_the_address_is_drawn_and_written_again() -> None:
    app = at_address("trade", {"trade_section": "Goods"})
    assert choices(app)["trade_section"]["chosen"] == ["Goods"]
    assert address(app) == {"trade_section": ["Goods"]}


def test_a_default_is_not_written_and_an_unknown_choice_is_the_default() -> None:
    for asked in ("Month by month", "nonsense", ""):
        app = at_address("trade", {"trade_section": asked})
        assert choices(app)["trade_section"]["chosen"] == ["Month by month"]
        assert address(app) == {}
        assert [asked in said for said in refused(app)] == ([True] if asked == "nonsense" else [])


def written(app: AppTest) -> dict[str, list[str]]:
    """What the page tells the browser to write, empty lists included."""
    return {name: told for writer in writers(app) for name, told in writer["parameters"].items()}


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


def writers(app: AppTest) -> list[dict[str, Any]]:
    """What each writer of the page is told, in their order."""
    return [json.loads(p.proto.json) for p in app.get("bidi_component") if p.proto.component_name == "parley_address"]


def test_a_page_drawn_whole_tells_the_choices_of_all_its_parts_at_once() -> None:
    (told,) = writers(at_address("trade", {"trade_section": "Mirror gap", "trade_mirror_view": "Table"}))
    assert told["whole"]
    assert told["entry"] == {"trade_section": ["Mirror gap"]}
    named = {name: values for name, values in told["parameters"].items() if values}
    assert named == {"trade_section": ["Mirror gap"], "trade_mirror_view": ["Table"]}


def test_a_part_that_may_wait_tells_its_own_choices_before_the_page_tells_all() -> None:
    app = at_address("what_if_world", {"world_us": "60", "world_section": "Trade"})
    part, page = writers(app)
    assert (part["whole"], page["whole"]) == (False, True)
    assert "then" in part and "then" not in page
    assert part["entry"] == page["entry"]
    assert part["parameters"].items() <= page["parameters"].items()
    assert page["said"] == part["said"] != ""


def test_a_slider_beyond_its_end_is_written_where_it_is() -> None:
    assert address(at_address("what_if_product", {"us_XVI": "9999"}))["us_XVI"] == ["200"]


def test_the_date_of_the_address_begins_a_session_and_another_is_drawn_when_it_is_chosen() -> None:
    app = at_address("trade", {"as_of": ["2018-07-10", str(LONDON_TALKS)]})
    assert date_of(app) == LONDON_TALKS
    before = title(app)
    assert date_of(choose_date(app, FIRST_DAY)) == FIRST_DAY
    assert title(app) != before


def test_a_date_the_tables_do_not_cover_is_the_latest_and_the_page_says_so_until_a_day_is_chosen() -> None:
    for asked in ("1900-01-01", "2999-12-31", "2025-02-30", "20250609", "<b>"):
        app = at_address("sources", {"as_of": asked})
        assert date_of(app) == compiled_on()
        assert [escape(asked) in body for body in html(app) if "parley-banner" in body] == [True]
        app.session_state[CHOSEN] = {"choice": {"day": "", "number": 1}}
        assert not [body for body in html(app.run()) if "parley-banner" in body]
    assert not [body for body in html(at_address("sources", {})) if "parley-banner" in body]


def test_each_value_of_an_address_that_no_choice_has_is_told() -> None:
    asked = {"product": "8517.62", "from": "Narnia", "look_up_two_view": "Map"}
    (told,) = refused(at_address("look_up", asked))
    assert "Narnia" in told and "Map" in told and "8517" not in told
    assert len(refused(at_address("what_if_product", {"us_XVI": "much"}))) == 1


def test_every_day_to_today_may_be_chosen_and_none_after_it() -> None:
    today, tomorrow = last_day(), last_day() + timedelta(days=1)
    assert today >= date.today() >= compiled_on()
    chosen, after = (at_address("home", {"as_of": f"{day}"}) for day in (today, tomorrow))
    assert (date_of(chosen), date_of(after)) == (today, compiled_on())
    assert [f"{day}" in " ".join(html(app)) for app, day in ((chosen, today), (after, tomorrow))] == [False, True]


def test_after_the_newest_tables_what_was_set_in_advance_is_no_date_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proclamation of 6 August 2026 sets its duty on polysilicon for 4 December 2026."""
    day = date(2026, 12, 4)
    for module in (controls, blocks):
        monkeypatch.setattr(module, "last_day", lambda: day)
    assert date_of(at_address("tariffs", {"tariff_section": "Acts", "as_of": f"{day}"})) == day
    before, on = (set(next_dates.ahead(d)["event_id"]) for d in (compiled_on(), day))
    assert "us-232-polysilicon" in before - on


FORMER = {
    "Gaps": "Mirror gap",
    "Gaps of 2024": address_kit.Place({"trade_section": "Mirror gap", "trade_mirror_period": "Since 2024"}),
    "Chains": address_kit.Place({"product": "8471.30"}, "look_up"),
}


def _renamed(asked: dict[str, str]) -> AppTest:
    """A page whose subject had other names, opened at an address."""

    def page() -> None:
        from parley.app.kit import address
        from tests.app.kit.test_address import FORMER

        address.open_page("trade")
        address.rename("trade_section", FORMER)
        with address.part(()):
            for name in ("trade_section", "trade_mirror_period"):
                chosen = address.begin(name, "", lambda values: values[-1])
                address.show(name, *filter(None, [chosen]))

    app = AppTest.from_function(page)
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ({"trade_section": "Gaps"}, {"trade_section": ["Mirror gap"]}),
        (
            {"trade_section": "Gaps of 2024"},
            {"trade_section": ["Mirror gap"], "trade_mirror_period": ["Since 2024"]},
        ),
        (
            {"trade_section": "Gaps of 2024", "trade_mirror_period": "Since 2020"},
            {"trade_section": ["Mirror gap"], "trade_mirror_period": ["Since 2020"]},
        ),
        ({"trade_mirror_period": "Since 2020"}, {"trade_mirror_period": ["Since 2020"]}),
    ],
)
def test_a_former_name_opens_what_it_became(asked: dict[str, str], opened: dict[str, list[str]]) -> None:
    assert address(_renamed(asked)) == opened


def test_a_former_name_of_another_page_sends_the_browser_there_and_draws_nothing() -> None:
    app = _renamed({"trade_section": "Chains", "as_of": "2025-06-09"})
    (sent,) = [json.loads(p.proto.json) for p in app.get("bidi_component")]
    assert sent == {"page": "look_up", "choices": {"trade_section": "", "product": "8471.30"}}
    assert not app.exception
