"""The product model's figures for the table that sets all models side by side: central, switches and draws.

A figure is known by its key (measure, economy, bearer). Money is a year's, positive for whom it is a gain.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from parley.calibration.policy import CHINA, US, PolicyDuties
from parley.calibration.product_baseline import BASE_YEAR_END
from parley.calibration.product_market import CalibratedMarket, home_elasticity, section_import_shares
from parley.measures import statutory_rates
from parley.models.partial_equilibrium import Elasticities, FloatArray, Market, ProductEquilibrium, solve
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS, Horizon
from parley.models.uncertainty import sobol_points
from parley.parameters import Parameter, parameter
from parley.results.product_solution import assumed, duties_of, market_duties
from parley.results.reconciled_cases import Figures

BEARERS = ("buyers", "china_exporters", "other_exporters_losing", "other_exporters_gaining", "treasury")
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


def setting_of(scenario: Scenario) -> Setting:
    """The scenario's own setting."""
    held = assumed(scenario)
    return Setting(horizon=held.horizon, pass_through=held.border_pass_through)


def elasticities(side: CalibratedMarket, setting: Setting) -> Elasticities:
    """The elasticities of a side of the market under a setting."""
    own = side.elasticities(setting.horizon, setting.pass_through)
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
    return replace(own, **changes)  # type: ignore[arg-type]


def figures(scenario: Scenario, setting: Setting) -> Figures:
    """Every figure of the product model under a setting. Raises as ``product_solution.outcome`` does."""
    duties = market_duties(scenario)
    us, china = duties.inputs.us, duties.inputs.china
    before_duty, after_duty = _read(duties, scenario, setting.reading)
    market = _by_section(us.market) if setting.by_section else us.market
    of_us = elasticities(us, setting)
    before, after = solve(market, of_us, before_duty), solve(market, of_us, after_duty)
    return {**_of_imports(duties, before, after), **_of_exports(duties, elasticities(china, setting))}


def _of_exports(duties: PolicyDuties, of_china: Elasticities) -> Figures:
    china = duties.inputs.china
    if (duties.china_duty == duties.baseline.china_duty).all():
        return {}  # the two directions of trade do not act on each other here, so nothing is said of exports
    cells = china.partner_cells
    per_dollar = duties.inputs.us_exports_usd / china.market.value_usd[cells]
    then, now = (
        float(per_dollar @ solve(china.market, of_china, duty).value_usd[cells])
        for duty in (duties.baseline.china_duty, duties.china_duty)
    )
    return {("us_exports_to_china", US, ""): 100 * (now / then - 1)}


def _of_imports(duties: PolicyDuties, before: ProductEquilibrium, after: ProductEquilibrium) -> Figures:
    us, carried = duties.inputs.us, duties.inputs.carried_by_origin
    own = us.partner_cells
    kept, kept_of_china = float(carried["value_usd"].sum()), float(carried["value_usd"][CHINA])
    then, now = before.value_usd, after.value_usd
    base_duty = float(before.duty_usd.sum()) + float(carried["duty_usd"].sum())
    treasury = float(after.duty_change_usd.sum() - before.duty_change_usd.sum())
    omega = before.elasticities.inverse_export_supply
    lost = omega / (1 + omega) * (then - now)
    others = np.ones(len(then), dtype=bool)
    others[own] = False
    weight = before.market.section_imports
    price = weight @ (np.log(after.import_price_hat) - np.log(before.import_price_hat)) / weight.sum()
    gains = {
        "buyers": -float(after.buyers_loss_usd.sum() - before.buyers_loss_usd.sum()),
        "china_exporters": -float(lost[own].sum()),
        "other_exporters_losing": -float(np.clip(lost[others], 0, None).sum()),
        "other_exporters_gaining": float(np.clip(-lost[others], 0, None).sum()),
        "treasury": treasury,
    }
    return {
        ("treasury", US, ""): treasury,
        ("treasury_share", US, ""): 100 * treasury / base_duty,
        ("imports_from_china", US, ""): _percent(then[own].sum() + kept_of_china, now[own].sum() + kept_of_china),
        ("imports", US, ""): _percent(then.sum() + kept, now.sum() + kept),
        ("buyers_prices", US, ""): 100 * float(np.expm1(price)),
        **{("who_bears", US, bearer): gain for bearer, gain in gains.items()},
    }


def base_duty_usd(scenario: Scenario) -> float:
    """Duty of a year on the trade the figures stand on, at the duties in force and before any answer to them."""
    duties = duties_of(scenario)
    on_goods = float(duties.inputs.us.market.value_usd @ duties.baseline.us_duty)
    return on_goods + float(duties.inputs.carried_by_origin["duty_usd"].sum())


