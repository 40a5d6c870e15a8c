"""Mean tariffs: preferences lower them, the European Union has one, the broken year is out."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def means() -> pd.DataFrame:
    return read_table("mfn_means")


def test_an_applied_mean_is_at_most_the_mfn_mean(means: pd.DataFrame) -> None:
    both = means.dropna(subset=["applied_weighted_pct", "mfn_weighted_pct"])
    assert len(both) == 186  # 186 economies and the Union, less Luxembourg
    assert (both["applied_weighted_pct"] <= both["mfn_weighted_pct"] + 1e-9).all()


def test_members_of_the_union_have_its_tariff(means: pd.DataFrame) -> None:
    union = means[means["is_eu_tariff"]]
    assert len(union) == 28
    assert (union[["mfn_simple_pct", "mfn_weighted_pct"]].nunique() == 1).all()
    members = read_table("countries").query("is_eu27")["iso3"]
    assert set(members) <= set(union["iso3"])


def test_an_economy_has_its_mfn_means_once_and_never_those_of_2019(means: pd.DataFrame) -> None:
    printed = means[means["mfn_simple_pct"].notna()]
    assert printed["iso3"].is_unique
    assert 2019 not in set(means["year"])
    assert (printed["year"] == 2022).sum() == 144 + 1
    assert means.query("iso3 == 'TWN'").empty


def test_a_mean_that_cannot_be_is_not_passed_on(means: pd.DataFrame) -> None:
    assert means.query("iso3 == 'NPL' and year == 2008").empty
    assert means["applied_weighted_pct"].max() < 50


def test_the_groups_of_goods_span_all_chapters_once_for_each_economy() -> None:
    groups = read_table("mfn_means_hs_group")
    assert (groups["applied_weighted_pct"] <= groups["mfn_weighted_pct"] + 1e-9).all()
    for _, rows in groups.dropna(subset="chapters").groupby("iso3"):
        ends = [tuple(map(int, span.split("-"))) for span in sorted(rows["chapters"])]
        assert [n for first, last in ends for n in range(first, last + 1)] == list(range(1, 100))
