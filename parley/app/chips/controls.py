"""What each side withholds: the state of each control over time, and every act as a list."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.charts import controls as charts
from parley.app.kit import act_lists, cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import chip_controls

ACTORS = ("USA", "CHN")
EFFECTS = {"tightening": "tighter", "easing": "looser", "none": "mixed or none"}
SAY = words.beside(__file__)


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
        {"Timeline": lambda palette: charts.control_timeline(rows, palette)},
        note=SAY("controls.read_in"),
        state=(as_of,),
    )


@kept
def _controls_caption(as_of: date) -> Caption:
    return charts.controls_caption(header.spells(as_of))


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
