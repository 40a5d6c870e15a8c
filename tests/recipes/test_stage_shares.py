"""Stage shares: parts add up where a source gives all of them, doubtful rows are marked, editions agree with theirs."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.supply import shares

IEA = "iea_critical_minerals_2025"


@pytest.fixture(scope="module")
def stages() -> pd.DataFrame:
    return read_table("stage_shares")


def test_the_shares_of_a_stage_and_year_of_the_iea_add_to_100(stages: pd.DataFrame) -> None:
    sums = stages[stages["source_id"] == IEA].groupby(["stage", "year"])["share_pct"].sum()
    assert len(sums) == 8
    assert ((sums - 100).abs() <= 0.1).all()


def test_the_shares_of_the_iea_are_its_outputs_over_their_sum(stages: pd.DataFrame) -> None:
    rows = stages[stages["source_id"] == IEA]
    total = rows.groupby(["stage", "year"])["output_kt"].transform("sum")
    assert (rows["share_pct"] - 100 * rows["output_kt"] / total).abs().max() < 1e-6


def test_single_figures_of_the_iea_number_47_and_no_other_source_gives_a_whole_stage(stages: pd.DataFrame) -> None:
    assert stages["source_id"].value_counts()[[IEA, "iea_gcmo_2024"]].to_list() == [40, 9]
    assert set(stages.loc[stages["is_other"], "source_id"]) == {IEA}


def test_the_contradicted_figure_is_marked_and_in_no_stage(stages: pd.DataFrame) -> None:
    doubtful = stages[stages["verification"] == "unverified"]
    assert doubtful[["stage", "share_pct", "source_id"]].to_numpy().tolist() == [
        ["unspecified", 95.0, "ecb_bulletin_2025_6"]
    ]
    assert (stages["stage"] == "unspecified").sum() == 1


def test_a_bound_is_never_written_as_the_share_itself(stages: pd.DataFrame) -> None:
    bounds = stages[stages["comparator"] != "eq"].set_index("comparator")["share_pct"]
    assert bounds.to_dict() == {"gt": 85.0, "lt": 89.0}


def test_china_by_edition_is_what_the_mine_production_of_that_edition_gives(stages: pd.DataFrame) -> None:
    mines = shares(read_table("mine_production"))
    china = mines[(mines["iso3"] == "CHN") & ~mines["is_cross_check"]].set_index(["edition", "year"])["share_pct"]
    stated = stages[(stages["scope"] == "all_reo") & stages["edition"].isin(china.index.unique("edition"))]
    stated = stated.set_index(["edition", "year"])["share_pct"]
    assert len(stated) == 9
    assert (stated - china.reindex(stated.index)).abs().max() <= 0.05 + 1e-9
