"""Trade in chips: partners, the rise in computers from Taiwan, exports to China, duty collected."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks
from parley.charts.ranked_bars import ranked_bars
from parley.charts.theme import Draft, Palette, draft, event_lines, grid_axis, x_axis, y_axis

GOODS = {
    "8542": "Chips",
    "8541": "Diodes, solar cells",
    "8486": "Chip machines",
    "8471": "Computers",
    "8473": "Computer parts",
    "other": "All other goods",
    "85": "Electrical goods",
    "84": "Machinery",
}
IN_WORDS = {
    "8542": "chips",
    "8541": "diodes, transistors and solar cells",
    "8486": "chip and flat-screen machinery",
    "85": "electrical goods",
}
FILLS = {"8471": "muted", "8473": "grey", "8542": "ink", "other": "pale"}
US_FILLS = {"8542": "us", "8486": "fentanyl", "8541": "s122", "85": "us", "84": "fentanyl"}
ROW_PX = 26
QUARTER_PCT = 25
MOST_LINES = 12  # of a chart; the table holds all
SAY = words.beside(__file__)
FEW_BN = 10  # below it the parts of a bar are too small for whole billions


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a partner, largest first, the others together last; value and share at the bar's end.

    ``rows``: columns partner, exporter_iso3, value_usd, share_pct, effective_rate_pct.
    """
    figure = draft(palette, height=ROW_PX * len(rows) + 56, margin=(112, 100, 12, 36))
    top = float(rows["value_usd"].max()) / 1e9
    figure.add_bar(
        orientation="h",
        x=rows["value_usd"] / 1e9,
        y=list(range(len(rows))),
        marker={"color": [_partner_fill(iso3, palette) for iso3 in rows["exporter_iso3"]], "line": {"width": 0}},
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
        "<br>duty collected %{customdata[3]}<extra></extra>",
    )
    ticks = money_ticks(top) | {"range": [0, top]}
    figure.update_layout(
        xaxis=grid_axis(palette, **ticks),
        yaxis=_names_axis(palette, list(rows["partner"])),
    )
    return figure.done()


def _partner_fill(iso3: str, palette: Palette) -> str:
    return palette.pale if iso3 == "ROW" else palette.country(iso3)


def _names_axis(palette: Palette, names: list[str]) -> dict[str, Any]:
    return y_axis(
        palette,
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=names,
        showgrid=False,
        tickfont={"size": 13, "color": palette.ink},
    )


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


def line_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a ten-digit line, the largest ones, with its value and China's share of it at its end.

    ``rows``: columns description, value_usd, china_share_pct, the largest first.
    """
    drawn = rows.head(MOST_LINES)
    told = [_line_words(row) for row in drawn.to_dict("records")]
    return ranked_bars(drawn.assign(name=drawn["description"], words=told), palette, palette.grey)


def _line_words(row: dict[Any, Any]) -> str:
    value = terms.usd(row["value_usd"]).removeprefix(f"US${terms.NBSP}")
    return f"{value}, {terms.rate(row['china_share_pct'])}"


def lines_caption(rows: pd.DataFrame, heading: str) -> Caption:
    """How much the three largest lines hold; in the measure in how many China has over a quarter."""
    share = rows["value_usd"].head(3).sum() / rows["value_usd"].sum() * 100
    over = int((rows["china_share_pct"] > QUARTER_PCT).sum())
    year = int(rows["year"].iloc[0])
    finding = SAY(
        "lines.finding",
        lead=terms.counted(min(len(rows), 3)).capitalize(),
        count=terms.counted(len(rows)),
        share=terms.rate(share, 0),
        goods=IN_WORDS[heading],
        year=year,
    )
    measure = SAY(
        "lines.measure",
        "some" if over else "none",
        heading=heading,
        year=year,
        quarter=terms.rate(QUARTER_PCT, 0),
        over=terms.counted(over),
        shown=terms.counted(min(len(rows), MOST_LINES)),
    )
    drawn = rows.head(MOST_LINES).to_dict("records")
    alt = "; ".join(f"{row['description']} {_line_words(row)} from China" for row in drawn)
    lead = f"The {terms.counted(min(len(rows), 3))} largest: {terms.rate(share, 0)} of all"
    return Caption(finding, measure, f"Bars by tariff line, US$, {year}. {lead}. {alt}.")


def taiwan_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stacked bar a year: computers, their parts, chips, all other goods; years without figures marked n/a.

    ``rows``: columns year, heading, value_usd.
    """
    years = sorted(int(y) for y in rows["year"].unique())
    place, gaps = _places(years)
    figure = draft(palette, height=400, margin=(52, 8, 62, 40))
    for heading, token in FILLS.items():
        _stack(figure, rows[rows["heading"] == heading], "heading", heading, token, place, palette)
    totals = rows.groupby("year")["value_usd"].sum() / 1e9
    _totals(figure, totals, place, palette)
    for at in gaps:
        figure.add_annotation(
            x=at, y=0, yanchor="bottom", showarrow=False, text="n/a", font={"size": 12, "color": palette.muted}
        )
    words = [str(y) for y in years] + [f"{low}{terms.DASH}<br>{high}" for low, high in gaps.values()]
    figure.update_layout(
        barmode="stack",
        bargap=0.28,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "normal"},
        xaxis=x_axis(
            palette,
            range=[-0.6, max(place.values()) + 0.6],
            tickvals=[*place.values(), *gaps],
            ticktext=words,
            ticks="",
        ),
        yaxis=y_axis(palette, **_headroom(float(totals.max()))),
    )
    return figure.done()


