"""Calculated duty on chips, computers and chip machines: from China and from all others."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips.charts.goods import GOODS, coded
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, grid_axis, names_axis

SAY = words.beside(__file__)


def duty_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Duty collected on each group of goods as a share of its value: from China, and from all other partners.

    ``rows``: columns heading, origin (CHN, ROW), effective_rate_pct, duty_usd.
    """
    headings = list(dict.fromkeys(rows["heading"]))
    figure = draft(palette, height=52 * len(headings) + 72, margin=(126, 16, 34, 26))
    top = float(rows["effective_rate_pct"].max())
    for origin, name in (("CHN", "From China"), ("ROW", "From all others")):
        part = rows[rows["origin"] == origin]
        figure.add_bar(
            orientation="h",
            x=part["effective_rate_pct"],
            y=[headings.index(h) for h in part["heading"]],
            name=name,
            marker={"color": palette.country(origin), "line": {"width": 0}},
            text=[f"<b>{terms.rate(v)}</b>" for v in part["effective_rate_pct"]],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            textfont={"color": palette.china_text if origin == "CHN" else palette.ink},
            customdata=[
                (terms.rate(r["effective_rate_pct"]), GOODS[r["heading"]], terms.usd(r["value_usd"]))
                for r in part.to_dict("records")
            ],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {name.lower()}<br>%{{customdata[1]}}"
            "<br>imports %{customdata[2]}<extra></extra>",
        )
    figure.update_layout(
        barmode="group",
        bargap=0.28,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "normal"},
        xaxis=grid_axis(
            palette,
            range=[0, max(top, 1) * 1.2],
            nticks=5,
            ticksuffix=f"{terms.NBSP}%",
            showticksuffix="last",
        ),
        yaxis=names_axis(palette, [GOODS[h] for h in headings]),
    )
    return figure.done()


def duty_caption(rows: pd.DataFrame) -> Caption:
    """Calculated duty on chips from China against that on chips from elsewhere."""
    chips = rows[rows["heading"] == "8542"].set_index("origin")["effective_rate_pct"]
    year = int(rows["year"].iloc[0])
    finding = SAY("duty.finding", china=terms.rate(chips["CHN"]), rest=terms.rate(chips["ROW"]), year=year)
    measure = SAY("duty.measure", year=year, codes=coded("HS", list(dict.fromkeys(rows["heading"]))))
    told = "; ".join(
        f"{GOODS[r['heading']]} {'China' if r['origin'] == 'CHN' else 'others'} {terms.rate(r['effective_rate_pct'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bar chart of calculated duty, percent of value, {year}. {told}.")
