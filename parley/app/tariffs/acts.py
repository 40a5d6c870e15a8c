"""The section Acts and rulings: the newest main steps of both sides, and all acts behind them."""

from datetime import date

import pandas as pd
import streamlit as st

from parley.app.kit import cache, controls, list_blocks
from parley.app.kit.blocks import live
from parley.app.kit.list_blocks import act_list
from parley.app.tariffs.charts import by_partner as charts
from parley.charts.figure import Caption
from parley.measures import acts

ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
LISTED = 10


def draw(as_of: date) -> None:
    """The list of acts of one side or both."""

    @live("Acts and rulings")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        actor = controls.choose("Side", list(ACTORS), "tariff_actor", ACTORS.__getitem__)
        words, short, every, note = cache.derived("tariff acts", (actor, as_of), lambda: listed_acts(actor, as_of))
        list_blocks.list_block(words, short, every, "tariff_acts", note=note, heading=heading)


def listed_acts(actor: str, as_of: date) -> tuple[Caption, pd.DataFrame, pd.DataFrame, str]:
    """Acts of one side or ``both``: words, the short list, all rows, and a note on what is listed."""
    every = acts.acts(cache.table("events", as_of), None if actor == "both" else actor)
    main = acts.main_steps(every)
    note = f"Listed: the newest {min(LISTED, len(main))} of {len(main)} main steps; the table holds {len(every)} acts."
    return charts.acts_caption(main, every), act_list(main.head(LISTED)), every, note
