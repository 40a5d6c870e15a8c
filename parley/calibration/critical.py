"""Tables and parameters to the critical-input model: percent becomes ratios here.

The restricted input is rare earths for magnets, the restricting exporter China. Dependence is taken from the tables
where they know a destination; else China's share of the world's output at the stage stands in, which is an upper bound
for places that make some themselves. Users are the industries that buy magnets; which part of demand belongs to which
industry is an assumption where the tables only say "other".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product_market import CalibrationError
from parley.calibration.world import union_members
from parley.models.critical_input import (
    CriticalEconomy,
    CriticalElasticities,
    Restriction,
    calibrate_substitution,
)
from parley.tables.parameters import parameter
from parley.tables.read import read_table

FloatArray = npt.NDArray[np.float64]

STAGES = ("mine", "refine", "magnet")
SCOPE_OF_STAGE = {"mine": "magnet_ree", "refine": "magnet_ree", "magnet": "permanent_magnets"}
# Industries of the input-output tables: electronics, electrical equipment, machinery, motor vehicles, other transport.
SECTORS = ("C26", "C27", "C28", "C29", "C302T309")
SECTOR_OF_USE = {"electric_vehicles": "C29", "wind": "C27"}
CONSUMER_ELECTRONICS = "C26"
ANCHORED = ("USA", "JPN", "DEU")
DESTINATIONS = (*ANCHORED, "FRA", "GBR", "ITA", "KOR", "IND")
BASE_YEAR = 2024
ANCHOR_AVAILABLE = 0.2  # The published losses are those of a cut by 80 per cent.
KG_PER_KT = 1e6
NAMED_USES = {"C26": "consumer electronics", "C27": "wind power", "C29": "electric vehicles"}
REST = "of all other uses, by output (assumption)"
HORIZONS = ("first_year", "medium_run", "long_run")


@dataclass(frozen=True, eq=False)
class CriticalInputs:
    """The model's economy with what it rests on.

    ``basis`` [stage, destination] says in words where each dependence is from. ``substitution`` [destination] is the
    first-year sigma: calibrated to the published loss where ``is_calibrated``, else the middle of the calibrated ones.
    ``demand_share`` [sector] is the part of world demand an industry is taken to buy, ``demand_basis`` [sector] why.
    """

    economy: CriticalEconomy
    basis: npt.NDArray[np.object_]
    substitution: FloatArray
    is_calibrated: npt.NDArray[np.bool_]
    demand_share: FloatArray
    demand_basis: tuple[str, ...]


def critical_inputs(destinations: Sequence[str] = DESTINATIONS) -> CriticalInputs:
    """The rare-earth economy of the base year for these destinations (ISO 3166 alpha-3).

    Raises CalibrationError when a destination is not in the input-output tables or a table lacks what is needed.
    """
    names = tuple(destinations)
    industry = read_table("icio_country_sector")
    missing = set(names) - set(industry["country_iso3"])
    if missing:
        raise CalibrationError(f"{min(missing)} is not in the input-output tables.")
    output, weight = _using_industries(industry, names)
    value, split = magnet_value_usd(), _demand_split(output["world"])
    dependence, basis = _dependence(names)
    economy = CriticalEconomy(
        stages=STAGES,
        destinations=names,
        sectors=SECTORS,
        dependence=dependence,
        sales_usd=dependence * _use_usd(value, output),
        cost_share=np.repeat((split * value / output["world"])[:, None], len(names), axis=1),
        value_added_share=weight,
    )
    substitution, has_sigma = _substitution(economy)
    return CriticalInputs(economy, basis, substitution, has_sigma, split, tuple(_why(sector) for sector in SECTORS))


def _why(sector: str) -> str:
    """What the industry's part of demand rests on, in words."""
    if sector == CONSUMER_ELECTRONICS:
        return f"{NAMED_USES[sector]}, as published"
    named = NAMED_USES.get(sector)
    return f"{named}, as published, and a part {REST}" if named else f"a part {REST}"


def critical_elasticities(
    inputs: CriticalInputs, horizon: str = "first_year", demand: float | None = None
) -> CriticalElasticities:
    """Elasticities of a horizon: sigma as calibrated in the first year, assumptions after it.

    ``demand``: price elasticity of demand in place of the parameter's.
    Raises CalibrationError for a horizon other than first_year, medium_run, long_run.
    """
    if horizon not in HORIZONS:
        raise CalibrationError(f"The horizon {horizon!r} is not known; use {', '.join(HORIZONS)}.")
    shape = inputs.economy.cost_share.shape
    later = {name: parameter(f"critical_substitution_{name}").value for name in HORIZONS[1:]}
    sigma = inputs.substitution if horizon == "first_year" else np.full(shape[1], later[horizon])
    return CriticalElasticities(
        demand=parameter("critical_open_demand_elasticity").value if demand is None else demand,
        other_supply=parameter("critical_open_other_supply_elasticity").value,
        capacity=parameter("critical_other_capacity").value,
        substitution=np.broadcast_to(sigma, shape),
    )


