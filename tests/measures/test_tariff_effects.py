"""Choosing among published effects, and ranking countries."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import tariff_effects as measures
from parley.measures.tariff_effects import Effect

GDP = Effect("real_gdp", "level_vs_baseline", "percent")


@pytest.fixture(scope="module")
def effects() -> pd.DataFrame:
    return read_table("tariff_effects")


def test_every_figure_belongs_to_one_effect_and_each_has_one_unit(effects: pd.DataFrame) -> None:
    known = measures.effects_known(effects)
    assert known[0] == GDP
    assert sum(len(measures.of_effect(effects, effect)) for effect in known) == 307
    kinds = [effect.kind.endswith("_vs_baseline") for effect in known]
    assert kinds == sorted(kinds, reverse=True)


def test_choices_narrow_the_rows_and_the_newest_report_comes_first(effects: pd.DataFrame) -> None:
    gdp = measures.of_effect(effects, GDP)
    us = measures.chosen(gdp, {"area": "USA", "institution": "OECD"}, tariffs_only=True)
    printed = {-0.7: "oecd_2025_03_10pp", -0.6: "oecd_2025_06_10pp"}
    assert {value: printed[value] for value in us.head(2)["value"]} == printed
    assert us["published_on"].is_monotonic_decreasing
    more = measures.chosen(gdp, {"area": "USA", "institution": "OECD"}, tariffs_only=False)
    assert set(more["shock_id"]) - set(us["shock_id"]) == {"oecd_2019_05_all_plus_investment"}


def test_an_answer_is_read_from_what_the_report_says(effects: pd.DataFrame) -> None:
    gdp = measures.of_effect(effects, GDP)
    bank = measures.chosen(gdp, {"institution": "World Bank", "answer": "none"}, tariffs_only=True)
    assert bank["value"].tolist() == [-0.4]
    assert measures.answered(pd.Series(["none", "none_stated", "optimal", "china"])).tolist() == [
        "none",
        "not_said",
        "answered",
        "answered",
    ]


def test_no_choice_shows_a_report_published_later() -> None:
    known = read_table("tariff_effects", date(2025, 6, 9))
    rows = measures.chosen(known, {}, tariffs_only=False)
    assert rows["published_on"].max() <= pd.Timestamp("2025-06-09")
    assert len(rows) == len(known)


def test_countries_are_ranked_from_the_largest_fall() -> None:
    ranking = measures.ranked(read_table("tariff_effects_by_country"), "no_retaliation", "welfare")
    assert (len(ranking), ranking["rank"].tolist()) == (194, list(range(1, 195)))
    assert ranking["change_pct"].is_monotonic_increasing
    shown = measures.ends(ranking)
    assert {"USA", "CHN"} <= set(shown["iso3"])
    assert len(shown) == 22
    assert shown["rank"].head(10).tolist() == list(range(1, 11))


def test_the_largest_economies_keep_the_order_of_the_ranking() -> None:
    ranking = measures.ranked(read_table("tariff_effects_by_country"), "no_retaliation", "welfare")
    shown = measures.largest(ranking, read_table("country_macro"), 3)
    assert set(shown["iso3"]) == {"USA", "CHN", "DEU"}
    assert shown["rank"].is_monotonic_increasing
