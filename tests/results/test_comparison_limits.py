"""What is said of two scenarios whose figures no trade could hold, or that are set against the duties of two days."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley import Scenario, terms
from parley.results.compared import comparison_words
from tests.wording import told

AFTER, PEAK, NOW = date(2025, 5, 20), Scenario(date(2025, 4, 12)), Scenario(date(2026, 11, 27))
BN = 1e9


def figures(**of: tuple[float, float, float]) -> pd.DataFrame:
    """Rows of ``comparison.headline`` in which A changes nothing and B these figures, with their ranges."""
    rows = []
    for figure, (value, low, high) in of.items():
        unit, model = ("USD" if figure.endswith("usd") else "percent"), "world" if "income" in figure else "product"
        row = {"figure": figure, "name": figure, "model": model, "models": "three", "unit": unit}
        row |= {f"a{end}": 0.0 for end in ("", "_low", "_high")}
        rows.append(
            row
            | {
                f"{s}{e}": v
                for s in ("b", "difference")
                for e, v in zip(("", "_low", "_high"), (value, low, high), strict=True)
            }
        )
    return pd.DataFrame(rows)


INCOME = {"real_income_USA": (0.05, -0.32, 0.39), "real_income_CHN": (0.3, 0.19, 0.81)}
ENDED = figures(  # without the duties of 12 April 2025, when all US imports of the base were 3,400 bn
    buyers_loss_usd=(-2094 * BN, -4280 * BN, -355 * BN),
    duty_change_usd=(-615 * BN, -673 * BN, 21_708 * BN),
    imports_from_china_change_pct=(752.3, 149.4, 305_477.7),
    us_exports_to_china_change_pct=(29.0, 16.6, 126.7),
    **INCOME,
)
WIDE = figures(
    buyers_loss_usd=(-200 * BN, -300 * BN, -100 * BN),
    duty_change_usd=(-100 * BN, -150 * BN, 21_708 * BN),
    imports_from_china_change_pct=(40.0, 10.0, 90.0),
    us_exports_to_china_change_pct=(29.0, 16.6, 126.7),
    **INCOME,
)


def test_an_answer_above_all_us_imports_is_no_verdict_and_has_its_reason() -> None:
    """The page said: US buyers would gain $2,094bn yearly, imports from China rise by up to 305,477.7 points."""
    assert told("results", "verdict", comparison_words.verdict_on(ENDED, PEAK, PEAK))[0] == "beyond"
    assert comparison_words.limited(ENDED, PEAK, PEAK) == comparison_words.SAY("beyond", "answer")
    left = comparison_words.possible(ENDED, PEAK, PEAK).set_index("figure")
    assert left["difference"].notna()[left["difference"].notna()].index.tolist() == [
        "us_exports_to_china_change_pct",
        *INCOME,
    ]


def test_a_range_above_all_us_imports_is_left_out_and_its_figure_stays() -> None:
    left = comparison_words.possible(WIDE, PEAK, PEAK)
    revenue = left.set_index("figure").loc["duty_change_usd"]
    assert revenue["b"] == -100 * BN and np.isnan(revenue["b_high"])
    assert comparison_words.limited(WIDE, PEAK, PEAK) == comparison_words.SAY("beyond", "range")
    pd.testing.assert_frame_equal(comparison_words.possible(figures(**INCOME), PEAK, PEAK), figures(**INCOME))
    assert comparison_words.limited(figures(**INCOME), PEAK, PEAK) == ""


@pytest.mark.parametrize(
    ("of_a", "of_b", "case"),
    [
        ((147, 90, 185), (55, 34, 96), "loss_loss"),
        ((-30, -50, -10), (55, 34, 96), "loss_gain"),
        ((0, 0, 0), (-55, -96, -34), "gain_none"),
    ],
)
def test_scenarios_of_two_days_are_each_told_by_itself_and_none_is_better(
    of_a: tuple[float, ...], of_b: tuple[float, ...], case: str
) -> None:
    """60% of March 2018 and of today: no buyer is better off by 92 bn under one of them than under the other."""
    rows = figures(buyers_loss_usd=tuple(BN * value for value in of_b), **INCOME)  # type: ignore[arg-type]
    rows.loc[0, ["a", "a_low", "a_high"]] = [BN * value for value in of_a]
    rows.loc[0, ["difference", "difference_low", "difference_high"]] = [-92 * BN, -110 * BN, -56 * BN]
    then = replace(NOW, as_of=AFTER)
    said = comparison_words.verdict(rows, "Scenario A", "Scenario B", is_apart=True)
    assert told("results", "verdict.each", said)[0] == case
    marked = comparison_words.verdict_on(rows, NOW, then)
    assert told("results", "verdict.overstated_each", marked)[0] == case
    assert len(marked.split(" ")) <= terms.MOST_IN_TITLE


def test_of_two_days_no_side_is_told_whose_own_sign_is_open() -> None:
    rows = figures(buyers_loss_usd=(5 * BN, -9 * BN, 12 * BN), **INCOME)
    said = comparison_words.verdict(rows, "Scenario A", "Scenario B", is_apart=True)
    assert told("results", "verdict", said)[0] == "apart"
