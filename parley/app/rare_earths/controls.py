"""The subject Controls: the state of China's export controls over time, one line an element or good."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts import spells as timeline
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import export_controls
from parley.measures.export_controls import IN_FORCE, UNCLEAR

GROUPS = {"earths": "Rare earths", "others": "Other minerals and goods"}
# The colour and look of a state.
STATES = {
    "announced": ("china", "hollow"),
    "in force": ("china", "full"),
    "suspended": ("pale", "full"),
    "unclear": ("grey", "hatched"),
}
TARGETS = {"USA": ", to US", "JPN": ", to Japan"}
MOST_NAMED = 2  # goods of an act that a title names
TECHNOLOGY = "rare-earth technology"
SHORT = {
    "auxiliary materials for rare-earth production": "Materials",
    "rare-earth production equipment": "Equipment",
    "goods made abroad with Chinese rare earths": "Goods made abroad",
    "high-grade synthetic graphite, natural flake graphite products": "Graphite",
    "graphite, superhard materials": "Graphite etc.",
    "artificial graphite anodes, lithium batteries": "Batteries, anodes",
    "all dual-use items": "Dual-use",
}
SAY = words.beside(__file__)


def by_element(as_of: date) -> Figure:
    """The state of control of each element, or of each other good, over time."""
    return _of(controls.choose("Controls on", list(GROUPS), "rare_controls", GROUPS.__getitem__), as_of)


@kept
def _of(group: str, as_of: date) -> Figure:
    rows = controls_on(group == "earths", as_of)
    if rows.empty:
        raise NothingToShowError(SAY("controls.none", day=terms.day(as_of)))
    views = {"Timeline": lambda palette: control_timeline(rows, palette)}
    caption, note = controls_caption(rows, group), last_word(rows)
    return Figure("rare_controls_by_element", caption, rows, views, note=note, state=(group, as_of))


@kept
def spells(as_of: date) -> pd.DataFrame:
    """The state of each controlled element over time."""
    return export_controls.spells(cache.table("control_items", as_of), cache.table("events", as_of), as_of)


@kept
def controls_on(earths: bool, as_of: date) -> pd.DataFrame:
    """The spells of the rare earths, or of the other minerals and goods."""
    every = spells(as_of)
    return every[every["is_rare_earth"] == earths]


def control_timeline(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line an element or group of products, its states as ``STATES`` draws them.

    ``rows``: spells with columns item, stages, state, valid_from, valid_to, target, instrument, event_id.
    """
    records = rows.to_dict("records")
    return timeline.spells(
        rows.assign(
            line=[f"{row['event_id']} {row['item']}" for row in records],
            name=[line_name(row) for row in records],
            hover=[
                f"<b>{line_name(row)}</b>: {row['state']}<br>{terms.day(row['valid_from'])} to "
                f"{terms.day(row['valid_to'])}<br>{row['stages']}<br>{row['instrument']}"
                for row in records
            ],
        ),
        palette,
        state="state",
        forms={
            state: timeline.Form(state.capitalize(), str(getattr(palette, token)), look)
            for state, (token, look) in STATES.items()
        },
        row="line",
        hover="hover",
    )


def line_name(row: dict[Any, Any]) -> str:
    """A short name of an element or group of products, with the country it may not go to where it is one."""
    item = str(row["item"])
    name = "Technology" if row["stages"] == "technology" else SHORT.get(item, item.capitalize())
    return name + TARGETS.get(str(row["target"]), "")


def controls_caption(rows: pd.DataFrame, group: str) -> Caption:
    """The state of the first act on rare-earth elements; of few other goods of one act their names; else how many
    controls are in force.
    """
    day = rows["valid_to"].max()
    states = rows.groupby(["event_id", "item"], sort=False).tail(1)
    elements = states[states["symbol"].notna()] if group == "earths" else states[:0]
    if len(elements):
        first = elements[elements["event_id"] == elements["event_id"].iloc[0]]
        case, days = _course(first.iloc[0], rows)
        finding = SAY("controls.act", case, count=terms.counted(len(first)), **days)
    elif len(states) <= MOST_NAMED and states["event_id"].nunique() == states["state"].nunique() == 1:
        finding = _of_goods(states, rows)
    else:
        force, unclear = (int((states["state"] == s).sum()) for s in (IN_FORCE, UNCLEAR))
        case = "least" if force and unclear else "open" if unclear else "all" if force == len(states) else "some"
        finding = SAY(
            "controls.several",
            f"{group}_{case}",
            force=terms.counted(force) if force else "none",
            unclear=terms.counted(unclear),
            count=terms.counted(len(states)),
        )
    measure = SAY(
        "controls.measure",
        "earths" if len(elements) else "others",
        first=terms.month(rows["valid_from"].min()),
        day=terms.day(day),
    )
    listed = "; ".join(
        f"{line_name(r)}: {r['state']} from {terms.day(r['valid_from'])}" for r in states.to_dict("records")
    )
    return Caption(finding, measure, f"Timeline of controls. State on {terms.day(day)}: {listed}.")


def _of_goods(states: pd.DataFrame, rows: pd.DataFrame) -> str:
    """An act on a few goods, by their names."""
    case, days = _course(states.iloc[0], rows)
    named = [
        TECHNOLOGY if r["stages"] == "technology" else terms.listed(str(r["item"]).split(", "))
        for r in states.to_dict("records")
    ]
    place = TARGETS.get(str(states["target"].iloc[0]), "").removeprefix(",")
    return SAY("controls.goods", case, goods=f"{terms.listed(named)}{place}", **days)


def _course(act: pd.Series, rows: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """The case of a control's state on the day, and its days in words."""
    course = rows[(rows["event_id"] == act["event_id"]) & (rows["item"] == act["item"])].set_index("state")
    was_suspended, in_force = "suspended" in course.index, "in force" in course.index
    until = course.at["suspended", "until"] if was_suspended else act["until"]
    cases = {"announced": "announced", "in force": "force", "suspended": "suspended"}
    days = {
        "since": terms.day(course.at["in force", "valid_from"]) if in_force else "",
        "until": "" if pd.isna(until) else terms.day(until),
    }
    return cases.get(str(act["state"]), "over" if was_suspended else "unclear"), days


def last_word(rows: pd.DataFrame) -> str:
    """Where to find what was last told of controls whose suspension has ended by its own notice; empty where none."""
    ended = rows[(rows["state"] == "unclear") & rows["until"].notna()]
    return SAY("controls.over") if ended["status_text"].notna().any() else ""
