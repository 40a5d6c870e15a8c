"""Tariff programmes as bars in time, one row each, with the course of their rates in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.tariffs.charts.duty_steps import BREAK, MS_PER_DAY, two_panels, years_axis
from parley.charts.figure import Caption
from parley.charts.theme import Draft, Palette, draft, hatch, names_axis

SAY = words.beside(__file__)
WHOSE = {"USA": ("US", "Chinese goods"), "CHN": ("Chinese", "US goods")}
ROW, THICKNESS = 42, 0.5  # pixels; share of a row
LOWEST_PX = 136  # with one row: the legend and both lines of the axis have room
LAST = 1001  # in the legend: Plotly gives the others 1000
LAWS = {
    "section_301": "301",
    "section_232": "232",
    "section_201": "201",
    "section_122": "122",
    "ieepa_fentanyl": "Emergency powers",
    "ieepa_reciprocal": "Emergency powers",
}
Course = Sequence[tuple[float, float]]
Key = tuple[str, str]


def timeline(
    rows: pd.DataFrame, courses: Mapping[Key, Course], palette: Palette, joined: Mapping[Key, str] | None = None
) -> go.Figure:
    """A row per programme in the order of ``rows``; each bar is an act, hatched where our sources do not confirm it.

    Days on which another act of the programme is confirmed are not hatched; an act that sets no duty is an outline.

    ``rows``: columns authority, programme, valid_from, valid_to, low_pct, high_pct, state, title. ``courses``: the
    rates of each (authority, programme) over time; ``joined``: words at the end of the bars of a programme that goes
    on in another. From 2025 the time scale is wider.
    """
    place = {key: i for i, key in enumerate(courses)}
    at = [place[key] for key in zip(rows["authority"], rows["programme"], strict=True)]
    rows = rows.assign(row=at)
    figure = draft(palette, height=max(ROW * len(place) + 66, LOWEST_PX), margin=(124, 12, 28, 38))
    late = rows["valid_to"].max() >= BREAK
    named: set[str] = set()
    for axis, part in _panels(rows, late):
        unsure_first = part.sort_values("state", key=lambda state: state.ne("not_confirmed"), kind="stable")
        for (authority, state), bars in unsure_first.groupby(["authority", "state"], sort=False):
            _bars(figure, bars, axis, str(authority), str(state), palette, named)
    for key, told in (joined or {}).items():
        end = rows.loc[rows["row"].eq(place[key]), "valid_to"].max()
        figure.add_annotation(x=end, y=place[key], text=told, xref="x2", xanchor="left", xshift=4, showarrow=False)
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={"y": 1.0, "x": -0.12},
        yaxis=names_axis(palette, [_label(key, courses[key]) for key in place]),
        **_time_axes(rows["valid_to"].max(), late, palette),
    )
    return figure.done()


def _panels(rows: pd.DataFrame, late: bool) -> list[tuple[str, pd.DataFrame]]:
    if not late:
        return [("x", rows)]
    start, end = rows["valid_from"], rows["valid_to"]
    before = rows.assign(valid_to=end.where(end < BREAK, BREAK))[start < BREAK]
    after = rows.assign(valid_from=start.where(start >= BREAK, BREAK))[end >= BREAK]
    return [("x", before), ("x2", after)]


def _bars(
    figure: Draft, bars: pd.DataFrame, axis: str, authority: str, state: str, palette: Palette, named: set[str]
) -> None:
    unsure = state == "not_confirmed"
    name = "Not confirmed" if unsure else terms.AUTHORITIES[authority]
    colour, free = palette.authority(authority), bars["high_pct"].eq(0)
    solid = {
        "color": [palette.background if no_duty else colour for no_duty in free],
        "line": {"width": 1, "color": [colour if no_duty else palette.background for no_duty in free]},
    }
    figure.add_bar(
        orientation="h",
        width=THICKNESS,  # left to Plotly, traces with far rows get thicker bars
        y=bars["row"],
        base=bars["valid_from"],
        x=((bars["valid_to"] - bars["valid_from"]).dt.days + 1) * MS_PER_DAY,
        xaxis=axis,
        name=name,
        legendgroup=name,
        showlegend=name not in named,
        legendrank=LAST if unsure else None,
        marker=hatch(palette.grey, palette) if unsure else solid,
        customdata=[
            (_range(r["low_pct"], r["high_pct"]), terms.day(r["valid_from"]), r["title"])
            for r in bars.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b> from %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    named.add(name)


def _time_axes(until: pd.Timestamp, late: bool, palette: Palette) -> dict[str, Any]:
    if not late:
        return {"xaxis": years_axis(palette, until)}
    return two_panels(until, palette, (0.29, 0.31), showgrid=True, gridcolor=palette.pale)


def _label(key: Key, course: Course) -> str:
    law = LAWS.get(key[0], "")
    rates = " → ".join(_span(*step) for step in course)
    short = rates if len(course) < 5 else f"{_span(*course[0])} → … → {_span(*course[-1])}"
    head = f"{law} " if law.isdigit() else ""
    return (
        f"{head}{terms.PROGRAMMES.get(key[1], key[1].replace('_', ' ')).strip()}"
        f"<br><span style='font-size:11px'>{short}{terms.NBSP}%</span>"
    )


def _span(low: float, high: float) -> str:
    words = [terms.number(v, 0 if v == round(v) else 1) for v in (low, high)]
    return words[0] if low == high else terms.DASH.join(words)


def _range(low: float, high: float) -> str:
    return f"{_span(low, high)}{terms.NBSP}%"


def programmes_caption(rows: pd.DataFrame, courses: Mapping[Key, Course], importer: str, on: pd.Timestamp) -> Caption:
    """How many programmes stand on the last day, of how many shown; the course of each as the alternative text."""
    standing = rows[rows["valid_to"] == on].drop_duplicates(["authority", "programme"])
    who, goods = WHOSE[importer]
    going = len(standing)
    finding = SAY(
        "programmes.title",
        _case(going, len(courses)),
        count=terms.counted(len(courses)),
        who=who,
        goods=goods,
        standing=terms.capital(terms.counted(going)),
    )
    measure = SAY("programmes.measure", widens=SAY("programmes.widens") if on >= BREAK else "")
    told = "; ".join(f"{_label(key, course).split('<')[0]}: {_words(course)}" for key, course in courses.items())
    return Caption(finding, measure, f"Timeline, one row per programme, percent. {told}.")


def _case(going: int, count: int) -> str:
    if going < count:
        return "some" if going else "none"
    return "one" if count == 1 else "all"


def _words(course: Course) -> str:
    return ", then ".join(_range(*step) for step in course)
