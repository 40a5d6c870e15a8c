"""Where a world scenario starts: mean duties by partner and by industry on the as-of date, or in a named regime.

Means are over the lines of chapters 1 to 97 with 2024 weights, which is what an absolute rate of a scenario sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, PolicyDuties, main_sector, policy_duties
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.results.product_solution import inputs


@dataclass(frozen=True, eq=False)
class StartRates:
    """Mean duties in percent: ``us`` [exporter, value_usd, rate_pct] on every partner, the largest first;
    ``china_on_us_pct``; ``us_on_china`` [sector, value_usd, rate_pct] by industry, the largest first.
    """

    us: pd.DataFrame
    china_on_us_pct: float
    us_on_china: pd.DataFrame

    @property
    def us_on_china_pct(self) -> float:
        """The mean on all Chinese goods."""
        return float(self.us.loc[self.us["exporter"] == CHINA, "rate_pct"].iloc[0])


def start_rates(as_of: date, regime: str = "") -> StartRates:
    """The duties a scenario of this day and regime starts from.

    Raises CalibrationError for a day without duties by product, ScenarioError for an unknown regime.
    """
    duties = policy_duties(inputs(), Scenario(as_of, regime=regime))
    china = duties.inputs.china
    own = china.partner_cells
    return StartRates(
        us=_by_partner(duties),
        china_on_us_pct=100 * float(np.average(duties.china_duty[own], weights=china.market.value_usd[own])),
        us_on_china=_by_sector(duties),
    )


def _by_partner(duties: PolicyDuties) -> pd.DataFrame:
    us = duties.inputs.us
    value = np.bincount(us.origin, us.market.value_usd).astype(float)
    paid = np.bincount(us.origin, us.market.value_usd * duties.us_duty).astype(float)
    return _ranked("exporter", us.origins, value, paid)


def _by_sector(duties: PolicyDuties) -> pd.DataFrame:
    us = duties.inputs.us
    own = us.partner_cells
    made_by = main_sector()
    sector = pd.Series([made_by.get(code, "") for code in us.products])
    codes, names = pd.factorize(sector, sort=True)
    place, value = codes[us.market.product[own]], us.market.value_usd[own]
    sums = [np.bincount(place, weights, len(names)).astype(float) for weights in (value, value * duties.us_duty[own])]
    table = _ranked("sector", list(names), *sums)
    return table[table["sector"] != ""].reset_index(drop=True)


def _ranked(key: str, names: Sequence[str], value: FloatArray, paid: FloatArray) -> pd.DataFrame:
    rate = 100 * np.divide(paid, value, out=np.zeros_like(paid), where=value > 0)
    table = pd.DataFrame({key: names, "value_usd": value, "rate_pct": rate})
    return table.sort_values("value_usd", ascending=False, kind="stable", ignore_index=True)
