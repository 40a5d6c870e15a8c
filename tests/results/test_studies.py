"""Which published shock is nearest to a scenario, and that its effects stand as printed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.calibration.published_shocks import published_scenarios
from parley.models.errors import ModelInputError
from parley.results.answers import studies as nearest
from parley.results.answers.studies import nearest_levels, nearest_studies, shock_distance

SEVEN = ("USA", "CHN", "CAN", "MEX", "DEU", "VNM", "ROW")
RNG = np.random.default_rng(5)
TRADE = RNG.uniform(1, 10, (7, 7))


def ten_on_all(answered: bool = False) -> np.ndarray:
    shock = np.zeros((7, 7))
    shock[1:, 0] = 0.1
    return shock + shock.T if answered else shock


def shock_distances(additional: np.ndarray, as_of: date | None = None) -> pd.DataFrame:
    """Every published shock of tariffs alone, the nearest first, those that cannot be expressed last."""
    about = nearest._known_shocks(as_of)
    shocks = [published_scenarios(SEVEN)[name] for name in about["shock_id"]]
    apart = [np.nan if s.additional is None else shock_distance(additional, s.additional, TRADE) for s in shocks]
    table = about.assign(distance_pp=apart, reason=[shock.reason for shock in shocks])
    return table.sort_values("distance_pp", ignore_index=True, na_position="last")


shocks = st.lists(st.floats(-0.5, 2), min_size=49, max_size=49).map(lambda cells: np.array(cells).reshape(7, 7))


@given(shocks, shocks, shocks)
def test_the_distance_is_a_metric(one: np.ndarray, other: np.ndarray, third: np.ndarray) -> None:
    apart = shock_distance(one, other, TRADE)
    assert apart >= 0
    assert shock_distance(one, one, TRADE) == 0
    assert apart == pytest.approx(shock_distance(other, one, TRADE))
    assert apart <= shock_distance(one, third, TRADE) + shock_distance(third, other, TRADE) + 1e-9


def test_the_distance_is_points_over_all_trade_and_leaves_out_own_goods() -> None:
    everywhere = np.full((7, 7), 0.1)
    assert shock_distance(everywhere, np.zeros((7, 7)), TRADE) == pytest.approx(10)
    home = np.diag(np.full(7, 0.5))
    assert shock_distance(home, np.zeros((7, 7)), TRADE) == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda shock: shock * 2, "a higher rate"),
        (lambda shock: shock.T, "another importer"),
        (lambda shock: np.where(np.arange(7)[:, None] == 1, shock, 0), "one exporter only"),
        (lambda shock: shock + shock.T, "an answer in kind"),
    ],
)
def test_rate_importer_exporter_and_answer_each_make_a_distance(change: object, why: str) -> None:
    shock = ten_on_all()
    assert shock_distance(shock, change(shock), TRADE) > 1, why  # type: ignore[operator]


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ModelInputError, match="shapes"):
        shock_distance(np.zeros((7, 7)), np.zeros((6, 6)), TRADE)


@pytest.mark.parametrize("name", ["oecd_2025_03_10pp", "jetro_2024_12", "tbl_2025_04_02_all", "zheng_2022"])
def test_a_published_shock_is_nearest_to_itself(name: str) -> None:
    own = published_scenarios(SEVEN)[name].additional
    assert own is not None
    found = shock_distances(own)
    nearest = found[found["distance_pp"] == 0]
    assert name in set(nearest["shock_id"])
    assert found["distance_pp"].dropna().is_monotonic_increasing


def test_an_answer_decides_between_two_shocks_of_one_rate() -> None:
    alone = shock_distances(ten_on_all())
    answered = shock_distances(ten_on_all(answered=True))
    assert set(alone.loc[alone["distance_pp"] == 0, "retaliation"]) == {"none", "none_stated"}
    assert set(answered.loc[answered["distance_pp"] == 0, "retaliation"]) == {"full"}


def test_a_shock_that_cannot_be_expressed_comes_last_with_its_reason() -> None:
    found = shock_distances(ten_on_all())
    without = found["distance_pp"].isna()
    assert without.iloc[-1]
    assert not without.iloc[0]
    assert (found.loc[without, "reason"] != "").all()
    assert without.is_monotonic_increasing


def test_studies_are_shown_as_printed() -> None:
    studies = nearest_studies(ten_on_all(answered=True), SEVEN, TRADE, count=3, areas=("USA",))
    printed = studies.set_index("effect_id")
    assert printed.loc["E003", ["value", "unit"]].tolist() == [-0.7, "percent"]
    assert printed.loc["E051", ["value", "unit"]].tolist() == [-0.9, "percent"]
    assert set(studies["area"]) == {"USA"}
    assert (studies["distance_pp"] == 0).all()


def test_a_report_published_later_is_not_known() -> None:
    known = shock_distances(ten_on_all(), date(2025, 6, 9))
    assert known["published_on"].max() <= pd.Timestamp("2025-06-09")
    assert not known["shock_id"].str.startswith("lib_").any()


def test_the_nearest_levels_are_gdp_or_welfare_as_printed_with_the_size_of_our_shock() -> None:
    ours = ten_on_all(answered=True)
    levels = nearest_levels(ours, SEVEN, TRADE, ("USA",), count=2)
    assert set(levels["variable"]) <= {"real_gdp", "welfare"}
    assert set(levels["effect_kind"]) == {"level_vs_baseline"}
    assert levels["shock_id"].nunique() == 2
    assert levels["distance_pp"].is_monotonic_increasing
    assert levels.set_index("effect_id").loc["E003", "value"] == -0.7
    assert set(levels["size_pp"]) == {shock_distance(ours, np.zeros((7, 7)), TRADE)}


def test_before_the_first_report_no_study_is_known() -> None:
    ours, early = ten_on_all(), date(2018, 7, 10)
    assert shock_distances(ours, early).empty
    assert nearest_studies(ours, SEVEN, TRADE, as_of=early).empty
    assert nearest_levels(ours, SEVEN, TRADE, ("USA",), as_of=early).empty
