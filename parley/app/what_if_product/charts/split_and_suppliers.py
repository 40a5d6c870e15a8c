"""What-if answers as figures: who pays and where it goes, and who supplies instead. All values are modelled."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption, Drawn
from parley.charts.theme import Palette, grid_axis, house_layout, x_axis, y_axis

SAY = words.beside(__file__)
PAYS, GOES = "Who pays", "Where it goes"
GAINS, COMES = "Who gains", "Where it comes from"  # where buyers and exporters gain: all four signs are turned
PARTS = {
    "buyers_loss": ("US buyers", PAYS),
    "exporters_loss": ("Exporters", PAYS),
    "duty_change": ("US Treasury", GOES),
    "deadweight_loss": ("Lost trade", GOES),
}
OF_A_GAIN = {PAYS: GAINS, GOES: COMES, "Lost trade": "Regained trade"}
BN = 1e9


def split_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two bars of one length: what buyers and exporters lose is duty or lost trade, and what they gain comes from it.

    ``rows``: one per part, columns part (keys of PARTS) and value_usd, not all zero. Printed parts are rounded so that
    they add. Where buyers and exporters gain, a gain is drawn as more than zero.
    """
    values, names = _drawn(rows), _names(rows)
    decimals = _decimals(values.values())
    printed = printed_parts(rows)
    fills = (palette.us, palette.china, palette.fentanyl, palette.pale)
    letters = (palette.us, palette.china_text, palette.fentanyl, palette.ink)
    upper = names["buyers_loss"][1]
    traces, notes = [], []
    for (part, (name, bar)), fill, colour in zip(names.items(), fills, letters, strict=True):
        first, second = (p for p, (_, b) in names.items() if b == bar)
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
                "y": 1 if bar == upper else 0,
                "xref": "x domain",
                "yref": "y",
                "xanchor": "left" if left else "right",
                "yshift": 26 if bar == upper else -26,
                "showarrow": False,
                "text": f"{name} <b>{terms.number(printed[part], decimals)}</b>",
                "font": {"color": colour if printed[part] else palette.muted},
            }
        )
    order = [names["duty_change"][1], upper]
    return Drawn(traces, _split_layout(values, notes, order, palette))


