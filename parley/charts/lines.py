"""Lines over months, years or steps of a quantity, named at their ends, with bands, dots and numbered events."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.bands import band
from parley.charts.bars import NO_KEYS
from parley.charts.labels import apart, money_ticks, month_ticks, spread_ticks
from parley.charts.named_rows import KEYS_X, LETTER_PX, Column, ink, same, tick_text, values_of
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis

HEIGHT, LEFT_PX, TOP_PX, BOTTOM_PX = 380, 52, 28, 38
KEYS_PX = 44  # of a row of keys above the plot
NAME_PX = 34  # from one name at an end to the next: two lines of words
MOST_NAMED = 4  # lines named at their ends; of more the legend tells
DOT_PX = 9
HALF_MONTH = pd.Timedelta(days=14)
YEAR_TICKS = 8  # at most on an axis of years


def lines(
    rows: pd.DataFrame,
    palette: Palette,
    *,
    x: str,
    y: str,
    exact: Column,
    series: str = "",
    fills: Mapping[str, str] = NO_KEYS,
    dashes: Mapping[str, str] = NO_KEYS,
    unit: str = "bn",
    release: str = "",
    low: str = "",
    high: str = "",
    hollow: str = "",
    dots: bool = False,
    words: Column | None = None,
    below: Column | None = None,
    ends: Mapping[str, str] | None = None,
    events: Sequence[Any] | pd.Series = (),
    reach: tuple[float, float] | None = None,
    ticks: Mapping[float, str] | None = None,
    since: float | None = None,
    height: int = HEIGHT,
) -> go.Figure:
    """Lines of ``y`` over ``x``, each named at its end with its last value; of five or more the legend tells.

    ``rows``: one a point. ``x`` is months (days), which stand at their middle, whole years, or another quantity; a
    missing month or year is a gap, and so is the step from one ``release`` to the next. ``exact``: the value as it is
    told when pointed at, with the day of the release. ``series`` with ``fills``, colours by its values in the order of
    the names; ``dashes`` of some. ``unit`` as for ``bars``. ``low`` and ``high`` draw a band. ``dots`` marks every
    point, open where ``hollow``; a lone point is always a dot, and so is one with ``words`` beside it, above or, where
    ``below`` is true, under it. ``ends``: the words at the ends by series, in place of name and value; an empty dict
    for none. ``events``: numbered dotted lines. ``reach``: the ends of the axis of values, which otherwise begins at
    zero. ``ticks``: places of ``x`` with their words, in place of round ones. ``since``: a dotted line without a
    number.

    lines(rows, palette, x="month", y="value_bn", exact="value", series="flow", fills={"Imports": palette.china},
          release="vintage")
    """
    table = rows.assign(
        _y=values_of(rows, y),
        _series=rows[series] if series else "",
        _exact=values_of(rows, exact),
        _words=values_of(rows, words) or "",
        _below=values_of(rows, below) or False,
        _hollow=rows[hollow] if hollow else False,
    ).sort_values(x, kind="stable")
    with_values = set(table.dropna(subset="_y")["_series"])
    fills = {key: colour for key, colour in (fills or {"": palette.us}).items() if key in with_values}
    named = ends if ends is not None else _last_values(table, fills) if len(fills) <= MOST_NAMED else {}
    is_keyed = len(fills) > max(len(named), 1)
    right = max((len(line) for word in named.values() for line in _plain(word)), default=0) * LETTER_PX + 14
    top = KEYS_PX if is_keyed else TOP_PX if len(events) else 14
    figure = draft(palette, height=height, margin=(LEFT_PX, round(right), top, BOTTOM_PX))
    lowest, highest = reach or _reach(table, low, high)
    times = _times(table[x])
    if ticks:
        times |= {"tickvals": list(ticks), "ticktext": list(ticks.values())}
    figure.update_layout(
        showlegend=is_keyed,
        legend={"x": KEYS_X, "y": 1.02, "traceorder": "reversed"},
        xaxis=x_axis(palette, **times),
        yaxis=y_axis(palette, **_value_ticks(lowest, highest, unit)),
    )
    runs_of = {key: _runs(table[table["_series"] == key], x, release) for key in fills}
    if low:
        for key, colour in fills.items():
            for run in runs_of[key]:
                _bands(figure, run, low, high, colour if len(fills) > 1 else "", palette)
    for number, (key, colour) in enumerate(reversed(fills.items())):  # the first on top
        style = {"width": 2.5 if number == len(fills) - 1 else 2, "color": colour, "dash": dashes.get(key, "solid")}
        for i, run in enumerate(runs_of[key]):
            more = _released(run[release]) if release else ""
            _line(figure, run, key, style, palette, dots=dots, is_keyed=is_keyed and not i, more=more)
    gap = NAME_PX * (highest - lowest) / (height - top - BOTTOM_PX)
    end_names(figure, table, x, {key: named[key] for key in fills if key in named}, fills, palette, gap)
    if len(events):
        event_lines(figure, list(events), palette)
    if since is not None:
        line = {"width": 1, "dash": "dot", "color": palette.grey}
        figure.add_shape(type="line", x0=since, x1=since, y0=0, y1=1, yref="paper", line=line)
    return figure.done()


def _last_values(table: pd.DataFrame, fills: Mapping[str, str]) -> dict[str, str]:
    last = table.dropna(subset="_y").groupby("_series").tail(1).set_index("_series")["_exact"]
    return {key: f"<b>{key}</b><br>{last[key]}" if key else f"<b>{last[key]}</b>" for key in fills}


def _plain(word: str) -> list[str]:
    return word.replace("<b>", "").replace("</b>", "").split("<br>")


def _reach(table: pd.DataFrame, low: str, high: str) -> tuple[float, float]:
    values = table[["_y", *filter(None, (low, high))]]
    lowest, highest = float(values.min().min()), float(values.max().max())
    room = 0.06 * (highest - min(lowest, 0.0) or 1.0)
    return min(lowest - room, 0.0) if lowest < 0 else 0.0, highest + room


def _value_ticks(low: float, high: float, unit: str) -> dict[str, Any]:
    """Round ticks with the unit on the last; below zero they carry their sign."""
    if unit == "bn" and low == 0:
        return {**money_ticks(high), "range": [low, high]}
    ticks = [0, 25, 50, 75, 100] if (low, high, unit) == (0, 100, "%") else spread_ticks(low, high)
    return {"range": [low, high], "tickvals": ticks, "ticktext": tick_text(ticks, unit, is_signed=low < 0)}


def _times(x: pd.Series) -> dict[str, Any]:
    """The axis of months, of whole years, or of another quantity with round ticks."""
    first, last = x.min(), x.max()
    if pd.api.types.is_datetime64_any_dtype(x):
        return month_ticks(first, last)
    if not pd.api.types.is_integer_dtype(x):
        ticks = spread_ticks(float(first), float(last))
        return {"range": [float(first), float(last)], "tickvals": ticks, "ticktext": tick_text(ticks, "{}")}
    step = -(-(last - first) // YEAR_TICKS) or 1
    years = [int(year) for year in range(last - (last - first) // step * step, last + 1, step)]
    return {"range": [first - 0.4, last + 0.4], "tickvals": years, "ticktext": [str(year) for year in years]}


def _are_months(x: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(x) and bool((x.dt.day == 1).all())


def _runs(table: pd.DataFrame, x: str, release: str) -> list[pd.DataFrame]:
    """The points of a series in runs of one release; a missing month or year has an empty row, which breaks a line."""
    releases = table[release] if release else pd.Series("", index=table.index)
    is_next = releases.ne(releases.shift()) & ~(releases.isna() & releases.shift().isna())
    runs = []
    for _, run in table.groupby(is_next.cumsum()):
        points = run.set_index(x)
        if _are_months(run[x]):
            points = points.asfreq("MS")
            points.index = points.index + HALF_MONTH
        elif pd.api.types.is_integer_dtype(run[x]):
            points = points.reindex(range(points.index.min(), points.index.max() + 1))
        runs.append(points)
    return runs


def _released(releases: pd.Series) -> str:
    """When the figures of a run came out, where that is a day."""
    days = releases.dropna()
    is_day = len(days) and pd.api.types.is_datetime64_any_dtype(days)
    return f"<br>release of {terms.day(days.iloc[0])}" if is_day else ""


def _line(
    figure: Draft,
    run: pd.DataFrame,
    key: str,
    style: dict[str, Any],
    palette: Palette,
    *,
    dots: bool,
    is_keyed: bool,
    more: str,
) -> None:
    beside, is_open = run["_words"].fillna(""), run["_hollow"].eq(True)
    is_lone = run["_y"].notna() & run["_y"].shift().isna() & run["_y"].shift(-1).isna()
    sizes = [DOT_PX if dots or word or lone else 0 for word, lone in zip(beside, is_lone, strict=True)]
    when = "%{x|%B %Y}" if pd.api.types.is_datetime64_any_dtype(run.index) else "%{x}"
    figure.add_scatter(
        x=run.index,
        y=run["_y"],
        mode="+".join(["lines", *(["markers"] if any(sizes) else []), *(["text"] if beside.any() else [])]),
        name=key,
        showlegend=is_keyed,
        line=style,
        marker={
            "size": same(sizes),
            "color": same([palette.background if one else style["color"] for one in is_open]),
            "line": {"width": same([2 if size else 0 for size in sizes]), "color": style["color"]},
            "opacity": 1,
        },
        text=list(beside),
        textposition=["bottom center" if one else "top center" for one in run["_below"].eq(True)],
        textfont={"size": 12, "color": ink(style["color"], palette)},
        cliponaxis=False,
        customdata=list(run["_exact"].fillna("")),
        hovertemplate=f"<b>%{{customdata}}</b> {key}<br>{when}{more}<extra></extra>",
    )


def _bands(figure: Draft, run: pd.DataFrame, low: str, high: str, colour: str, palette: Palette) -> None:
    """The range behind a line, which breaks where that does: grey, or paler than the line where there are several."""
    is_missing = run[[low, high]].isna().any(axis="columns")
    for _, part in run[~is_missing].groupby(is_missing.cumsum()[~is_missing].to_numpy()):
        band(figure, part.index.to_series(), part[low], part[high], palette, colour)


def end_names(
    figure: Draft,
    table: pd.DataFrame,
    x: str,
    named: Mapping[str, str],
    fills: Mapping[str, str],
    palette: Palette,
    gap: float,
) -> None:
    """Words right of the lines' ends, at least ``gap`` apart."""
    points = table.dropna(subset="_y")
    last, end = points.groupby("_series").tail(1).set_index("_series")["_y"], points[x].max()
    if _are_months(points[x]):
        end = end + HALF_MONTH
    for key, place in zip(named, apart([float(last[key]) for key in named], gap), strict=True):
        figure.add_annotation(
            x=end,
            y=place,
            text=named[key],
            showarrow=False,
            align="left",
            xanchor="left",
            xshift=8,
            yanchor="middle",
            font={"size": 12, "color": ink(fills[key], palette)},
        )
