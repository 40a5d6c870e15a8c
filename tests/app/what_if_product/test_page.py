"""The What if page through Streamlit's test runner: sliders, presets, switches, as-of date, strange addresses."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import parley
from parley import terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import parts, starting_duties, starts
from parley.app.what_if.starts import IN_FORCE
from parley.app.what_if_product import answer, controls, drivers, subjects, words
from parley.models.policy_parts import Goods, TariffChange
from parley.search.find import find
from parley.tables.read import compiled_on
from tests.apps import (
    address,
    at_address,
    charts,
    choices,
    choose_date,
    findings,
    first_run,
    hints,
    html_words,
    metrics,
    notes,
    positions,
    press,
    title,
)
from tests.scenarios import on_page
from tests.wording import Told, among
from tests.wording import told as said_by

NB = "\u00a0"


def resting(regime: str = "") -> dict[str, int]:
    """Where all sliders of the day of the talks rest."""
    rates = starting_duties.rates(starting_duties.start(LONDON_TALKS, regime))
    return {**controls.positions(rates), **controls.section_positions(rates), controls.ALL_KEY: 0}


JUNE = resting()
AT_REST = {"regime": IN_FORCE}
DATE = {"as_of": str(LONDON_TALKS)}
ALL = controls.ALL_KEY
NAMED = {"in_kind": parts.REPLY_NAMES["in_kind"]}  # as the address writes it
OPENED = {"us_XVI": "60", "cn_total": "40", **DATE}
BEARERS = {**OPENED, "what_if_section": subjects.WHO_PAYS}


def opened(query: Mapping[str, str] = {**DATE, **AT_REST}) -> AppTest:
    """The page as it opens from an address; where none is given, at the duties in force."""
    return whole(at_address("what_if_product", query))


def at_first(query: Mapping[str, Any] = {**DATE, **AT_REST}) -> AppTest:
    """The same before all models are asked: its controls, answer and charts."""
    return whole(first_run("what_if_product", query))


def whole(app: AppTest) -> AppTest:
    """The run, which must have ended with one title and without a fault."""
    assert [fault.message for fault in app.exception] == []
    assert title(app)
    assert [w.value for w in app.warning] == []
    return app


def facts(app: AppTest) -> list[str]:
    return [fact.value for fact in metrics(app)]


def is_at_rest(app: AppTest) -> bool:
    return words.SAY("measure", "rest") in notes(app)


def titled(app: AppTest) -> Told:
    """Case of the title and what it says was moved, with its first letter small as inside a sentence."""
    case, fields = said_by("what_if_product", "title", title(app))
    what = fields.get("what", "")
    return case.removeprefix("may_"), fields | {"what": what[:1].lower() + what[1:]}


def moved_duty(app: AppTest) -> tuple[str, str, dict[str, str]]:
    """Of the one duty the title is about: its rate, the kind of goods and their name."""
    return duty_of(titled(app)[1]["what"])


def duty_of(what: str) -> tuple[str, str, dict[str, str]]:
    """The same of what a title says was moved."""
    inside = f"{what[:1].lower()}{what[1:]}"
    ((_, fields),) = among("what_if_product", "what.goods", [inside]) or among(
        "what_if_product", "what.briefly.goods", [inside]
    )
    rate = fields["rate"] if "rate" in fields else fields["a_rate"].split(" ", 1)[1]
    return rate, *said_by("what_if_product", "goods", fields["goods"])


def section(code: str) -> tuple[str, dict[str, str]]:
    """A section as ``duty_of`` tells it."""
    return "named", {"name": terms.in_a_sentence(terms.SECTION_LABELS[code])}


def test_moving_machinery_and_chinas_answer_changes_title_and_facts() -> None:
    app = opened()
    before = facts(app)
    assert is_at_rest(app)
    whole(press(app, "us_XVI", 60))
    assert moved_duty(app) == ("60%", *section("XVI"))
    assert titled(app)[0] == "lose_overstated"  # soon after the rise of April 2025
    after_us = facts(app)
    assert all(new != old for new, old in zip(after_us, before, strict=True))
    whole(press(app, "cn_total", 40))
    assert facts(app)[:3] == after_us[:3]
    assert facts(app)[3] != after_us[3]  # output, which an answer to one's exports lowers further
    assert any("China charges 40%" in said for said in html_words(app))


def test_an_address_opens_what_the_sliders_make() -> None:
    moved = at_first()
    press(moved, "us_XVI", 60)
    press(moved, "cn_total", 40)
    whole(moved.run())
    straight = at_first(OPENED)
    assert title(straight) == title(moved)
    assert facts(straight) == facts(moved)


def test_reset_puts_every_slider_back() -> None:
    app = at_first(OPENED)
    assert positions(app)["us_XVI"] == 60
    whole(press(app, "reset"))
    assert positions(app) == {key: JUNE[key] for key in positions(app)}
    assert is_at_rest(app)
    assert facts(app) == facts(at_first())


def test_a_regime_sets_every_slider_and_a_section_can_be_moved_from_there() -> None:
    app = at_first({**DATE, "us_I": "77"})
    for name, preset in starting_duties.regimes(LONDON_TALKS).items():
        at = resting(preset.name)
        whole(press(app, "regime", name))
        assert preset.legal_source.replace("'", "’") in choices(app)["regime_acts"]["label"]
        assert positions(app) == {key: at[key] for key in positions(app)}, name
        assert terms.day(preset.on).replace(NB, " ") in titled(app)[1]["what"], name
    whole(press(app, "us_XX", at["us_XX"] + 1))
    assert positions(app) == {key: at[key] for key in positions(app)} | {"us_XX": at["us_XX"] + 1}
    whole(press(app, "regime", IN_FORCE))
    assert "regime_acts" not in choices(app)
    assert positions(app) == {key: JUNE[key] for key in positions(app)}


def test_a_law_struck_out_moves_the_sliders_that_stood_in_force() -> None:
    app = at_first({**DATE, "us_XVI": "60"})
    whole(press(app, "without", starting_duties.law_name("ieepa_fentanyl")))
    assert positions(app)["us_XVI"] == 60
    assert positions(app)["us_XX"] < JUNE["us_XX"] - 10


def test_a_chapter_a_product_and_another_partner_have_their_sliders() -> None:
    app = at_first({**DATE, "goods_codes": "85, 8507.60", "partners": "VNM"})
    assert {"us_85", "us_850760", "us_from_VNM"} <= set(positions(app))
    whole(press(app, "us_850760", 150))
    assert moved_duty(app) == ("150%", "named", {"name": "lithium-ion batteries"})
    whole(press(app, "us_from_VNM", 46))
    assert said_by("what_if_product", "what.several", titled(app)[1]["what"])[1] == {"count": "two"}


def test_a_product_from_all_countries_has_one_duty_on_everybody() -> None:
    app = at_first({**DATE, "goods_codes": "850760", "goods_from": "All countries"})
    assert "us_850760" not in positions(app)
    whole(press(app, "us_all_850760", 90))
    assert "all imports of lithium-ion batteries" in titled(app)[1]["what"]
    change = TariffChange("USA", "all", 90, "absolute", Goods("hs6", "850760"))
    totals = (
        parley.solve(replace(on_page(LONDON_TALKS), tariffs=(change,))).tables["summary"].set_index("metric")["value"]
    )
    assert titled(app)[1]["loss"] == terms.model_bn(totals["buyers_loss_usd"]).replace(NB, " ")
    found = find("What if lithium-ion batteries of all countries paid 90%?")[0]
    assert titled(at_first({**DATE, **found.query})) == titled(app)
    of_china = at_first({**DATE, "goods_codes": "850760", "us_850760": "90"})
    assert titled(of_china)[1]["loss"] != titled(app)[1]["loss"]


def test_words_find_products_and_a_button_gives_them_a_slider() -> None:
    app = at_first({**DATE, "goods_codes": "85, lithium-ion"})
    whole(press(app, "goods_850760"))
    assert choices(app)["goods_codes"]["chosen"] == ["85, 850760"]
    assert {"us_85", "us_850760"} <= set(positions(app))


SUBJECTS = (subjects.SUPPLIERS, subjects.WHO_PAYS, "Flows", "Prices", subjects.ROWS, subjects.SURE)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_drawn_under_the_facts(subject: str) -> None:
    app = opened({**OPENED, "what_if_section": subject})
    assert len(findings(app)) == 1
    assert not hints(app)


@pytest.mark.parametrize(("former", "subject"), subjects.FORMER.items())
def test_a_former_name_of_a_subject_leads_to_it(former: str, subject: str) -> None:
    app = at_first({**OPENED, "what_if_section": former})
    expected = subject if isinstance(subject, str) else subject.choices["what_if_section"]
    assert choices(app)["what_if_section"]["chosen"] == [expected]


def test_an_address_without_a_duty_opens_with_sixty_and_forty() -> None:
    """So does one that chooses a subject or an assumption; one that says a duty leaves the others in force."""
    for query in ({}, {"what_if_section": "Prices"}, {"horizon": "Long run"}):
        app = at_first({**DATE, **query})
        now = positions(app)
        assert (now[controls.TOTAL_KEY], now[controls.CHINA_KEY], now[ALL]) == (60, 40, 0)
        assert address(app) == {
            "us_total": ["60"],
            "cn_total": ["40"],
            **{name: [said] for name, said in query.items()},
        }
    assert moved_duty(app) == ("60%", "all", {})
    for query in (
        {"us_XVI": "60"},
        {"cn_total": "40"},
        {"us_all": "10"},
        {"partners": "VNM"},
        {"reply": NAMED["in_kind"]},
    ):
        assert positions(at_first({**DATE, **query}))[controls.TOTAL_KEY] == JUNE[controls.TOTAL_KEY]


def test_in_a_visit_a_link_that_says_a_duty_leaves_the_others_in_force() -> None:
    app = at_first(DATE)
    assert positions(app)[controls.TOTAL_KEY] == 60
    app.switch_page("pages/tariffs.py").run()
    app.query_params["us_XVI"] = "70"
    whole(app.switch_page("pages/what_if_product.py").run())
    now = positions(app)
    assert now == {key: JUNE[key] for key in now} | {"us_XVI": 70}


def test_sections_and_products_follow_the_duty_on_all_chinese_goods() -> None:
    app = at_first({**DATE, "us_total": "80", "goods_codes": "850760"})
    now = positions(app)
    assert all(now[key] > JUNE[key] for key in controls.SECTION_KEYS if key in JUNE)
    assert now["us_850760"] > 60
    assert moved_duty(app) == ("80%", "all", {})
    straight = facts(app)
    press(app, controls.TOTAL_KEY, JUNE[controls.TOTAL_KEY])
    assert positions(app)["us_XVI"] == JUNE["us_XVI"]
    press(app, controls.TOTAL_KEY, 80)
    assert facts(app) == straight
    press(app, "us_XVI", 20)
    assert said_by("what_if_product", "what.several", titled(app)[1]["what"])[1] == {"count": "two"}


def test_untouched_the_page_asks_for_a_move_and_answers_nothing_unasked() -> None:
    app = opened()
    assert titled(app)[0] == "rest"
    assert not any(re.search("[1-9]", fact) for fact in facts(app))
    assert positions(app) == {key: JUNE[key] for key in positions(app)}
    assert address(app) == {"regime": [IN_FORCE]}


@pytest.mark.parametrize("day", ["2019-09-01", "2023-06-01"])
def test_on_a_day_whose_laws_are_not_known_one_by_one_a_sentence_leads_to_the_examples(day: str) -> None:
    app = opened({"as_of": day, "what_if_section": "Prices", **AT_REST})
    assert charts(app) == []
    assert hints(app) == [starts.SAY("examples.nothing")]


@pytest.mark.parametrize("shown", controls.EXAMPLES, ids=lambda e: e.words)
def test_an_example_opens_what_its_address_does_and_keeps_the_other_choices(shown: starts.Example) -> None:
    others = {**DATE, "what_if_section": subjects.SURE, subjects.SURE_OF: subjects.ASSUMPTIONS, "horizon": "Long run"}
    straight = opened({**others, **{key: NAMED.get(str(value), str(value)) for key, value in shown.positions.items()}})
    for before in ({}, {"regime": "Geneva truce"}, {"us_XX": "90"}):
        app = whole(press(opened({**others, **before}), "regime", shown.words))
        assert (title(app), facts(app), told(app)) == (title(straight), facts(straight), told(straight)), before
        assert positions(app) == positions(straight), before
        assert choices(app)["regime"]["chosen"] == [IN_FORCE], before


def test_regimes_not_known_on_the_day_are_not_offered() -> None:
    offered = choices(at_first({"as_of": "2025-04-05"}))["regime"]["options"]
    assert "2 April 2025 as announced" in offered
    assert "April 2025 peak" not in offered


def test_where_china_alone_moves_nobody_pays_and_no_chart_says_so() -> None:
    app = opened({**DATE, "cn_total": "40"})
    assert charts(app) == []
    assert hints(app) == [subjects.SAY("suppliers.none")]
    case, fields = said_by("what_if_product", "answer", title(app))
    assert (case, fields["rate"]) == ("fall", "40%")


def test_where_china_alone_moves_what_drives_it_asks_of_us_exports_and_has_no_winner_among_zeros() -> None:
    """Every assumption leaves buyers, revenue and imports at nothing: none of them changes these most."""
    asked = {**DATE, "cn_total": "0", "what_if_section": subjects.SURE, subjects.SURE_OF: subjects.ASSUMPTIONS}
    app = opened(asked)
    assert choices(app)["what_if_driver"]["chosen"] == [drivers.EXPORTS]
    assert len(charts(app)) == 1
    app = opened({**asked, "what_if_driver": "Revenue"})
    assert charts(app) == []
    assert hints(app) == [subjects.SAY("drivers.nothing", outcome="US tariff revenue")]


def test_a_new_date_moves_untouched_sliders_and_leaves_moved_ones() -> None:
    app = opened({"us_XVI": "60", "cn_total": "40"})
    latest = positions(app)
    whole(choose_date(app, LONDON_TALKS))
    now = positions(app)
    assert now == {key: JUNE[key] for key in now} | {"us_XVI": 60, "cn_total": 40}
    assert now != latest
    assert moved_duty(app) == ("60%", *section("XVI"))


def test_a_slider_moved_on_one_date_is_not_taken_for_untouched_on_the_next() -> None:
    app = at_first()
    whole(press(app, "us_XX", JUNE["us_XX"] + 5))
    whole(choose_date(app, compiled_on()))
    assert positions(app)["us_XX"] == JUNE["us_XX"] + 5


@pytest.mark.parametrize("end", [0, 200])
@pytest.mark.parametrize("rule", ["Same points", "One flat rate"])
def test_all_sliders_at_an_end_give_an_answer_or_the_reason_why_not(end: int, rule: str) -> None:
    app = opened({**DATE, "rule": rule, "us_I": "100"})
    for key in JUNE:
        if key not in (controls.TOTAL_KEY, ALL):
            app.session_state[key] = end
    app.run()
    whole(app)
    assert len(metrics(app)) == 4
    assert not hints(app)
    if end == 0 and rule == "Same points":  # a slider ends where its lines do
        apart = (controls.TOTAL_KEY, ALL)
        ends = {key: told["scale"]["least"] for key, told in sliders(app).items() if key not in apart}
        assert len(ends) == len(JUNE) - len(apart)
        assert all(positions(app)[key] == least for key, least in ends.items())
    else:
        count = terms.counted(len(JUNE) - 3)
        assert said_by("what_if_product", "what.several", titled(app)[1]["what"])[1] == {"count": count}


def test_each_section_alone_reaches_200_percent() -> None:
    """Each has its answer and its name; the page is opened for every fifth, the one most is bought of first."""
    every = starting_duties.largest_sections()
    for code in every:
        run = on_page(LONDON_TALKS, sections={code: 200})
        _, fields = said_by("what_if_product", "title", words.title(run, answer.answer(run)))
        assert duty_of(fields["what"]) == ("200%", *section(code))
    for code in every[::5]:
        app = opened({**DATE, controls.section_key(code): "200"})
        assert moved_duty(app) == ("200%", *section(code))
        assert titled(app)[0] == "lose_overstated"  # soon after the rise of April 2025
        assert len(charts(app)) == 1


@pytest.mark.parametrize("end", [0, 200])
def test_the_total_and_chinas_answer_reach_both_ends(end: int) -> None:
    app = opened({**DATE, "us_mode": "In total", "rule": "One flat rate", "us_total": f"{end}", "cn_total": f"{end}"})
    assert moved_duty(app) == (f"{end}%", "all", {})
    assert titled(app)[0] == ("lose_overstated" if end else "gain_overstated")
    assert facts(app)[3].startswith("\u2212" if end else "+")


def sliders(app: AppTest) -> dict[str, dict[str, Any]]:
    """The sliders by name."""
    return {name: told for name, told in choices(app).items() if told["kind"] == "slider"}


def told(app: AppTest) -> list[str]:
    """The charts in words."""
    return [chart.alt for chart in charts(app)]


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        ("horizon", "First year"),
        ("horizon", "Long run"),
        ("border", "0.94"),
        ("border", "0.80"),
        ("rule", "One flat rate"),
    ],
)
def test_each_switch_of_the_model_moves_both_charts(key: str, choice: str) -> None:
    for query in (OPENED, BEARERS):
        before, after = told(at_first(query)), told(at_first({**query, key: choice}))
        assert len(before) == len(after) == 1
        assert before != after


def test_only_a_response_of_exporters_makes_them_lose() -> None:
    assert "China's exporters $0bn," in told(at_first(BEARERS))[0]
    assert "China's exporters $0bn," not in told(at_first({**BEARERS, "border": "0.80"}))[0]


def test_the_retail_switch_changes_shop_prices_and_nothing_else() -> None:
    plain, switched = (opened({**OPENED, **of}) for of in ({}, {"retail": "0.50"}))
    assert (facts(plain), told(plain)) == (facts(switched), told(switched))
    prices = [opened({**OPENED, **of, "what_if_section": "Prices"}) for of in ({}, {"retail": "0.50"})]
    assert ["20% of a price rise" in " ".join(notes(app)) for app in prices] == [True, False]
    assert ["50% of a price rise" in " ".join(notes(app)) for app in prices] == [False, True]
    assert told(prices[0]) != told(prices[1])


@pytest.mark.parametrize(
    "query",
    [
        {"us_XVI": "abc"},
        {"us_XVI": ""},
        {"us_XVI": "nan"},
        {"cn_total": "1e309"},
        {"us_XXII": "60"},
        {"horizon": "zzz"},
        {"border": "0.5"},
        {"retail": "2"},
        {"rule": "none"},
        {"us_mode": "xyz"},
        {"regime": "zzz"},
        {"without": "zzz"},
        {"partners": "ZZZ,zzz"},
        {"reply": "zzz"},
        {"goods_codes": "999999, alert"},
    ],
)
def test_addresses_out_of_range_or_unknown_open_the_page_as_it_is(query: dict[str, str]) -> None:
    """That is at 60% and 40%: what no choice has says no duty."""
    app, plain = at_first({**DATE, **query}), at_first(DATE)
    assert facts(app) == facts(plain)
    assert positions(app) == positions(plain)
    assert {key: positions(app)[key] for key in JUNE if key not in controls.SECTION_KEYS} == {
        key: at for key, at in {**JUNE, **controls.OPENS_WITH}.items() if key not in controls.SECTION_KEYS
    }


@pytest.mark.parametrize(("asked", "held"), [("9999", 200), ("200.5", 200), ("-5", 0)])
def test_a_rate_beyond_the_ends_is_held_there_and_the_page_says_so(asked: str, held: int) -> None:
    app = at_first({**DATE, "us_XVI": asked, "rule": "One flat rate"})
    assert positions(app)["us_XVI"] == held
    assert any(f"imum is {held}" in note and "Machinery" in note for note in notes(app))
    assert moved_duty(app) == (f"{held}%", *section("XVI"))


def test_of_a_link_saved_with_a_mode_what_that_mode_did_not_apply_is_left_out() -> None:
    both = {**DATE, "us_total": "90", "us_XVI": "60"}
    in_total = at_first({**both, "us_mode": "In total"})
    assert moved_duty(in_total) == ("90%", "all", {})
    assert address(in_total) == {"us_total": ["90"]}
    by_section = at_first({**both, "us_mode": "By section"})
    assert moved_duty(by_section) == ("60%", *section("XVI"))
    assert said_by("what_if_product", "what.several", titled(at_first(both))[1]["what"])[1] == {"count": "two"}


@pytest.mark.parametrize("as_of", ["2017-01-01", "2017-12-31"])
def test_before_2018_the_page_says_where_the_model_starts(as_of: str) -> None:
    app = at_first({"as_of": as_of, "us_XVI": "60"})
    assert title(app) == "What would another tariff do?"
    (reason,) = hints(app)
    assert "2018" in reason
    assert not metrics(app)


def test_the_first_day_of_the_model_is_answered() -> None:
    assert len(metrics(at_first({"as_of": "2018-01-01", "us_XVI": "60"}))) == 4
