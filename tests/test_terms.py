from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import terms

NB = "\u00a0"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (terms.number(1234567), "1,234,567"),
        (terms.number(-0.5, 1), "\u22120.5"),
        (terms.signed(4.8, 1), "+4.8"),
        (terms.signed(-3.4, 1), "\u22123.4"),
        (terms.rate(12.5), "12.5%"),
        (terms.rate(10), "10.0%"),
        (terms.rate(30, 0), "30%"),
        (terms.a_rate(10), "a 10%"),
        (terms.a_rate(8), "an 8%"),
        (terms.a_rate(11), "an 11%"),
        (terms.a_rate(18.5, 1), "an 18.5%"),
        (terms.a_rate(85), "an 85%"),
        (terms.a_rate(180), "a 180%"),
        (terms.change_pct(-3.4), "\u22123.4%"),
        (terms.points(10.4), f"+10.4{NB}pp"),
        (terms.span(99.0, 124.1), "99.0\u2013124.1"),
        (terms.span(-85, -54, 0), "\u221285 to \u221254"),
        (terms.usd(183.6e9), "$184bn"),
        (terms.model_bn(110.6e9), "$111bn"),
        (terms.model_bn(44.3e9), "$44bn"),
        (terms.model_bn(4.41e9), "$4.4bn"),
        (terms.model_bn(0.212e9), "$0.21bn"),
        (terms.model_bn(4.99e6), "$5.0m"),  # never 0.00 bn of what is more than nothing
        (terms.model_bn(0.42e6), "$0.42m"),
        (terms.model_bn(0), "$0bn"),
        (terms.signed_bn(-1.2e6), "\u2212$1.2m"),
        (terms.ranged_bn(-1.2e6, -8.6e6, -0.4e6), f"$1.2m{NB}(0.4\u20138.6)"),
        (terms.ranged_bn(0.7e9, -17.14e9, 25.01e9), f"$1bn{NB}({terms.MINUS}17 to 25)"),
        (terms.usd(44.3e9, 2), "$44bn"),
        (terms.usd(0.374e9), "$374m"),
        (terms.usd(4360), "$4,360"),
        (terms.usd(-1.25e9), "\u2212$1.25bn"),
        (terms.usd(3208.8e9), "$3,210bn"),
        (terms.usd(0), "$0"),
        (terms.tonnes(5238), f"5,238{NB}t"),
        (terms.day(date(2026, 7, 24)), f"24{NB}Jul{NB}2026"),
        (terms.day(pd.Timestamp("2025-06-09")), f"9{NB}Jun{NB}2025"),
        (terms.month(date(2026, 7, 1)), f"July{NB}2026"),
        (terms.listed([]), ""),
        (terms.listed(["a"]), "a"),
        (terms.listed(["a", "b"]), "a and b"),
        (terms.listed(["a", "b", "c"]), "a, b and c"),
    ],
)
def test_numbers_and_dates_are_written_in_the_house_form(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.7, 3, "0.700"),
        (0.00123, 2, "0.0012"),
        (9.996, 3, "10.0"),
        (99.96, 3, "100"),
        (1234.5, 3, "1,230"),
        (-44.6, 2, "\u221245"),
    ],
)
def test_significant_figures_are_as_many_as_asked_for(value: float, digits: int, expected: str) -> None:
    assert terms.significant(value, digits) == expected


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (2, 4, "3.1% (2.0\u20134.0)"),
        (-4, -2, "3.1% (2.0\u20134.0)"),
        (-1, 4, "3.1% (\u22121.0 to 4.0)"),
        (3, 3, "3.1%"),
    ],
)
def test_the_range_behind_a_size_has_signs_only_where_its_ends_differ_in_it(
    low: float, high: float, written: str
) -> None:
    size = written.partition(" ")[0]
    assert terms.ranged(size, low, high) == written.replace(" (", f"{NB}(")
    assert terms.ranged_bn(-3.1e9, 1e9 * low, 1e9 * high) == written.replace(" (", f"{NB}(").replace(size, "$3.1bn")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (terms.number(-0.04, 1), "0.0"),
        (terms.rate(-0.04), "0.0%"),
        (terms.change_pct(-0.04), "0.0%"),
        (terms.points(-0.04), f"0.0{NB}pp"),
        (terms.signed(0.4), "0"),
    ],
)
def test_what_rounds_to_zero_has_no_sign(written: str, expected: str) -> None:
    assert written == expected
    assert terms.prints_as_zero(written)


