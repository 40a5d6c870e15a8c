"""The subject What drives it of the world what-if: one parameter at a time, and each rule for deficits apart."""

import pandas as pd

from parley import terms
from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if.cited import short_reference
from parley.app.what_if_world import words
from parley.app.what_if_world.charts import drivers as charts
from parley.app.what_if_world.controls import CLOSURE_NAMES
from parley.models.policy_scenario import Scenario
from parley.results import base_world, drivers
from parley.results.scenario_text import encode
from parley.words import beside

NAME, CLOSURES = "world_drivers", "world_closures"
ONE, RULES = "One at a time", "By deficit rule"
SAY = beside(__file__)


def draw(scenario: Scenario) -> None:
    """Bars of the parameters or whiskers of the rules. Raises NothingToShowError where nothing was moved."""
    if base_world.unmoved(scenario):
        raise NothingToShowError(SAY("drivers.nothing"))

    figures.block("What drives it", lambda: moved(scenario))


def moved(scenario: Scenario) -> Figure:
    """The choice of what moves, and what it does."""
    return {ONE: _parameters, RULES: _closures}[controls.choose("Move", (ONE, RULES), "world_drivers_of")](scenario)


def _parameters(scenario: Scenario) -> Figure:
    state = (encode(scenario),)
    rows = _income_drivers(scenario)
    caption = charts.bars_caption(rows, terms.day(scenario.as_of))
    return Figure(
        NAME,
        caption,
        rows,
        {"Chart": lambda palette: charts.bars(rows, palette)},
        note=words.note("world"),
        remark=rests_on(rows),
        state=state,
    )


def rests_on(rows: pd.DataFrame) -> str:
    """Where each parameter stands, its range and what it rests on, in one line."""
    told = [
        SAY(
            "drivers.rests",
            name=charts.name_of(row["parameter"]),
            value=f"{row['value']:g}",
            low=f"{row['low']:g}",
            high=f"{row['high']:g}",
            status=row["status"],
            works=_works(row["citation"]) or SAY("drivers.no_citation"),
        )
        for row in rows.drop_duplicates("parameter").to_dict("records")
    ]
    return f"{'; '.join(told)}."


def _works(keys: str) -> str:
    return ", ".join(short_reference(key) for key in keys.split(", ") if key)


def _closures(scenario: Scenario) -> Figure:
    state = (encode(scenario),)
    rows = _closure_bands(scenario)
    caption = charts.closures_caption(rows, _names(), terms.day(scenario.as_of))
    views = {"Chart": lambda palette: charts.closures(rows, _names(), palette)}
    return Figure(CLOSURES, caption, rows, views, note=words.note("world"), state=state)


def _names() -> dict[str, str]:
    return {str(closure): name for closure, name in CLOSURE_NAMES.items()}


@kept
def _income_drivers(scenario: Scenario) -> pd.DataFrame:
    return _stamped(drivers.income_drivers(scenario), scenario)


@kept
def _closure_bands(scenario: Scenario) -> pd.DataFrame:
    return _stamped(drivers.closure_bands(scenario), scenario)


def _stamped(rows: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    return rows.assign(as_of=scenario.as_of.isoformat(), **words.STAMPS["world"])
