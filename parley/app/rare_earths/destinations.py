"""Where China's magnets go: the value of a whole year by destination, and what arrives in Europe."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.labels import month_ticks, whole_ticks
from parley.charts.months import HALF_MONTH
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis
from parley.measures import events as dated
from parley.measures import exports
from parley.tables import countries

EVENTS = ("mofcom-2025-18", "geneva", "mofcom-2025-70", "cn-general-licences")
METAL_MAGNETS, RARE_EARTH_MAGNETS = "850511", "85051110"  # HS 2017, all of metal; CN 2024, those of rare earths
EU_GOODS = "rare-earth magnets"
LARGEST = 12
REST, EU, UK = "ROW", "EU27", "GBR"
EUROPE = {EU: ("y", [0.56, 0.94]), UK: ("y2", [0.0, 0.40])}
NAMES = {EU: "In the EU, tonnes a month", UK: "In the UK, tonnes"}
SAY = words.beside(__file__)


@kept
def by_value(as_of: date) -> Figure:
    """All permanent magnets of metal by destination. Raises NothingToShowError before the year was published."""
    table = cache.table("china_critical_exports_2024", as_of)
    if table.empty:
        raise NothingToShowError(SAY("destinations.none", day=terms.day(as_of)))
    rows = exports.by_value(table, METAL_MAGNETS, LARGEST)
    rows = rows.assign(destination=rows["destination_iso3"].map({**cache.country_names(), REST: "All others"}))
    magnets = table[table["hs6"] == METAL_MAGNETS].set_index("partner_iso3")["value_usd"]
    union_pct = float(magnets[magnets.index.isin(countries.union_members())].sum() / magnets.sum() * 100)
    views = {"Chart": lambda palette: destination_bars(rows, palette)}
    return Figure("rare_destinations_value", value_caption(rows, union_pct), rows, views, state=(as_of,))


@kept
def arrivals_in_europe(as_of: date) -> Figure:
    """Rare-earth magnets from China as customs in the EU and the UK recorded them, with the acts on them.

    Raises NothingToShowError before the first figure was known.
    """
    windows, months = (cache.table(t, as_of) for t in ("eu_imports_around_controls", "uk_critical_imports_monthly"))
    rows = exports.arrivals(windows, months, EU_GOODS, RARE_EARTH_MAGNETS)
    if rows.empty:
        raise NothingToShowError(SAY("destinations.none", day=terms.day(as_of)))
    acts = dated.key_events(cache.table("events", as_of), EVENTS)
    acts = dated.between(acts, rows["period_start"].min(), rows["period_end"].max())
    return Figure(
        "rare_arrivals",
        arrivals_caption(rows),
        rows,
        {"Chart": lambda palette: arrival_panels(rows, acts, palette)},
        note=SAY("destinations.apart") if controls.is_latest() else SAY("destinations.revised"),
        events=acts,
        state=(as_of,),
    )


def destination_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a destination from zero, million US dollars; the rest of the world pale.

    ``rows``: columns destination_iso3, destination, value_usd, share_pct, period, in drawing order.
    """
    values = rows["value_usd"] / 1e6
    colours = {REST: palette.pale, "USA": palette.us}
    return bars(
        rows,
        palette,
        value=values,
        unit="${}m",
        name=rows["destination"].str.replace("Republic of Korea", "South Korea"),
        colour=[colours.get(iso3, palette.grey) for iso3 in rows["destination_iso3"]],
        text={
            "": bold([terms.in_dollars(terms.number(value), "m") for value in values]),
            "Share": [terms.rate(s, 0) for s in rows["share_pct"]],
        },
        hover=[
            f"<b>{terms.usd(row['value_usd'])}</b> {row['destination']}<br>{row['period']}"
            for row in rows.to_dict("records")
        ],
    )


def value_caption(rows: pd.DataFrame, union_pct: float) -> Caption:
    """The largest buyer and the United States where it is another; ``union_pct``: the share of the EU's members."""
    year = str(rows["period"].iloc[0])
    named = rows[rows["destination_iso3"] != REST]
    first, us = named.iloc[0], named[named["destination_iso3"] == "USA"]
    beside = len(us) > 0 and first["destination_iso3"] != "USA"
    finding = SAY(
        "destinations.finding",
        "us" if beside else "alone",
        first=terms.with_article(first["destination"], "The"),
        share=terms.rate(first["share_pct"], 0),
        period=year,
        us=terms.rate(us["share_pct"].iloc[0], 0) if beside else "",
    )
    measure = SAY("destinations.measure", year=year, eu=terms.rate(union_pct, 0))
    listed = "; ".join(f"{r['destination']} {terms.usd(r['value_usd'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by destination, {year}: {listed}.")


