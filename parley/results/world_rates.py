"""Where a world scenario starts: mean duties by partner and by industry on the as-of date, or in a named regime.

Means are over the lines of chapters 1 to 97, weighted by the scenario's trade: what an absolute rate sets.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US, PolicyDuties, main_sector
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.models.scenario import ScenarioError
from parley.results.product_solution import duties_of


@dataclass(frozen=True)
class StartRates:
    """Mean duties in percent: ``us`` on every partner and ``us_on_china`` by industry, the largest in trade first;
    ``china_on_us_pct`` on all US goods.
    """

    us: Mapping[str, float]
    us_on_china: Mapping[str, float]
    china_on_us_pct: float

    @property
    def us_on_china_pct(self) -> float:
        """The mean on all Chinese goods."""
        return self.us[CHINA]


def start_rates(start: Scenario, us_on_china_pct: float | None = None) -> StartRates:
    """The duties in which a scenario's day, regime and trade start, with the US total on China moved first where given.

    A total out of reach of the same points on every line leaves the industries where they were. Raises
    CalibrationError for a day without duties by product, ScenarioError for an unknown regime.
    """
    duties = _duties(start, us_on_china_pct)
    us, china = duties.inputs.us, duties.inputs.china
    is_partner = china.partner_cells
    return StartRates(
        us=_means(us.origins, us.origin, us.market.value_usd, duties.us_duty),
        us_on_china=_by_sector(duties),
        china_on_us_pct=100
        * float(np.average(duties.china_duty[is_partner], weights=china.market.value_usd[is_partner])),
    )


def _duties(start: Scenario, us_on_china_pct: float | None) -> PolicyDuties:
    if us_on_china_pct is not None:
        total = TariffChange(US, CHINA, us_on_china_pct, "absolute")
        with suppress(ScenarioError):
            return duties_of(replace(start, tariffs=(total,)))
    return duties_of(start)


def _by_sector(duties: PolicyDuties) -> dict[str, float]:
    us = duties.inputs.us
    is_partner = us.partner_cells
    codes, names = _sectors(tuple(us.products))
    means = _means(
        names, codes[us.market.product[is_partner]], us.market.value_usd[is_partner], duties.us_duty[is_partner]
    )
    return {sector: rate for sector, rate in means.items() if sector}


@cache
def _sectors(products: tuple[str, ...]) -> tuple[IndexArray, list[str]]:
    """Number of the industry that makes most of each product, and the names of the industries, "" for none."""
    made_by = main_sector()
    codes, names = pd.factorize(pd.Series([made_by.get(code, "") for code in products]), sort=True)
    return codes, list(names)


def _means(names: Sequence[str], place: IndexArray, value: FloatArray, duty: FloatArray) -> dict[str, float]:
    """Mean duty of each name, percent, the largest trade first; names without trade left out."""
    traded, paid = (sum_by(place, money, len(names)) for money in (value, value * duty))
    order = [int(i) for i in np.argsort(-traded, kind="stable") if traded[i] > 0]
    return {names[i]: float(100 * paid[i] / traded[i]) for i in order}
