"""Both sides' additional duties as one mirrored step chart, stacked by legal authority."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.labels import month_names
from parley.charts.theme import Draft, Palette, draft, event_lines, hatch, x_axis, y_axis

BREAK = pd.Timestamp("2025-01-01")
FIRST = pd.Timestamp("2018-01-01")
YEARS, MIDDLE = pd.date_range(FIRST, BREAK, freq="YS"), pd.Timestamp("2021-07-01")
SHORTEST_LABELLED = 0.04  # share of the time shown below which a step has no room for its figure
LEAST_UNTIL = pd.Timestamp("2025-06-30")
FIRST_YEAR_END = pd.Timestamp("2018-12-31")
FEW_YEARS = 2  # a year alone would be one tick
MS_PER_DAY = 86_400_000
SAY = words.beside(__file__)
LEGEND = {
    "ieepa_fentanyl": "Emergency powers, fentanyl",
    "ieepa_reciprocal": "Emergency powers, reciprocal",
    "section_122": "Section 122",
    "section_301": "Section 301, forced labour",
    "china_retaliation": "China, on all US goods",
}
UNSURE = "Not confirmed by our sources"
HOVER = "since %{customdata[1]}<br>%{customdata[2]}<extra></extra>"


def mirrored_steps(rows: pd.DataFrame, events: pd.DataFrame, last_day: date, palette: Palette) -> go.Figure:
    """US duties on China upwards, China's on the US downwards, on one zero line.

    ``rows``: one bar each, columns importer_iso3, authority, valid_from, valid_to, base_pct, rate_pct, state
    {in_force, listed_goods, not_confirmed}, instrument. ``events``: date. The time scale widens in 2025, where the
    measure changes from duties on lists of goods (hatched) to duties on all goods (solid); until then the lists have
    the chart to themselves.
    """
    begun = pd.Timestamp(last_day) >= BREAK
    until = max(pd.Timestamp(last_day), LEAST_UNTIL if begun else FIRST_YEAR_END)
    figure = draft(palette, height=400, margin=(44, 16, 62 if begun else 30, 38))
    early, late = rows["valid_from"] < BREAK, rows["valid_to"] >= BREAK
    _bars(figure, rows[early & (rows["state"] == "listed_goods")], "x", palette)
    _bars(figure, rows[late & (rows["state"] != "listed_goods")], "x2", palette)
    least_up, least_down = (150.0, 125.0) if begun else (30.0, 30.0)
    top = max(least_up, float((rows["base_pct"] + rows["rate_pct"]).max()))
    low = -max(least_down, *(rows.loc[rows["importer_iso3"] == "CHN", "rate_pct"].tolist() or [0.0]))
    low -= 12 if begun else 5  # room for the figure below a bar
    y_ticks = [v for v in range(-150, 151, 50 if begun or top > 60 else 10) if low + 8 <= v <= top]
    figure.update_layout(
        barmode="overlay",
        **(
            two_panels(until, palette, (0.19, 0.22), showline=False)
            if begun
            else {"xaxis": years_axis(palette, until, showline=False)}
        ),
        yaxis=y_axis(
            palette,
            range=[low, top + 8],
            tickvals=y_ticks,
            ticktext=[f"{abs(v)}%" if v == max(y_ticks) else f"{abs(v)}" for v in y_ticks],
        ),
        showlegend=True,
        legend={"y": 1.09},
    )
    panels = [("x", FIRST, BREAK), ("x2", BREAK, until)] if begun else [("x", FIRST, until)]
    for axis, start, end in panels:
        figure.add_shape(type="line", x0=start, x1=end, y0=0, y1=0, xref=axis, line={"width": 1, "color": palette.ink})
    _side_names(figure, palette)
    _value_labels(figure, rows[late & (rows["state"] == "in_force")], until, palette)
    _listed_labels(figure, rows[early & (rows["state"] == "listed_goods")], palette)
    if begun:
        event_lines(figure, list(events.loc[events["date"] >= BREAK, "date"]), palette, xref="x2")
    return figure.done()


def two_panels(until: pd.Timestamp, palette: Palette, parted: tuple[float, float], **changes: Any) -> dict[str, Any]:
    """The axes of the lists' years, narrow, and of the days since 2025, ``parted``: where one ends and one begins.

    A grid in ``changes`` stands at the first day of every year of the first and at the ticks of the second.
    """
    grid = {name: value for name, value in changes.items() if name in ("showgrid", "gridcolor")}
    years = {"ticks": "outside", "ticklen": 4, "tickcolor": palette.grey, "tickvals": list(YEARS), **grid}
    early = {"tickvals": [MIDDLE], "ticktext": [f"2018{terms.DASH}<br>2024"], "ticklen": 0, "minor": years}
    late = _months(BREAK, until, every=6) | {"anchor": "y"}
    of_days = {"type": "date", **changes}
    end = until + pd.Timedelta(days=4)
    return {
        "xaxis": x_axis(
            palette, domain=[0, parted[0]], range=[FIRST, BREAK], **{**of_days, **early, "showgrid": False}
        ),
        "xaxis2": x_axis(palette, domain=[parted[1], 1], range=[BREAK, end], **late, **of_days),
    }


def years_axis(palette: Palette, until: pd.Timestamp, **changes: Any) -> dict[str, Any]:
    """An axis of days from 2018 on with a tick at every year; of two years or less, at every quarter."""
    years = list(pd.date_range(FIRST, until, freq="YS"))
    ticks = {"tickvals": years, "ticktext": [str(day.year) for day in years]}
    if len(years) <= FEW_YEARS:
        ticks = _months(FIRST, until, every=3)
    return x_axis(palette, type="date", range=[FIRST, until], **{**ticks, **changes})


def _months(first: pd.Timestamp, until: pd.Timestamp, every: int) -> dict[str, Any]:
    starts = pd.date_range(first, until, freq=f"{every}MS")
    return {"tickvals": list(starts), "ticktext": month_names(starts)}


def _bars(figure: Draft, rows: pd.DataFrame, axis: str, palette: Palette) -> None:
    """One trace per authority and state; the legend has the lists and what the second axis holds, each name once."""
    named: set[str] = set()
    for (authority, state), part in rows.groupby(["authority", "state"], sort=False):
        colour = palette.authority(str(authority))
        unsure, listed = state == "not_confirmed", state == "listed_goods"
        solid = {"color": colour, "line": {"width": 0.6, "color": colour}}  # no seam where an act was renewed
        name = UNSURE if unsure else _name(part, str(authority), str(state))
        sign = part["importer_iso3"].map({"USA": 1, "CHN": -1})
        key = SAY("steps.lists") if listed else name
        is_said = authority == "china_retaliation" and not unsure  # by the name of its side
        start, end = part["valid_from"], part["valid_to"]
        start, end = (
            (start.where(start >= BREAK, BREAK), end) if axis == "x2" else (start, end.where(end < BREAK, BREAK))
        )
        since, instrument = part["since"].map(terms.day), part["instrument"].fillna("")
        figure.add_bar(
            x=start,
            y=part["rate_pct"] * sign,
            base=part["base_pct"] * sign,
            width=((end - start).dt.days + 1) * MS_PER_DAY,
            offset=0,
            xaxis=axis,
            name=key,
            legendgroup=key,
            showlegend=(axis == "x2" or listed) and key not in named and not is_said,
            marker=solid if state == "in_force" else hatch(palette.grey if unsure else colour, palette),
            customdata=list(zip(part["rate_pct"].map(terms.rate), since, instrument, strict=True)),
            hovertemplate=f"<b>%{{customdata[0]}}</b> {name}<br>{HOVER}",
        )
        named.add(key)


def _name(part: pd.DataFrame, authority: str, state: str) -> str:
    """The law of a bar; one of listed goods is named by its lists too."""
    law = LEGEND.get(authority, terms.AUTHORITIES.get(authority, authority))
    if state != "listed_goods":
        return law
    lists = dict.fromkeys(terms.PROGRAMMES[p] for p in part["programme"])
    return SAY("steps.listed", law=terms.AUTHORITIES[authority].split(",")[0], programme=terms.listed(list(lists)))


def _side_names(figure: Draft, palette: Palette) -> None:
    for text, colour, y, anchor in (
        ("US on China", palette.us, 1.0, "bottom"),
        ("China on US", palette.china_text, 0.0, "bottom"),
    ):
        figure.add_annotation(
            x=0,
            y=y,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor=anchor,
            xshift=-42,
            showarrow=False,
            text=f"<b>{text}</b>",
            font={"color": colour},
        )


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Height of each stack and the days it stood, one row per side and unbroken total."""
    tops = rows.assign(top=rows["base_pct"] + rows["rate_pct"]).groupby(["importer_iso3", "valid_from"], as_index=False)
    steps = tops.agg(top=("top", "max"), valid_to=("valid_to", "max")).sort_values(["importer_iso3", "valid_from"])
    run = (steps["top"].ne(steps["top"].shift()) | steps["importer_iso3"].ne(steps["importer_iso3"].shift())).cumsum()
    return steps.groupby(run).agg(
        importer_iso3=("importer_iso3", "first"),
        top=("top", "first"),
        valid_from=("valid_from", "min"),
        valid_to=("valid_to", "max"),
    )


