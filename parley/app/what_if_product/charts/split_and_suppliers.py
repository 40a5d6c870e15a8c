"""What-if answers as figures: who pays and where it goes, and who supplies instead. All values are modelled."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption, Drawn
from parley.charts.theme import Palette, grid_axis, house_layout, x_axis, y_axis

PAYS, GOES = "Who pays", "Where it goes"
PARTS = {
    "buyers_loss": ("US buyers", PAYS),
    "exporters_loss": ("Exporters", PAYS),
    "duty_change": ("US Treasury", GOES),
    "deadweight_loss": ("Lost trade", GOES),
}
BN = 1e9


def split_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two bars of one length: what buyers and exporters lose is duty or lost trade.

    ``rows``: one per part, columns part (keys of PARTS) and value_usd, not all zero. Printed parts are rounded so that
    they add.
    """
    values = _by_part(rows)
    decimals = _decimals(values.values())
    printed = _printed(values, decimals)
    fills = (palette.us, palette.china, palette.fentanyl, palette.pale)
    words = (palette.us, palette.china_text, palette.fentanyl, palette.ink)
    traces, notes = [], []
    for (part, (name, bar)), fill, colour in zip(PARTS.items(), fills, words, strict=True):
        first, second = (p for p, (_, b) in PARTS.items() if b == bar)
        left = part == (second if values[second] < 0 else first)  # below zero the second part lies outermost left
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [values[part]],
                "y": [bar],
                "marker": {"color": fill, "line": {"width": 1, "color": palette.background}},
                "hovertemplate": f"<b>US$ {terms.number(values[part], decimals)} bn</b> {name}<extra></extra>",
            }
        )
        notes.append(
            {
                "x": 0 if left else 1,
                "y": 1 if bar == PAYS else 0,
                "xref": "x domain",
                "yref": "y",
                "xanchor": "left" if left else "right",
                "yshift": 26 if bar == PAYS else -26,
                "showarrow": False,
                "text": f"{name} <b>{terms.number(printed[part], decimals)}</b>",
                "font": {"color": colour if printed[part] else palette.muted},
            }
        )
    return Drawn(traces, _split_layout(values, notes, palette))


def _split_layout(values: dict[str, float], notes: list[dict[str, Any]], palette: Palette) -> dict[str, Any]:
    """Both bars span the sum of their positive parts; negative parts stand left of a line at zero."""
    ends = [(values["buyers_loss"], values["exporters_loss"]), (values["duty_change"], values["deadweight_loss"])]
    low = min(sum(min(v, 0) for v in pair) for pair in ends)
    high = max(sum(max(v, 0) for v in pair) for pair in ends)
    return house_layout(
        palette,
        172,
        (98, 12, 8, 8),
        barmode="relative",
        bargap=0.45,
        annotations=notes,
        shapes=[_zero_line(-0.27, 1.27, palette)] if low < 0 else [],
        xaxis=x_axis(palette, visible=False, range=[low, high]),
        yaxis=y_axis(
            palette,
            showgrid=False,
            categoryorder="array",
            categoryarray=[GOES, PAYS],
            range=[-0.62, 1.62],
            tickfont={"size": 13, "color": palette.ink},
        ),
    )


def _zero_line(bottom: float, top: float, palette: Palette) -> dict[str, Any]:
    line = {"width": 1, "color": palette.ink}
    return {"type": "line", "x0": 0, "x1": 0, "y0": bottom, "y1": top, "line": line}


def _decimals(values_bn: Iterable[float], finest: int = 1) -> int:
    """Decimals of US$ bn at which the largest value shows two figures; at least ``finest``, at most four."""
    largest = max(map(abs, values_bn), default=0.0)
    return min(max(1 - math.floor(math.log10(largest)), finest), 4) if largest > 0 else finest


def _by_part(rows: pd.DataFrame, column: str = "value_usd") -> dict[str, float]:
    """A column of the split in US$ bn."""
    return {part: value / BN for part, value in zip(rows["part"].tolist(), rows[column].tolist(), strict=True)}


def printed_parts(rows: pd.DataFrame) -> dict[str, float]:
    """The four parts in US$ bn, rounded so that both pairs print to the same sum."""
    values = _by_part(rows)
    return _printed(values, _decimals(values.values()))


def _printed(values: dict[str, float], decimals: int) -> dict[str, float]:
    pays = terms.rounded_to_total([values["buyers_loss"], values["exporters_loss"]], decimals)
    goes = terms.rounded_to_total([values["duty_change"], values["deadweight_loss"]], decimals)
    return dict(zip(PARTS, [*pays, *goes], strict=True))


def split_caption(rows: pd.DataFrame) -> Caption:
    """Finding, measure and alternative text of the split; ``rows`` also have low_usd and high_usd."""
    values = _by_part(rows)
    decimals = _decimals(values.values())
    printed = _printed(values, decimals)
    length = "Both bars have the same length"
    if min(values.values()) < 0 < max(values.values()):
        length = "Both bars add up to the same, left of the line counts as less than zero"
    measure = f"US$ bn a year. {length}: what buyers and exporters lose is duty or lost trade"
    alt = "Two bars that add up to the same, US$ bn: " + ", ".join(
        f"{name} {terms.number(printed[part], decimals)}" for part, (name, _) in PARTS.items()
    )
    return Caption(_split_finding(rows, printed), measure, alt)


