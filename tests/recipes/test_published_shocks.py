"""Legs of published shocks: every shock has one, each leg has what its basis needs, reasons where none can be given."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def legs() -> pd.DataFrame:
    return read_table("published_shocks")


@pytest.fixture(scope="module")
def effects() -> pd.DataFrame:
    return read_table("tariff_effects")


def test_every_shock_of_the_effects_has_legs_and_no_other(legs: pd.DataFrame, effects: pd.DataFrame) -> None:
    assert set(legs["shock_id"]) == set(effects["shock_id"])
    sources = effects.groupby("shock_id")["source_id"].first()
    assert (legs["source_id"].to_numpy() == sources[legs["shock_id"]].to_numpy()).all()


def test_a_shock_that_moves_more_than_tariffs_is_never_expressed(legs: pd.DataFrame, effects: pd.DataFrame) -> None:
    mixed = set(effects.loc[~effects["is_tariffs_only"], "shock_id"])
    assert set(legs.loc[legs["shock_id"].isin(mixed), "rate_basis"]) == {"unknown"}


def test_each_leg_has_what_its_basis_needs_and_nothing_else(legs: pd.DataFrame) -> None:
    needs = {
        "additional_pp": {"stated", "assumed"},
        "provider": {"average"},
        "from_on": {"average", "in_force", "announced"},
        "to_on": {"average", "in_force"},
    }
    for column, bases in needs.items():
        assert (legs[column].notna() == legs["rate_basis"].isin(bases)).all(), column
    assert set(legs.loc[legs["mean_pct"].notna(), "rate_basis"]) == {"in_force"}


def test_what_is_assumed_or_unknown_says_why(legs: pd.DataFrame) -> None:
    told = legs[legs["rate_basis"].isin(["assumed", "unknown"])]
    assert told["note"].notna().all()


def test_an_unknown_shock_has_a_single_leg(legs: pd.DataFrame) -> None:
    unknown = set(legs.loc[legs["rate_basis"] == "unknown", "shock_id"])
    assert (legs[legs["shock_id"].isin(unknown)].groupby("shock_id").size() == 1).all()


def test_a_shock_without_an_answer_charges_no_tariff_on_us_goods(legs: pd.DataFrame, effects: pd.DataFrame) -> None:
    alone = set(effects.loc[effects["retaliation"].isin(["none", "none_stated"]), "shock_id"])
    assert set(legs.loc[legs["shock_id"].isin(alone), "importer_iso3"]) == {"USA"}


def test_a_shock_answered_in_full_has_a_leg_on_us_goods(legs: pd.DataFrame, effects: pd.DataFrame) -> None:
    full = set(effects.loc[effects["retaliation"].isin(["full", "bilateral", "reciprocal"]), "shock_id"])
    expressed = legs[legs["shock_id"].isin(full) & (legs["rate_basis"] != "unknown")]
    answered = expressed[expressed["exporter_iso3"] == "USA"]
    assert set(answered["shock_id"]) == set(expressed["shock_id"])
