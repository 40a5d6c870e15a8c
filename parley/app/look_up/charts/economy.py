"""One economy: the average US duty on its goods, its trade with the US by month, and the goods it sells."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.look_up.charts.largest import of_all
from parley.app.look_up.charts.law_steps import readings
from parley.app.trade.goods import said
from parley.app.trade.months import FLOWS
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import apart, money_beside, money_ticks, month_ticks
from parley.charts.months import HALF_MONTH, LABEL_PX, add_runs, end_label, newest
from parley.charts.theme import Palette, draft, x_axis, y_axis

SAY = words.beside(__file__)
HEIGHT, TOP, BOTTOM = 300, 28, 38
SIDES = {"import": "bought", "export": "sold"}  # the field of a flow's value in a sentence


def average_caption(rows: pd.DataFrame, name: str) -> Caption:
    """The average duty on the last day known, and its peak. ``rows``: columns of ``results.law_steps``."""
    steps = rows.drop_duplicates("valid_from").sort_values("valid_from")
    printed = steps["sum_pct"].map(terms.rate)
    now, highest = steps.iloc[-1], steps[printed == terms.rate(steps["sum_pct"].max())].iloc[0]
    told = {"name": name, "now": terms.rate(now["sum_pct"]), "day": terms.day(now["valid_to"])}
    first = terms.month(steps["valid_from"].iloc[0])  # what our tables begin with is no history of duties
    if now["sum_pct"] >= highest["sum_pct"]:
        finding = SAY("average.title", "highest", first=first, **told)
    else:
        month = terms.month(highest["valid_from"])
        finding = SAY("average.title", "peaked", peak=terms.rate(highest["sum_pct"]), month=month, **told)
    alt = "; ".join(f"from {terms.day(s['valid_from'])} {terms.rate(s['sum_pct'])}" for s in steps.to_dict("records"))
    measure = SAY("average.measure", name=name, first=first, day=told["day"], readings=readings(rows))
    return Caption(finding, measure, f"Bars by law, percent: {alt}.")


def flow_lines(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """US imports and exports by month as two lines; a missing month and a step between releases are gaps.

    ``rows``: month, flow, value_usd, vintage.
    """
    figure = draft(palette, height=HEIGHT, margin=(56, 84, TOP, BOTTOM))
    top = float(rows["value_usd"].max()) / 1e9
    flows = [flow for flow in FLOWS if flow in set(rows["flow"])]
    colours = {"import": palette.us, "export": palette.muted}
    for flow in flows:
        own = rows[rows["flow"] == flow]
        billion = own.assign(value_bn=own["value_usd"] / 1e9)
        add_runs(figure, billion, "value_bn", lambda v: terms.usd(v * 1e9), FLOWS[flow], 2.5, colours[flow])
    ends = newest(rows, "flow", "value_usd")
    places = apart([ends[flow] / 1e9 for flow in flows], gap=LABEL_PX * top * 1.06 / (HEIGHT - TOP - BOTTOM))
    for flow, place in zip(flows, places, strict=True):
        text = f"<b>{FLOWS[flow]}</b><br>{money_beside(ends[flow])}"
        end_label(figure, rows["month"].max() + HALF_MONTH, place, text, colours[flow])
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, **money_ticks(top)))
    return figure.done()


def flows_caption(rows: pd.DataFrame, name: str) -> Caption:
    """Imports and exports of the newest month; a flow that ends before it is told with the month of its own end."""
    ends = newest(rows, "flow", "value_usd")
    told = {flow: terms.usd(value) for flow, value in ends.items()}
    months = rows.groupby("flow")["month"].max()
    newer = [flow for flow in FLOWS if flow in ends and months[flow] == months.max()]
    older = [flow for flow in ends if flow not in newer]
    case = "_".join(["both" if len(newer) > 1 else newer[0], *(f"{flow}_ends" for flow in older)])
    month = terms.month(months.max())
    values = {SIDES[flow]: told[flow] for flow in ends}
    finding = SAY("flows.title", case, name=name, month=month, end=terms.month(months.min()), **values)
    measure = SAY("flows.measure", name=name, first=terms.month(rows["month"].min()), last=month)
    alt = "; ".join(f"{FLOWS[flow]} {value} in {terms.month(months[flow])}" for flow, value in told.items())
    return Caption(finding, measure, f"Lines by month. {alt}.")


def goods_bars(rows: pd.DataFrame, iso3: str, palette: Palette) -> go.Figure:
    """One bar a chapter with its value and the duty collected on it. ``rows``: name, value_usd, effective_rate_pct."""
    told = [
        f"{money_beside(value)}, {terms.rate(rate)}"
        for value, rate in zip(rows["value_usd"], rows["effective_rate_pct"], strict=True)
    ]
    return ranked_bars.ranked_bars(rows.assign(words=told), palette, palette.country(iso3))


def goods_caption(rows: pd.DataFrame, drawn: pd.DataFrame, name: str) -> Caption:
    """The largest chapter's part of all the economy sells the US. ``rows``: every chapter, the largest first."""
    first, total, year = rows.iloc[0], float(rows["value_usd"].sum()), int(rows["year"].iloc[0])
    goods = said(str(first["name"]), "chapter")
    finding = SAY(
        "sells.title",
        part=terms.rate(first["value_usd"] / total * 100, 0),
        name=name,
        year=year,
        goods=terms.capital(goods),
    )
    alt = "; ".join(
        f"{r['name']} {terms.usd(r['value_usd'])} ({terms.rate(r['value_usd'] / total * 100, 0)}),"
        f" duty {terms.rate(r['effective_rate_pct'])}"
        for r in drawn.to_dict("records")
    )
    case, told_of_all = of_all(rows, drawn)
    measure = SAY("sells.measure", case, year=year, **told_of_all)
    return Caption(finding, measure, f"Bars, {year}. {alt}.")


