"""US-China trade by month."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import apart, money_ticks, month_ticks
from parley.charts.months import HALF_MONTH, LABEL_PX, add_runs, end_label, newest
from parley.charts.theme import Palette, draft, event_lines, x_axis, y_axis

FLOWS = {"import": "Imports", "export": "Exports"}
SERIES = {"general": "general imports", "fas": "exports"}
SAY = words.beside(__file__)


def months_lines(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """US imports from China and exports to China as two lines in US$ billion, events as numbered dotted lines.

    ``rows``: columns month, flow, value_usd, vintage; ``events``: date. A missing month is a gap, and so is the step
    from one release to the next.
    """
    figure = draft(palette, height=400, margin=(44, 74, 28, 38))
    top = float(rows["value_usd"].max()) / 1e9
    flows = [flow for flow in FLOWS if flow in set(rows["flow"])]
    for flow in flows:
        own = rows[rows["flow"] == flow]
        billion = own.assign(value_bn=own["value_usd"] / 1e9)
        add_runs(figure, billion, "value_bn", _bn, FLOWS[flow], 2.5, _colour(flow, palette))
    ends = newest(rows, "flow", "value_usd")
    places = apart([ends[flow] / 1e9 for flow in flows], gap=LABEL_PX * top * 1.06 / (400 - 28 - 38))
    for flow, place in zip(flows, places, strict=True):
        text = f"<b>{FLOWS[flow]}</b><br>{terms.number(ends[flow] / 1e9, 0 if top >= 100 else 1)}"
        end_label(figure, rows["month"].max() + HALF_MONTH, place, text, _word(flow, palette))
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, **money_ticks(top)))
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _colour(flow: str, palette: Palette) -> str:
    return palette.china if flow == "import" else palette.us


def _word(flow: str, palette: Palette) -> str:
    return palette.china_text if flow == "import" else palette.us


def _bn(value_bn: float) -> str:
    return terms.usd(value_bn * 1e9)


def months_caption(rows: pd.DataFrame, summed: bool) -> Caption:
    """Where imports from China stand against their peak among the rows shown."""
    imports = rows[rows["flow"] == "import"].sort_values("month").to_dict("records")
    if not imports:
        raise ValueError("the caption speaks of imports: rows of flow import are needed")
    now, peak = imports[-1], max(imports, key=lambda row: row["value_usd"])
    period = f"{terms.month(rows['month'].min())} to {terms.month(rows['month'].max())}"
    kind, fall = "sum" if summed else "month", (1 - now["value_usd"] / peak["value_usd"]) * 100
    measure = SAY("months.measure", kind, period=period)
    finding = SAY(
        "months.finding",
        "alone" if len(imports) == 1 and not summed else f"{kind}_{'below' if fall > 0 else 'highest'}",
        value=terms.usd(now["value_usd"]),
        month=terms.month(now["month"]),
        fall=terms.rate(fall, 0 if fall >= 1 else 1),
        first=terms.month(imports[0]["month"]),
        peak=terms.month(peak["month"]),
    )
    told = "; ".join(f"{FLOWS[flow]} {terms.usd(v)}" for flow, v in newest(rows, "flow", "value_usd").items())
    highest = f"{terms.usd(peak['value_usd'])} in {terms.month(peak['month'])}"
    alt = f"Line chart, US$ bn, {period}. Newest: {told}. Imports were highest, {highest}."
    return Caption(finding, measure, alt)


def vintage_note(rows: pd.DataFrame) -> str:
    """Which release each stretch of the rows is from: ``exports to December 2022: release of March 2026``."""
    releases = [
        SAY(
            "months.release",
            series=SERIES[str(basis)],
            month=terms.month(r["month"]),
            release=terms.month(r["vintage"]),
        )
        for basis, own in rows.groupby("basis", sort=True)
        for r in own.sort_values("month").drop_duplicates("vintage", keep="last").to_dict("records")
    ]
    return SAY("months.releases", list="; ".join(releases))
