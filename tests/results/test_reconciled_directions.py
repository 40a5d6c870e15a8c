"""Which parameter parts the draws that turn a direction from the others, on draws made by hand."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from parley.results.compared.agreement import Case
from parley.results.compared.reconciled_directions import _threshold, _turning
from tests.wording import told

RISING = np.arange(1.0, 11.0)


def case(**parameters: np.ndarray) -> Any:
    return SimpleNamespace(parameters=parameters)


@pytest.mark.parametrize(
    ("signed", "is_above"), [(np.where(RISING > 8, -1, 1), True), (np.where(RISING < 3, -1, 1), False)]
)
def test_a_parameter_that_parts_all_draws_is_named_with_its_value_and_side(signed: np.ndarray, is_above: bool) -> None:
    found = _threshold(case(other=RISING % 3, parting=RISING), signed.astype(float))
    assert found == ("parting", 8.5 if is_above else 2.5, is_above)


def test_where_no_cut_tells_more_than_the_usual_sign_does_no_parameter_is_named() -> None:
    signed = np.ones(40)
    signed[20] = -1  # one turns, in the middle: every cut is wrong as often as saying that none does
    name, value, is_above = _threshold(case(parting=np.arange(40.0)), signed)
    assert (name, is_above) == ("", False)
    assert np.isnan(value)


@pytest.mark.parametrize(
    ("usual", "opposite", "turned", "case", "share"),
    [(1, "a loss", 50, "draws", "25%"), (-1, "a gain", 50, "draws", "25%"), (1, "a loss", 1, "few_draws", "1%")],
)
def test_draws_that_turn_a_direction_are_told_with_the_central_answer(
    usual: int, opposite: str, turned: int, case: str, share: str
) -> None:
    """Of 200 draws no parameter parts 50, a quarter, or one, half a percent."""
    key = ("treasury", "USA", "")
    values = np.where(np.arange(200) < turned, -usual, usual).astype(float)
    cases = [Case("product", "", "", {key: float(usual)}, {}), Case("product", "", "draws", {key: values}, {})]
    ((*_, sentence),) = _turning(cases, key)
    found, fields = told("results", "models.turning", sentence)
    assert (found, fields["share"], fields["opposite"]) == (case, share, opposite)
    assert (fields["usual"], fields["closure"]) == ("a gain" if usual > 0 else "a loss", "")
