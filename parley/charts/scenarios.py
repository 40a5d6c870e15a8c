"""What-if answers as figures: who pays and where it goes, and who supplies instead. All values are modelled."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.theme import Palette, new_figure, x_axis, y_axis

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
    figure = new_figure(palette, height=172, margin=(98, 12, 8, 8))
    fills = {
        "buyers_loss": palette.us,
        "exporters_loss": palette.china,
        "duty_change": palette.fentanyl,
        "deadweight_loss": palette.pale,
    }
    words = {
        "buyers_loss": palette.us,
        "exporters_loss": palette.china_text,
        "duty_change": palette.fentanyl,
        "deadweight_loss": palette.ink,
    }
    values = rows.set_index("part")["value_usd"] / BN
    printed = printed_parts(rows)
    for part, (name, bar) in PARTS.items():
        figure.add_bar(
            x=[values[part]],
            y=[bar],
            orientation="h",
            marker={"color": fills[part], "line": {"width": 1, "color": palette.background}},
            hovertemplate=f"<b>US$ {terms.number(values[part], 1)} bn</b> {name}<extra></extra>",
        )
    low = min(
        0.0,
        values[["exporters_loss"]].clip(upper=0).sum(),
        values[["duty_change", "deadweight_loss"]].clip(upper=0).sum(),
    )
    high = max(values[values > 0].sum() / 2, 1e-6)
    figure.update_layout(
        barmode="relative",
        bargap=0.45,
        xaxis=x_axis(palette, visible=False, range=[low, high] if low < 0 else [0, high]),
        yaxis=y_axis(
            palette,
            showgrid=False,
            categoryorder="array",
            categoryarray=[GOES, PAYS],
            range=[-0.62, 1.62],
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    for part, (name, bar) in PARTS.items():
        first = part in ("buyers_loss", "duty_change")
        figure.add_annotation(
            x=0 if first else 1,
            y=1 if bar == PAYS else 0,
            xref="x domain",
            yref="y",
            xanchor="left" if first else "right",
            yshift=26 if bar == PAYS else -26,
            showarrow=False,
            text=f"{name} <b>{terms.number(printed[part], 1)}</b>",
            font={"color": words[part]},
        )
    return figure


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
    shown = rows.iloc[::-1]
    change, low, high = (shown[c] / BN for c in ("change_usd", "low_usd", "high_usd"))
    figure = new_figure(palette, height=26 * len(rows) + 112, margin=(118, 44, 4, 26))
    figure.add_bar(
        x=change,
        y=shown["name"],
        orientation="h",
        marker={"color": [palette.country(c) for c in shown["exporter_iso3"]]},
        error_x={
            "type": "data",
            "array": (high - change).clip(lower=0),
            "arrayminus": (change - low).clip(lower=0),
            "color": palette.ink,
            "thickness": 1.5,
            "width": 0,
        },
        customdata=list(zip(change.map(lambda v: terms.signed(v, 1)), map(terms.span, low, high), strict=True)),
        hovertemplate="<b>US$ %{customdata[0]} bn</b> %{y}<br>range %{customdata[1]}<extra></extra>",
    )
    reach = max(float(pd.concat([low.abs(), high.abs()]).max()), 0.1)
    left, right = min(float(low.min()), 0.0), max(float(high.max()), 0.0)
    pad = 0.04 * reach
    figure.update_layout(
        xaxis=x_axis(
            palette,
            showgrid=True,
            gridcolor=palette.pale,
            showline=False,
            ticks="",
            nticks=5,
            range=[left - pad, right + 0.12 * (right - left + pad)],
            ticksuffix=" bn",
        ),
        yaxis=y_axis(
            palette, showgrid=False, range=[-0.5, len(rows) - 0.5], tickfont={"size": 13, "color": palette.ink}
        ),
    )
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.5, y1=len(rows) - 0.5, line={"width": 1, "color": palette.ink})
    for name, value, end in zip(shown["name"], change, high.clip(lower=0), strict=True):
        figure.add_annotation(
            x=max(end, 0),
            y=name,
            text=f"<b>{terms.signed(value)}</b>",
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": palette.ink},
        )
    return figure


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
