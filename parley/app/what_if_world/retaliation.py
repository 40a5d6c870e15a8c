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

NAME = "world_retaliation"
METHOD = """
**Retaliation.** The United States keeps the duties in force, sets those you chose, or sets the one rate on all Chinese
goods that gives it the highest real income; China gives no answer, answers in kind (US goods meet the rate Chinese
goods meet, never less than now), or sets its own best rate. *Best* is always against what the other side does in the
same cell; where both are best nobody wants to move: the Nash equilibrium. Everybody else keeps the duties in force, but
for the row "as chosen", which holds every US duty you moved. China's rate of your scenario is not one of its three
policies. Best rates are searched to eight decimals by exact solutions; nothing is scaled. One trade elasticity for all
overstates such rates between the two: with home goods harder to replace than imports (two tiers of demand) they are
lower and third countries gain more, so the range holds that case beside a trade elasticity of 1.9 and of 8.4. A best
tariff here moves the terms of trade and nothing else: no politics, investment or answers of other partners.
"""


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
        note=words.NOTES["world"],
        remark=words.all_goods(scenario),
        state=state,
    )
    is_open = rows[["is_us_at_bound", "is_china_at_bound"]].to_numpy().any()
    return [figure, _at_bound] if is_open else [figure]


def _at_bound() -> None:
    st.caption(":material/warning: A rate marked > is where the search ends: the best one may lie beyond.")


@kept
def _rows(scenario: Scenario) -> pd.DataFrame:
    return retaliation.payoff_table(scenario).assign(closure=scenario.closure, **words.STAMPS["world"])
