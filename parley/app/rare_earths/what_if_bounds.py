"""What restricted exports of a critical input cost, as bounds: by place, by industry, over the months, beside print."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.labels import apart, spread_ticks, tick_words
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

PLOT_PX, NAME_PX, HEADROOM = 236, 18, 1.18  # over months: height of the plot and of a name, room above the band
RING_PX, PRINTED_PX = 17, 10  # a diamond is 1.3 times as wide as its size
BOUNDS = ("low_pct", "middle_pct", "high_pct")
PUBLISHED = ("published_low_pct", "published_pct", "published_high_pct")
LEAST_TOP = 1e-6  # percent: where nothing is lost, the axis still has a length
SAY = words.beside(__file__)


def bound_words(low_pct: float, high_pct: float, digits: int = 1) -> str:
    """``0.004–2.7%``: the upper end in two significant figures, the lower in ``digits``; zero where both vanish."""
    if not high_pct:
        return "0%"
    return f"{terms.significant(low_pct, digits)}{terms.DASH}{terms.significant(high_pct, 2)}%"


def figure_digits(middle_pct: float, high_pct: float) -> int:
    """Significant figures of a central figure and its lower bound: one, two where one would round beyond the upper."""
    return 1 if float(f"{middle_pct:.1g}") <= float(f"{high_pct:.2g}") else 2


def figure_words(low_pct: float, middle_pct: float, high_pct: float, digits: int = 1) -> tuple[str, str]:
    """The central figure and its bounds, which hold it as printed; ``digits``: its least significant figures."""
    digits = max(digits, figure_digits(middle_pct, high_pct))
    return f"{terms.significant(middle_pct, digits)}%", bound_words(low_pct, high_pct, digits)


def bounds(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One row a range of three points, joined: its ends as ticks, a ring for the middle.

    ``rows``: name, low_pct, middle_pct, high_pct; with the columns of PUBLISHED a solid mark with its range, which the
    ring encloses where both are at one place.
    """
    is_printed = PUBLISHED[1] in rows
    hover = [_hover(row) for row in rows.to_dict("records")]
    ends = [
        Mark("low_pct", "Easily replaced to irreplaceable", palette.grey, hover=hover, symbol="line-ns"),
        Mark("high_pct", "", palette.grey, hover=hover, symbol="line-ns"),
    ]
    published = [f"<b>{published_words(row)}</b> published" for row in rows.to_dict("records")] if is_printed else []
    middle = Mark("middle_pct", "Our central figure", palette.us, hollow=True, hover=hover)
    if is_printed:
        printed = Mark(PUBLISHED[1], "Published", palette.ink, hover=published, symbol="diamond", size=PRINTED_PX)
        centre = [middle._replace(size=RING_PX), printed]
    else:
        centre = [middle]
    return dots(
        rows,
        palette,
        marks=[*ends, *centre],
        low=PUBLISHED[0] if is_printed else None,
        high=PUBLISHED[2] if is_printed else None,
        text=[_beside(row, 2 if is_printed else 1) for row in rows.to_dict("records")],
    )


def _beside(row: dict[Hashable, Any], digits: int) -> str:
    """The middle in bold, its bounds after it; one zero where nothing is lost; below them what is in print."""
    middle, ends = figure_words(row["low_pct"], row["middle_pct"], row["high_pct"], digits)
    label = f"<b>{middle}</b><br>({ends})" if row["high_pct"] else f"<b>{bound_words(0, 0)}</b>"
    return f"{label}<br>{SAY('what_if.print.mark', value=published_words(row))}" if PUBLISHED[1] in row else label


def published_words(row: dict[Hashable, Any]) -> str:
    """A loss in print, at the one decimal it has there; its two ends where it is a range."""
    return terms.rates(row["published_low_pct"], row["published_high_pct"])


