"""World what-if answers as bars with whiskers: economies, trade of a market, industries. All values are modelled."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.bars import RANGE, bars, bold
from parley.charts.theme import Palette

MOST_DECIMALS = 4
Marks = pd.DataFrame | Mapping[str, Any]  # by name of a column its values: a frame, or what is lighter than one


def change_bars(rows: Marks, palette: Palette, unit: str, *, is_gain: bool = False) -> go.Figure:
    """One bar a row with its whisker. ``rows`` in the order to draw: code (economy, for its colour), name, change and,
    where the range is known, low and high. ``unit`` is that of all three: ``%`` or ``bn``. ``is_gain``: more is better,
    and the colours are those of gains and losses.
    """
    change, names, digits = rows["change"].tolist(), rows["name"].tolist(), decimals_of(rows, unit)
    ends = (rows["low"].tolist(), rows["high"].tolist()) if "low" in rows else None
    sizes = [terms.signed(value, decimals) for value, decimals in zip(change, digits, strict=True)]
    hover = [f"<b>{terms.quantity(size, unit)}</b><br>{name}" for size, name in zip(sizes, names, strict=True)]
    if ends:
        spans = [terms.quantity(terms.span(*three), unit) for three in zip(*ends, digits, strict=True)]
        hover = [f"{words}<br>range {span}" for words, span in zip(hover, spans, strict=True)]
    return bars(
        {"name": names},
        palette,
        value=change,
        unit=unit,
        colour=[palette.gain if size > 0 else palette.loss for size in change]
        if is_gain
        else [palette.country(code) for code in rows["code"].tolist()],
        text=bold(sizes),
        hover=hover,
        low=ends and ends[0],
        high=ends and ends[1],
        keys={"range": RANGE},  # the key's row is there before the ranges come
    )


def decimals_of(rows: Marks, unit: str) -> list[int]:
    """Decimals of each change and its range, as in titles and facts; at most one more than the largest needs for two
    figures, and so many where that needs more than two.
    """
    sizes = np.abs(np.asarray(rows["change"], float))
    largest = float(np.fmax.reduce(sizes, initial=0.0))
    most = min(max(1 - math.floor(math.log10(largest)), 0), MOST_DECIMALS) if largest > 0 else 0
    if most > 2:
        return [most] * len(sizes)
    scale, decimals = (1.0, terms.decimals_of) if unit == "%" else (1e9, terms.bn_decimals)
    return [min(decimals(scale * size), most + 1) for size in sizes.tolist()]


def certain(rows: Marks) -> npt.NDArray[np.bool_]:
    """Of which rows [row] the range lies on one side of zero, and all models agree on the direction where ``is_sure``
    says so; of none while there is no range.
    """
    if "low" not in rows:
        return np.zeros(len(rows["change"]), bool)
    one_sign = (np.asarray(rows["low"]) > 0) | (np.asarray(rows["high"]) < 0)
    return one_sign & np.asarray(rows["is_sure"], bool) if "is_sure" in rows else one_sign


def in_words(rows: Marks, unit: str, count: int = 12) -> str:
    """Names with their changes in words, for the alternative text."""
    marks = zip(rows["name"].tolist(), rows["change"].tolist(), decimals_of(rows, unit), strict=True)
    return ", ".join(f"{n} {terms.quantity(terms.signed(c, decimals), unit)}" for n, c, decimals in [*marks][:count])
