"""The words of Compare: which figures it sets side by side, what differs most, how it is worked out."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from parley.results.solution import Model


@dataclass(frozen=True)
class Measure:
    """One figure of a model's table: its column, what it is called, and what it measures in a line."""

    column: str
    name: str
    line: str

    @property
    def unit(self) -> str:
        """usd or pct."""
        return self.column.rsplit("_", 1)[-1]


SECTION_MEASURES = (
    Measure("buyers_loss_usd", "Buyers' loss", "Loss of US buyers, US$ bn a year"),
    Measure("duty_change_usd", "Revenue", "Change of US tariff revenue, US$ bn a year"),
    Measure("from_china_change_usd", "Imports from China", "Change of US imports from China, US$ bn a year"),
    Measure("import_price_change_pct", "Import prices", "Change of US import prices, percent"),
)
ECONOMY_MEASURES = (
    Measure("real_income_change_pct", "Real income", "Change of real income, percent"),
    Measure("exports_change_pct", "Exports", "Change of the value of exports, percent"),
    Measure("imports_change_pct", "Imports", "Change of the value of imports, percent"),
    Measure("price_change_pct", "Prices", "Change of consumer prices against world factor income, percent"),
)
INDUSTRY_MEASURES = (
    Measure("output_change_pct", "Output", "Change of the value of output, percent"),
    Measure("price_change_pct", "Prices", "Change of the price buyers pay, percent"),
)
STAMPS: Mapping[Model, str] = {
    "product": "product partial equilibrium",
    "world": "one-sector world model",
    "sectors": "sector model",
}
METHOD = """
**Two scenarios, one date each.** Every figure is a change against the duties in force on the scenario's own as-of
date. The difference is B less A. Where the dates differ the page says so, because the difference then holds what the
law moved in between as well.

**Ranges.** Both scenarios are solved anew at other settings of what is not known: the horizons in the product model
(first year, default, long run), draws of the elasticities in the world model (5th to 95th percentile), all elasticities
of goods low or all high in the sector model. The range of the difference is taken setting by setting: A and B with the
same horizon, or the same draw. It is not the difference of the two ranges, which would set A's first year against B's
long run. Where a range leaves the sign open, no direction is claimed. The range holds the figure as chosen, which may
be its end: the default horizon is one of the three, and one tier of demand is the edge of the draws.

**Three measures, never added.** US buyers' loss and the revenue are dollars of the product model (US imports of 2024
by product); real income is percent in the world model (trade of 2023, long run); output by industry is percent in the
sector model. A model that cannot hold a scenario says so in its place; export limits, for example, belong to the model
of critical inputs.

**The link** holds both scenarios whole, every value and the date, in the parameters `a` and `b`. Opened elsewhere it
shows the same figures on the same data; when the data are newer, the page says with which the scenario was saved.
"""
AT_THE_END = (
    "A figure can be the end of its own range: the default horizon may give the least or the most of the three, and "
    "the one tier of demand chosen by default is itself an end of the world model's draws."
)
MODELLED = "Modelled, not measured: each scenario against the duties in force on its as-of date. "


def finding(drawn: pd.DataFrame, measure: str, what: str, spans: str) -> str:
    """What differs most between A and B; no direction where its range straddles zero."""
    if drawn.empty or not drawn["difference"].any():
        return f"No {what} differs between A and B"
    first = drawn.iloc[0]
    if first["difference_low"] < 0 < first["difference_high"]:
        return f"{first['name']} differs most; which way depends on {spans.partition(',')[0]}"
    side = "higher" if first["difference"] > 0 else "lower"
    return f"{first['name']} differs most: {measure.lower()} {first['size']} {side} under B than under A"
