"""Tariff lines: their sections, and what a visitor may type to find texts."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import products

TEXTS = pd.Series(["Soya beans: ---Black", "Soya beans: ---Green", "Ball bearings (steel)"])


@pytest.mark.parametrize(
    ("typed", "places"),
    [("soya GREEN", [1]), ("beans soya", [0, 1]), ("(steel)", [2]), (".*", []), ("", [0, 1, 2]), ("9" * 60, [])],
)
def test_words_find_texts_and_patterns_do_not(typed: str, places: list[int]) -> None:
    assert list(TEXTS.index[products.holding(TEXTS, typed)]) == places


def test_every_line_of_chinas_list_falls_in_a_section() -> None:
    section = read_table("china_retaliation_hs8")["cn_hs8"].str[:2].map(products.sections(read_table("hs_codes")))
    assert section.notna().all() and len(section) == 7048


def test_a_line_without_a_rate_or_with_a_flag_is_left_out() -> None:
    rates = pd.DataFrame({"rate_pct": [10.0, None, 300.0], "is_flagged": [False, False, True]})
    assert products.usable(rates).index.tolist() == [0]
