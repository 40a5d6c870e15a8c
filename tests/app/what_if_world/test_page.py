"""The world what-if through Streamlit's test runner: the engine's numbers, every control, strange addresses, order."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import parley
from parley import terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import partners, short_run, starting_duties
from parley.app.what_if.starts import IN_FORCE
from parley.app.what_if_world import controls, words
from parley.app.what_if_world.controls import CLOSURE_NAMES, GROUPS, country_key, group_key, rates, rates_at, sector_key
from parley.models.closure import CLOSURES, FIXED_TRANSFERS
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import solve
from parley.tables.parameters import presets
from tests.apps import (
    address,
    at_address,
    choices,
    findings,
    first_run,
    hints,
    html,
    metrics,
    notes,
    paragraphs,
    positions,
    press,
    title,
)
from tests.wording import Told, among, told

PAGE = "what_if_world"
NB = "\u00a0"
DATE = {"as_of": str(LONDON_TALKS)}
AT_REST = {**DATE, "world_from": IN_FORCE}
WAR = {**DATE, "world_us": "60", "world_cn": "40"}
BY_INDUSTRY = {"world_model": "By industry"}
FLAT = {"world_rule": "One flat rate"}
PARTNERS = [origin for origin in sorted(rates(LONDON_TALKS).us) if origin != "CHN"]


def opened(query: Mapping[str, Any] = AT_REST) -> AppTest:
    """The page as it opens from an address; where none is given, at the duties in force."""
    return whole(at_address("what_if_world", query))


def at_first(query: Mapping[str, Any] = AT_REST) -> AppTest:
    """The same before all models are asked: its controls, answer and charts."""
    return whole(first_run("what_if_world", query))


def whole(app: AppTest) -> AppTest:
    """The run, which must have ended with one title and without a fault."""
    assert [fault.message for fault in app.exception] == []
    assert title(app)
    assert [w.value for w in app.warning if "cannot be shown" in w.value] == []
    return app


def answer_of(app: AppTest) -> tuple[Scenario, str, Any]:
    """Scenario, model and answer the page shows."""
    good = app.session_state[f"{controls.PAGE}_last_good"]
    return good.scenario.scenario, good.scenario.model, good.answer


def facts(app: AppTest) -> list[tuple[str, str]]:
    return [(fact.value, fact.change) for fact in metrics(app)]


def what(app: AppTest, case: str = "") -> Told:
    """Case and fields of what the title says was moved, under the title's ``case`` where it is given."""
    found, fields = told(PAGE, "title", title(app))
    assert case in ("", found)
    inside = fields["what"][:1].lower() + fields["what"][1:]
    ((kind, fields),) = among(PAGE, "what", [inside]) or among(PAGE, "what.briefly", [inside])
    return kind, fields


def captions(app: AppTest) -> str:
    return " ".join(caption for caption in notes(app))


def is_answered(app: AppTest) -> bool:
    """Four facts with a range each (or none where nothing moves), or the reason why there are none."""
    if metrics(app):
        assert len(metrics(app)) == 4
        assert all(fact.change != words.FOLLOWS for fact in metrics(app))
        return True
    assert hints(app)
    return False


ADDRESSES = {
    "both sides": WAR,
    "latest, far up": {"world_us": "145", "world_cn": "125"},
    "groups": {**DATE, "world_add_europe": "20", "world_add_others": "-10", "world_add_north_america": "5"},
    "one partner": {**DATE, "world_partners": "VNM", "world_us_on_VNM": "46"},
    "elasticity": {**WAR, "world_elasticity": "8"},
    "labour": {**WAR, "world_labour": "Answers, 0.5"},
    "two tiers": {**WAR, "world_tiers": "Two, 0.57"},
    "closure": {**WAR, "world_closure": CLOSURE_NAMES["share_of_own_income"]},
    "by industry": {**WAR, **BY_INDUSTRY},
    "one industry": {**DATE, **BY_INDUSTRY, "world_us_C26": "80"},
}


@pytest.mark.parametrize("query", ADDRESSES.values(), ids=ADDRESSES)
def test_the_page_shows_what_python_solves(query: dict[str, str]) -> None:
    app = at_first({**query, "world_real_income_change_view": "Table"})
    scenario, model, answer = answer_of(app)
    solution = solve(scenario, model)
    for name in ("by_economy", "trade"):
        pd.testing.assert_frame_equal(getattr(answer, name), solution.tables[name], rtol=1e-9, atol=1e-9)
    own = solution.tables["by_economy"].set_index("economy")["real_income_change_pct"]
    shown = app.dataframe[0].value.set_index("economy_iso3")["real_income_change_pct"]
    pd.testing.assert_series_equal(shown.sort_index(), own.sort_index(), check_names=False, rtol=1e-9, atol=1e-9)
    near = short_run.fact(scenario)
    assert facts(app)[0][0] == terms.change_pct(own["USA"], 2)
    assert facts(app)[1] == (near.value, near.change)
    flows = solution.tables["trade"].set_index(["exporter", "importer"])["change_pct"]
    assert facts(app)[2][0] == terms.change_pct(flows["CHN", "USA"], 0)


