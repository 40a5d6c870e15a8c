"""US-China trade by month and the duty collected on it."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import apart, ceiling, money_ticks, month_ticks, rate_ticks
from parley.charts.months import HALF_MONTH, LABEL_PX, add_runs, end_label, newest
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis

FLOWS = {"import": "Imports", "export": "Exports"}
SERIES = {"general": "general imports", "fas": "exports", "CHN": "China", "WLD": "all partners"}
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
    """Which release each stretch of the rows is from: ``exports to December 2022: release of March 2026``, and so on.

    Named by basis, or by partner where the rows have several.
    """
    several = "partner_iso3" in rows and rows["partner_iso3"].nunique() > 1
    told = []
    for series, own in rows.groupby("partner_iso3" if several else "basis", sort=True):
        last = own.sort_values("month").drop_duplicates("vintage", keep="last").to_dict("records")
        told += [
            SAY(
                "months.release",
                series=SERIES[str(series)],
                month=terms.month(r["month"]),
                release=terms.month(r["vintage"]),
            )
            for r in last
        ]
    return SAY("months.releases", list="; ".join(told))


def duty_lines(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """Duty collected as a share of the value of imports: China and, thinner, all partners, in percent.

    ``rows``: month, partner_iso3 (CHN, WLD), effective_rate_pct, vintage; ``events``: date. A missing month is a gap,
    and so is the step from one release to the next.
    """
    figure = draft(palette, height=360, margin=(44, 92, 28, 38))
    top = ceiling(float(rows["effective_rate_pct"].max()))
    styles = {
        "CHN": ("China", 2.5, palette.china, palette.china_text),
        "WLD": ("All partners", 1.5, palette.grey, palette.muted),
    }
    here = [p for p in styles if p in set(rows["partner_iso3"])]
    ends = newest(rows, "partner_iso3", "effective_rate_pct")
    places = apart([ends[p] for p in here], gap=LABEL_PX * top / (360 - 28 - 38))
    for partner, place in zip(here, places, strict=True):
        name, width, colour, word = styles[partner]
        own = rows[rows["partner_iso3"] == partner]
        add_runs(figure, own, "effective_rate_pct", terms.rate, name, width, colour)
        text = f"<b>{name}</b><br>{terms.rate(ends[partner])}"
        end_label(figure, rows["month"].max() + HALF_MONTH, place, text, word)
    _peak(figure, rows[rows["partner_iso3"] == "CHN"], palette)
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, range=[0, 1.08 * top], **rate_ticks(top)))
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _peak(figure: Draft, china: pd.DataFrame, palette: Palette) -> None:
    top = china.nlargest(1, "effective_rate_pct").to_dict("records")
    if not top or top[0]["month"] == china["month"].max():
        return
    figure.add_annotation(
        x=top[0]["month"] + HALF_MONTH,
        y=top[0]["effective_rate_pct"],
        text=f"<b>{terms.rate(top[0]['effective_rate_pct'])}</b>",
        showarrow=False,
        xanchor="right",
        xshift=-14,  # clear of the line of the act before it
        yanchor="middle",
        bgcolor=palette.background,
        borderpad=0,
        font={"color": palette.china_text},
    )


def duty_caption(rows: pd.DataFrame, gaps: list[pd.Timestamp]) -> Caption:
    """The peak and the newest month of the duty collected on Chinese goods; names the months missing."""
    china = rows[rows["partner_iso3"] == "CHN"].sort_values("month").to_dict("records")
    now, peak = china[-1], max(china, key=lambda row: row["effective_rate_pct"])
    period = f"{terms.month(china[0]['month'])} to {terms.month(now['month'])}"
    missing = terms.listed([terms.month(m) for m in gaps])
    measure = SAY("duty.measure", "gaps" if gaps else "whole", period=period, gaps=missing)
    high, last = terms.rate(peak["effective_rate_pct"]), terms.rate(now["effective_rate_pct"])
    finding = SAY(
        "duty.finding",
        "alone" if len(china) == 1 else "highest" if peak["month"] == now["month"] else "peak",
        high=high,
        peak=terms.month(peak["month"]),
        last=last,
        month=terms.month(now["month"]),
        first=terms.month(china[0]["month"]),
    )
    alt = f"Line chart, percent, {period}. China: highest {high} in {terms.month(peak['month'])}, newest {last}."
    world = rows[rows["partner_iso3"] == "WLD"].sort_values("month").to_dict("records")
    if world:
        alt += f" All partners: {terms.rate(world[-1]['effective_rate_pct'])} in {terms.month(world[-1]['month'])}."
    return Caption(finding, measure, alt)