def restriction(
    inputs: CriticalInputs,
    limit_pct: Mapping[tuple[str, str], float] | None = None,
    export_tax_pct: Mapping[tuple[str, str], float] | None = None,
) -> Restriction:
    """A restriction from percent by (stage, destination); the destination ``"*"`` is all of them.

    ``limit_pct``: exports allowed, in percent of the base; a stage and destination not named has no limit.
    Raises CalibrationError naming an unknown stage or destination.
    """
    limits = limit_pct if limit_pct is not None else export_tax_pct or {}
    array = np.full((len(STAGES), len(inputs.economy.destinations)), np.inf if limit_pct is not None else 0.0)
    for (stage, destination), rate in limits.items():
        if stage not in STAGES:
            raise CalibrationError(f"{stage!r} is not a stage; use {', '.join(STAGES)}.")
        if destination not in ("*", *inputs.economy.destinations):
            raise CalibrationError(f"{destination!r} is not among the destinations.")
        column = slice(None) if destination == "*" else inputs.economy.destinations.index(destination)
        array[STAGES.index(stage), column] = rate / 100
    if limit_pct is not None:
        return Restriction(limit=array)
    return Restriction(export_tax=array)


def world_magnets_kg() -> float:
    """World use of magnets with rare earths: demand for the elements over their part in a magnet."""
    return _world_demand_kg() / (parameter("critical_input_rare_earths_in_magnet_pct").value / 100)


def magnet_value_usd() -> float:
    """World use of magnets at the unit value of China's exports, over the rows that have both value and quantity."""
    exports = read_table("china_rare_earth_exports")
    both = exports[["value_usd", "quantity_t"]].notna().all(axis=1)
    priced = exports[(exports["commodity"] == "rare_earth_magnets") & both]
    if priced.empty:
        raise CalibrationError("No row of China's exports of magnets has both value and quantity.")
    return world_magnets_kg() * float(priced["value_usd"].sum() / priced["quantity_t"].sum()) / 1000


def oxide_value_usd() -> float:
    """World use of rare earths for magnets as oxide, USD; the price of neodymium oxide stands for all four elements."""
    prices = read_table("oxide_prices")
    price = prices[(prices["symbol"] == "Nd") & (prices["year"] == BASE_YEAR)].sort_values("published_on")
    return _world_demand_kg() * float(price["price_usd_per_kg"].iloc[-1])


def _world_demand_kg() -> float:
    return float(_demand_by_use()["total"]) * KG_PER_KT


def _demand_by_use() -> pd.Series:
    """Demand for magnet rare earths of the base year by use, thousand tonnes."""
    demand = read_table("demand_by_use")
    rows = demand[(demand["year"] == BASE_YEAR) & (demand["scenario"] == "observed")]
    return rows.set_index("use")["demand_kt"]


def exports_april_may_2025_pct() -> float:
    """China's exports of magnets to all places in April and May 2025, percent of June and July 2024, by weight."""
    exports = read_table("china_rare_earth_exports")
    world = exports[(exports["commodity"] == "rare_earth_magnets") & (exports["destination_iso3"] == "WLD")]
    months = world[world["period_end"] - world["period_start"] < pd.Timedelta(days=31)]
    tonnes = months.set_index("period_start")["quantity_t"]
    before, after = (
        tonnes.loc[list(when)].mean() for when in (("2024-06-01", "2024-07-01"), ("2025-04-01", "2025-05-01"))
    )
    return float(100 * after / before)


def _using_industries(industry: pd.DataFrame, names: tuple[str, ...]) -> tuple[dict[str, FloatArray], FloatArray]:
    """Gross output [sector] of the world and of each destination; share of value added [sector, destination]."""
    output = industry.pivot(index="sector", columns="country_iso3", values="gross_output_usd").fillna(0.0)
    added = industry.pivot(index="sector", columns="country_iso3", values="value_added_taxes_row_usd").fillna(0.0)
    rows = list(SECTORS)
    by_place = {name: output.loc[rows, name].to_numpy(dtype=float) for name in names}
    by_place["world"] = output.loc[rows].sum(axis=1).to_numpy(dtype=float)
    share = added.loc[rows, list(names)] / added[list(names)].sum()
    return by_place, share.to_numpy(dtype=float)