def buyer_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a buyer with what it bought and its part of all, of the United States of the gross domestic product too.

    ``rows``: code, name, value_usd, share_pct, gdp_share_pct.
    """
    told = [f"{money_beside(row['value_usd'])}, {_parts(row, 0)}" for row in rows.to_dict("records")]
    return ranked_bars.ranked_bars(rows.assign(words=told), palette, [palette.country(code) for code in rows["code"]])


def _parts(row: dict[Any, Any], decimals: int = 1) -> str:
    """A buyer's part of all exports, for the United States that of the gross domestic product too."""
    share = terms.rate(row["share_pct"], decimals)
    if row["code"] != "USA" or pd.isna(row["gdp_share_pct"]):
        return share
    return SAY("exposure.parts", share=share, of_product=terms.rate(row["gdp_share_pct"]))


def exposure_caption(rows: pd.DataFrame, drawn: pd.DataFrame, name: str) -> Caption:
    """The part of the exports that went to the United States, and what that is of the gross domestic product.

    ``rows``: every buyer, the largest first.
    """
    year = int(rows["year"].iloc[0])
    us = rows[rows["code"] == "USA"]
    if us.empty:
        finding = SAY("exposure.title", "none", name=name, year=year)
    else:
        share, of_product = us["share_pct"].iloc[0], us["gdp_share_pct"].iloc[0]
        told: dict[str, str | int] = {"share": terms.rate(share), "name": name, "year": year}
        if pd.isna(of_product):
            finding = SAY("exposure.title", "share", **told)
        else:
            finding = SAY("exposure.title", "both", of_product=terms.rate(of_product), **told)
    case, told_of_all = of_all(rows, drawn)
    measure = SAY("exposure.measure", case, year=year, **told_of_all)
    alt = "; ".join(f"{row['name']} {terms.usd(row['value_usd'])} ({_parts(row)})" for row in drawn.to_dict("records"))
    return Caption(finding, measure, f"Bars, {year}. {alt}.")
