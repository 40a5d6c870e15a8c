"""Upright bars over years or months, stacked from parts, each with its sum above it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.bars import NO_KEYS, check_parts, filled, forms_of, key_bars, words_inside
from parley.charts.labels import money_ticks, unit_ticks
from parley.charts.named_rows import KEYS_X, values_of
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis

HEIGHT, LEFT_PX, KEYS_PX, DIGITS_PX, BOTTOM_PX = 380, 52, 44, 20, 40
HEADROOM = 1.12  # of the axis above the highest sum
MOST_YEARS = 12  # that a phone has room to name


def columns(
    rows: pd.DataFrame,
    palette: Palette,
    *,
    value: str,
    exact: str,
    part: str = "",
    fills: Mapping[str, str] = NO_KEYS,
    unit: str = "bn",
    text: Mapping[int, str] | None = None,
    detail: str = "",
    inside: str = "",
    hollow: str = "",
    hatched: str = "",
    keys: Mapping[str, str] = NO_KEYS,
    events: Sequence[Any] | pd.Series = (),
    top: float = 0.0,
    is_yearly: bool = True,
    height: int = HEIGHT,
) -> go.Figure:
    """One bar a year, stacked from its parts in the order of ``fills`` (colours by part), its sum above it.

    ``rows``: one a year and part. Years without rows leave one place, marked n/a, unless the years are chosen ones and
    not ``is_yearly``; n/a stands also in a year whose figures are all missing. ``exact``: a part as it is told when
    pointed at, ``detail``: what stands there after the year. ``text``: the words above, by year, in place of the sums;
    an empty dict for none. ``inside``: words on each part. ``events``: days, numbered lines at their day within the
    year. ``unit`` ``bn``: billions of US dollars; another is a form such as ``{} kt``. ``top``: of the axis, where
    several charts share it. ``hollow``, ``hatched`` and ``keys`` as for ``bars``. Raises ValueError for a part without
    a colour.

    columns(rows, palette, value="value_bn", exact="value", part="goods", fills={"Chips": palette.us})
    """
    years = sorted({int(year) for year in rows["year"]})
    at, gaps = year_places(years) if is_yearly else ({year: i for i, year in enumerate(years)}, {})
    fills = fills or {"": palette.us}
    parts = rows[part] if part else pd.Series("", index=rows.index)
    check_parts(list(parts), list(rows[value]), fills)
    sums = rows.groupby("year")[value].sum(min_count=1)
    is_keyed = len(fills) > 1 or bool(keys)
    digits = DIGITS_PX if len(events) else 0
    above_plot = (KEYS_PX if is_keyed else 24) + digits
    figure = draft(palette, height=height, margin=(LEFT_PX, 8, above_plot, BOTTOM_PX))
    forms = forms_of(len(rows), hollow=values_of(rows, hollow or None), hatched=values_of(rows, hatched or None))
    details = [f", {words}" for words in rows[detail]] if detail else [""] * len(rows)
    said = [
        f"<b>{words}</b> {kind}<br>{year}{more}"
        for words, kind, year, more in zip(rows[exact], parts, rows["year"], details, strict=True)
    ]
    for key, colour in fills.items():
        mine = [i for i, kind in enumerate(parts) if kind == key]
        if mine:
            is_key = forms[mine[0]] != "hatched"  # the key of a part is solid
            if not is_key:
                figure.add_bar(x=[None], y=[None], name=key, marker=filled([colour], [""], palette))
            figure.add_bar(
                x=[at[int(year)] for year in rows["year"].iloc[mine]],
                y=rows[value].iloc[mine],
                name=key,
                showlegend=is_key,
                marker=filled([colour] * len(mine), [forms[i] for i in mine], palette, is_parted=True),
                **words_inside(values_of(rows, inside or None), mine, colour, forms, palette),
                customdata=[said[i] for i in mine],
                hovertemplate="%{customdata}<extra></extra>",
            )
    key_bars(figure, forms, [palette.grey] * len(forms), keys, palette)
    highest = float(sums.max())
    if text is None:
        words = {year: terms.number(total, int(highest < 100)) for year, total in sums.dropna().items()}
        text = {year: f"<b>{words[year]}</b>" if year in words else "n/a" for year in years}
    if text:
        above(figure, list(at.values()), sums.fillna(0.0).tolist(), [text[y] for y in years], palette)
    for place in gaps:
        note = {"text": "n/a", "font": {"size": 12, "color": palette.muted}}
        figure.add_annotation(x=place, y=0, yanchor="bottom", showarrow=False, **note)
    names = [str(year) for year in years] + [f"{first}{terms.DASH}<br>{last}" for first, last in gaps.values()]
    step = -(-len(names) // MOST_YEARS)
    named = {
        place: name
        for i, (place, name) in enumerate(sorted(zip([*at.values(), *gaps], names, strict=True)))
        if i % step == 0
    }
    ticks = money_ticks(top or highest, most=4.2) if unit == "bn" else unit_ticks(top or highest, unit)
    figure.update_layout(
        barmode="stack",
        bargap=0.3,
        showlegend=is_keyed,
        legend={
            "x": KEYS_X,
            "y": 1.02 + digits / (height - above_plot - BOTTOM_PX),
            "traceorder": "normal",
        },
        xaxis=x_axis(
            palette,
            range=[-0.6, len(years) + len(gaps) - 0.4],
            tickvals=list(named),
            ticktext=list(named.values()),
            ticks="",
        ),
        yaxis=y_axis(palette, **{**ticks, "range": [0, top or highest * HEADROOM]}),
    )
    if len(events):
        event_lines(figure, [at[d.year] - 0.5 + (d.day_of_year - 1) / 365.25 for d in events], palette)
    return figure.done()


def year_places(years: Sequence[int]) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Where each year stands, and where years without figures leave one place: place -> first, last year."""
    at: dict[int, int] = {}
    gaps: dict[int, tuple[int, int]] = {}
    for before, year in zip([None, *years], years, strict=False):
        if before is not None and year > before + 1:
            gaps[len(at) + len(gaps)] = (before + 1, year - 1)
        at[year] = len(at) + len(gaps)
    return at, gaps


def above(figure: Draft, x: Sequence[float], y: Sequence[float], words: Sequence[str], palette: Palette) -> None:
    """Words above upright bars."""
    figure.add_scatter(
        mode="text",
        x=list(x),
        y=list(y),
        text=list(words),
        textposition="top center",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
