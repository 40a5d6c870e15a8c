"""China's own trade figures: growth rates as printed, and the same trade as each side records it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.labels import apart, month_ticks
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

HEIGHT, MARGIN = 360, (48, 96, 10, 38)
OFFSET = {"export": -4, "import": 4}  # days, so that two marks of one month do not hide each other
WORDS = {"export": "Exports", "import": "Imports"}
SYMBOLS = {"export": "circle", "import": "diamond"}
SIDES = {"CHN": "China's customs", "USA": "US Census"}
ROUTES = {"CHN": "From China to the US", "USA": "From the US to China"}
RECORDS = {"export": "exports", "import": "imports"}


def printed_rates(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Growth on the same month a year earlier as China's customs printed it: one mark per figure, nothing joined.

    ``rows``: columns period_start, period_end, partner_iso3, flow, change_pct. Two months published together stand
    between them; a month without a figure stays empty.
    """
    figure = draft(palette, height=HEIGHT, margin=MARGIN)
    low, high = min(0.0, float(rows["change_pct"].min())), max(0.0, float(rows["change_pct"].max()))
    pad = (high - low) * 0.08
    colours = {"export": palette.china, "import": _import_colour(rows, palette)}
    middle = rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2
    flows = [flow for flow in WORDS if flow in set(rows["flow"])]
    for flow in flows:
        own = rows[rows["flow"] == flow]
        figure.add_scatter(
            x=middle[own.index] + pd.Timedelta(days=OFFSET[flow]),
            y=own["change_pct"],
            mode="markers",
            name=WORDS[flow],
            cliponaxis=False,
            marker={
                "symbol": SYMBOLS[flow],
                "size": 10,
                "color": colours[flow],
                "line": {"width": 1, "color": palette.background},
            },
            customdata=[(printed(r), period(r), _of(r)) for r in own.to_dict("records")],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {WORDS[flow]}<br>%{{customdata[1]}}<br>%{{customdata[2]}}"
            "<extra></extra>",
        )
    axis = month_ticks(rows["period_start"].min(), rows["period_end"].max())
    figure.update_layout(
        xaxis=x_axis(palette, **axis),
        yaxis=y_axis(palette, range=[low - pad, high + pad], **_signed_ticks(low, high)),
    )
    zero = {"x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 0, "line": {"width": 1, "color": palette.ink}}
    figure.add_shape(type="line", layer="below", **zero)
    _newest(figure, rows, flows, low - pad, high + pad, palette)
    return figure.done()


def _import_colour(rows: pd.DataFrame, palette: Palette) -> str:
    return palette.us if rows["partner_iso3"].iloc[0] == "USA" else palette.muted


def _newest(figure: Draft, rows: pd.DataFrame, flows: list[str], low: float, high: float, palette: Palette) -> None:
    last = {r["flow"]: r for r in rows.sort_values("period_start").to_dict("records")}
    gap = 38 * (high - low) / (HEIGHT - MARGIN[2] - MARGIN[3])
    places = apart([last[flow]["change_pct"] for flow in flows], gap)
    for flow, y in zip(flows, places, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=y,
            text=f"<b>{WORDS[flow]}</b><br>{printed(last[flow])}",
            showarrow=False,
            align="left",
            xanchor="left",
            xshift=6,
            yanchor="middle",
            font={"color": palette.china_text if flow == "export" else _import_colour(rows, palette)},
        )


def _signed_ticks(low: float, high: float) -> dict[str, Any]:
    step = 10 if high - low <= 50 else 20
    ticks = range(int(low // step) * step, int(high // step + 1) * step, step)
    shown = [v for v in ticks if low - 1 <= v <= high + 1]
    return {
        "tickvals": shown,
        "ticktext": [f"{terms.signed(v) if v else 0}" + (f"{terms.NBSP}%" if v == shown[-1] else "") for v in shown],
    }


def period(row: dict[Any, Any]) -> str:
    """The month of a figure, or the two months it covers together."""
    start, end = row["period_start"], row["period_end"]
    return terms.month(start) if start.month == end.month else f"{start:%B} and {terms.month(end)}"


def _of(row: dict[Any, Any]) -> str:
    return "" if pd.isna(row["value_usd"]) else f"level {terms.usd_bn(row['value_usd'])}"


def printed(row: dict[Any, Any]) -> str:
    """The growth rate with the decimals it was published with."""
    return terms.change_pct(row["change_pct"], _decimals(row))


def _decimals(row: dict[Any, Any]) -> int:
    return 0 if row["status"] == "yoy_rounded" else 1


def rates_caption(rows: pd.DataFrame) -> Caption:
    """The newest month's printed growth of exports and imports, with the world or with the United States."""
    with_us = rows["partner_iso3"].iloc[0] == "USA"
    newest = {r["flow"]: r for r in rows[rows["period_start"] == rows["period_start"].max()].to_dict("records")}
    ends = {"export": " to the United States", "import": " from there"} if with_us else {"export": "", "import": ""}
    told = [f"{RECORDS[f]}{ends[f]} {_moved(newest[f])}" for f in WORDS if f in newest]
    finding = f"China's customs: in {period(next(iter(newest.values())))} {terms.listed(told)}"
    ends_of = terms.month(rows["period_start"].min()), terms.month(rows["period_end"].max())
    span = " to ".join(dict.fromkeys(ends_of))  # one month is named once
    measure = (
        "Change on the same month a year earlier, US dollars, percent, as printed by China's customs; trade with the "
        f"{'United States' if with_us else 'world'}, {span}. Without a mark: no figure in our sources"
    )
    figures = "; ".join(f"{period(r)} {RECORDS[r['flow']]} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Dot chart, percent. {figures}.")


def _moved(row: dict[Any, Any]) -> str:
    if row["change_pct"] == 0:
        return "stood still"
    return f"{'rose' if row['change_pct'] > 0 else 'fell'} {terms.rate(abs(row['change_pct']), _decimals(row))}"


def mirror_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The goods of one year in each direction as the two sides recorded them, US$ billion.

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
        customdata=[(terms.usd_bn(r["value_usd"]), _recorded(r)) for r in rows.to_dict("records")],
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
    names = [f"{SIDES[r['reporter_iso3']]},<br>{RECORDS[r['flow']]}" for r in rows.to_dict("records")]
    ink = {"size": 12, "color": palette.ink}
    grid = {"showgrid": True, "gridcolor": palette.pale, "showline": False, "ticks": ""}
    ticks = [0, 100, 200, 300, 400]
    shown = [v for v in ticks if v <= top]
    words = [f"{v}{terms.NBSP}bn" if v == shown[-1] else str(v) for v in shown]
    figure.update_layout(
        xaxis=x_axis(palette, range=[0, top * 1.16], tickvals=shown, ticktext=words, **grid),
        yaxis=y_axis(palette, range=[5.1, -0.3], tickvals=at, ticktext=names, showgrid=False, tickfont=ink),
    )
    return figure.done()


def _recorded(row: dict[Any, Any]) -> str:
    return f"{ROUTES[row['from_iso3']]}<br>{SIDES[row['reporter_iso3']]}, {RECORDS[row['flow']]}"


def mirror_caption(rows: pd.DataFrame) -> Caption:
    """What each side recorded of the goods China sent to the United States, and of those it received."""
    values = rows.set_index(["from_iso3", "reporter_iso3"])["value_usd"]
    year = int(rows["year"].iloc[0])
    sent = {r: terms.usd_bn(values[("CHN", r)]) for r in SIDES}
    got = {r: terms.usd_bn(values[("USA", r)]) for r in SIDES}
    finding = (
        f"China recorded {sent['CHN']} of exports to the US in {year}, US Census {sent['USA']} of imports from China"
    )
    measure = (
        f"Goods trade in {year} as each side records it, US$ bn. The two sets of figures are shown, not reconciled: "
        "each side has its own rules on value and on origin and destination"
    )
    alt = (
        f"Bars, US$ bn, {year}. From China to the US: China's customs {sent['CHN']}, US Census {sent['USA']}. "
        f"From the US to China: US Census {got['USA']}, China's customs {got['CHN']}."
    )
    return Caption(finding, measure, alt)
