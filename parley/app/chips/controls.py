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
from parley.charts.spells import Form, spells
from parley.charts.theme import Palette
from parley.measures import chip_controls

ACTORS = ("USA", "CHN")
EFFECTS = {"tightening": "tighter", "easing": "looser", "none": "mixed or none"}
SAY = words.beside(__file__)
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
ANNOUNCED, IN_FORCE, SUSPENDED, UNCLEAR, EASED = "announced", "in force", "suspended", "unclear", "eased"
START_UNKNOWN, ENDED = "announced with no known start", "ended"
STATES = (IN_FORCE, ANNOUNCED, START_UNKNOWN, SUSPENDED, UNCLEAR, ENDED)
# How a state is drawn: full in the colour of the side that controls, hollow, or hatched in that colour.
ASIDE, UNSURE = "aside", "unsure"
DRAWN_AS = {ANNOUNCED: ASIDE, SUSPENDED: ASIDE, START_UNKNOWN: UNSURE, UNCLEAR: UNSURE}
FORMS = {
    "USA": ("In force, US", "us", "full"),
    "CHN": ("In force, China", "china", "full"),
    ASIDE: ("Announced or suspended", "muted", "hollow"),
    f"{UNSURE} USA": ("Start or end unclear", "us", "hatched"),
    f"{UNSURE} CHN": ("Start or end unclear", "china", "hatched"),
    EASED: ("Eased", "ink", "point"),
}


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
        f"{actor}_one" if tighter == 1 else actor,
        acts=terms.capital(terms.counted(tighter)) if tighter else "No",
        looser=terms.counted(looser) if looser else "none",
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
    """One line an act, US above, China below, its states as ``FORMS`` draws them.

    ``rows``: columns event_id, actor, title, state, valid_from, valid_to, by, instrument.
    """
    acts = rows.assign(
        act=[line_name(event, title) for event, title in zip(rows["event_id"], rows["title"], strict=True)],
        side=rows["actor"].map(CONTROLS_OF),
        form=[
            actor if state == IN_FORCE else f"{UNSURE} {actor}" if form == UNSURE else form
            for actor, state, form in zip(rows["actor"], rows["state"], rows["state"].replace(DRAWN_AS), strict=True)
        ],
        words=[
            f"<b>{r['title']}</b><br>{r['state']}: {terms.day(r['valid_from'])} to {terms.day(r['valid_to'])}"
            f"<br>{r['by'] or ''}"
            for r in rows.to_dict("records")
        ],
    ).sort_values("actor", key=lambda actor: actor.map(list(CONTROLS_OF).index), kind="stable")
    forms = {state: Form(key, str(getattr(palette, token)), look) for state, (key, token, look) in FORMS.items()}
    return spells(acts, palette, state="form", forms=forms, name="act", row="event_id", hover="words", group="side")


def line_name(event_id: str, title: str) -> str:
    """A short name of a control; an act without one keeps the start of its title."""
    return SHORT.get(event_id, title[:16])


def controls_caption(rows: pd.DataFrame) -> Caption:
    """How many controls are in force on the last day shown, or were when their state was last given."""
    now, day = states(rows), terms.day(rows["valid_to"].max())
    measure = SAY("controls.measure", since=terms.month(rows["valid_from"].min()), day=day)
    lines = "; ".join(
        f"{line_name(r['event_id'], r['title'])} {r['state']} {'' if r['state'] == ENDED else 'since '}"
        f"{terms.day(r['valid_from'])}"
        for r in now.to_dict("records")
    )
    alt = f"Timeline of controls. State on {day}: {lines}."
    if len(now) == 1:
        return Caption(SAY("controls.single", now["state"].iloc[0].replace(" ", "_")), measure, alt)
    force, unclear, last = int((now["state"] == IN_FORCE).sum()), int((now["state"] == UNCLEAR).sum()), _last_sure(rows)
    case = "least" if force and unclear else "some" if force else "last" if last else "open" if unclear else "none"
    finding = SAY(
        "controls.finding",
        f"{case}_one" if case in ("least", "last") and (force or last) == 1 else case,
        force=terms.counted(force or last),
        unclear=terms.counted(unclear),
        count=terms.counted(len(now)),
    )
    return Caption(terms.capital(finding), measure, alt)


def _last_sure(rows: pd.DataFrame) -> int:
    """Of the controls whose state is unclear now, how many a source gave as in force on the last day one did so."""
    now = states(rows)
    unclear = rows["event_id"].isin(now.loc[now["state"] == UNCLEAR, "event_id"])
    last = rows.loc[unclear & (rows["state"] == IN_FORCE), "valid_to"]
    return int((last == last.max()).sum())


def states(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an act, in the order drawn: the state of its bar on the last day shown and the first day of that state.

    Where no bar reaches that day the state is *ended*, from the day after the last bar.
    """
    last = rows[rows["state"] != EASED].groupby("event_id", sort=False).tail(1)
    over = last["valid_to"] < rows["valid_to"].max()
    since = last["valid_from"].mask(over, last["valid_to"] + pd.Timedelta(days=1))
    return last.assign(state=last["state"].mask(over, ENDED), valid_from=since)
