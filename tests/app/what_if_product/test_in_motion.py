"""While a slider is moved the page shows what it will show when it is let go, but for ranges and directions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from plotly.io.json import to_json_plotly

from parley.app.kit.html_text import Metric
from parley.app.what_if_product import answer, in_motion, prices, suppliers, who_pays, words
from parley.charts.theme import LIGHT
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from tests.scenarios import on_page as moved

DAY = date(2025, 6, 9)
# Everything a slider may move: one section, all goods, one product, China's answer; each at its rate in percent.
MOVES: dict[str, dict[str, Any]] = {
    "section": {"sections": {"XVI": 0}},
    "small section": {"sections": {"XIX": 0}},
    "total": {"total": 0},
    "answer": {"china": 0, "sections": {"XVI": 60}},
}
PERCENTS = (7, 41, 98, 155, 200)


def at(move: str, rate: int) -> Scenario:
    changes = {**MOVES[move]}
    name = "china" if "china" in changes else next(iter(changes))
    value = changes[name]
    return moved(DAY, **{**changes, name: dict.fromkeys(value, rate) if isinstance(value, dict) else rate})


@pytest.mark.parametrize("rate", PERCENTS)
@pytest.mark.parametrize("move", MOVES)
def test_facts_are_those_of_the_answer(move: str, rate: int) -> None:
    scenario = at(move, rate)
    shown, committed = in_motion.preview(scenario), words.facts(scenario, answer.answer(scenario))
    assert told(shown.facts) == told(committed)


def told(facts: Any) -> list[tuple[str, str]]:
    return [(fact.label, fact.value) for fact in facts if isinstance(fact, Metric)]


def test_every_percent_has_its_answer_or_is_refused_with_it(some: Callable[[range], list[int]]) -> None:
    """Below its ordinary duty a section has no answer, and the page says why when the slider is let go."""
    refused, rates = [], [0, *some(range(1, 201))]
    for rate in rates:
        scenario = at("section", rate)
        try:
            committed = answer.answer(scenario)
        except ScenarioError:
            with pytest.raises(ScenarioError):
                in_motion.preview(scenario)
            refused.append(rate)
            continue
        assert told(in_motion.preview(scenario).facts) == told(words.facts(scenario, committed)), rate
    assert refused == [0]  # the least mean of section XVI is 0.9%: what refuses it says so


@pytest.mark.parametrize("rate", [7, 60, 200])
def test_bars_are_those_of_the_answer(rate: int) -> None:
    scenario = at("section", rate)
    found = answer.point(scenario)
    figures = in_motion.preview(scenario).figures
    for name, committed in (
        (in_motion.WHO_PAYS, who_pays.who_pays(scenario, found, None)),
        (in_motion.SUPPLIERS, suppliers.by_origin(scenario, found, None)),
    ):
        moving = figures[name]()
        assert moving is not None
        assert list(moving.views) == list(committed.views)
        shown, expected = (to_json_plotly(made.views["Chart"](LIGHT)) for made in (moving, committed))
        assert shown == expected, name


@pytest.mark.parametrize("rate", [7, 60, 200])
def test_marks_of_prices_are_those_of_the_answer(rate: int) -> None:
    scenario = at("section", rate)
    moving, committed = in_motion.preview(scenario).figures[in_motion.PRICES](), prices.by_section(scenario)
    assert moving is not None
    figures = (made.views["Chart"](LIGHT) for made in (moving, committed))
    shown, expected = ([trace for trace in figure.data if trace.type == "bar"] for figure in figures)
    assert len(shown) == 2
    assert [list(trace.x) for trace in shown] == [list(trace.x) for trace in expected]


@pytest.mark.parametrize(("move", "case"), [("section", "may_lose_overstated"), ("answer", "may_lose_overstated")])
def test_the_title_claims_no_direction(move: str, case: str) -> None:
    scenario = at(move, 60)
    loss = answer.answer(scenario).value("buyers_loss_usd")
    what = words.whats_moved(scenario)[-1]  # in full the title would be too long
    size = words.terms.model_bn(abs(loss))
    assert in_motion.preview(scenario).title == words.SAY("title", case, what=words.terms.capital(what), loss=size)


def test_an_answer_of_china_alone_has_its_own_title() -> None:
    scenario = moved(DAY, china=60)
    size = words.terms.change_pct(answer.answer(scenario).value("us_exports_to_china_change_pct"), 0)
    expected = words.SAY("answer", "no_range", rate=words.terms.rate(60, 0), size=size)
    assert in_motion.preview(scenario).title == expected


def test_at_rest_the_page_says_what_it_says_at_rest_and_draws_nothing() -> None:
    shown = in_motion.preview(moved(DAY))
    assert shown.title == words.SAY("title", "rest")
    assert [make() for make in shown.figures.values()] == [None, None, None]
