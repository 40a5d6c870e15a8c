"""The words of the world what-if: titles, figures and captions, with a range, without one, and where it is open."""

import functools
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from parley import terms
from parley.app.what_if import starting_duties
from parley.app.what_if.all_models import of_scenario as asked_of
from parley.app.what_if_world import gains, industries, trade, words
from parley.app.what_if_world.answer import Figure, Shown
from parley.app.what_if_world.controls import Chosen
from parley.models.policy_parts import EVERYBODY, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import base_world, sectors, world
from parley.results.answers.answer import Ranges
from parley.results.answers.product_solution import duties_of
from parley.results.answers.world_bands import world_ranges
from parley.results.compared.agreement import Agreement
from tests.wording import told as said_by

DAY = date(2025, 6, 9)
NB = "\u00a0"
PAGE = "what_if_world"
WAR = Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute")])


def all_say(us: str, china: str, agreement: Agreement | None = None) -> Any:
    """What all models say of real income, as the page asks them."""
    signs = {"USA": us, "CHN": china}
    return SimpleNamespace(
        answer=True,
        sign=lambda key: signs[key[1]],
        is_sure=lambda key: signs[key[1]] in ("gain", "loss"),
        agreement=agreement,
        envelope=lambda key: None,
    )


@functools.cache
def all_models() -> Any:
    """What all models really say of the war."""
    return asked_of(WAR)


def shown(scenario: Scenario = WAR, with_range: bool = True) -> Shown:
    ranges = world_ranges(scenario, 8) if with_range else None
    asked = all_models() if with_range and scenario is WAR else None
    return Shown(Chosen(scenario, "world", {}), world.point(scenario), ranges, models=asked)


def test_a_figure_without_a_range_or_across_zero_is_open() -> None:
    assert Figure(1.0).is_open
    assert Figure(1.0, -0.1, 2.0).is_open
    assert not Figure(1.0, 0.5, 2.0).is_open
    assert not Figure(0.0, 0.0, 0.0).is_open


def test_a_figure_of_a_row_that_is_not_there_is_refused() -> None:
    drawn = shown(with_range=False)
    with pytest.raises(IndexError):
        drawn.figure("change_pct", exporter="CHN", importer="CHN")
    with pytest.raises(IndexError):
        drawn.figure("real_income_change_pct", economy="XXX")


def test_a_title_claims_no_direction_before_the_range() -> None:
    income = world.point(WAR).by_economy.set_index("economy")["real_income_change_pct"]
    case, fields = said_by(PAGE, "title", words.title(shown(with_range=False)))
    assert (case, fields["us"]) == ("no_range", terms.change_pct(income["USA"], 2).replace(NB, " "))
    case, fields = said_by(PAGE, "title", words.title(shown()))
    assert (case, fields["us"]) == ("fall", words.size(income["USA"]).replace(NB, " "))
    assert fields["china"] == words.size(income["CHN"]).replace(NB, " ")
    assert said_by(PAGE, "title", words.title(shown(Scenario(DAY))))[0] == "rest"


@pytest.mark.parametrize(
    ("us", "china", "case"),
    [
        ((-2.0, -1.0), (-2.0, -1.0), "fall"),
        ((1.0, 2.0), (1.0, 2.0), "rise"),
        ((-2.0, -1.0), (1.0, 2.0), "both"),
        ((-2.0, -1.0), (-1.0, 1.0), "china_open"),
        ((-1.0, 1.0), (-2.0, -1.0), "us_open"),
        ((-1.0, 1.0), (-1.0, 1.0), "open"),
    ],
)
def test_the_title_takes_the_direction_of_each_side_from_its_range(
    us: tuple[float, float], china: tuple[float, float], case: str
) -> None:
    rows = world.point(WAR).by_economy.assign(real_income_change_pct=sum(us) / 2)
    rows.loc[rows["economy"] == "CHN", "real_income_change_pct"] = sum(china) / 2
    ends = pd.DataFrame({"economy": rows["economy"], "outcome": "real_income_change_pct", "low": us[0], "high": us[1]})
    ends.loc[ends["economy"] == "CHN", ["low", "high"]] = china
    found, ranges = cast(Any, SimpleNamespace(by_economy=rows)), Ranges({"by_economy": ends}, "", 2)
    signs = ["gain" if low > 0 else "loss" if high < 0 else "either" for low, high in (us, china)]
    drawn = Shown(Chosen(WAR, "world", {}), found, ranges, models=all_say(*signs))
    assert said_by(PAGE, "title", words.title(drawn))[0] == case
    others = Shown(Chosen(WAR, "world", {}), found, ranges, models=all_say("either", "either"))
    assert said_by(PAGE, "title", words.title(others))[0] == "open"  # a range of its own is not enough


