"""What the world models say to the page's choice: the answer, its range when it is there, the last good one if not.

A slider's move draws the answer first; the range, which takes longer, comes with a second run, and what all models say
together with a third (``what_if.later``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from parley.app.kit import counters
from parley.app.kit.cache import OF_SCENARIO
from parley.app.what_if import all_models, later, starting_duties, turns
from parley.app.what_if.all_models import Asked
from parley.app.what_if.solving import LastGood, last_good
from parley.app.what_if_world.controls import PAGE, Chosen, Model
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers import sectors, world, world_bands
from parley.results.answers.answer import Ranges
from parley.results.answers.sectors import SectorPoint
from parley.results.answers.world import WorldPoint
from parley.results.compared import agreement

Point = WorldPoint | SectorPoint
RANGE, INDUSTRIES = "range of the world", "model by industry"
SHORT = later.SHORT_MS


@dataclass(frozen=True)
class Figure:
    """One number with the ends of its range, None while the range is being worked out."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the range leaves the sign open, or is not there yet."""
        return self.low is None or self.high is None or self.low < 0 < self.high


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows: a choice, the model's answer, its range and what all models say, both None until they are
    worked out, and why the answer is another choice's.
    """

    chosen: Chosen
    point: Point
    ranges: Ranges | None
    reason: str = ""
    models: Asked | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the scenario changes anything."""
        return starting_duties.is_moved(self.chosen.scenario)

    def rows(self, table: str, outcome: str, **of: str) -> pd.DataFrame:
        """A table of the answer with the ends of ``outcome`` in two columns, where the range is there.

        ``of`` keeps the rows with these values: ``importer="USA"``.
        """
        rows: pd.DataFrame = getattr(self.point, table)
        for column, code in of.items():
            rows = rows[rows[column] == code]
        return rows if self.ranges is None else self.ranges.beside(rows, table, outcome)

    def ends(self, table: str, outcome: str) -> dict[str, npt.NDArray[np.float64]]:
        """The ends of an outcome [row of a table of the answer], as ``rows`` names them; none without a range."""
        if self.ranges is None:
            return {}
        return self.ranges.ends_of_all(getattr(self.point, table), table, outcome)

    def agreed(self, marks: dict[str, Any], outcome: str) -> dict[str, Any]:
        """Marks by ``code`` with ``is_sure``: whether all models agree on the outcome's direction; without it until
        they have been asked.
        """
        agreement_of = None if self.models is None else self.models.agreement
        if agreement_of is None:
            return marks
        sure = [agreement.is_sure(agreement_of.of_outcome(outcome, code)) for code in marks["code"]]
        return {**marks, "is_sure": np.array(sure)}

    def agreed_sales(self, marks: pd.DataFrame, importer: str) -> pd.DataFrame:
        """``agreed`` of what the economies of ``marks`` sell to an importer."""
        agreement_of = None if self.models is None else self.models.agreement
        if agreement_of is None:
            return marks
        return marks.assign(is_sure=[agreement.is_sure(agreement_of.of_flow(code, importer)) for code in marks["code"]])

    def value(self, outcome: str, **of: str) -> float:
        """One number: ``economy`` names a row of by_economy, ``exporter`` and ``importer`` one of trade.

        Raises IndexError where there is no such row.
        """
        rows: pd.DataFrame = getattr(self.point, _table(of))
        return float(rows[outcome].to_numpy()[_place(rows, of)])

    def figure(self, outcome: str, **of: str) -> Figure:
        """One number with the ends of its range, where that is there; see ``value``."""
        value = self.value(outcome, **of)
        if self.ranges is None:
            return Figure(value)
        rows: pd.DataFrame = getattr(self.point, _table(of))
        return Figure(value, *self.ranges.ends(rows, _place(rows, of), _table(of), outcome))


def _table(of: Mapping[str, str]) -> str:
    """The table of the answer that has a row of an economy or of a pair."""
    return "trade" if "importer" in of else "by_economy"


# Where the row of an economy or a pair was found last: from one answer to the next the order mostly stays.
_FOUND: dict[tuple[str, ...], int] = {}


def _place(rows: pd.DataFrame, of: Mapping[str, str]) -> int:
    """The place of the first row with these values by column. Raises IndexError where there is none."""
    names = [rows[column].array for column in of]
    last_place = _FOUND.get(tuple(of.values()), len(rows))
    if last_place < len(rows) and all(
        column[last_place] == code for column, code in zip(names, of.values(), strict=True)
    ):
        return last_place
    is_named = np.logical_and.reduce([column == code for column, code in zip(names, of.values(), strict=True)])
    place = _FOUND[tuple(of.values())] = int(np.flatnonzero(is_named)[0])
    return place


def good(chosen: Chosen) -> LastGood[Chosen, Point]:
    """The model's answer to the choice, else the last one with the reason.

    Raises ScenarioError and NotConvergedError where the visitor has seen no answer yet, CalibrationError.
    """
    return last_good(PAGE, chosen, lambda c: _point(c.scenario, c.model), also=(ScenarioError,))


def shown(answered: LastGood[Chosen, Point]) -> Shown:
    """The answer with its range and what all models say once their turn has come. Raises CalibrationError."""
    model, scenario = answered.scenario.model, answered.scenario.scenario
    ranges = later.in_turn(RANGE, (model, scenario), partial(_ranges, scenario, model), pause_ms=SHORT)
    models = all_models.of_moved(scenario) if ranges is not None else None
    return Shown(answered.scenario, answered.answer, ranges, answered.reason, models)


def by_industry(shown: Shown) -> Shown | None:
    """The same scenario in the model by industry, with its range; None until its turn has come.

    The options of the one-sector model are left out: there each industry has its elasticity and labour is fixed.
    Raises ScenarioError, NotConvergedError, CalibrationError.
    """
    if shown.chosen.model == "sectors":
        return shown
    if shown.ranges is None:  # one thing is waited for at a time
        return None
    scenario = replace(
        shown.chosen.scenario, trade_elasticity=None, labour_supply_elasticity=None, home_elasticity_ratio=None
    )
    result = later.in_turn(
        INDUSTRIES, (scenario,), lambda: (_point(scenario, "sectors"), _ranges(scenario, "sectors")), pause_ms=SHORT
    )
    if result is None:
        return None
    return replace(
        shown, chosen=replace(shown.chosen, scenario=scenario, model="sectors"), point=result[0], ranges=result[1]
    )


@st.cache_resource(show_spinner=False, max_entries=24, hash_funcs=OF_SCENARIO)  # 1.3 MB each, and 2 ms
def _point(scenario: Scenario, model: Model) -> Point:
    with turns.answer():
        starting_duties.inputs()  # lets go of the tables behind them
        solved = world.point(scenario) if model == "world" else sectors.point(scenario)
    counters.SOLVED.labels(model).inc()
    return solved


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=OF_SCENARIO)  # 0.4 MB each, and 57 ms
def _ranges(scenario: Scenario, model: Model) -> Ranges:
    return world_bands.world_ranges(scenario) if model == "world" else sectors.ends(scenario)