@pytest.mark.parametrize("preset", [p for p in presets() if p.confirmed_until is None], ids=lambda p: p.name)
def test_a_regime_on_the_page_is_the_preset_in_python(preset: Any) -> None:
    scenario = parley.preset(preset.name)
    app = at_first({"world_from": preset.title, "as_of": scenario.as_of.isoformat()})
    shown, _, answer = answer_of(app)
    assert (shown.regime, shown.tariffs) == (preset.name, ())
    scenario = replace(scenario, base_year=shown.base_year, trade=shown.trade)
    own = parley.solve(scenario, model="world").tables["by_economy"]
    pd.testing.assert_frame_equal(answer.by_economy, own, rtol=1e-9, atol=1e-9)
    assert terms.day(preset.on) in title(app).replace(" ", NB)


def test_moving_a_slider_moves_answer_and_title_and_reset_brings_them_back() -> None:
    app = opened()
    before = facts(app)
    assert answer_of(app)[0].tariffs == ()
    whole(press(app, "world_us", 60))
    assert what(app, "fall") == ("us", {"a_rate": "a 60%"})
    assert facts(app) != before
    whole(press(app, "world_from", "Geneva truce"))
    whole(press(app, "world_reset"))
    assert facts(app) == before
    assert choices(app)["world_from"]["chosen"] == [IN_FORCE]


def test_a_regime_moves_every_slider_to_its_duties() -> None:
    app = at_first({**DATE, "world_us": "77"})
    whole(press(app, "world_from", "April 2025 peak"))
    at = rates(LONDON_TALKS, "april_2025_peak")
    assert positions(app)["world_us"] == round(at.us_on_china_pct)
    assert positions(app)["world_cn"] == round(at.china_on_us_pct)
    assert answer_of(app)[0].tariffs == ()


def test_industries_follow_the_total_until_they_are_moved() -> None:
    app = at_first({**AT_REST, **BY_INDUSTRY})
    whole(press(app, sector_key("C26"), 90))
    whole(press(app, "world_us", 60))
    at = rates_at(starting_duties.start(LONDON_TALKS), 60.0).us_on_china
    assert positions(app)[sector_key("C27")] == round(at["C27"])
    assert positions(app)[sector_key("C26")] == 90
    goods = [str(change.goods) for change in answer_of(app)[0].tariffs]
    assert goods == ["all", "sector C26"]


@pytest.mark.parametrize("end", [0, 200])
@pytest.mark.parametrize("model", [{}, BY_INDUSTRY], ids=["one sector", "by industry"])
def test_both_sides_reach_both_ends(end: int, model: dict[str, str]) -> None:
    app = opened({**DATE, **FLAT, **model, "world_us": str(end), "world_cn": str(end)})
    assert is_answered(app)
    moved = {(c.importer, c.exporter): c.rate_pct for c in answer_of(app)[0].tariffs if c.goods.level == "all"}
    assert moved == {("USA", "CHN"): end, ("CHN", "USA"): end}
    assert what(app)[0] == ("both" if len(answer_of(app)[0].tariffs) == 2 else "several")


@pytest.mark.parametrize("model", [{}, BY_INDUSTRY], ids=["one sector", "by industry"])
def test_every_slider_at_its_lower_end_is_answered(model: dict[str, str]) -> None:
    lowest = {"world_us": "0", "world_us_C26": "0", "world_us_on_VNM": "0"}
    app = opened({**DATE, **model, "world_partners": "VNM", **lowest})
    ends = {key: told["scale"]["least"] for key, told in choices(app).items() if told["kind"] == "slider"}
    asked = [key for key in lowest if key in ends]
    assert {key: positions(app)[key] for key in asked} == {key: ends[key] for key in asked}
    assert ends["world_us"] > 0
    assert is_answered(app) and not app.warning and not hints(app)


@pytest.mark.parametrize("points", [-20, 100])
def test_the_groups_reach_both_ends(points: int) -> None:
    app = opened({**DATE, **{group_key(group): str(points) for group in GROUPS}})
    assert is_answered(app)
    changes = answer_of(app)[0].tariffs
    assert {change.rate_pct for change in changes} == {points}
    assert sorted(change.exporter for change in changes) == PARTNERS