def test_a_title_claims_no_direction_where_the_range_straddles_zero() -> None:
    found = world.point(WAR)
    across = pd.DataFrame(
        {
            "economy": found.by_economy["economy"],
            "outcome": "real_income_change_pct",
            "low": -1.0,
            "high": 1.0,
        }
    )
    asked = all_say("loss", "loss", all_models().agreement)
    drawn = Shown(Chosen(WAR, "world", {}), found, Ranges({"by_economy": across}, "", 2), models=asked)
    assert said_by(PAGE, "title", words.title(drawn))[0] == "open"
    columns, _ = gains.columns_of(drawn, "real_income_change_pct")
    marks = drawn.agreed(gains.marks_of(columns, "real_income_change_pct"), "real_income_change_pct")
    outcome = gains.OUTCOMES["real_income_change_pct"]
    assert said_by(PAGE, "gains.finding", gains.caption(marks, marks, outcome, "%").finding)[0] == "open"
    before = gains.marks_of(columns, "real_income_change_pct")
    assert said_by(PAGE, "gains.finding", gains.caption(before, before, outcome, "%").finding)[0] == "no_range"


@pytest.mark.parametrize("reply", ["", "in_kind"])
def test_a_title_is_short_also_where_every_partner_answers(reply: str) -> None:
    cut = tuple(TariffChange("USA", code, -20) for code in ("JPN", "KOR", "TWN"))
    drawn = shown(Scenario(DAY, tariffs=cut, reply=reply))
    drawn = replace(drawn, models=all_say("loss", "either"))
    said = words.title(drawn)
    assert len(said.split(" ")) <= terms.MOST_IN_TITLE
    this = words.SAY("what", "this")
    assert not reply or this.capitalize() in said  # its name stands below
    assert ("in kind" in said) == bool(reply)
    assert words.moved(drawn.chosen.scenario).startswith("up to")  # a duty below 20% ends at zero


@pytest.mark.parametrize(
    ("changes", "regime", "case", "fields"),
    [
        ([TariffChange("USA", "CHN", 60, "absolute")], "", "us", {"a_rate": "a 60%"}),
        (list(WAR.tariffs), "", "both", {"us": "60%", "china": "40%"}),
        (
            [TariffChange("USA", code, 10) for code in ("CAN", "MEX")],
            "",
            "higher",
            {"points": "10 points", "place": words.SAY("group", "north_america")},
        ),
        (
            [TariffChange("USA", code, -5) for code in ("BRA", "IND")],
            "",
            "lower",
            {"points": "5 points", "place": words.SAY("group", "others")},
        ),
        ([], "geneva_truce", "regime", {"day": "14 May 2025"}),
        (
            [TariffChange("USA", "CHN", 80, "absolute", Goods("sector", "C26"))],
            "",
            "industry",
            {"a_rate": "an 80%", "goods": "electronics and computers"},
        ),
        (
            [TariffChange("USA", code, 30, "absolute") for code in ("VNM", "EU27", "JPN", "KOR")],
            "",
            "several",
            {"count": "four"},
        ),
    ],
)
def test_what_is_moved_is_told_in_a_few_words(
    changes: list[TariffChange], regime: str, case: str, fields: dict[str, str]
) -> None:
    assert said_by(PAGE, "what", words.moved(Scenario(DAY, regime=regime, tariffs=changes))) == (case, fields)


def test_every_subject_has_the_range_of_each_figure_it_shows() -> None:
    drawn = shown()
    for outcome in gains.OUTCOMES:
        columns, unit = gains.columns_of(drawn, outcome)
        assert len(pd.DataFrame(columns).dropna()) == 80
        marks = gains.leading(gains.marks_of(columns, outcome), unit)
        assert {"USA", "CHN"} <= set(marks["code"])
        assert len(marks["code"]) <= gains.SHOWN
    sales = trade.sales(drawn, "USA")
    assert {"low_pct", "high_pct", "low_usd", "high_usd"} <= set(sales.columns)
    marks = drawn.agreed_sales(trade.marks_of(sales, True), "USA")
    case, fields = said_by(PAGE, "trade.finding", trade.caption(marks, "USA", "bn").finding)
    assert fields["loser"] == "China"
    assert marks.set_index("code")["is_sure"].any() == (case != "open")


