"""The product model's range over draws: what is drawn and what comes out, and that no switch leaves its own range."""

from dataclasses import replace
from datetime import date

import pytest

from parley import Scenario, TariffChange, solve
from parley.models.partial_equilibrium import solve as solve_market
from parley.results.answers import product_solution
from parley.results.answers.product import headline
from parley.results.answers.product_settings import Setting, elasticities

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(("exporter", "points", "through"), [("CHN", 20, 0.86), ("all", 10, 0.95)])
def test_border_pass_through_is_an_outcome_of_the_slope_of_supply(exporter: str, points: float, through: float) -> None:
    """A count apart from this code, on trade of 2024 at kappa 1.19 beside the default sigma: nominal 0.80 comes out as
    0.86 with twenty points on China and as 0.95 with ten on all. The band holds the outcome, not the nominal figure."""
    change = TariffChange("USA", exporter, points)
    scenario = Scenario(DAY, tariffs=(change,), border_pass_through=0.8, base_year=2024)
    solved = product_solution.outcome(scenario)
    market, held = solved.inputs.us.market, elasticities(solved.inputs.us, Setting(kappa=1.19, pass_through=0.8))
    before, after = (solve_market(market, held, side.duty) for side in (solved.us_baseline, solved.us))
    told = headline(replace(solved, us_baseline=before, us=after))
    assert told["border_pass_through"] == pytest.approx(through, abs=0.005)
    tables = solve(scenario, draws=16).tables
    own = float(tables["summary"].set_index("metric").at["border_pass_through", "value"])  # type: ignore[arg-type]
    band = tables["bands"].set_index("metric").loc["border_pass_through"]
    assert 0.7 < band["low"] <= own <= band["high"] <= 1


@pytest.mark.parametrize(
    "switch", [{"retail_pass_through": 0.0}, {"retail_pass_through": 1.0}, {"horizon": "long_run"}]
)
def test_a_switch_at_its_end_stays_within_its_own_range(switch: dict[str, object]) -> None:
    scenario = Scenario(DAY, tariffs=(TariffChange("USA", "CHN", 20),), **switch)  # type: ignore[arg-type]
    tables = solve(scenario, draws=16).tables
    summary, bands = (tables[name].set_index("metric") for name in ("summary", "bands"))
    assert ((summary["low"] <= summary["value"]) & (summary["value"] <= summary["high"])).all()
    values = summary["value"].loc[bands.index]
    assert ((bands["low"] <= values) & (values <= bands["high"])).all()
    retail = switch.get("retail_pass_through")
    if retail is not None:
        assert summary.at["retail_price_change_pct", "low" if retail == 0 else "high"] == pytest.approx(
            values["retail_price_change_pct"]
        )