def _places(years: list[int]) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Where each year stands, and where years the source lacks leave one empty place: place -> first, last year."""
    place, gaps, at = {}, {}, 0
    for before, year in zip([None, *years], years, strict=False):
        if before is not None and year > before + 1:
            gaps[at] = (before + 1, year - 1)
            at += 1
        place[year] = at
        at += 1
    return place, gaps


def _stack(
    figure: Draft, part: pd.DataFrame, column: str, product: str, token: str, place: dict[int, int], palette: Palette
) -> None:
    if part.empty:
        return
    pale = token == "pale"
    figure.add_bar(
        x=[place[y] for y in part["year"]],
        y=part["value_usd"] / 1e9,
        name=GOODS[product],
        marker={
            "color": getattr(palette, token),
            "line": {"width": 1, "color": palette.grey if pale else palette.background},
        },
        customdata=[(terms.usd(v), y) for v, y in zip(part["value_usd"], part["year"], strict=True)],
        hovertemplate=f"<b>%{{customdata[0]}}</b> {GOODS[product]}<br>%{{customdata[1]}}<extra></extra>",
    )


def _totals(figure: Draft, totals: pd.Series, place: dict[int, int], palette: Palette) -> None:
    figure.add_scatter(
        x=[place[y] for y in totals.index],
        y=totals,
        mode="text",
        text=[f"<b>{terms.number(v, 1 if v < FEW_BN * 10 else 0)}</b>" for v in totals],
        textposition="top center",
        textfont={"size": 12, "color": palette.ink},
        hoverinfo="skip",
        showlegend=False,
    )


def _headroom(top_bn: float) -> dict[str, Any]:
    return money_ticks(top_bn, most=4.2) | {"range": [0, top_bn * 1.12]}


def taiwan_caption(rows: pd.DataFrame, rise: tuple[int, float, float] | None, base: int) -> Caption:
    """The part of computers in the rise. ``rise``: last year, rise in US dollars, part of computers in percent."""
    totals = rows.groupby("year")["value_usd"].sum()
    years = list(totals.index)
    last, part = years[-1], None if rise is None else rise[2]
    finding = SAY(
        "taiwan.finding",
        "level" if part is None else "fell" if part < 0 else "more" if part > 100 else "part",
        before=terms.usd(totals.get(base, 0.0)),
        base=base,
        after=terms.usd(totals[last]),
        last=last,
        part="" if part is None else terms.rate(part, 0),
    )
    gaps = terms.listed([terms.span(low, high, 0).replace(",", "") for low, high in _places(years)[1].values()])
    measure = SAY("taiwan.measure", "gaps" if gaps else "whole", first=years[0], last=last, gaps=gaps)
    told = "; ".join(f"{y} {terms.number(v / 1e9, 1)}" for y, v in totals.items())
    return Caption(finding, measure, f"Stacked bars by year, US$ bn. All goods: {told}.")


def _coded(kind: str, products: list[str]) -> str:
    """Goods with their codes, the kind of code at the first: ``chips (HS 8542) and chip machines (8486)``."""
    first, *others = [(GOODS[p].lower(), p) for p in products]
    named = [f"{first[0]} ({kind} {first[1]})", *(f"{name} ({code})" for name, code in others)]
    return terms.listed(named)


def export_bars(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """US exports to China, one stacked bar a year; controls as numbered lines at their day within the year.

    ``rows``: columns year, product, value_usd; ``events``: date.
    """
    years = sorted(int(y) for y in rows["year"].unique())
    place = {year: year for year in years}
    figure = draft(palette, height=380, margin=(52, 8, 66, 28))
    for product in [p for p in US_FILLS if p in set(rows["product"])]:
        _stack(figure, rows[rows["product"] == product], "product", product, US_FILLS[product], place, palette)
    totals = rows.groupby("year")["value_usd"].sum() / 1e9
    _totals(figure, totals, place, palette)
    figure.update_layout(
        barmode="stack",
        bargap=0.3,
        showlegend=True,
        legend={"x": -0.02, "y": 1.05, "traceorder": "normal"},
        xaxis=x_axis(
            palette, range=[years[0] - 0.6, years[-1] + 0.6], tickvals=years, ticktext=[str(y) for y in years], ticks=""
        ),
        yaxis=y_axis(palette, **_headroom(float(totals.max()))),
    )
    days = [d.year - 0.5 + (d.day_of_year - 1) / 365.25 for d in events["date"]]
    event_lines(figure, days, palette)
    return figure.done()


def exports_caption(rows: pd.DataFrame, product: str) -> Caption:
    """One product's exports in the last year against their highest, from the rows shown."""
    own = rows[rows["product"] == product].set_index("year")["value_usd"]
    last, peak = int(own.index.max()), int(own.index[int(own.argmax())])
    finding = SAY(
        "exports.finding",
        "alone" if len(own) == 1 else "highest" if peak == last else "below",
        goods=IN_WORDS[product],
        value=terms.usd(own[last]),
        year=last,
        fall=terms.rate((1 - own[last] / own[peak]) * 100, 0),
        first=int(own.index.min()),
        peak=peak,
    )
    totals = rows.groupby("year")["value_usd"].sum()
    measure = SAY(
        "exports.measure",
        first=totals.index[0],
        last=last,
        codes=_coded("HS chapter" if len(product) == 2 else "HS", [p for p in US_FILLS if p in set(rows["product"])]),
    )
    told = "; ".join(f"{y} {terms.number(v / 1e9, 1)}" for y, v in totals.items())
    return Caption(finding, measure, f"Stacked bars by year, US$ bn. All shown: {told}.")