def _hover(row: dict[Hashable, Any]) -> str:
    return (
        f"<b>{bound_words(row['low_pct'], row['high_pct'])}</b> {row['name']}<br>"
        f"middle {terms.significant(row['middle_pct'], 2)}%"
    )


def _values(top: float) -> list[float]:
    """Round values from zero to the top; zero alone where nothing is lost."""
    return [0.0] if top < 2 * LEAST_TOP else spread_ticks(0, top)


def over_months(row: dict[Hashable, Any], months: float, palette: Palette) -> go.Figure:
    """The loss month by month: nothing while stocks last, then the band between the bounds to the end.

    ``row``: name (of the place, then how the middle is known), onset_months, low_pct, middle_pct, high_pct.
    """
    onset = min(float(row["onset_months"]), months)
    place, _, mark = str(row["name"]).partition(", ")
    figure = draft(palette, PLOT_PX + 64, (44, 28, 24, 40))
    times = [0.0, onset, onset, months]
    for bound, fill in (("low_pct", None), ("high_pct", "tonexty")):
        figure.add_scatter(
            x=times,
            y=[0, 0, row[bound], row[bound]],
            mode="lines",
            line={"width": 1, "color": palette.grey},
            fill=fill,
            fillcolor=palette.pale,
            hovertemplate=f"%{{y:.2g}}% from month {onset:.1f}<extra></extra>",
        )
    figure.add_scatter(
        x=times,
        y=[0, 0, row["middle_pct"], row["middle_pct"]],
        mode="lines",
        line={"width": 2, "dash": "dash", "color": palette.us},
        hovertemplate="%{y:.2g}%, calibrated or assumed<extra></extra>",
    )
    top = max(float(row["high_pct"]), LEAST_TOP)
    if onset < months:
        _bound_names(figure, row, mark, months, palette)
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", showarrow=False, text=f"<b>{place}</b>"
    )
    if onset > 0:
        figure.add_annotation(
            x=onset / 2,
            y=0,
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            text="while<br>stocks last",
            font={"size": 12, "color": palette.muted},
        )
    values = _values(top)
    ticks = spread_ticks(0, months, 6)
    last = f"month {terms.number(ticks[-1])}"
    figure.update_layout(
        xaxis=x_axis(palette, range=[0, months], tickvals=ticks, ticktext=[*map(terms.number, ticks[:-1]), last]),
        yaxis=y_axis(
            palette,
            range=[0, top * HEADROOM],
            tickvals=values,
            ticktext=tick_words(values, "%"),
        ),
    )
    return figure.done()


def _bound_names(figure: Draft, row: dict[Hashable, Any], mark: str, months: float, palette: Palette) -> None:
    """What each line of the band is, with its value, at its right end; names that would meet are moved apart, none
    below the axis.
    """
    names = ("easily replaced", mark, "irreplaceable")
    places = apart([float(row[bound]) for bound in BOUNDS], NAME_PX / PLOT_PX * HEADROOM * float(row["high_pct"]))
    lift = max(0.0, -min(places))
    digits = figure_digits(row["middle_pct"], row["high_pct"])
    for bound, name, y in zip(BOUNDS, names, places, strict=True):
        value = terms.significant(row[bound], 2 if bound == "high_pct" else digits)
        figure.add_annotation(
            x=months,
            y=y + lift,
            xanchor="right",
            yanchor="bottom",
            showarrow=False,
            text=f"{name}: <b>{value}%</b>",
            font={"size": 12, "color": palette.ink},
        )


