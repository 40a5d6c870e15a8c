"""The subject Retaliation of the world what-if: three US policies against three of China, and the best answers."""

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Content, Figure
from parley.app.what_if_world import words
from parley.app.what_if_world.charts import retaliation as charts
from parley.models.policy_scenario import Scenario
from parley.results import retaliation
from parley.words import beside

NAME = "world_retaliation"
SAY = beside(__file__)


def draw(scenario: Scenario) -> None:
    """The nine worlds."""
    figures.block("Retaliation", lambda: nine_worlds(scenario))


def nine_worlds(scenario: Scenario) -> list[Content]:
    """The table of payoffs and what it leaves open. Raises what ``retaliation.payoff_table`` raises."""
    state = (scenario,)
    rows = _rows(scenario)
    figure = Figure(
        NAME,
        charts.caption(rows, terms.day(scenario.as_of)),
        rows,
        {"Chart": lambda palette: charts.matrix(rows, palette)},
        note=words.note("world"),
        remark=f"{charts.read(rows)} {words.all_goods(scenario)}",
        state=state,
    )
    is_open = rows[["is_us_at_bound", "is_china_at_bound"]].to_numpy().any()
    return [figure, _at_bound] if is_open else [figure]


def _at_bound() -> None:
    st.caption(f":material/warning: {SAY('retaliation.at_bound')}")


@kept
def _rows(scenario: Scenario) -> pd.DataFrame:
    return retaliation.payoff_table(scenario).assign(closure=scenario.closure, **words.STAMPS["world"])
