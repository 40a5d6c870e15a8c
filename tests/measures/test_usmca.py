"""Means of what claims USMCA and what does not."""

import pytest

from parley.measures.law_layers import Layer
from parley.measures.usmca import Shares, mean, mixed


def layer(programme: str, rate_pct: float | None) -> Layer:
    return Layer("section_232", programme, rate_pct, "in_scope", "none", None, None, None, "derived", "source")


@pytest.mark.parametrize(
    ("shares", "central"),
    [((0.0, 70.06), 0.7006), ((40.0, None), 0.4), ((40.0, 0.0), 0.0), ((None, None), 0.0)],
)
def test_the_newest_share_recorded_is_taken(shares: tuple[float | None, float | None], central: float) -> None:
    assert Shares(*shares).central == pytest.approx(central)


def test_the_mean_weighs_both_rates() -> None:
    assert mean(25.0, 0.0, 0.4) == pytest.approx(15.0)
    assert mean(10.0, 50.0, 0.25) == pytest.approx(20.0)


def test_a_rate_that_is_not_known_counts_only_where_goods_owe_it() -> None:
    assert mean(None, 0.0, 0.5) is None
    assert mean(None, 0.0, 1.0) == 0.0
    assert mean(None, 3.0, 0.0) is None


def test_layers_add_up_to_the_mean_of_the_sums() -> None:
    unclaimed = [layer("ordinary", 5.0), layer("fentanyl", 25.0)]
    claimed = [layer("ordinary", 0.0), layer("fentanyl", 0.0), layer("steel", 50.0), layer("cars", 0.0)]
    found = {part.programme: part.rate_pct for part in mixed(unclaimed, claimed, 0.2)}
    assert found == pytest.approx({"ordinary": 4.0, "fentanyl": 20.0, "steel": 10.0})
