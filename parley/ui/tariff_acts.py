"""The section Acts and rulings: the newest main steps of both sides, and all acts behind them."""

from datetime import date

import pandas as pd
import streamlit as st

from parley.charts import tariffs as charts
from parley.charts.figure import Caption
from parley.measures import acts
from parley.ui import cache, controls, lists
from parley.ui.blocks import live
from parley.ui.lists import act_list

ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
LISTED = 10


def draw(as_of: date) -> None:
    """The list of acts of one side or both."""

    @live("Acts and rulings")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        actor = controls.choose("Side", list(ACTORS), "tariff_actor", ACTORS.__getitem__)
        words, short, every, note = cache.derived("tariff acts", (actor, as_of), lambda: listed_acts(actor, as_of))
        lists.list_block(words, short, every, "tariff_acts", note=note, heading=heading)


def listed_acts(actor: str, as_of: date) -> tuple[Caption, pd.DataFrame, pd.DataFrame, str]:
    """Acts of one side or ``both``: words, the short list, all rows, and a note on what is listed."""
    every = acts.acts(cache.table("events", as_of), None if actor == "both" else actor)
    main = acts.main_steps(every)
    note = f"Listed: the newest {min(LISTED, len(main))} of {len(main)} main steps; the table holds {len(every)} acts."
    return charts.acts_caption(main, every), act_list(main.head(LISTED)), every, note
