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

NAME, CLOSURES = "world_drivers", "world_closures"
ONE, RULES = "One at a time", "By deficit rule"
METHOD = """
**What drives it.** One parameter at a time goes to its low and its high value, the others stay where you set them; the
world is solved anew each time, at the duties in force and at those you chose. Low and high of the trade elasticity are
the 5th and 95th percentile it is drawn from. Two tiers of demand and labour that answers to the real wage exclude each
other in the model, so the bar of the one falls away where you set the other. The rules for trade deficits are no
parameters: each has a range over 64 draws of its own, with the same seed, and the ranges are never pooled, because a
rule can move the sign. With fixed labour, transfers fixed in money are those in shares of world income here, as the
world's mean wage is the unit; they have no row of their own then.
"""


def draw(scenario: Scenario) -> None:
    """Bars of the parameters or whiskers of the rules. Raises NothingToShowError where nothing was moved."""
    if base_world.unmoved(scenario):
        raise NothingToShowError("At the duties in force nothing changes, so nothing drives it. Move a duty first.")

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
        note=words.NOTES["world"],
        remark=rests_on(rows),
        state=state,
    )


def rests_on(rows: pd.DataFrame) -> str:
    """Where each parameter stands, its range and what it rests on, in one line."""
    told = [
        f"{charts.name_of(row['parameter'])} {row['value']:g} ({row['low']:g} to {row['high']:g}; "
        f"{row['status']}, {_works(row['citation']) or 'no citation'})"
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
    return Figure(CLOSURES, caption, rows, views, note=words.NOTES["world"], state=state)


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
