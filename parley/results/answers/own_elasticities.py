"""A model's answer at one's own elasticities of single products or industries, all others as in the tables."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter

import numpy as np

from parley.calibration.product_market import CalibratedMarket
from parley.models.caliendo_parro_2015 import SectorShock, solve
from parley.models.errors import ModelInputError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError, is_number
from parley.results.answers import product_solution, sectors
from parley.results.answers.answer import Answer
from parley.results.answers.product import run_duties

CHAPTER, SUBHEADING = 2, 6  # digits


def of_products(scenario: Scenario, elasticities: Mapping[str, float]) -> Answer:
    """The product model's answer with ``elasticities`` between origins of US imports, at every horizon.

    Keys are codes of six digits (HS6), or of two for a whole chapter; the narrower one holds. Raises ModelInputError
    for a code that the market does not have and a number that is not above 0; else as ``product_solution.answer``.
    """
    began = perf_counter()
    duties = product_solution.market_duties(scenario)
    inputs = replace(duties.inputs, us=_with_sigma(duties.inputs.us, elasticities))
    assumed = product_solution.assumed(scenario)
    solved = run_duties(inputs, duties.baseline, assumed, (duties.us_duty, duties.china_duty))
    solution = product_solution.answer_of(scenario, solved, 0, began)
    return replace(solution, notes=(*solution.notes, _note(elasticities)))


def of_industries(scenario: Scenario, elasticities: Mapping[str, float]) -> Answer:
    """The sector model's answer with ``elasticities`` of trade by industry (OECD ICIO codes such as C26).

    Raises ModelInputError for an industry that the model does not have and a number that is not above 0; else as
    ``sectors.point``.
    """
    began = perf_counter()
    levels = sectors.levels_of(scenario)
    economy = sectors.sectors().economy
    codes, thetas = list(economy.sectors), economy.trade_elasticity.copy()
    for code, value in elasticities.items():
        if code not in codes:
            raise ModelInputError("elasticities", f"name the industry {code!r}; there are {', '.join(codes)}")
        thetas[codes.index(code)] = _positive(code, value)
    economy = economy.with_elasticity(thetas)
    before = solve(economy, SectorShock(tariff=levels.before), scenario.closure)
    solution = sectors.solved_at(economy, before, scenario, levels)
    return Answer(
        tables={"by_economy": solution.by_economy, "by_sector": solution.by_sector, "trade": solution.trade},
        convergence={
            "residual": solution.residual,
            "iterations": solution.iterations,
            "seconds": perf_counter() - began,
        },
        notes=(*sectors.NOTES, _note(elasticities)),
    )


MODELS: dict[str, Callable[[Scenario, Mapping[str, float]], Answer]] = {
    "product": of_products,
    "sectors": of_industries,
}


def answer(scenario: Scenario, model: str, elasticities: Mapping[str, float]) -> Answer:
    """The answer of the model.

    Raises ScenarioError for a model whose elasticities are not by product or industry, ModelInputError for what maps
    no code to a number.
    """
    if not isinstance(elasticities, Mapping):
        problem = f"are a {type(elasticities).__name__}; give a number for each code, such as {{'850760': 3.0}}"
        raise ModelInputError("elasticities", problem)
    for code in elasticities:
        if not isinstance(code, str):
            raise ModelInputError("elasticities", f"name {code!r}, which must be a text, such as '850760'")
    if model not in MODELS:
        raise ScenarioError(
            f"The model {model!r} has no elasticities by product or industry; {' and '.join(MODELS)} have. "
            "In the world model set the scenario's trade_elasticity."
        )
    return MODELS[model](scenario, elasticities)


def _with_sigma(market: CalibratedMarket, elasticities: Mapping[str, float]) -> CalibratedMarket:
    codes = market.products.astype(str)
    sigma = {horizon: market.sigma[horizon].copy() for horizon in market.sigma}
    for code, value in sorted(elasticities.items(), key=lambda item: len(item[0])):
        is_code = len(code) in (CHAPTER, SUBHEADING) and code.isdigit()
        chosen = np.char.startswith(codes, code) if is_code else np.zeros(len(codes), dtype=bool)
        if not chosen.any():
            raise ModelInputError("elasticities", f"name {code!r}, of which the United States imported nothing as HS6")
        for values in sigma.values():
            values[chosen] = _positive(code, value)
    return replace(market, sigma=sigma)


def _positive(code: str, value: float) -> float:
    if not is_number(value) or not 0 < value < float("inf"):
        raise ModelInputError("elasticities", f"hold {value!r} for {code}; it must be a number above 0")
    return float(value)


def _note(elasticities: Mapping[str, float]) -> str:
    named = ", ".join(f"{code} {value:g}" for code, value in elasticities.items())
    return f"Elasticities set for this answer, not from the tables: {named}."
