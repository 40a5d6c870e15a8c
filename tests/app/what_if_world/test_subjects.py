"""The subjects beside the world model's answer through Streamlit's test runner: opened by address, moved, unmoved."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.what_if import parts, starting_duties, starts
from parley.app.what_if_world import controls, studies, words
from parley.app.what_if_world.controls import CLOSURE_NAMES
from parley.app.what_if_world.subjects import (
    ASSUMPTIONS,
    AT_REST,
    BEST,
    BORDER,
    MODELS,
    REVENUE,
    STUDIES,
    SURE,
    TARIFFS,
)
from parley.models.closure import CLOSURES
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.tables.read import compiled_on
from tests import apps
from tests.apps import at_address, charts, choices, findings, hints, metrics, notes, positions, press, title
from tests.wording import told

NB = "\u00a0"
NAMED = {"in_kind": parts.REPLY_NAMES["in_kind"]}  # as the address writes it
MOVED = apps.MOVED["what_if_world"]


def opened(query: Mapping[str, str]) -> AppTest:
    app = at_address("what_if_world", query)
    assert [fault.message for fault in app.exception] == []
    return app


def heads(app: AppTest) -> list[str]:
    return findings(app)


NEAR = "The next three years"
SHOWN = (TARIFFS, REVENUE, MODELS, ASSUMPTIONS, STUDIES, BORDER)
# By the name a subject once had, the subject and the choice it opens today.
FORMER = {
    "Who gains and loses": {"world_section": "Who gains"},
    "All models": {"world_section": SURE, "world_sure_of": "All models"},
    "What drives it": {"world_section": SURE, "world_sure_of": "Assumptions"},
    "Published studies": {"world_section": SURE, "world_sure_of": "Studies"},
    "Growth path": {"world_section": NEAR},
    "Retaliation": {"world_section": BEST, "world_best_of": "Best tariffs"},
    "Revenue curve": {"world_section": BEST, "world_best_of": "Revenue"},
}


@pytest.mark.parametrize("former", FORMER)
def test_a_former_subject_opens_what_it_became_with_a_finding(former: str) -> None:
    app = opened({"world_section": former, **MOVED})
    shown = choices(app)
    assert {key: shown[key]["chosen"] for key in FORMER[former]} == {key: [v] for key, v in FORMER[former].items()}
    assert len(heads(app)) == 1
    assert [info.value for info in app.warning] == []


def test_a_saved_curve_opens_its_model_at_its_elasticity() -> None:
    link = {"world_section": "Revenue curve", "revenue_elasticity": "6.0"}
    assert positions(opened(link))["world_elasticity"] == 6.0
    of_product = opened({**link, "revenue_model": "Product model"})
    assert choices(of_product)["world_best_of"]["chosen"] == ["Revenue by product"]


def test_the_model_by_industry_answers_where_the_subject_is_opened() -> None:
    """Whatever the one-sector model is given that the other has not."""
    more = ({}, {"world_elasticity": "6"}, {"world_model": "By industry"})
    three = [opened({"world_section": "Industries", **MOVED, **own}) for own in more]
    alone, *others = ([chart.alt for chart in charts(app)] for app in three)
    assert len(alone) == 1
    assert others == [alone, alone]


@pytest.mark.parametrize("subject", ["Who gains", "Trade", "Industries", BEST, SURE, NEAR])
def test_where_no_law_is_known_a_subject_has_something_to_show_or_leads_to_the_examples(subject: str) -> None:
    app = opened({"world_section": subject, "as_of": "2023-06-01", "world_from": starts.IN_FORCE})
    if subject in AT_REST:
        assert heads(app)
        assert charts(app)
    else:
        assert hints(app) == [starts.SAY("examples.nothing")]
        assert charts(app) == []
        assert not app.get("download_button")
    assert [warning.value for warning in app.warning] == []


@pytest.mark.parametrize("shown", controls.EXAMPLES, ids=lambda e: e.words)
def test_an_example_opens_what_its_address_does_in_the_subject_chosen(shown: starts.Example) -> None:
    app = press(opened({"world_section": "Trade"}), "world_from", shown.words)
    put = {key: NAMED.get(str(value), str(value)) for key, value in shown.positions.items()}
    straight = opened({"world_section": "Trade", **put})
    assert title(app) == title(straight) != title(opened({"world_from": starts.IN_FORCE}))
    assert metrics(app) == metrics(straight)
    assert [chart.alt for chart in charts(app)] == [chart.alt for chart in charts(straight)]
    assert len(charts(app)) == 1


@pytest.mark.parametrize("subject", ["Retaliation", "Revenue curve"])
def test_where_the_rate_is_over_all_goods_its_distance_from_the_slider_is_explained(subject: str) -> None:
    day = date(2026, 11, 27)
    app = opened({"as_of": str(day), "world_section": subject, "world_duties": "Collected"})
    (said,) = [note for note in notes(app) if re.search(r"\b98\b.*\b99\b", note)]
    expected = words.all_goods(replace(starting_duties.start(day), duties="collected"))
    assert said.removesuffix(f" {words.note('world')}.").endswith(expected)
    _, fields = told("what_if_world", "all_goods", expected)
    here, slider = (float(fields[name].removesuffix("%")) for name in ("here", "slider"))
    assert starting_duties.SAY("now", "collected", rate=f"{slider:.0f}") in notes(app)
    assert 0.3 < abs(slider - here) < 1.2
    (chart,) = charts(app)
    assert f"{here}" in chart.spec


def test_the_share_others_replace_is_set_against_that_of_the_product_page() -> None:
    app = opened({"world_section": "Trade", **MOVED})
    assert told("what_if_world", "trade.finding", heads(app)[0])[0] == "both"
    assert len(shares := _shares(app)) == 1
    assert 0 < float(shares[0].removesuffix("%")) < 100
    other = opened({"world_section": "Trade", "world_market": "Germany", **MOVED})
    assert _shares(other) == []


def _shares(app: AppTest) -> list[str]:
    """How much of China's loss others take, where the page says it."""
    pattern = re.escape(words.SAY("trade.apart", "share", share="@")).replace("@", "(.+?)")
    return [found[1].replace("\u00a0", " ") for note in notes(app) if (found := re.search(pattern, note))]


