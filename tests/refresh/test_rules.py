"""Merging an answer with what is stored, and each rule that refuses one, on small tables made for it."""

import pandas as pd
import pytest

from parley.refresh import merging, rules
from parley.refresh.merging import Merged, Mode, Part, merge
from parley.sources.client import Answer

MONTHS = pd.date_range("2024-01-01", "2026-08-01", freq="MS")
PARTNERS = [f"P{n:02}" for n in range(50)]


def stored() -> pd.DataFrame:
    """50 partners by month, 11 to 60 billion."""
    rows = [(p, m, (11 + n) * 1e9) for n, p in enumerate(PARTNERS) for m in MONTHS]
    frame = pd.DataFrame(rows, columns=["partner", "month", "value_usd"])
    return frame.assign(vintage=pd.Timestamp("2026-10-06"))


def merged(
    got: pd.DataFrame, mode: Mode = "vintage", base: pd.DataFrame | None = None, in_points: bool = False
) -> Merged:
    base = stored() if base is None else base
    got = got.assign(vintage=pd.Timestamp("2026-11-05"))
    part = Part("t", got, ("partner", "month"), "month", ("value_usd",), mode, base, "vintage", ("partner",), in_points)
    return merge(base, part)


def moved_on(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """The stored figures and one month more."""
    frame = stored() if frame is None else frame
    new = frame[frame["month"] == MONTHS[-1]].assign(month=MONTHS[-1] + pd.DateOffset(months=1))
    return pd.concat([frame, new], ignore_index=True)


def words(result: Merged) -> list[str]:
    return [refusal.word for refusal in rules.refusals(result)]


def test_a_month_more_is_added_and_nothing_else() -> None:
    result = merged(moved_on())
    assert (len(result.added), len(result.revised), len(result.missing)) == (50, 0, 0)
    assert len(result.table) == len(stored()) + 50
    assert words(result) == []


def test_a_small_revision_enters_as_a_new_vintage_beside_the_old_row() -> None:
    got = moved_on()
    got.loc[0, "value_usd"] *= 1.001
    result = merged(got)
    both = result.table[(result.table["partner"] == "P00") & (result.table["month"] == MONTHS[0])]
    assert both["value_usd"].tolist() == pytest.approx([11e9, 11.011e9])
    assert both["vintage"].nunique() == 2
    assert words(result) == []


def test_the_newest_vintage_is_what_a_figure_is_compared_with() -> None:
    older = stored().assign(vintage=pd.Timestamp("2025-01-01"), value_usd=1.0)
    result = merged(stored(), base=pd.concat([stored(), older], ignore_index=True))
    assert len(result.revised) == 0


def test_where_rows_are_replaced_the_old_figure_goes() -> None:
    got = moved_on()
    got.loc[0, "value_usd"] *= 1.001
    result = merged(got, "replace")
    assert not result.table.duplicated(["partner", "month"]).any()
    assert len(result.table) == len(stored()) + 50


def test_a_key_twice_in_an_answer_is_named() -> None:
    got = moved_on()
    with pytest.raises(ValueError, match="two rows for"):
        merged(pd.concat([got, got.head(1)]))


def test_a_figure_the_answer_lacks_is_not_a_revision() -> None:
    got = moved_on()
    got.loc[0, "value_usd"] = float("nan")
    assert len(merged(got).revised) == 0


def times(factor: float) -> pd.DataFrame:
    return moved_on().assign(value_usd=lambda f: f["value_usd"] * factor)


def test_thousands_for_dollars_look_like_what_they_are() -> None:
    (first, *_) = rules.refusals(merged(times(1000)))
    assert first.word == "UnitSuspect" and not first.may_be_accepted
    assert "x1000" in first.sentence


@pytest.mark.parametrize(("factor", "refused"), [(0.79, True), (0.81, False), (1.24, False), (1.26, True)])
def test_the_median_ratio_has_its_limits(factor: float, refused: bool) -> None:
    assert (rules.unit_moved(merged(times(factor))) is not None) is refused


def test_half_the_partners_gone_is_refused() -> None:
    got = moved_on()
    result = merged(got[got["partner"].isin(PARTNERS[:25])])
    refusal = rules.fewer_members(result)
    assert refusal is not None and refusal.word == "CoverageShrunk"
    assert "25 of 50" in refusal.sentence


@pytest.mark.parametrize(("gone", "refused"), [(1, False), (2, True)])
def test_one_partner_in_fifty_may_go(gone: int, refused: bool) -> None:
    got = moved_on()
    assert (rules.fewer_members(merged(got[~got["partner"].isin(PARTNERS[:gone])])) is not None) is refused


def test_one_row_fewer_in_a_closed_month_is_refused_for_good() -> None:
    got = moved_on()
    one = got["partner"].eq("P07") & got["month"].eq(MONTHS[3])
    refusal = rules.closed_periods_shrink(merged(got[~one]))
    assert refusal is not None and refusal.word == "CoverageShrunk" and not refusal.may_be_accepted
    assert f"{MONTHS[3]:%Y-%m-%d} has 1 fewer" in refusal.sentence and "P07" in refusal.sentence


def test_the_newest_stored_month_is_not_closed_and_a_row_may_take_the_place_of_another() -> None:
    got = moved_on()
    newest = got["partner"].eq("P07") & got["month"].eq(MONTHS[-1])
    assert rules.closed_periods_shrink(merged(got[~newest])) is None
    renamed = got["partner"].eq("P07") & got["month"].eq(MONTHS[3])
    got.loc[renamed, "partner"] = "P99"
    assert rules.closed_periods_shrink(merged(got)) is None


def test_a_newest_month_that_goes_back_is_refused_for_good() -> None:
    got = stored()
    refusal = rules.newest_goes_back(merged(got[got["month"] < MONTHS[-1]]))
    assert refusal is not None and not refusal.may_be_accepted
    assert "2026-07-01" in refusal.sentence and "2026-08-01" in refusal.sentence


@pytest.mark.parametrize(("factor", "refused"), [(1.09, False), (1.11, True), (-1.0, True)])
def test_a_large_value_may_move_by_a_tenth(factor: float, refused: bool) -> None:
    got = moved_on()
    got.loc[5, "value_usd"] *= factor
    assert (rules.large_value_moved(merged(got)) is not None) is refused


@pytest.mark.parametrize(("factor", "refused"), [(1.019, False), (1.021, True)])
def test_the_sum_of_a_closed_year_may_move_by_two_per_cent(factor: float, refused: bool) -> None:
    got = moved_on()
    got.loc[got["month"].dt.year == 2024, "value_usd"] *= factor
    assert (rules.closed_year_revised(merged(got)) is not None) is refused


@pytest.mark.parametrize(("points", "refused"), [(0.29, False), (0.31, True)])
def test_a_rate_of_a_closed_year_may_move_by_three_tenths_of_a_point(points: float, refused: bool) -> None:
    rates = stored().assign(value_usd=2.0)
    got = rates.copy()
    got.loc[0, "value_usd"] += points
    assert (rules.closed_year_revised(merged(got, base=rates, in_points=True)) is not None) is refused


def test_a_stored_first_release_never_changes() -> None:
    got = moved_on()
    got.loc[0, "value_usd"] *= 1.001
    assert "FirstReleaseChanged" in words(merged(got, "first_release"))
    assert words(merged(moved_on(), "first_release")) == []


def answer(size: int) -> Answer:
    return Answer("p", "https://x/y", 200, b"x" * size, "")


@pytest.mark.parametrize(("size", "refused"), [(740, True), (1100, False), (1200, True), (1260, True)])
def test_the_size_of_an_answer_has_its_limits(size: int, refused: bool) -> None:
    assert merging.FILE_SIZE > merging.DATA_SET_SIZE
    assert bool(rules.size_refusals({"https://x/y": 1000}, [answer(size)])) is refused


def test_an_address_asked_for_the_first_time_has_no_size_to_keep() -> None:
    assert rules.size_refusals({}, [answer(10)]) == []
