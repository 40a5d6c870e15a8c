"""The subject Growth path of the world what-if: the OECD's path known on the date, and a mechanical line beside it."""

import pandas as pd

from parley import terms
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.what_if_world import words
from parley.app.what_if_world.charts import growth as charts
from parley.charts.document import Scale
from parley.models.growth_path import LEAST_ADJUSTMENT, MOST_ADJUSTMENT
from parley.models.policy_scenario import Scenario
from parley.parameters import parameter
from parley.results import base_world, world_paths
from parley.results.scenario_text import encode

NAME, PATH = "world_growth", "world_path"
YEARS = "world_years"
METHOD = """
**Growth path.** The model compares two levels and says nothing about timing. Real income is spread evenly over the
years you set (default 5, an assumption; 1 to 10), and its yearly difference is added to the OECD's baseline of the last
edition known on the as-of date, from the year of that edition on. The line is mechanical: no investment, confidence,
capital flows, sticky prices or policy answers. The OECD's path rests on the tariffs in force when it was written; the
line adds what your scenario moves against the duties of the as-of date. Trade volumes come in by the ratio of the trade
elasticity of a year to that of the long run (0.38 in year 1, Boehm, Levchenko and Pandalai-Nayar 2023); that ratio
never scales income, prices or revenue. Real GDP and real income are two measures: with fixed labour the model's real
GDP does not move, and what moves income is what it buys.
"""


def draw(scenario: Scenario) -> None:
    """The growth line and the level paths behind it, with the adjustment time as a slider."""
    figures.block("Growth path", lambda: adjusted_over(_years(), scenario))


def adjusted_over(years: int, scenario: Scenario) -> list[Content]:
    """Growth and, where a duty was moved, the paths of real income and trade. Raises NothingToShowError."""
    state = (encode(scenario), years)
    rows = _growth(scenario, years)
    if rows.empty:
        raise NothingToShowError(f"No OECD path of growth was known on {terms.day(scenario.as_of)}.")
    growth = Figure(
        NAME,
        charts.growth_caption(rows, terms.day(scenario.as_of)),
        rows,
        {"Chart": lambda palette: charts.growth(rows, palette)},
        note=words.NOTES["world"],
        state=state,
    )
    if base_world.unmoved(scenario):
        return [growth]
    levels = _path(scenario, years)
    views = {
        "Real income": lambda palette: charts.path(levels, "real_income", palette),
        "Trade volume": lambda palette: charts.path(levels, "trade_quantity", palette),
    }
    return [growth, Figure(PATH, charts.path_caption(levels), levels, views, note=words.NOTES["world"], state=state)]


def _years() -> int:
    """The adjustment time, whole years."""
    scale = Scale(int(LEAST_ADJUSTMENT), int(MOST_ADJUSTMENT), 1, "years")
    default = int(parameter("income_adjustment_years").value)
    why = "An assumption: the model says where the level ends, not when."
    return int(controls.slider("Years until real income has adjusted", scale, default, YEARS, why))


@kept
def _growth(scenario: Scenario, years: int) -> pd.DataFrame:
    rows = world_paths.growth_rows(scenario, years)
    if rows.empty:
        return rows
    known = cache.table("forecasts", scenario.as_of)
    sources = known.drop_duplicates("edition").set_index("edition")["source_id"]
    stamp = words.STAMPS["world"]
    return rows.assign(source_id=rows["edition"].map(sources), model=stamp["model"], model_source_id=stamp["source_id"])


@kept
def _path(scenario: Scenario, years: int) -> pd.DataFrame:
    return world_paths.path_rows(scenario, years).assign(**words.STAMPS["world"])
