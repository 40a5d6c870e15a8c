"""What if licences stop: sliders of refused licences, the bounds of the loss in four views, and published losses."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app.kit import address, blocks, cache, controls, counters, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.rare_earths import what_if_bounds as charts
from parley.app.rare_earths import what_if_controls as panel
from parley.app.rare_earths import what_if_words
from parley.app.what_if import history, places, share
from parley.charts.figure import Caption
from parley.models.policy_scenario import Scenario
from parley.results.answers.critical import MONTHS, against_published
from parley.results.answers.solution import Solution, solve
from parley.results.scenario import sentence

SAY = words.beside(__file__)
TITLE = "What would be lost if China's licences stopped?"
SHOWN, OVER_TIME, BY_PLACE = "rare_what_if_show", "Over time", "By place"


def draw(as_of: date) -> None:
    """The what-if, and the model beside print."""

    @blocks.part(panel.IF_STOPPED, title=TITLE)
    def refused_licences() -> None:
        address.note_steps()
        at = places.places()
        with at.controls:
            chosen = panel.draw(as_of)
        rows = by_place(chosen)
        with at.controls:
            place = panel.place_shown(list(rows["destination_iso3"]))
            named = replace(chosen, title=sentence.proposed(chosen))
            share.draw(named, panel.address_values(place), panel.PAGE, "critical_input")
        row = _row(chosen, place)
        finding = what_if_words.finding(chosen, row)
        with at.head:
            blocks.answer_head(finding, "", "", what_if_words.facts(chosen, row))
        history.record(panel.PAGE, panel.PARAMETERS, finding)
        address.announce(finding)
        with at.answer, figures.answering(share.in_words(chosen)):
            _answer(chosen, place)

    figures.block("Published losses", lambda: published_losses(as_of))


@kept
def published_losses(as_of: date) -> Figure:
    """The model beside the losses in print, and the works these are from."""
    rows = published()
    return Figure(
        "rare_what_if_published",
        charts.published_caption(rows),
        rows,
        {"Chart": lambda palette: charts.bounds(rows, palette)},
        note=". ".join([SAY("what_if.model_note"), charts.published_note(rows)]),
        cited=tuple(what_if_words.works(rows, controls.is_latest())),
        state=(as_of,),
    )


@kept
def published() -> pd.DataFrame:
    """The published losses with the model's bounds beside them, which no date moves."""
    return what_if_words.published(against_published())


def _answer(chosen: Scenario, place: str) -> None:
    """Chart and sentence of the place shown."""
    figures.block("Bounds", lambda: loss(chosen, place))
    st.markdown(_sentence(chosen, place))
    blocks.note(SAY("what_if.modelled"), "function")


def loss(chosen: Scenario, place: str) -> Figure:
    """The loss in the view chosen; of several places that by place comes first."""
    several = len(by_place(chosen)) > 1
    return VIEWS[controls.choose("Show", list(VIEWS), SHOWN, default=BY_PLACE if several else OVER_TIME)](chosen, place)


@kept
def over_time(chosen: Scenario, place: str) -> Figure:
    """The bounds of the loss of a place over the months."""
    rows, row = by_place(chosen), _row(chosen, place)
    return Figure(
        "rare_what_if_bounds",
        charts.months_caption(rows[rows["destination_iso3"] == place], chosen.restriction_months or MONTHS),
        rows,
        {"Chart": lambda palette: charts.over_months(row, chosen.restriction_months or MONTHS, palette)},
        note=SAY("what_if.stock_note"),
        state=(OVER_TIME, chosen, place),
    )


@kept
def place_by_place(chosen: Scenario, place: str) -> Figure:
    """The bounds of the loss of every place; ``place`` changes nothing."""
    rows = by_place(chosen)
    return Figure(
        "rare_what_if_bounds",
        charts.bounds_caption(rows),
        rows,
        {"Chart": lambda palette: charts.bounds(rows, palette)},
        note=SAY("what_if.model_note"),
        state=(BY_PLACE, chosen),
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
        remark=SAY("what_if.demand"),
        state=(chosen, place),
    )


@kept
def by_stage(chosen: Scenario, place: str) -> Figure:
    """What arrives at each stage of the chain in a place, as a table."""
    rows = _stages(chosen, place)
    least = rows.nsmallest(1, "available_pct").iloc[0]
    title = SAY(
        "what_if.stages",
        "short" if least["available_pct"] < 100 else "whole",
        place=terms.capital(cache.place(place)),
        share=terms.rate(least["available_pct"], 0),
        goods=what_if_words.STAGE_GOODS[least["stage"]],
    )
    return Figure("rare_what_if_stages", Caption(title, SAY("what_if.stages_measure"), title), rows)


VIEWS: dict[str, Callable[[Scenario, str], Figure]] = {
    OVER_TIME: over_time,
    BY_PLACE: place_by_place,
    "By industry": exposed,
    "By stage": by_stage,
}


@kept
def _stages(chosen: Scenario, place: str) -> pd.DataFrame:
    return what_if_words.by_stage(solved(chosen), place)


@kept
def _sentence(chosen: Scenario, place: str) -> str:
    return what_if_words.sentence(chosen, _row(chosen, place), _stages(chosen, place))


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
