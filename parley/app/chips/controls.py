"""What each side withholds: the state of each control over time, and every act as a list."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.kit import act_lists, cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.theme import Draft, Palette, draft, hatch, names_axis, x_axis
from parley.measures import chip_controls

ACTORS = ("USA", "CHN")
EFFECTS = {"tightening": "tighter", "easing": "looser", "none": "mixed or none"}
SAY = words.beside(__file__)
MS_PER_DAY = 86_400_000
CONTROLS_OF = {"USA": "US controls", "CHN": "Chinese controls"}
SHORT = {
    "bis-2022-10": "Advanced chips",
    "us-entity-list-2022-12": "36 firms listed",
    "bis-2023-10": "Down-graded chips",
    "bis-2023-11": "Subsidiaries abroad",
    "bis-2024-12": "Package of Dec 2024",
    "us-ai-diffusion": "AI chips worldwide",
    "us-h20-licence": "Nvidia H20",
    "us-ai-diffusion-end": "Huawei chips",
    "us-eda-letters": "Design software",
    "us-affiliates-rule": "Half-owned firms",
    "bis-overseas-units": "Foreign subsidiaries",
    "mofcom-2023-23": "Gallium licences",
    "mofcom-2024-46": "Gallium ban, US",
    "mofcom-2025-18": "7 rare earths",
    "mofcom-2025-57": "5 more rare earths",
    "mofcom-2025-61": "Goods made abroad",
    "cn-h200-customs": "H200 at customs",
}
ANNOUNCED, IN_FORCE, SUSPENDED, NOT_CONFIRMED, EASED = "announced", "in force", "suspended", "not confirmed", "eased"
START_UNKNOWN, ENDED = "announced with no known start", "ended"
STATES = (IN_FORCE, ANNOUNCED, START_UNKNOWN, SUSPENDED, NOT_CONFIRMED, ENDED)
LINE_PX = 24


def draw(as_of: date) -> None:
    """The timeline of both sides' controls, and every act as a list with its link."""
    figures.block("Controls of both sides", lambda: both_sides(as_of))
    figures.block("Acts on chips", lambda: acts_of_a_side(as_of))


def both_sides(as_of: date) -> Figure:
    """The state of each control over time."""
    rows = header.some(header.spells(as_of), "controls", as_of)
    return Figure(
        "chip_controls",
        _controls_caption(as_of),
        rows,
        {"Timeline": lambda palette: control_timeline(rows, palette)},
        note=SAY("controls.read_in"),
        state=(as_of,),
    )


@kept
def _controls_caption(as_of: date) -> Caption:
    return controls_caption(header.spells(as_of))


def acts_of_a_side(as_of: date) -> Figure:
    """The acts of the side chosen as a list."""
    actor = controls.choose("Side", ACTORS, "chip_actor", lambda code: terms.side(code, "long"))
    caption, short, rows = listed_acts(actor, as_of)
    return Figure("chip_acts", caption, rows, short=short, note=SAY("controls.read_in"))


@kept
def listed_acts(actor: str, as_of: date) -> tuple[Caption, pd.DataFrame, pd.DataFrame]:
    """One side's acts: words, the list with links, all rows."""
    rows = chip_controls.listed(cache.table("events", as_of), actor)
    header.some(rows, f"acts_{actor}", as_of)
    last = terms.day(min(as_of, header.confirmed_to()))
    tighter, looser = (int((rows["direction"] == d).sum()) for d in ("tightening", "easing"))
    finding = SAY(
        "acts.finding",
        actor if looser else f"{actor}_none",
        day=last,
        acts=SAY("acts.count", "one" if tighter == 1 else "some", count=terms.counted(tighter)),
        looser=terms.counted(looser),
    )
    measure = SAY("acts.measure", day=last)
    short = pd.DataFrame(
        {
            "From, or announced": [_when(r) for r in rows.to_dict("records")],
            "Act, and where it was read": act_lists.act_list(rows)["Measure and legal text"],
            "Effect": [EFFECTS[d] for d in rows["direction"]],
        }
    )
    return Caption(finding, measure, finding), short, rows[header.ACT_COLUMNS]