def arrival_panels(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """The EU's mean of each window as a level above, the UK's months as bars below; tonnes from zero, one time axis.

    ``rows``: columns destination_iso3, period_start, period_end, per_month_t; ``events``: date. Where nothing is drawn
    there is no figure.
    """
    figure = draft(palette, height=420, margin=(48, 12, 28, 38))
    axes = {}
    for destination, (axis, domain) in EUROPE.items():
        part = rows[rows["destination_iso3"] == destination]
        top = 1.25 * float(part["per_month_t"].max()) if len(part) else 1.0
        axes[axis.replace("y", "yaxis")] = y_axis(
            palette, range=[0, top], domain=domain, tickvals=whole_ticks(top), tickformat=",d"
        )
        _name(figure, destination, palette)
        draw = _levels if destination == EU else _months
        draw(figure, part, axis, palette)
    span = month_ticks(rows["period_start"].min(), rows["period_end"].max())
    figure.update_layout(bargap=0.15, xaxis=x_axis(palette, anchor="y2", **span), **axes)
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _levels(figure: Draft, part: pd.DataFrame, axis: str, palette: Palette) -> None:
    for row in part.to_dict("records"):
        figure.add_scatter(
            x=[row["period_start"], row["period_end"]],
            y=[row["per_month_t"]] * 2,
            yaxis=axis,
            mode="lines+text",
            line={"width": 4, "color": palette.grey},
            text=["", f"<b>{terms.number(row['per_month_t'])}</b>"],
            textposition="top left",
            textfont={"color": palette.ink},
            cliponaxis=False,
            hovertemplate=f"<b>{terms.tonnes(row['per_month_t'])} a month</b><br>{_window(row)}<extra></extra>",
        )


def _months(figure: Draft, part: pd.DataFrame, axis: str, palette: Palette) -> None:
    figure.add_bar(
        x=part["period_start"] + HALF_MONTH,
        y=part["per_month_t"],
        yaxis=axis,
        marker={"color": palette.grey, "line": {"width": 0}},
        customdata=part["per_month_t"].map(terms.tonnes),
        hovertemplate="<b>%{customdata}</b><br>%{x|%B %Y}<extra></extra>",
    )


def _name(figure: Draft, destination: str, palette: Palette) -> None:
    figure.add_annotation(
        x=0,
        y=EUROPE[destination][1][1],
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=-44,
        showarrow=False,
        text=f"<b>{NAMES[destination]}</b>",
        bgcolor=palette.background,
        font={"color": palette.ink},
    )


def _window(row: dict[Any, Any]) -> str:
    return SAY("arrivals.window", first=terms.month(row["period_start"]), last=terms.month(row["period_end"]))


def _window_in_short(row: "pd.Series[Any]") -> str:
    first, last = (f"{row[end]:%b %Y}" for end in ("period_start", "period_end"))
    return f"{first}{terms.DASH}{last}".replace(" ", terms.NBSP)


def arrivals_caption(rows: pd.DataFrame) -> Caption:
    """The EU's means before and after, and the UK's newest month; each as far as it is known."""
    of_eu = rows[rows["destination_iso3"] == EU].sort_values("period_start")
    windows = of_eu["per_month_t"].map(terms.tonnes)
    months = rows[rows["destination_iso3"] == UK].sort_values("period_start").to_dict("records")
    uk = {
        "uk": terms.tonnes(months[-1]["per_month_t"]) if months else "",
        "month": terms.month(months[-1]["period_start"]) if months else "",
    }
    finding = SAY(
        "arrivals.finding",
        "uk" if windows.empty else "eu_after" if len(windows) > 1 else "eu_before",
        eu="" if windows.empty else windows.iloc[-1],
        before="" if windows.empty else windows.iloc[0],
        period="" if windows.empty else _window_in_short(of_eu.iloc[-1]),
        **uk,
    )
    measure = SAY("arrivals.measure", "uk" if months else "eu", **uk)
    parts = [f"{NAMES[EU]}, {_window(r)}: {terms.number(r['per_month_t'])}" for r in _of(rows, EU)]
    parts += [f"UK, {terms.month(r['period_start'])}: {terms.number(r['per_month_t'])}" for r in months]
    return Caption(finding, measure, f"Two panels, tonnes a month. {'; '.join(parts)}.")


def _of(rows: pd.DataFrame, destination: str) -> list[dict[Any, Any]]:
    return rows[rows["destination_iso3"] == destination].to_dict("records")
