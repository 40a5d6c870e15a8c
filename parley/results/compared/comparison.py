"""Scenario A against scenario B, figure by figure: both answers, the difference B less A, and the range of each.

A range comes from solving both scenarios anew at other settings of what is not known: the horizons in the product
model, draws of the elasticities in the one-sector world (5th to 95th percentile), both ends of the elasticities' common
factor in the sector model. The range of a difference is that of the differences taken setting by setting, which is
narrower than what the two ranges apart would allow.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley import terms, words
from parley.calibration.world import REST
from parley.measures.icio_sectors import OTHER_ECONOMIES
from parley.models.errors import NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS, ScenarioError
from parley.models.uncertainty import QUANTILES
from parley.results.answers import sectors, world, world_bands
from parley.results.answers.product_solution import assumed, base_of
from parley.results.answers.solution import Model, solve
from parley.results.answers.world_bands import PAGE_DRAWS
from parley.results.compared.agreement import LEAST
from parley.tables import countries
from parley.tables.parameters import parameter

FloatArray = npt.NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]
KEPT: Mapping[Model, tuple[str, ...]] = {
    "product": ("summary", "by_section"),
    "world": ("by_economy",),
    "sectors": ("by_economy", "by_sector"),
}
SAY = words.beside(__file__)
SPANS: Mapping[Model, str] = {
    "product": SAY("span", "product"),
    "world": SAY("span", "world", draws=PAGE_DRAWS),
    "sectors": SAY("span", "sectors"),
}
# metric of the product model's summary: what it is called, and whose loss or gain it is
FIGURES = {
    "buyers_loss_usd": "US buyers' loss",
    "exporters_loss_usd": "Exporters' loss",
    "duty_change_usd": "Change in US tariff revenue",
    "deadweight_loss_usd": "Lost trade (deadweight)",
    "importer_net_loss_usd": "US buyers' loss minus revenue",
    "imports_from_china_change_pct": "US imports from China",
    "imports_change_pct": "All US imports",
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
MOST_DECIMALS = 4  # below them nothing differs that a model could tell


@dataclass(frozen=True, eq=False)
class Run:
    """One scenario through one model: its tables as chosen, and again at each setting of what its range spans.

    A setting without an equilibrium is None; without settings its range is still to come.
    """

    scenario: Scenario
    model: Model
    tables: Tables
    settings: tuple[Tables | None, ...]
    notes: tuple[str, ...]


def run(scenario: Scenario, model: Model) -> Run:
    """The scenario solved as it is and at the settings of its range.

    Raises ScenarioError, CalibrationError or ModelInputError for what the model cannot hold, NotConvergedError when
    there is no equilibrium.
    """
    return with_range(point(scenario, model))


def point(scenario: Scenario, model: Model) -> Run:
    """The scenario solved as it is, its range still to come. Raises what ``run`` raises."""
    if model not in KEPT:
        raise ScenarioError(f"The model {model} gives bounds, not ranges, so it cannot be compared.")
    solution = solve(scenario, model)
    return Run(scenario, model, _kept(solution.tables, model), (), solution.notes)


def with_range(run: Run) -> Run:
    """A ``point`` with the answers at the settings of its range. Raises what ``run`` raises."""
    scenario, model = run.scenario, run.model
    settings: list[Tables | None]
    if model == "product":
        varied = [replace(scenario, horizon=horizon) for horizon in HORIZONS]
        settings = [run.tables if v == scenario else _kept(solve(v, model).tables, model) for v in varied]
    elif model == "world":
        settings = _drawn(world_bands.changes(scenario))
    else:
        points = sectors.end_points(scenario)
        settings = [{"by_economy": point.by_economy, "by_sector": point.by_sector} for point in points]
    return replace(run, settings=tuple(settings))


def _drawn(changes: FloatArray) -> list[Tables | None]:
    """The changes at every draw as tables by economy."""
    names, outcomes = world.world().economy.names, world_bands.OUTCOMES
    by_economy = changes[:, : len(outcomes) * len(names)].reshape(-1, len(outcomes), len(names))
    return [
        None
        if np.isnan(values).any()
        else {"by_economy": pd.DataFrame({"economy": names, **dict(zip(outcomes, values, strict=True))})}
        for values in by_economy
    ]


def _kept(tables: Tables, model: Model) -> Tables:
    return {name: tables[name] for name in KEPT[model]}


def difference(a: Run, b: Run, table: str, keys: Sequence[str], column: str) -> pd.DataFrame:
    """One figure of a table, a row per ``keys``: a, b and their difference (B less A), each with low and high.

    ``column`` ends in ``_usd`` or ``_pct``; the columns end in the unit, the difference of percent in ``pp``. The range
    holds the figure as chosen, which may lie at the edge of a parameter's range. A row that one of the two lacks has no
    difference, and runs whose range is still to come have neither low nor high. Raises NotConvergedError when A and B
    share no setting with an equilibrium.
    """
    unit = column.rsplit("_", 1)[-1]
    rows = [_values(side.tables, table, keys, column) for side in (a, b)]
    index = rows[0].index.union(rows[1].index, sort=False)
    values_of = [values.reindex(index).to_numpy(dtype=float) for values in rows]
    spread = [
        [
            None if tables is None else _values(tables, table, keys, column).reindex(index).to_numpy(dtype=float)
            for tables in side.settings
        ]
        for side in (a, b)
    ]
    gaps = [None if x is None or y is None else y - x for x, y in zip(*spread, strict=True)]
    columns = {
        **_three("a", unit, values_of[0], spread[0], a.model),
        **_three("b", unit, values_of[1], spread[1], a.model),
        **_three("difference", DIFFERENCE_UNITS[unit], values_of[1] - values_of[0], gaps, a.model),
    }
    return pd.concat([index.to_frame(index=False), pd.DataFrame(columns)], axis=1)


def _three(
    name: str, unit: str, value: FloatArray, settings: Sequence[FloatArray | None], model: Model
) -> dict[str, FloatArray]:
    """A figure with its low and high over the settings: the ends, or over draws the outer percentiles."""
    if not settings:
        return {f"{name}_{unit}": value, **dict.fromkeys((f"{name}_low_{unit}", f"{name}_high_{unit}"), value * np.nan)}
    solved = [run for run in settings if run is not None]
    if not solved:
        raise NotConvergedError(float("inf"), 0)
    ends = (QUANTILES[0], QUANTILES[-1]) if model == "world" else (0.0, 1.0)
    low, high = np.quantile(np.array(solved), ends, axis=0)
    low, high = (np.where(np.abs(end) < LEAST, 0.0, end) for end in (low, high))
    return {
        f"{name}_{unit}": value,
        f"{name}_low_{unit}": np.minimum(low, value),
        f"{name}_high_{unit}": np.maximum(high, value),
    }


def _values(tables: Tables, table: str, keys: Sequence[str], column: str) -> pd.Series:
    if table == "summary":  # metric and value in rows
        chosen = tables[table][tables[table]["metric"] == column]
        return chosen.set_index("metric")["value"]
    return tables[table].set_index(list(keys) if len(keys) > 1 else keys[0])[column]


def ranked(rows: pd.DataFrame, name: str, unit: str, most: int) -> pd.DataFrame:
    """The rows that differ most, for a chart: name, a, b, difference with low and high in its unit, words, size.

    ``rows``: of ``difference``, with their names in the column ``name``; ``unit``: usd (becomes billions) or pct.
    Where nothing differs the largest come first. ``words``: the difference as it is written, with its range, where that
    is known; ``size``: the difference alone in a title, without its sign.
    """
    scale, gap, word = (1e9, "usd", "bn") if unit == "usd" else (1.0, "pp", "pp")
    size, whole = rows[f"difference_{gap}"].abs(), rows[[f"a_{unit}", f"b_{unit}"]].abs().max(axis=1)
    ordered = rows.assign(_gap=size, _whole=whole).dropna(subset=["_gap"])
    ordered = ordered.sort_values(["_gap", "_whole"], ascending=False, kind="stable").head(most)
    table = pd.DataFrame({"name": ordered[name].to_numpy()})
    for side, measure in (("a", unit), ("b", unit), ("difference", gap)):
        for part in ("", "_low", "_high"):
            table[f"{side}{part}"] = ordered[f"{side}{part}_{measure}"].to_numpy() / scale
    decimals = _decimals(table)
    ranges = list(zip(*(table[f"difference{end}"] for end in ("", "_low", "_high")), strict=True))
    labels = [
        terms.quantity(terms.signed(value, decimals), word)
        + ("" if np.isnan(low) else f"{terms.NBSP}({terms.span(low, high, decimals)})")
        for value, low, high in ranges
    ]
    said = "points" if word == "pp" else word
    sizes = [terms.quantity(terms.number(abs(value), decimals), said) for value, _, _ in ranges]
    return table.assign(words=labels, size=sizes)


def _decimals(table: pd.DataFrame) -> int:
    """Decimals for the figures of ``ranked``: more where the difference that comes first would print as zero."""
    largest = float(np.nanmax(np.abs(table.drop(columns="name").to_numpy(dtype=float)), initial=0.0))
    decimals, first = terms.decimals_of(largest), float(table["difference"].abs().max()) if len(table) else 0.0
    is_written = not first or not terms.prints_as_zero(terms.number(first, decimals))
    return decimals if is_written else min(-math.floor(math.log10(first)), MOST_DECIMALS)


def headline(product: tuple[Run, Run] | None, world: tuple[Run, Run] | None) -> pd.DataFrame:
    """The figures that are read first: measure, model, unit, models, then a, b and difference with low and high.

    ``product`` and ``world``: the runs of A and B, None where a model refuses one of them. Dollars of the product
    model, real income of the world model: apart, and never added. ``unit`` is that of a and b; of the difference of
    percent it is percentage points. Ranges are the model's own; ``comparison_models.widened`` gives those of all.
    """
    rows = []
    if product is not None:
        for metric, name in FIGURES.items():
            (row,) = _plain(difference(*product, "summary", ["metric"], metric)).to_dict("records")
            rows.append(_row(metric, name, "product", "USD" if metric.endswith("_usd") else "percent", row))
    if world is not None:
        changes = difference(*world, "by_economy", ["economy"], "real_income_change_pct").set_index("economy")
        for economy, name in INCOMES.items():
            (row,) = _plain(changes.loc[[economy]]).to_dict("records")
            rows.append(_row(f"real_income_{economy}", name, "world", "percent", row))
    return pd.DataFrame(rows)


def _row(figure: str, name: str, model: Model, unit: str, values: Mapping[Hashable, Any]) -> dict[Hashable, Any]:
    return {"figure": figure, "name": name, "model": model, "models": model, "unit": unit, **values}


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures without the unit in their names."""
    columns = {c: str(c).rsplit("_", 1)[0] for c in frame.columns if str(c).startswith(("a_", "b_", "difference_"))}
    return frame[list(columns)].rename(columns=columns)


