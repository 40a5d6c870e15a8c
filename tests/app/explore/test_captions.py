"""The finding of an answer: which case its rows make, and the figures in it."""

from collections.abc import Sequence

import pandas as pd
import pytest

from parley.app.explore import captions
from parley.app.explore.captions import Scope
from parley.app.explore.names import DOLLARS, PERCENT, Unit
from parley.explore import Question
from parley.explore.question import Where
from tests import reader
from tests.wording import told

IMPORTS, HELD = "us_imports_hts10_annual", "us_trade_hs2_monthly"
IMPORTED = captions.SAY("trade", "imports")
Cell = tuple[str, str, float]


def origin(place: str) -> str:
    return captions.SAY("trade", "from", trade=IMPORTED, place=place)


def of_goods(goods: str) -> str:
    return captions.SAY("trade", "of", trade=IMPORTED, goods=goods)


def these(case: str, **fields: str) -> str:
    return captions.SAY("these", case, **fields)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def table(cells: Sequence[Cell], rest: Sequence[str] = (), in_part: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of name, column and value; ``rest`` and ``in_part``: names of the row of all others, of years in part."""
    drawn = pd.DataFrame(cells, columns=["name", "column", "value"])
    years = drawn["name"].where(drawn["name"].str.fullmatch(r"\d{4}"))
    return drawn.assign(
        short=drawn["name"],
        column_short=drawn["column"],
        at=pd.to_datetime(years, format="%Y"),
        is_rest=drawn["name"].isin(rest),
        is_whole=~drawn[["name", "column"]].isin(in_part).any(axis=1),
    )


def of(question: Question, when: str = "2025", every: int = 97, shown: int = 3) -> Scope:
    unit = Unit(PERCENT if question.measure == "rate_collected" else DOLLARS)
    return Scope(question, unit, when, shown, every)


def finding(drawn: pd.DataFrame, about: Scope) -> str:
    words = captions.caption(drawn, about).finding
    assert reader.count(words) <= reader.MOST_WORDS
    return words.replace("\u00a0", " ")


THREE = [("Mexico", "", 534e9), ("China", "", 308e9), ("All others", "", 900e9)]


def test_the_largest_row_leads_and_the_row_of_all_others_never_does() -> None:
    said = finding(table(THREE, rest=["All others"]), of(Question(IMPORTS, "value", "origin")))
    case, fields = told("explore", "finding.most", said)
    assert (case, fields["name"], fields["trade"]) == ("value", "Mexico", IMPORTED)
    assert "$534bn" in said and "2025" in said


def test_the_highest_rate_is_said_of_the_rows_shown() -> None:
    rates = [("Mexico", "", 3.7), ("China", "", 30.6), ("All others", "", 50.0)]
    said = finding(table(rates, rest=["All others"]), of(Question(IMPORTS, "rate_collected", "origin")))
    case, fields = told("explore", "finding.most", said)
    assert case == "rate_collected"
    assert (fields["count"], fields["name"]) == ("three", capital(captions.SAY("goods", "from", place="China")))
    assert "30.6%" in said and "2025" in said


def test_duty_on_goods_of_one_origin_says_so() -> None:
    where: Where = (("origin", ("CHN",)),)
    said = finding(
        table([("toys", "", 2e9), ("shoes", "", 1e9)]), of(Question(IMPORTS, "duty", "chapter", where=where))
    )
    case, fields = told("explore", "finding.most", said)
    assert case == "duty"
    assert (fields["subject"], fields["name"]) == (
        capital(captions.SAY("subject", "duty", trade=origin("China"))),
        "toys",
    )
    assert "$2.00bn" in said and "2025" in said


@pytest.mark.parametrize(
    ("values", "case", "before", "now"),
    [
        ((431e9, 300e9), "fell", "$431bn", "$300bn"),
        ((300e9, 431e9), "rose", "$300bn", "$431bn"),
        ((431e9, 431.1e9), "same", None, "$431bn"),
        ((431e9,), "alone", None, "$431bn"),
    ],
)
def test_a_series_rose_or_fell(values: tuple[float, ...], case: str, before: str | None, now: str) -> None:
    years = [(f"{2024 + n}", "", value) for n, value in enumerate(values)]
    found, fields = told("explore", "finding.time", finding(table(years), of(Question(IMPORTS, "value", "year"))))
    assert (found, fields.get("before"), fields["now"]) == (case, before, now)


def test_a_year_in_part_is_not_compared_with_whole_ones() -> None:
    years = [("2019", "", 450e9), ("2020", "", 430e9), ("2021", "", 230e9)]
    said = finding(table(years, in_part=["2021"]), of(Question(HELD, "value", "year")))
    _, fields = told("explore", "finding.time", said)
    assert (fields["first"], fields["last"], fields["now"]) == ("2019", "2020", "$430bn")
    assert fields["subject"] == captions.SAY("trade", "held")


def test_between_two_years_the_largest_change_is_told() -> None:
    cells = [("Mexico", "2024", 5e11), ("Mexico", "2025", 5.3e11), ("China", "2024", 4.3e11), ("China", "2025", 3e11)]
    said = finding(table(cells), of(Question(IMPORTS, "value", "origin", "year")))
    _, fields = told("explore", "finding.change", said)
    assert fields["name"] == capital(captions.SAY("goods", "from", place="China"))
    assert (fields["before"], fields["now"]) == ("$430bn", "$300bn")


def test_of_several_columns_the_largest_cell_is_told() -> None:
    cells = [("84", "Mexico", 1.5e11), ("84", "China", 2e11), ("85", "China", 9e10)]
    case, fields = told(
        "explore", "finding.cell", finding(table(cells), of(Question(IMPORTS, "value", "chapter", "origin")))
    )
    assert (case, fields["name"], fields["column"]) == ("value", "84", "China")
    assert fields["value"] + fields["when"] == f"$200bn{captions.SAY('when', when='2025')}"


def test_of_months_the_largest_cell_names_its_own_month_alone() -> None:
    cells = [("84", "May 2025", 1.5e11), ("84", "June 2025", 2e11)]
    said = finding(table(cells), of(Question(IMPORTS, "value", "chapter", "month")))
    assert "2025" in said and captions.SAY("when", when="2025") not in said.partition(":")[0]


def test_without_a_figure_none_is_claimed() -> None:
    empty = table([("Mexico", "", float("nan"))])
    said = finding(empty, of(Question(IMPORTS, "rate_collected", "origin")))
    assert told("explore", "finding", said)[0] == "none"


@pytest.mark.parametrize(
    ("question", "every", "shown", "case"),
    [
        (Question(IMPORTS, "value", "chapter"), 97, 20, "summed"),
        (Question(IMPORTS, "value", "chapter", others=False), 0, 20, "largest"),
        (Question(IMPORTS, "value", "chapter", "year"), 0, 20, "rest"),
        (Question(IMPORTS, "value", "chapter"), 3, 3, "all"),
        (Question(IMPORTS, "value", "chapter"), 1, 1, "whole"),
        (Question(IMPORTS, "value", "year"), 2, 2, "whole"),
    ],
)
def test_the_measure_line_says_which_rows_are_shown(question: Question, every: int, shown: int, case: str) -> None:
    line = captions.caption(table(THREE), of(question, every=every, shown=shown)).measure
    assert told("explore", "line", line)[0] == case


@pytest.mark.parametrize(
    ("where", "in_title", "in_line"),
    [
        ((("chapter", ("85",)),), of_goods(these("goods")), of_goods("electrical machinery and equipment (HS 85)")),
        (
            (("heading", ("8471", "8517")),),
            of_goods(these("goods")),
            of_goods(these("codes", kind="headings", codes="8471 and 8517")),
        ),
        (
            (("chapter", ("84", "85", "86")),),
            of_goods(these("goods")),
            of_goods(these("span", kind="chapters", first="84", last="86")),
        ),
        (
            (("hts10", ("0101210010", "9801001075")),),  # more codes lie between them than memory holds
            of_goods(these("goods")),
            of_goods(these("codes", kind="lines", codes="0101.21.00.10 and 9801.00.10.75")),
        ),
        (
            (("chapter", tuple(f"{code}" for code in range(10, 36, 2))),),
            of_goods(these("goods")),
            of_goods(these("many", kind="chapters", count="13")),
        ),
        ((("origin", ("VNM",)),), origin("Vietnam"), origin("Vietnam")),
        ((("origin", ("ARE",)),), origin(these("place")), origin("the United Arab Emirates")),
        ((("origin", ("CHN", "VNM")),), origin(these("places")), origin("China and Vietnam")),
    ],
)
def test_what_a_question_is_limited_to_is_said(where: Where, in_title: str, in_line: str) -> None:
    question = Question(IMPORTS, "value", "hs6", where=where)
    assert captions.trade(question) == in_title
    assert captions.trade(question, is_line=True) == in_line


def test_one_origin_of_data_that_hold_some_is_named_without_a_caveat() -> None:
    assert captions.trade(Question(HELD, "value", "year", where=(("origin", ("CHN",)),))) == origin("China")
