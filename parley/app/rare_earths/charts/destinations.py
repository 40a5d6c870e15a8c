"""China's magnet exports by destination in one period, by weight or by value."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks
from parley.charts.theme import Palette, draft, hatch, names_axis, pale_edges, x_axis

REST = "ROW"
SCALES = {"quantity_t": 1.0, "value_usd": 1e6}
UNITS = {"quantity_t": "{} t", "value_usd": "US$ {} m"}
SAY = words.beside(__file__)


def destination_bars(rows: pd.DataFrame, palette: Palette, measure: str = "quantity_t") -> go.Figure:
    """One bar a destination from zero, tonnes or US$ million; derived figures hatched, the rest of the world pale.

    ``rows``: columns destination_iso3, destination, the measure, share_pct, kind, period, in drawing order.
    """
    values = rows[measure] / SCALES[measure]
    figure = draft(palette, height=34 * len(rows) + 40, margin=(118, 116, 8, 26))
    colours = [_fill(iso3, palette) for iso3 in rows["destination_iso3"]]
    hatched = (rows["kind"] == "derived") & (rows["destination_iso3"] != REST)
    marker = hatch(palette.grey, palette)
    figure.add_bar(
        orientation="h",
        x=values,
        y=list(range(len(rows))),
        marker={
            "color": [palette.background if h else c for h, c in zip(hatched, colours, strict=True)],
            "pattern": {
                **marker["pattern"],
                "shape": ["/" if h else "" for h in hatched],
                "fgcolor": colours,
                "bgcolor": [palette.background if h else c for h, c in zip(hatched, colours, strict=True)],
            },
            "line": pale_edges(colours, palette),
        },
        text=[_words(v, s, UNITS[measure]) for v, s in zip(values, rows["share_pct"], strict=True)],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[(_amount(r, measure), r["destination"], r["period"], r["kind"]) for r in rows.to_dict("records")],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}, %{customdata[3]}<extra></extra>",
    )
    top = float(values.max())
    figure.update_layout(
        bargap=0.3,
        xaxis=x_axis(palette, range=[0, top], **unit_ticks(top, UNITS[measure])),
        yaxis=names_axis(
            palette,
            [_name(r["destination_iso3"], r["destination"], measure) for r in rows.to_dict("records")],
            room=0.1,
        ),
    )
    return figure.done()


def _fill(iso3: str, palette: Palette) -> str:
    return palette.pale if iso3 == REST else palette.us if iso3 == "USA" else palette.grey


def _name(iso3: str, name: str, measure: str) -> str:
    if iso3 != REST:
        return name.replace("Republic of Korea", "South Korea")
    return "Not broken<br>down" if measure == "quantity_t" else "All others"


def _words(value: float, share_pct: float, unit: str) -> str:
    return f"<b>{unit.format(terms.number(value)).replace(' ', terms.NBSP)}</b> ({terms.rate(share_pct, 0)})"


def _amount(row: dict[Hashable, Any], measure: str) -> str:
    return terms.tonnes(row[measure]) if measure == "quantity_t" else terms.usd(row[measure])


def destinations_caption(rows: pd.DataFrame, period: str) -> Caption:
    """The largest named destination, and how much no report breaks down."""
    rest = rows[rows["destination_iso3"] == REST].iloc[0]
    finding = _first_and_us(rows, "tonnes", period)
    hatched = ((rows["kind"] == "derived") & (rows["destination_iso3"] != REST)).any()
    case = "measure_derived" if hatched else "measure"
    measure = SAY("destinations", case, period=period, rest=terms.rate(rest["share_pct"], 0))
    told = "; ".join(f"{r['destination']} {terms.number(r['quantity_t'])} t" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by destination, {period}: {told}.")


def _first_and_us(rows: pd.DataFrame, case: str, period: str) -> str:
    """The first named destination with its share, and the United States' where it is another."""
    named = rows[rows["destination_iso3"] != REST]
    first, us = named.iloc[0], named[named["destination_iso3"] == "USA"]
    beside = len(us) > 0 and first["destination_iso3"] != "USA"
    return SAY(
        "destinations.finding",
        f"{case}_us" if beside else case,
        first=terms.with_article(first["destination"], "The"),
        share=terms.rate(first["share_pct"], 0),
        period=period,
        us=terms.rate(us["share_pct"].iloc[0], 0) if beside else "",
    )


def value_caption(rows: pd.DataFrame, eu_share_pct: float) -> Caption:
    """The largest buyer by value and the United States, of all permanent magnets of metal.

    ``rows``: those of ``destination_bars`` with n_destinations; ``eu_share_pct``: the EU's members together.
    """
    rest, year = rows[rows["destination_iso3"] == REST].iloc[0], rows["period"].iloc[0]
    finding = _first_and_us(rows, "value", str(year))
    measure = SAY(
        "destinations.value_measure",
        year=year,
        eu=terms.rate(eu_share_pct, 0),
        rest=terms.number(rest["n_destinations"]),
    )
    told = "; ".join(f"{r['destination']} {terms.usd(r['value_usd'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by destination, {year}: {told}.")
