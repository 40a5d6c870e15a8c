"""How much of China stands in what other economies sell: Chinese value added by exporter and industry, an estimate.

Input-output tables of 2022 hold no origin by using industry, so inputs take the origins of a country's whole purchases.
Points on the Chinese content of a partner's goods are the points times this share: what a rule of origin against
rerouting would come to if customs knew the share of every industry, and of no shipment more.
"""

from functools import cache, lru_cache

import numpy as np

from parley.calibration.product_market import CalibratedMarket
from parley.calibration.sectors import sector_inputs
from parley.calibration.world import EUROPEAN_UNION, union_members
from parley.measures.icio_sectors import merged_economy
from parley.models.content import value_added_content
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.scenario import ScenarioError

US, CHINA = "USA", "CHN"


@lru_cache(maxsize=1)
def chinese_content() -> FloatArray:
    """Chinese value added per dollar of output [country, sector], direct and through all suppliers (ratio)."""
    economy = sector_inputs().economy
    return value_added_content(
        economy.trade_share,
        economy.tariff,
        economy.input_share,
        economy.value_added_share,
        list(economy.countries).index(CHINA),
    )


@cache
def content_by_sector(exporter: str) -> dict[str, float]:
    """Chinese value added in the goods of an exporter by industry (ratio), and "" for the mean of what it sells to the
    United States; of the European Union the mean of members by what they sell.

    Raises ScenarioError for an origin the input-output tables do not hold by itself.
    """
    inputs = sector_inputs()
    economy = inputs.economy
    names = list(economy.countries)
    members = sorted(union_members()) if exporter == EUROPEAN_UNION else [exporter]
    places = [names.index(member) for member in members if member in names and merged_economy(member) == member]
    if not places:
        raise ScenarioError(f"The input-output tables do not hold {exporter}: its Chinese content is not known.")
    sold = economy.trade_share[places, names.index(US)] * economy.final_share[names.index(US)] * inputs.is_goods
    content = chinese_content()[places]
    total = sold.sum(axis=0)
    mean = np.divide((sold * content).sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    shares = {
        code: float(share) for code, share, goods in zip(economy.sectors, mean, inputs.is_goods, strict=True) if goods
    }
    return {**shares, "": float((sold * content).sum() / sold.sum())}


def content_of_cells(side: CalibratedMarket, cells: IndexArray, made_by: dict[str, str]) -> FloatArray:
    """Chinese content (ratio) of each of ``cells``, zero for Chinese goods; ``made_by``: product to industry.

    Raises ScenarioError as ``content_by_sector``.
    """
    share = np.zeros(len(cells))
    codes = side.products[side.market.product[cells]]
    for number in np.unique(side.origin[cells]):
        exporter = side.origins[number]
        if exporter == CHINA:
            continue
        of_origin = np.flatnonzero(side.origin[cells] == number)
        by_sector = content_by_sector(exporter)
        share[of_origin] = [by_sector.get(made_by.get(code, ""), by_sector[""]) for code in codes[of_origin]]
    return share
