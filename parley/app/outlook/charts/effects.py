"""Published effects of tariff shocks: a row a shock with its dots, and countries ranked by an effect."""

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, study_number, tick_words
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis, x_axis, y_axis

ROW, LINE_CHARACTERS = 60, 46
# Where the parts of a row stand, in rows from its middle: two lines of words, then zero and dots, then the rule.
HEAD, ZERO, DOT, RULE = -0.16, (0.12, 0.46), 0.29, 0.5
UNIT_SIGNS = {
    "percent": "%",
    "pp": "pp",
    "pp_per_year": "pp",
    "usd_bn": "US$ bn",
    "usd_per_household": "US$",
    "thousand": "thousand",
}
SAY = words.beside(__file__)
LEAST_BAR = 0.05  # of the unit: what is not 0.0 as printed
AREA_GROUPS = (*((code, terms.side(code, "long")) for code in ("USA", "CHN")), ("", "Other areas"))


def figure_words(value: float, unit: str, signed: bool = True) -> str:
    """A figure of a study with its unit: ``-0.7 %``, ``US$ 1,048``, two significant decimals below ten."""
    number = study_number(value, signed)
    if unit == "usd_bn":
        return f"US${terms.NBSP}{number}{terms.NBSP}bn"
    if unit == "usd_per_household":
        return f"US${terms.NBSP}{number}"
    return f"{number}{terms.NBSP}{UNIT_SIGNS[unit]}"


