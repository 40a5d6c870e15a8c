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
from parley.charts.figure import Caption
from parley.charts.theme import Draft, Palette, draft, hatch, names_axis, x_axis
from parley.measures import export_controls
from parley.measures.export_controls import IN_FORCE, NOT_CONFIRMED

GROUPS = {"earths": "Rare earths", "others": "Other minerals and goods"}
MS_PER_DAY = 86_400_000
STATES = {
    "announced": "Announced",
    "in force": "In force",
    "suspended": "Suspended",
    "not confirmed": "Not confirmed",
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
    """One line an element or group of products: hollow while announced, solid in force, pale suspended, hatched grey
    where no source confirms the state.

    ``rows``: spells with columns item, stages, state, valid_from, valid_to, target, instrument, event_id.
    """
    lines = rows.drop_duplicates(["event_id", "item"])
    place = {key: i for i, key in enumerate(zip(lines["event_id"], lines["item"], strict=True))}
    figure = draft(palette, height=24 * len(place) + 104, margin=(126, 12, 62, 40))
    for state, name in STATES.items():
        part = rows[rows["state"] == state]
        if len(part):
            _spells(figure, part, place, name, palette)
    start, end = rows["valid_from"].min().replace(day=1), rows["valid_to"].max() + pd.Timedelta(days=1)
    figure.update_layout(
        barmode="overlay",
        bargap=0.3,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0},
        xaxis=x_axis(palette, range=[start, end], type="date", **_ticks(start, end)),
        yaxis=names_axis(palette, [line_name(r) for r in lines.to_dict("records")], room=0.1, size=12),
    )
    return figure.done()


def line_name(row: dict[Any, Any]) -> str:
    """A short name of an element or group of products, with the country it may not go to where it is one."""
    item = str(row["item"])
    name = "Technology" if row["stages"] == "technology" else SHORT.get(item, item.capitalize())
    return name + TARGETS.get(str(row["target"]), "")


def _ticks(start: pd.Timestamp, end: pd.Timestamp) -> dict[str, object]:
    days = (end - start).days
    months = range(1, 13) if days < 200 else (1, 7) if days < 1100 else (1,)
    dates = [d for d in pd.date_range(start, end, freq="MS") if d.month in months or d == start]
    dates = [d for d in dates if d == start or (d - start).days > days / 12]
    named = [f"{d:%b}<br>{d.year}" if d.month == 1 or d == start else f"{d:%b}" for d in dates]
    return {"tickvals": dates, "ticktext": named}


def _spells(figure: Draft, part: pd.DataFrame, place: dict[Any, int], name: str, palette: Palette) -> None:
    figure.add_bar(
        orientation="h",
        y=[place[key] for key in zip(part["event_id"], part["item"], strict=True)],
        base=part["valid_from"],
        x=((part["valid_to"] - part["valid_from"]).dt.days + 1) * MS_PER_DAY,
        name=name,
        marker=_marker(name, palette),
        customdata=[
            (line_name(r), terms.day(r["valid_from"]), terms.day(r["valid_to"]), r["stages"], r["instrument"])
            for r in part.to_dict("records")
        ],
        hovertemplate=f"<b>%{{customdata[0]}}</b>: {name.lower()}<br>%{{customdata[1]}} to %{{customdata[2]}}<br>"
        "%{customdata[3]}<br>%{customdata[4]}<extra></extra>",
    )


def _marker(name: str, palette: Palette) -> dict[str, Any]:
    match name:
        case "Announced":
            return {"color": palette.background, "line": {"width": 1.5, "color": palette.china}}
        case "In force":
            return {"color": palette.china, "line": {"width": 0}}
        case "Suspended":
            return {"color": palette.pale, "line": {"width": 1, "color": palette.grey}}
    return hatch(palette.grey, palette)


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
        force, unclear = (int((states["state"] == s).sum()) for s in (IN_FORCE, NOT_CONFIRMED))
        finding = SAY(
            "controls.several",
            "known" if not unclear else "least" if force else "open",
            force=terms.counted(force) if force else "none",
            unclear=terms.counted(unclear),
            count=terms.counted(len(states)),
            group=SAY("controls.group", group),
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
    return cases.get(str(act["state"]), "over" if was_suspended else "unconfirmed"), days


def last_word(rows: pd.DataFrame) -> str:
    """What our source last told of controls whose suspension has ended by its own notice; empty where none has."""
    ended = rows[(rows["state"] == "not confirmed") & rows["until"].notna()]
    texts = dict.fromkeys(ended["status_text"].dropna())
    return SAY("controls.told", told="; ".join(texts)) if texts else ""
