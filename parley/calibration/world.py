"""Tables and parameters to the one-sector world: percent becomes ratios here.

Two sizes. ``full_world``: the 194 economies of the goods trade matrix of 2023 as they stand. ``page_world``, the
default: the economies the OECD input-output tables share with the matrix, Taiwan from those tables, and the rest of the
world as one. Sales at home follow ``home_sales``. Base tariffs: US duty collected on each partner in 2024, China's duty
on US goods at the end of 2024, and of every other pair the importer's mean most-favoured-nation duty
(``_third_countries``), because a base without it moves other rates' effects: from 3 to 10% they move Mexico's by a
tenth to a third. Preferences are not in these means (Mexico prints 4.75% and collects 1.62% of what it imports, most
of it under agreements), and Taiwan prints none.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.home_sales import HomeSalesRule, home_sales
from parley.calibration.taiwan import ESTIMATED, TAIWAN, square, taiwan_trade
from parley.models.armington import Economy, balanced
from parley.models.axes import EXPORTER, IMPORTER
from parley.models.errors import ModelInputError
from parley.tables import countries
from parley.tables.parameters import parameter
from parley.tables.read import read_table

FloatArray = npt.NDArray[np.float64]

REST = "ROW"
EUROPEAN_UNION = "EU27"


@dataclass(frozen=True, eq=False)
class CalibratedWorld:
    """An economy with its labels; arrays are in the order of ``economy.names`` (ISO codes, ROW the rest).

    ``gdp_usd``: GDP the calibration used; ``members``: the countries in ROW; ``estimated``: what of an economy is an
    estimate, by code; ``floored``: economies whose sales at home would have been negative and were set to zero;
    ``without_tariff``: importers whose mean duty is not printed, and not in the base.
    """

    economy: Economy
    gdp_usd: FloatArray
    members: tuple[str, ...]
    estimated: Mapping[str, str]
    floored: tuple[str, ...]
    without_tariff: tuple[str, ...]

    def index(self, iso3: str) -> int:
        """The place of an economy. Raises ModelInputError for an unknown code and for a country that is part of ROW."""
        if iso3 in self.members:
            raise ModelInputError(f"economy {iso3!r}", f"is part of the rest of the world in this model; name {REST}")
        return self.economy.index(iso3)


@functools.cache
def page_world() -> CalibratedWorld:
    """The default world of about 80 economies, at the default parameters, its deficits already removed once."""
    names, trade, gdp = _matrix()
    listed = set(read_table("icio_country_sector")["country_iso3"])
    kept = [place for place, name in enumerate(names) if name in listed]
    rest = [place for place, name in enumerate(names) if name not in listed]
    partners = [names[place] for place in kept]
    outside = trade[np.ix_(kept, rest)].sum(axis=IMPORTER), trade[np.ix_(rest, kept)].sum(axis=EXPORTER)
    taiwan = taiwan_trade(partners, trade[np.ix_(kept, kept)], outside)
    count = len(kept)
    joined = np.zeros((count + 2, count + 2))
    joined[:count, :count] = trade[np.ix_(kept, kept)]
    joined[:count, -1], joined[-1, :count] = outside
    joined[-2, :count], joined[:count, -2] = taiwan.exports, taiwan.imports
    joined[-2, -1], joined[-1, -2] = taiwan.exports_outside, taiwan.imports_outside
    produced = np.array([*gdp[kept], taiwan.gdp, gdp[rest].sum()])
    members = tuple(names[place] for place in rest)
    imports = dict(zip(members, trade[:, rest].sum(axis=EXPORTER).tolist(), strict=True))
    return _calibrated((*partners, TAIWAN, REST), joined, produced, "ilms", imports, {TAIWAN: ESTIMATED})


@functools.cache
def full_world(home_sales_rule: HomeSalesRule = "ilms") -> CalibratedWorld:
    """The 194 economies of the trade matrix at the default parameters, their deficits already removed once."""
    return _calibrated(*_matrix(), home_sales_rule, {}, {})


def _calibrated(
    names: Sequence[str],
    trade: FloatArray,
    gdp: FloatArray,
    rule: HomeSalesRule,
    members: Mapping[str, float],
    estimated: Mapping[str, str],
) -> CalibratedWorld:
    """The world of these flows; ``members``: the economies within REST with their imports."""
    home = home_sales(trade, gdp, list(names).index("USA"), rule)
    elsewhere, unknown = _third_countries(names, members)
    economy = Economy(
        names=names,
        flows=trade + np.diag(home.value),
        trade_elasticity=parameter("trade_elasticity").value,
        tariff=_with_known(elsewhere, names),
        labour_supply_elasticity=parameter("labour_supply_elasticity").value,
        home_elasticity_ratio=parameter("home_foreign_elasticity_ratio").value,
    )
    balanced(economy)
    floored = tuple(name for name, is_floored in zip(names, home.is_floored, strict=True) if is_floored)
    return CalibratedWorld(economy, gdp, tuple(members), estimated, floored, unknown)


def _third_countries(names: Sequence[str], within_rest: Mapping[str, float]) -> tuple[FloatArray, tuple[str, ...]]:
    """Mean duties [exporter, importer] as ratios, zero on own goods, and the importers without a printed mean.

    The newest weighted mean the World Bank prints for an importer stands for all its imports; among members of the
    European Union the duty is zero. No mean by origin is published. An importer without a mean has no duty here: the
    model then takes its trade as it is traded. ``within_rest``: imports of the economies in REST, by which its duty is
    the mean of those printed.
    """
    means = read_table("mfn_means").dropna(subset=["mfn_weighted_pct"]).sort_values("year")
    printed = means.groupby("iso3")["mfn_weighted_pct"].last()
    rate = {name: float(printed[name]) for name in names if name in printed.index}
    members = {code: value for code, value in within_rest.items() if code in printed.index and value > 0}
    if members:
        rate[REST] = float(np.average(printed[list(members)], weights=list(members.values())))
    by_importer = np.array([rate.get(name, 0.0) for name in names]) / 100
    tariff = np.repeat(by_importer[None, :], len(names), axis=EXPORTER)
    member = np.array([name in union_members() for name in names])
    tariff[np.outer(member, member)] = 0.0
    np.fill_diagonal(tariff, 0.0)
    return tariff, tuple(name for name in names if name not in rate)


def _matrix() -> tuple[tuple[str, ...], FloatArray, FloatArray]:
    """Codes in alphabetical order, goods trade [exporter, importer] and GDP of the 194 economies, USD."""
    macro = read_table("country_macro").set_index("iso3")["gdp_usd"].sort_index()
    names = tuple(macro.index)
    return names, square(read_table("world_trade_2023"), names), macro.to_numpy(dtype=float)


def _with_known(tariff: FloatArray, names: Sequence[str]) -> FloatArray:
    """Tariffs of the base year [exporter, importer] with those known by pair: the US on all, China on the US."""
    columns = ["exporter_iso3", "value_usd", "duty_usd"]
    rows = read_table("us_imports_hs6_2024", columns=columns)
    is_known = rows["exporter_iso3"].isin([*names, EUROPEAN_UNION])
    by_origin = rows.groupby(rows["exporter_iso3"].where(is_known, REST))[["value_usd", "duty_usd"]].sum()
    collected = by_origin["duty_usd"] / by_origin["value_usd"]
    rate = pd.Series({name: collected.get(EUROPEAN_UNION if name in union_members() else name, 0.0) for name in names})
    usa, china = list(names).index("USA"), list(names).index("CHN")
    tariff = tariff.copy()
    tariff[:, usa] = rate.to_numpy(dtype=float)
    tariff[usa, usa] = 0.0
    tariff[usa, china] = _china_on_usa()
    return tariff


def _china_on_usa() -> float:
    """China's mean duty on US goods at the first date of the table, weighted by trade."""
    rows = read_table("china_tariff_on_us_chapters")
    first = rows[rows["date"] == rows["date"].min()]
    return float(np.average(first["import_weighted_pct"], weights=first["china_imports_from_us_usd"])) / 100


@functools.cache
def union_members() -> frozenset[str]:
    """The members of the European Union."""
    return countries.union_members()
