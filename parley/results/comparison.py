"""Scenario A against scenario B, figure by figure: both answers, the difference B less A, and the range of each.

A range comes from solving both scenarios anew with one assumption at its ends: the horizon in the product model, the
trade elasticity in the one-sector world. The range of a difference is that of the differences taken setting by setting,
which is narrower than what the two ranges apart would allow. The sector model has no such range.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley import terms
from parley.calibration.world import REST
from parley.measures.icio_sectors import OTHER_ECONOMIES
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS
from parley.parameters import parameter
from parley.results.sentence import HORIZON_WORDS
from parley.results.solution import Model, solve
from parley.tables import read_table

FloatArray = npt.NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]
KEPT: Mapping[Model, tuple[str, ...]] = {
    "product": ("summary", "by_section"),
    "world": ("by_economy",),
    "sectors": ("by_economy", "by_sector"),
}
SPANS: Mapping[Model, str] = {
    "product": "the horizons, first year to long run",
    "world": "the trade elasticity, {low:g} to {high:g}",
    "sectors": "",
}
# metric of the product model's summary: what it is called, and whose loss or gain it is
FIGURES = {
    "buyers_loss_usd": "US buyers’ loss",
    "exporters_loss_usd": "Exporters’ loss",
    "duty_change_usd": "US tariff revenue",
    "deadweight_loss_usd": "Lost trade (deadweight)",
    "importer_net_loss_usd": "US buyers’ loss less revenue",
    "imports_from_china_change_pct": "US imports from China",
    "imports_change_pct": "US imports in all",
    "import_price_change_pct": "US import prices",
    "us_exports_to_china_change_pct": "US exports to China",
}
INCOMES = {"USA": "Real income, United States", "CHN": "Real income, China"}
SOURCES: Mapping[Model, tuple[str, ...]] = {
    "product": ("census_us_imports_2024_hs10", "usitc_dataweb_exports_hs2", "protee_elasticities"),
    "world": ("baci_world_matrix_2023", "wdi_gdp_2023", "census_us_imports_2024_hs10"),
    "sectors": ("oecd_icio_2022", "protee_elasticities", "census_us_imports_2024_hs10"),
}
BUNDLES = {REST: "Rest of the world", OTHER_ECONOMIES: "Other economies"}
DIFFERENCE_UNITS = {"usd": "usd", "pct": "pp"}


@dataclass(frozen=True, eq=False)
class Run:
    """One scenario through one model: its tables as chosen, and again at each setting of the assumption that spans."""

    scenario: Scenario
    model: Model
    tables: Tables
    settings: tuple[Tables, ...]
    notes: tuple[str, ...]


def run(scenario: Scenario, model: Model) -> Run:
    """The scenario solved as it is and at the ends of its range.

    Raises ScenarioError, CalibrationError or ModelInputError for what the model cannot hold, NotConvergedError when
    there is no equilibrium.
    """
    own = solve(scenario, model)
    others = [own if varied == scenario else solve(varied, model) for varied in _settings(scenario, model)]
    return Run(scenario, model, _kept(own.tables, model), tuple(_kept(o.tables, model) for o in others), own.notes)


def _settings(scenario: Scenario, model: Model) -> list[Scenario]:
    """The scenario with the assumption that spans at each of its settings, always in one order."""
    if model == "product":
        return [replace(scenario, horizon=horizon) for horizon in HORIZONS]
    if model == "world":
        entry = parameter("trade_elasticity")
        own = scenario.trade_elasticity in (None, entry.value)
        ends = [replace(scenario, trade_elasticity=value) for value in (entry.low, entry.high)]
        return [scenario if own else replace(scenario, trade_elasticity=entry.value), *ends]
    return []


def _kept(tables: Tables, model: Model) -> Tables:
    return {name: tables[name] for name in KEPT[model]}


def spans(model: Model) -> str:
    """What a range of the model spans, in words; empty where it has none."""
    entry = parameter("trade_elasticity")
    return SPANS[model].format(low=entry.low, high=entry.high)


def difference(a: Run, b: Run, table: str, keys: Sequence[str], column: str) -> pd.DataFrame:
    """One figure of a table, a row per ``keys``: a, b and their difference (B less A), each with low and high.

    ``column`` ends in ``_usd`` or ``_pct``; the columns end in the unit, the difference of percent in ``pp``. Without
    settings there is no low and no high. A row that one of the two lacks has no difference.
    """
    unit = column.rsplit("_", 1)[-1]
    rows = [_values(side.tables, table, keys, column) for side in (a, b)]
    index = rows[0].index.union(rows[1].index, sort=False)
    values = [own.reindex(index).to_numpy(dtype=float) for own in rows]
    spread = [
        [_values(tables, table, keys, column).reindex(index).to_numpy(dtype=float) for tables in side.settings]
        for side in (a, b)
    ]
    columns = _three(values, spread, unit)
    return pd.concat([index.to_frame(index=False), pd.DataFrame(columns)], axis=1)


def _three(values: list[FloatArray], spread: list[list[FloatArray]], unit: str) -> dict[str, FloatArray]:
    """Columns of A, B and the difference with their lowest and highest over the settings and the figure as chosen."""
    gaps = [of_b - of_a for of_a, of_b in zip(*spread, strict=True)]
    named = {
        "a": (unit, values[0], spread[0]),
        "b": (unit, values[1], spread[1]),
        "difference": (DIFFERENCE_UNITS[unit], values[1] - values[0], gaps),
    }
    columns = {}
    for name, (measure, value, settings) in named.items():
        columns[f"{name}_{measure}"] = value
        if settings:
            columns[f"{name}_low_{measure}"] = np.min([value, *settings], axis=0)
            columns[f"{name}_high_{measure}"] = np.max([value, *settings], axis=0)
    return columns


def _values(tables: Tables, table: str, keys: Sequence[str], column: str) -> pd.Series:
    if table == "summary":  # metric and value in rows
        chosen = tables[table][tables[table]["metric"] == column]
        return chosen.set_index("metric")["value"]
    return tables[table].set_index(list(keys) if len(keys) > 1 else keys[0])[column]


def ranked(rows: pd.DataFrame, name: str, unit: str, most: int) -> pd.DataFrame:
    """The rows that differ most, for a chart: name, a, b, difference with low and high in its unit, and words.

    ``rows``: of ``difference``, with their names in the column ``name``; ``unit``: usd (becomes billions) or pct.
    Where nothing differs the largest come first. ``words``: the difference as it is written.
    """
    scale, gap, word = (1e9, "usd", "bn") if unit == "usd" else (1.0, "pp", "pp")
    size, whole = rows[f"difference_{gap}"].abs(), rows[[f"a_{unit}", f"b_{unit}"]].abs().max(axis=1)
    ordered = rows.assign(_gap=size, _whole=whole).dropna(subset=["_gap"])
    ordered = ordered.sort_values(["_gap", "_whole"], ascending=False, kind="stable").head(most)
    made = pd.DataFrame({"name": ordered[name].to_numpy()})
    for side, measure in (("a", unit), ("b", unit), ("difference", gap)):
        for part in ("", "_low", "_high"):
            if f"{side}{part}_{measure}" in ordered.columns:
                made[f"{side}{part}"] = ordered[f"{side}{part}_{measure}"].to_numpy() / scale
    largest = float(np.abs(made.drop(columns="name").to_numpy(dtype=float)).max(initial=0.0))
    written = [terms.signed(value, terms.decimals_of(largest)) for value in made["difference"]]
    return made.assign(words=[f"{value}{terms.NBSP}{word}" for value in written])


def headline(product: tuple[Run, Run] | None, world: tuple[Run, Run] | None) -> pd.DataFrame:
    """The figures that are read first: measure, model, unit, then a, b and difference with low and high.

    ``product`` and ``world``: the runs of A and B, None where a model refuses one of them. Dollars of the product
    model, real income of the world model: apart, and never added. ``unit`` is that of a and b; of the difference of
    percent it is percentage points.
    """
    rows = []
    if product is not None:
        for metric, name in FIGURES.items():
            (row,) = _plain(difference(*product, "summary", ["metric"], metric)).to_dict("records")
            rows.append({"figure": metric, "name": name, "model": "product", "unit": _unit(metric), **row})
    if world is not None:
        found = difference(*world, "by_economy", ["economy"], "real_income_change_pct").set_index("economy")
        for economy, name in INCOMES.items():
            (row,) = _plain(found.loc[[economy]]).to_dict("records")
            rows.append({"figure": f"real_income_{economy}", "name": name, "model": "world", "unit": "percent", **row})
    return pd.DataFrame(rows)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures without the unit in their names."""
    columns = {c: str(c).rsplit("_", 1)[0] for c in frame.columns if str(c).startswith(("a_", "b_", "difference_"))}
    return frame[list(columns)].rename(columns=columns)


