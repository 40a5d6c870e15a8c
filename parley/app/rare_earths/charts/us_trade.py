"""China's share of US trade in minerals among 18 partners: headings ranked, and one choice of headings by year."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.labels import MONEY_STEPS, TWO_LINES_PX, two_lines
from parley.charts.theme import Palette, draft, x_axis, y_axis

FLOW_NAMES = {"import": "US imports from 18 partners", "export": "US exports to 18 partners"}
MONTHS = f"January{terms.DASH}April"
SCOPE = "Share of the trade with 18 chosen partners, not of all US trade"


def heading_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a heading, China's share; ``rows``: columns hts4, heading, china_usd, all_usd, share_pct in order."""
    figure = draft(palette, height=TWO_LINES_PX * len(rows) + 40, margin=(146, 44, 8, 28))
    figure.add_bar(
        orientation="h",
        x=rows["share_pct"],
        y=list(range(len(rows))),
        marker={"color": palette.china},
        text=[f"<b>{terms.rate(share, 0)}</b>" for share in rows["share_pct"]],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[
            (f"{r['hts4']} {r['heading']}", terms.usd_bn(r["china_usd"]), terms.usd_bn(r["all_usd"]))
            for r in rows.to_dict("records")
        ],
        hovertemplate="<b>%{text}</b> %{customdata[0]}<br>%{customdata[1]} of %{customdata[2]}<extra></extra>",
    )
    figure.update_layout(
        bargap=0.35,
        xaxis=_percent(x_axis(palette, showgrid=True, gridcolor=palette.pale, showline=False, ticks="")),
        yaxis=y_axis(
            palette,
            range=[len(rows) - 0.4, -0.6],
            tickvals=list(range(len(rows))),
            ticktext=[two_lines(name, 22) for name in rows["heading"]],
            showgrid=False,
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    return figure.done()


def _percent(axis: dict[str, Any]) -> dict[str, Any]:
    ticks = [0, 25, 50, 75, 100]
    words = [*map(str, ticks[:-1]), f"100{terms.NBSP}%"]
    return {**axis, "range": [0, 100], "tickvals": ticks, "ticktext": words}


def headings_caption(rows: pd.DataFrame, flow: str, period: str) -> Caption:
    """In how many headings China has over half, and where it stands in magnets and rare earths."""
    over, name = int((rows["share_pct"] > 50).sum()), FLOW_NAMES[flow]
    magnets = rows[rows["hts4"] == "8505"]
    of_magnets = f"; magnets of all kinds {terms.rate(magnets['share_pct'].iloc[0], 0)}" if len(magnets) else ""
    finding = (
        f"{name}, {period}: China has over half in {terms.counted(over) if over else 'none'} of "
        f"{terms.counted(len(rows))} mineral headings{of_magnets}"
    )
    measure = (
        f"China's share by four-digit heading, percent of value, {period}. {SCOPE}. "
        "A heading is wider than the minerals it is known for"
    )
    told = "; ".join(f"{r['hts4']} {r['heading']} {terms.rate(r['share_pct'], 0)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of China's share: {told}.")


def share_line(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's share by year, the partial year an open mark; ``rows``: columns year, is_partial_year, share_pct."""
    figure = draft(palette, height=300, margin=(44, 44, 16, 26))
    whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
    last = len(whole) - 1
    figure.add_scatter(
        mode="lines+markers+text",
        x=whole["year"],
        y=whole["share_pct"],
        line={"width": 2.5, "color": palette.china},
        marker={"size": [9 if i == last else 0 for i in range(len(whole))], "color": palette.china, "opacity": 1},
        text=[_end(share) if i == last and partial.empty else "" for i, share in enumerate(whole["share_pct"])],
        textposition="top center",
        textfont={"size": 12, "color": palette.china_text},
        cliponaxis=False,
        customdata=whole["share_pct"].map(terms.rate),
        hovertemplate="<b>%{customdata}</b> %{x}<extra></extra>",
    )
    if len(partial):
        figure.add_scatter(
            mode="markers+text",
            x=partial["year"],
            y=partial["share_pct"],
            marker={"size": 10, "color": palette.background, "line": {"width": 2, "color": palette.china}},
            text=[f"{terms.NBSP}{_end(share)}" for share in partial["share_pct"]],
            textposition="middle right",
            textfont={"size": 12, "color": palette.china_text},
            cliponaxis=False,
            customdata=partial["share_pct"].map(terms.rate),
            hovertemplate=f"<b>%{{customdata}}</b> %{{x}}, {MONTHS}<extra></extra>",
        )
    figure.update_layout(xaxis=_years(rows, palette), yaxis=_percent(y_axis(palette)))
    return figure.done()


def _end(share_pct: float) -> str:
    return f"<b>{terms.rate(share_pct, 0)}</b>"


def value_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Trade with China and with the other 17 partners by year, stacked; the partial year open."""
    figure = draft(palette, height=320, margin=(58, 8, 36, 26))
    for column, name, colour in (("china_usd", "China", palette.china), ("other_usd", "The other 17", palette.grey)):
        part = list(rows["is_partial_year"])
        figure.add_bar(
            x=rows["year"],
            y=rows[column] / 1e6,
            name=name,
            marker={
                "color": [palette.background if p else colour for p in part],
                "line": {"width": [1.5 if p else 0 for p in part], "color": colour},
            },
            customdata=[
                (terms.number(usd / 1e6, 1), f"{year}, {MONTHS}" if p else year)
                for usd, year, p in zip(rows[column], rows["year"], part, strict=True)
            ],
            hovertemplate=f"<b>US$ %{{customdata[0]}} m</b> {name}<br>%{{customdata[1]}}<extra></extra>",
        )
    top = float(rows["all_usd"].max()) / 1e6
    step = next((s * 10**e for e in range(7) for s in MONEY_STEPS if top / (s * 10**e) <= 3.6), 10**9)
    ticks = [step * i for i in range(int(top // step) + 1)]
    figure.update_layout(
        barmode="stack",
        bargap=0.2,
        showlegend=True,
        legend={"x": -0.02, "y": 1.03, "traceorder": "normal"},
        xaxis=_years(rows, palette),
        yaxis=y_axis(
            palette,
            range=[0, top * 1.06],
            tickvals=ticks,
            ticktext=[f"{terms.number(t)}{terms.NBSP}m" if t == ticks[-1] else terms.number(t) for t in ticks],
        ),
    )
    return figure.done()


def _years(rows: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    ticks = (
        list(range(last - (last - first) // 8 * 8, last + 1, 8)) if last - first >= 8 else list(range(first, last + 1))
    )
    return x_axis(palette, range=[first - 0.6, last + 0.6], tickvals=ticks, ticktext=[str(t) for t in ticks])


def years_caption(rows: pd.DataFrame, flow: str, name: str) -> Caption:
    """Where China's share stands against ten years before, and in the months after the last whole year."""
    whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
    now = whole.iloc[-1]
    ago = whole[whole["year"] == now["year"] - 10]
    before = f", {terms.rate(ago['share_pct'].iloc[0], 0)} ten years before" if len(ago) else ""
    after = (
        f", {terms.rate(partial['share_pct'].iloc[0], 0)} in {MONTHS} {partial['year'].iloc[0]}" if len(partial) else ""
    )
    finding = (
        f"China's share of {FLOW_NAMES[flow]}, {name.lower()}: {terms.rate(now['share_pct'], 0)} in {now['year']}"
        f"{before}{after}"
    )
    base = "imports for consumption, customs value" if flow == "import" else "domestic exports, FAS value"
    open_ = f". Open: {MONTHS} only" if len(partial) else ""
    measure = f"{name}, {base}, US$ million, {whole['year'].min()} to {rows['year'].max()}. {SCOPE}{open_}"
    told = "; ".join(f"{r['year']} {terms.rate(r['share_pct'], 0)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"China's share by year: {told}.")