def test_the_groups_hold_every_partner_but_china_once() -> None:
    origins = sorted(rates(LONDON_TALKS).us)
    held = [origin for group in GROUPS for origin in controls.members(group, origins)]
    assert sorted(held) == PARTNERS


@pytest.mark.parametrize("first", range(0, len(PARTNERS), partners.MOST))
def test_every_partner_can_be_moved_to_either_end(first: int) -> None:
    codes = PARTNERS[first : first + partners.MOST]
    sliders = {country_key(code): "200" if number % 2 else "0" for number, code in enumerate(codes)}
    app = opened({**DATE, **FLAT, "world_partners": ",".join(codes), **sliders})
    assert is_answered(app)
    moved = {change.exporter: change.rate_pct for change in answer_of(app)[0].tariffs}
    at = {code: float(sliders[country_key(code)]) for code in codes}
    assert moved == {code: rate for code, rate in at.items() if rate != round(rates(LONDON_TALKS).us[code])}


def test_every_industry_can_be_moved() -> None:
    codes = list(rates(LONDON_TALKS).us_on_china)
    app = opened({**DATE, **FLAT, **BY_INDUSTRY, **{sector_key(code): "200" for code in codes}})
    assert is_answered(app)
    assert len(answer_of(app)[0].tariffs) == len(codes)


SWITCHES: dict[str, list[str]] = {
    "world_closure": [CLOSURE_NAMES[closure] for closure in CLOSURES],
    "world_elasticity": ["1", "10"],
    "world_labour": ["Answers, 0.5", "Answers, 1"],
    "world_tiers": ["Two, 0.8", "Two, 0.57"],
    "world_rule": ["One flat rate"],
    "world_model": ["By industry"],
    "world_outcome": ["Prices", "Exports", "Imports", "Tariff revenue"],
    "world_section": ["Trade", "Industries"],
}


@pytest.mark.parametrize(("key", "choice"), [(key, choice) for key, all_of in SWITCHES.items() for choice in all_of])
def test_every_switch_alone_is_answered(key: str, choice: str) -> None:
    assert is_answered(opened({**WAR, key: choice}))


@pytest.mark.parametrize("number", range(6))
def test_a_sample_of_combinations_is_answered(number: int) -> None:
    draw = random.Random(20250609 + number)
    query = {key: draw.choice(all_of) for key, all_of in SWITCHES.items() if draw.random() < 0.6}
    sliders = {
        "world_us": draw.randint(0, 200),
        "world_cn": draw.randint(0, 200),
        "world_add_europe": draw.randint(-20, 100),
    }
    regime = {"world_from": draw.choice([IN_FORCE, "Geneva truce", "April 2025 peak"])}
    is_answered(opened({**DATE, **FLAT, **regime, **query, **sliders}))


@pytest.mark.parametrize("closure", sorted(FIXED_TRANSFERS))
def test_fixed_transfers_are_warned_of_and_end_at_60_percent(closure: str) -> None:
    app = at_first({**WAR, "world_us": "150", "world_closure": CLOSURE_NAMES[closure]})  # type: ignore[index]
    assert controls.SAY("controls.transfers", most=60) in notes(app)
    assert choices(app)["world_us"]["scale"]["most"] == 60
    assert answer_of(app)[0].tariffs[0].rate_pct <= 60
    free = at_first({**DATE, "world_us": "150"})
    whole(press(free, "world_closure", CLOSURE_NAMES[closure]))  # type: ignore[index]
    assert positions(free)["world_us"] == 60
    assert what(free)[1] == {"a_rate": "a 60%"}


@pytest.mark.parametrize("closure", sorted(FIXED_TRANSFERS))
def test_a_duty_in_force_beyond_the_end_of_a_slider_is_moved_to_the_end(closure: str) -> None:
    peak = "2025-04-20"
    assert rates(date.fromisoformat(peak)).us_on_china_pct > 100
    app = at_first({"as_of": peak, "world_from": IN_FORCE, "world_closure": CLOSURE_NAMES[closure]})  # type: ignore[index]
    assert positions(app)["world_us"] == 60
    moved = {(change.importer, change.exporter): change.rate_pct for change in answer_of(app)[0].tariffs}
    assert moved["USA", "CHN"] == 60


def test_labour_and_two_tiers_in_one_address_leave_labour() -> None:
    app = at_first({**WAR, "world_labour": "Answers, 0.5", "world_tiers": "Two, 0.57"})
    scenario = answer_of(app)[0]
    assert (scenario.labour_supply_elasticity, scenario.home_elasticity_ratio) == (0.5, None)
    assert controls.SAY("controls.tiers_off") in captions(app)


