"""The rare-earth economy from the tables: dependences in print, plausible cost shares, labels of what is known."""

import numpy as np
import pytest

from parley.calibration import critical
from parley.calibration.critical import CriticalInputs, critical_elasticities, critical_inputs, restriction
from parley.calibration.product_market import CalibrationError
from parley.tables.parameters import parameter


@pytest.fixture(scope="module")
def inputs() -> CriticalInputs:
    return critical_inputs()


def at(inputs: CriticalInputs, stage: str, place: str) -> float:
    economy = inputs.economy
    return float(economy.dependence[economy.stages.index(stage), economy.destinations.index(place)])


def test_dependence_is_what_the_sources_print(inputs: CriticalInputs) -> None:
    """USGS: net reliance 53% in 2024, 71% of imports from China. EU: 17 of 20 thousand tonnes of magnets.
    IEA: China refines 91.3% and makes 94% of magnets in 2024."""
    assert at(inputs, "refine", "USA") == pytest.approx(0.53 * 0.71)
    assert at(inputs, "magnet", "DEU") == at(inputs, "magnet", "FRA") == pytest.approx(17 / 20)
    assert at(inputs, "refine", "DEU") == 0.70
    assert at(inputs, "refine", "JPN") == pytest.approx(0.9128, abs=1e-4)
    assert at(inputs, "magnet", "JPN") == 0.94
    assert at(inputs, "mine", "USA") == 0


def test_every_dependence_says_where_it_is_from(inputs: CriticalInputs) -> None:
    assert all(inputs.basis.ravel())
    stand_in = inputs.basis == "China's share of world output; upper bound"
    assert stand_in[:, inputs.economy.destinations.index("JPN")].all()
    assert not stand_in[1, inputs.economy.destinations.index("USA")]


def test_world_tonnes_of_magnets_are_near_those_in_print() -> None:
    """Argus: 270 thousand tonnes in 2023, 310 forecast for 2025; ours follows from demand for the elements."""
    assert 270e6 < critical.world_magnets_kg() < 310e6
    assert 35 < critical.magnet_value_usd() / critical.world_magnets_kg() < 50


def test_magnets_are_a_tiny_share_of_their_users_cost(inputs: CriticalInputs) -> None:
    shares = inputs.economy.cost_share
    assert ((shares > 1e-4) & (shares < 2e-3)).all()
    assert (shares == shares[:, :1]).all()
    split = critical._demand_split(np.ones(5))
    assert split.sum() == pytest.approx(1)


def test_value_added_of_users_is_a_few_percent(inputs: CriticalInputs) -> None:
    weight = dict(zip(inputs.economy.destinations, inputs.economy.value_added_share.sum(axis=0), strict=True))
    assert 0.03 < weight["USA"] < 0.05 < weight["JPN"] < weight["DEU"] < 0.12


def test_only_the_three_published_places_are_calibrated(inputs: CriticalInputs) -> None:
    known = dict(zip(inputs.economy.destinations, inputs.is_calibrated, strict=True))
    assert {name for name, value in known.items() if value} == {"USA", "JPN", "DEU"}
    rest = inputs.substitution[~inputs.is_calibrated]
    assert (rest == np.median(inputs.substitution[inputs.is_calibrated])).all()


def test_calibrated_elasticities_lie_in_the_range_of_the_parameter(inputs: CriticalInputs) -> None:
    entry = parameter("critical_substitution")
    assert ((inputs.substitution >= entry.low) & (inputs.substitution <= entry.high)).all()


def test_without_a_published_place_the_parameter_stands_in() -> None:
    alone = critical_inputs(["KOR"])
    assert alone.substitution.tolist() == [parameter("critical_substitution").value]


def test_substitution_rises_with_the_horizon(inputs: CriticalInputs) -> None:
    first, medium, late = (np.max(critical_elasticities(inputs, h).substitution) for h in critical.HORIZONS)
    assert first < medium < late == 1
    with pytest.raises(CalibrationError, match="first_year"):
        critical_elasticities(inputs, "tomorrow")


def test_a_restriction_is_written_in_percent_by_stage_and_destination(inputs: CriticalInputs) -> None:
    limit = restriction(inputs, {("refine", "USA"): 40, ("magnet", "*"): 20}).limit
    assert limit is not None
    assert limit[1].tolist() == [0.4] + [np.inf] * 7
    assert (limit[2] == 0.2).all()
    assert np.isinf(limit[0]).all()
    tax = restriction(inputs, export_tax_pct={("magnet", "JPN"): 25}).export_tax
    assert tax is not None
    assert tax.sum() == 0.25
    with pytest.raises(CalibrationError, match="stage"):
        restriction(inputs, {("smelt", "USA"): 40})
    with pytest.raises(CalibrationError, match="ATL"):
        restriction(inputs, {("magnet", "ATL"): 40})


def test_a_place_outside_the_tables_is_refused_by_name() -> None:
    with pytest.raises(CalibrationError, match="ATL"):
        critical_inputs(["USA", "ATL"])
