"""The section What if licences stop: sliders of refused licences, bounds of the loss, what is exposed, and print."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls, error_sentences, html_text
from parley.app.rare_earths import what_if_controls as panel
from parley.app.rare_earths import what_if_tariffs
from parley.app.rare_earths import what_if_words as words
from parley.app.rare_earths.charts import what_if as charts
from parley.app.what_if import share
from parley.models.policy_scenario import Scenario
from parley.results.critical import MONTHS, against_published
from parley.results.solution import Solution, solve

METHOD = """
**What if licences stop** is the critical-input model. A refused share of licences limits what China sells to a place at
a stage; others supply the rest, up to a cap, and are short themselves of the stage before. What is missing of
the last stage hits the industries that buy magnets: output falls by the share of magnets in their cost where they can
be replaced (Cobb-Douglas), one for one where they cannot (Leontief), and between the two by a constant elasticity of
substitution. That elasticity is **calibrated** to a published loss for the United States, Japan and Germany in the
first year; everywhere else and later it is an **assumption**. Stocks, the elasticity of demand and outside supply are
assumptions too. It is not estimated, and not added to the real income of the world model, which is another measure.
"""


def draw(as_of: date) -> None:
    """The what-if, the model beside print, and the tariff scenario on the other side of the table."""

    @blocks.live(panel.SUBJECT)
    def _() -> None:
        head = st.container(gap="xxsmall")
        left, right = st.columns([0.30, 0.70], gap="large")
        with left:
            chosen = panel.draw(as_of)
        solution = solved(chosen)
        rows = words.by_place(chosen, solution)
        with left:
            place = panel.place_shown(list(rows["destination_iso3"]))
            share.draw(chosen, panel.address_values(place), "rare_what_if", "critical_input")
        row = rows.set_index("destination_iso3", drop=False).loc[place].to_dict()
        blocks.finding(words.finding(chosen, row), place=head)
        with right:
            _answer(chosen, solution, rows, row)

    @blocks.live("Published losses")
    def _() -> None:
        rows = cache.derived("restriction published", (), lambda: words.published(against_published()))
        blocks.chart_block(
            charts.published_caption(rows),
            rows,
            {"Chart": lambda palette: charts.bounds(rows, palette)},
            "rare_what_if_published",
            note=words.MODEL_NOTE,
            below=lambda: _works(rows),
            state=(),
        )

    what_if_tariffs.draw(as_of)


def _works(rows: pd.DataFrame) -> None:
    st.html(html_text.linked_note(words.works(rows, controls.is_latest())))


def _answer(chosen: Scenario, solution: Solution, rows: pd.DataFrame, row: dict[Hashable, Any]) -> None:
    """Facts, sentence and charts of the place shown."""
    place = str(row["destination_iso3"])
    blocks.metrics(words.facts(chosen, row), "what_if")
    st.markdown(words.sentence(chosen, row, words.by_stage(solution, place)))
    blocks.note(words.MODELLED, "function")
    state = (chosen, place)
    views = {
        "Over time": lambda palette: charts.over_months(row, chosen.restriction_months or MONTHS, palette),
        "By place": lambda palette: charts.bounds(rows, palette),
    }
    with error_sentences.guarded("Bounds"):
        blocks.chart_block(
            charts.bounds_caption(rows),
            rows,
            views if len(rows) == 1 else dict(reversed(views.items())),
            "rare_what_if_bounds",
            note=words.MODEL_NOTE,
            state=state,
        )
    with error_sentences.guarded("What is exposed"):
        users = words.by_industry(solution, place)
        blocks.chart_block(
            charts.exposure_caption(users, cache.country_names()[place]),
            users,
            {"Chart": lambda palette: charts.bounds(users, palette)},
            "rare_what_if_users",
            note=words.MODEL_NOTE,
            below=lambda: _demand(users),
            state=state,
        )
    chain = st.expander("What arrives at each stage", on_change="rerun", key="rare_what_if_chain")
    if chain.open:
        with chain, error_sentences.guarded("What arrives at each stage"):
            blocks.table_block(
                "From ore to magnet", words.by_stage(solution, place), "rare_what_if_stages", words.MODEL_NOTE
            )


def _demand(users: pd.DataFrame) -> None:
    """The part of the world's demand each industry is taken to buy, and why."""
    told = [f"{r['industry']} {terms.rate(r['demand_share_pct'], 0)}, {r['basis']}" for r in users.to_dict("records")]
    st.caption(f"Who buys the world's magnets, as assumed: {'; '.join(told)}. The cost share is the same everywhere.")


def solved(chosen: Scenario) -> Solution:
    """The model's answer; the same scenario is computed once."""
    return cache.derived("restriction", (chosen,), lambda: solve(chosen, "critical_input"))
