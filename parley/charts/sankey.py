"""Flow diagrams with two columns of nodes: what China loses laid on those who gain it, US$ billion.

Sign and word tell loss from gain, the colour only repeats it: orange for what China loses and nobody gains, grey for
what another gains.
"""

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.colours import tint
from parley.charts.theme import Palette, draft

HEIGHT = 460
RIBBON, TOUCHED = 0.3, 0.6  # how solid a flow is: where flows cross, both are seen
ARROW_PX = 10


def flow_diagram(
    rows: pd.DataFrame,
    columns: tuple[str, str],
    last: tuple[Sequence[str], Sequence[str]],
    names: tuple[Callable[[str], str], Callable[[str], str]],
    heads: tuple[str, str],
    palette: Palette,
    unfilled: str = "",
) -> go.Figure:
    """China's side on the left in its colour, those who gain on the right; every node says its sum with its sign.

    ``rows``: the two ``columns`` of codes and flow_usd. ``last``: codes that stand below the others in their column.
    ``names``: what a code is called. ``unfilled``: the code on the right for what China loses and nobody gains.
    """
    left, right = (ordered(rows, column, ends) for column, ends in zip(columns, last, strict=True))
    place = {code: i for i, code in enumerate([*left.index, *right.index])}
    # the flows of a node leave it in the order they are given: in that of their ends none crosses another
    rows = rows.sort_values(list(columns), key=lambda codes: codes.map(place), kind="stable")
    words = [_node(names[0](str(c)), v, terms.MINUS) for c, v in left.items()]
    words += [_node(names[1](str(c)), v, terms.MINUS if c == unfilled else "+") for c, v in right.items()]
    figure = draft(palette, height=HEIGHT, margin=(4, 4, 26, 8))
    hue = {c: palette.china if c == unfilled else palette.muted for c in right.index}
    figure.add_sankey(
        arrangement="fixed",
        textfont={"size": 12, "color": palette.ink, "shadow": "none"},
        node={
            "label": words,
            "color": [palette.china] * len(left) + list(hue.values()),
            "x": [0.001] * len(left) + [0.999] * len(right),
            "y": [*_middles(left), *_middles(right)],
            "pad": 14,
            "thickness": 12,
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        link={
            "source": [place[c] for c in rows[columns[0]]],
            "target": [place[c] for c in rows[columns[1]]],
            "value": rows["flow_usd"] / 1e9,
            "color": [tint(hue[c], RIBBON) for c in rows[columns[1]]],
            "hovercolor": [tint(hue[c], TOUCHED) for c in rows[columns[1]]],
            "line": {"width": 0.75, "color": palette.background},
            "arrowlen": ARROW_PX,
            "customdata": [
                (terms.usd(flow), names[0](str(a)), names[1](str(b)))
                for a, b, flow in rows[[*columns, "flow_usd"]].itertuples(index=False)
            ],
            "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}, to %{customdata[2]}<extra></extra>",
        },
    )
    for x, anchor, text in ((0, "left", heads[0]), (1, "right", heads[1])):
        figure.add_annotation(
            x=x,
            y=1,
            xref="paper",
            yref="paper",
            xanchor=anchor,
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            text=f"<b>{text}</b>",
            font={"color": palette.china_text if x == 0 else palette.ink},
        )
    return figure.done()


def _node(name: str, sum_usd: float, sign: str) -> str:
    return f"{name} <b>{sign}{bn(sum_usd)}</b>"


def ordered(rows: pd.DataFrame, column: str, last: Sequence[str]) -> pd.Series:
    """Sums by code, largest first, the codes of ``last`` at the end in their order."""
    sums = rows.groupby(column)["flow_usd"].sum().sort_values(ascending=False)
    order = [c for c in sums.index if c not in last] + [c for c in last if c in sums.index]
    return sums[order]


def _middles(sums: pd.Series) -> list[float]:
    """The middle of each node on a height of one, so that Plotly keeps our order from top to bottom."""
    parts = sums / sums.sum()
    return [min(max(float(y), 0.001), 0.999) for y in parts.cumsum() - parts / 2]


def bn(value_usd: float) -> str:
    """US$ billion without the unit: whole from ten on, else one decimal."""
    return terms.number(value_usd / 1e9, 0 if value_usd >= 9.95e9 else 1)
