"""What a scenario costs US households a year, by category of consumption and by income: estimates of two kinds.

| kind | formula for a category |
|---|---|
| border | sum over its commodities of producers' value x import share x rise of the import price: margins in dollars |
| retail | the same with purchasers' value, and retail pass-through x (t' - t) / (1 + t) for the rise |

The two stand side by side and are never multiplied. The import share of a commodity is that of all its consumption
(Bureau of Economic Analysis, by proportion). Inputs that firms import are a line of their own, from the same table's
imports in what firms use; they replace the buyers' loss on intermediates and are not added to it. A category without
imports in the table has no row. Consumption is that of 2024; households are those counted that year.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parley.calibration.product_law import BASE_YEAR_END
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.results.answers.product import ProductOutcome
from parley.results.answers.product_solution import outcome
from parley.tables.read import read_table

YEAR = 2024
INPUTS = "Imported inputs of firms"
WHOLE_REGIME_BACK = BASE_YEAR_END.isoformat()  # the duties before those of 2025 and 2026
PUBLISHED = ["institution", "published_on", "shock", "horizon", "usd_per_household", "source_id"]
SOURCES = ("bea_imports_in_consumption_2024", "bea_pce_bridge_2024", "hts10_naics_bea", "us_households")


@dataclass(frozen=True, eq=False)
class HouseholdCost:
    """``categories``: category, value_usd (at purchasers' prices), border_usd, retail_usd and both a household;
    ``deciles``: decile of income, border_usd, retail_usd and their parts of the total. A cost is positive.
    ``households``: how many, in ``YEAR``. ``published``: what others print of all duties of 2025 and 2026 together, for
    a scenario that moves just these (institution, published_on, shock, horizon, usd_per_household); else empty.
    """

    categories: pd.DataFrame
    deciles: pd.DataFrame
    households: float
    published: pd.DataFrame

    @property
    def a_household_usd(self) -> float:
        """Cost at the border of what households buy and of what firms use, by household."""
        return float(self.categories["border_usd_a_household"].sum())


def household_cost(scenario: Scenario) -> HouseholdCost:
    """The cost of a scenario to households. Raises as ``product_solution.outcome`` does."""
    rises = commodity_rises(outcome(scenario))
    bridge = read_table("pce_bridge", where={"year": [YEAR]})
    shares = read_table("pce_imports", where={"year": [YEAR]}).set_index("bea_commodity_code")
    households = read_table("households", where={"measure": ["households"], "year": [YEAR]})
    count = 1000 * float(households["count_thousand"].iloc[-1])
    parts = bridge.assign(
        share=bridge["bea_commodity_code"].map(shares["pce_import_share_pct"]) / 100,
        border=bridge["bea_commodity_code"].map(rises["border"]),
        retail=bridge["bea_commodity_code"].map(rises["retail"]),
    ).dropna(subset=["share", "border"])
    parts = parts.assign(
        border_usd=parts["producers_value_usd"] * parts["share"] * parts["border"],
        retail_usd=parts["purchasers_value_usd"] * parts["share"] * parts["retail"],
    )
    categories = parts.groupby("pce_category", as_index=False).agg(
        value_usd=("purchasers_value_usd", "sum"), border_usd=("border_usd", "sum"), retail_usd=("retail_usd", "sum")
    )
    firms = shares["intermediate_imports_usd"].mul(rises["border"]).dropna()
    inputs = {
        "pce_category": INPUTS,
        "value_usd": float(shares["intermediate_imports_usd"].reindex(firms.index).sum()),
        "border_usd": float(firms.sum()),
        "retail_usd": np.nan,
    }
    table = pd.concat(
        [categories.sort_values("border_usd", ascending=False), pd.DataFrame([inputs])], ignore_index=True
    )
    for kind in ("border", "retail"):
        table[f"{kind}_usd_a_household"] = table[f"{kind}_usd"] / count
    return HouseholdCost(table, _by_decile(categories), count, _published(scenario))


def _published(scenario: Scenario) -> pd.DataFrame:
    """The newest printed costs of the whole regime known on the as-of date, where the scenario takes all of it back."""
    where = {"variable": ["household_cost"], "shock_kind": ["us_regime"]}
    rows = read_table("tariff_effects", as_of=scenario.as_of, where=where)
    rows = rows[rows["published_on"] == rows["published_on"].max()]
    whole = scenario.regime == WHOLE_REGIME_BACK and not scenario.tariffs and not scenario.reply
    shown: pd.DataFrame = rows.rename(columns={"value": "usd_per_household"})[PUBLISHED]
    return shown if whole else shown.head(0)


def commodity_rises(solved: ProductOutcome) -> pd.DataFrame:
    """Rise of the import price with duty (``border``) and retail pass-through times the rise of one plus the duty
    (``retail``) by BEA commodity, ratios; means over all origins with the duty-inclusive values of the baseline.
    """
    market, omega = solved.inputs.us.market, solved.us.elasticities.inverse_export_supply
    before, after = solved.us_baseline, solved.us
    weight = before.value_usd * (1 + before.duty)
    power = np.log1p(after.duty) - np.log1p(before.duty)
    grown = np.divide(after.value_usd, before.value_usd, out=np.ones_like(weight), where=before.value_usd > 0)
    price = power + omega / (1 + omega) * np.log(grown)
    sums = {
        "weight": sum_by(market.product, weight, market.product_count),
        "border": sum_by(market.product, weight * np.expm1(price), market.product_count),
        "retail": sum_by(
            market.product, weight * solved.assumed.retail_pass_through * np.expm1(power), market.product_count
        ),
    }
    by_product = pd.DataFrame(sums, index=pd.Index(solved.inputs.us.products, name="hs6"))
    joined = commodity_parts().merge(by_product.reset_index(), on="hs6")
    scaled = (
        joined[["weight", "border", "retail"]].mul(joined["part"], axis=0).assign(code=joined["bea_commodity_code"])
    )
    total = scaled.groupby("code").sum()
    total = total[total["weight"] > 0]
    return total[["border", "retail"]].div(total["weight"], axis=0)


def commodity_parts() -> pd.DataFrame:
    """hs6, bea_commodity_code and the ``part`` of a product's ten-digit lines in the commodity (lines count alike)."""
    lines = read_table("hts10_naics_bea", columns=["hts10", "bea_commodity_code"]).dropna()
    lines = lines.assign(hs6=lines["hts10"].str[:6])
    counts = lines.groupby(["hs6", "bea_commodity_code"]).size().rename("count").reset_index()
    return counts.assign(part=counts["count"] / counts.groupby("hs6")["count"].transform("sum")).drop(columns="count")


def _by_decile(categories: pd.DataFrame) -> pd.DataFrame:
    """The cost by decile of income, each category shared as the source shares its spending."""
    lines = read_table("pce_category_map").set_index("pce_category")["category"]
    deciles = read_table("pce_deciles")
    by_group = (
        categories.assign(group=categories["pce_category"].map(lines))
        .groupby("group")[["border_usd", "retail_usd"]]
        .sum()
    )
    joined = deciles.merge(by_group, left_on="pce_category", right_index=True)
    costs = joined[["border_usd", "retail_usd"]].mul(joined["share_pct"] / 100, axis=0).assign(decile=joined["decile"])
    table = costs.groupby("decile", as_index=False).sum()
    for kind in ("border", "retail"):
        table[f"{kind}_share_pct"] = 100 * table[f"{kind}_usd"] / table[f"{kind}_usd"].sum()
    return table
