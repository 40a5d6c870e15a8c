"""The short list of acts: sides in their colour, the text as the link, marks for what is unverified."""

import pandas as pd
import pytest

from parley.app.kit.act_lists import act_list

ACT = {
    "valid_from": pd.Timestamp("2025-05-14"),
    "announced_on": pd.Timestamp("2025-05-12"),
    "title": "US cuts the reciprocal duty on China to 10%",
    "instrument": "EO 14298",
    "citation": "90 FR",
    "rate_before_text": "125",
    "rate_after_text": "10",
    "verification": "primary_text",
    "source_url": "https://example.org/act",
}


def cells(**changes: object) -> list[str]:
    row = act_list(pd.DataFrame([{**ACT, **changes}])).iloc[0]
    return [str(cell).replace("\u00a0", " ") for cell in row]


def test_an_act_is_a_day_a_measure_with_its_text_and_two_rates() -> None:
    assert cells() == [
        "14 May 2025",
        "**US** cuts the reciprocal duty on China to 10%, [EO 14298](https://example.org/act)",
        "125 → 10",
    ]


@pytest.mark.parametrize(
    ("changes", "column", "text"),
    [
        ({"valid_from": pd.NaT}, 0, "announced 12 May 2025"),
        ({"title": "China: 84% on all US goods"}, 1, "**China**: 84% on all US goods"),
        ({"verification": "unverified"}, 1, "(unverified)"),
        ({"instrument": None}, 1, "[90 FR]"),
        ({"instrument": None, "citation": None, "source_url": None}, 1, ", no document"),
        ({"instrument": "State Council Tariff Commission announcement of 13 May 2025"}, 1, "[Announcement of 13 May"),
        ({"rate_before_text": None}, 2, "10"),
        ({"rate_before_text": "7.5-25", "rate_after_text": "25-100"}, 2, "7.5–25 → 25–100"),
        ({"rate_after_text": None}, 2, "–"),
    ],
)
def test_a_missing_or_special_part_is_said(changes: dict[str, object], column: int, text: str) -> None:
    assert text in cells(**changes)[column]


def test_a_title_that_says_itself_that_it_is_unverified_says_so_once() -> None:
    told = cells(title="US act on buyers (unverified)", verification="unverified")[1]
    assert told.count("unverified") == 1


def test_long_rates_break_in_a_narrow_column_and_short_ones_do_not() -> None:
    short, long = (
        act_list(pd.DataFrame([{**ACT, "rate_before_text": "0", "rate_after_text": after}])).iloc[0].iloc[-1]
        for after in ("25", "25 steel / 10 aluminium")
    )
    assert len(short.split(" ")) == 1
    assert len(long.split(" ")) == 7
