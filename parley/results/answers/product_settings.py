"""What the product model can assume within its parameters: settings, the ends of all of them together, and draws."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from parley.calibration.policy import US
from parley.calibration.product import ProductInputs
from parley.calibration.product_market import CalibratedMarket, home_elasticity, section_import_shares
from parley.measures import origin_duties, statutory_rates
from parley.models.policy_scenario import Scenario
from parley.models.product_market import Elasticities, FloatArray, Market
from parley.models.scenario import HORIZONS, Horizon
from parley.models.uncertainty import sobol_points
from parley.tables.parameters import Parameter, parameter

# sigma of the first year and later, kappa, rho and eta
ELASTICITIES = (
    "between_origins_first_year",
    "between_origins_default",
    "imports_and_home",
    "home_foreign_elasticity_ratio",
    "between_products",
)
DIMENSIONS = 6  # horizon, sigma, kappa or rho, eta, omega, m


@dataclass(frozen=True)
class Setting:
    """What the product model assumes: ``sigma`` and the home elasticity of a horizon, or a number for all products.

    ``kappa``, ``eta`` None: those of the horizon and the parameter file. ``omega``: slope of export supply.
    ``by_section``: imports over absorption from input-output tables instead of one number. ``reading`` of the law's
    lists: rate_pct, rate_low_pct or rate_high_pct.
    """

    horizon: Horizon = "default"
    sigma: float | None = None
    kappa: float | None = None
    eta: float | None = None
    omega: float | None = None
    pass_through: float = 1.0
    by_section: bool = False
    reading: str = "rate_pct"


def elasticities(side: CalibratedMarket, setting: Setting) -> Elasticities:
    """The elasticities of a side of the market under a setting."""
    elasticities_of_side = side.elasticities(setting.horizon, setting.pass_through)
    changes: dict[str, object] = {}
    if setting.sigma is not None:
        sigma = setting.sigma
        changes["between_origins"] = np.array([sigma])
        changes["imports_and_home"] = home_elasticity(setting.horizon, sigma)
        changes["inverse_export_supply"] = (1 / setting.pass_through - 1) / sigma
    for name, value in (
        ("imports_and_home", setting.kappa),
        ("between_products", setting.eta),
        ("inverse_export_supply", setting.omega),
    ):
        if value is not None:
            changes[name] = value
    return replace(elasticities_of_side, **changes)  # type: ignore[arg-type]


def corner_settings() -> list[Setting]:
    """Every end of the parameters together with every other: pairs of sigma and kappa by horizon, slope of export
    supply, and eta with m.

    In the first year sigma and kappa stand at the ends of their own ranges, else kappa follows sigma by rho; the long
    run keeps the published sigmas. omega is flat, or the slope that the least border pass-through implies at the first
    year's sigma.
    """
    first, later, kappa, rho, eta = map(parameter, ELASTICITIES)
    pairs = [
        Setting("first_year", sigma=sigma, kappa=home)
        for sigma in (first.low, first.high)
        for home in (kappa.low, kappa.high)
    ]
    pairs += [
        Setting("default", sigma=sigma, kappa=home_elasticity("default", sigma, ratio))
        for sigma in (later.low, later.high)
        for ratio in (rho.low, rho.high)
    ]
    pairs += [Setting("long_run"), Setting("long_run", kappa=home_elasticity("long_run", later.high, rho.high))]
    return [
        replace(pair, omega=omega, eta=of_products, by_section=by_section)
        for pair in pairs
        for omega in (0.0, steepest_supply())
        for of_products, by_section in ((eta.low, False), (eta.high, True))
    ]


def steepest_supply() -> float:
    """The slope of export supply omega at the least border pass-through b and the first year's sigma, its largest.

    omega = (1 / b - 1) / sigma, without unit.
    """
    return (1 / parameter("border_pass_through").low - 1) / parameter("between_origins_first_year").value


def draw_settings(count: int, seed: int = 20261127) -> list[Setting]:
    """Settings drawn evenly between the ends of ``corner_settings``: a horizon, then its pair, eta, omega and m.

    Raises ModelInputError for a ``count`` below 1.
    """
    first, later, kappa, rho, eta = map(parameter, ELASTICITIES)

    def between(entry: Parameter, part: float) -> float:
        return entry.low + (entry.high - entry.low) * part

    settings = []
    for point in sobol_points(DIMENSIONS, count, seed).tolist():
        horizon = HORIZONS[int(len(HORIZONS) * point[0])]
        setting = Setting(
            horizon, eta=between(eta, point[3]), omega=steepest_supply() * point[4], by_section=point[5] > 0.5
        )
        if horizon == "first_year":
            setting = replace(setting, sigma=between(first, point[1]), kappa=between(kappa, point[2]))
        elif horizon == "default":
            sigma = between(later, point[1])
            setting = replace(setting, sigma=sigma, kappa=home_elasticity(horizon, sigma, between(rho, point[2])))
        settings.append(setting)
    return settings


def sets_a_total(scenario: Scenario) -> bool:
    """Whether the scenario sets a US duty as a total, which no reading of the law moves."""
    return any(change.kind == "absolute" and change.importer == US for change in scenario.tariffs)


def read_duties(
    inputs: ProductInputs, as_of: date, reading: str, duties: tuple[FloatArray, FloatArray], keeps_totals: bool
) -> tuple[FloatArray, FloatArray]:
    """US duties [cell] before and after under a ``reading`` of the law's lists of a day, a column of
    ``statutory_rates.READINGS``. ``keeps_totals``: where the two differ the rate after stays what was asked for.
    """
    before, after = duties
    if reading == "rate_pct":
        return before, after
    points, part = _moved_by(inputs, as_of, reading)
    moved = points + part * before
    is_moved = (after != before) if keeps_totals else np.zeros(len(before), dtype=bool)
    then, now = (np.maximum(duty + moved, 0) for duty in (before, after))
    return then, np.where(is_moved, after, now)


@lru_cache(maxsize=4)
def _moved_by(inputs: ProductInputs, as_of: date, reading: str) -> tuple[FloatArray, FloatArray]:
    """By how much a reading of a day's lists lies from the central one [cell]: points on Chinese goods, on those of
    other origins the part by which their average does; both are ratios.
    """
    us = inputs.us
    averages = statutory_rates.bounds(inputs.origin_steps, as_of, origin_duties.ORIGIN)
    part = (averages[reading] / averages["rate_pct"] - 1).reindex(us.origins).fillna(0.0).to_numpy(dtype=float)
    of_others = part[us.origin]
    of_others[us.partner_cells] = 0.0
    bounds = statutory_rates.bounds(inputs.law, as_of)
    points = (bounds[reading] - bounds["rate_pct"]) / 100
    moved = np.zeros(len(us.origin))
    codes = us.products_of(us.partner_cells)
    moved[us.partner_cells] = points.reindex(codes).fillna(0.0).to_numpy(dtype=float)
    return moved, of_others


@lru_cache(maxsize=6)
def by_section(market: Market) -> Market:
    """The market with imports over absorption by section from the input-output tables."""
    return replace(market, import_share=section_import_shares())
