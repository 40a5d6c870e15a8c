"""What an answer of the world model rests on: bars from one end of a parameter to the other, and closures apart."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.dumbbells import central_marks, end_marks, joined
from parley.charts.figure import Caption
from parley.charts.labels import above_rows, change_axis
from parley.charts.theme import Palette, draft, y_axis

SAY = words.beside(__file__)
PARAMETERS = {
    "trade_elasticity": "Trade elasticity",
    "home_foreign_elasticity_ratio": "Home goods against imports, ratio to it",
    "labour_supply_elasticity": "Labour supply elasticity",
}
IN_A_SENTENCE = {
    "trade_elasticity": "trade elasticity",
    "home_foreign_elasticity_ratio": "home-import ratio",
    "labour_supply_elasticity": "labour supply elasticity",
}
PLACES = {"USA": ("US", 0.0), "CHN": ("China", 0.3)}  # name, and how far below the first line of a row
ANSWERS = ["central_pct", "at_low_pct", "at_high_pct"]
ROW_PX = 96
TOP = -0.58
NAME_RISE = 0.32


def bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a parameter with a bar a side over the answers at its low value (hollow), at its high one (filled) and as
    chosen (dashed).

    ``rows``: those of ``results.drivers.income_drivers``. Rows stand in the order of the longest bar of either side.
    """
    order = order_of(rows)
    figure = draft(palette, height=ROW_PX * len(order) + 74, margin=(8, 16, 40, 28))
    span = _span(rows[ANSWERS])
    above_rows(figure, [name_of(name) for name in order], span[0], palette, NAME_RISE)
    for side, (name, below) in PLACES.items():
        part = rows[rows["outcome"] == side].set_index("parameter").loc[order]
        at = [i + below for i in range(len(order))]
        fill = palette.country(side)
        answers = part[ANSWERS]
        joined(figure, answers.min(axis=1), answers.max(axis=1), at, palette.pale)
        ends = (("at_low_pct", "at_high_pct", "low", True), ("at_high_pct", "at_low_pct", "high", False))
        for column, other, value, hollow in ends:
            end_marks(
                figure,
                part[column],
                part[other],
                part[value],
                at,
                fill,
                palette,
                hollow=hollow,
                name=name,
                showlegend=not hollow,
                customdata=[
                    (terms.change_pct(v, 2), name, name_of(p), f"{end:g}")
                    for v, p, end in zip(part[column], part.index, part[value], strict=True)
                ],
                hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}, modelled<br>%{customdata[2]}: "
                "%{customdata[3]}<extra></extra>",
            )
        central = float(part["central_pct"].iloc[0])
        line = {"width": 1.5, "color": fill, "dash": "dash"}
        central_marks(figure, central, range(len(order)), (0.14, 0.46), line)
    figure.update_layout(**_layout(span, len(order), palette))
    return figure.done()


def closures(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """A row a closure with a mark a side and the whisker of its own draws; the page's closure in bold.

    ``rows``: those of ``results.drivers.closure_bands``; ``names`` of the closures.
    """
    order = list(dict.fromkeys(rows["closure"]))
    figure = draft(palette, height=(ROW_PX - 28) * len(order) + 74, margin=(8, 16, 40, 28))
    span = _span(rows[["real_income_change_pct", "low_pct", "high_pct"]])
    chosen = set(rows.loc[rows["is_chosen"], "closure"])
    named = [f"<b>{names[c]}</b>" if c in chosen else names[c] for c in order]
    above_rows(figure, named, span[0], palette, NAME_RISE)
    for side, (name, below) in PLACES.items():
        part = rows[rows["economy"] == side].set_index("closure").loc[order]
        at = [i + below for i in range(len(order))]
        fill = palette.country(side)
        joined(figure, part["low_pct"], part["high_pct"], at, palette.ink, width=1.5)
        figure.add_scatter(
            x=part["real_income_change_pct"],
            y=at,
            mode="markers",
            name=name,
            marker={"size": 10, "color": fill, "line": {"width": 1, "color": palette.background}},
            customdata=[
                (terms.change_pct(v, 2), name, names[c], terms.span(low, high, 2))
                for c, v, low, high in zip(
                    part.index, part["real_income_change_pct"], part["low_pct"], part["high_pct"], strict=True
                )
            ],
            hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}, modelled<br>%{customdata[2]}<br>"
            "range %{customdata[3]}<extra></extra>",
        )
    figure.update_layout(**_layout(span, len(order), palette))
    return figure.done()


