"""Tables and parameters to the sector model's economy: 77 economies, 45 industries, 2022; percent becomes ratios here.

Flows are those of the OECD Inter-Country Input-Output tables with final use by destination estimated, so trade is
balanced and nothing need be cleared; they are not trade statistics and their levels are never shown as such. Inputs by
using industry are the published ones. Tariffs of the base are known for the United States (all origins, goods) and for
China on the United States; where they are not known the base takes the flows as they are traded, with no duty on top,
and ``tariff_known`` says so. Revenue of a country is that of its known tariffs alone.
"""

import math
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.measures.icio_sectors import GOODS, merged_economy, merged_sector
from parley.models.axes import EXPORTER
from parley.models.power_mean import sum_by
from parley.models.sector_economy import FloatArray, SectorEconomy
from parley.tables.parameters import parameter
from parley.tables.read import read_table

EUROPEAN_UNION = "EU27"


@dataclass(frozen=True, eq=False)
class CalibratedSectors:
    """The economy with what its numbers rest on.

    ``tariff_known`` [exporter, importer, sector]: whether the tables know the tariff of the base. ``is_goods``
    [sector]: whether a tariff can be laid on the industry's goods. Economies and industries by their codes are
    ``economy.countries`` and ``economy.sectors``; values are US dollars of 2022.
    """

    economy: SectorEconomy
    tariff_known: npt.NDArray[np.bool_]
    is_goods: npt.NDArray[np.bool_]

    @cached_property
    def place(self) -> dict[str, int]:
        """Number of each economy on the exporter and importer axes."""
        return {name: number for number, name in enumerate(self.economy.countries)}


@cache
def sector_inputs() -> CalibratedSectors:
    """The sector model's economy from the curated tables, read once.

    Raises TableError when a table cannot be read, ModelInputError naming a cell when the tables do not fit together.
    """
    flows = read_table("sector_flows_estimated", columns=["exporter", "importer", "sector", "value_usd"])
    uses = read_table("icio_use", columns=["country_iso3", "input_sector", "using_sector", "value_usd"])
    return calibrated(
        flows, uses, read_table("sector_elasticities"), read_table("baseline_tariffs"), read_table("countries")
    )


def calibrated(
    flows: pd.DataFrame,
    uses: pd.DataFrame,
    elasticities: pd.DataFrame,
    tariffs: pd.DataFrame,
    countries: pd.DataFrame,
) -> CalibratedSectors:
    """The economy of frames with the columns of the tables of ``sector_inputs``."""
    names, sectors = sorted(flows["exporter"].unique()), sorted(flows["sector"].unique())
    traded = _sums(flows, {"exporter": names, "importer": names, "sector": sectors})
    inputs = _sums(uses, {"input_sector": sectors, "using_sector": sectors, "country_iso3": names})
    tariff, is_known = base_tariffs(tariffs, countries, names, sectors)
    economy = SectorEconomy.from_flows(
        traded,
        inputs * _duty_factor(traded, tariff),
        sector_elasticities(elasticities, sectors),
        tariff=tariff,
        countries=names,
        sectors=sectors,
    )
    return CalibratedSectors(economy, is_known, np.isin(sectors, GOODS))


def sector_elasticities(elasticities: pd.DataFrame, sectors: list[str]) -> FloatArray:
    """Trade elasticity [sector]: goods as estimated, within the bounds of the long-run sigma; services as assumed."""
    least, most = (parameter(f"between_origins_long_run_{end}").value - 1 for end in ("least", "most"))
    of_goods = elasticities.set_index("sector")["trade_elasticity"].clip(least, most)
    theta: FloatArray = of_goods.reindex(sectors).fillna(parameter("services_trade_elasticity").value).to_numpy()
    return theta


def base_tariffs(
    tariffs: pd.DataFrame, countries: pd.DataFrame, names: list[str], sectors: list[str]
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Tariffs of the base [exporter, importer, sector], zero where not known, and where they are known.

    A rate on the European Union is that on each member. Economies merged into another have none.
    """
    shape = len(names), len(names), len(sectors)
    tariff, is_known = np.zeros(shape), np.zeros(shape, dtype=bool)
    members = [name for name in countries.loc[countries["is_eu27"], "iso3"] if name in names]
    rows = tariffs.assign(exporter=tariffs["exporter_iso3"].map(lambda e: members if e == EUROPEAN_UNION else [e]))
    rows = rows.explode("exporter")
    axes = (("exporter", names), ("importer_iso3", names), ("sector", sectors))
    places = np.array([pd.Index(labels).get_indexer(pd.Index(rows[column])) for column, labels in axes])
    is_placed = (places >= 0).all(axis=0)
    tariff[tuple(places[:, is_placed])] = rows["tariff_pct"].to_numpy(dtype=float)[is_placed] / 100
    is_known[tuple(places[:, is_placed])] = True
    return tariff, is_known


def _duty_factor(flows: FloatArray, tariff: FloatArray) -> FloatArray:
    """Buyers' price with duty over price without, of all an importer buys of a sector; [input, 1, country].

    Inputs are published without duty, and nothing says which industry uses the goods of which origin: all users of a
    sector's goods pay its average duty.
    """
    bought = flows.sum(axis=EXPORTER)
    paid = np.divide((flows * tariff).sum(axis=EXPORTER), bought, out=np.zeros_like(bought), where=bought > 0)
    factor: FloatArray = 1 + paid.T[:, None, :]
    return factor


MERGED = {"sector": merged_sector, "input_sector": merged_sector, "using_sector": merged_sector}


def _sums(frame: pd.DataFrame, axes: dict[str, list[str]]) -> FloatArray:
    """``value_usd`` summed over the cells of the axes, codes of the tables merged into those of the model."""
    flat = np.zeros(len(frame), dtype=np.intp)
    for column, labels in axes.items():
        codes, names = pd.factorize(frame[column])
        merged = [MERGED.get(column, merged_economy)(label) for label in names]
        places = pd.Index(labels).get_indexer(pd.Index(merged))
        flat = flat * len(labels) + places[codes]
    shape = tuple(len(labels) for labels in axes.values())
    return sum_by(flat, frame["value_usd"].to_numpy(dtype=float), math.prod(shape)).reshape(shape)