def assumptions(a: Scenario, b: Scenario) -> pd.DataFrame:
    """What each scenario assumes beside its duties: assumption, a, b in words, and whether they differ."""
    sides = [_assumed(scenario) for scenario in (a, b)]
    rows = [(name, sides[0][name], sides[1][name], sides[0][name] != sides[1][name]) for name in sides[0]]
    return pd.DataFrame(rows, columns=["assumption", "a", "b", "differs"])


def _assumed(scenario: Scenario) -> dict[str, str]:
    def number(name: str, default: str = "") -> str:
        value = getattr(scenario, name)
        return f"{parameter(default or name).value if value is None else value:g}"

    base, duties = base_of(scenario), SAY("scenario.duties", scenario.duties)
    points = "same points on every rate" if scenario.rule == "points" else "one flat rate"
    return {
        "Duties before the change": f"in force on {terms.day(scenario.as_of)}, {duties}",
        "Data": compiled_on_day(scenario.vintage) if scenario.vintage else "not stated",
        "Horizon (product model)": SAY("scenario.assumed", assumed(scenario).horizon),
        "Border pass-through (product model)": number("border_pass_through"),
        "Retail pass-through (product model)": number("retail_pass_through"),
        "How an average rate is reached": points,
        "Trade elasticity (world model)": number("trade_elasticity"),
        "Elasticity between home goods and imports, times the trade elasticity (world model)": number(
            "home_elasticity_ratio", "home_foreign_elasticity_ratio"
        ),
        "Labour supply elasticity (world model)": number("labour_supply_elasticity"),
        "Trade balance (world and sector models)": SAY("scenario.assumed", scenario.closure),
        "Year of the trade": "last twelve months" if base.recorded else f"{base.year}",
    }


def compiled_on_day(vintage: str) -> str:
    """The day of the data a scenario was saved with, as a reader writes it."""
    return terms.day(date.fromisoformat(vintage))


@cache
def economy_names() -> dict[str, str]:
    """Names of the economies of the world models by code."""
    return {**countries.names(), **BUNDLES}
