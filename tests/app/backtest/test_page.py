"""The Back-test page through Streamlit's test runner: what was recorded, ranges, switches, as-of dates."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.backtest import against_record, skill, words
from parley.app.what_if.skill import HORIZON_NAMES
from parley.results.validation import backtest_skill, timing
from parley.tables.read import compiled_on
from tests.apps import at_address, charts, choices, documents, findings, hints, metrics, points, title
from tests.wording import among, told

LATEST, TALKS, BEFORE = "", "2025-06-09", "2018-01-01"


def opened(**query: str) -> AppTest:
    app = at_address("backtest", query)
    assert [e.message for e in app.exception] == []
    assert [w.value for w in app.warning] == []
    assert title(app)
    for chart in charts(app):
        assert chart.figure
    return app


def totals() -> pd.DataFrame:
    rows = against_record.tested().total
    return rows[(rows["origin"] == "CHN") & (rows["duties"] == "law")].set_index("episode")


def test_the_first_view_tells_what_was_recorded_with_the_modelled_range() -> None:
    app, rows = opened(), totals()
    printed = [terms.change_pct(v, 0) for v in rows["recorded_change_relative_pct"]]
    assert [m.value for m in metrics(app)][:3] == printed
    ends = rows.filter(regex="modelled_.*_relative_pct")
    spans = zip(ends.min(axis=1), ends.max(axis=1), strict=True)
    assert [m.change for m in metrics(app)][:3] == [f"{terms.span(*ends, 0)}%" for ends in spans]
    more = f"2025 and spring{terms.NBSP}2026"
    assert title(app) == words.SAY("title", "within_more_briefly", within="2019", more=more)
    assert any("sections" in h for h in findings(app))


@pytest.mark.parametrize("measure", [against_record.RELATIVE, against_record.ALONE])
@pytest.mark.parametrize("duties", list(against_record.DUTIES.values()))
@pytest.mark.parametrize("episode", ["2019", "2025", "Spring 2026"])
def test_every_choice_is_answered(measure: str, duties: str, episode: str) -> None:
    app = opened(back_measure=measure, back_duties=duties, back_episode=episode)
    goods = {"2019": "sections", "2025": "industries"}.get(episode)
    if goods:
        ((_, fields),) = among("backtest", "chart.goods", findings(app))
        assert (fields["goods"], fields["episode"]) == (goods, episode)
    else:
        assert words.SAY("header.in_total", episode=episode) in findings(app)
    lessons = next(told for told in points(app) if among("backtest", "lessons.direction", told[:1]))
    assert len(lessons) == (2 if episode == "Spring 2026" else 4)


def test_the_duties_alone_are_told_in_percent_of_what_customs_recorded() -> None:
    app = opened(back_measure=against_record.ALONE)
    assert [m.value for m in metrics(app)][:3] == [terms.change_pct(v, 0) for v in totals()["recorded_change_pct"]]


def test_on_an_earlier_day_only_what_had_been_released_is_shown() -> None:
    app = opened(as_of=TALKS)
    assert [m.label for m in metrics(app)] == ["2017 to 2019", "Trade in range, 2019", "Model and record, 2019"]
    assert title(app) == words.SAY("title", "within", within="2019")
    nothing = opened(as_of=BEFORE)
    assert len(metrics(nothing)) == 0
    assert len(hints(nothing)) == 1


def test_the_fit_is_shown_when_it_is_opened() -> None:
    app = opened(back_episode="2025")
    assert any(e.label == "The fit, horizon by horizon" for e in app.expander)
    app.session_state["backtest_fit_open"] = True
    app.run()
    assert [e.message for e in app.exception] == []
    (fit,) = [told for told in documents(app, "foot") if told["name"] == "backtest_fit"]
    assert fit["rows"] == 3  # the horizons


def test_the_choices_that_govern_the_page_stand_above_its_first_chart() -> None:
    app = opened(back_duties="Collected")
    episodes, *_ = documents(app)
    assert [choice["name"] for choice in episodes["choices"]][:2] == ["back_measure", "back_duties"]
    assert choices(app)["back_duties"]["chosen"] == ["Collected"]
    assert episodes["name"] == "backtest_episodes"


@pytest.mark.parametrize("horizon", HORIZON_NAMES)
def test_the_skill_of_2025_is_printed_whatever_it_is(horizon: str) -> None:
    app = opened(back_horizon=HORIZON_NAMES[horizon])
    (shown,) = [document for document in documents(app) if document["name"] == "backtest_skill"]
    rows = backtest_skill.skill(horizon).set_index("section")
    case, _ = told("backtest", "skill.finding", shown["finding"])
    total = rows.loc["total"]
    assert case == ("better" if total["low"] > 0 else "worse" if total["high"] < 0 else "open")
    (_, fields) = told("backtest", "skill.measure", shown["measure"])
    assert fields["horizon"] == HORIZON_NAMES[horizon].lower().replace(" ", "-")
    note = f". {words.SAY('header.note')}."
    assert shown["remark"].endswith(note)
    seen = told("backtest", "skill.remark", shown["remark"].removesuffix(note))[0] == "seen"
    assert seen == (horizon == "default")  # the one horizon whose elasticity was chosen with months of 2025 in view
    assert shown["rows"] == len(rows)
    assert f"{skill.SAY('skill.all')} {terms.number(total['skill'], 2)}" in shown["alt"]


def test_before_2025_was_known_by_product_no_skill_is_told() -> None:
    app = at_address("backtest", {"as_of": TALKS})
    assert "backtest_skill" not in {document["name"] for document in documents(app)}


def test_when_effects_arrive_is_told_with_what_both_models_foresaw() -> None:
    shown = {document["name"]: document for document in documents(opened())}
    found = timing.when()
    last = found.seen.iloc[-1]
    tests = found.tests.set_index("model")["error_2025"]
    assert tests.idxmin() == timing.NOTHING  # 0.46 against 0.49 and 0.51, which the title says
    assert told("backtest", "when.finding", shown["backtest_when"]["finding"])[0] == "neither"
    _, fields = told("backtest", "when.seen_alt", shown["backtest_when"]["alt"])
    assert fields["month"] == "November 2025"
    for name in ("recorded", "static", "lagged"):
        assert fields[name] == terms.rate(abs(last[f"{name}_pct"]), 0).replace(terms.NBSP, " ")
    remark = shown["backtest_when"]["remark"].removesuffix(".")
    assert told("backtest", "when.remark", remark)[0] == found.used
    assert fields["error_no_change"] == terms.number(tests["no change"], 2)
    assert shown["backtest_when_path"]["rows"] == len(found.path)


def test_before_its_last_month_was_released_nothing_is_told_of_when() -> None:
    names = {document["name"] for document in documents(at_address("backtest", {"as_of": TALKS}))}
    assert names and not names & {"backtest_when", "backtest_when_path"}


@pytest.mark.parametrize(
    ("recorded", "low", "case"), [(-44.3, -55, "even_within"), (-44.3, -44.2, "even_beyond"), (-46, -55, "more_within")]
)
def test_an_error_that_would_print_as_nothing_has_no_direction(recorded: float, low: float, case: str) -> None:
    row = {"recorded": recorded, "default": -44.0, "error_pp": -44 - recorded, "low_pct": low, "high_pct": -27.0}
    row |= {"first_year": -27.0, "long_run": low}
    rows = pd.DataFrame([{**row, "is_within": low <= recorded, "duties": "collected"}])
    nothing = pd.DataFrame()
    (said, _) = words.lessons(rows, rows.assign(duties="law"), nothing, nothing, "industries")
    assert told("backtest", "lessons.direction", said)[0] == case


@pytest.mark.parametrize(
    ("episode", "end"),
    [
        ("after_the_ruling", "default"),  # default −2.7%, first year −1.7%, long run +1.6%, recorded −45%
        ("tariffs_of_2025", "long_run"),  # long run −43.5%, recorded −44.4%
    ],
)
def test_a_fall_outside_the_range_lies_beyond_the_horizon_at_its_end(episode: str, end: str) -> None:
    first, *_ = against_record.goods_of(episode, True, "law", date(2026, 11, 27)).lessons
    case, fields = told("backtest", "lessons.direction", first)
    assert (case, fields["end"]) == ("more_beyond", words.SAY("lessons.end", end))


@pytest.mark.parametrize(("relative", "recorded"), [(True, -44.92), (False, -33.48)])
def test_what_is_drawn_is_taken_away_with_its_measure_and_unit(relative: bool, recorded: float) -> None:
    """The title's fall of 45% stood in a column ``recorded``, the model's in ``default``, beside others in percent."""
    rows = against_record.by_episode(relative, "law", compiled_on()).rows.set_index("episode")
    drawn = against_record.episodes(relative, "law", compiled_on()).chosen.set_index("episode")
    end = "_relative_pct" if relative else "_pct"
    assert rows.loc["after_the_ruling", f"recorded_change{end}"] == pytest.approx(recorded, abs=0.01)
    for horizon in HORIZON_NAMES:
        assert rows[f"modelled_{horizon}{end}"].tolist() == drawn[horizon].tolist()
    goods = against_record._of_goods("first_trade_war", relative, "law", compiled_on()).rows
    for taken in (rows, goods):
        assert not {"recorded", *HORIZON_NAMES} & set(taken)