def switches(scenario: Scenario) -> dict[str, tuple[Scenario, Setting]]:
    """The assumptions thrown one at a time for the envelope, by name: scenario (of other trade) and setting."""
    own = setting_of(scenario)
    through = parameter("border_pass_through")
    found = {
        f"elasticities of the horizon {horizon.replace('_', ' ')}": (scenario, replace(own, horizon=horizon))
        for horizon in HORIZONS
    }
    found["exporters' response as measured for 2018-19"] = scenario, replace(own, pass_through=through.low)
    found["no response of exporters"] = scenario, replace(own, pass_through=1.0)
    found["one tier of demand"] = scenario, replace(own, kappa=home_elasticity("default", _sigma(scenario, own), 1.0))
    found["imports in absorption by section"] = scenario, replace(own, by_section=True)
    if scenario.as_of > BASE_YEAR_END:
        for end in ("low", "high"):
            found[f"{end} reading of the law's lists"] = scenario, replace(own, reading=f"rate_{end}_pct")
    for year in (2024, 2025):
        found[f"trade of {year}"] = replace(scenario, base_year=year, trade="base_year"), own
    return found


def _sigma(scenario: Scenario, setting: Setting) -> float:
    return duties_of(scenario).inputs.us.typical_sigma(setting.horizon)


def corner_settings() -> list[Setting]:
    """Every end of the parameters together with every other: pairs of sigma and kappa by horizon, slope of export
    supply, and eta with m.

    In the first year sigma and kappa stand at the ends of their own ranges, else kappa follows sigma by rho; the long
    run keeps the published sigmas. omega is flat, or the slope that the least border pass-through implies at the first
    year's sigma.
    """
    first, later = parameter("between_origins_first_year"), parameter("between_origins_default")
    kappa, rho, eta = (
        parameter(name) for name in ("imports_and_home", "home_foreign_elasticity_ratio", "between_products")
    )
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
    """omega at the least border pass-through and the first year's sigma, the largest it has."""
    return (1 / parameter("border_pass_through").low - 1) / parameter("between_origins_first_year").value


def draw_settings(count: int, seed: int = 20261127) -> list[Setting]:
    """Settings drawn evenly between the ends of ``corner_settings``: a horizon, then its pair, eta, omega and m."""
    first, later = parameter("between_origins_first_year"), parameter("between_origins_default")
    kappa, rho, eta = (
        parameter(name) for name in ("imports_and_home", "home_foreign_elasticity_ratio", "between_products")
    )

    def between(entry: Parameter, part: float) -> float:
        return entry.low + (entry.high - entry.low) * part

    settings = []
    for point in sobol_points(DIMENSIONS, count, seed).tolist():
        horizon = HORIZONS[int(len(HORIZONS) * point[0])]
        held = Setting(
            horizon, eta=between(eta, point[3]), omega=steepest_supply() * point[4], by_section=point[5] > 0.5
        )
        if horizon == "first_year":
            held = replace(held, sigma=between(first, point[1]), kappa=between(kappa, point[2]))
        elif horizon == "default":
            sigma = between(later, point[1])
            held = replace(held, sigma=sigma, kappa=home_elasticity(horizon, sigma, between(rho, point[2])))
        settings.append(held)
    return settings


def _read(duties: PolicyDuties, scenario: Scenario, reading: str) -> tuple[FloatArray, FloatArray]:
    """The duties before and after under a reading of the law's lists; a rate set as a total stays that total."""
    before, after = duties.baseline.us_duty, duties.us_duty
    if reading == "rate_pct":
        return before, after
    us, moved = duties.inputs.us, np.zeros_like(before)
    bounds = statutory_rates.bounds(duties.inputs.law, scenario.as_of)
    points = (bounds[reading] - bounds["rate_pct"]) / 100
    codes = us.cell_products[us.partner_cells]
    moved[us.partner_cells] = points.reindex(codes).fillna(0.0).to_numpy(dtype=float)
    set_as_total = any(change.kind == "absolute" and change.importer == US for change in scenario.tariffs)
    held = (after != before) if set_as_total else np.zeros(len(before), dtype=bool)
    then, now = (np.maximum(duty + moved, 0) for duty in (before, after))
    return then, np.where(held, after, now)


@lru_cache(maxsize=6)
def _by_section(market: Market) -> Market:
    return replace(market, import_share=section_import_shares())


def _percent(then: float, now: float) -> float:
    return 100 * (float(now) / float(then) - 1)
