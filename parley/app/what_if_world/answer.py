"""What the world models say to the page's choice: the answer, its range when it is there, the last good one if not.

A slider's move draws the answer first; the range, which takes longer, comes with a second run, and what all models say
together with a third: see ``follow_up``.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from parley.app.kit import card, counters
from parley.app.kit.cache import OF_SCENARIO
from parley.app.what_if import all_models, later, starting_duties
from parley.app.what_if.all_models import Asked
from parley.app.what_if.last_good import last_good
from parley.app.what_if_world.controls import PAGE, Chosen, Model
from parley.charts.document import FigureDocument
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results import sectors, world, world_bands
from parley.results.ranges import Ranges
from parley.results.sectors import SectorPoint
from parley.results.world import WorldPoint

Point = WorldPoint | SectorPoint
RANGES = f"{PAGE}_ranges"
RANGE_FIRST, RANGE_MISSING, TURN = f"{PAGE}_range_first", f"{PAGE}_range_missing", f"{PAGE}_turn"


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
    asked: Asked | None = None

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

    def figure(self, outcome: str, **of: str) -> Figure:
        """One number: ``economy`` names a row of by_economy, ``exporter`` and ``importer`` one of trade.

        Raises IndexError where there is no such row.
        """
        table = "trade" if "importer" in of else "by_economy"
        rows: pd.DataFrame = getattr(self.point, table)
        is_named = np.logical_and.reduce([rows[column].array == code for column, code in of.items()])
        place = int(np.flatnonzero(is_named)[0])
        value = float(rows[outcome].to_numpy()[place])
        return Figure(value) if self.ranges is None else Figure(value, *self.ranges.ends(rows, place, table, outcome))


def shown(chosen: Chosen) -> Shown:
    """The answer to the choice. Its range is worked out at once where ``range_first`` asked for it, else it is missing.

    Raises ScenarioError and NotConvergedError where the visitor has seen no answer yet, CalibrationError.
    """
    good = last_good(PAGE, chosen, lambda c: _point(c.scenario, c.model), also=(ScenarioError,))
    asked: bool | Chosen = st.session_state.pop(RANGE_FIRST, False)
    now = asked if isinstance(asked, bool) else _same(asked, good.scenario)
    kept: tuple[Chosen, Ranges] | None = st.session_state.get(RANGES)
    if kept is None or not _same(kept[0], good.scenario):
        kept = (good.scenario, _ranges(good.scenario.scenario, good.scenario.model)) if now else None
        if kept is not None:
            st.session_state[RANGES] = kept
    st.session_state[RANGE_MISSING] = good.scenario if kept is None else None
    own = good.scenario.scenario
    asked_all = all_models.after_answer(own) if kept and starting_duties.is_moved(own) else None
    return Shown(good.scenario, good.answer, kept[1] if kept else None, good.reason, asked_all)


def range_first() -> None:
    """Call where the page is drawn whole, before its parts: nothing is shown yet, so the range may come first."""
    st.session_state[RANGE_FIRST] = True


def follow_up() -> None:
    """Call at the end of the part that shows the answer: where the range is missing, the part is drawn again with it,
    and once more with what all models say.

    The browser asks for that when it has painted the answer; while a slider moves on, nothing is worked out for where
    it has been.
    """
    later.follow_up()
    missing: Chosen | None = st.session_state.get(RANGE_MISSING)
    if missing is None:
        return
    st.session_state[TURN] = turn = st.session_state.get(TURN, 0) + 1

    def painted() -> None:
        st.session_state[RANGE_FIRST] = missing  # and no other choice, should the visitor have moved on

    card.draw(card.key_of("range"), card.Sent(FigureDocument("", ""), then=f"{turn}"), {}, painted)


def _same(one: Chosen, other: Chosen) -> bool:
    return (one.model, one.scenario) == (other.model, other.scenario)


@st.cache_resource(show_spinner=False, max_entries=24, hash_funcs=OF_SCENARIO)  # 1.3 MB each, and 2 ms
def _point(scenario: Scenario, model: Model) -> Point:
    starting_duties.inputs()  # lets go of the tables behind them
    solved = world.point(scenario) if model == "world" else sectors.point(scenario)
    counters.SOLVED.labels(model).inc()
    return solved


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=OF_SCENARIO)  # 0.4 MB each, and 57 ms
def _ranges(scenario: Scenario, model: Model) -> Ranges:
    return world_bands.world_ranges(scenario) if model == "world" else sectors.ends(scenario)
