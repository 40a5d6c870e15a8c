"""Controls of What if: products beside its main sliders: floors, all partners, laws, dates, the scenario's name."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import parley
from parley import terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import starting_duties
from parley.app.what_if_product import by_year
from parley.calibration.product_baseline import baseline_on
from parley.models.policy_parts import TariffChange
from parley.models.scenario import ScenarioError
from parley.results.answers.product_goods import us_slider_rates
from parley.results.scenario import sentence
from tests.apps import (
    address,
    at_address,
    choices,
    documents,
    html_words,
    metrics,
    notes,
    positions,
    press,
    tables,
    title,
)
from tests.scenarios import on_page
from tests.wording import told as said_by

NB = "\u00a0"
DATE = {"as_of": str(LONDON_TALKS)}
OPENED = {"us_XVI": "60", "cn_total": "40", **DATE}


def opened(query: Mapping[str, str]) -> AppTest:
    """The page as it opens from an address, without a fault."""
    app = at_address("what_if_product", query)
    assert [fault.message for fault in app.exception] == [] == [w.value for w in app.warning]
    assert title(app)
    return app


def facts(app: AppTest) -> list[str]:
    return [fact.value for fact in metrics(app)]


def sliders(app: AppTest) -> dict[str, dict[str, Any]]:
    """The sliders by name."""
    return {name: told for name, told in choices(app).items() if told["kind"] == "slider"}


def test_each_slider_ends_at_the_lowest_mean_its_lines_reach() -> None:
    """``least_pct`` of the product model's own table; one point below it the model refuses."""
    inputs = starting_duties.inputs()
    floors = us_slider_rates(inputs, baseline_on(inputs, LONDON_TALKS)).set_index("section")["least_pct"]
    app = opened({**DATE, "us_XVI": "0"})
    least = sliders(app)["us_XVI"]["scale"]["least"]
    assert least == math.ceil(floors["XVI"] - 0.05) > 0
    assert positions(app)["us_XVI"] == least
    assert any(f"the minimum is {least}%" in note for note in notes(app))
    with pytest.raises(ScenarioError, match="the least mean"):
        parley.solve(on_page(LONDON_TALKS, sections={"XVI": least - 1}))
    assert sliders(opened({**DATE, "rule": "One flat rate"}))["us_XVI"]["scale"]["least"] == 0


def test_all_partners_move_by_one_slider_and_may_answer_in_kind() -> None:
    app = opened({**DATE, "us_all": "10", "reply": "Every partner in kind"})
    scenario = app.session_state["what_if_product_last_good"].scenario
    assert (scenario.tariffs, scenario.reply) == ((TariffChange("USA", "all", 10),), "in_kind")
    assert said_by("what_if_product", "title", title(app))[1]["what"].startswith("10 points")
    answered, alone = facts(app)[3], facts(opened({**DATE, "us_all": "10"}))[3]
    assert answered.startswith(terms.MINUS) and alone.startswith(terms.MINUS)
    assert answered != alone  # output falls by what others answer too


def test_a_law_is_removed_for_all_or_for_china_alone() -> None:
    law = starting_duties.law_name("section_232")
    for_all, for_china = (
        opened({**DATE, "without": law, **more}).session_state["what_if_product_last_good"].scenario.tariffs
        for more in ({}, {"without_for": "China alone"})
    )
    assert for_all == (TariffChange("USA", "all", kind="without", authority="section_232"),)
    assert for_china == (TariffChange("USA", "CHN", kind="without", authority="section_232"),)


def test_dates_give_the_dollars_of_each_calendar_year() -> None:
    """356 of the 365 days of 2027 come on and after 10 January."""
    app = opened({**OPENED, "product_begins": "2027-01-10", "product_ends": "2027-12-31", "what_if_section": "By year"})
    (table,) = [told for told in tables(app) if told.heads[0] == "Year"]
    assert [row[:2] for row in table.rows] == [["2027", "356"]]
    year = by_year.by_year(app.session_state["what_if_product_last_good"].scenario, None).rows
    share = year["value_usd"] / year["full_year_usd"]
    assert share[year["full_year_usd"] != 0].tolist() == pytest.approx([356 / 365] * len(share[share.notna()]))


def test_a_scenario_has_a_name_from_what_was_moved_until_another_is_typed() -> None:
    app = opened(OPENED)
    moved = [
        sentence.SAY("name", "rate", what="Machinery", rate="60"),
        sentence.SAY("name.answer", rate="40"),
    ]
    assert choices(app)["name"]["hint"] == ", ".join(moved)
    assert not any(", ".join(moved) in said for said in html_words(app))  # only what was typed stands by the answer
    press(app, "name", "A hard winter")
    assert any(said.startswith("A hard winter · Modelled") for said in html_words(app))
    assert address(app)["name"] == ["A hard winter"]


def test_one_day_in_force_is_one_day() -> None:
    day = {"product_begins": "2026-12-31", "product_ends": "2026-12-31"}
    app = opened({"us_XVI": "60", "what_if_section": "By year", **day})
    case, fields = said_by("what_if_product", "years", documents(app, "whole")[-1]["finding"])
    assert (case, fields["days"]) == ("lose", by_year.SAY("years.days", "one"))


def test_what_the_product_model_holds_still_has_the_range_of_the_models_that_move_it() -> None:
    """China's duty alone: the world models move US imports and revenue, by up to $13bn."""
    found = {fact.label: fact for fact in metrics(opened({"cn_total": "10"}))}
    assert (found["Revenue at legal rates"].value, found["Revenue at legal rates"].change) == ("$0bn", "$0–13bn")
