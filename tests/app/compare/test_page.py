"""Compare through Streamlit's test runner: sides, address, as-of date, files, refusals, text from outside."""

import base64
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.compare import sides
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import all_models, starting_duties, trade_base
from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison, comparison_models, comparison_words
from parley.results.scenario.files import preset
from parley.results.scenario.text import decode, encode
from parley.tables.read import compiled_on
from tests.apps import (
    address,
    answer,
    at_address,
    charts,
    choices,
    choose_date,
    findings,
    first_run,
    hints,
    html,
    html_words,
    metrics,
    painted,
    press,
    title,
)
from tests.scenarios import MACHINERY
from tests.wording import Told, among, told

JUNE = {"as_of": str(LONDON_TALKS)}
MAGNETS = Scenario(LONDON_TALKS, exports=[ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=20)])


def opened(query: Mapping[str, str] = JUNE, state: Mapping[str, str] | None = None) -> AppTest:
    return whole(at_address("compare", query, state))


def at_first(query: Mapping[str, str] = JUNE, state: Mapping[str, str] | None = None) -> AppTest:
    """The same before all models are asked."""
    return checked(first_run("compare", query, state))


def whole(app: AppTest) -> AppTest:
    """The run with what comes after its answer, ``checked``."""
    return checked(painted(app))


def checked(app: AppTest) -> AppTest:
    """The run, which must have ended with one title and without a fault."""
    assert [fault.message for fault in app.exception] == []
    assert title(app)
    assert not [s for kind in ("warning", "info") for s in app.get(kind) if "cannot be shown" in s.value]
    return app


def held(app: AppTest, side: str) -> Scenario:
    """What the address holds for a side, without the date of the data."""
    return replace(decode(text(app, side)), vintage="")


def on_the_day(regime: str, as_of: date) -> Scenario:
    """A regime against the duties of a day, on the last trade known on it."""
    return replace(preset(regime), as_of=as_of, **trade_base.default(as_of))


def text(app: AppTest, side: str) -> str:
    return address(app)[side.lower()][0]


def chosen(app: AppTest, side: str) -> str:
    """Where the side comes from."""
    (words,) = choices(app)[sides.from_key(side)]["chosen"]
    return next(name for name, told in sides.names().items() if told == words)


def choose(app: AppTest, side: str, name: str) -> AppTest:
    return press(app, sides.from_key(side), sides.names()[name])


def facts(app: AppTest) -> list[tuple[str, str]]:
    return [(fact.value, fact.change) for fact in metrics(app)]


def test_it_opens_with_the_duties_in_force_against_the_april_peak() -> None:
    app = opened()
    assert (chosen(app, "A"), chosen(app, "B")) == (sides.FORCE, sides.TELLING)
    force = Scenario(LONDON_TALKS, title=comparison_words.IN_FORCE, **trade_base.default(LONDON_TALKS))
    peak = on_the_day("april_2025_peak", LONDON_TALKS)
    assert (held(app, "A"), held(app, "B")) == (force, peak)
    pairs = [tuple(comparison.run(scenario, model) for scenario in (force, peak)) for model in ("product", "world")]
    figures = comparison.headline(*pairs)  # type: ignore[arg-type]
    figures = comparison_models.widened(figures, comparison_models.between(force, peak))
    assert title(app) == comparison_words.verdict_on(figures, force, peak)
    rows = figures.set_index("figure")
    loss, income = rows.loc["buyers_loss_usd"], rows.loc["real_income_USA"]
    written = (
        terms.signed(loss["difference"] / 1e9),
        terms.span(loss["difference_low"] / 1e9, loss["difference_high"] / 1e9, 0),
    )
    assert facts(app)[0] == tuple(terms.in_dollars(text, "bn") for text in written)
    assert facts(app)[3][0] == terms.points(income["difference"], 2)


def test_another_regime_goes_into_the_address_and_the_title() -> None:
    app = opened()
    whole(choose(app, "B", "geneva_truce"))
    assert held(app, "B") == on_the_day("geneva_truce", LONDON_TALKS)
    elsewhere = opened({**JUNE, **{side: text(app, side) for side in ("a", "b")}})
    assert title(elsewhere) == title(app)
    assert facts(elsewhere) == facts(app)
    assert chosen(elsewhere, "B") == "geneva_truce"


