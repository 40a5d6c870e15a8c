"""Which parameter parts the draws that turn a direction from the others, on draws made by hand."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from parley.results.reconciled_directions import _threshold

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
