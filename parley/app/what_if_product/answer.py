"""What the product model says, worked out once for every scenario."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from parley.app.kit import counters
from parley.app.kit.cache import OF_SCENARIO
from parley.app.what_if import turns
from parley.app.what_if.all_models import Asked
from parley.app.what_if.starting_duties import inputs
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon
from parley.results.answers import limits
from parley.results.answers import product_goods as goods
from parley.results.answers.answer import column, constants
from parley.results.answers.product import ProductOutcome, headline_ranges, origin_columns, over_horizons, solve_range
from parley.results.answers.product_draws import product_tornado
from parley.results.answers.product_solution import bearer_columns, bearer_table, outcome
from parley.results.answers.product_solution import by_year as results_by_year

FROM_CHINA, BUYERS = limits.FROM_CHINA, limits.BUYERS
STAMP = {"model": "product partial equilibrium", "source_id": "census_us_imports_2024_hs10"}


@dataclass(frozen=True)
class Answer:
    """One run: (value, low, high) of each headline figure; as columns (``origin_columns``, ``bearer_columns``) the
    change by origin and who gains and loses, with ranges.

    At a point there are no ranges: low and high are the figure itself, and the columns lack them.
    """

    figures: Mapping[str, tuple[float, float, float]]
    origins: Mapping[str, NDArray[Any]]
    bearers: Mapping[str, NDArray[Any]]

    @property
    def has_ranges(self) -> bool:
        """Whether this is more than a point."""
        return "low_usd" in self.bearers

    def value(self, metric: str) -> float:
        """A figure at the chosen horizon."""
        return self.figures[metric][0]

    def span(self, metric: str) -> tuple[float, float]:
        """Lowest and highest of a figure over the three horizons."""
        return self.figures[metric][1:]


@st.cache_resource(show_spinner=False, max_entries=256, hash_funcs=OF_SCENARIO)
def answer(scenario: Scenario) -> Answer:
    """The scenario's results with ranges over the horizons. Raises as ``product_solution.outcome`` does."""
    with turns.answer():
        solved = outcome(scenario)
        return _answer(scenario, solved, over_horizons(solved))


@st.cache_resource(show_spinner=False, max_entries=256, hash_funcs=OF_SCENARIO)
def point(scenario: Scenario) -> Answer:
    """The scenario's results without ranges. Raises as ``product_solution.outcome`` does."""
    with turns.answer():
        inputs()  # lets go of the tables behind them
        result = worked_out(scenario)
    counters.SOLVED.labels("product").inc()
    return result


def worked_out(scenario: Scenario) -> Answer:
    """``point``, worked out anew and not kept."""
    return _answer(scenario, outcome(scenario))


def _answer(
    scenario: Scenario, solved: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None
) -> Answer:
    """The results of a run; without ``horizons`` those of its own alone, a point."""
    every = horizons or {solved.assumed.horizon: solved}
    return Answer(
        headline_ranges(solved, every),
        origin_columns(solved, horizons),
        bearer_columns(solved, horizons),
    )


TABLES: dict[str, Callable[[ProductOutcome], pd.DataFrame]] = {
    "section": goods.by_section,
    "chapter": goods.by_chapter,
    "product": goods.by_product,
    "china": goods.china_by_chapter,
}


@st.cache_resource(show_spinner=False, max_entries=24, hash_funcs=OF_SCENARIO)
def table(scenario: Scenario, level: str) -> pd.DataFrame:
    """The scenario's results by section, chapter or product, or China's side by chapter, with ranges."""
    solved = outcome(scenario)
    return goods.ranged(TABLES[level], solved, over_horizons(solved))


def table_at_point(scenario: Scenario, level: str) -> pd.DataFrame:
    """``table`` at the chosen horizon alone and not kept: every range is the figure itself."""
    solved = outcome(scenario)
    return goods.ranged(TABLES[level], solved, {solved.assumed.horizon: solved})


@st.cache_resource(show_spinner=False, max_entries=24, hash_funcs=OF_SCENARIO)
def by_year(scenario: Scenario) -> pd.DataFrame:
    """What of the scenario's dollars falls into each calendar year (``product_solution.by_year``)."""
    solved = outcome(scenario)
    return results_by_year(scenario, solve_range(solved), bearer_table(solved, over_horizons(solved)))


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=OF_SCENARIO)
def flows(scenario: Scenario) -> pd.DataFrame:
    return goods.by_section_and_origin(outcome(scenario))


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=OF_SCENARIO)
def drivers(scenario: Scenario) -> pd.DataFrame:
    return product_tornado(outcome(scenario))


def stamped(columns: Mapping[str, np.ndarray], stamp: Mapping[str, str] = STAMP) -> pd.DataFrame:
    """Columns as rows with their source records: those of ``stamp`` in place of the model's own."""
    count = len(next(iter(columns.values())))
    values = {name: column(tuple(v)) if v.dtype.kind in "OU" else v for name, v in columns.items()}
    return pd.DataFrame({**values, **constants({**STAMP, **stamp}, count)})


def is_beyond(answer: Answer, metric: str, *values: float) -> bool:
    """Whether one of the values of a figure is more than the trade of the base can hold."""
    share = answer.value("imports_change_pct")
    if not share:  # nothing moves
        return False
    whole, china = 100 * answer.value("imports_change_usd") / share, answer.value("imports_from_china_usd_baseline")
    return any(limits.is_beyond(metric, value, china, whole) for value in values)


def is_unusable(answer: Answer, models: Asked | None = None) -> bool:
    """Whether the answer itself is, or what one of the models says of the buyers' gain or loss."""
    ends = None if models is None else models.envelope(("who_bears", "USA", "buyers"))
    return is_beyond(answer, FROM_CHINA, answer.value(FROM_CHINA)) or is_beyond(
        answer, BUYERS, answer.value(BUYERS), *(ends or ())
    )
