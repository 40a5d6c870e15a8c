"""Duty collected on chips, from China and from all others, and the acts that set it."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.goods import GOODS, coded
from parley.app.kit import act_lists, cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, grid_axis, names_axis
from parley.measures import chip_controls, reach

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Duty collected on chips in the newest year known, and the dated acts."""
    figures.block("Duty collected on chips", lambda: duty_collected(as_of))
    figures.block("Acts on duties", lambda: acts_on_duties(as_of))


@kept
def duty_collected(as_of: date) -> Figure:
    """Duty collected by group of goods, on those of China and of all others."""
    rows = header.some(header.duty(as_of), "duty", as_of)
    return Figure(
        "chip_duty",
        duty_caption(rows),
        rows,
        {"Chart": lambda palette: duty_bars(rows, palette)},
        note=_before_listed(int(rows["year"].iloc[0]), as_of),
        state=(as_of,),
    )


def _before_listed(year: int, as_of: date) -> str:
    """That the figures of a year are older than the duty on listed chips; empty where they are not."""
    layer = header.layer(as_of)
    if layer is None or layer["valid_from"].year <= year:
        return ""
    day, rate = terms.day(layer["valid_from"]), terms.rate(layer["rate_pct"], 0)
    return SAY("duty.before_listed", year=year, rate=rate, day=day)


@kept
def acts_on_duties(as_of: date) -> Figure:
    """The tariff acts that name chips as a list."""
    acts = chip_controls.duties(cache.table("events", as_of))
    header.some(acts, "duty_acts", as_of)
    count, day = terms.counted(len(acts)), terms.day(_law_known_to(as_of))
    finding = SAY("duty.acts", "one" if len(acts) == 1 else "some", count=count, day=day)
    measure = SAY("duty.acts_measure", day=day)
    columns = [*header.ACT_COLUMNS[:5], "authority", "rate_before_text", "rate_after_text", *header.ACT_COLUMNS[5:]]
    caption = Caption(finding, measure, finding)
    return Figure("chip_duty_acts", caption, acts[columns], short=act_lists.act_list(acts))


@kept
def _law_known_to(as_of: date) -> date:
    """The last day to which the sources of acts were read, at most the day."""
    return reach.last_day(cache.table("events", as_of), cache.sources()["last_known_on"], as_of)


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
