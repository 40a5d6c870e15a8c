"""The models against print: one row a published number, with ours, the difference and the time it took.

Inputs small enough to be printed stand here; those of the larger cases are tables, or raw files that may not be passed
on, and such a case says so when there is no raw folder. Nothing is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from parley.calibration import ignatenko_et_al_2025 as ilms
from parley.calibration.caliendo_parro_1993 import nafta
from parley.calibration.product_baseline import baseline_on
from parley.models import armington, caliendo_parro_2015, partial_equilibrium, product_market
from parley.models.optimal_tariffs import best_tariff, instrument
from parley.models.policy_scenario import Scenario
from parley.models.product_market import weighted_mean
from parley.models.sector_welfare import first_order_welfare
from parley.results.answers.household import WHOLE_REGIME_BACK, household_cost
from parley.results.answers.product_solution import inputs
from parley.tables.read import read_table

REGIME_PRINTED_ON = date(2026, 11, 9)
BACI = "trade/baci-world-matrix-2023"


@dataclass(frozen=True)
class Printed:
    """One number in print: what it is, in which unit, as printed, ours, and how far apart they may lie."""

    what: str
    unit: str
    published: float
    ours: float
    tolerance: float


@dataclass(frozen=True)
class Case:
    """A published case: its source, and what gives its numbers; ``needs_raw`` when its inputs may not be passed on."""

    source: str
    run: Callable[[Path | None], Iterator[Printed]]
    needs_raw: bool = False


def validate(raw: Path | None = None) -> pd.DataFrame:
    """One row a number: source, what, unit, published, ours, difference, tolerance, agrees, seconds.

    A case whose inputs are not at hand has one row without numbers that says so.
    """
    rows: list[dict[str, object]] = []
    for case in CASES:
        if case.needs_raw and raw is None:
            rows.append({"source": case.source, "what": "inputs may not be passed on: give --raw DIR"})
            continue
        began = perf_counter()
        numbers = list(case.run(raw))
        seconds = perf_counter() - began
        for number in numbers:
            difference = number.ours - number.published
            rows.append(
                {
                    "source": case.source,
                    "what": number.what,
                    "unit": number.unit,
                    "published": number.published,
                    "ours": number.ours,
                    "difference": difference,
                    "tolerance": number.tolerance,
                    "agrees": abs(difference) <= number.tolerance,
                    "seconds": seconds,
                }
            )
    return pd.DataFrame(rows)


def _two_equals(_: Path | None) -> Iterator[Printed]:
    pair = armington.Economy(["A", "B"], np.array([[0.8, 0.2], [0.2, 0.8]]), 4.0)
    best = best_tariff(pair, instrument(pair, "A"))
    yield Printed("best tariff, own share 0.8, elasticity 4", "ratio", 0.28602854, best.rate, 1e-6)


def _one_product(_: Path | None) -> Iterator[Printed]:
    zero = np.zeros(1, dtype=np.intp)
    market = product_market.Market(np.array([3.65e9]), np.zeros(1), zero, zero, np.ones(1))
    elasticities = product_market.Elasticities(np.array([4.0]), 4, 4, 4, 0)
    after = partial_equilibrium.solve(market, elasticities, np.array([0.25]))
    yield Printed("imports at 25%", "US$ bn", 1.495, float(after.value_usd[0] / 1e9), 5e-4)
    for what, printed, ours in (
        ("duty", 373.8, after.duty_change_usd),
        ("buyers' loss", 593.7, after.buyers_loss_usd),
        ("deadweight loss", 220.0, after.deadweight_loss_usd),
    ):
        yield Printed(what, "US$ m", printed, float(ours[0] / 1e6), 0.1)


def _collections(_: Path | None) -> Iterator[Printed]:
    us = inputs().us
    cells = us.partner_cells
    for day, month, collected in (
        (date(2025, 6, 9), "June 2025", 40.0),
        (date(2025, 11, 10), "January 2026", 31.8),
        (date(2026, 2, 24), "March 2026", 23.1),
        (date(2026, 4, 6), "April 2026", 22.5),
    ):
        duty = baseline_on(inputs(), day).us_duty[cells]
        ours = 100 * weighted_mean(us.market.value_usd[cells], duty)
        yield Printed(f"US duty on China {day}, collected in {month}", "percent", collected, ours, 1.5)


def _nafta(raw: Path | None) -> Iterator[Printed]:
    assert raw is not None
    world = nafta(raw)
    after = caliendo_parro_2015.solve(world.economy, caliendo_parro_2015.SectorShock(tariff=world.tariff))
    parts = first_order_welfare(after)
    for country, printed in (
        ("MEX", (1.31, -0.41, 1.72, 1.72)),
        ("CAN", (-0.06, -0.11, 0.04, 0.32)),
        ("USA", (0.08, 0.04, 0.04, 0.11)),
    ):
        place = after.economy.countries.index(country)
        terms, volume = float(parts.terms_of_trade[place]), float(parts.volume_of_trade[place])
        ours = (terms + volume, terms, volume, float(after.real_wage_hat[place] - 1))
        exact = 100 * (after.real_income_hat[place] - 1)
        words = (
            f"first-order welfare (exact real income {exact:+.3f})",
            "terms of trade",
            "volume of trade",
            "real wage",
        )
        for what, published, value in zip(words, printed, ours, strict=True):
            yield Printed(f"{country}, {what}", "percent", published, 100 * value, 0.0051)


def _liberation_day(raw: Path | None) -> Iterator[Printed]:
    assert raw is not None
    economy = ilms.world()
    order = pd.read_csv(raw / BACI / "country_labels.csv", keep_default_na=False)["iso3"]
    rates = pd.read_csv(raw / BACI / "tariffs.csv")["applied_tariff"].set_axis(order)
    tariff = ilms.listed_tariffs(economy, rates.loc[list(economy.names)].to_numpy(dtype=float))
    scenarios = {"no_retaliation": tariff, "optimal_retaliation": ilms.optimal_retaliation(economy, tariff)}
    published = read_table("tariff_effects_by_country")
    for scenario, levels in scenarios.items():
        after = armington.solve(economy, armington.Shock(tariff=levels), ilms.CLOSURE)
        frame = pd.DataFrame(ilms.published_measures(after), index=list(economy.names), columns=list(ilms.COLUMNS))
        if scenario == "no_retaliation":
            usa = dict(zip(ilms.COLUMNS, ilms.published_measures(after)[economy.index("USA")], strict=True))
            first_row = (("welfare", 1.13, 0.005), ("employment", 0.32, 0.005), ("prices", 12.8, 0.05))
            for column, printed, half in first_row:
                yield Printed(f"Table 1 case 1, USA, {column}", "percent", printed, float(usa[column]), half)
        frame["tariff_revenue_to_gdp"] *= 100
        table = published[published["scenario"] == scenario].pivot(
            index="iso3", columns="variable", values="change_pct"
        )
        apart = (frame - table.loc[frame.index, frame.columns]).to_numpy(dtype=float)
        words = f"{apart.size:,} results by country, {scenario.replace('_', ' ')}: largest difference"
        yield Printed(words, "points", 0.0, float(np.abs(apart).max()), 1e-6)


def _household(_: Path | None) -> Iterator[Printed]:
    """All duties since 2024 taken back on recorded trade, before buyers turn away; 15% off, as it is another model."""
    cost = household_cost(Scenario(REGIME_PRINTED_ON, regime=WHOLE_REGIME_BACK, duties="collected"))
    printed = float(cost.published.set_index("horizon")["usd_per_household"]["pre-substitution"])
    yield Printed(
        "duties collected, moved by law, a household before substitution",
        "US$ a year",
        printed,
        -cost.a_household_usd,
        0.15 * printed,
    )


def _consumption(_: Path | None) -> Iterator[Printed]:
    rows = read_table("pce_imports", where={"year": [2024]})
    for what, printed, column, within in (
        ("consumption of households, 2024", 19896.0, "pce_usd", 1.0),
        ("imports in it, direct", 1183.97, "pce_imports_usd", 0.1),
    ):
        yield Printed(what, "US$ bn", printed, float(rows[column].sum()) / 1e9, within)


CASES = (
    Case("Closed form, two economies (Gros 1987)", _two_equals),
    Case("Product CES, HS 854231 from China", _one_product),
    Case("US Census Bureau, duty over imports", _collections),
    Case("Yale Budget Lab, State of tariffs, 9 November 2026", _household),
    Case("Bureau of Economic Analysis, imports in consumption", _consumption),
    Case("Caliendo and Parro (2015), Table 2", _nafta, needs_raw=True),
    Case("Ignatenko and others (2025)", _liberation_day, needs_raw=True),
)
