"""US customs duties received and paid back by month, and calculated duty as a share of imports below."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import MONEY_STEPS, ceiling, month_ticks, rate_ticks, with_unit
from parley.charts.months import HALF_MONTH, add_runs
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

SAY = words.beside(__file__)
PANEL_NAMES = {"y": "Customs duties, US$ bn a month", "y2": "Calculated duty as a share of imports, %"}
TWO_PANELS = {"y": [0.46, 1.0], "y2": [0.0, 0.34]}
FINE_RATES = 15.0  # percent: a lower axis has ticks of five points
MOST_STEPS = 5.2
RECEIVED, PAID_BACK, NET = "Received", "Refunded", "Received less refunded"


def revenue_panels(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Bars of duties received and, below zero, paid back, US$ billion; calculated duty in percent as a line below them.

    ``rows``: columns month, gross_receipts_usd, refunds_usd, customs_duties_usd (drawn where receipts and refunds are
    not known apart), effective_rate_pct, rate_vintage. Without any rate there is one panel. Gaps stay gaps, and a line
    ends where the release changes.
    """
    rates = rows.dropna(subset="effective_rate_pct")
    panels = TWO_PANELS if len(rates) else {"y": [0.0, 1.0]}
    figure = draft(palette, height=470 if len(rates) else 330, margin=(44, 12, 46, 38))
    apart = rows["gross_receipts_usd"].notna()
    for name, column, kept, sign, colour in (
        (RECEIVED, "gross_receipts_usd", apart, 1, palette.us),
        (PAID_BACK, "refunds_usd", apart, -1, palette.fentanyl),
        (NET, "customs_duties_usd", ~apart, 1, palette.grey),
    ):
        _bars(figure, rows.loc[kept, "month"], sign * rows.loc[kept, column], name, colour)
    if len(rates):
        lines = rates.assign(vintage=rates["rate_vintage"])  # in place of that of the receipts
        add_runs(figure, lines, "effective_rate_pct", terms.rate, "of imports", 2.5, palette.ink, yaxis="y2")
    for panel, domain in panels.items():
        _panel_name(figure, PANEL_NAMES[panel], domain[1], palette.us if panel == "y" else palette.ink)
    low = -float(rows["refunds_usd"].max()) / 1e9 if apart.any() else 0.0
    top = float(rows["gross_receipts_usd"].fillna(rows["customs_duties_usd"]).max()) / 1e9
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(
        barmode="relative",
        bargap=0.15,
        showlegend=bool(apart.any()),
        legend={"y": 1.11 if len(rates) else 1.16, "x": 1, "xanchor": "right"},
        xaxis=x_axis(palette, anchor="y2" if len(rates) else "y", **axis),
        yaxis=y_axis(palette, domain=panels["y"], **_money(low, top)),
    )
    if len(rates):
        figure.update_layout(
            yaxis2=y_axis(palette, domain=panels["y2"], **_rates(float(rates["effective_rate_pct"].max())))
        )
    return figure.done()


def _bars(figure: Draft, months: pd.Series, values: pd.Series, name: str, colour: str) -> None:
    if months.empty:
        return
    figure.add_bar(
        x=months + HALF_MONTH,
        y=values / 1e9,
        name=name,
        marker={"color": colour, "line": {"width": 0}},
        customdata=values.abs().map(terms.usd),
        hovertemplate=f"<b>%{{customdata}}</b> {name.lower()}<br>%{{x|%B %Y}}<extra></extra>",
    )


def _panel_name(figure: Draft, name: str, top: float, colour: str) -> None:
    figure.add_annotation(
        x=0,
        y=top,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=-40,
        yshift=8,
        showarrow=False,
        text=f"<b>{name}</b>",
        font={"color": colour},
    )


def _money(low: float, top: float) -> dict[str, Any]:
    """An axis of US$ billion on both sides of zero; what is paid back is named by its size alone."""
    step = next((s for s in MONEY_STEPS if (top - low) / s <= MOST_STEPS), MONEY_STEPS[-1])
    ticks = list(range(-step * int(-low / step), int(top / step) * step + 1, step))
    words = with_unit((str(abs(v)) for v in ticks), "bn")
    return {"range": [low * 1.06, top * 1.06], "tickvals": ticks, "ticktext": words}


def _rates(top: float) -> dict[str, Any]:
    if top > FINE_RATES:
        return {"range": [0, ceiling(top)], **rate_ticks(ceiling(top))}
    step = 5 if top > 5 else 1
    ticks = list(range(0, int(top) + step + 1, step))
    return {"range": [0, ticks[-1]], "tickvals": ticks, "ticktext": with_unit(map(str, ticks), "%")}


def revenue_caption(rows: pd.DataFrame) -> Caption:
    """Twelve months of receipts and of refunds against the twelve before; of their net where they are not apart."""
    last = rows.iloc[-1]
    before = rows[rows["month"] == last["month"] - pd.DateOffset(years=1)]
    until = terms.month(last["month"])
    is_gross = pd.notna(last["gross_12_months_usd"])
    kind, column = ("gross", "gross_12_months_usd") if is_gross else ("net", "net_12_months_usd")
    finding = SAY(
        "revenue.title",
        kind,
        value=terms.usd(last[column]),
        until=until,
        refunds=terms.usd(last["refunds_12_months_usd"]) if is_gross else "",
    )
    measure = SAY(
        "revenue.measure",
        first=terms.month(rows["month"].min()),
        until=until,
        apart=SAY("revenue.apart") if rows["refunds_usd"].notna().any() else "",
        before=_earlier(before, column),
    )
    return Caption(finding, measure, _alt(rows, "gross_receipts_usd" if is_gross else "customs_duties_usd"))


def _earlier(before: pd.DataFrame, column: str) -> str:
    if before.empty or pd.isna(before[column].item()):
        return ""
    value = terms.usd(before[column].item())
    if column == "gross_12_months_usd":
        return SAY("revenue.before_gross", value=value)
    return SAY("revenue.before_net", value=value)


def _alt(rows: pd.DataFrame, column: str) -> str:
    known, last = rows.dropna(subset=column), rows.iloc[-1]
    peak = known.nlargest(1, column).iloc[0]
    words = (
        f"Bars by month: most {terms.usd(peak[column])} in {terms.month(peak['month'])}, newest "
        f"{terms.usd(last[column])} in {terms.month(last['month'])}."
    )
    if rows["refunds_usd"].notna().any():
        most = rows.nlargest(1, "refunds_usd").iloc[0]
        words += f" Refunded: most {terms.usd(most['refunds_usd'])} in {terms.month(most['month'])}."
    rates = rows.dropna(subset="effective_rate_pct")
    if len(rates):
        rate = rates.iloc[-1]
        share = f"{terms.rate(rate['effective_rate_pct'])} in {terms.month(rate['month'])}"
        words += f" Calculated duty as a share of imports: {share}."
    return words
