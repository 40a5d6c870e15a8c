"""One act, ruling or round of talks: its record, and the duties or controls it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from parley import terms, words
from parley.app.kit import blocks, cache, figures
from parley.app.kit.act_lists import act_list
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up import header
from parley.app.rare_earths import controls as rare_earths_controls
from parley.app.tariffs import both_sides
from parley.charts.figure import Caption

SAY = words.beside(__file__)
PARTS = {
    "instrument": "Document",
    "citation": "Citation",
    "scope": "What it covers",
    "rate_before_text": "Rate before, %",
    "rate_after_text": "Rate after, %",
    "status_text": "What became of it",
    "note": "Remark",
}


def draw(event_id: str, as_of: date, head: DeltaGenerator) -> None:
    """The record of an act, and a picture of what it changed."""
    row = record(event_id, as_of)
    header.draw(head, str(row["title"]), SAY("act.covers", day=terms.day(as_of)))
    blocks.metrics(facts(event_id, as_of))
    if row["domain"] in ("tariff", "talks", "court"):
        figures.block("Duties of both sides", lambda: both_sides.stage_by_stage(as_of))
    spells = rare_earths_controls.spells(as_of)
    if (spells["event_id"] == event_id).any():
        figures.block("What it controls", lambda: controlled(event_id, as_of))
    figures.block("The act", lambda: the_act(event_id, as_of))


def record(event_id: str, as_of: date) -> dict[str, Any]:
    """The act as known on the day."""
    events = cache.table("events", as_of)
    row: dict[Any, Any] = events[events["event_id"] == event_id].iloc[0].to_dict()
    return row


@kept
def facts(event_id: str, as_of: date) -> list[Metric]:
    """Announced, in force, ended or set to end, each as it is on the day; of a meeting or a date its days alone."""
    events = cache.table("events", as_of)
    rows = events[events["event_id"] == event_id]
    row, source = record(event_id, as_of), sources_of(rows).parts
    day = pd.Timestamp(as_of)

    def on(label: str, column: str) -> Metric:
        value = row[column]
        return Metric(label, SAY("act.no_day") if pd.isna(value) else terms.day(value), source=source)

    announced = on("Announced", "announced_on")
    starts_later, has_ended = row["valid_from"] > day, pd.isna(row["valid_to"]) or row["valid_to"] < day
    if is_occasion(row):
        first, last = terms.day(row["valid_from"]), terms.day(row["valid_to"])
        days = first if first == last else SAY("act.days", first=first, last=last)
        return [announced, Metric("Due on" if starts_later else "Date", days, source=source)]
    return [
        announced,
        on("Due in force" if starts_later else "In force from", "valid_from"),
        on("Ended" if has_ended else "Due to end", "valid_to"),
        on("Set to end", "scheduled_end"),
    ]


def is_occasion(row: Mapping[str, Any]) -> bool:
    """Whether a row of ``events`` is a meeting, a ruling or the date of an end, not a measure with a time in force."""
    if pd.isna(row["valid_from"]) or pd.isna(row["valid_to"]) or isinstance(row["rate_after_text"], str):
        return False
    is_talk = row["domain"] in ("talks", "court") and pd.isna(row["scheduled_end"])
    return bool(is_talk or row["valid_from"] == row["valid_to"])


@kept
def the_act(event_id: str, as_of: date) -> Figure:
    """The record of the act as a list, with its legal text."""
    events = cache.table("events", as_of)
    rows = events[events["event_id"] == event_id].reset_index(drop=True)
    row = record(event_id, as_of)
    cells = [(name, str(row[column])) for column, name in PARTS.items() if isinstance(row[column], str)]
    link = act_list(rows).iloc[0]
    cells = [("Act", link.iloc[1]), *cells]
    unsure = SAY("act.unverified") if row["verification"] == "unverified" else ""
    caption = Caption(
        SAY("act.title"), SAY("act.measure", known=str(row["verification"]).replace("_", " ")), SAY("act.title")
    )
    return Figure("look_up_act", caption, rows, short=pd.DataFrame(cells, columns=["Part", "In words"]), note=unsure)


@kept
def controlled(event_id: str, as_of: date) -> Figure:
    """The state of what an act controls, over time."""
    spells = rare_earths_controls.spells(as_of)
    rows = spells[spells["event_id"] == event_id].reset_index(drop=True)
    group = "earths" if bool(rows["is_rare_earth"].any()) else "others"
    caption = rare_earths_controls.controls_caption(rows, group)
    views = {"Timeline": lambda palette: rare_earths_controls.control_timeline(rows, palette)}
    note = rare_earths_controls.last_word(rows)
    return Figure("look_up_controls", caption, rows, views, note=note, state=(event_id, as_of))
