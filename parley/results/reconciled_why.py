"""Why two models differ on a figure both have: parts that add up to the difference, for each pair of models.

Inside the product model its assumptions are moved to the other model's, all orders averaged (``models.shapley``):

| assumption | moved to |
|---|---|
| sigma | the other model's trade elasticity plus one; by industry the mean weighted by trade |
| kappa | the other's ratio of the two tiers: 1 + ratio x trade elasticity |
| eta | the sigma above: the other models have no products |
| pass-through | the rise of the import price the other model has, over the rise of one plus the duty |
| base | the year 2024 at its own values, near the other models' years |

What is left between the product model so moved and the other model is the row ``model structure``: incomes and wages
that answer, balances, and links between industries. Between the world and the sector model the trade elasticity and the
second tier are moved inside the world model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from parley.models.errors import NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.shapley import FloatArray, shapley
from parley.parameters import parameter
from parley.results import product_settings, reconciled_product, reconciled_world, sectors
from parley.results.product_settings import Setting
from parley.results.product_solution import duties_of
from parley.results.reconciled_cases import Case, Key

COLUMNS = ["measure", "economy", "from_model", "to_model", "assumption", "change", "unit"]
Row = tuple[str, str, str, str, str, float, str]
STRUCTURE = "model structure"
PRODUCT_MEASURES = ("treasury", "treasury_share", "imports_from_china", "imports", "buyers_prices")
WORLD_MEASURES = ("real_income", "imports_from_china", "imports", "us_exports", "buyers_prices", "treasury")
LEAST_PASS_THROUGH = 0.5
ASSUMPTIONS = ("sigma", "kappa", "eta", "pass-through", "base")
DEAREST_FIRST = ("base", "sigma", "pass-through", "kappa", "eta")  # the last two leave the cells' own answer as it is


def why(scenario: Scenario, cases: Sequence[Case]) -> pd.DataFrame:
    """Parts of the difference between models, columns COLUMNS; no rows for a pair of which one has no answer."""
    central = {(case.model, case.closure): case for case in cases if not case.assumption}
    product = central.get(("product", ""))
    world = central.get(("world", reconciled_world.LEVELS))
    by_industry = central.get(("sectors", reconciled_world.NO_DEFICITS))
    rows: list[Row] = []
    if product and world:
        eps, ratio = _world_elasticities(scenario)
        rows += _from_product(scenario, product, world, eps, ratio)
    if product and by_industry:
        rows += _from_product(scenario, product, by_industry, _mean_theta(), 1.0)
    if world and by_industry:
        rows += _from_world(scenario, world, by_industry)
    return pd.DataFrame(rows, columns=COLUMNS)


def _from_product(scenario: Scenario, product: Case, other: Case, elasticity: float, ratio: float) -> list[Row]:
    keys = [key for key in product.figures if key[0] in PRODUCT_MEASURES and key in other.figures]
    own = reconciled_product.setting_of(scenario)
    of_own = product_settings.elasticities(duties_of(scenario).inputs.us, own)
    sigma = elasticity + 1
    through = _pass_through(scenario, other.number(("buyers_prices", "USA", "")))
    base = replace(scenario, trade="base_year", base_year=2024)

    def at(thrown: frozenset[str]) -> FloatArray:
        setting = Setting(
            horizon=own.horizon,
            sigma=sigma if "sigma" in thrown else own.sigma,
            kappa=1 + ratio * elasticity if "kappa" in thrown else of_own.imports_and_home,
            eta=sigma if "eta" in thrown else of_own.between_products,
            pass_through=through if "pass-through" in thrown else own.pass_through,
        )
        figures = reconciled_product.import_figures(base if "base" in thrown else scenario, setting)
        return np.array([figures[key] for key in keys])

    parts = shapley(at, DEAREST_FIRST)
    return _rows(keys, product, other, {name: parts[name] for name in ASSUMPTIONS})


def _from_world(scenario: Scenario, world: Case, by_industry: Case) -> list[Row]:
    keys = [key for key in world.figures if key[0] in WORLD_MEASURES and key in by_industry.figures]
    keys = [key for key in keys if key[1] in ("USA", "CHN")]
    eps, ratio = _world_elasticities(scenario)
    theta = _mean_theta()

    def at(thrown: frozenset[str]) -> FloatArray:
        moved = replace(
            scenario,
            closure=reconciled_world.LEVELS,
            trade_elasticity=theta if "trade elasticity" in thrown else eps,
            home_elasticity_ratio=1.0 if "second tier" in thrown else ratio,
            labour_supply_elasticity=None if ratio != 1 else scenario.labour_supply_elasticity,
        )
        before, after, levels = reconciled_world.world_point(moved)
        frame = reconciled_world.world_frame(moved, levels)
        figures = reconciled_world.plain(frame.figures(reconciled_world.world_told(before, after), in_money=True))
        return np.array([figures[key] for key in keys])

    try:
        parts = shapley(at, ("trade elasticity", "second tier"))
    except NotConvergedError:
        parts = {}
    return _rows(keys, world, by_industry, parts)


def _rows(keys: Sequence[Key], start: Case, end: Case, parts: Mapping[str, FloatArray]) -> list[Row]:
    rows = []
    for place, key in enumerate(keys):
        whole = end.number(key) - start.number(key)
        unit = "USD a year" if key[0] in ("treasury", "real_income_usd") else "percentage points"
        told = {name: float(part[place]) for name, part in parts.items()}
        told[STRUCTURE] = whole - sum(told.values())
        rows += [(key[0], key[1], start.model, end.model, name, change, unit) for name, change in told.items()]
    return rows


def _world_elasticities(scenario: Scenario) -> tuple[float, float]:
    """Trade elasticity and ratio of the two tiers the scenario has."""

    def chosen(value: float | None, name: str) -> float:
        return parameter(name).value if value is None else value

    ratio = chosen(scenario.home_elasticity_ratio, "home_foreign_elasticity_ratio")
    if scenario.labour_supply_elasticity and scenario.home_elasticity_ratio is None:
        ratio = 1.0
    return chosen(scenario.trade_elasticity, "trade_elasticity"), ratio


def _mean_theta() -> float:
    """Trade elasticity of goods in the sector model, mean weighted by US imports."""
    held = sectors.sectors()
    us = held.place["USA"]
    share = held.economy.trade_share[:, us, :] * held.economy.final_share[us]
    weight = np.delete(share, us, axis=0).sum(axis=0)[held.is_goods]
    return float(weight @ held.economy.trade_elasticity[held.is_goods] / weight.sum())


def _pass_through(scenario: Scenario, price_pct: float) -> float:
    """The rise of the import price over that of one plus the duty, kept from LEAST_PASS_THROUGH to 1."""
    duties = duties_of(scenario)
    market = duties.inputs.us.market
    power = np.log1p(duties.us_duty) - np.log1p(duties.baseline.us_duty)
    weight = market.value_usd * (1 + duties.baseline.us_duty)
    rise = float(weight @ power / weight.sum())
    if rise == 0:
        return 1.0
    return float(np.clip(np.log1p(price_pct / 100) / rise, LEAST_PASS_THROUGH, 1.0))
