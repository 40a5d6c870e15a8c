"""Named regimes: their headline is that of the layers, and they run the lines of their day."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from parley.calibration.policy import preset_baseline
from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.calibration.product_law import BASE_YEAR_END
from parley.calibration.product_market import CalibrationError
from parley.measures.tariffs import headline_additional
from parley.models.product_market import weighted_mean
from parley.tables.parameters import Preset, presets
from parley.tables.read import read_table


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


def named(name: str) -> Preset:
    (found,) = [preset for preset in presets() if preset.name == name]
    return found


def points(inputs: ProductInputs, preset: Preset) -> np.ndarray:
    """Points by which a regime raises the duty on each Chinese line above the end of 2024."""
    cells = inputs.us.partner_cells
    return 100 * (preset_baseline(inputs, preset).us_duty - baseline_on(inputs, BASE_YEAR_END).us_duty)[cells]


def test_layers_known_on_a_date_give_the_same_headline_as_all_layers() -> None:
    """No layer counts twice because its end was not announced, and none is missed."""
    layers = read_table("tariff_layers")
    for day in pd.date_range("2025-01-01", "2026-10-01", freq="D"):
        known = read_table("tariff_layers", as_of=day.date())
        for importer, exporter in (("USA", "CHN"), ("CHN", "USA")):
            expected = headline_additional(layers, importer, exporter, day)
            assert headline_additional(known, importer, exporter, day) == expected


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_the_layers_rebuild_the_headline_of_every_preset(preset: Preset) -> None:
    """A preset without a headline had no layer on all or most goods."""
    layers, events = read_table("tariff_layers"), set(read_table("events")["event_id"])
    for stated, importer, exporter in (
        (preset.us_on_china_pct, "USA", "CHN"),
        (preset.china_on_us_pct, "CHN", "USA"),
    ):
        expected = headline_additional(layers, importer, exporter, preset.on)
        if preset.announced and importer == "USA":
            expected += preset.announced.by_origin_pct["CHN"]
        assert expected == pytest.approx(stated or 0.0)
    assert set(preset.event_ids) <= events


@pytest.mark.parametrize("preset", [p for p in presets() if p.announced is None], ids=lambda preset: preset.name)
def test_a_regime_runs_the_lines_of_its_day(inputs: ProductInputs, preset: Preset) -> None:
    ours, day = preset_baseline(inputs, preset), baseline_on(inputs, preset.on)
    assert np.array_equal(ours.us_duty, day.us_duty)
    assert np.array_equal(ours.china_duty, day.china_duty)


@pytest.mark.parametrize("preset", [p for p in presets() if p.us_on_china_pct], ids=lambda preset: preset.name)
def test_a_regime_is_not_its_headline(inputs: ProductInputs, preset: Preset) -> None:
    """The headline is before exemptions: lines move by more and by less, and the mean by less than the headline."""
    moved = points(inputs, preset)
    assert np.ptp(moved) > 5
    value = inputs.us.market.value_usd[inputs.us.partner_cells]
    listed = 4.5 if preset.on.year == 2026 else 3.5  # steps of sections 301 and 232 since, which no headline holds
    assert weighted_mean(value, moved) < preset.us_on_china_pct + listed


def test_regimes_of_one_headline_differ_in_their_lines(inputs: ProductInputs) -> None:
    """30% both on 14 May and on 12 August 2025, but steel paid 25 and then 50%, copper nothing and then 50%."""
    geneva, stockholm = named("geneva_truce"), named("london_and_stockholm")
    assert geneva.us_on_china_pct == stockholm.us_on_china_pct == 30
    rise = points(inputs, stockholm) - points(inputs, geneva)
    codes = inputs.us.products_of(inputs.us.partner_cells)
    assert rise[codes == "720810"] == pytest.approx(25)
    assert rise[codes == "741110"] > 30
    assert rise[codes == "950300"] == pytest.approx(0, abs=1e-9)


def test_what_was_announced_charges_the_goods_that_owed_the_rate_that_began(inputs: ProductInputs) -> None:
    """EO 14257: 34 points on China instead of 10, on goods outside Annex II; Vietnam 46, Canada and Mexico none."""
    preset = named("april_2025_announced")
    ours = preset_baseline(inputs, preset)
    begun = baseline_on(inputs, date(2025, 4, 5))
    rise = 100 * (ours.us_duty - begun.us_duty)
    codes = inputs.us.products[inputs.us.market.product]
    china = inputs.us.partner_cells
    assert rise[china][codes[china] == "950300"] == pytest.approx(24)
    assert rise[china][codes[china] == "847130"] == pytest.approx(0, abs=1e-9)
    for origin in ("CAN", "MEX", "GBR"):
        assert rise[inputs.us.cells_of(origin)] == pytest.approx(0, abs=1e-9)
    assert rise[inputs.us.cells_of("VNM")].min() > 20
    assert "announced" in ours.flags
    assert ours.as_of == date(2025, 4, 2)


def test_a_programme_without_lists_cannot_be_announced(inputs: ProductInputs) -> None:
    preset = named("april_2025_announced")
    odd = SimpleNamespace(**{**vars(preset.announced), "programme": "surcharge_2026"})
    with pytest.raises(CalibrationError, match="surcharge_2026"):
        preset_baseline(inputs, SimpleNamespace(on=preset.on, announced=odd))
