"""While a slider of the one-sector model is moved the page shows what it shows before its range."""

import json
from collections.abc import Mapping
from datetime import date

import pytest

from parley.app.kit.figures import View
from parley.app.what_if_world import gains, in_motion, trade, words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import Chosen
from parley.charts.theme import LIGHT
from parley.results.answers import world
from parley.results.answers.world import WorldPoint
from tests.apps import at_address
from tests.scenarios import on_page as moved

DAY = date(2025, 6, 9)


def chosen(rate: int) -> Chosen:
    return Chosen(moved(DAY, total=rate, china=40), "world", {})


def answered(rate: int, near: WorldPoint | None = None) -> Shown:
    """The page at a US duty on China, before its range."""
    return Shown(chosen(rate), world.point(chosen(rate).scenario, near), None)


def test_an_answer_from_a_position_nearby_is_the_one_from_the_duties_in_force() -> None:
    near = answered(30).point
    for rate in (31, 29, 60, 5, 200):
        start = answered(rate, near)
        assert words.title(start) == words.title(answered(rate))
        assert words.facts(start) == words.facts(answered(rate))
        for table in ("by_economy", "trade"):
            found, expected = (getattr(of.point, table).select_dtypes("number") for of in (start, answered(rate)))
            assert found.to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("rate", [5, 35, 60, 200])
def test_the_preview_is_the_page_before_its_range(rate: int) -> None:
    page = answered(rate)
    shown = in_motion.preview(page)
    assert (shown.title, list(shown.facts)) == (words.title(page), words.facts(page))
    assert set(shown.figures) == {trade.NAME, *map(gains.figure_name, gains.OUTCOMES)}
    for outcome in gains.OUTCOMES:
        moving, figure = shown.figures[gains.figure_name(outcome)](), gains.of_outcome(page, outcome)
        assert moving is not None and moving.finding == figure.caption.finding
        assert list(moving.views) == list(figure.views)
        for name, view in moving.views.items():
            assert view(LIGHT).to_dict() == figure.views[name](LIGHT).to_dict()


def rows_of(views: Mapping[str, View]) -> dict[str, float]:
    """The bars of a chart: by name, the change."""
    drawn = views["Bars"](LIGHT)
    (bars,) = [trace for trace in drawn.data if trace.type == "bar"]
    return dict(zip(drawn.layout.yaxis.ticktext, map(float, bars.x), strict=True))


@pytest.mark.parametrize("rate", [5, 40, 200])
@pytest.mark.parametrize("outcome", gains.OUTCOMES)
def test_the_bars_that_stand_stay_while_those_named_are_among_them(rate: int, outcome: str) -> None:
    page = answered(rate)
    finding, views = gains.moving(page, outcome, gains.leaders(answered(60), outcome))
    own_finding, own = gains.moving(page, outcome)
    before = rows_of(gains.moving(answered(60), outcome)[1])
    bars, largest = rows_of(views), rows_of(own)
    assert finding == own_finding
    named = sorted(largest, key=lambda name: -abs(largest[name]))[: gains.MOST_NAMED]
    assert set(bars) == set(before if set(named) <= set(before) else largest)
    assert {name: bars[name] for name in bars.keys() & largest.keys()} == {
        name: largest[name] for name in bars.keys() & largest.keys()
    }


def test_bars_that_leave_out_one_that_is_named_do_not_stay() -> None:
    page, outcome = answered(60), "real_income_change_pct"
    assert rows_of(gains.moving(page, outcome, ("LAO", "KHM"))[1]) == rows_of(gains.moving(page, outcome)[1])


def test_no_range_and_no_direction_is_claimed() -> None:
    shown = in_motion.preview(answered(60))
    income = world.point(chosen(60).scenario).by_economy.set_index("economy")["real_income_change_pct"]
    us, china = (words.terms.change_pct(float(income[code]), 2) for code in ("USA", "CHN"))
    what = words.moved(chosen(60).scenario)
    assert shown.title == words.SAY("title", "no_range", what=words.terms.capital(what), us=us, china=china)
    us_income, output, *trade_facts = shown.facts
    assert {fact.change for fact in (us_income, *trade_facts)} == {words.FOLLOWS}
    assert output.change  # the range of published effects needs no other model


def sliders(**query: str) -> set[str]:
    """The sliders of the page that are previewed."""
    app = at_address("what_if_world", query)
    (sent,) = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "parley_preview"]
    return set(json.loads(sent.bytes)["at"])


def test_by_industry_nothing_is_previewed() -> None:
    assert {"world_us", "world_cn", "world_add_europe"} <= sliders()
    assert sliders(world_model="By industry") == set()
