"""The section What if licences stop: sliders of refused licences, bounds of the loss, what is exposed, and print."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app.kit import address, blocks, cache, controls, counters, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.rare_earths import what_if_controls as panel
from parley.app.rare_earths import what_if_tariffs, what_if_words
from parley.app.rare_earths.charts import what_if as charts
from parley.app.what_if import history, places, share
from parley.charts.figure import Caption
from parley.models.policy_scenario import Scenario
from parley.results import scenario_name
from parley.results.critical import MONTHS, against_published
from parley.results.solution import Solution, solve

SAY = words.beside(__file__)
TITLE = "What would be lost if China's licences stopped?"


def draw(as_of: date) -> None:
    """The what-if, the model beside print, and the tariff scenario on the other side of the table."""

    @blocks.part(panel.SUBJECT, title=TITLE)
    def refused_licences() -> None:
        address.note_steps()
        at = places.places()
        with at.controls:
            chosen = panel.draw(as_of)
        rows = by_place(chosen)
        with at.controls:
            place = panel.place_shown(list(rows["destination_iso3"]))
            named = replace(chosen, title=scenario_name.proposed(chosen))
            share.draw(named, panel.address_values(place), panel.PAGE, "critical_input")
        row = _row(chosen, place)
        finding = what_if_words.finding(chosen, row)
        with at.head:
            blocks.answer_head(finding, ("", ""), "", what_if_words.facts(chosen, row))
        history.record(panel.PAGE, panel.PARAMETERS, finding)
        address.announce(finding)
        with at.answer, figures.answering(share.in_words(chosen)):
            _answer(chosen, place)

    figures.block("Published losses", lambda: published_losses(as_of))
    what_if_tariffs.draw(as_of)


@kept
def published_losses(as_of: date) -> Figure:
    """The model beside the losses in print, and the works these are from."""
    rows = published()
    return Figure(
        "rare_what_if_published",
        charts.published_caption(rows),
        rows,
        {"Chart": lambda palette: charts.bounds(rows, palette)},
        note=SAY("what_if.model_note"),
        cited=tuple(what_if_words.works(rows, controls.is_latest())),
        state=(as_of,),
    )


@kept
def published() -> pd.DataFrame:
    """The published losses with the model's bounds beside them, which no date moves."""
    return what_if_words.published(against_published())


def _answer(chosen: Scenario, place: str) -> None:
    """Sentence and charts of the place shown."""
    figures.block("Bounds", lambda: bounds(chosen, place))
    st.markdown(_sentence(chosen, place))
    blocks.note(SAY("what_if.modelled"), "function")
    figures.block("What is exposed", lambda: exposed(chosen, place))
    chain = st.expander("What arrives at each stage", on_change="rerun", key="rare_what_if_chain")
    if chain.open:
        with chain:
            figures.block("What arrives at each stage", lambda: by_stage(chosen, place))


@kept
def bounds(chosen: Scenario, place: str) -> Figure:
    """The bounds of the loss, over the months of a place and by place; of several places that view comes first."""
    rows, row = by_place(chosen), _row(chosen, place)
    views = {
        "Over time": lambda palette: charts.over_months(row, chosen.restriction_months or MONTHS, palette),
        "By place": lambda palette: charts.bounds(rows, palette),
    }
    return Figure(
        "rare_what_if_bounds",
        charts.bounds_caption(rows),
        rows,
        views if len(rows) == 1 else dict(reversed(views.items())),
        {"Over time": charts.months_caption(rows[rows["destination_iso3"] == place])},
        note=SAY("what_if.model_note"),
        state=(chosen, place),
    )


@kept
def exposed(chosen: Scenario, place: str) -> Figure:
    """What the industries of a place that buy magnets lose."""
    users = what_if_words.by_industry(solved(chosen), place)
    return Figure(
        "rare_what_if_users",
        charts.exposure_caption(users, cache.country_names()[place]),
        users,
        {"Chart": lambda palette: charts.bounds(users, palette)},
        note=SAY("what_if.model_note"),
        remark=_demand(users),
        state=(chosen, place),
    )


@kept
def by_stage(chosen: Scenario, place: str) -> Figure:
    """What arrives at each stage of the chain, as a table."""
    title = SAY("what_if.chain")
    return Figure("rare_what_if_stages", Caption(title, SAY("what_if.model_note"), title), _stages(chosen, place))


@kept
def _stages(chosen: Scenario, place: str) -> pd.DataFrame:
    return what_if_words.by_stage(solved(chosen), place)


@kept
def _sentence(chosen: Scenario, place: str) -> str:
    return what_if_words.sentence(chosen, _row(chosen, place), _stages(chosen, place))


def _demand(users: pd.DataFrame) -> str:
    """The part of the world's demand each industry is taken to buy, and why."""
    parts = [
        SAY("what_if.demand_part", industry=r["industry"], share=terms.rate(r["demand_share_pct"], 0), basis=r["basis"])
        for r in users.to_dict("records")
    ]
    return SAY("what_if.demand", shares="; ".join(parts))


@kept
def by_place(chosen: Scenario) -> pd.DataFrame:
    """The loss of every place, with its bounds."""
    return what_if_words.by_place(chosen, solved(chosen))


@kept
def _row(chosen: Scenario, place: str) -> dict[Hashable, Any]:
    """The row of one place of ``by_place``."""
    return by_place(chosen).set_index("destination_iso3", drop=False).loc[place].to_dict()


@kept
def solved(chosen: Scenario) -> Solution:
    """The model's answer; the same scenario is computed once."""
    solution = solve(chosen, "critical_input")
    counters.SOLVED.labels("critical_input").inc()
    return solution
