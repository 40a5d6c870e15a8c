"""Parts of a difference: by hand, adding up, and no order in them."""

from itertools import pairwise

import numpy as np
import pytest

from parley.models.sensitivity import shapley


def test_two_switches_by_hand() -> None:
    """value: none 0, a 1, b 2, both 7: a is the mean of 1 and 5, b of 2 and 6."""
    values = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 7.0}
    parts = shapley(lambda chosen: np.array([values[chosen]]), ("a", "b"))
    assert parts == {"a": pytest.approx(3.0), "b": pytest.approx(4.0)}


def test_the_parts_add_up_in_any_order() -> None:
    numbers = {"a": 0.3, "b": 1.7, "c": -0.4, "d": 2.2}

    def value(chosen: frozenset[str]) -> np.ndarray:
        total = sum(numbers[name] for name in chosen)
        return np.array([np.sin(total), total**3])

    parts = shapley(value, tuple(numbers))
    again = shapley(value, tuple(reversed(numbers)))
    whole = value(frozenset(numbers)) - value(frozenset())
    assert sum(parts.values()) == pytest.approx(whole)
    for name in numbers:
        assert parts[name] == pytest.approx(again[name])


def test_the_first_switch_is_thrown_once_and_the_last_at_every_step() -> None:
    asked: list[frozenset[str]] = []

    def value(chosen: frozenset[str]) -> np.ndarray:
        asked.append(chosen)
        return np.array([float(len(chosen))])

    shapley(value, ("a", "b", "c"))
    assert len(set(asked)) == len(asked) == 8
    thrown = {name: sum((name in one) != (name in next_) for one, next_ in pairwise(asked)) for name in "abc"}
    assert thrown == {"a": 1, "b": 3, "c": 7}
