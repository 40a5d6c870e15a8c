"""From a level effect to growth: three things shown side by side and never one number, with the nearest studies.

The level is the model's. The path spreads it over an assumed time and phases trade in. The growth line adds the path's
difference to a published baseline: mechanical, without investment and confidence. Beside them stand the published
effects of the nearest shocks, as printed, never rescaled to ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.published_shocks import AGAINST_BASELINE, published_scenarios
from parley.measures.forecasts import GROWTH, current_edition
from parley.models.armington import Equilibrium
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.growth_path import income_path, mechanical_growth, phase_in, phased_quantity
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_scenario import Scenario
from parley.results.answers.answer import Labels, column
from parley.results.answers.base_world import after, demand_ends, places, switches_of
from parley.results.answers.drivers import income_ranges
from parley.tables.parameters import parameter
from parley.tables.read import read_table

YEARS_SHOWN = 10
# Published measures of an economy's size or welfare as a change of the level against a baseline: what stands beside our
# real income. Real GDP, welfare and real income are three measures and keep their names.
LEVELS = ("real_gdp", "welfare")
LEVEL_COLUMNS = ("level_pct", "level_low_pct", "level_high_pct")
BASELINE_HOUSE = "OECD"
BASELINE_SCENARIO = "baseline"


def path_table(
    real_income_hat: Mapping[str, float],
    quantity_hat: Mapping[str, float],
    adjustment_years: float | None = None,
) -> pd.DataFrame:
    """One row per series and year, from year 0 before the shock: series, kind, year, change_pct over the baseline.

    ``real_income_hat`` by series (area) is spread evenly; ``quantity_hat`` by series (a flow's volume) is phased in by
    the ratio of trade elasticities, on the log. Ratios new over old. ``kind`` is real_income or trade_quantity.
    Raises ModelInputError as the functions of ``growth_path`` do.
    """
    when = np.arange(YEARS_SHOWN + 1)
    time = parameter("income_adjustment_years").value if adjustment_years is None else adjustment_years
    share = phase_in(when, parameter("trade_phase_in_first_year").value, parameter("trade_phase_in_full_year").value)
    parts = [("real_income", name, income_path(hat - 1, when, time)) for name, hat in real_income_hat.items()]
    parts += [("trade_quantity", name, phased_quantity(hat, share)) for name, hat in quantity_hat.items()]
    kinds, names, levels = zip(*parts, strict=True)
    return pd.DataFrame(
        {
            "series": _by_year(names),
            "kind": _by_year(kinds),
            "year": np.tile(when, len(parts)),
            "change_pct": 100 * (np.concatenate(levels) - 1),
        }
    )


@lru_cache(maxsize=8)
def _by_year(names: tuple[str, ...]) -> Labels:
    """Each name for every year shown; kept, because no scenario moves it."""
    return column(names).take(np.repeat(np.arange(len(names)), YEARS_SHOWN + 1))


def growth_line(
    real_income_hat: Mapping[str, float], as_of: date | None = None, adjustment_years: float | None = None
) -> pd.DataFrame:
    """The OECD's baseline growth by area and year and the mechanical line beside it.

    Columns: area, edition, target_year, baseline_pct, mechanical_pct, difference_pp, adjustment_years. Year 1 of the
    path is the year the edition was published in; years before it stay as they are. An area without a baseline has no
    rows. ``real_income_hat`` by area, a ratio. Raises ModelInputError as ``mechanical_growth``.
    """
    time = parameter("income_adjustment_years").value if adjustment_years is None else adjustment_years
    years = _years(tuple(real_income_hat), as_of)
    moved = zip(years.areas, real_income_hat.values(), strict=True)
    mechanical = np.concatenate([_mechanical(of_area, hat - 1, time) for of_area, hat in moved])
    return pd.DataFrame(
        {
            **years.columns,
            "mechanical_pct": mechanical,
            "difference_pp": mechanical - years.rates,
            "adjustment_years": np.full(len(mechanical), float(time)),
        }
    )


class _OfArea(NamedTuple):
    """An area's baseline growth by year in percent, and which years the path moves."""

    rates: FloatArray
    is_ahead: npt.NDArray[np.bool_]


class _Years(NamedTuple):
    """What no scenario moves of ``growth_line``: area, edition, target_year, baseline_pct; the last also by area."""

    columns: Mapping[str, Labels | npt.NDArray[np.generic]]
    rates: FloatArray
    areas: Sequence[_OfArea]


@lru_cache(maxsize=64)
def _years(areas: tuple[str, ...], as_of: date | None) -> _Years:
    columns = {"edition": "edition", "target_year": "target_year", "value_pct": "baseline_pct"}
    baselines = [_baseline(area, as_of) for area in areas]
    rows = pd.concat([years[list(columns)] for years in baselines], ignore_index=True).rename(columns=columns)
    rows.insert(0, "area", np.repeat(areas, [len(years) for years in baselines]))
    of_areas = [
        _OfArea(years["value_pct"].to_numpy(dtype=float), years["horizon_years"].to_numpy() >= 0) for years in baselines
    ]
    return _Years({str(name): rows[name].array for name in rows}, rows["baseline_pct"].to_numpy(dtype=float), of_areas)


@lru_cache(maxsize=64)
def _baseline(area: str, as_of: date | None) -> pd.DataFrame:
    """The newest baseline of an area known on a day, by year; kept, because no scenario moves it."""
    forecasts, editions = read_table("forecasts", as_of=as_of), read_table("forecast_editions")
    growth = (forecasts["measure"] == GROWTH) & (forecasts["scenario"] == BASELINE_SCENARIO)
    growth_rates = forecasts[growth & (forecasts["area"] == area)]
    edition = current_edition(growth_rates, editions, BASELINE_HOUSE, as_of)
    return growth_rates[
        (growth_rates["institution"] == BASELINE_HOUSE) & (growth_rates["edition"] == edition)
    ].sort_values("target_year")


def growth_range(
    real_income_pct: Mapping[str, tuple[float, float, float]],
    as_of: date | None = None,
    adjustment_years: float | None = None,
) -> pd.DataFrame:
    """``growth_line`` of a change of real income in percent (value, low, high) by area, with the line at both ends.

    Adds mechanical_low_pct and mechanical_high_pct to its columns, and value, low and high of the level in percent.
    """
    value, low, high = (
        growth_line({area: 1 + ends[k] / 100 for area, ends in real_income_pct.items()}, as_of, adjustment_years)
        for k in range(3)
    )
    levels = {name: [real_income_pct[area][k] for area in value["area"]] for k, name in enumerate(LEVEL_COLUMNS)}
    return value.assign(mechanical_low_pct=low["mechanical_pct"], mechanical_high_pct=high["mechanical_pct"], **levels)


def _mechanical(of_area: _OfArea, change: float, adjustment_years: float) -> FloatArray:
    """Growth by year in percent: the baseline's before the edition came out, from then on with the path's part."""
    ahead, moved = of_area.is_ahead, of_area.rates.copy()
    moved[ahead] = 100 * mechanical_growth(of_area.rates[ahead] / 100, change, adjustment_years)
    return moved


def shock_distance(one: FloatArray, other: FloatArray, trade: FloatArray) -> float:
    """How far two shocks are apart, in points: sum v |a - b| / sum v over all pairs of different countries.

    ``one``, ``other``: additional tariffs [exporter, importer] (ratios); ``trade`` [exporter, importer] the values v.
    It holds who charges whom, by how much, and whether there is an answer. Zero only for the same shock on all trade,
    symmetric, and no longer than any way round. Raises ModelInputError when the shapes differ.
    """
    if not one.shape == other.shape == trade.shape:
        raise ModelInputError(
            "shock", f"shapes {one.shape}, {other.shape} and {trade.shape} of shocks and trade differ"
        )
    weight = _weights(trade)
    return float(100 * (weight * np.abs(other - one)).sum() / weight.sum())


def _weights(trade: FloatArray) -> FloatArray:
    """Trade between different economies [exporter, importer]."""
    return trade * (1 - np.eye(len(trade)))


def shock_size(one: FloatArray, trade: FloatArray) -> float:
    """How far a shock [exporter, importer] is from no change at all, in points; raises as ``shock_distance``."""
    return shock_distance(one, np.zeros_like(one), trade)


def nearest_levels(
    additional: FloatArray,
    economies: Sequence[str],
    trade: FloatArray,
    areas: Sequence[str],
    count: int = 3,
    as_of: date | None = None,
) -> pd.DataFrame:
    """The published levels of GDP or welfare in ``areas`` under the ``count`` nearest shocks that have one, as printed.

    Rows of the table tariff_effects, the nearest shock first, with ``distance_pp`` and ``size_pp``, the distance of our
    own shock from no change: a study is of a shock like ours where the first is small against the second.
    ``additional`` tariffs (ratios) and ``trade`` are [exporter, importer] in the order of ``economies``.
    """
    every = nearest_studies(additional, economies, trade, _shocks_known(as_of), areas, as_of)
    levels = every[every["variable"].isin(LEVELS) & (every["effect_kind"] == "level_vs_baseline")]
    nearest = levels["shock_id"].drop_duplicates().head(count)
    chosen = levels[levels["shock_id"].isin(nearest)].reset_index(drop=True)
    return chosen.assign(size_pp=shock_size(additional, trade))


def _shocks_known(as_of: date | None) -> int:
    return int(_known_effects(as_of)["shock_id"].nunique())


def nearest_studies(
    additional: FloatArray,
    economies: Sequence[str],
    trade: FloatArray,
    count: int = 3,
    areas: Sequence[str] = (),
    as_of: date | None = None,
) -> pd.DataFrame:
    """The published effects of the ``count`` nearest shocks as printed, with ``distance_pp``; ``areas`` keeps some.

    Rows of the table tariff_effects: values and units as printed, never rescaled to our shock or our answer.
    ``additional`` tariffs (ratios) and ``trade`` are [exporter, importer] in the order of ``economies``.
    """
    about = _known_shocks(as_of)
    expressed = _expressed(tuple(economies), as_of)
    apart = np.full(len(about), np.inf)
    apart[expressed.is_held] = expressed.distances(additional, trade)
    order = np.lexsort((about["shock_id"].to_numpy(), about["published_on"].to_numpy(), apart))
    nearest = [place for place in order[:count] if np.isfinite(apart[place])]
    rows, counts = _printed(tuple(economies), tuple(nearest), tuple(areas), as_of)
    return rows.assign(distance_pp=np.repeat(apart[nearest], counts))


@lru_cache(maxsize=64)
def _printed(
    economies: tuple[str, ...], places: tuple[int, ...], areas: tuple[str, ...], as_of: date | None
) -> tuple[pd.DataFrame, list[int]]:
    """The effects of the shocks at these places of ``_known_shocks``, ``distance_pp`` still missing, and how many each
    has; kept, as a scenario beside another mostly has the same studies next to it.
    """
    dated, shocks, effects = (
        published_scenarios(economies),
        _known_shocks(as_of)["shock_id"].array,
        _known_effects(as_of),
    )
    names, area = effects["shock_id"].to_numpy(), effects["area"].to_numpy()
    wanted = np.isin(area, areas) if areas else np.ones(len(effects), dtype=bool)
    rows = [np.flatnonzero((names == shocks[place]) & wanted) for place in places]
    counts = [len(each) for each in rows]
    chosen = effects.iloc[np.concatenate([np.empty(0, dtype=np.intp), *rows])].reset_index(drop=True)
    notes = np.repeat(["; ".join(dated[shocks[place]].notes) for place in places], counts)
    return chosen.assign(distance_pp=np.nan, notes=notes), counts


@dataclass(frozen=True, eq=False)
class _Expressed:
    """Published shocks for some economies: which of those known ``is_held``, the pairs any of them moves, and what
    each adds to their tariffs [shock, pair].
    """

    is_held: npt.NDArray[np.bool_]
    sell: IndexArray
    buy: IndexArray
    additional: FloatArray

    def distances(self, one: FloatArray, trade: FloatArray) -> FloatArray:
        """``shock_distance`` of ``one`` to each [shock]; pairs that no published shock moves are the same for all."""
        weight = _weights(trade)
        elsewhere = weight * np.abs(one)
        elsewhere[self.sell, self.buy] = 0
        pairs = weight[self.sell, self.buy] * np.abs(self.additional - one[self.sell, self.buy])
        distances: FloatArray = 100 * (pairs.sum(axis=1) + elsewhere.sum()) / weight.sum()
        return distances


@lru_cache(maxsize=4)
def _expressed(economies: tuple[str, ...], as_of: date | None) -> _Expressed:
    """The shocks known on a day; kept, because no scenario moves them."""
    scenarios = published_scenarios(economies)
    shocks = [scenarios[name].additional for name in _known_shocks(as_of)["shock_id"]]
    shape = (-1, len(economies), len(economies))
    matrix = np.reshape([additional for additional in shocks if additional is not None], shape)
    sell, buy = np.nonzero(matrix.any(axis=0))
    is_held = np.array([additional is not None for additional in shocks], dtype=bool)
    return _Expressed(is_held, sell, buy, matrix[:, sell, buy])


@lru_cache(maxsize=16)
def _known_shocks(as_of: date | None) -> pd.DataFrame:
    """One row for each published shock known on a day; kept, because no scenario moves it."""
    columns = ["institution", "published_on", "shock", "retaliation"]
    return _known_effects(as_of).groupby("shock_id", as_index=False)[columns].first()


@lru_cache(maxsize=16)
def _known_effects(as_of: date | None) -> pd.DataFrame:
    """The published effects of tariffs alone known on a day, in the order of their names."""
    effects = read_table("tariff_effects", as_of=as_of)
    chosen = effects["is_tariffs_only"] & effects["effect_kind"].isin(AGAINST_BASELINE)
    return effects[chosen].sort_values(["shock_id", "effect_id"])


# A scenario's level effects spread over years, each with its range: real income evenly, trade by its own phase-in.
#
# The model compares two levels and says nothing about timing. Ranges of real income are those over the draws; those of
# trade volumes are taken over the ends of the elasticities of demand, one at a time.

VOLUMES = ("CHN to USA", "USA to CHN")


def growth_rows(scenario: Scenario, adjustment_years: float) -> pd.DataFrame:
    """The OECD's baseline known on the as-of date and the mechanical line with its range, growth in percent by year.

    ``adjustment_years``: how long real income takes to its new level; see ``growth_range`` for the columns.
    """
    return growth_range(income_ranges(scenario), scenario.as_of, adjustment_years)


def path_rows(scenario: Scenario, adjustment_years: float) -> pd.DataFrame:
    """``path_table`` of real income and of trade volumes between the two, with low_pct and high_pct."""
    income, volume = income_ranges(scenario), volume_hats(scenario)
    value, low, high = (
        path_table(
            {side: 1 + ends[k] / 100 for side, ends in income.items()},
            {name: ends[k] for name, ends in volume.items()},
            adjustment_years,
        )
        for k in range(3)
    )
    return value.assign(
        low_pct=low["change_pct"], high_pct=high["change_pct"], adjustment_years=float(adjustment_years)
    )


def volume_hats(scenario: Scenario) -> dict[str, tuple[float, float, float]]:
    """Volumes of trade between the two, new over old: value, low and high over the ends of the elasticities."""
    as_set = switches_of(scenario)
    hats = [_volumes(after(scenario, as_set))]
    for switches in demand_ends(as_set):
        try:
            hats.append(_volumes(after(scenario, switches)))
        except NotConvergedError:
            continue  # The range is then over fewer answers.
    return {
        name: (values[0], min(values), max(values))
        for name, values in zip(VOLUMES, zip(*hats, strict=True), strict=True)
    }


def _volumes(solved: Equilibrium) -> Sequence[float]:
    """Flows from China to the United States and back at base prices, new over base: values over the seller's wage."""
    us, china = places()
    return [
        float(solved.flows[pair] / solved.economy.flows[pair] / solved.wage_hat[pair[0]])
        for pair in ((china, us), (us, china))
    ]
