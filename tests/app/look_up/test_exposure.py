"""What hangs on an economy's sales to the US, and what the world model says of the end of the duties on it."""

from datetime import date

import pytest

from parley import read_table
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import economy_trade, model
from parley.results.answers import world
from parley.tables.read import compiled_on
from parley.words import beside

SAY = beside(model.__file__)


def test_the_us_part_of_exports_is_that_of_the_trade_matrix() -> None:
    trade = read_table("world_trade_2023")
    gdp = read_table("country_macro").set_index("iso3")["gdp_usd"]
    own = trade[trade["exporter_iso3"] == "VNM"]
    to_us = own.loc[own["importer_iso3"] == "USA", "value_usd"].sum()
    us = economy_trade.buyers("VNM", compiled_on()).set_index("code").loc["USA"]
    assert us["share_pct"] == pytest.approx(100 * to_us / own["value_usd"].sum())
    assert us["gdp_share_pct"] == pytest.approx(100 * to_us / gdp["VNM"])


def test_the_union_sells_as_one_and_not_to_itself() -> None:
    rows = economy_trade.buyers("EU27", compiled_on())
    countries = read_table("countries")
    assert not set(rows["code"]) & set(countries.loc[countries["is_eu27"], "iso3"])
    assert rows["share_pct"].sum() == pytest.approx(100)


def test_a_gdp_of_another_year_is_no_gdp_of_2023() -> None:
    macro = read_table("country_macro")
    older = macro[macro["year"] != economy_trade.YEAR]["iso3"].iloc[0]
    assert economy_trade.buyers(str(older), compiled_on())["gdp_share_pct"].isna().all()


def test_exposure_is_not_told_before_it_was_published() -> None:
    with pytest.raises(NothingToShowError):
        economy_trade.exposed("VNM", date(2024, 1, 1))


def test_the_range_of_the_model_holds_its_answer() -> None:
    rows = model.without_duties("VNM", compiled_on())
    assert set(rows["outcome"]) == set(model.OUTCOMES)
    assert (rows["low_pct"] <= rows["change_pct"]).all() and (rows["change_pct"] <= rows["high_pct"]).all()


@pytest.mark.parametrize(("iso3", "case"), [("LSO", "rest"), ("EU27", "union"), ("PRK", "none")])
def test_an_economy_the_model_does_not_hold_is_told_so(iso3: str, case: str) -> None:
    assert iso3 not in world.world().economy.names
    with pytest.raises(NothingToShowError) as told:
        model.ended(iso3, compiled_on())
    assert SAY("ended", case, name="X").replace("X", "") in str(told.value).replace(
        {"LSO": "Lesotho", "PRK": "North Korea"}.get(iso3, "X"), ""
    )


def test_a_day_whose_laws_are_not_held_one_by_one_has_no_answer() -> None:
    with pytest.raises(NothingToShowError) as told:
        model.without_duties("VNM", date(2019, 9, 1))
    assert str(told.value) == SAY("ended.no_laws", day="1\u00a0Sep\u00a02019")
