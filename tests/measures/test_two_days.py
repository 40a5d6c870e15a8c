"""Rates on two days: added up within a group, a missing day kept apart from no duty, the largest change first."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import two_days
from parley.measures.tariffs import in_force

APRIL, AUGUST, NOVEMBER = (pd.Timestamp(2025, month, 10) for month in (4, 8, 11))
END = pd.Timestamp(2025, 12, 31)


def steps(*rows: tuple[str, float, pd.Timestamp, pd.Timestamp]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["law", "rate_pct", "valid_from", "valid_to"]).assign(source_id="s")


ROWS = steps(
    ("mfn", 2.0, APRIL, END),
    ("a", 10.0, APRIL, AUGUST - pd.Timedelta(days=1)),
    ("a", 20.0, AUGUST, END),
    ("b", 5.0, AUGUST, END),
    ("b", 1.5, AUGUST, END),
)


def test_rows_of_one_group_on_one_day_are_added_and_the_largest_change_comes_first() -> None:
    table = two_days.compared(ROWS, ["law"], APRIL, NOVEMBER, absent=0.0)
    assert table["law"].tolist() == ["a", "b", "mfn"]
    assert table["rate_before_pct"].tolist() == [10.0, 0.0, 2.0]
    assert table["rate_pct"].tolist() == [20.0, 6.5, 2.0]
    assert table["change_pp"].tolist() == [10.0, 6.5, 0.0]


def test_a_day_without_a_row_is_not_known_unless_it_means_no_duty() -> None:
    table = two_days.compared(ROWS, ["law"], APRIL, NOVEMBER).set_index("law")
    assert pd.isna(table.loc["b", "rate_before_pct"]) and pd.isna(table.loc["b", "change_pp"])
    assert table.index[-1] == "b"  # what is not known comes last


@pytest.mark.parametrize(("day", "rate"), [("2025-04-10", 10.0), ("2025-08-09", 10.0), ("2025-08-10", 20.0)])
def test_the_first_and_the_last_day_of_a_rate_belong_to_it(day: str, rate: float) -> None:
    held = in_force(ROWS, pd.Timestamp(day))
    assert held.loc[held["law"] == "a", "rate_pct"].tolist() == [rate]


def test_an_open_end_has_no_last_day() -> None:
    assert len(in_force(steps(("a", 1.0, APRIL, pd.NaT)), END)) == 1


def test_the_days_of_change_are_told_once_the_newest_first() -> None:
    assert two_days.change_days(ROWS, AUGUST) == [AUGUST, APRIL]
    assert two_days.change_days(ROWS, APRIL) == [APRIL]


def test_layers_that_stand_on_both_days_at_one_rate_are_left_out() -> None:
    layer = dict(zip(two_days.LAYER, ["USA", "CHN", "x", "p", "all_goods"], strict=False))
    days = {"scheduled_end": pd.NaT, "source_url": None, "source_id": "s"}
    rows = pd.DataFrame(
        [
            {**layer, **days, "scope": "still", "rate_pct": 25.0, "valid_from": APRIL, "confirmed_until": pd.NaT},
            {**layer, **days, "scope": "new", "rate_pct": 10.0, "valid_from": AUGUST, "confirmed_until": AUGUST},
        ]
    ).assign(valid_to=pd.NaT)
    moved = two_days.layers(rows, APRIL, NOVEMBER)
    assert moved["scope"].tolist() == ["new"]
    assert pd.isna(moved["rate_before_pct"].iloc[0]) and moved["rate_pct"].iloc[0] == 10.0
    assert moved["known_until"].iloc[0] == AUGUST


def test_a_layer_whose_goods_a_later_act_words_anew_is_one_layer_with_another_rate() -> None:
    layer = dict(zip(two_days.LAYER, ["USA", "WLD", "section_232", "steel", "listed_goods"], strict=False))
    layer |= {"scheduled_end": pd.NaT, "confirmed_until": pd.NaT, "source_url": None, "source_id": "s"}
    first = {"scope": "steel (quotas)", "rate_pct": 25.0, "valid_from": APRIL, "valid_to": AUGUST}
    second = {"scope": "steel", "rate_pct": 50.0, "valid_from": AUGUST + pd.Timedelta(days=1), "valid_to": pd.NaT}
    moved = two_days.layers(pd.DataFrame([{**layer, **first}, {**layer, **second}]), APRIL, NOVEMBER)
    assert moved[["scope", "rate_before_pct", "rate_pct"]].to_numpy().tolist() == [["steel", 25.0, 50.0]]


def test_a_source_that_confirms_a_layer_later_does_not_do_so_on_an_earlier_day() -> None:
    day = pd.Timestamp("2026-03-15")
    moved = two_days.layers(read_table("tariff_layers", day.date()), pd.Timestamp("2025-01-01"), day)
    general = moved[moved["programme"] == "general_2025"]
    assert general["known_until"].tolist() == [day]
    assert moved.loc[moved["authority"] == "section_122", "known_until"].tolist() == [pd.Timestamp("2026-07-23")]
