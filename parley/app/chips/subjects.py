"""The subjects of the Chips page: controls of both sides, computers from Taiwan, exports to China, duties."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.chips import header
from parley.app.chips.charts import controls as control_charts
from parley.app.chips.charts import trade as charts
from parley.app.kit import blocks, cache, controls, list_blocks
from parley.app.kit.blocks import live
from parley.charts.figure import Caption
from parley.measures import chip_controls, chips
from parley.measures import events as dated

SIDES = {"USA": "United States", "CHN": "China"}
EFFECTS = {"tightening": "tighter", "easing": "looser", "none": terms.DASH}
CHAPTERS, PRODUCTS = "Chapters since 2020", "Chips to 2020"
BEFORE_LISTED_YEAR = 2024
BEFORE_LISTED = "Of 2024: before the 50 % on listed Chinese chips of 1 January 2025 and every duty since."
CHAPTER_EVENTS = ("bis-2022-10", "bis-2023-10", "bis-2024-12")
ACT_COLUMNS = [
    "valid_from",
    "announced_on",
    "actor",
    "title",
    "scope",
    "direction",
    "status_text",
    "instrument",
    "citation",
    "actor_account",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]
READ_IN = "Most acts were read in reports of them, not in their own text; the link opens what was read."


def draw_controls(as_of: date) -> None:
    """The timeline of both sides' controls, and every act as a list with its link."""

    @live("Controls of both sides")
    def _() -> None:
        rows = cache.derived("chip spells", (as_of,), lambda: header.spells(as_of))
        header.some(rows, "Neither side had announced a control on chips", as_of)
        blocks.chart_block(
            cache.derived("chip control words", (as_of,), lambda: control_charts.controls_caption(rows)),
            rows,
            {"Timeline": lambda palette: control_charts.control_timeline(rows, palette)},
            "chip_controls",
            note=READ_IN,
            state=(as_of,),
        )

    @live("Acts on chips")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        actor = controls.choose("Side", list(SIDES), "chip_actor", SIDES.__getitem__)
        words, short, every = cache.derived("chip acts", (actor, as_of), lambda: listed_acts(actor, as_of))
        list_blocks.list_block(words, short, every, "chip_acts", note=READ_IN, heading=heading)


def listed_acts(actor: str, as_of: date) -> tuple[Caption, pd.DataFrame, pd.DataFrame]:
    """One side's acts: words, the list with links, all rows."""
    rows = chip_controls.listed(cache.table("events", as_of), actor)
    header.some(rows, f"{terms.with_article(SIDES[actor], 'The')} had announced no act on chips", as_of)
    tighter, looser = (int((rows["direction"] == d).sum()) for d in ("tightening", "easing"))
    finding = f"{SIDES[actor]}: {terms.counted(tighter)} acts that tighten, "
    finding += f"{terms.counted(looser) if looser else 'none'} that loosen"
    measure = f"Acts and announcements on chips and what they are made of, newest first, to {terms.day(as_of)}"
    short = pd.DataFrame(
        {
            "From, or announced": [_when(r) for r in rows.to_dict("records")],
            "Act, and where it was read": list_blocks.act_list(rows)["Measure and legal text"],
            "Effect": [EFFECTS[d] for d in rows["direction"]],
        }
    )
    return Caption(finding, measure, finding), short, rows[ACT_COLUMNS]


def _when(act: dict[Hashable, Any]) -> str:
    """The first day in force, else of the announcement; the month where no more is known."""
    day = act["announced_on"] if pd.isna(act["valid_from"]) else act["valid_from"]
    return f"{day:%b %Y}".replace(" ", terms.NBSP) if act["date_basis"] == "month" else terms.day(day)


def draw_lines(as_of: date) -> None:
    """The statistical lines of chips, diodes or chip machines, with China's part in each."""

    @live("Kinds of chips")
    def _() -> None:
        goods = controls.choose("Goods", list(header.PRODUCTS), "chip_lines_of", charts.GOODS.__getitem__)
        rows = cache.derived("chip lines", (goods, as_of), lambda: header.lines(goods, as_of))
        header.some(rows, header.NOT_RELEASED, as_of)
        words = cache.derived("chip line words", (goods, as_of), lambda: charts.lines_caption(rows, goods))
        blocks.table_block(words.finding, rows, "chip_lines", words.measure)


def draw_taiwan(as_of: date) -> None:
    """Imports from Taiwan by year."""

    @live("Imports from Taiwan")
    def _() -> None:
        years = cache.derived("chip taiwan", (as_of,), lambda: header.taiwan(as_of))
        header.some(years, "No year of imports from Taiwan had been released", as_of)
        rise = chips.computers_in_rise(years, header.BASE_YEAR)
        blocks.chart_block(
            charts.taiwan_caption(years, rise, header.BASE_YEAR),
            years,
            {"Chart": lambda palette: charts.taiwan_bars(years, palette)},
            "chip_taiwan",
            state=(as_of,),
        )


def draw_exports(as_of: date) -> None:
    """US exports to China: chapters to 2024, or chips and chip machines to 2020."""

    @live("US exports to China")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        detail = controls.choose("Detail", [CHAPTERS, PRODUCTS], "chip_exports_of")
        by_chapter, choice = detail == CHAPTERS, (detail, as_of)
        make = header.exports_by_chapter if by_chapter else header.exports_by_product
        rows = cache.derived("chip exports", choice, lambda: make(as_of))
        header.some(rows, "No full year of these exports had been released", as_of)
        acts = cache.derived("chip export acts", choice, lambda: _export_acts(rows, as_of))
        blocks.chart_block(
            charts.exports_caption(rows, header.ELECTRICAL if by_chapter else header.CHIPS),
            rows,
            {"Chart": lambda palette: charts.export_bars(rows, acts, palette)},
            "chip_exports",
            note="A chapter holds much besides chips; by product our sources end in January 2021.",
            below=lambda: blocks.event_key(acts),
            heading=heading,
            state=choice,
        )


def _export_acts(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The large chip rules within the years shown."""
    known = dated.key_events(cache.table("events", as_of), CHAPTER_EVENTS)
    return dated.between(known, pd.Timestamp(rows["year"].min(), 1, 1), pd.Timestamp(rows["year"].max(), 12, 31))


def draw_duties(as_of: date) -> None:
    """Duty collected on chips in the newest year known, and the dated acts."""

    @live("Duty collected on chips")
    def _() -> None:
        rows = cache.derived("chip duty", (as_of,), lambda: header.duty(as_of))
        header.some(rows, "Duty by product had not been released", as_of)
        blocks.chart_block(
            charts.duty_caption(rows),
            rows,
            {"Chart": lambda palette: charts.duty_bars(rows, palette)},
            "chip_duty",
            note=BEFORE_LISTED if (rows["year"] == BEFORE_LISTED_YEAR).all() else "",
            state=(as_of,),
        )

    @live("Acts on duties")
    def _() -> None:
        acts = chip_controls.duties(cache.table("events", as_of))
        header.some(acts, "No act that sets a duty on chips had been announced", as_of)
        count = terms.counted(len(acts))
        finding = f"{count.capitalize()} act{'' if len(acts) == 1 else 's'} on tariffs that name chips"
        measure = f"Section 301, Section 232 and emergency powers, newest first, to {terms.day(as_of)}"
        columns = [*ACT_COLUMNS[:5], "authority", "rate_before_text", "rate_after_text", *ACT_COLUMNS[5:]]
        list_blocks.list_block(
            Caption(finding, measure, finding), list_blocks.act_list(acts), acts[columns], "chip_duty_acts"
        )