def _split_finding(rows: pd.DataFrame, printed: dict[str, float]) -> str:
    """Who loses or gains, and the Treasury's part; no direction of duty where its range straddles zero."""
    values, low, high = (_by_part(rows, column) for column in ("value_usd", "low_usd", "high_usd"))
    lost, duty = values["buyers_loss"] + values["exporters_loss"], values["duty_change"]
    both = printed["exporters_loss"] * lost > 0 and printed["buyers_loss"] * lost > 0
    who = f"{'Buyers and exporters' if both else 'Buyers'} {'lose' if lost > 0 else 'gain'}"
    if low["duty_change"] < 0 < high["duty_change"]:
        return f"{who}; whether the Treasury collects more depends on the horizon"
    if lost > 0 and duty >= 0:
        return f"Of every dollar lost, {round(100 * duty / lost)} cents reach the Treasury"
    if lost < 0 and duty < 0:
        return f"{who} more than the Treasury gives up" if lost < duty else f"{who}, and the Treasury gives up more"
    return f"{who}, and the Treasury collects {'more' if duty >= 0 else 'less'} as well"


def supplier_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Change of US imports by origin with whiskers over the horizons, China first, then the largest changes.

    ``rows``: exporter_iso3, name, change_usd, low_usd, high_usd, in the order to draw; not all changes are zero.
    """
    names, codes = rows["name"].tolist()[::-1], rows["exporter_iso3"].tolist()[::-1]
    change, low, high = ([v / BN for v in rows[c].tolist()[::-1]] for c in ("change_usd", "low_usd", "high_usd"))
    decimals = _decimals(change, 0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": change,
        "y": names,
        "marker": {"color": [palette.country(c) for c in codes]},
        "error_x": {
            "type": "data",
            "array": [max(h - c, 0) for h, c in zip(high, change, strict=True)],
            "arrayminus": [max(c - v, 0) for v, c in zip(low, change, strict=True)],
            "color": palette.ink,
            "thickness": 1.5,
            "width": 0,
        },
        "customdata": [
            (terms.signed(c, decimals + 1), terms.span(v, h, decimals + 1))
            for c, v, h in zip(change, low, high, strict=True)
        ],
        "hovertemplate": "<b>US$ %{customdata[0]} bn</b> %{y}<br>range %{customdata[1]}<extra></extra>",
    }
    notes = [
        {
            "x": max(h, c, 0),
            "y": name,
            "text": f"<b>{terms.signed(c, decimals)}</b>",
            "showarrow": False,
            "xanchor": "left",
            "xshift": 6,
            "font": {"color": palette.ink},
        }
        for name, c, h in zip(names, change, high, strict=True)
    ]
    return Drawn([trace], _supplier_layout(names, (min(*low, 0), max(*high, 0)), notes, palette))


def _supplier_layout(
    names: list[str], ends: tuple[float, float], notes: list[dict[str, Any]], palette: Palette
) -> dict[str, Any]:
    width = ends[1] - ends[0]
    left = max(118, 12 + round(6.7 * max(map(len, names))))
    return house_layout(
        palette,
        26 * len(names) + 112,
        (left, 44, 4, 26),
        annotations=notes,
        shapes=[_zero_line(-0.5, len(names) - 0.5, palette)],
        xaxis=grid_axis(
            palette,
            nticks=5,
            range=[ends[0] - 0.03 * width, ends[1] + 0.12 * width],
            ticksuffix=" bn",
        ),
        yaxis=y_axis(
            palette,
            showgrid=False,
            tickmode="array",
            tickvals=names,
            range=[-0.5, len(names) - 0.5],
            tickfont={"size": 13, "color": palette.ink},
        ),
    )


def supplier_caption(rows: pd.DataFrame, others_usd: float) -> Caption:
    """Finding, measure and alternative text of the supplier bars; ``others_usd``: change from all origins but China."""
    codes, names = rows["exporter_iso3"].tolist(), rows["name"].tolist()
    change = [value / BN for value in rows["change_usd"].tolist()]
    china = change[codes.index("CHN")]
    others = [(name, value) for code, name, value in zip(codes, names, change, strict=True) if code != "CHN"]
    measure = (
        "Change of US imports by origin against the duties in force, US$ bn a year. Whiskers: first year to long run"
    )
    decimals = _decimals(change)
    alt = "Bars, US$ bn: " + ", ".join(f"{n} {terms.signed(c, decimals)}" for n, c in zip(names, change, strict=True))
    if not others:
        return Caption(f"China sells {'more' if china > 0 else 'less'}", measure, alt)
    leading = sorted(others, key=lambda other: other[1], reverse=china <= 0)[:2]
    leaders = terms.listed([name for name, _ in leading])
    share = round(-100 * others_usd / BN / china)
    if china > 0:
        return Caption(f"China gains; {leaders} lose most", measure, alt)
    replaced = f"; other suppliers replace {share}{terms.NBSP}% of what China loses" if share > 0 else ""
    return Caption(f"{leaders} gain most{replaced}", measure, alt)
