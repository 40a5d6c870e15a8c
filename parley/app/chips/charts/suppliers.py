"""Who sells the US chips, diodes or chip machines: a bar a partner."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips.charts.goods import IN_WORDS
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks
from parley.charts.theme import Palette, draft, grid_axis, names_axis, pale_edges

ROW_PX = 26
SAY = words.beside(__file__)


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a partner, largest first, the others together last; value and share at the bar's end.

    ``rows``: columns partner, exporter_iso3, value_usd, share_pct, effective_rate_pct.
    """
    figure = draft(palette, height=ROW_PX * len(rows) + 70, margin=(112, 100, 26, 36))
    top = float(rows["value_usd"].max()) / 1e9
    fills = [_partner_fill(iso3, palette) for iso3 in rows["exporter_iso3"]]
    figure.add_bar(
        orientation="h",
        x=rows["value_usd"] / 1e9,
        y=list(range(len(rows))),
        marker={"color": fills, "line": pale_edges(fills, palette)},
        text=[
            f"<b>{terms.number(v / 1e9, 1)}</b> ({terms.rate(s)})"
            for v, s in zip(rows["value_usd"], rows["share_pct"], strict=True)
        ],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        textfont={"color": [palette.china_text if i == "CHN" else palette.ink for i in rows["exporter_iso3"]]},
        customdata=[
            (
                r["partner"],
                terms.usd(r["value_usd"]),
                terms.rate(r["share_pct"]),
                terms.rate(r["effective_rate_pct"]),
            )
            for r in rows.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[1]}</b> %{customdata[0]}<br>%{customdata[2]} of all"
        "<br>calculated duty %{customdata[3]}<extra></extra>",
    )
    figure.add_annotation(
        x=top,
        y=1,
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        text="US$ bn (share)",
        font={"size": 12, "color": palette.muted},
    )
    ticks = money_ticks(top) | {"range": [0, top]}
    figure.update_layout(
        xaxis=grid_axis(palette, **ticks),
        yaxis=names_axis(palette, list(rows["partner"])),
    )
    return figure.done()


def _partner_fill(iso3: str, palette: Palette) -> str:
    return palette.pale if iso3 == "ROW" else palette.country(iso3)


def partner_caption(rows: pd.DataFrame) -> Caption:
    """The largest source of the goods, and China's share."""
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    single = [r for r in records if r["exporter_iso3"] != "ROW"]
    china = next((r for r in single if r["exporter_iso3"] == "CHN"), None)
    first, heading, year = single[0], records[0]["heading"], records[0]["year"]
    goods = IN_WORDS[heading]
    finding = SAY(
        "suppliers.finding",
        "single" if china is None or first is china else "china",
        leader=terms.with_article(first["partner"], "The"),
        lead=terms.rate(first["share_pct"]),
        goods=goods,
        year=year,
        china="" if china is None else terms.rate(china["share_pct"]),
    )
    measure = SAY(
        "suppliers.measure",
        heading=heading,
        year=year,
        total=terms.usd(rows["value_usd"].sum()),
        partners=int(rows["partners"].sum()),
    )
    told = "; ".join(f"{r['partner']} {terms.number(r['value_usd'] / 1e9, 1)}" for r in records)
    return Caption(finding, measure, f"Bar chart of US imports of {goods} by origin, US$ bn, {year}. {told}.")
