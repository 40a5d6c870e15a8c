"""The model against the record: the range over horizons as a pale bar, the default answer hollow, the record solid."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import above_rows, spread_ticks, with_unit
from parley.charts.ranked_bars import short
from parley.charts.theme import Palette, draft, grid_axis, y_axis, zero_line

ROW_PX = 44
SAY = words.beside(__file__)


def against(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a row: the modelled range, its default answer, and what was recorded.

    ``rows``: name, recorded, default, low_pct, high_pct.
    """
    count = len(rows)
    figure = draft(palette, ROW_PX * count + 60, (8, 12, 34, 26))
    at = list(range(count))
    told = [row_words(row) for row in rows.to_dict("records")]
    figure.add_bar(
        name="Modelled range",
        orientation="h",
        base=rows["low_pct"],
        x=rows["high_pct"] - rows["low_pct"],
        y=at,
        width=0.28,
        marker={"color": palette.pale, "line": {"width": 1, "color": palette.grey}},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
    )
    edge = {"width": 2, "color": palette.china}
    for name, column, marker in (
        ("Modelled, default", "default", {"symbol": "circle", "size": 10, "color": palette.background, "line": edge}),
        ("Recorded", "recorded", {"symbol": "diamond", "size": 11, "color": palette.china}),
    ):
        figure.add_scatter(
            name=name,
            mode="markers",
            x=rows[column],
            y=at,
            cliponaxis=False,
            marker=marker,
            customdata=told,
            hovertemplate="%{customdata}<extra></extra>",
        )
    ends = [float(f(rows[c])) for c in ("recorded", "low_pct", "high_pct") for f in (min, max)]
    low, high = min(*ends, 0.0), max(*ends, 0.0)
    width = max(high - low, 1.0)
    left, right = low - 0.04 * width, high + 0.05 * width
    above_rows(figure, [short(line, 64) for line in told], left, palette)
    zero_line(figure, palette)
    ticks = spread_ticks(low, high)
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0},
        xaxis=grid_axis(
            palette,
            range=[left, right],
            tickvals=ticks,
            ticktext=with_unit(map(terms.signed, ticks), "%"),
        ),
        yaxis=y_axis(palette, range=[count - 0.6, -0.8], showgrid=False, showticklabels=False),
    )
    return figure.done()


def row_words(row: dict[Hashable, Any]) -> str:
    """``2025: −44 recorded, −43 to −24 modelled``, in percent; with decimals where an end reads as the record."""
    ends = (row["low_pct"], row["high_pct"])
    decimals = 1 if any(terms.signed(row["recorded"]) == terms.signed(end) for end in ends) else 0
    return f"{row['name']}: {terms.signed(row['recorded'], decimals)} recorded, {terms.span(*ends, decimals)} modelled"


def episodes_caption(rows: pd.DataFrame, relative: bool) -> Caption:
    """How many episodes the range held, and to which side the others lie."""
    measure = SAY("chart", "relative" if relative else "alone", months=_months(rows), form=SAY("chart.form"))
    return Caption(_held(rows, relative), measure, _alt(rows))


def _held(rows: pd.DataFrame, relative: bool) -> str:
    """How many recorded falls the range holds, and where the others are."""
    held, count = int(rows["is_within"].sum()), len(rows)
    more, left = int((rows["recorded"] < rows["low_pct"]).sum()), count - held
    side = "mixed" if 0 < more < left else "larger" if more else "smaller"
    if not left:
        case = {1: "one_within", 2: "both_within"}.get(count, "all_within")
    elif count == 1:
        case = f"one_{side}"
    elif not held:
        case = f"none_{side}"
    else:
        case = f"one_left_{side}" if left == 1 else side
    return SAY(
        "chart.held",
        case,
        what=_what(relative),
        held=terms.counted(held).capitalize(),
        count=terms.counted(count),
        left=terms.counted(left),
    )


def goods_caption(rows: pd.DataFrame, what: str, episode: str, relative: bool) -> Caption:
    """Which part of trade lies within the range, by ``what`` (sections or industries)."""
    within = rows[rows["is_within"]]
    finding = SAY(
        "chart.goods",
        episode=episode,
        what=_what(relative),
        count=terms.counted(len(within)),
        total=terms.counted(len(rows)),
        goods=what,
        share=terms.rate(within["share_pct"].sum(), 0),
    )
    case = "relative_goods" if relative else "alone_goods"
    return Caption(finding, SAY("chart", case, months=_months(rows), goods=what, form=SAY("chart.form")), _alt(rows))


def _what(relative: bool) -> str:
    return SAY("chart.what", "relative" if relative else "alone")


def _months(rows: pd.DataFrame) -> str:
    return "; ".join(rows["months"].drop_duplicates())


def _alt(rows: pd.DataFrame) -> str:
    return "Change in percent: " + "; ".join(row_words(row) for row in rows.to_dict("records"))
