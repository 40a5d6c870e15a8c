"""Undo, redo and the list of scenarios on the trade what-if pages and that of licences."""

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.rare_earths.what_if_controls import OPENED
from parley.app.what_if import history
from parley.app.what_if.history import MOST
from parley.app.what_if.starts import IN_FORCE
from tests.apps import address, answer, at_address, choices, metrics, painted, positions, press, title

DATE = {"as_of": "2025-06-09"}
# By the name of its steps: the page, its address, and two of its sliders.
PAGES = {
    "what_if_product": ("what_if_product", {"regime": IN_FORCE}, ("us_XVI", "cn_total")),
    "what_if_world": ("what_if_world", {"world_from": IN_FORCE}, ("world_us", "world_cn")),
    "rare_what_if": ("rare_earths", OPENED, ("rare_magnet", "rare_refine")),
}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every press is a step of its own, however fast the test runs."""
    monkeypatch.setattr(history, "PAUSE_S", 0)


@pytest.mark.parametrize("steps", PAGES)
def test_undo_and_redo_lead_through_the_scenarios(steps: str) -> None:
    page, query, (one, other) = PAGES[steps]
    app = at_address(page, DATE | query)
    rest = positions(app)
    seen = [(title(app), metrics(app), address(app))]
    for key, rate in ((one, 60), (other, 40)):
        press(app, key, rate)
        seen.append((title(app), metrics(app), address(app)))
    assert len({str(told) for told in seen}) == 3
    # before the first there is none, and behind the last
    for button, led in (("undo", [seen[1], seen[0], seen[0]]), ("redo", [seen[1], seen[2], seen[2]])):
        for expected, is_end in zip(led, (False, False, True), strict=True):
            answer(app, f"{steps}_{button}")
            assert (f"{steps}_history_end" in choices(app)) == is_end
            assert (title(painted(app)), metrics(app), address(app)) == expected
        assert (positions(app) == rest) == (button == "undo")
    press(app, f"{steps}_undo")
    press(app, other, 70)
    press(app, f"{steps}_redo")  # what was undone is gone
    assert positions(app)[other] == 70


def test_the_list_holds_each_scenario_with_its_headline_and_leads_back() -> None:
    app = at_address("what_if_product", {**DATE, "regime": IN_FORCE})
    titles = [title(app)]
    for rate in (60, 90):
        press(app, "us_XVI", rate)
        titles.append(title(app))
    press(app, "what_if_section", "Prices")  # no other scenario
    assert "what_if_product_history" not in choices(app)
    press(app, "what_if_product_history_button")
    told = choices(app)["what_if_product_history"]["options"][1:]
    assert told == [f"{number + 1}. {titles[number]}" for number in (1, 0)]
    press(app, "what_if_product_history", told[1])
    assert (title(app), address(app)) == (titles[0], {"regime": [IN_FORCE], "what_if_section": ["Prices"]})


def test_a_chosen_partner_and_what_was_typed_come_back_too() -> None:
    app = at_address("what_if_product", DATE | {"partners": "VNM", "us_from_VNM": "46", "name": "Vietnam first"})
    before = address(app)
    press(app, "reset")
    assert "us_from_VNM" not in positions(app)
    press(app, "what_if_product_undo")
    assert address(app) == before
    assert positions(app)["us_from_VNM"] == 46


def page() -> None:
    """A page whose scenario is one number."""
    import streamlit as st

    from parley.app.kit import address
    from parley.app.what_if import history

    address.open_page("trial")
    with address.part(("trial",)):
        address.show("rate", f"{st.session_state.get('rate', 0)}")
        history.record("trial", ["rate"], f"At {st.session_state.get('rate', 0)}")


def test_the_last_twenty_are_kept() -> None:
    app = AppTest.from_function(page, default_timeout=60).run()
    for rate in range(1, MOST + 6):
        app.session_state["rate"] = rate
        app.run()
    held = app.session_state["trial_steps"]
    assert [step.headline for step in held.done] == [f"At {rate}" for rate in range(6, MOST + 6)]
    assert held.at == MOST - 1


def test_a_thumb_on_its_way_leaves_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAUSE_S", 3600)
    app = AppTest.from_function(page, default_timeout=60).run()
    for rate in (10, 20, 30):
        app.session_state["rate"] = rate
        app.run()
    assert [step.headline for step in app.session_state["trial_steps"].done] == ["At 0", "At 30"]
