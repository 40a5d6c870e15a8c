"""Antidumping and countervailing orders that may apply: named by case, never none, never in the sum."""

import jsonschema
import pytest

from parley.measures.law_index import Order
from parley.results.law.lines import law
from parley.results.law.words import NOT_IN_THE_SUM, orders_told
from tests.results.test_law import SCHEMA


def told(code: str, origin: str) -> str:
    """The one sentence on orders of an answer."""
    (sentence,) = [each for each in law(code, origin, "2026-10-09").not_known if each.startswith(NOT_IN_THE_SUM)]
    return sentence


@pytest.mark.parametrize(
    ("code", "origin", "cases"),
    [
        ("7317005502", "CHN", ["A-570-909"]),
        ("8541430010", "CHN", ["A-570-010", "C-570-011", "A-570-979", "C-570-980"]),
        ("8541430010", "VNM", ["A-552-841", "C-552-842"]),
        ("4011101010", "THA", ["A-549-842"]),
        ("940421", "MYS", ["A-557-818"]),
    ],
)
def test_orders_on_a_subheading_are_named_by_case(code: str, origin: str, cases: list[str]) -> None:
    answer = law(code, origin, "2026-10-09")
    assert answer.orders is not None
    assert [order.case_number for order in answer.orders] == sorted(cases)
    assert all(case in told(code, origin) for case in cases)
    jsonschema.validate(answer.to_dict(), SCHEMA)


def test_where_the_list_names_no_goods_it_does_not_say_that_there_is_no_order() -> None:
    answer = law("8517620090", "CHN", "2026-10-09")
    assert answer.orders == ()
    assert "with gaps" in told("8517620090", "CHN")


@pytest.mark.parametrize(("code", "origin"), [("8507600020", "KOR"), ("8517620090", "VNM"), ("7317005502", "EU27")])
def test_orders_on_other_origins_are_not_held(code: str, origin: str) -> None:
    answer = law(code, origin, "2026-10-09")
    assert answer.orders is None
    assert answer.to_dict()["orders_that_may_apply"] is None
    assert "not held" in told(code, origin)


def test_beyond_its_named_cases_an_origin_is_not_held() -> None:
    assert "not held" in told("8541430010", "VNM")
    assert "not held" not in told("8541430010", "CHN")


def test_many_orders_stay_one_short_paragraph() -> None:
    orders = [Order(f"A-570-{n:03}", "antidumping", "CHN", f"Goods {n}", "940320", None, "listed") for n in range(30)]
    sentence = orders_told({"940320"}, "CHN", orders, "China")
    assert "A-570-003" in sentence
    assert "A-570-004" not in sentence
    assert "26 other cases" in sentence
    assert len(sentence) < 400


def test_orders_are_not_in_the_sum() -> None:
    answer = law("7317005502", "CHN", "2026-10-09")
    assert {layer.authority for layer in answer.lines[0].layers} <= {"mfn", "section_301", "section_232"}