def bounds_caption(rows: pd.DataFrame) -> Caption:
    """Of several places where the loss is largest; of one its central figure and bounds."""
    measure = SAY("what_if.bounds.measure")
    figures = (
        (r["name"], *figure_words(r["low_pct"], r["middle_pct"], r["high_pct"])) for r in rows.to_dict("records")
    )
    alt = "Bounds of the loss: " + "; ".join(f"{name} {ends}, {middle} in the middle" for name, middle, ends in figures)
    first = rows.iloc[0]
    if not first["high_pct"]:
        return Caption(SAY("what_if.bounds.none"), measure, alt)
    if len(rows) > 1:
        place = terms.with_article(str(first["name"]).split(",")[0], "The")
        high = f"{terms.significant(first['high_pct'], 2)}%"
        finding = SAY("what_if.bounds.places", count=terms.counted(len(rows)), place=place, high=high)
    else:
        _, bounds = figure_words(*(first[bound] for bound in BOUNDS))
        place = terms.with_article(str(first["name"]).split(",")[0], "The")
        finding = SAY("what_if.bounds.single", place=place, bounds=bounds)
    return Caption(finding, measure, alt)


def months_caption(row: pd.DataFrame, months: float) -> Caption:
    """How long the stocks of one place last, of ``months`` restricted; where nothing is lost at all, that."""
    (of,) = row.to_dict("records")
    onset = terms.number(of["onset_months"], 1)
    alt = SAY("what_if.bounds.onset", onset=onset)
    caption = bounds_caption(row)
    measure = SAY("what_if.bounds.months_measure")
    finding = caption.finding
    if of["high_pct"]:
        finding = SAY(
            "what_if.bounds.months",
            "covered" if of["onset_months"] >= months else "lasting",
            place=terms.with_article(str(of["name"]).split(",")[0], "The"),
            onset=onset,
            months=terms.number(months),
        )
    return replace(caption, finding=finding, measure=measure, alt=f"{caption.alt}; {alt}")


def exposure_caption(rows: pd.DataFrame, place: str) -> Caption:
    """The industry with the largest part of the loss, and how little it pays for magnets."""
    measure = SAY("what_if.exposure.measure")
    alt = "Bounds of the loss by industry: " + "; ".join(
        f"{r['name']}, loss {bound_words(r['low_pct'], r['high_pct'])}" for r in rows.to_dict("records")
    )
    most, dearest = rows.iloc[0], rows["cost_share_pct"].max()
    share = f"{terms.significant(dearest, 2)}%"
    if not most["high_pct"]:
        return Caption(SAY("what_if.exposure.none", share=share), measure, alt)
    return Caption(
        SAY(
            "what_if.exposure.most",
            industry=terms.capital(terms.in_a_sentence(most["industry"])),
            share=share,
        ),
        measure,
        alt,
    )


def published_caption(rows: pd.DataFrame) -> Caption:
    """How many published losses that were not used lie within our bounds, and how many our central figure misses."""
    alt = "Published against modelled: " + "; ".join(
        f"{r['name']}, {SAY('what_if.print.mark', value=published_words(r))}, ours "
        f"{bound_words(r['low_pct'], r['high_pct'])}, {terms.significant(r['middle_pct'], 2)} in the middle"
        for r in rows.to_dict("records")
    )
    free = rows[rows["use"] == "held_against"]
    ends = free[[*BOUNDS, *PUBLISHED]].round(1)
    inside = (ends["published_low_pct"] >= ends["low_pct"]) & (ends["published_high_pct"] <= ends["high_pct"])
    below, above = ends["middle_pct"] < ends["published_low_pct"], ends["middle_pct"] > ends["published_high_pct"]
    is_all = bool(inside.all()) and len(free) > 1
    finding = SAY(
        "what_if.print.finding",
        "all" if is_all else "some",
        inside=terms.counted(int(inside.sum())),
        count=terms.counted(len(free)),
        missed=terms.counted(int((below | above).sum())),
    )
    return Caption(finding, SAY("what_if.print.measure"), alt)


def published_note(rows: pd.DataFrame) -> str:
    """How wide the bounds of the losses that were not used are."""
    free = rows[rows["use"] == "held_against"]
    width = free["high_pct"] / free["low_pct"]
    return SAY(
        "what_if.print.weak",
        times=f"{terms.significant(width.min(), 1)}{terms.DASH}{terms.significant(width.max(), 1)}",
    )
