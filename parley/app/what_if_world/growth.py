"""The subject Growth path of the world what-if: the OECD's path known on the date, and a mechanical line beside it."""

import pandas as pd

from parley import terms
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.what_if import all_models
from parley.app.what_if_world import words
from parley.app.what_if_world.charts import growth as charts
from parley.charts.document import Scale
from parley.models.growth_path import LEAST_ADJUSTMENT, MOST_ADJUSTMENT
from parley.models.policy_scenario import Scenario
from parley.parameters import parameter
from parley.results import base_world, world_paths
from parley.results.scenario_text import encode
from parley.words import beside

NAME, PATH = "world_growth", "world_path"
YEARS = "world_years"
SAY = beside(__file__)


def draw(scenario: Scenario) -> None:
    """The growth line and the level paths behind it, with the adjustment time as a slider."""
    figures.block("Growth path", lambda: adjusted_over(_years(), scenario))


def adjusted_over(years: int, scenario: Scenario) -> list[Content]:
    """Growth and, where a duty was moved, the paths of real income and trade. Raises NothingToShowError."""
    sure = _sure(scenario)
    state = (encode(scenario), years, sure)
    rows = _growth(scenario, years)
    if rows.empty:
        raise NothingToShowError(SAY("growth.unknown", day=terms.day(scenario.as_of)))
    growth = Figure(
        NAME,
        charts.growth_caption(rows, terms.day(scenario.as_of), sure),
        rows,
        {"Chart": lambda palette: charts.growth(rows, palette)},
        note=words.note("world"),
        state=state,
    )
    if base_world.unmoved(scenario):
        return [growth]
    levels = _path(scenario, years)
    views = {
        "Real income": lambda palette: charts.path(levels, "real_income", palette),
        "Trade volume": lambda palette: charts.path(levels, "trade_quantity", palette),
    }
    return [
        growth,
        Figure(
            PATH,
            charts.path_caption(levels, sure),
            levels,
            views,
            {"Trade volume": charts.volumes_caption(levels, parameter("trade_phase_in_first_year").value)},
            note=words.note("world"),
            state=state,
        ),
    ]


def _sure(scenario: Scenario) -> tuple[str, ...]:
    """The sides on the direction of whose real income all models agree; none until they have been asked."""
    asked = all_models.of_moved(scenario)
    if asked is None:
        return ()
    return tuple(side for side in charts.SIDES if asked.is_sure(("real_income", side, "")))


def _years() -> int:
    """The adjustment time, whole years."""
    scale = Scale(int(LEAST_ADJUSTMENT), int(MOST_ADJUSTMENT), 1, "years")
    default = int(parameter("income_adjustment_years").value)
    return int(controls.slider("Years until real income has adjusted", scale, default, YEARS, SAY("growth.adjustment")))


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