@pytest.mark.parametrize(("by", "pass_through"), [("Section", 0.83), ("Economy", 0.84)])
def test_a_new_pair_claims_no_direction_until_all_models_have_answered(by: str, pass_through: float) -> None:
    asked_by_no_other_test = replace(MACHINERY, border_pass_through=pass_through)
    app = opened({**JUNE, "compare_by": by}, {"compare_kept_B": encode(asked_by_no_other_test)})
    answer(app, sides.from_key("B"), sides.names()[sides.KEPT])
    assert on_buyers(title(app))[0] == "pending"
    assert {span for _, span in facts(app)} == {all_models.FOLLOWS}
    assert told("compare", "finding", findings(app)[0])[0] == "pending"
    points = [value for value, _ in facts(app)]
    assert not [trace for trace in charts(app)[0].figure["data"] if trace["mode"] == "lines"]
    whole(app)
    assert on_buyers(title(app))[0] in ("loss_none", "worse")
    assert told("compare", "finding", findings(app)[0])[0] in ("higher", "lower", "loss_higher", "loss_lower", "open")
    for (value, _), point in zip(facts(app), points, strict=True):  # as exact as the range that came
        before, after = (re.sub(r"[$bnm%]|\xa0.*", "", told).replace(terms.MINUS, "-") for told in (point, value))
        assert round(float(before), len(after.partition(".")[2])) == float(after)
    assert all_models.FOLLOWS not in {span for _, span in facts(app)}
    assert [trace for trace in charts(app)[0].figure["data"] if trace["mode"] == "lines"]  # the ranges


def test_no_regime_is_offered_that_was_not_known_on_the_date() -> None:
    offered = sides.options(LONDON_TALKS, "A")
    assert "geneva_truce" in offered
    assert not {"busan", "after_ruling", "latest"} & set(offered)


def test_an_address_is_the_whole_of_both_sides() -> None:
    app = at_first({**JUNE, "a": encode(MACHINERY), "b": encode(replace(MACHINERY, horizon="long_run", title=""))})
    assert (chosen(app, "A"), chosen(app, "B")) == (sides.OTHER, sides.OTHER)
    assert held(app, "A") == MACHINERY
    assert any("Machinery 60, answer 40" in body for body in html(app))


def on_buyers(said: str) -> Told:
    """Case and fields of a title about US buyers on a day soon after a rise of duties, which says so."""
    return told("results", "verdict.overstated", said)


def test_why_dollars_are_overstated_soon_after_a_rise_is_told_once() -> None:
    day, points = terms.day(LONDON_TALKS), terms.in_points(9.9, 1)
    sentence = comparison_words.SAY("overstated", day=day, points=points)
    assert sum(words.count(sentence) for words in html_words(opened())) == 1


def test_on_the_newest_day_no_title_is_overstated() -> None:
    assert not among("results", "verdict.overstated", [title(at_first({}))])


def test_sides_swap() -> None:
    app = at_first()
    before = held(app, "A"), held(app, "B")
    whole(press(app, "compare_swap"))
    assert (held(app, "B"), held(app, "A")) == before
    case, fields = on_buyers(title(app))
    # who loses is named first; marked as overstated, there is no room for the scenarios' names
    assert (case, fields["b"], fields["a"]) == ("loss_none", "A", "B")


def test_a_scenario_kept_on_another_page_can_be_chosen() -> None:
    app = at_first(state={"compare_kept_A": encode(MACHINERY)})
    assert chosen(app, "A") == sides.FORCE
    whole(choose(app, "A", sides.KEPT))
    assert held(app, "A") == MACHINERY


def test_the_as_of_date_moves_the_sides_that_stand_on_dated_duties_and_no_others() -> None:
    app = at_first({**JUNE, "a": encode(MACHINERY)})
    whole(choose_date(app, date(2025, 7, 1)))
    assert held(app, "A") == MACHINERY
    assert held(app, "B") == on_the_day("april_2025_peak", date(2025, 7, 1))
    assert among("results", "warnings.dates", [w.value for w in app.warning])


def test_a_link_made_with_older_data_is_said() -> None:
    app = at_first({**JUNE, "b": encode(replace(MACHINERY, vintage="2025-06-10"))})
    (said,) = [w.value for w in app.warning]
    _, fields = told("results", "warnings.data", said)
    assert (fields["side"], fields["saved"]) == ("B", "10 Jun 2025")
    assert terms.day(compiled_on()) in said