def _unit(metric: str) -> str:
    return "USD" if metric.endswith("_usd") else "percent"


def assumptions(a: Scenario, b: Scenario) -> pd.DataFrame:
    """What each scenario assumes beside its duties: assumption, a, b in words, and whether they differ."""
    sides = [_assumed(scenario) for scenario in (a, b)]
    rows = [(name, sides[0][name], sides[1][name], sides[0][name] != sides[1][name]) for name in sides[0]]
    return pd.DataFrame(rows, columns=["assumption", "a", "b", "differs"])


def _assumed(scenario: Scenario) -> dict[str, str]:
    def number(name: str, default: str = "") -> str:
        value = getattr(scenario, name)
        return f"{parameter(default or name).value if value is None else value:g}"

    points = "same points on every line" if scenario.rule == "points" else "one flat rate"
    return {
        "Duties before the change": f"in force on {terms.day(scenario.as_of)}",
        "Data": scenario.vintage or "not said",
        "Horizon (product model)": HORIZON_WORDS[scenario.horizon],
        "Border pass-through (product model)": number("border_pass_through"),
        "Retail pass-through (product model)": number("retail_pass_through"),
        "How a rate moves the lines": points,
        "Trade elasticity (world model)": number("trade_elasticity"),
        "Home against imports, over that among imports (world model)": number(
            "home_elasticity_ratio", "home_foreign_elasticity_ratio"
        ),
        "Labour supply elasticity (world model)": number("labour_supply_elasticity"),
        "Trade balance (world and sector models)": scenario.closure.replace("_", " "),
        "Trade of the year": f"{scenario.base_year}",
    }


@cache
def economy_names() -> dict[str, str]:
    """Names of the economies of the world models by code."""
    countries = read_table("countries")
    return {**dict(zip(countries["iso3"], countries["name"], strict=True)), **BUNDLES}
