"""The product scenario as data, and the shift of duties to a wanted mean."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models.scenario import HORIZONS, RULES, SECTIONS, ProductScenario, ScenarioError
from parley.models.tariff_shift import MeanOutOfReachError, shift_to_mean, weighted_mean

REQUIRED = {"as_of": "2025-06-09", "border_pass_through": 1.0, "retail_pass_through": 0.2}
PERCENT = st.floats(0, 200)


@given(
    st.dates(),
    st.dictionaries(st.sampled_from(SECTIONS), PERCENT),
    st.none() | PERCENT,
    st.none() | PERCENT,
    st.dictionaries(st.sampled_from(["VNM", "MEX", "EU27"]), PERCENT),
    st.lists(st.sampled_from(["section_232", "ieepa_fentanyl"]), unique=True),
    st.sampled_from(RULES),
    st.sampled_from(HORIZONS),
    st.floats(0.1, 1),
)
def test_a_scenario_survives_json(
    day: date,
    sections: dict[str, float],
    total: float | None,
    china: float | None,
    origins: dict[str, float],
    laws: list[str],
    rule: str,
    horizon: str,
    pt: float,
) -> None:
    scenario = ProductScenario(
        as_of=day,
        border_pass_through=pt,
        retail_pass_through=0.2,
        us_duty_pct=sections,
        us_total_duty_pct=total,
        china_duty_pct=china,
        us_origin_duty_pct=origins,
        without=tuple(laws),
        rule=rule,
        horizon=horizon,
    )
    assert ProductScenario.from_dict(json.loads(json.dumps(scenario.to_dict()))) == scenario


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"us_duty_pct": {"XXII": 10}}, "XXII"),
        ({"us_duty_pct": {"XVI": 201}}, "section XVI"),
        ({"us_duty_pct": {"XVI": "60"}}, "section XVI"),
        ({"us_duty_pct": {"XVI": True}}, "section XVI"),
        ({"us_duty_pct": 60}, "us_duty_pct"),
        ({"us_origin_duty_pct": {"VNM": 201}}, "VNM"),
        ({"us_origin_duty_pct": [20]}, "us_origin_duty_pct"),
        ({"without": "section_232"}, "without"),
        ({"without": [232]}, "without"),
        ({"us_total_duty_pct": -1}, "total"),
        ({"us_total_duty_pct": float("nan")}, "total"),
        ({"china_duty_pct": float("inf")}, "China"),
        ({"border_pass_through": 0}, "border"),
        ({"retail_pass_through": 1.5}, "retail"),
        ({"rule": "proportional"}, "proportional"),
        ({"horizon": "forever"}, "forever"),
        ({"as_of": "9 June"}, "9 June"),
        ({"base_year": "2024"}, "base_year"),
        ({"omega": 0.1}, "omega"),
    ],
)
def test_a_bad_scenario_is_refused_in_a_sentence(change: dict[str, object], says: str) -> None:
    ProductScenario.from_dict(REQUIRED)
    with pytest.raises(ScenarioError, match=says):
        ProductScenario.from_dict({**REQUIRED, **change})


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_missing_field_is_named(name: str) -> None:
    with pytest.raises(ScenarioError, match=name):
        ProductScenario.from_dict({k: v for k, v in REQUIRED.items() if k != name})


def lines(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    value, duty = 10 ** draw.uniform(0, 6, 30), draw.uniform(0, 1, 30)
    return value, duty, np.where(draw.random(30) < 0.2, 2.0, draw.uniform(0, 0.4, 30))


@given(st.integers(0, 9999), st.floats(0, 1))
def test_the_shifted_duties_have_the_wanted_mean_and_one_shift(seed: int, part: float) -> None:
    value, duty, least = lines(seed)
    floor = np.minimum(duty, least)
    bottom = weighted_mean(value, floor)
    mean = bottom + part * (2 - bottom)
    shifted = shift_to_mean(value, duty, mean, least)
    assert weighted_mean(value, shifted) == pytest.approx(mean, rel=1e-9, abs=1e-12)
    free = shifted > floor + 1e-12
    assert np.ptp((shifted - duty)[free]) < 1e-9 if free.any() else True
    assert np.all(shifted >= floor)


def test_the_present_mean_moves_nothing() -> None:
    value, duty, least = lines(1)
    assert np.array_equal(shift_to_mean(value, duty, weighted_mean(value, duty), least), duty)


def test_a_mean_below_the_floors_is_refused_with_the_least_value() -> None:
    value, duty, least = lines(2)
    bottom = weighted_mean(value, np.minimum(duty, least))
    with pytest.raises(MeanOutOfReachError) as caught:
        shift_to_mean(value, duty, bottom - 0.01, least)
    assert caught.value.least == bottom
    assert shift_to_mean(value, duty, bottom, least) == pytest.approx(np.minimum(duty, least), abs=1e-9)