@pytest.mark.parametrize("damaged", ["", "1", "zzz", "2abc", "1" + "A" * 9000, encode(MACHINERY)[:-5]])
def test_a_damaged_link_is_said_and_the_default_stands(damaged: str) -> None:
    app = at_first({**JUNE, "a": damaged})
    assert chosen(app, "A") == sides.FORCE
    assert len(app.warning) == (1 if damaged else 0)


def test_what_is_wrong_with_a_link_is_still_said_once_all_models_have_answered() -> None:
    asked_by_no_other_test = replace(MACHINERY, border_pass_through=0.86)
    app = opened({**JUNE, "a": "zzz", "b": encode(asked_by_no_other_test)})
    assert len(app.warning) == 1
    choose(app, "A", "geneva_truce")
    assert len(whole(app).warning) == 0


def packed(plain: str) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return "1" + base64.urlsafe_b64encode(packer.compress(plain.encode()) + packer.flush()).decode().rstrip("=")


def test_text_from_a_link_is_shown_letter_by_letter() -> None:
    picture = "![x](http://127.0.0.1:9/x.png)<img/src=x>:red[y]$a$[l](http://127.0.0.1:9)"
    app = at_first(
        {
            **JUNE,
            "a": packed(f'{{"as_of":"2025-06-09","regime":"{picture}"}}'),
            "b": encode(replace(MACHINERY, title=picture)),
        }
    )
    assert any(picture in words for words in html_words(app))
    assert all("<img" not in body for body in html(app))
    shown = [e.value for kind in ("markdown", "warning", "caption", "header") for e in app.get(kind)]
    marked = [s for s in shown if "x.png" in s.replace("\\", "")]
    assert marked
    for value in marked:
        assert not re.search(r"(?<!\\)(!\[|\[x|\]\(|<img|:red|\$a)", value)


def test_what_no_model_holds_is_said_in_its_place() -> None:
    app = opened({**JUNE, "a": encode(MAGNETS), "b": encode(MAGNETS)})
    assert title(app) == comparison_words.SAY("verdict", "question")
    told = hints(app)
    assert any("Export taxes and limits belong to" in text for text in told)
    assert len(metrics(app)) == 0


def test_what_one_model_refuses_the_other_answers() -> None:
    tax = Scenario(LONDON_TALKS, exports=[ExportChange("CHN", "USA", tax_pct=20)])
    app = opened({**JUNE, "a": encode(tax), "compare_by": "Economy"})
    assert told("results", "verdict.income", title(app))
    assert findings(app)
    assert any(hint.startswith("A: Export taxes") for hint in hints(app))


def test_the_copied_link_holds_date_and_both_sides() -> None:
    texts = {"A": encode(MACHINERY), "B": encode(MAGNETS)}
    written = sides.link(texts, LONDON_TALKS)
    assert written.endswith(f"as_of=2025-06-09&a={texts['A']}&b={texts['B']}")


def test_an_answer_above_all_us_imports_prints_no_figure_of_us_trade() -> None:
    """Ending the duties of 12 April 2025 had imports from China up to 305,477.7 points higher, and buyers 2,094 bn."""
    peak = date(2025, 4, 12)
    pair = Scenario(peak), Scenario(peak, tariffs=starting_duties.without_extra_duties(peak))
    query = {name: encode(scenario) for name, scenario in zip("ab", pair, strict=True)}
    for by in ("Section", "Figure"):
        app = opened({**query, "compare_by": by})
        assert told("results", "verdict", title(app))[0] == "beyond"
        shown = {fact.label: (fact.value, fact.change) for fact in metrics(app)}
        none = terms.DASH, all_models.SAY("beyond", "figure")
        assert [shown[name] for name in ("US buyers’ loss", "Tariff revenue", "Imports from China")] == [none] * 3
        assert shown["US real income"] != none
        assert charts(app) == []
    assert any(comparison_words.SAY("beyond", "answer") in warning.value for warning in app.warning)


@pytest.mark.parametrize(
    ("former", "by"), [("By section", "Section"), ("By economy", "Economy"), ("All figures", "Figure")]
)
def test_a_former_subject_opens_the_choice_it_became(former: str, by: str) -> None:
    shown = choices(at_first({**JUNE, "compare_section": former}))
    assert (shown["compare_section"]["chosen"], shown["compare_by"]["chosen"]) == (["Differences"], [by])


def test_what_the_title_leaves_out_is_told_once() -> None:
    """Buyers' loss is before revenue; real income, which counts it, may point the other way."""
    assert sum(words.count("US buyers and the Treasury") for words in html_words(opened())) == 1
