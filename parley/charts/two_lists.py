"""What China loses and who gains it: two lists of bars on one scale, names left, sums right with their sign."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.bars import bars
from parley.charts.labels import bn_beside
from parley.charts.theme import Palette


def summed(rows: pd.DataFrame, column: str, last: Sequence[str], name: Callable[[str], str]) -> pd.Series:
    """Sums of flow_usd by the name of each code in ``column``, largest first, those of ``last`` at the end."""
    sums = rows.groupby(column)["flow_usd"].sum().sort_values(ascending=False)
    order = [c for c in sums.index if c not in last] + [c for c in last if c in sums.index]
    return sums[order].rename(index=name)


def two_lists(lists: Mapping[str, pd.Series], palette: Palette) -> go.Figure:
    """The lists under their heads: in China's colour what is lost, grey what others gain; sign and place say it too.

    ``lists``: two by their heads, US dollars by name in their order, a loss below zero.
    """
    sums = pd.concat(list(lists.values()))
    return bars(
        {"name": list(sums.index)},
        palette,
        value=sums.abs() / 1e9,
        unit="bn",
        colour=[palette.china if value < 0 else palette.muted for value in sums],
        text=[bn_beside(value) for value in sums],
        hover=[f"<b>{terms.usd(abs(value))}</b><br>{name}" for name, value in sums.items()],
        group=[head for head, values in lists.items() for _ in values],
    )


def said(lists: Mapping[str, pd.Series]) -> str:
    """The lists in words, for the alternative text."""
    parts = ["; ".join(f"{name} {bn_beside(value)}" for name, value in values.items()) for values in lists.values()]
    whole = terms.usd(abs(float(next(iter(lists.values())).sum())))
    return " ".join(
        [
            f"Two lists of bars, billion US dollars, {whole} in all.",
            *(f"{h}: {part}." for h, part in zip(lists, parts, strict=True)),
        ]
    )