def dots(rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> go.Figure:
    """A row a shock in the order of ``rows``: its words above, its dots below, hollow where the figure is unverified.

    ``rows``: columns institution, published_on, date_basis, shock_id, shock, area, value, unit, as_printed, horizon,
    verification.
    """
    shocks = rows.drop_duplicates("shock_id")
    place = {shock: i for i, shock in enumerate(shocks["shock_id"])}
    low, high = min(0.0, float(rows["value"].min())), max(0.0, float(rows["value"].max()))
    pad = 0.06 * (high - low) or 1.0
    several = rows["area"].nunique() > 1
    top = 24 if several else 4
    figure = draft(palette, height=ROW * len(place) + 36 + top, margin=(12, 44, top, 28))
    _heads(figure, shocks, low - pad, palette)
    _zeros(figure, len(place), palette)
    for code, side in AREA_GROUPS:
        part = rows[rows["area"] == code] if code else rows[~rows["area"].isin(["USA", "CHN"])]
        if len(part):
            _side(figure, part, place, (side, several, (low + high) / 2), names, palette)
    _rules(figure, len(place), (low - pad, high + pad), palette)
    figure.update_layout(**_axes(rows, len(place), (low - pad, high + pad), several, palette))
    return figure.done()


def _heads(figure: Draft, shocks: pd.DataFrame, left: float, palette: Palette) -> None:
    figure.add_scatter(
        mode="text",
        x=[left] * len(shocks),
        y=[i + HEAD for i in range(len(shocks))],
        text=[_head(r) for r in shocks.to_dict("records")],
        textposition="middle right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _rules(figure: Draft, count: int, span: tuple[float, float], palette: Palette) -> None:
    """A pale line between one shock and the next: name and dots stand on two lines and belong together."""
    figure.add_scatter(
        mode="lines",
        x=[*span, None] * (count - 1),
        y=[y for i in range(count - 1) for y in (i + RULE, i + RULE, None)],
        line={"width": 1, "color": palette.pale},
        hoverinfo="skip",
        showlegend=False,
    )


def _zeros(figure: Draft, count: int, palette: Palette) -> None:
    """The zero of each row, beside its dots only, so that no line runs through the words."""
    figure.add_scatter(
        mode="lines",
        x=[0, 0, None] * count,
        y=[y for i in range(count) for y in (i + ZERO[0], i + ZERO[1], None)],
        line={"width": 1, "color": palette.grey},
        hoverinfo="skip",
        showlegend=False,
    )


def _head(row: dict[Any, Any]) -> str:
    published = row["published_on"]
    form = "%Y" if row["date_basis"] == "year" else "%b %Y"
    house = row["institution"] if pd.isna(published) else f"{row['institution']}, {published:{form}}"
    lines = textwrap.wrap(f"{house}: {row['shock']}", LINE_CHARACTERS)
    whole = "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")
    return whole.replace(house, f"<b>{house}</b>", 1)


def _side(
    figure: Draft,
    part: pd.DataFrame,
    place: dict[str, int],
    drawn: tuple[str, bool, float],
    names: dict[str, str],
    palette: Palette,
) -> None:
    name, several, middle = drawn
    colour = palette.country(part["area"].iloc[0])
    hollow = part["verification"] == "unverified"
    figure.add_scatter(
        mode="markers" if several else "markers+text",
        x=part["value"],
        y=part["shock_id"].map(place) + DOT,
        name=name,
        text=[_label(r) for r in part.to_dict("records")],
        textposition=["middle right" if v < middle else "middle left" for v in part["value"]],
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        marker={
            "size": 11,
            "color": [palette.background if h else colour for h in hollow],
            "line": {"width": 1.5, "color": [colour if h else palette.background for h in hollow]},
        },
        customdata=[_hover(r, names) for r in part.to_dict("records")],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>",
    )


def _label(row: dict[Any, Any]) -> str:
    horizon = textwrap.shorten(row["horizon"].split(" (")[0], 24, placeholder="…")
    return f"<b>{figure_words(row['value'], row['unit'], _is_change(row))}</b> {horizon}"


def _is_change(row: dict[Any, Any]) -> bool:
    return row["effect_kind"] not in ("level", "scenario_value")


def _hover(row: dict[Any, Any], names: dict[str, str]) -> tuple[str, str, str, str]:
    printed = "" if pd.isna(row["as_printed"]) else f" (in print: {row['as_printed']})"
    mark = ", unverified" if row["verification"] == "unverified" else ""
    value = figure_words(row["value"], row["unit"], _is_change(row))
    return f"{value}{printed}", names.get(row["area"], row["area"]), f"{row['horizon']}{mark}", row["publication"]


def _axes(rows: pd.DataFrame, count: int, span: tuple[float, float], several: bool, palette: Palette) -> dict[str, Any]:
    ticks = spread_ticks(*span)
    return {
        "showlegend": several,
        "legend": {"x": 0, "y": 1.0},
        "xaxis": x_axis(
            palette,
            range=list(span),
            tickvals=ticks,
            ticktext=tick_words(ticks, UNIT_SIGNS[rows["unit"].iloc[0]]),
        ),
        "yaxis": y_axis(palette, range=[count - 0.4, -0.6], showticklabels=False, showgrid=False),
    }


def caption(
    rows: pd.DataFrame, total: int, variable: str, names: dict[str, str], places: Mapping[str, str] | None = None
) -> Caption:
    """The range of the figures chosen, over how many shocks and houses; ranges over unlike shocks are no forecast.

    The range leaves unverified figures out, unless there are no others. ``total``: rows that meet the choice, of which
    the chart shows the newest shocks. ``variable`` names the effect; ``places``: areas in a
    sentence.
    """
    weak = rows["verification"] == "unverified"
    counted = rows if weak.all() else rows[~weak]
    low, high = float(counted["value"].min()), float(counted["value"].max())
    unit, signed = rows["unit"].iloc[0], _is_change(rows.iloc[0].to_dict())
    areas = [str(area) for area in counted["area"].unique()]
    one = (places or {}).get(areas[0]) or terms.with_article(names.get(areas[0], areas[0]))
    shocks, houses = counted["shock_id"].nunique(), rows["institution"].nunique()
    kind = ("change" if signed else "level") + ("_range" if low != high else "")
    finding = SAY(
        "effects.finding",
        f"{kind}_unverified" if weak.all() else kind,
        shocks=SAY("effects.shocks", "one" if shocks == 1 else "some", count=terms.counted(shocks)),
        variable=SAY("effects.variable", str(rows["variable"].iloc[0])),
        area=one if len(areas) == 1 else f"{terms.counted(len(areas))} areas",
        low=figure_words(low, unit, signed),
        high=figure_words(high, unit, signed),
    )
    shown = "newest" if len(rows) < total else "all"
    measure = SAY(
        "effects.measure",
        f"{shown}_unverified" if weak.any() else shown,
        variable=variable,
        kind=terms.EFFECT_KINDS[rows["effect_kind"].iloc[0]],
        unit=terms.EFFECT_UNITS[unit],
        houses=SAY("effects.houses", "one" if houses == 1 else "some", count=terms.counted(houses)),
        shown=rows["shock_id"].nunique(),
        total=total,
    )
    told = "; ".join(
        f"{r['institution']}, {r['shock']}, {names.get(r['area'], r['area'])}: {figure_words(r['value'], unit, signed)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by shock. {told}.")


def country_bars(rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> go.Figure:
    """Ranked bars from zero; the value stands beside the name, since bars of extremes leave no room.

    ``rows``: columns iso3, change_pct, rank, in the order shown.
    """
    values = rows["change_pct"]
    within = values[~cut_off(values)]
    low, high = min(0.0, float(within.min())), max(0.0, float(within.max()))
    pad = 0.04 * (high - low) or 1.0
    ticks = spread_ticks(low - pad, high + pad)
    figure = draft(palette, height=22 * len(rows) + 60, margin=(178, 30, 8, 28))
    figure.add_bar(
        orientation="h",
        x=values,
        y=list(range(len(rows))),
        marker={"color": [palette.country(c) for c in rows["iso3"]], "line": {"width": 0}},
        customdata=[
            (names.get(r["iso3"], r["iso3"]), terms.change_pct(r["change_pct"], 2), int(r["rank"]))
            for r in rows.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[1]}</b> %{customdata[0]}<br>rank %{customdata[2]}<extra></extra>",
    )
    shown = [textwrap.shorten(names.get(code, code), 18, placeholder="…") for code in rows["iso3"]]
    labels = [f"{name}  <b>{terms.signed(value, 1)}</b>" for name, value in zip(shown, values, strict=True)]
    figure.update_layout(
        xaxis=grid_axis(
            palette,
            range=[low - pad, high + pad],
            tickvals=ticks,
            ticktext=tick_words(ticks, "%"),
            zeroline=True,
            zerolinecolor=palette.ink,
        ),
        yaxis=names_axis(palette, labels, room=0.1, size=12),
    )
    return figure.done()


def cut_off(values: pd.Series) -> pd.Series:
    """Which bars leave the axis: more than five times as long as all others, which would vanish beside them.

    Others that are nothing as printed have no bar to vanish.
    """
    lengths = values.abs()
    ordered = lengths.sort_values(ascending=False)
    is_long = len(ordered) > 1 and ordered.iloc[0] > 5 * ordered.iloc[1] >= 5 * LEAST_BAR
    return lengths == ordered.iloc[0] if is_long else lengths < 0


def country_caption(rows: pd.DataFrame, every: pd.DataFrame, names: dict[str, str], scenario: str) -> Caption:
    """The US and China among all countries of the ranking.

    ``rows`` are shown, ``every`` is the whole ranking; ``scenario``: no_retaliation or optimal_retaliation.
    """
    variable = str(every["variable"].iloc[0])
    share = variable == "tariff_revenue_to_gdp"
    sides = {r["iso3"]: r for r in every[every["iso3"].isin(["USA", "CHN"])].to_dict("records")}
    written = terms.rate if share else terms.change_pct
    told = [
        SAY("countries.side", f"{c}_share" if share else c, value=written(sides[c]["change_pct"], 2))
        for c in ("USA", "CHN")
        if c in sides
    ]
    finding = SAY(
        "countries.finding",
        "share" if share else "change",
        answer=SAY("countries.answer", scenario),
        variable=SAY("effects.variable", variable),
        sides=terms.listed(told),
    )
    measure = SAY(
        "countries.measure",
        "cut" if cut_off(rows["change_pct"]).any() else "whole",
        what=SAY("countries.share") if share else SAY("countries.change"),
        count=terms.counted(len(rows)),
        every=terms.counted(len(every)),
    )
    ranks = ", ".join(
        f"{r['rank']}. {names.get(r['iso3'], r['iso3'])} {terms.change_pct(r['change_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bars by country: {ranks}.")
