"""What-if answers as figures: who pays and where it goes, and who supplies instead. All values are modelled."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.theme import Palette, house_layout, whole_figure, x_axis, y_axis

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

    ``rows``: one per part, columns part (keys of PARTS) and value_usd. Printed parts are rounded so that they add.
    """
    values = dict(zip(rows["part"], (rows["value_usd"] / BN).tolist(), strict=True))
    printed = printed_parts(rows)
    fills = (palette.us, palette.china, palette.fentanyl, palette.pale)
    words = (palette.us, palette.china_text, palette.fentanyl, palette.ink)
    traces, notes = [], []
    for (part, (name, bar)), fill, colour in zip(PARTS.items(), fills, words, strict=True):
        first = part in ("buyers_loss", "duty_change")
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [values[part]],
                "y": [bar],
                "marker": {"color": fill, "line": {"width": 1, "color": palette.background}},
                "hovertemplate": f"<b>US$ {terms.number(values[part], 1)} bn</b> {name}<extra></extra>",
            }
        )
        notes.append(
            {
                "x": 0 if first else 1,
                "y": 1 if bar == PAYS else 0,
                "xref": "x domain",
                "yref": "y",
                "xanchor": "left" if first else "right",
                "yshift": 26 if bar == PAYS else -26,
                "showarrow": False,
                "text": f"{name} <b>{terms.number(printed[part], 1)}</b>",
                "font": {"color": colour},
            }
        )
    return whole_figure(traces, _split_layout(values, notes, palette))


def _split_layout(values: dict[str, float], notes: list[dict[str, Any]], palette: Palette) -> dict[str, Any]:
    """Both bars span the sum of their positive parts; negative parts stand left of zero."""
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
        xaxis=x_axis(palette, visible=False, range=[low, max(high, 1e-6)]),
        yaxis=y_axis(
            palette,
            showgrid=False,
            categoryorder="array",
            categoryarray=[GOES, PAYS],
            range=[-0.62, 1.62],
            tickfont={"size": 13, "color": palette.ink},
        ),
    )


def printed_parts(rows: pd.DataFrame) -> dict[str, float]:
    """The four parts in US$ bn, rounded so that both pairs print to the same sum."""
    values = rows.set_index("part")["value_usd"] / BN
    pays = terms.rounded_to_total([values["buyers_loss"], values["exporters_loss"]])
    goes = terms.rounded_to_total([values["duty_change"], values["deadweight_loss"]])
    return dict(zip(PARTS, [*pays, *goes], strict=True))


def split_caption(rows: pd.DataFrame) -> Caption:
    """Finding, measure and alternative text of the split."""
    values = rows.set_index("part")["value_usd"]
    lost = values["buyers_loss"] + values["exporters_loss"]
    printed = printed_parts(rows)
    if abs(lost) < 5e7:
        finding = "At the duties in force nothing changes"
    elif values["duty_change"] >= 0 and lost > 0:
        finding = f"Of every dollar lost, {round(100 * values['duty_change'] / lost)} cents reach the Treasury"
    elif lost > 0:
        finding = "Buyers and exporters lose, and the Treasury collects less as well"
    else:
        finding = "Buyers and exporters gain what the Treasury gives up, and trade that was lost returns"
    measure = "US$ bn a year. Both bars have the same length: what buyers and exporters lose is duty or lost trade"
    alt = "Two bars of equal length, US$ bn: " + ", ".join(
        f"{name} {terms.number(printed[part], 1)}" for part, (name, _) in PARTS.items()
    )
    return Caption(finding, measure, alt)


def supplier_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Change of US imports by origin with whiskers over the horizons, China first, then the largest changes.

    ``rows``: exporter_iso3, name, change_usd, low_usd, high_usd, in the order to draw.
    """
    names, codes = rows["name"].tolist()[::-1], rows["exporter_iso3"].tolist()[::-1]
    change, low, high = ((rows[c] / BN).tolist()[::-1] for c in ("change_usd", "low_usd", "high_usd"))
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
        "customdata": [(terms.signed(c, 1), terms.span(v, h)) for c, v, h in zip(change, low, high, strict=True)],
        "hovertemplate": "<b>US$ %{customdata[0]} bn</b> %{y}<br>range %{customdata[1]}<extra></extra>",
    }
    notes = [
        {
            "x": max(h, c, 0),
            "y": name,
            "text": f"<b>{terms.signed(c)}</b>",
            "showarrow": False,
            "xanchor": "left",
            "xshift": 6,
            "font": {"color": palette.ink},
        }
        for name, c, h in zip(names, change, high, strict=True)
    ]
    return whole_figure([trace], _supplier_layout(names, (min(*low, 0), max(*high, 0)), notes, palette))


def _supplier_layout(
    names: list[str], ends: tuple[float, float], notes: list[dict[str, Any]], palette: Palette
) -> dict[str, Any]:
    width = max(ends[1] - ends[0], 0.1)
    zero = {"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(names) - 0.5}
    return house_layout(
        palette,
        26 * len(names) + 112,
        (118, 44, 4, 26),
        annotations=notes,
        shapes=[{**zero, "line": {"width": 1, "color": palette.ink}}],
        xaxis=x_axis(
            palette,
            showgrid=True,
            gridcolor=palette.pale,
            showline=False,
            ticks="",
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
    china = float(rows.loc[rows["exporter_iso3"] == "CHN", "change_usd"].iloc[0])
    others = rows[rows["exporter_iso3"] != "CHN"]
    measure = (
        "Change of US imports by origin against the duties in force, US$ bn a year. Whiskers: first year to long run"
    )
    alt = "Bars, US$ bn: " + ", ".join(
        f"{n} {terms.signed(c / BN, 1)}" for n, c in zip(rows["name"], rows["change_usd"], strict=True)
    )
    if abs(china) < 5e7 or others.empty:
        return Caption("No supplier gains or loses at the duties in force", measure, alt)
    leaders = terms.listed(list(others.sort_values("change_usd", ascending=china > 0)["name"].head(2)))
    share = round(-100 * others_usd / china)
    if china > 0:
        return Caption(f"China gains; {leaders} lose most", measure, alt)
    replaced = f"; other suppliers replace {share}{terms.NBSP}% of what China loses" if share > 0 else ""
    return Caption(f"{leaders} gain most{replaced}", measure, alt)