@pytest.mark.parametrize("closure", [c for c in CLOSURES if c != "balanced"])
@pytest.mark.parametrize("subject", ["Retaliation", "Revenue curve"])
def test_other_rules_for_deficits_have_answers_too(subject: str, closure: str) -> None:
    app = opened({"world_section": subject, "world_closure": CLOSURE_NAMES[closure], **MOVED})  # type: ignore[index]
    assert len(heads(app)) == 1


def test_the_elasticity_of_the_page_moves_the_peak() -> None:
    peaks = [heads(opened({"world_section": "Revenue curve", "world_elasticity": of}))[0] for of in ("4", "8")]
    assert peaks[0] != peaks[1]


@pytest.mark.parametrize(
    "query",
    [
        {"revenue_elasticity": "abc"},
        {"world_best_of": "none"},
        {"world_us": "200", "world_cn": "200"},
        {"world_us": "0", "world_cn": "0"},
    ],
    ids=lambda q: "&".join(f"{k}={v}" for k, v in q.items()),
)
@pytest.mark.parametrize("subject", ["Revenue curve", NEAR, "Retaliation"])
def test_strange_addresses_and_extreme_sliders_are_shown_or_refused(subject: str, query: dict[str, str]) -> None:
    """A mean of 0% by the same points is out of reach, which a sentence says."""
    app = opened({"world_section": subject, **query})
    assert heads(app) or any("0%" in told for told in hints(app))


def test_before_the_first_study_a_sentence_stands_where_the_chart_would() -> None:
    app = opened({"world_section": "Published studies", "as_of": "2018-07-10", **MOVED})
    assert hints(app) == [words.SAY("studies", "unknown", day=f"10{NB}Jul{NB}2018")]


def test_beside_published_studies_our_own_rows_say_that_a_model_gave_them() -> None:
    """A citation of the figure, whose title holds our own answer, did not."""
    asked = Scenario(compiled_on(), tariffs=(TariffChange("USA", "CHN", 60, "absolute"),))
    rows = studies.rows_of(asked)
    assert rows["model"].notna().tolist() == rows["institution"].eq("Parley").tolist()


def test_every_subject_says_how_it_is_worked_out() -> None:
    text = words.method()
    assert [name for name in (*SHOWN, NEAR) if f"**{name}.**" not in text] == []


@pytest.mark.parametrize("outcome", ["Real income", "Exports", "Imports"])
@pytest.mark.parametrize("asked", [{"world_us": "60"}, {"world_add_all": "10"}])
def test_whom_the_finding_names_has_a_bar(asked: Mapping[str, str], outcome: str) -> None:
    """Where most economies lose, the one that gains most moves less than those whose bars are the longest."""
    app = opened({**asked, "world_outcome": outcome})
    case, fields = told("what_if_world", "gains.finding", heads(app)[0])
    bars = charts(app)[0].shown["layout"]["yaxis"]["ticktext"]
    assert case != "no_range"
    named = {name for side in ("up", "down") if side in fields for name in re.split(", | and ", fields[side])}
    assert named <= {terms.with_article(bar) for bar in bars}
