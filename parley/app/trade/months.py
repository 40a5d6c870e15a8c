"""The subject Month by month: US-China trade beside the tariff steps."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.figures import Figure, kept_figure
from parley.app.trade import header
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.months import newest
from parley.charts.theme import Palette

STEPS = {
    "Since 2015": ("us-301-l1", "us-301-l3b", "us-301-l4a-cut", "us-ieepa-recip-125", "us-fent-cut", "us-301-fl"),
    "Since 2024": (
        "us-301-4yr",
        "us-ieepa-fent-1",
        "us-ieepa-recip-125",
        "us-geneva",
        "us-fent-cut",
        "us-ieepa-end",
        "us-301-fl",
    ),
}
KINDS = [header.MONTHLY, header.SUMMED]
FLOWS = {"import": "Imports", "export": "Exports"}
SAY = words.beside(__file__)


def by_month(as_of: date) -> Figure:
    kind = controls.choose("Values", KINDS, "trade_values")
    period = controls.choose("Period", list(STEPS), "trade_period")
    return months_of(kind, period, as_of)


@kept_figure
def months_of(kind: str, period: str, as_of: date) -> Figure:
    """Imports and exports of one kind of value and one period. Raises NothingToShowError where there are none."""
    rows = header.since(header.months(as_of, kind), period)
    steps = header.steps(as_of, STEPS[period], rows)
    return Figure(
        "trade_months",
        months_caption(rows, kind == header.SUMMED),
        rows,
        {"Chart": lambda palette: months_lines(rows, steps, palette)},
        note=SAY("months.note") if rows["vintage"].nunique() > 1 else "",
        events=steps,
    )


def months_lines(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """US imports from China and exports to China in billion US dollars, with numbered events.

    ``rows``: columns month, flow, value_usd, vintage; ``events``: date. A missing month is a gap, and so is the step
    from one release to the next.
    """
    named = rows.assign(flow=rows["flow"].map(FLOWS), value_bn=rows["value_usd"] / 1e9)
    return lines(
        named,
        palette,
        x="month",
        y="value_bn",
        series="flow",
        fills={FLOWS["import"]: palette.china, FLOWS["export"]: palette.us},
        release="vintage",
        exact=rows["value_usd"].map(terms.usd),
        events=list(events["date"]),
    )


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
    ends = "; ".join(f"{FLOWS[flow]} {terms.usd(v)}" for flow, v in newest(rows, "flow", "value_usd").items())
    highest = f"{terms.usd(peak['value_usd'])} in {terms.month(peak['month'])}"
    alt = f"Line chart, billion US dollars, {period}. Newest: {ends}. Imports were highest, {highest}."
    return Caption(finding, measure, alt)
