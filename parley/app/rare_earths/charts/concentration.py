"""The Herfindahl-Hirschman index of each stage of supply as the range its two bounds leave."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.rare_earths.charts.supply_stages import STAGE_NAMES
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, x_axis, y_axis

SINGLE_SUPPLIER = 10_000
SAY = words.beside(__file__)


def index_ranges(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a stage and year: a bar from zero to the lower bound, a paler end to the upper; projections hollow.

    ``rows``: columns stage, year, kind, hhi_low, hhi_high; several rows a stage and year count once.
    """
    stages = rows.drop_duplicates(["stage", "year"]).reset_index(drop=True)
    hollow = stages["kind"] == "projection"
    figure = draft(palette, height=40 * len(stages) + 84, margin=(112, 16, 42, 30))
    words = [terms.span(low, high, 0) for low, high in zip(stages["hhi_low"], stages["hhi_high"], strict=True)]
    figure.add_bar(
        orientation="h",
        name="Lower bound: without the rest of the world",
        x=stages["hhi_low"],
        y=stages.index,
        marker={
            "color": [palette.background if h else palette.muted for h in hollow],
            "line": {"width": 1.5, "color": palette.muted},
        },
        text=[f"{terms.NBSP}{word}" for word in words],
        textposition="inside",
        insidetextanchor="start",
        constraintext="none",
        textangle=0,
        textfont={"size": 12, "color": [palette.ink if h else palette.background for h in hollow]},
        hovertemplate="At least <b>%{x:,.0f}</b><extra></extra>",
    )
    figure.add_bar(
        orientation="h",
        name="Upper bound: with it as one supplier",
        x=stages["hhi_high"] - stages["hhi_low"],
        base=stages["hhi_low"],
        y=stages.index,
        customdata=[f"{terms.number(high)}" for high in stages["hhi_high"]],
        marker={"color": palette.pale, "line": {"width": 1, "color": palette.grey}},
        hovertemplate="At most <b>%{customdata}</b><extra></extra>",
    )
    ticks = [0, 2_500, 5_000, 7_500, SINGLE_SUPPLIER]
    figure.update_layout(
        barmode="overlay",
        bargap=0.35,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0},
        xaxis=x_axis(
            palette, range=[0, SINGLE_SUPPLIER * 1.005], tickvals=ticks, tickformat=",d", showline=False, ticks=""
        ),
        yaxis=y_axis(
            palette,
            range=[len(stages) - 0.5, -0.5],
            tickvals=list(stages.index),
            ticktext=[f"{STAGE_NAMES[r['stage']]}, {r['year']}" for r in stages.to_dict("records")],
            showgrid=False,
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    return figure.done()


def index_caption(rows: pd.DataFrame) -> Caption:
    """The least the index is at any stage observed; stages with their bounds in the description."""
    stages = rows.drop_duplicates(["stage", "year"])
    observed = stages[stages["kind"] != "projection"]
    finding = SAY(
        "stages.index",
        "one" if len(observed) == 1 else "several",
        stage=STAGE_NAMES[observed["stage"].iloc[0]].lower(),
        low=terms.number(observed["hhi_low"].min()),
        count=terms.counted(len(observed)),
    )
    measure = SAY("stages.index_measure", "projected" if len(observed) < len(stages) else "observed")
    told = "; ".join(
        f"{STAGE_NAMES[r['stage']]} {r['year']}: {terms.span(r['hhi_low'], r['hhi_high'], 0)}"
        for r in stages.to_dict("records")
    )
    return Caption(finding, measure, f"Bars of the index by stage, from its lower to its upper bound. {told}.")
