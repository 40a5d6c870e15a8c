"""The border pass-through that each model implies, and US real income with border prices fixed.

Evidence puts 80 to 100% of a duty into what importers pay. Models in which wages clear markets have exporters bear far
more, which is where their gains for the United States come from.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from parley.calibration.policy import US
from parley.calibration.policy_world import TariffLevels
from parley.models.armington import Shock
from parley.models.armington_equilibrium import Equilibrium
from parley.models.border_prices import at_given_wages, pass_through
from parley.models.errors import ModelInputError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.models.sector_equilibrium import SectorEquilibrium
from parley.results.answers import world
from parley.results.answers.world_bands import OUTCOMES
from parley.results.compared.agreement import Case, Figures
from parley.results.compared.reconciled_world import sector_worlds
from parley.tables.parameters import parameter

COLUMNS = ["model", "basis", "low_pct", "value_pct", "high_pct", "us_real_income_pct"]
MEASURED, PRODUCT, WORLD, SECTORS, FIXED = "measured", "product", "world", "sectors", "world_fixed"
COMPUTED, ASSUMED = "computed", "assumed"
NAME, INCOME = "fixed border prices", "real_income_change_pct"
Solved = Equilibrium | SectorEquilibrium
OF_INCOME = (("real_income", US), ("real_income_usd", US))


def fixed(before: Equilibrium, levels: TariffLevels) -> Equilibrium:
    """The one-sector world after a scenario with exporters' wages as before it."""
    return at_given_wages(before, Shock(tariff=levels.after, export_tax=levels.export_tax))


def case_of(central: Case, figures: Figures, income_pct: float) -> Case:
    """The one-sector world with border prices fixed, beside its ``central`` case, of US real income alone.

    ``figures``: all of that answer. Those but US real income rest on markets that clear, which there do not, so they
    are left out, and the spread has them as in the central case.
    """
    assert central.spread.outcomes is not None
    moved = central.spread.outcomes[0].copy()
    moved[OUTCOMES.index(INCOME), central.spread.exporters.index(US)] = income_pct
    of_income = {key: value for key, value in figures.items() if key[:2] in OF_INCOME}
    return Case(central.model, central.closure, NAME, of_income, replace(central.spread, outcomes=(moved, moved)))


def of_world(before: Equilibrium, after: Equilibrium) -> tuple[float, float]:
    """Pass-through of US duties, ratio: prices in US consumer prices, and in US wages. Raises ModelInputError."""
    us = before.economy.index(US)
    power = np.log1p(after.tariff[:, us]) - np.log1p(before.tariff[:, us])
    wage = np.log(after.wage_hat / before.wage_hat)
    prices = float(np.log(after.price_hat[us] / before.price_hat[us]))
    return _ends(power, wage, _bought(before.flows[:, us], before.tariff[:, us], us), prices, float(wage[us]))


def of_sectors(before: SectorEquilibrium, after: SectorEquilibrium) -> tuple[float, float]:
    """The same by industry: the seller's unit cost is the price at the border. Raises ModelInputError."""
    us = list(before.economy.countries).index(US)
    power = np.log1p(after.tariff[:, us]) - np.log1p(before.tariff[:, us])
    cost = after.at.log_cost - before.at.log_cost
    wage = float(np.log(after.wage_hat[us] / before.wage_hat[us]))
    prices = float(np.log(after.price_index_hat[us] / before.price_index_hat[us]))
    return _ends(power, cost, _bought(before.flows_to(us), before.tariff[:, us], us), prices, wage)


def _bought(flows: np.ndarray, duty: np.ndarray, us: int) -> np.ndarray:
    """Purchases abroad with duty, own sales zero [exporter, ..]."""
    weight: np.ndarray = flows * (1 + duty)
    weight[us] = 0.0
    return weight


def _ends(power: np.ndarray, price: np.ndarray, weight: np.ndarray, prices: float, wage: float) -> tuple[float, float]:
    """The lower and the higher of the two, by what US money is measured in."""
    low, high = sorted(pass_through(power, price - worth, weight) for worth in (prices, wage))
    return low, high


def implied(scenario: Scenario) -> pd.DataFrame:
    """A row for the evidence and for each model, columns COLUMNS, in percent.

    ``basis``: measured, assumed (a parameter) or computed from the solved model. ``low_pct`` and ``high_pct`` of what
    is computed: prices in US consumer prices and in US wages. ``us_real_income_pct``: of the same answer, missing
    where a model has none. Raises ScenarioError where no US duty moves or the world cannot hold the scenario.
    """
    solved = world.point(scenario)
    before, after, us = solved.before, solved.after, solved.before.economy.index(US)
    at_fixed = fixed(before, solved.levels)
    try:
        of_one = of_world(before, after)
    except ModelInputError as error:
        raise ScenarioError(f"The scenario moves no US duty: {error}.") from error
    evidence, chosen = parameter("border_pass_through"), scenario.border_pass_through
    assumed = 100 * (evidence.value if chosen is None else chosen)
    rows = [
        (MEASURED, MEASURED, 100 * evidence.low, np.nan, 100 * evidence.high, np.nan),
        (PRODUCT, ASSUMED, assumed, assumed, assumed, np.nan),
        (WORLD, COMPUTED, *_spread(of_one), _income(before, after, us)),
        (FIXED, ASSUMED, 100.0, 100.0, 100.0, _income(before, at_fixed, us)),
    ]
    by_industry = _by_industry(scenario)
    if by_industry is not None:
        rows.insert(3, by_industry)
    return pd.DataFrame(rows, columns=COLUMNS)


def _by_industry(scenario: Scenario) -> tuple[str, str, float, float, float, float] | None:
    """The row of the sector model; None where it cannot hold the scenario."""
    try:
        before, after, _ = sector_worlds(scenario, "central")
        ends = of_sectors(before, after)
    except (ScenarioError, ModelInputError):
        return None
    us = list(before.economy.countries).index(US)
    return (SECTORS, COMPUTED, *_spread(ends), _income(before, after, us))


def _spread(ends: tuple[float, float]) -> tuple[float, float, float]:
    low, high = 100 * ends[0], 100 * ends[1]
    return low, (low + high) / 2, high


def _income(before: Solved, after: Solved, us: int) -> float:
    return 100 * float(after.real_income_hat[us] / before.real_income_hat[us] - 1)