def _demand_split(world_output: FloatArray) -> FloatArray:
    """Part of world demand by industry [sector], adding to 1.

    Electric vehicles, wind and consumer electronics as published; the rest by gross output of the other industries.
    """
    rows = _demand_by_use()
    part = {sector: float(rows[use] / rows["total"]) for use, sector in SECTOR_OF_USE.items()}
    part[CONSUMER_ELECTRONICS] = parameter("critical_input_demand_consumer_electronics_pct").value / 100
    named = np.array([part.get(sector, 0.0) for sector in SECTORS])
    others = np.where(np.array(SECTORS) == CONSUMER_ELECTRONICS, 0.0, world_output)
    split: FloatArray = named + (1 - named.sum()) * others / others.sum()
    return split


def _use_usd(magnets_usd: float, output: Mapping[str, FloatArray]) -> FloatArray:
    """Base use by stage and destination, USD: the world's, by the destination's part in the output of the users.

    Ore is hardly traded by China: its sales at the mine are zero.
    """
    split = _demand_split(output["world"])
    part = np.array([(split * output[name] / output["world"]).sum() for name in output if name != "world"])
    stage_value = {"mine": 0.0, "refine": oxide_value_usd(), "magnet": magnets_usd}
    used: FloatArray = np.array([stage_value[stage] for stage in STAGES])[:, None] * part
    return used


def _dependence(names: tuple[str, ...]) -> tuple[FloatArray, npt.NDArray[np.object_]]:
    """China's part in supply, [stage, destination], and where each is from."""
    union = union_members()
    share = np.zeros((len(STAGES), len(names)))
    basis = np.empty(share.shape, dtype=object)
    for row, stage in enumerate(STAGES):
        world = _world_share(stage)
        for column, name in enumerate(names):
            where = "EU27" if name in union else name
            typed = _KNOWN.get((stage, where))
            share[row, column] = typed[1]() if typed else world
            basis[row, column] = typed[0] if typed else "China's share of world output; upper bound"
    return share, basis


def _world_share(stage: str) -> float:
    shares = read_table("stage_shares")
    rows = shares[
        (shares["stage"] == stage)
        & (shares["scope"] == SCOPE_OF_STAGE[stage])
        & (shares["iso3"] == "CHN")
        & (shares["year"] == BASE_YEAR)
    ]
    if len(rows) != 1:
        raise CalibrationError(f"The table of stages has {len(rows)} rows for China at the stage {stage}.")
    return float(rows["share_pct"].iloc[0]) / 100


def _usa_refined() -> float:
    reliance = read_table("us_import_reliance")
    rows = reliance[(reliance["commodity"] == "Rare Earths") & (reliance["edition"] == "MCS2026")]
    net = rows[(rows["statistic"] == "net_import_reliance") & (rows["detail"] == "Compounds and metals")]
    imported = float(net.loc[net["year"] == BASE_YEAR, "value_pct"].iloc[0])
    from_china = rows[(rows["statistic"] == "import_source") & (rows["partner_iso3"] == "CHN")]["value_pct"]
    return imported / 100 * float(from_china.iloc[0]) / 100


def _eu_magnets() -> float:
    facts = read_table("dependence_facts").set_index("statistic")["value"]
    return float(facts["Used by EU industry, of which from China"] / facts["Used by EU industry"])


def _euro_area_refined() -> float:
    return parameter("critical_input_euro_area_from_china_pct").value / 100


def _none() -> float:
    return 0.0


_KNOWN: Mapping[tuple[str, str], tuple[str, Callable[[], float]]] = {
    ("mine", "USA"): ("US net exporter of concentrates", _none),
    ("refine", "USA"): ("US net import reliance times China's part in imports", _usa_refined),
    ("refine", "EU27"): ("China's part in the euro area's imports", _euro_area_refined),
    ("magnet", "EU27"): ("tonnes from China of those used by EU industry", _eu_magnets),
}


def _substitution(economy: CriticalEconomy) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """First-year sigma [destination] and whether a published loss calibrates it."""
    sigma = {}
    for name in ANCHORED:
        if name in economy.destinations:
            column = economy.destinations.index(name)
            loss = parameter(f"critical_anchor_gdp_loss_{name.lower()}_pct").value / 100
            shares = economy.cost_share[:, column], economy.value_added_share[:, column]
            sigma[name] = calibrate_substitution(*shares, ANCHOR_AVAILABLE, loss)
    middle = float(np.median(list(sigma.values()))) if sigma else parameter("critical_substitution").value
    has_sigma = np.array([name in sigma for name in economy.destinations])
    return np.array([sigma.get(name, middle) for name in economy.destinations]), has_sigma
