"""Export controls of both sides on goods, for an agent: the acts that name them, each with its course to a day."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from parley import words
from parley.app import figure_forms, figures
from parley.app.api import rows, sources
from parley.app.api.questions import AsOf, Question
from parley.app.chips import header as chips
from parley.app.kit import controls as page_controls
from parley.app.kit import source_lines
from parley.app.kit.downloads import json_rows
from parley.app.look_up import under_control
from parley.app.look_up.under_control import EARTHS, Named
from parley.app.rare_earths import controls as china
from parley.tables.read import compiled_on, read_table

SAY = words.beside(__file__)
CODE = re.compile(r"\d{2}(?:\.?\d{2}){0,4}", re.ASCII)
MAGNETS = (Named(EARTHS, "magnet"), Named("magnet"))
ALL_EARTHS = (Named(EARTHS), Named("rare-earth"), Named("rare earths"))
SPOKEN = {  # what readers call goods that the acts name one by one
    **dict.fromkeys(("rare earth", "rare earths", "rare-earth elements"), ALL_EARTHS),
    **dict.fromkeys(("magnet", "magnets", "rare-earth magnets"), MAGNETS),
}
OF_CHIPS = {"chip", "chips", "semiconductor", "semiconductors"}
OF_ACT = ("announced_on", "actor", "target", "instrument", "status_text", "status_as_of", "scheduled_end")
OF_SPELL = ("state", "valid_from", "valid_to")
TABLES = ("control_items", "events")


class ExportControl(Question):
    """Goods that a control of exports may name."""

    goods: Annotated[
        str,
        Field(
            min_length=2,
            max_length=60,
            description="Element, mineral or good in English, 'rare earths', 'chips', or an HS code",
            examples=["dysprosium", "8505.11"],
        ),
    ]
    as_of: AsOf = None


def of_controls(question: ExportControl) -> dict[str, Any]:
    """The acts that name the goods, oldest first, each with what it was from which day to which.

    Raises ProblemError, TableError.
    """
    rows.require_day(question.as_of)
    day = question.as_of or compiled_on()
    every = china.spells(day)
    names, has_chips = _meant(question.goods, every)
    courses = [every[:0], *(under_control.naming(every, name) for name in names)]
    if has_chips:
        timeline = chips.spells(day)
        courses.append(timeline[timeline["source_id"].eq(chips.TIMELINE)].assign(item=SAY("controls.chips")))
    spells = pd.concat(courses).drop_duplicates(["event_id", "item", *OF_SPELL])
    spells = spells[~spells["source_id"].isin(source_lines.closed())]
    acts = _acts(spells, read_table("events", day).set_index("event_id"))
    absent = [] if acts else [SAY("controls.none", goods=question.goods, names=", ".join(sorted(set(every["item"]))))]
    return {
        "answer": acts,
        "as_of": f"{day}",
        "not_known": [*absent, SAY("controls.unclear"), SAY("controls.classes")],
        "known_until": f"{day}",
        "sources": sources.named([*sources.of_tables(TABLES[:1]), *spells["source_id"]]),
    }


def _meant(goods: str, spells: pd.DataFrame) -> tuple[tuple[Named, ...], bool]:
    """What the acts of China call the goods, and whether they are chips."""
    name = " ".join(goods.lower().split())
    if CODE.fullmatch(name):
        code = name.replace(".", "")
        return under_control.names_of(code), under_control.is_of_chips(code)
    of_symbol = spells.loc[spells["symbol"].eq(goods.strip()), "item"]
    named = [Named(item) for item in of_symbol.unique()] or [Named(name)]
    return SPOKEN.get(name, tuple(named)), name in OF_CHIPS


def _acts(spells: pd.DataFrame, events: pd.DataFrame) -> list[dict[str, Any]]:
    """One record for each act and what it names."""
    acts = []
    for (event_id, item), course in spells.groupby(["event_id", "item"], sort=False):
        last = course.iloc[-1]
        [act] = json_rows(events.loc[[event_id], list(OF_ACT)])
        acts.append(
            {
                "event_id": event_id,
                "title": last["title"],
                "names": item,
                **({"stages": last["stages"]} if isinstance(last.get("stages"), str) else {}),
                "state": last["state"],
                **act,
                "course": json_rows(course[list(OF_SPELL)]),
                "source_url": last["source_url"],
                "source_id": last["source_id"],
            }
        )
    return sorted(acts, key=lambda each: each["course"][0]["valid_from"])


def address_of(fields: Mapping[str, Any]) -> str:
    """The controls of China one by one, as JSON on a running Parley."""
    day = {page_controls.AS_OF: fields["as_of"]} if fields.get("as_of") else {}
    return figure_forms.address(figures.place("rare_earths", "rare_controls_by_element"), "json", day)
