"""The subject Programmes: lists, metals, cars, chips and the rest, with dates and rates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs.duty_steps import BREAK, MS_PER_DAY, two_panels, years_axis
from parley.charts.figure import Caption
from parley.charts.theme import Draft, Palette, draft, hatch, names_axis
from parley.measures import programmes as measures

SAY = words.beside(__file__)
LEVIES = terms.SIDES["levies"]
COPPER = ("section_232", "copper")
METALS_JOINED = "us-232-metals-tier"  # Proclamation 11021: one set of tiers for steel, aluminium and copper
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


def programmes_in_time(as_of: date) -> Figure:
    """The programmes of the side chosen."""
    return in_time(controls.choose("Levied by", list(LEVIES), "tariff_programmes_of", LEVIES.__getitem__), as_of)


class Programmes(NamedTuple):
    """One row per act and state, and the course of the rates by (authority, programme)."""

    rows: pd.DataFrame
    courses: Mapping[Key, Course]


@kept
def programmes_of(importer: str, as_of: date) -> Programmes:
    """The programmes of one side up to the day. Raises NothingToShowError before the first."""
    exporter = "CHN" if importer == "USA" else "USA"
    tables = cache.table("events", as_of), cache.table("tariff_layers", as_of)
    rows = some(measures.programmes(*tables, importer, exporter, as_of), SAY("programmes.none", day=terms.day(as_of)))
    groups = rows.groupby(["authority", "programme"], sort=False)
    return Programmes(rows, {(str(a), str(p)): measures.course(part) for (a, p), part in groups})


@kept_figure
def in_time(importer: str, as_of: date) -> Figure:
    """The programmes of one side; copper goes on with the other metals from the act on that put it there."""
    rows, courses = programmes_of(importer, as_of)
    joined_on = metals_joined(rows)
    note = SAY("programmes.note") if joined_on is None else SAY("programmes.copper", day=terms.day(joined_on))
    joined = {COPPER: SAY("programmes.joined")} if COPPER in courses and joined_on is not None else {}
    caption = programmes_caption(rows, courses, importer, pd.Timestamp(as_of))
    views = {"Timeline": lambda palette: timeline(rows, courses, palette, joined)}
    return Figure("tariff_programmes", caption, rows, views, note=note)


def metals_joined(rows: pd.DataFrame) -> pd.Timestamp | None:
    """The day from which copper is charged with the other metals; None before it."""
    days = rows.loc[rows["event_id"] == METALS_JOINED, "valid_from"]
    return None if days.empty else days.min()


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
    figure = draft(palette, height=max(ROW * len(place) + 66, LOWEST_PX), margin=(132, 12, 28, 38))
    late = rows["valid_to"].max() >= BREAK
    named: set[str] = set()
    for axis, part in _panels(rows, late):
        unsure_first = part.sort_values("state", key=lambda state: state.ne("not_confirmed"), kind="stable")
        for (authority, state), bars in unsure_first.groupby(["authority", "state"], sort=False):
            _bars(figure, bars, axis, str(authority), str(state), palette, named)
    for key, words_at_end in (joined or {}).items():
        end = rows.loc[rows["row"].eq(place[key]), "valid_to"].max()
        figure.add_annotation(
            x=end, y=place[key], text=words_at_end, xref="x2", xanchor="left", xshift=4, showarrow=False
        )
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={"y": 1.0, "x": -0.12},
        yaxis=names_axis(palette, [_label(key, courses[key]) for key in place]),
        **(
            two_panels(rows["valid_to"].max(), palette, (0.29, 0.31), showgrid=True, gridcolor=palette.pale)
            if late
            else {"xaxis": years_axis(palette, rows["valid_to"].max())}
        ),
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
        marker=hatch(colour, palette) if unsure else solid,
        customdata=[
            (_range(r["low_pct"], r["high_pct"]), terms.day(r["valid_from"]), r["title"])
            for r in bars.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b> from %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    named.add(name)


def _label(key: Key, course: Course) -> str:
    law = LAWS.get(key[0], "")
    rates = " → ".join(_span(*step) for step in course)
    short = rates if len(course) < 5 else f"{_span(*course[0])} → … → {_span(*course[-1])}"
    head = f"{law} " if law.isdigit() else ""
    return (
        f"{head}{terms.PROGRAMMES.get(key[1], key[1].replace('_', ' ')).strip()}"
        f"<br><span style='font-size:12px'>{short}%</span>"
    )


def _span(low: float, high: float) -> str:
    ends = [terms.number(v, 0 if v == round(v) else 1) for v in (low, high)]
    return ends[0] if low == high else terms.DASH.join(ends)


def _range(low: float, high: float) -> str:
    return f"{_span(low, high)}%"


def programmes_caption(rows: pd.DataFrame, courses: Mapping[Key, Course], importer: str, on: pd.Timestamp) -> Caption:
    """How many programmes stand on the last day, of how many shown; the course of each as the alternative text."""
    standing = rows[rows["valid_to"] == on].drop_duplicates(["authority", "programme"])
    who, goods = WHOSE[importer]
    going = len(standing)
    case = ("some" if going else "none") if going < len(courses) else "one" if going == 1 else "all"
    finding = SAY(
        "programmes.title",
        case,
        count=terms.counted(len(courses)),
        who=who,
        goods=goods,
        standing=terms.capital(terms.counted(going)),
    )
    measure = SAY("programmes.measure", "widens" if on >= BREAK else "even")
    listed = "; ".join(
        f"{_label(key, course).split('<')[0]}: {', then '.join(_range(*step) for step in course)}"
        for key, course in courses.items()
    )
    return Caption(finding, measure, f"Timeline, one row per programme, percent. {listed}.")
