"""US imports of some goods by month from China and from the partners that took its place."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import apart, money_ticks, month_ticks
from parley.charts.months import HALF_MONTH, LABEL_PX, by_month, end_label, newest
from parley.charts.theme import Palette, draft, event_lines, x_axis, y_axis

HEIGHT, MARGIN = 380, (44, 104, 28, 38)
DASHES = ("solid", "6px,3px", "2px,2px")
SAY = words.beside(__file__)


def partner_lines(
    rows: pd.DataFrame, order: list[str], names: Mapping[str, str], events: pd.DataFrame, palette: Palette
) -> go.Figure:
    """One line a partner in US$ billion, China in its colour, the others grey and told apart by dash and name.

    ``rows``: partner_iso3, month, value_usd; ``order``: the partners, China first; ``events``: date.
    """
    figure = draft(palette, height=HEIGHT, margin=MARGIN)
    top = float(rows["value_usd"].max()) / 1e9
    here = [p for p in order if p in set(rows["partner_iso3"])]
    ends = newest(rows, "partner_iso3", "value_usd")
    styles = {p: DASHES[i % len(DASHES)] for i, p in enumerate(p for p in here if p != "CHN")}
    for code in reversed(here):  # China on top
        own = by_month(rows[rows["partner_iso3"] == code])["value_usd"]
        china = code == "CHN"
        figure.add_scatter(
            x=own.index,
            y=own / 1e9,
            mode="lines",
            name=names[code],
            line={
                "width": 2.5 if china else 1.5,
                "color": palette.china if china else palette.muted,
                "dash": styles.get(code, "solid"),
            },
            customdata=["" if pd.isna(v) else terms.usd(v) for v in own],
            hovertemplate=f"<b>%{{customdata}}</b> {names[code]}<br>%{{x|%B %Y}}<extra></extra>",
        )
    places = apart([ends[p] / 1e9 for p in here], gap=LABEL_PX * top * 1.06 / (HEIGHT - MARGIN[2] - MARGIN[3]))
    for code, place in zip(here, places, strict=True):
        text = f"<b>{names[code]}</b><br>{terms.number(ends[code] / 1e9, 0 if top >= 100 else 1)}"
        colour = palette.china_text if code == "CHN" else palette.ink
        end_label(figure, rows["month"].max() + HALF_MONTH, place, text, colour)
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, **money_ticks(top)))
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def lines_caption(rows: pd.DataFrame, names: Mapping[str, str], goods: str, of: str, summed: bool) -> Caption:
    """The largest of the partners shown in the newest month, and China.

    ``goods`` names the goods in a sentence, ``of`` as the measure does.
    """
    wide = rows.pivot(index="month", columns="partner_iso3", values="value_usd").sort_index()
    last, first = wide.index.max(), wide.index.min()
    now = wide.loc[last].dropna().sort_values(ascending=False)
    values = "; ".join(f"{names[str(p)]} {terms.usd(v)}" for p, v in now.items())
    period = f"{terms.month(first)} to {terms.month(last)}"
    kind = "sum" if summed else "month"
    measure = SAY("suppliers.measure", kind, goods=of, period=period)
    china = now.get("CHN")
    if china is None:
        raise ValueError("the caption speaks of China: rows of partner CHN are needed")
    leader = str(now.index[0])
    finding = SAY(
        "suppliers.finding",
        f"{kind}_{'china' if leader == 'CHN' else 'other'}",
        leader=terms.with_article(names[leader], "The"),
        value=terms.usd(now[leader]),
        china=terms.usd(china),
        goods=goods,
        month=terms.month(last),
        count=terms.counted(len(now)),
    )
    return Caption(finding, measure, f"Line chart, US$ bn, {period}. Newest: {values}.")