@pytest.mark.parametrize(
    "query",
    [
        {"world_us": "9999", "world_cn": "-5", "world_add_europe": "500"},
        {"world_us": "abc", "world_cn": "nan", "world_add_others": "-1e309"},
        {"world_elasticity": "-3", "world_labour": "zzz", "world_tiers": "2"},
        {"world_elasticity": "nan", "world_partners": "Atlantis", "world_us_on_VNM": "90"},
        {"world_from": "zzz", "world_model": "zzz", "world_closure": "zzz"},
        {"world_outcome": "zzz", "world_section": "zzz", "world_market": "zzz"},
    ],
    ids=lambda query: "&".join(f"{k}={v}" for k, v in query.items()),
)
def test_addresses_out_of_range_or_unknown_open_the_page_within_its_ends(query: dict[str, str]) -> None:
    app = opened({**DATE, **query})
    assert is_answered(app)
    for change in answer_of(app)[0].tariffs:
        assert -20 <= change.rate_pct <= 200


def test_an_address_beyond_the_ends_is_clamped_and_said() -> None:
    app = at_first({**DATE, **FLAT, "world_us": "9999", "world_cn": "-5", "world_add_europe": "500"})
    assert (positions(app)["world_us"], positions(app)["world_cn"]) == (200, 0)
    assert positions(app)["world_add_europe"] == 100
    assert any("asks for 9,999%; the maximum is 200%" in note for note in notes(app))


def test_partners_are_added_and_left_out_one_by_one() -> None:
    app = at_first({**DATE, "world_partners": "VNM,ATL,VNM,MEX"})
    assert moved(app) == []
    whole(press(app, country_key("VNM"), 46))
    whole(press(app, "world_partners_add", "Japan"))
    assert positions(app)[country_key("JPN")] == round(rates(LONDON_TALKS).us["JPN"])
    assert address(app)[controls.COUNTRIES] == ["VNM,MEX,JPN"]
    assert moved(app) == ["VNM"]
    whole(press(app, "world_partners_without_VNM"))
    assert moved(app) == []


def moved(app: AppTest) -> list[str]:
    """The origins whose duty a slider has moved."""
    return [change.exporter for change in answer_of(app)[0].tariffs if change.kind != "without"]


def test_nothing_claims_a_direction_where_the_range_straddles_zero() -> None:
    """The revenue of this war may rise or fall; its title says what is certain alone."""
    app = opened({**WAR, "world_outcome": "Tariff revenue"})
    low, high = (part for part in facts(app)[3][1].replace("$", "").replace("bn", "").split(" to "))
    assert low.startswith(terms.MINUS) and not high.startswith(terms.MINUS)
    assert "United States" not in findings(app)[0]


def test_the_two_measures_are_kept_apart() -> None:
    assert words.SAY("apart") in paragraphs(opened(WAR))


def test_an_address_without_a_duty_opens_with_sixty_and_forty() -> None:
    for query in ({}, {"world_section": "Trade"}, BY_INDUSTRY):
        app = at_first({**DATE, **query})
        now = positions(app)
        assert (now["world_us"], now["world_cn"], now["world_add_all"]) == (60, 40, 0)
        assert address(app)["world_us"] == ["60"]
    at = rates(LONDON_TALKS)
    for query in ({"world_cn": "40"}, {"world_add_europe": "5"}, {"world_partners": "VNM"}):
        assert positions(at_first({**DATE, **query}))["world_us"] == round(at.us_on_china_pct)
    assert answer_of(at_first())[0].tariffs == ()


def test_how_sure_it_is_names_what_the_models_agree_on_and_works_with_links() -> None:
    app = opened(WAR)
    said = " ".join(paragraphs(app))
    assert words.SAY("sure.agreement", "fall_fall") in said
    assert words.SAY("sure.tested") in said
    assert "https://" in " ".join(html(app)).partition("parley-sure-box")[2]


@pytest.mark.parametrize("as_of", ["2017-01-01", "2017-12-31"])
def test_before_2018_the_page_says_where_the_model_starts(as_of: str) -> None:
    app = at_first({"as_of": as_of, "world_us": "60"})
    assert title(app) == "What would a tariff do around the world?"
    assert "2018" in hints(app)[0]


def test_the_link_holds_every_control() -> None:
    app = at_first(WAR)
    chosen = app.session_state[f"{controls.PAGE}_last_good"].scenario
    values = {key: value for key, value in chosen.values.items() if value}
    again = at_first({**values, "as_of": str(LONDON_TALKS)})
    assert facts(again) == facts(app)
    assert answer_of(again)[0] == answer_of(app)[0]
    assert date.fromisoformat(str(again.session_state["as_of"])) == LONDON_TALKS
