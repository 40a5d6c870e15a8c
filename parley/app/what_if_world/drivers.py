"""What the answer of the one-sector model rests on: real income with one parameter at a time at its ends."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.what_if.parts import short_reference
from parley.app.what_if_world import words
from parley.charts.dumbbells import central_marks, end_marks, joined
from parley.charts.figure import Caption
from parley.charts.labels import above_rows, change_axis
from parley.charts.theme import Palette, draft, y_axis
from parley.models.policy_scenario import Scenario
from parley.results.answers import drivers
from parley.results.scenario.text import encode
from parley.words import beside

SAY = beside(__file__)
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


def income(scenario: Scenario) -> Figure:
    rows = _rows(scenario)
    return Figure(
        "world_drivers",
        caption(rows),
        rows.assign(works=rows["citation"].map(_works)),
        {"Chart": lambda palette: swings(rows, palette)},
        note=words.note("world"),
        state=(encode(scenario),),
    )


@kept
def _rows(scenario: Scenario) -> pd.DataFrame:
    rows = drivers.income_drivers(scenario)
    return rows.assign(as_of=scenario.as_of.isoformat(), **words.STAMPS["world"])


def _works(keys: str) -> str:
    return ", ".join(short_reference(key) for key in keys.split(", ") if key) or SAY("drivers.no_citation")


def swings(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a parameter with a bar a side over the answers at its low value (hollow), at its high one (filled) and as
    chosen (dashed).

    ``rows``: those of ``results.answers.drivers.income_drivers``. Rows stand in the order of their longest bar.
    """
    order = order_of(rows)
    figure = draft(palette, height=ROW_PX * len(order) + 74, margin=(8, 16, 40, 28))
    low, high = min(0.0, float(rows[ANSWERS].min().min())), max(0.0, float(rows[ANSWERS].max().max()))
    room = 0.1 * ((high - low) or 1.0)
    span = (low - room, high + room)
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


def order_of(rows: pd.DataFrame) -> list[str]:
    longest = rows.groupby("parameter")["swing_pp"].max()
    return [str(name) for name in longest.sort_values(ascending=False, kind="stable").index]


def _layout(span: tuple[float, float], count: int, palette: Palette) -> dict[str, Any]:
    return {
        "showlegend": True,
        "legend": {"y": 1.0},
        "xaxis": change_axis(span, palette),
        "yaxis": y_axis(palette, range=[count - 0.38, TOP], showgrid=False, showticklabels=False),
    }


def caption(rows: pd.DataFrame) -> Caption:
    longest = [rows[rows["outcome"] == side].iloc[0]["parameter"] for side in PLACES]
    name, other = (terms.capital(IN_A_SENTENCE.get(parameter, parameter)) for parameter in longest)
    finding = SAY("drivers", "same" if name == other else "apart", name=name, other=terms.small(other))
    swings_in_words = "; ".join(
        f"{PLACES[r['outcome']][0]}, {name_of(r['parameter'])}: "
        f"{_value(r['at_low_pct'])} at {r['low']:g}, {_value(r['at_high_pct'])} at {r['high']:g}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, SAY("drivers", "measure"), f"Modelled, bars between two marks, percent. {swings_in_words}.")


def name_of(parameter: str) -> str:
    return PARAMETERS.get(parameter, parameter)


def _value(change_pct: float) -> str:
    return "no answer" if pd.isna(change_pct) else terms.signed(change_pct, 2)