def _value_labels(figure: Draft, rows: pd.DataFrame, until: pd.Timestamp, palette: Palette) -> None:
    totals = _totals(rows)
    room = SHORTEST_LABELLED * (until - BREAK)
    totals = totals[totals["valid_to"] - totals["valid_from"] > room]
    for row in totals.to_dict("records"):
        up, tall = row["importer_iso3"] == "USA", row["top"] > 60
        middle = row["valid_from"] + (row["valid_to"] - row["valid_from"]) / 2
        figure.add_annotation(
            x=row["valid_to"] if tall else middle,
            y=row["top"] * (1 if up else -1),
            xref="x2",
            yref="y",
            text=f"<b>{terms.number(row['top'], 0 if float(row['top']).is_integer() else 1)}</b>",
            showarrow=False,
            xanchor="left" if tall else "center",
            xshift=4 if tall else 0,
            yanchor=("top" if up else "bottom") if tall else ("bottom" if up else "top"),
            font={"color": palette.us if up else palette.china_text},
        )


def _listed_labels(figure: Draft, rows: pd.DataFrame, palette: Palette) -> None:
    for row in _totals(rows).sort_values("top").groupby(["importer_iso3", "top"]).tail(1).to_dict("records"):
        up = row["importer_iso3"] == "USA"
        last = row["valid_to"] >= BREAK - pd.Timedelta(days=1)
        if (row["valid_to"] - row["valid_from"]).days < 90:
            continue
        middle = row["valid_from"] + (min(row["valid_to"], BREAK) - row["valid_from"]) / 2
        figure.add_annotation(
            x=row["valid_from"] if up and last and row["top"] > 60 else middle,
            y=row["top"] * (1 if up else -1),
            xref="x",
            yref="y",
            text=terms.number(row["top"], 0),
            showarrow=False,
            xanchor="right" if up and last and row["top"] > 60 else "center",
            xshift=-4 if up and last and row["top"] > 60 else 0,
            yanchor="top" if row["top"] > 60 else ("bottom" if up else "top"),
            font={"color": palette.us if up else palette.china_text},
        )
