"""US customs duties by month and as a share of imports, two panels on one time axis."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.averages import ceiling, rate_ticks
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks, month_ticks
from parley.charts.theme import Palette, draft, x_axis, y_axis
from parley.charts.trade import HALF_MONTH

PANEL_NAMES = {"y": "Customs duties, US$ bn a month", "y2": "Duties as a share of imports, %"}
LOW = {"y": [0.54, 1.0], "y2": [0.0, 0.42]}
FINE_RATES = 15.0  # percent: a lower axis has ticks of five points


def revenue_panels(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Bars of duties in US$ billion above, their share of imports in percent as a line below; gaps stay gaps.

    ``rows``: columns month, customs_duties_usd, imports_usd, effective_rate_pct.
    """
    figure = draft(palette, height=440, margin=(44, 12, 30, 38))
    middle = rows["month"] + HALF_MONTH
    bn, rate = rows["customs_duties_usd"] / 1e9, rows["effective_rate_pct"]
    figure.add_bar(
        x=middle,
        y=bn,
        marker={"color": palette.us, "line": {"width": 0}},
        customdata=rows["customs_duties_usd"].map(terms.usd_bn),
        hovertemplate="<b>%{customdata}</b><br>%{x|%B %Y}<extra></extra>",
    )
    figure.add_scatter(
        x=middle,
        y=rate,
        yaxis="y2",
        mode="lines",
        line={"width": 2.5, "color": palette.ink},
        connectgaps=False,
        customdata=["" if pd.isna(r) else terms.rate(r) for r in rate],
        hovertemplate="<b>%{customdata}</b> of imports<br>%{x|%B %Y}<extra></extra>",
    )
    for axis, name in PANEL_NAMES.items():
        figure.add_annotation(
            x=0,
            y=LOW[axis][1],
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            xshift=-40,
            yshift=8,
            showarrow=False,
            text=f"<b>{name}</b>",
            font={"color": palette.us if axis == "y" else palette.ink},
        )
    figure.update_layout(
        bargap=0.15,
        xaxis=x_axis(palette, anchor="y2", **month_ticks(rows["month"].min(), rows["month"].max())),
        yaxis=y_axis(palette, domain=LOW["y"], **money_ticks(float(bn.max()))),
        yaxis2=y_axis(palette, domain=LOW["y2"], **_rates(float(rate.max()))),
    )
    return figure.done()


def _rates(top: float) -> dict[str, object]:
    if top > FINE_RATES:
        return {"range": [0, ceiling(top)], **rate_ticks(ceiling(top))}
    step = 5 if top > 5 else 1
    ticks = list(range(0, int(top) + step + 1, step))
    words = [f"{v}{terms.NBSP}%" if v == ticks[-1] else str(v) for v in ticks]
    return {"range": [0, ticks[-1]], "tickvals": ticks, "ticktext": words}


def revenue_caption(rows: pd.DataFrame) -> Caption:
    """The newest twelve months against the twelve before, and the newest share of imports."""
    known = rows.dropna(subset="effective_rate_pct")
    last, share = rows.iloc[-1], known.iloc[-1]
    before = rows[rows["month"] == last["month"] - pd.DateOffset(years=1)]
    finding = (
        f"US customs duties came to {terms.usd_bn(last['sum_12_months_usd'])} in the twelve months to "
        f"{terms.month(last['month'])}"
    )
    if len(before) and pd.notna(before["sum_12_months_usd"].item()):
        finding += f", after {terms.usd_bn(before['sum_12_months_usd'].item())} in the twelve before"
    measure = (
        f"Customs duties received by the US Treasury, cash of the month, and all goods imports, "
        f"{terms.month(rows['month'].min())} to {terms.month(last['month'])}"
    )
    peak = rows.nlargest(1, "customs_duties_usd").iloc[0]
    alt = (
        f"Two panels. Duties by month: highest {terms.usd_bn(peak['customs_duties_usd'])} in "
        f"{terms.month(peak['month'])}, newest {terms.usd_bn(last['customs_duties_usd'])} in "
        f"{terms.month(last['month'])}. Share of imports: {terms.rate(share['effective_rate_pct'])} in "
        f"{terms.month(share['month'])}."
    )
    return Caption(finding, measure, alt)
