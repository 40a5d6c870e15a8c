"""What China loses and who gains it: two lists of bars on one scale, names left, sums right with their sign."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.labels import bn_beside, money_ticks
from parley.charts.theme import Palette, draft, grid_axis, names_axis

ROW_PX, BAR, LETTER_PX = 26, 0.65, 7
TOP_PX, BOTTOM_PX = 4, 26


def summed(rows: pd.DataFrame, column: str, last: Sequence[str], name: Callable[[str], str]) -> pd.Series:
    """Sums of flow_usd by the name of each code in ``column``, largest first, those of ``last`` at the end."""
    sums = rows.groupby(column)["flow_usd"].sum().sort_values(ascending=False)
    order = [c for c in sums.index if c not in last] + [c for c in last if c in sums.index]
    return sums[order].rename(index=name)


def two_lists(lists: Mapping[str, pd.Series], palette: Palette) -> go.Figure:
    """The lists under their heads: in China's colour what is lost, grey what others gain; sign and place say it too.

    ``lists``: two by their heads, US dollars by name in their order, a loss below zero.
    """
    first, second = lists.values()
    sums = pd.concat([first, second])
    words = [bn_beside(value) for value in sums]
    rows = list(chain.from_iterable((f"<b>{head}</b>", *own.index) for head, own in lists.items()))
    left, right = (LETTER_PX * max(map(len, texts)) + 8 for texts in ((*lists, *sums.index), words))
    figure = draft(palette, height=ROW_PX * len(rows) + TOP_PX + BOTTOM_PX, margin=(left, right, TOP_PX, BOTTOM_PX))
    figure.add_bar(
        orientation="h",
        x=sums.abs() / 1e9,
        y=[*range(1, len(first) + 1), *range(len(first) + 2, len(rows))],
        width=BAR,
        marker={"color": [palette.china if value < 0 else palette.muted for value in sums], "line": {"width": 0}},
        text=[f" {text}" for text in words],
        textposition="outside",
        textfont={"color": palette.ink, "size": 12},
        cliponaxis=False,
        customdata=list(zip(map(terms.usd, sums.abs()), sums.index, strict=True)),
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    top = float(sums.abs().max()) / 1e9
    axis = grid_axis(palette, **{**money_ticks(top), "range": [0, top]})
    figure.update_layout(xaxis=axis, yaxis=names_axis(palette, rows))
    return figure.done()


def said(lists: Mapping[str, pd.Series]) -> str:
    """The lists in words, for the alternative text."""
    parts = ["; ".join(f"{name} {bn_beside(value)}" for name, value in own.items()) for own in lists.values()]
    whole = terms.usd(abs(float(next(iter(lists.values())).sum())))
    return " ".join(
        [
            f"Two lists of bars, US$ bn, {whole} in all.",
            *(f"{h}: {part}." for h, part in zip(lists, parts, strict=True)),
        ]
    )
