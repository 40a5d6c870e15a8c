"""The section Both sides: duties on all goods stage by stage, each step with its order."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.act_lists import act_list
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import both_sides as charts
from parley.app.tariffs.charts.duty_steps import mirrored_steps
from parley.charts.figure import Caption
from parley.measures import acts, duty_stages, events, tariffs

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Both sides' stacks at every change, as bars and on a time axis."""

    figures.block("Duties stage by stage", lambda: stage_by_stage(as_of))
    figures.block("Orders behind the steps", lambda: orders(as_of))


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


@kept
def orders(as_of: date) -> Figure:
    """The orders that set or end both sides' duties on all goods, oldest first. Raises NothingToShowError."""
    steps = staged(as_of).steps
    ids = steps.loc[steps["state"] != "listed_goods", "event_id"].unique()
    dated = cache.table("events", as_of)
    every = acts.acts(dated[dated["domain"] == "tariff"])
    ends = every["is_us_cn_headline"] & every["rate_after_pct"].eq(0) & every["valid_from"].le(pd.Timestamp(as_of))
    rows = every[every["event_id"].isin(ids) | ends].iloc[::-1].reset_index(drop=True)
    return Figure("tariff_orders", charts.orders_caption(rows), rows, short=act_list(rows))
