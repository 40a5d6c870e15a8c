"""The same trade as China's customs and the US Census record it: sums of a period, and months."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import apart, beside_line, money_ticks, month_ticks, with_unit
from parley.charts.months import HALF_MONTH, LABEL_PX, by_month, end_label, newest
from parley.charts.theme import Palette, draft, grid_axis, x_axis, y_axis

CUSTOMS_OF = {"CHN": "China's customs", "USA": "US Census"}
ROUTES = {"CHN": "From China to the US", "USA": "From the US to China"}
RECORDS = {"export": "exports", "import": "imports"}
SAY = words.beside(__file__)


def bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The goods of one period in each direction as the two sides recorded them, US$ billion.

    ``rows``: columns from_iso3, reporter_iso3, flow, value_usd; two rows per direction.
    """
    figure = draft(palette, height=250, margin=(126, 16, 6, 28))
    top = float(rows["value_usd"].max()) / 1e9
    place = {("CHN", "CHN"): 0.9, ("CHN", "USA"): 1.8, ("USA", "CHN"): 3.7, ("USA", "USA"): 4.6}
    at = [place[row["from_iso3"], row["reporter_iso3"]] for row in rows.to_dict("records")]
    figure.add_bar(
        orientation="h",
        x=rows["value_usd"] / 1e9,
        y=at,
        width=0.66,
        marker={"color": [palette.country(r) for r in rows["reporter_iso3"]], "line": {"width": 0}},
        text=[f"<b>{terms.significant(v / 1e9, 3)}</b>" for v in rows["value_usd"]],
        textposition="outside",
        textfont={"color": palette.ink, "size": 13},
        cliponaxis=False,
        customdata=[(terms.usd(r["value_usd"]), _recorded(r)) for r in rows.to_dict("records")],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    for side, y in (("CHN", 0.1), ("USA", 2.9)):
        figure.add_annotation(
            x=0,
            y=y,
            text=f"<b>{ROUTES[side]}</b>",
            showarrow=False,
            xref="paper",
            xanchor="left",
            xshift=-124,
            yanchor="middle",
        )
    names = [f"{CUSTOMS_OF[r['reporter_iso3']]},<br>{RECORDS[r['flow']]}" for r in rows.to_dict("records")]
    ink = {"size": 12, "color": palette.ink}
    ticks = [v for v in (0, 100, 200, 300, 400) if v <= top]
    figure.update_layout(
        xaxis=grid_axis(palette, range=[0, top * 1.16], tickvals=ticks, ticktext=with_unit(map(str, ticks), "bn")),
        yaxis=y_axis(palette, range=[5.1, -0.3], tickvals=at, ticktext=names, showgrid=False, tickfont=ink),
    )
    return figure.done()


def _recorded(row: dict[Any, Any]) -> str:
    return f"{ROUTES[row['from_iso3']]}<br>{CUSTOMS_OF[row['reporter_iso3']]}, {RECORDS[row['flow']]}"


def period(row: pd.Series) -> str:
    """``2025`` for a whole year, ``January to June 2026`` for its first months."""
    year, last = row["period_start"].year, row["period_end"]
    return str(year) if last.month == 12 else f"January to {terms.month(last)}"


def bars_caption(rows: pd.DataFrame) -> Caption:
    """What each side recorded of the goods China sent to the United States, and of those it received."""
    values = rows.set_index(["from_iso3", "reporter_iso3"])["value_usd"]
    when = period(rows.iloc[0])
    sent = {r: terms.usd(values[("CHN", r)]) for r in CUSTOMS_OF}
    got = {r: terms.usd(values[("USA", r)]) for r in CUSTOMS_OF}
    finding = SAY("mirror.finding", china=sent["CHN"], us=sent["USA"], when=when)
    measure = SAY("mirror.measure", when=when)
    alt = (
        f"Bars, US$ bn, {when}. From China to the US: China's customs {sent['CHN']}, US Census {sent['USA']}. "
        f"From the US to China: US Census {got['USA']}, China's customs {got['CHN']}."
    )
    return Caption(finding, measure, alt)


def lines(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's exports to the US and US imports from China by month as two lines, US$ billion, each with its newest
    month at its end; dots mark the newest month of both.

    ``rows``: columns month, reporter_iso3, value_usd, vintage (empty where it is not known). A missing month is a gap,
    and so is the step from one release to the next.
    """
    height, margin = 340, (44, 104, 12, 38)
    figure = draft(palette, height=height, margin=margin)
    top = float(rows["value_usd"].max()) / 1e9
    ends = newest(rows, "reporter_iso3", "value_usd")
    gap = LABEL_PX * top * 1.06 / (height - margin[2] - margin[3])
    places = apart([ends[side] / 1e9 for side in CUSTOMS_OF], gap)
    last, both = rows.groupby("reporter_iso3")["month"].max(), both_months(rows) / 1e9
    compared = both.index[-1]
    values = {side: float(both[side].iloc[-1]) for side in CUSTOMS_OF}
    for side, place in zip(CUSTOMS_OF, places, strict=True):
        own = rows[rows["reporter_iso3"] == side].sort_values("month")
        for run in _runs(own):
            figure.add_scatter(
                x=run.index,
                y=run["value_usd"] / 1e9,
                mode="lines",
                name=CUSTOMS_OF[side],
                line={"width": 2.5, "color": palette.country(side)},
                customdata=["" if pd.isna(v) else terms.usd(v) for v in run["value_usd"]],
                hovertemplate=f"<b>%{{customdata}}</b> {CUSTOMS_OF[side]}<br>%{{x|%B %Y}}<extra></extra>",
            )
        words = f"<b>{CUSTOMS_OF[side]}</b><br>{terms.number(ends[side] / 1e9, 1)} in {last[side]:%b}"
        colour = palette.china_text if side == "CHN" else palette.us
        figure.add_scatter(
            x=[compared + HALF_MONTH],
            y=[values[side]],
            mode="markers+text",
            marker={"size": 8, "color": palette.country(side)},
            text="" if last[side] == compared else f"<b>{terms.number(values[side], 1)}</b>",
            textposition=beside_line(list(own["value_usd"]))[list(own["month"]).index(compared)],
            textfont={"color": colour, "shadow": palette.halo},
            hoverinfo="skip",
        )
        end_label(figure, rows["month"].max() + HALF_MONTH, place, words, colour)
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, **money_ticks(top)))
    return figure.done()


def _runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """One side's months in runs of one release each."""
    ordered = rows.sort_values("month")
    begins = ordered["vintage"].notna() & ordered["vintage"].ne(ordered["vintage"].shift())
    return [by_month(run) for _, run in ordered.groupby(begins.cumsum())]


def both_months(rows: pd.DataFrame) -> pd.DataFrame:
    """The months both sides have, a column each."""
    return rows.pivot(index="month", columns="reporter_iso3", values="value_usd").dropna()


def lines_caption(rows: pd.DataFrame) -> Caption:
    """The newest month both sides have, and what each of them recorded in it."""
    both = both_months(rows)
    when = terms.month(both.index[-1])
    china, us = (terms.usd(both[side].iloc[-1]) for side in CUSTOMS_OF)
    ends = {side: terms.month(rows.loc[rows["reporter_iso3"] == side, "month"].max()) for side in CUSTOMS_OF}
    finding = SAY("mirror.finding", china=china, us=us, when=when)
    measure = SAY("mirror.months_measure", first=terms.month(rows["month"].min()), china=ends["CHN"], us=ends["USA"])
    alt = f"Line chart, US$ bn. Newest month of both, {when}: China's customs {china}, US Census {us}."
    return Caption(finding, measure, alt)
