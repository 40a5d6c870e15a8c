"""The section Controls: the state of China's export controls, element by element, over time."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import controls as charts
from parley.charts.figure import Caption
from parley.measures import export_controls

GROUPS = {"earths": "Rare earths", "others": "Other minerals and goods"}

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """The timeline of controls on the rare earths, or on other minerals and goods."""
    figures.block("Export controls", lambda: by_element(as_of))


def by_element(as_of: date) -> Figure:
    """The state of control of each element, or of each other good, over time."""
    group = controls.choose("Controls on", list(GROUPS), "rare_controls", GROUPS.__getitem__)
    rows = controls_on(group == "earths", as_of)
    if rows.empty:
        raise NothingToShowError(SAY("controls.none", day=terms.day(as_of)))
    return Figure(
        "rare_controls_by_element",
        _caption(group, as_of),
        rows,
        {"Timeline": lambda palette: charts.control_timeline(rows, palette)},
        note=charts.told_after(rows),
        state=(group, as_of),
    )


@kept
def _caption(group: str, as_of: date) -> Caption:
    return charts.controls_caption(controls_on(group == "earths", as_of), group)


@kept
def spells(as_of: date) -> pd.DataFrame:
    """The state of each controlled element over time."""
    return export_controls.spells(cache.table("control_items", as_of), cache.table("events", as_of), as_of)


@kept
def controls_on(earths: bool, as_of: date) -> pd.DataFrame:
    """The spells of the rare earths, or of the other minerals and goods."""
    every = spells(as_of)
    return every[every["is_rare_earth"] == earths]
