"""Sums of other makers of tariff engines as a second opinion: those that agree, and by the text why others differ.

``second_opinion.csv``: ``reading`` is the figure of ours that their total equals, or within, outside of our range, or
refused; ``counts`` says whether it is of all duties, of added ones alone, or the field that is refused.
"""

import csv
from pathlib import Path

import pytest

from parley.results.law.answer import LandedError
from parley.results.law.landed import landed

CENTS = 0.02
FILE = Path(__file__).with_name("second_opinion.csv")
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
READINGS = ("low", "central", "high")


@pytest.mark.parametrize("row", ROWS, ids=[row["example_id"] for row in ROWS])
def test_a_sum_of_another_engine_is_ours_or_its_difference_is_explained(row: dict[str, str]) -> None:
    quantity = float(row["quantity"]) if row["quantity"] else None
    question = row["code"], row["origin"], float(row["value_usd"]), quantity, "air", row["on"]
    if row["reading"] == "refused":
        with pytest.raises(LandedError) as refused:
            landed(*question)
        assert refused.value.field == row["counts"] and row["why"]
        return
    (answer,) = landed(*question)
    total, duty = float(row["total_usd"]), answer.duty_usd
    if row["reading"] in READINGS:
        ordinary = getattr(answer.lines[0], f"{row['reading']}_usd") if row["counts"] == "added" else 0.0
        assert getattr(duty, row["reading"]) - ordinary == pytest.approx(total, abs=CENTS)
        assert row["why"] or row["reading"] == "central"
        return
    assert row["why"]
    assert all(figure is not None and abs(figure - total) > CENTS for figure in duty)
    assert duty.low is not None and duty.high is not None
    assert (duty.low <= total <= duty.high) == (row["reading"] == "within")


def test_most_of_them_agree() -> None:
    """Of 75 sums, those that equal one of ours with every duty counted."""
    agree = [row for row in ROWS if row["reading"] in READINGS and row["counts"] == "all"]
    assert len(ROWS) == 75
    assert len(agree) >= 62
