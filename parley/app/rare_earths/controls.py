"""The section Controls: the state of China's export controls, element by element, over time."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import controls as charts
from parley.measures import export_controls

GROUPS = {"earths": "Rare earths", "others": "Other minerals and goods"}

METHOD = """
**Controls** rest on the notices of China's Ministry of Commerce and on reports of them. *In force* runs to the last day
the state was told; a suspension to the end printed in it. What comes after is *not confirmed*, not lapsed.
"""


def draw(as_of: date) -> None:
    """The timeline of controls on the rare earths, or on other minerals and goods."""

    @blocks.live("Export controls")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        group = controls.choose("Controls on", list(GROUPS), "rare_controls", GROUPS.__getitem__)
        chosen = cache.derived("controls", (group, as_of), lambda: controls_on(group == "earths", as_of))
        if chosen.empty:
            raise NothingToShowError(f"China had announced no such control by {terms.day(as_of)}.")
        blocks.chart_block(
            cache.derived("control words", (group, as_of), lambda: charts.controls_caption(chosen, group)),
            chosen,
            {"Timeline": lambda palette: charts.control_timeline(chosen, palette)},
            "rare_controls_by_element",
            heading=heading,
            state=(group, as_of),
        )


def spells(as_of: date) -> pd.DataFrame:
    """The state of each controlled element over time."""
    return export_controls.spells(cache.table("control_items", as_of), cache.table("events", as_of), as_of)


def controls_on(earths: bool, as_of: date) -> pd.DataFrame:
    """The spells of the rare earths, or of the other minerals and goods."""
    known = spells(as_of)
    return known[known["is_rare_earth"] == earths]
