"""Duties by quantity: what a shipment owes, and the parts in words."""

import pytest

from parley.measures.law_layers import Component, in_words, unit, worked_out_pct


def specific(usd: float, per: str, ad_valorem_pct: float = 0.0) -> Component:
    return Component("specific", ad_valorem_pct, usd, per, None, None)


WINE = Component("specific", 0.0, 0.044, "liter", 0.314, "proof liter")
CASE_OF_A_WATCH = Component("component", None, None, None, None, None)


@pytest.mark.parametrize(
    ("duty", "value_usd", "quantity", "expected"),
    [
        (specific(0.105, "barrel"), 700_000, 10_000, 0.15),
        (specific(0.434, "kg", 19.7), 10_000, 500, 21.87),
        (Component("specific", 0.0, 0.02, "kg", 0.01, "kg"), 100, 10, 0.3),
        (WINE, 100, 10, None),
        (CASE_OF_A_WATCH, 100, 10, None),
        (None, 100, 10, None),
    ],
)
def test_a_shipment_owes_its_value_times_the_rate_and_its_quantity_times_the_dollars(
    duty: Component | None, value_usd: float, quantity: float, expected: float | None
) -> None:
    assert worked_out_pct(duty, value_usd, quantity) == (None if expected is None else pytest.approx(expected))


def test_two_quantities_are_no_one_unit() -> None:
    assert unit(WINE) is None
    assert unit(specific(0.105, "barrel")) == "barrel"


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        (specific(0.105, "barrel"), "10.5 cents a barrel"),
        (specific(1.035, "kg", 14.9), "14.9% and $1.035 a kg"),
        (specific(0.57, "each"), "57 cents each"),
        (specific(0.01, "kg"), "1 cent a kg"),
        (specific(0.1, "1,000 pins", 3.5), "3.5% and 10 cents per 1,000 pins"),
        (WINE, "4.4 cents a liter and 31.4 cents a proof liter"),
        (CASE_OF_A_WATCH, None),
    ],
)
def test_the_parts_are_told_as_one_reads_them(duty: Component, words: str | None) -> None:
    assert in_words(duty) == words
