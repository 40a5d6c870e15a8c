"""One question put to every model: their answers side by side, why they differ, and where all agree on a direction.

``reconciled`` has a row for each figure a model gives, by closure: low, central, high. Low and high are the least and
the greatest over that model's draws and over its assumptions thrown one at a time, so that a range holds every answer
the model can be made to give within its parameters; nothing is pooled into percentiles. Rows of the model ``all`` are
the envelope of the others. A direction (gain or loss) is claimed where a range has one sign.

``why``: see ``reconciled_why``. ``directions``: see ``reconciled_directions``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from parley.calibration.product_market import CalibrationError
from parley.models.errors import NotConvergedError
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.models.sensitivity import shapley
from parley.results.answers import product_settings, sectors, short_run, world_draws
from parley.results.answers.answer import Answer
from parley.results.answers.product_settings import Setting
from parley.results.answers.product_solution import LEAST_USD, base_of, duties_of, on_named_trade
from parley.results.answers.world import WITHOUT_ANSWER
from parley.results.compared import border_prices, reconciled_product, reconciled_world
from parley.results.compared.agreement import (
    Agreement,
    Case,
    Figures,
    Key,
    agreement,
    of_draws,
    of_sectors,
    of_world,
    together,
)
from parley.results.compared.reconciled_directions import directions
from parley.tables.parameters import parameter
from parley.terms import day

# Why two models differ on a figure both have: parts that add up to the difference, for each pair of models.
#
# Inside the product model its assumptions are moved to the other model's, all orders averaged
# (``models.sensitivity.shapley``):
#
# | assumption | moved to | |---|---| | sigma | the other model's trade elasticity plus one; by industry the mean
# weighted by trade | | kappa | the other's ratio of the two tiers: 1 + ratio x trade elasticity | | eta | the sigma
# above: the other models have no products | | pass-through | the rise of the import price the other model has, over the
# rise of one plus the duty | | base | the year 2024 at its own values, near the other models' years |
#
# What is left between the product model so moved and the other model is the row ``model structure``: incomes and wages
# that answer, balances, and links between industries. Between the world and the sector model the trade elasticity and
# the second tier are moved inside the world model.

WHY_COLUMNS = ["measure", "economy", "from_model", "to_model", "assumption", "change", "unit"]
WhyRow = tuple[str, str, str, str, str, float, str]
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
    rows: list[WhyRow] = []
    if product and world:
        eps, ratio = _world_elasticities(scenario)
        rows += _from_product(scenario, product, world, eps, ratio)
    if product and by_industry:
        rows += _from_product(scenario, product, by_industry, _mean_theta(), 1.0)
    if world and by_industry:
        rows += _from_world(scenario, world, by_industry)
    return pd.DataFrame(rows, columns=WHY_COLUMNS)


def _from_product(scenario: Scenario, product: Case, other: Case, elasticity: float, ratio: float) -> list[WhyRow]:
    keys = [key for key in product.figures if key[0] in PRODUCT_MEASURES and key in other.figures]
    as_set = reconciled_product.setting_of(scenario)
    of_own = product_settings.elasticities(duties_of(scenario).inputs.us, as_set)
    sigma = elasticity + 1
    through = _pass_through(scenario, other.number(("buyers_prices", "USA", "")))
    base = replace(scenario, trade="base_year", base_year=2024)

    def at(thrown: frozenset[str]) -> FloatArray:
        setting = Setting(
            horizon=as_set.horizon,
            sigma=sigma if "sigma" in thrown else as_set.sigma,
            kappa=1 + ratio * elasticity if "kappa" in thrown else of_own.imports_and_home,
            eta=sigma if "eta" in thrown else of_own.between_products,
            pass_through=through if "pass-through" in thrown else as_set.pass_through,
        )
        figures = reconciled_product.import_figures(base if "base" in thrown else scenario, setting)
        return np.array([figures[key] for key in keys])

    parts = shapley(at, DEAREST_FIRST)
    return _why_rows(keys, product, other, {name: parts[name] for name in ASSUMPTIONS})


def _from_world(scenario: Scenario, world: Case, by_industry: Case) -> list[WhyRow]:
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
    return _why_rows(keys, world, by_industry, parts)


def _why_rows(keys: Sequence[Key], start: Case, end: Case, parts: Mapping[str, FloatArray]) -> list[WhyRow]:
    rows = []
    for place, key in enumerate(keys):
        whole = end.number(key) - start.number(key)
        unit = "USD a year" if key[0] in ("treasury", "real_income_usd") else "percentage points"
        values = {name: float(part[place]) for name, part in parts.items()}
        values[STRUCTURE] = whole - sum(values.values())
        rows += [(key[0], key[1], start.model, end.model, name, change, unit) for name, change in values.items()]
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
    model = sectors.sectors()
    us = model.place["USA"]
    share = model.economy.trade_share[:, us, :] * model.economy.final_share[us]
    weight = np.delete(share, us, axis=0).sum(axis=0)[model.is_goods]
    return float(weight @ model.economy.trade_elasticity[model.is_goods] / weight.sum())


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


ALL = "all"
UNITS = {
    "treasury": "USD a year",
    "treasury_share": "percent of the duty in force",
    "real_income_usd": "USD a year",
    "who_bears": "USD a year",
}
LEAST_PERCENT = 1e-6  # less is what an equilibrium is off by
RISE_IS_LOSS = frozenset({"buyers_prices"})
COLUMNS = ["measure", "economy", "bearer", "model", "closure", "unit", "low", "central", "high", "sign"]


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables ``reconciled``, ``why`` and ``directions`` of all models on one scenario.

    ``draws``: of the world, 64 where 0; of the product model, beside the ends of its parameters. A model that cannot
    hold the scenario has no rows, and a note says why. Raises ScenarioError when none can.
    """
    began = perf_counter()
    with threadpool_limits(limits=1, user_api="blas"):  # threads on small matrices wait for each other
        solution, central, _ = side_by_side(scenario, draws)
        tables = {"reconciled": solution.tables["reconciled"], "why": reasons(scenario, central)}
    near, about = _near(scenario)
    border, missing = _border(scenario)
    return replace(
        solution,
        tables={**tables, "directions": solution.tables["directions"], **near, **border},
        notes=(*solution.notes, about, *missing),
        convergence={"seconds": perf_counter() - began},
    )