def _split_layout(
    values: dict[str, float], notes: list[dict[str, Any]], order: list[str], palette: Palette
) -> dict[str, Any]:
    """Both bars span the sum of their positive parts; negative parts stand left of a line at zero."""
    ends = [(values["buyers_loss"], values["exporters_loss"]), (values["duty_change"], values["deadweight_loss"])]
    low = min(sum(min(v, 0) for v in pair) for pair in ends)
    high = max(sum(max(v, 0) for v in pair) for pair in ends)
    return house_layout(
        palette,
        172,
        (14 + round(6.7 * max(map(len, order))), 12, 8, 8),
        barmode="relative",
        bargap=0.45,
        annotations=notes,
        shapes=[_zero_line(-0.27, 1.27, palette)] if low < 0 else [],
        xaxis=x_axis(palette, visible=False, range=[low, high]),
        yaxis=y_axis(
            palette,
            showgrid=False,
            categoryorder="array",
            categoryarray=order,
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


def _is_gain(rows: pd.DataFrame) -> bool:
    """Whether buyers and exporters gain together."""
    values = _by_part(rows)
    return values["buyers_loss"] + values["exporters_loss"] < 0


def _drawn(rows: pd.DataFrame) -> dict[str, float]:
    """The split in US$ bn as it is drawn: a gain above zero where buyers and exporters gain."""
    return {part: -value if _is_gain(rows) else value for part, value in _by_part(rows).items()}


def _names(rows: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Name and bar of each part."""
    turned = OF_A_GAIN if _is_gain(rows) else {}
    return {part: (turned.get(name, name), turned.get(bar, bar)) for part, (name, bar) in PARTS.items()}


def printed_parts(rows: pd.DataFrame) -> dict[str, float]:
    """The four parts in US$ bn as drawn, rounded so that both pairs print to the same sum."""
    values = _drawn(rows)
    decimals = _decimals(values.values())
    pays = terms.rounded_to_total([values["buyers_loss"], values["exporters_loss"]], decimals)
    goes = terms.rounded_to_total([values["duty_change"], values["deadweight_loss"]], decimals)
    return dict(zip(PARTS, [*pays, *goes], strict=True))


def split_caption(rows: pd.DataFrame) -> Caption:
    """Finding, measure and alternative text of the split; ``rows`` also have low_usd and high_usd."""
    values, names = _drawn(rows), _names(rows)
    decimals = _decimals(values.values())
    printed = printed_parts(rows)
    mixed = "_mixed" if min(values.values()) < 0 < max(values.values()) else ""
    measure = SAY("split.measure", f"{'gain' if _is_gain(rows) else 'loss'}{mixed}")
    alt = f"Two bars that add up to the same, {names['buyers_loss'][1]} and {names['duty_change'][1]}, US$ bn: "
    alt += ", ".join(f"{name} {terms.number(printed[part], decimals)}" for part, (name, _) in names.items())
    return Caption(_split_finding(rows, printed), measure, alt)


def _split_finding(rows: pd.DataFrame, printed: dict[str, float]) -> str:
    """Who loses or gains, and the Treasury's part; no direction where a range straddles zero. ``printed`` as drawn."""
    values, low, high = (_by_part(rows, column) for column in ("value_usd", "low_usd", "high_usd"))
    if low["buyers_loss"] < 0 < high["buyers_loss"]:
        return SAY("split.finding", "open")
    lost, duty = values["buyers_loss"] + values["exporters_loss"], values["duty_change"]
    both = printed["exporters_loss"] > 0 and printed["buyers_loss"] > 0
    who = SAY("split.who", "both" if both else "buyers")
    if low["duty_change"] < 0 < high["duty_change"]:
        return SAY("split.finding", "lose_open" if lost > 0 else "gain_open", who=who)
    if lost > 0:
        is_net = not both and printed["exporters_loss"] != 0
        case = "lose_less" if duty < 0 else "dollar_more" if duty > lost else "dollar_net" if is_net else "dollar"
        return SAY("split.finding", case, who=who, cents=round(100 * duty / lost))
    more = "gain_more_than_treasury" if lost < duty else "gain_less_than_treasury"
    return SAY("split.finding", "gain_more" if duty >= 0 else more, who=who)


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
    change = [value / BN for value in rows["change_usd"].tolist()]
    decimals = _decimals(change)
    alt = "Bars, US$ bn: " + ", ".join(
        f"{name} {terms.signed(value, decimals)}" for name, value in zip(rows["name"], change, strict=True)
    )
    return Caption(_supplier_finding(rows, others_usd), SAY("suppliers", "measure"), alt)


def _supplier_finding(rows: pd.DataFrame, others_usd: float) -> str:
    """Who gains or loses most among the origins whose range has one sign, and how much of China's loss others take."""
    is_china = rows["exporter_iso3"] == "CHN"
    china, others = rows[is_china].iloc[0], rows[~is_china]
    side = "open" if china["low_usd"] < 0 < china["high_usd"] else "more" if china["change_usd"] > 0 else "less"
    found = others[others["high_usd"] < 0] if side == "more" else others[others["low_usd"] > 0]
    leading = found.loc[found["change_usd"].abs().sort_values(ascending=False, kind="stable").index].head(2)
    leaders = terms.listed([terms.with_article(name) for name in leading["name"]])
    leaders = leaders[:1].upper() + leaders[1:] if side != "more" else leaders
    if not leaders:
        return SAY("suppliers.finding", "open" if side == "open" else f"china_{side}")
    if side == "more":
        return SAY("suppliers.finding", "lose", leaders=leaders)
    if side == "open":
        return SAY("suppliers.finding", "gain_no_loss", leaders=leaders)
    share = round(-100 * others_usd / china["change_usd"])
    case = "replaced_more" if share > 100 else "replaced" if share > 0 else "gain"
    return SAY("suppliers.finding", case, leaders=leaders, share=terms.rate(share, 0))