def test_a_size_that_would_print_as_zero_has_a_significant_figure() -> None:
    assert [terms.size(change, 1) for change in (-12.34, 0.04, -0.0042)] == ["12.3%", "0.04%", "0.004%"]


def test_a_label_inside_a_sentence_keeps_the_capitals_of_names() -> None:
    assert [terms.small(each) for each in ("Rare earths", "EV batteries", "Brazil")] == [
        "rare earths",
        "EV batteries",
        "Brazil",
    ]


def test_parts_rounded_to_a_total_add_up_in_print() -> None:
    # the welfare split of the printed example: 43.9 + 0.7 = 11.0 + 33.6
    assert terms.rounded_to_total([43.94, 0.66]) == [43.9, 0.7]
    assert terms.rounded_to_total([1 / 3, 1 / 3, 1 / 3]) == [0.4, 0.3, 0.3]


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8), st.integers(0, 2))
def test_rounded_parts_always_add_to_the_rounded_total(parts: list[float], decimals: int) -> None:
    rounded = terms.rounded_to_total(parts, decimals)
    step = 10.0**-decimals
    assert sum(rounded) == pytest.approx(sum(parts), abs=step / 2 + 1e-6)
    assert all(abs(r - p) <= step + 1e-6 for r, p in zip(rounded, parts, strict=True))


def test_the_hs_sections_are_the_21_of_the_nomenclature() -> None:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    romans = [ten + one for ten in ("", "X") for one in ones][1:]
    assert list(terms.SECTION_LABELS) == [*romans, "XX", "XXI"]


def test_an_edition_named_by_a_number_is_told_with_its_month() -> None:
    nb = terms.NBSP
    assert terms.dated_edition("EO117", pd.Timestamp("2025-06-03")) == f"Outlook of June{nb}2025"
    assert terms.dated_edition("IEO_2025_09", pd.Timestamp("2025-09-23")) == f"Interim Outlook of September{nb}2025"


def test_a_sector_not_elsewhere_classified_is_one_of_the_others() -> None:
    assert [terms.sector(name) for name in ("Metals nec", "Textiles")] == ["Other metals", "Textiles"]


def test_a_rate_of_a_law_has_no_decimals_that_are_zero() -> None:
    rates = [terms.law_rate(v).replace(terms.NBSP, " ") for v in (30, 12.5, 3.75, 0, 100)]
    assert rates == ["30%", "12.5%", "3.75%", "0%", "100%"]


def test_a_place_in_a_ranking_is_a_word_up_to_ten() -> None:
    assert [terms.ranked(n) for n in (1, 4, 10, 11, 12, 13, 21, 22, 23, 111)] == [
        "first",
        "fourth",
        "tenth",
        *("11th", "12th", "13th", "21st", "22nd", "23rd", "111th"),
    ]


def test_places_that_take_an_article_have_it() -> None:
    names = [
        "China",
        "United Kingdom",
        "Netherlands",
        "Cayman Islands",
        "Dominican Republic",
        "Vietnam",
        "European Union",
    ]
    assert [n for n in names if terms.with_article(n) == n] == ["China", "Vietnam"]
    assert terms.with_article("United States", "The") == "The United States"


def test_a_title_is_the_first_that_is_short_enough_or_the_last() -> None:
    long, short = " ".join(["word"] * 15), " ".join(["word"] * 14)
    figures = long.replace(" ", "\u00a0", 1)  # a figure and its unit are one word
    assert terms.fitting([long, short, "word"]) == short
    assert terms.fitting([figures, "word"]) == figures
    assert terms.fitting(iter([long, f"{long} more"])) == f"{long} more"
