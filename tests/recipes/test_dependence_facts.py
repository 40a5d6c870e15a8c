"""Single figures on dependence: which stand here, and the warnings that belong to them."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return read_table("dependence_facts")


def test_magnets_of_the_eu_trade_carry_the_warning_on_heading_8505(facts: pd.DataFrame) -> None:
    magnets = facts[(facts["topic"] == "eu_trade") & (facts["scope"] == "Permanent magnets")]
    assert len(magnets) == 2
    assert magnets["note"].str.contains("8505").all()


def test_no_figure_is_also_in_the_shares_by_stage(facts: pd.DataFrame) -> None:
    stages = read_table("stage_shares")
    both = facts[facts["unit"] == "percent"].merge(
        stages, left_on=["source_id", "year", "value"], right_on=["source_id", "year", "share_pct"]
    )
    assert both.empty


def test_a_range_has_its_two_ends_in_order(facts: pd.DataFrame) -> None:
    ends = facts[facts["bound"] != "point"].groupby(["statistic", "scope", "source_id"])
    for _, rows in ends:
        value = rows.set_index("bound")["value"]
        assert value["low"] < value["high"]
    assert len(ends) == 1


def test_what_no_source_confirms_is_marked(facts: pd.DataFrame) -> None:
    doubtful = facts[facts["verification"] == "unverified"]["source_id"]
    assert set(doubtful) == {"giti_china_magnets_2020", "eu_rare_earth_imports_press_2025_07"}
    assert facts.loc[facts["year"].isna(), "period"].unique().tolist() == ["not stated"]