def test_levels_of_the_sector_model_are_never_shown() -> None:
    drawn = Shown(Chosen(WAR, "sectors", {}), sectors.point(WAR), sectors.ends(WAR))
    for rows in (trade.sales(drawn, "CHN"), industries.rows_of(drawn, "CHN")):
        assert [column for column in rows.columns if "usd" in str(column)] == []
        assert {"low_pct", "high_pct"} <= set(rows.columns)
    assert "bn" not in " ".join(fact.value for fact in words.facts(drawn))


def test_every_economy_and_industry_has_a_name() -> None:
    for names in (world.world().economy.names, sectors.sectors().economy.countries):
        assert [code for code in names if words.name(code) == code] == []
    assert set(sectors.sectors().economy.sectors) == set(terms.SECTOR_LABELS)


@pytest.mark.parametrize(("change", "written"), [(0.086, "0.09%"), (-0.004, "0.004%"), (1.5, "1.50%"), (0.0, "0%")])
def test_a_small_change_keeps_one_figure(change: float, written: str) -> None:
    assert words.size(change) == written


@pytest.mark.parametrize(
    ("day", "case", "printed"),
    [
        (date(2025, 6, 9), "chapters", {"here": "39.2%", "slider": "40.3%"}),
        (date(2026, 11, 27), "trade", {"here": "22.1%", "slider": "21.1%"}),
    ],
)
def test_the_rate_of_all_goods_is_told_with_what_parts_it_from_the_slider(
    day: date, case: str, printed: dict[str, str]
) -> None:
    """On the trade of 2024 chapters 98 and 99 lower it; on newer trade the duties collected in 2024 raise it."""
    run = replace(starting_duties.start(day), duties="collected")
    found, fields = said_by("what_if_world", "all_goods", words.all_goods(run))
    assert found == case
    assert printed.items() <= fields.items()
    rate = base_world.us_rate_on_china(run)
    mean = duties_of(run).pairs["CHN", "USA"]
    assert rate.in_force == pytest.approx(rate.collected + 100 * (mean.before - mean.base))
    assert (rate.in_force > 100 * mean.before + 1) == (case == "trade")


@pytest.mark.parametrize(
    ("changes", "is_sure", "case"),
    [
        ([0.27, 0.24, -0.61], [False, True, True], "agreed"),
        ([0.27, 0.24, -0.61], [True, False, True], "all"),
        ([0.27, 0.24, -0.61], [False, False, True], "all"),  # no rise is claimed
        ([0.24, -0.61, -0.7], [True, True, False], "agreed"),
    ],
)
def test_a_title_says_so_where_one_whose_direction_is_open_moves_further(
    changes: list[float], is_sure: list[bool], case: str
) -> None:
    change = np.array(changes)
    names = {"code": np.array(["SGP", "JOR", "MEX"]), "name": np.array(["Singapore", "Jordan", "Mexico"])}
    marks = {**names, "change": change, "low": change - 0.01, "high": change + 0.01, "is_sure": np.array(is_sure)}
    outcome = gains.OUTCOMES["real_income_change_pct"]
    _, fields = said_by(PAGE, "gains.finding", gains.caption(marks, marks, outcome, "%").finding)
    subject = words.SAY("gains.among", case, subject=outcome.label, inside=outcome.label.lower())
    assert fields["subject"] == subject


def test_a_title_says_that_every_partner_answers_in_kind() -> None:
    alone = Scenario(DAY, tariffs=[TariffChange("USA", EVERYBODY, 10)])
    assert words.moved(replace(alone, reply="in_kind")) == words.SAY("what", "in_kind", what=words.moved(alone))


def test_the_rest_of_the_world_is_no_seller_of_a_title() -> None:
    """It is the economies held apart by nobody, and reads as all others."""
    marks = pd.DataFrame(
        {"code": ["ROW", "DEU"], "name": words.names(["ROW", "DEU"]), "change": [9.0, 4.0], "low": [8.0, 3.0]}
    ).assign(high=[10.0, 5.0], is_sure=True)
    case, fields = said_by(PAGE, "trade.finding", trade.caption(marks, "USA", "bn").finding)
    assert (case, fields["gainers"]) == ("gain", "Germany")


@pytest.mark.parametrize("outcome", list(gains.OUTCOMES))
def test_revenue_by_economy_says_that_it_is_not_the_fact_of_that_name(outcome: str) -> None:
    """Of 60 and 40% the fact has recorded imports, the chart trade of 2023: they may have other signs."""
    is_told = bool(gains.of_outcome(shown(), outcome).remark)
    assert is_told == (outcome == gains.REVENUE)
