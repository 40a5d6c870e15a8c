"""Today's trade: every origin's dollars recorded, the day's duties, and the year's own where that is asked."""

from datetime import date

import numpy as np
import pytest

from parley.calibration import product_bases
from parley.calibration.product_baseline import baseline_on, duty_at_end_of_2024
from parley.calibration.product_bases import base_2024, trade_base, year_inputs
from parley.calibration.product_market import CalibrationError
from parley.tables.read import read_table

DAY = date(2026, 11, 27)


def test_the_year_2025_is_that_of_the_census() -> None:
    """China 299.8 bn and $91.8bn of duty, chapters 98 and 99 with them."""
    inputs = year_inputs()
    us, carried = inputs.us, inputs.carried.set_index("exporter_iso3").loc["CHN"]
    cells = us.partner_cells
    value = us.market.value_usd[cells]
    assert (value.sum() + carried["value_usd"]) / 1e9 == pytest.approx(299.836, abs=1e-3)
    assert (value @ us.market.duty[cells] + carried["duty_usd"]) / 1e9 == pytest.approx(91.765, abs=1e-3)
    assert us.origins == base_2024().us.origins


def test_every_origins_dollars_are_those_of_twelve_months() -> None:
    """China, August 2025 to July 2026, from the monthly table of all goods."""
    base = trade_base(DAY)
    assert (base.year, base.recorded.last_month) == (2025, date(2026, 7, 1))  # type: ignore[union-attr]
    where = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"], "partner_iso3": ["CHN"]}
    rows = read_table("trade_monthly", where=where).sort_values("vintage").drop_duplicates("month", keep="last")
    twelve = rows[(rows["month"] >= "2025-08-01") & (rows["month"] <= "2026-07-01")]
    assert len(twelve) == 12
    inputs = base.inputs
    carried = inputs.carried.set_index("exporter_iso3").loc["CHN", "value_usd"]
    china = inputs.us.market.value_usd[inputs.us.partner_cells].sum() + carried
    assert china == pytest.approx(twelve["value_usd"].sum(), rel=1e-9)


def test_its_base_is_the_day() -> None:
    inputs = trade_base(DAY).inputs
    assert (baseline_on(inputs, DAY).us_duty == inputs.us.market.duty).all()
    old = year_inputs()
    assert duty_at_end_of_2024(inputs) == pytest.approx(duty_at_end_of_2024(old), abs=0.25)
    assert (duty_at_end_of_2024(base_2024()) == base_2024().us.market.duty).all()


def test_before_the_tables_of_2025_the_first_print_of_2024_stands() -> None:
    base = trade_base(date(2026, 6, 8))
    assert base.year == 2024
    assert base.recorded is not None
    assert trade_base(date(2019, 6, 1)).recorded is None
    now, then = (trade_base(day).inputs.us.market.value_usd for day in (date(2026, 6, 8), date(2019, 6, 1)))
    assert not np.allclose(now, then)


def test_a_year_not_known_on_the_day_is_refused() -> None:
    """Trade of 2025 came out on 9 June 2026."""
    assert trade_base(date(2026, 6, 9)).year == 2025
    assert trade_base(date(2026, 6, 8)).year == 2024
    for twelve_months in (False, True):
        with pytest.raises(CalibrationError, match="2025 was not known"):
            trade_base(date(2026, 6, 8), 2025, twelve_months)


def test_a_law_between_two_months_of_trade_has_no_table_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Laws began on 15 and 22 August 2026, months of trade came out on the 4th and on 3 September."""
    before, day = trade_base(date(2026, 8, 15)), date(2026, 8, 22)
    alone = trade_base(day)
    product_bases._trade_base.cache_clear()
    monkeypatch.setattr(product_bases, "read_table", lambda *_, **__: pytest.fail("a table is read"))
    base = trade_base(day)
    assert base.recorded is before.recorded
    us, was = base.inputs.us.market, alone.inputs.us.market
    assert us.value_usd.tobytes() == was.value_usd.tobytes()
    assert us.duty.tobytes() == was.duty.tobytes()
    assert not np.array_equal(us.duty, before.inputs.us.market.duty)
    assert base.inputs.us.cells_of("MEX") is before.inputs.us.cells_of("MEX")