def _when(act: dict[Hashable, Any]) -> str:
    """The first day in force, else of the announcement; the month where no more is known."""
    day = act["announced_on"] if pd.isna(act["valid_from"]) else act["valid_from"]
    return f"{day:%b %Y}".replace(" ", terms.NBSP) if act["date_basis"] == "month" else terms.day(day)


def control_timeline(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line an act, US above, China below: hollow announced, dotted where no start is known, solid in force, pale
    suspended, hatched grey where no source confirms the state, a diamond where a later act eased it.

    ``rows``: columns event_id, actor, title, state, valid_from, valid_to, by, instrument.
    """
    place, words = _lines(rows)
    figure = draft(palette, height=LINE_PX * len(words) + 104, margin=(126, 12, 64, 40))
    _bars(figure, rows, IN_FORCE, "USA", "In force, US", place, palette)
    _bars(figure, rows, IN_FORCE, "CHN", "In force, China", place, palette)
    _bars(figure, rows, ANNOUNCED, "", "Announced", place, palette)
    _bars(figure, rows, START_UNKNOWN, "", "Start not in our sources", place, palette)
    _bars(figure, rows, SUSPENDED, "", "Suspended", place, palette)
    _bars(figure, rows, NOT_CONFIRMED, "", "Not confirmed", place, palette)
    _marks(figure, rows[rows["state"] == EASED], place, palette)
    start, end = rows["valid_from"].min().replace(day=1), rows["valid_to"].max() + pd.Timedelta(days=1)
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "normal"},
        xaxis=x_axis(palette, range=[start, end], type="date", **_year_ticks(start, end)),
        yaxis=names_axis(palette, words, room=0.1, size=12),
    )
    return figure.done()


def _lines(rows: pd.DataFrame) -> tuple[dict[str, int], list[str]]:
    """The line of each act and the words of all lines, each side under its name."""
    place: dict[str, int] = {}
    words: list[str] = []
    for side, name in CONTROLS_OF.items():
        acts = rows[rows["actor"] == side].drop_duplicates("event_id")
        if acts.empty:
            continue
        words.append(f"<b>{name}</b>")
        for event_id, title in zip(acts["event_id"], acts["title"], strict=True):
            place[event_id] = len(words)
            words.append(line_name(event_id, title))
    return place, words


def line_name(event_id: str, title: str) -> str:
    """A short name of a control; an act without one keeps the start of its title."""
    return SHORT.get(event_id, title[:16])


def _year_ticks(start: pd.Timestamp, end: pd.Timestamp) -> dict[str, Any]:
    days = [d for d in pd.date_range(start, end, freq="YS") if (end - d).days > 60]
    if not days:
        return {"tickvals": [start], "ticktext": [f"{start:%b}<br>{start.year}"]}
    return {"tickvals": days, "ticktext": [f"Jan<br>{d.year}" for d in days]}


def _bars(
    figure: Draft, rows: pd.DataFrame, state: str, side: str, name: str, place: dict[str, int], palette: Palette
) -> None:
    part = rows[(rows["state"] == state) & ((side == "") | (rows["actor"] == side))]
    if part.empty:
        return
    figure.add_bar(
        orientation="h",
        y=[place[e] for e in part["event_id"]],
        base=part["valid_from"],
        x=((part["valid_to"] - part["valid_from"]).dt.days + 1) * MS_PER_DAY,
        width=0.7,  # by itself each state would take its width from its own nearest lines
        name=name,
        marker=_marker(state, list(part["actor"]), palette),
        customdata=[
            (r["title"], terms.day(r["valid_from"]), terms.day(r["valid_to"]), r["by"] or "")
            for r in part.to_dict("records")
        ],
        hovertemplate=f"<b>%{{customdata[0]}}</b><br>{state}: %{{customdata[1]}} to %{{customdata[2]}}"
        "<br>%{customdata[3]}<extra></extra>",
    )


def _marker(state: str, actors: list[str], palette: Palette) -> dict[str, Any]:
    colours = [palette.country(a) for a in actors]
    if state == ANNOUNCED:
        return {"color": palette.background, "line": {"width": 1.5, "color": palette.muted}}
    if state == START_UNKNOWN:
        dots = {"shape": ".", "size": 5, "solidity": 0.3, "fillmode": "replace"}
        pattern = {**dots, "fgcolor": palette.muted, "bgcolor": palette.background}
        return {"color": palette.background, "pattern": pattern, "line": {"width": 1.5, "color": palette.muted}}
    if state == IN_FORCE:
        return {"color": colours[0], "line": {"width": 0}}
    if state == SUSPENDED:
        return {"color": palette.pale, "line": {"width": 1, "color": palette.grey}}
    return hatch(palette.grey, palette)


def _marks(figure: Draft, part: pd.DataFrame, place: dict[str, int], palette: Palette) -> None:
    if part.empty:
        return
    figure.add_scatter(
        x=part["valid_from"],
        y=[place[e] for e in part["event_id"]],
        mode="markers",
        name="Eased",
        marker={
            "symbol": "diamond",
            "size": 10,
            "color": palette.ink,
            "line": {"width": 1, "color": palette.background},
        },
        customdata=[(r["by"], terms.day(r["valid_from"])) for r in part.to_dict("records")],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )


def controls_caption(rows: pd.DataFrame) -> Caption:
    """How many controls each side has announced and how they stand on the last day shown, from the spells."""
    now, day = states(rows), terms.day(rows["valid_to"].max())
    sides, counts = now["actor"].value_counts(), now["state"].value_counts()
    said = terms.listed([_side(s, int(sides[s])) for s in CONTROLS_OF if s in sides])
    stand = terms.listed([f"{terms.counted(int(counts[s]))} {s}" for s in STATES if s in counts])
    force = int(counts.get(IN_FORCE, 0))
    confirmed, last = _last_confirmed(rows)
    case = _case(force, confirmed)
    finding = SAY(
        "controls.finding",
        "single" if len(now) == 1 else case,
        force=terms.counted(force or confirmed),
        last=last,
        count=terms.counted(len(now)),
        state=now["state"].iloc[0],
        day=day,
    )
    since = terms.month(rows["valid_from"].min())
    measure = SAY("controls.measure", sides=terms.capital(said), since=since, states=stand, day=day)
    told = "; ".join(
        f"{line_name(r['event_id'], r['title'])} {r['state']} {'' if r['state'] == ENDED else 'since '}"
        f"{terms.day(r['valid_from'])}"
        for r in now.to_dict("records")
    )
    return Caption(finding, measure, f"Timeline of controls. State on {day}: {told}.")


def _last_confirmed(rows: pd.DataFrame) -> tuple[int, str]:
    """Of the controls no longer confirmed, the last day a source gave one as in force, and how many it gave so."""
    now = states(rows)
    doubtful = rows["event_id"].isin(now.loc[now["state"] == NOT_CONFIRMED, "event_id"])
    told = rows.loc[doubtful & (rows["state"] == IN_FORCE), "valid_to"]
    return int((told == told.max()).sum()), "" if told.empty else terms.day(told.max())


def _case(force: int, confirmed: int) -> str:
    if force:
        return "some"
    return "last" if confirmed else "none"


def _side(side: str, count: int) -> str:
    return SAY("controls.side", f"{side}_one" if count == 1 else side, count=terms.counted(count))


def states(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an act, in the order drawn: the state of its bar on the last day shown and the first day of that state.

    Where no bar reaches that day the state is *ended*, from the day after the last bar.
    """
    last = rows[rows["state"] != EASED].groupby("event_id", sort=False).tail(1)
    over = last["valid_to"] < rows["valid_to"].max()
    since = last["valid_from"].mask(over, last["valid_to"] + pd.Timedelta(days=1))
    return last.assign(state=last["state"].mask(over, ENDED), valid_from=since)
