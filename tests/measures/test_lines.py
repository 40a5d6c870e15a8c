"""Tariff lines by rate and group, and what a visitor may type to find them."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import lines

LINES = pd.DataFrame(
    {
        "cn_hs8": ["12019020", "12019030", "84821000"],
        "description": ["Soya beans: ---Black", "Soya beans: ---Green", "Ball bearings (steel)"],
        "additional_rate_pct": [10.0, 37.5, 25.0],
        "section": ["II", "II", "XVI"],
        "source_id": ["a", "a", "a"],
    }
)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("1201", ["12019020", "12019030"]),
        ("1201.90.20", ["12019020"]),
        ("soya GREEN", ["12019030"]),
        ("beans soya", ["12019020", "12019030"]),
        ("(steel)", ["84821000"]),
        (".*", []),
        ("", []),
        ("   ", []),
        ("١٢", []),
        ("9" * 60, []),
    ],
)
def test_codes_and_words_find_lines_and_patterns_do_not(typed: str, codes: list[str]) -> None:
    assert lines.found(LINES, typed, "cn_hs8")["cn_hs8"].tolist() == codes


def test_a_rate_on_a_bound_belongs_to_the_lower_band() -> None:
    assert lines.band_of(pd.Series([2.5, 10.0, 10.1, 20.0, 30.0, 65.0])).tolist() == [
        "Up to 10 %",
        "Up to 10 %",
        "Over 10 to 20 %",
        "Over 10 to 20 %",
        "Over 20 to 30 %",
        "Over 30 %",
    ]


def test_lines_are_counted_by_group_and_band_with_the_groups_mean() -> None:
    table = lines.counted(LINES, "section").set_index(["section", "band"])
    assert table["lines"].to_dict() == {("II", "Over 30 %"): 1, ("II", "Up to 10 %"): 1, ("XVI", "Over 20 to 30 %"): 1}
    assert table.loc["II", "mean_pct"].tolist() == [23.75, 23.75]


def test_every_line_of_chinas_list_falls_in_a_band_and_a_section() -> None:
    table = read_table("china_retaliation_hs8")
    section = table["cn_hs8"].str[:2].map(lines.sections(read_table("hs_codes")))
    assert section.notna().all()
    assert lines.counted(table.assign(section=section), "section")["lines"].sum() == 7048


RATES = pd.DataFrame(
    {
        "hs6": ["010101", "010102", "010103", "840101"],
        "section": ["I", "I", "I", "XVI"],
        "rate_pct": [10.0, 20.0, None, 300.0],
        "is_flagged": [False, False, False, True],
        "source_id": ["a"] * 4,
    }
)


def test_a_mean_leaves_out_what_has_no_rate_or_a_flag() -> None:
    (row,) = lines.by_group(RATES, "section").to_dict("records")
    assert (row["section"], row["subheadings"], row["mean_pct"]) == ("I", 2, 15.0)
    assert pd.isna(row["weighted_pct"])


def test_weights_count_only_codes_that_have_a_rate() -> None:
    weights = {"010101": 1.0, "010102": 3.0, "010103": 96.0}
    (row,) = lines.by_group(RATES, "section", weights, ["XVI", "I"]).to_dict("records")
    assert row["weighted_pct"] == pytest.approx(17.5)
    assert row["weight_usd"] == 4.0