def duty_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Duty collected on each group of goods as a share of its value: from China, and from all other partners.

    ``rows``: columns heading, origin (CHN, ROW), effective_rate_pct, duty_usd.
    """
    headings = list(dict.fromkeys(rows["heading"]))
    figure = draft(palette, height=52 * len(headings) + 72, margin=(126, 16, 34, 26))
    top = float(rows["effective_rate_pct"].max())
    for origin, name in (("CHN", "From China"), ("ROW", "From all others")):
        part = rows[rows["origin"] == origin]
        figure.add_bar(
            orientation="h",
            x=part["effective_rate_pct"],
            y=[headings.index(h) for h in part["heading"]],
            name=name,
            marker={"color": palette.country(origin), "line": {"width": 0}},
            text=[f"<b>{terms.rate(v)}</b>" for v in part["effective_rate_pct"]],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            textfont={"color": palette.china_text if origin == "CHN" else palette.ink},
            customdata=[
                (terms.rate(r["effective_rate_pct"]), GOODS[r["heading"]], terms.usd(r["value_usd"]))
                for r in part.to_dict("records")
            ],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {name.lower()}<br>%{{customdata[1]}}"
            "<br>imports %{customdata[2]}<extra></extra>",
        )
    figure.update_layout(
        barmode="group",
        bargap=0.28,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "normal"},
        xaxis=grid_axis(
            palette,
            range=[0, max(top, 1) * 1.2],
            nticks=5,
            ticksuffix=f"{terms.NBSP}%",
            showticksuffix="last",
        ),
        yaxis=_names_axis(palette, [GOODS[h] for h in headings]),
    )
    return figure.done()


def duty_caption(rows: pd.DataFrame) -> Caption:
    """Duty collected on chips from China against that on chips from elsewhere."""
    chips = rows[rows["heading"] == "8542"].set_index("origin")["effective_rate_pct"]
    year = int(rows["year"].iloc[0])
    finding = SAY("duty.finding", china=terms.rate(chips["CHN"]), rest=terms.rate(chips["ROW"]), year=year)
    measure = SAY("duty.measure", year=year, codes=_coded("HS", list(dict.fromkeys(rows["heading"]))))
    told = "; ".join(
        f"{GOODS[r['heading']]} {'China' if r['origin'] == 'CHN' else 'others'} {terms.rate(r['effective_rate_pct'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bar chart of duty collected, percent of value, {year}. {told}.")