def order_of(rows: pd.DataFrame) -> list[str]:
    """Parameters by the longest bar of either side."""
    longest = rows.groupby("parameter")["swing_pp"].max()
    return [str(name) for name in longest.sort_values(ascending=False, kind="stable").index]


def _span(values: pd.DataFrame) -> tuple[float, float]:
    """The axis over all values and zero, with room at both ends."""
    low, high = min(0.0, float(values.min().min())), max(0.0, float(values.max().max()))
    room = 0.1 * ((high - low) or 1.0)
    return low - room, high + room


def _layout(span: tuple[float, float], count: int, palette: Palette) -> dict[str, Any]:
    return {
        "showlegend": True,
        "legend": {"y": 1.0},
        "xaxis": change_axis(span, palette),
        "yaxis": y_axis(palette, range=[count - 0.38, TOP], showgrid=False, showticklabels=False),
    }


def bars_caption(rows: pd.DataFrame, on: str) -> Caption:
    """The parameter with the longest bar of each side and where it takes the answer; ``on``: day of the duties."""
    longest = {side: rows[rows["outcome"] == side].iloc[0] for side in PLACES}
    us, china = (_ends(row) for row in longest.values())
    name, other = (IN_A_SENTENCE.get(row["parameter"], row["parameter"]) for row in longest.values())
    case = "same" if name == other else "apart"
    finding = SAY("drivers", case, name=name, other=other, us=us, china=china)
    told = "; ".join(
        f"{PLACES[r['outcome']][0]}, {name_of(r['parameter'])}: "
        f"{_value(r['at_low_pct'])} at {r['low']:g}, {_value(r['at_high_pct'])} at {r['high']:g}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, SAY("drivers", "measure", day=on), f"Modelled, bars between two marks, percent. {told}.")


def name_of(parameter: str) -> str:
    """A parameter's short name."""
    return PARAMETERS.get(parameter, parameter)


def _ends(row: pd.Series) -> str:
    """The least and the greatest of a side's answers at the ends of a parameter and as chosen."""
    low, high = row[ANSWERS].min(), row[ANSWERS].max()
    return f"{terms.span(low, high, 2)}{terms.NBSP}%"


def _value(change_pct: float) -> str:
    return "no answer" if pd.isna(change_pct) else terms.signed(change_pct, 2)


def closures_caption(rows: pd.DataFrame, names: Mapping[str, str], on: str) -> Caption:
    """How far apart the closures put each side, and whether any leaves a sign open."""
    us, china = (_closure_range(rows[rows["economy"] == side]) for side in PLACES)
    finding = SAY(
        "closures",
        "finding",
        us=SAY("closures.us", us[0], range=us[1]),
        china=SAY("closures.china", f"{china[0]}_too" if china[0] == us[0] else china[0], range=china[1]),
    )
    measure = SAY("closures", "measure", day=on)
    alt = "; ".join(
        f"{names[r['closure']]}, {PLACES[r['economy']][0]}: {_value(r['real_income_change_pct'])} "
        f"({terms.span(r['low_pct'], r['high_pct'], 2)})"
        for r in rows.dropna(subset="low_pct").to_dict("records")
    )
    return Caption(finding, measure, f"Modelled, marks with whiskers, percent. {alt}.")


def _closure_range(part: pd.DataFrame) -> tuple[str, str]:
    """Which way a side's income goes under every rule, and the outer ends of its ranges."""
    low, high = float(part["low_pct"].min()), float(part["high_pct"].max())
    return "open" if low < 0 < high else "lose" if high <= 0 else "gain", f"{terms.span(low, high, 2)}{terms.NBSP}%"
