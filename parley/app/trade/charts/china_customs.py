"""China's own trade figures: growth rates as its customs first printed them."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import apart, month_ticks, tick_words
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

HEIGHT, MARGIN = 360, (48, 96, 10, 38)
OFFSET = {"export": -4, "import": 4}  # days, so that two marks of one month do not hide each other
WORDS = {"export": "Exports", "import": "Imports"}
SYMBOLS = {"export": "circle", "import": "diamond"}
RECORDS = {"export": "exports", "import": "imports"}
SAY = words.beside(__file__)


def printed_rates(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Growth on the same month a year earlier as China's customs printed it: one mark per figure, nothing joined.

    ``rows``: columns period_start, period_end, partner_iso3, flow, change_pct, verification. Two months published
    together stand between them; a month without a figure stays empty. A figure that is not confirmed is an open mark.
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
                "symbol": [SYMBOLS[flow] + ("" if _confirmed(r) else "-open") for r in own.to_dict("records")],
                "size": 10,
                "color": colours[flow],
                "line": {
                    "width": [1 if _confirmed(r) else 2 for r in own.to_dict("records")],
                    "color": palette.background,
                },
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
    return {"tickvals": shown, "ticktext": tick_words(shown, "%", terms.signed)}


def period(row: dict[Any, Any]) -> str:
    """The month of a figure, or the two months it covers together."""
    start, end = row["period_start"], row["period_end"]
    return terms.month(start) if start.month == end.month else f"{start:%B} and {terms.month(end)}"


def _of(row: dict[Any, Any]) -> str:
    told = [] if pd.isna(row["value_usd"]) else [f"level {terms.usd(row['value_usd'])}"]
    return ", ".join(told + ([] if _confirmed(row) else ["not confirmed"]))


def _confirmed(row: dict[Any, Any]) -> bool:
    return bool(row["verification"] != "unverified")


def printed(row: dict[Any, Any]) -> str:
    """The growth rate with the decimals it was published with."""
    return terms.change_pct(row["change_pct"], _decimals(row))


def _decimals(row: dict[Any, Any]) -> int:
    return 0 if row["status"] == "yoy_rounded" else 1


def rates_caption(rows: pd.DataFrame) -> Caption:
    """The newest month's printed growth of exports and imports, with the world or with the United States."""
    partner = "us" if rows["partner_iso3"].iloc[0] == "USA" else "world"
    newest = {r["flow"]: r for r in rows[rows["period_start"] == rows["period_start"].max()].to_dict("records")}
    flows = [flow for flow in WORDS if flow in newest]
    finding = SAY(
        "customs.finding",
        f"{partner}_{'both' if len(flows) > 1 else flows[0]}",
        exports=_moved(newest["export"]) if "export" in newest else "",
        imports=_moved(newest["import"]) if "import" in newest else "",
        period=period(newest[flows[0]]),
    )
    ends_of = terms.month(rows["period_start"].min()), terms.month(rows["period_end"].max())
    measure = SAY(
        "customs.measure",
        "unverified" if (rows["verification"] == "unverified").any() else "confirmed",
        partner="the United States" if partner == "us" else "the world",
        span=" to ".join(dict.fromkeys(ends_of)),  # one month is named once
    )
    figures = "; ".join(f"{period(r)} {RECORDS[r['flow']]} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Dot chart, percent. {figures}.")


def _moved(row: dict[Any, Any]) -> str:
    course = "rose" if row["change_pct"] > 0 else "fell" if row["change_pct"] < 0 else "same"
    size = terms.rate(abs(row["change_pct"]), _decimals(row))
    return SAY("customs.moved", course if _confirmed(row) else f"{course}_unverified", size=size)