def _near(scenario: Scenario) -> tuple[dict[str, pd.DataFrame], str]:
    """The tables of the short run and their note; none, and why, where it cannot hold the scenario."""
    try:
        return short_run.tables(scenario), short_run.NOTE
    except (ScenarioError, CalibrationError) as error:
        return {}, f"No table short_run: {error}"


def _border(scenario: Scenario) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]]:
    """The pass-through each model implies, with border prices fixed too; none, and why, where no US duty moves."""
    try:
        return {"border_prices": border_prices.implied(scenario)}, ()
    except WITHOUT_ANSWER as error:
        return {}, (f"No table border_prices: {error}",)


class SideBySide(NamedTuple):
    """``answer`` without its table ``why``, a quarter of the work; the models' central answers (see ``reasons``), and
    where all agree on a direction of any economy or flow.
    """

    answer: Answer
    central: tuple[Case, ...]
    agreement: Agreement


def side_by_side(scenario: Scenario, draws: int = 0) -> SideBySide:
    """All models on one scenario. Raises as ``answer`` does."""
    began = perf_counter()
    on_trade = on_named_trade(scenario)
    cases, notes = every_case(on_trade, draws)
    table = reconciled(cases)
    solution = Answer(
        tables={"reconciled": table, "directions": directions(cases, table)},
        convergence={"seconds": perf_counter() - began},
        notes=(*_about(on_trade), *notes),
    )
    central = tuple(case for case in cases if not case.assumption)
    return SideBySide(solution, central, agreement(case.spread for case in cases))


def reasons(scenario: Scenario, central: Sequence[Case]) -> pd.DataFrame:
    """The table ``why`` of a scenario from the models' central answers to it."""
    return why(on_named_trade(scenario), central)


def every_case(scenario: Scenario, draws: int = 0) -> tuple[list[Case], list[str]]:
    """Every answer of every model, and a note for each model that has none. Raises ScenarioError when none has."""
    parts = {"product": product_cases, "world": world_cases, "sectors": sector_cases}
    cases: list[Case] = []
    notes: list[str] = []
    for model, of in parts.items():
        try:
            cases += of(scenario, draws)
        except (ScenarioError, CalibrationError, NotConvergedError) as error:
            notes.append(f"No rows of the model {model}: {error}")
    if not cases:
        raise ScenarioError(f"No model covers this scenario. {' '.join(notes)}")
    return cases, notes


def product_cases(scenario: Scenario, draws: int = 0) -> list[Case]:
    """The product model's central answer, its switches, the ends of its parameters together, and ``draws`` more."""
    as_set = reconciled_product.setting_of(scenario)
    by_switch = {"": (scenario, as_set), **reconciled_product.switches(scenario)}
    cases = []
    for name, (other, setting) in by_switch.items():
        said = reconciled_product.figures_under(other, setting)
        cases.append(Case("product", "", name, said.figures, said.spread, sections=said.sections))
    settings = product_settings.corner_settings()
    settings += product_settings.draw_settings(draws) if draws else []
    figures, spreads, sections = zip(
        *(reconciled_product.figures_under(scenario, setting) for setting in settings), strict=True
    )
    cases.append(Case("product", "", "draws", _stacked(figures), together(spreads), sections=np.array(sections)))
    return cases


