"""The subject Both sides: duties on all goods stage by stage."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import both_sides as charts
from parley.app.tariffs.charts.duty_steps import mirrored_steps
from parley.charts.figure import Caption
from parley.measures import duty_stages, events, tariffs

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Both sides' stacks at every change, as bars and on a time axis."""
    figures.block("Duties stage by stage", lambda: stage_by_stage(as_of))


def stage_by_stage(as_of: date) -> Figure:
    """Both sides' stacks, per stage or in time."""
    duties = staged(as_of)
    return Figure(
        "tariff_stages",
        duties.caption,
        duties.steps,
        {
            "Stage by stage": lambda palette: charts.stage_bars(duties.stages, duties.totals, palette),
            "On a time axis": lambda palette: mirrored_steps(duties.steps, duties.events, as_of, palette),
        },
        {"On a time axis": duties.on_axis},
        state=(as_of,),
    )


class Staged(NamedTuple):
    """Both sides' headline duties: words, those of the time axis, steps in time, stacks per stage, totals per stage; no
    events are marked.
    """

    caption: Caption
    on_axis: Caption
    steps: pd.DataFrame
    stages: pd.DataFrame
    totals: pd.DataFrame
    events: pd.DataFrame


@kept
def staged(as_of: date) -> Staged:
    """Both sides' duties on all goods. Raises NothingToShowError before there were any."""
    steps = tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)
    rows = duty_stages.stages(steps)
    if rows.empty:
        raise NothingToShowError(SAY("stages.none", day=terms.day(as_of)))
    totals = duty_stages.totals(rows)
    unmarked = events.key_events(cache.table("events", as_of), ())
    caption = charts.stages_caption(rows, totals)
    return Staged(caption, charts.axis_caption(caption, totals, rows), steps, rows, totals, unmarked)
