"""China's lines of 28 March 2025: how many lines of each section or chapter pay which additional duty."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import column_head, figures_column, unit_ticks
from parley.charts.theme import Palette, draft, grid_axis, names_axis

SAY = words.beside(__file__)
# share of China's colour in each band, the rest is the page
STRENGTH = {"Up to 10 %": 0.25, "Over 10 to 20 %": 0.5, "Over 20 to 30 %": 0.75, "Over 30 %": 1.0}


def band_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars of lines, one per group in the order of ``rows``, darker for a higher duty; means in a column.

    ``rows``: columns label, band, lines, mean_pct.
    """
    groups = rows.drop_duplicates("label")
    row = {str(label): i for i, label in enumerate(groups["label"])}
    figure = draft(palette, height=26 * len(row) + 58, margin=(170, 70, 32, 26))
    for band, strength in STRENGTH.items():
        part = rows[rows["band"] == band]
        if part.empty:
            continue
        figure.add_bar(
            orientation="h",
            y=part["label"].map(row),
            x=part["lines"],
            name=band.replace(" %", f"{terms.NBSP}%"),
            marker={"color": tint(palette, strength), "line": {"width": 1, "color": palette.china}},
            customdata=[terms.number(n) for n in part["lines"]],
            hovertemplate=f"<b>%{{customdata}} lines</b><br>{band.lower()}<extra></extra>",
        )
    totals = rows.groupby("label", sort=False)["lines"].sum()
    top = float(totals.max())
    means = [f"{2 * terms.NBSP}<b>{terms.rate(mean)}</b>" for mean in groups["mean_pct"]]
    figures_column(figure, means, top, totals.index.map(row), palette.china_text)
    column_head(figure, SAY("list.mean"), palette.china_text)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"y": 1.0, "x": -0.14, "traceorder": "normal"},
        xaxis=grid_axis(palette, range=[0, top * 1.02], **unit_ticks(top, "{} lines")),
        yaxis=names_axis(palette, row),
    )
    return figure.done()


def tint(palette: Palette, strength: float) -> str:
    """China's colour laid over the page: ``strength`` 1 is the colour, 0 the page."""
    pairs = zip(_channels(palette.china), _channels(palette.background), strict=True)
    return "#" + "".join(f"{round(strength * c + (1 - strength) * ground):02X}" for c, ground in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def bands_caption(lines: pd.DataFrame, rows: pd.DataFrame, what: str) -> Caption:
    """How many lines pay how much: mean over the lines shown, highest rate, the commonest one."""
    rates = lines["additional_rate_pct"]
    commonest = rates.mode().iloc[0]
    share = (rates == commonest).mean() * 100
    finding = SAY(
        "list.title",
        mean=terms.rate(rates.mean()),
        lines=terms.counted(len(lines)),
        what=what,
        share=terms.rate(share, 0),
        commonest=terms.law_rate(commonest),
    )
    measure = SAY("list.measure")
    told = "; ".join(
        f"{label} {terms.number(part['lines'].sum())} lines, mean {terms.rate(part['mean_pct'].iloc[0])}"
        for label, part in rows.groupby("label", sort=False)
    )
    return Caption(finding, measure, f"Stacked bars, lines by rate. {told}.")


def found_caption(rows: pd.DataFrame, typed: str) -> Caption:
    """How many lines a search found, and the span of their rates."""
    rates = terms.rates(rows["additional_rate_pct"].min(), rows["additional_rate_pct"].max())
    finding = SAY(
        "list.found",
        "one" if len(rows) == 1 else "several",
        count=terms.counted(len(rows)).capitalize(),
        typed=typed,
        rates=rates,
    )
    return Caption(finding, SAY("list.found_measure"), f"Table. {finding}.")