def world_cases(scenario: Scenario, draws: int = 0) -> list[Case]:
    """The one-sector world by closure: central, fixed border prices, switches, and draws where a batch holds it."""
    cases = []
    for closure in reconciled_world.CLOSURES:
        closed = replace(scenario, closure=closure)
        before, after, levels = reconciled_world.world_point(closed)
        frame = reconciled_world.world_frame(closed, levels)
        in_money = closure == reconciled_world.LEVELS

        def plain_figures(one: object, frame: reconciled_world.Frame = frame, in_money: bool = in_money) -> Figures:
            return reconciled_world.plain(frame.figures(one, in_money))  # type: ignore[arg-type]

        point = plain_figures(reconciled_world.world_told(before, after))
        central = Case("world", closure, "", point, of_world(before, after))
        at_fixed = border_prices.fixed(before, levels)
        with_fixed = plain_figures(reconciled_world.world_told(before, at_fixed))
        cases += [central, border_prices.case_of(central, with_fixed, with_fixed["real_income", "USA", ""])]
        for name, other in reconciled_world.world_switches(closed):
            then, now, _ = reconciled_world.world_point(other)
            thrown = plain_figures(reconciled_world.world_told(then, now))
            cases.append(Case("world", closure, name, thrown, of_world(then, now)))
        if world_draws.holds(closed, levels):
            worlds, samples = world_draws.solve_draws(closed, closure, draws or world_draws.DRAWS)
            figures = dict(frame.figures(reconciled_world.drawn_told(worlds, samples), in_money))
            parameters = dict(
                zip(("trade elasticity", "ratio of the two tiers"), worlds.parameters[samples.solved].T, strict=True)
            )
            cases.append(Case("world", closure, "draws", figures, of_draws(worlds, samples), parameters))
    return cases


def sector_cases(scenario: Scenario, draws: int = 0) -> list[Case]:
    """The sector model: central, and all elasticities of goods at their low and at their high end."""
    cases = []
    for end, name in (("central", ""), ("low", "elasticities low"), ("high", "elasticities high")):
        before, after, levels = reconciled_world.sector_worlds(scenario, end)  # type: ignore[arg-type]
        frame = reconciled_world.sector_frame(scenario, before, levels)
        figures = reconciled_world.sector_figures(frame, before, after)
        spread = of_sectors(before, after)
        cases.append(Case("sectors", reconciled_world.NO_DEFICITS, name, figures, spread))
    return cases


Row = tuple[str, str, str, str, str, str, float, float, float]


def reconciled(cases: Sequence[Case]) -> pd.DataFrame:
    """One row a figure, model and closure, and one of ``all`` with the envelope; columns COLUMNS."""
    rows = list(_rows(cases))
    for key in dict.fromkeys(row[:3] for row in rows):
        rows_of_key = [row for row in rows if row[:3] == key]
        rows.append(
            (
                *key,
                ALL,
                ALL,
                rows_of_key[0][5],
                min(row[6] for row in rows_of_key),
                np.nan,
                max(row[8] for row in rows_of_key),
            )
        )
    order = {key: place for place, key in enumerate(dict.fromkeys(row[:3] for row in rows))}
    rows.sort(key=lambda row: order[row[:3]])
    return pd.DataFrame([(*row, sign_of(row[0], row[6], row[8])) for row in rows], columns=COLUMNS)


def _rows(cases: Sequence[Case]) -> Iterator[Row]:
    for model, closure in dict.fromkeys((case.model, case.closure) for case in cases):
        cases_of = [case for case in cases if (case.model, case.closure) == (model, closure)]
        central = next(case for case in cases_of if not case.assumption)
        for key, value in central.figures.items():
            ends = [np.asarray(case.figures[key], dtype=float) for case in cases_of if key in case.figures]
            low, high = min(float(e.min()) for e in ends), max(float(e.max()) for e in ends)
            unit = UNITS.get(key[0], "percent")
            least = LEAST_USD if unit == UNITS["treasury"] else LEAST_PERCENT
            low, middle, high = (0.0 if abs(end) < least else end for end in (low, float(value), high))
            yield (*key, model, closure, unit, low, middle, high)


def sign_of(measure: str, low: float, high: float) -> str:
    """gain, loss or either; ``none`` where nothing moves. A rise of buyers' prices is a loss."""
    if low == high == 0:
        return "none"
    if low < 0 < high:
        return "either"
    is_gain = (high > 0) != (measure in RISE_IS_LOSS)
    return "gain" if is_gain else "loss"


def _stacked(figures_by_draw: Sequence[Figures]) -> dict[Key, FloatArray]:
    return {key: np.array([figures[key] for figures in figures_by_draw]) for key in figures_by_draw[0]}


def _about(scenario: Scenario) -> Iterator[str]:
    base = base_of(scenario)
    if base.recorded is None:
        stood = f"imports of {base.year}"
    else:
        months = base.recorded.last_month
        stood = (
            f"imports recorded in the twelve months to {months:%B %Y}: {len(base.recorded.by_month)} origins by "
            f"month, the rest as in {base.year}"
        )
    duty = reconciled_product.base_duty_usd(scenario)
    yield f"Modelled, not measured: the change from the duties in force on {day(scenario.as_of)}, in a full year."
    yield f"Dollar figures use {stood}. The duties in force on them amount to ${duty / 1e9:.0f}bn a year."
    if scenario.begins or scenario.ends:
        yield "Figures are those of a full year; the product model alone has them by calendar year (table by_year)."
    yield "Low and high: the least and greatest over draws and over single changed assumptions, not percentiles."
    yield "Real income, buyers' loss and welfare are three measures: never add them."
