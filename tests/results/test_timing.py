"""When effects arrive: the numbers of a separate count, and the rule by which a model is used."""

import pandas as pd
import pytest

from parley.results.validation.timing import LAGGED, NOTHING, STATIC, When, when


@pytest.fixture(scope="module")
def found() -> When:
    return when()


def test_the_estimates_agree_with_a_separate_count_on_collected_duty(found: When) -> None:
    """A count apart from this code, on collected duty instead of the law: static -1.26 (standard error 0.73), long run
    -3.4, adjustment 0.08 a month."""
    values = found.estimates.set_index(["model", "parameter"])
    assert values.at[(STATIC, "beta"), "value"] == pytest.approx(1.26, abs=0.73)
    assert values.at[(LAGGED, "beta"), "value"] == pytest.approx(3.4, abs=1)
    assert values.at[(LAGGED, "speed"), "low"] < 0.08 < values.at[(LAGGED, "speed"), "high"]
    assert (found.estimates["low"] <= found.estimates["high"]).all()


def test_the_static_model_is_used_unless_the_other_is_better_beyond_doubt(found: When) -> None:
    tests = found.tests.set_index("model")
    assert set(tests.index) == {STATIC, LAGGED, NOTHING}
    assert (
        tests.at[LAGGED, "error_2018_2019"] < tests.at[STATIC, "error_2018_2019"] < tests.at[NOTHING, "error_2018_2019"]
    )
    assert (found.used == LAGGED) == (tests.at[LAGGED, "high"] < 0)
    errors = tests["error_2025"]
    assert (errors - errors[STATIC]).to_numpy() == pytest.approx(tests["less_static"].to_numpy())


def test_what_is_seen_holds_the_record_beside_each_model(found: When) -> None:
    """No duty had moved in December 2024, so the static model says nothing moves; by November 2025 all three fell."""
    seen = found.seen.set_index("month")
    assert seen["static_pct"][pd.Timestamp(2024, 12, 1)] == pytest.approx(0, abs=1e-9)
    assert seen["lagged_pct"][pd.Timestamp(2025, 1, 1)] > 0  # bought ahead of the duties of February
    last = seen.loc[pd.Timestamp(2025, 11, 1)]
    assert (last[["recorded_pct", "static_pct", "lagged_pct"]] < 0).all()
    assert last["recorded_pct"] < -40


def test_the_path_begins_before_the_duty_and_ends_with_the_range_around_it(found: When) -> None:
    path = found.path.set_index("months_since_duty")
    assert path.index[0] == -3
    assert path["static_pct"][-1] == pytest.approx(0) and path["static_pct"][0] == pytest.approx(path["static_pct"][36])
    end = path.loc[36]
    assert end["lagged_low_pct"] < end["lagged_pct"] < end["lagged_high_pct"] < 0
