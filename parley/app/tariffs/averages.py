"""Average tariffs of several providers: side by side on dated regimes, and each on its own over time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, month_names, rate_ticks
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis, x_axis, y_axis
from parley.measures import averages as measures
from parley.measures.partners import is_before_the_end
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
# series: mark, and its colour token where the US levies and where China does
STYLES = {
    "Waugh": ("diamond", "ink", "ink"),
    "Yale, reconstructed": ("circle", "us", "us"),
    "Yale, tracker release": ("square", "s301", "s301"),
    "Yale, July 2026": ("triangle-down", "fentanyl", "fentanyl"),
    "Yale, State of Tariffs": ("triangle-down", "fentanyl", "fentanyl"),
    "PIIE": ("square", "muted", "muted"),
    "WTO lines": ("triangle-up", "muted", "china"),
    "Waugh lines": ("diamond", "ink", "ink"),
    "Waugh lines, 2017 weights": ("diamond", "ink", "ink"),
    "Waugh lines, 2020 weights": ("circle", "grey", "grey"),
}
ALL_IMPORTS = "WLD"
LEFT_FROM, LONG_LEFT_FROM = 0.72, 0.5  # of the axis: from here on a range, one with projections, stands on the left
APART = 0.11  # of a row, between the marks of two providers, or one would cover the other
AVERAGE_OF = {
    "USA": "US tariff on Chinese goods",
    "CHN": "Chinese tariff on US goods",
    ALL_IMPORTS: "US tariff on all imports",
}
LEVIED = {"USA": "the US tariff on China", "CHN": "China's tariff on the US"}
DIRECTIONS = {**terms.SIDES["levies"], ALL_IMPORTS: "US on all imports"}
# Waugh's three steps of 5, 8 and 9 April 2025 stand to each other as 34, 84 and 105; the orders set 34, 84 and 125
WAUGH_COUNTED, ORDERED = 105, 125  # points of reciprocal duty


@kept
def provider_figures(importer: str, as_of: date) -> pd.DataFrame:
    """Every provider's average tariff of one of ``DIRECTIONS``, as known on the day."""
    if importer == ALL_IMPORTS:
        return measures.all_imports(
            cache.table("average_tariffs", as_of), cache.table("us_tariff_average", as_of), as_of
        )
    exporter = "CHN" if importer == "USA" else "USA"
    tables = cache.table("average_tariffs", as_of), cache.table("us_tariff_partner_steps", as_of)
    return measures.figures(*tables, importer, exporter, as_of)


def ruling(as_of: date) -> str:
    """That providers had ended duties which customs still collected on the day; empty on all but a few days."""
    return SAY("header.ruling") if is_before_the_end(as_of) else ""


@kept_figure
def by_provider(importer: str, as_of: date) -> Figure:
    """One direction of the providers' figures, those by law of the newest period that has any drawn.

    Raises NothingToShowError when there are none.
    """
    every = provider_figures(importer, as_of)
    period = measures.latest_period(every)
    by_law = measures.in_period(every[every["concept"].isin(measures.BY_LAW)], period)
    marked = some(
        measures.marks(by_law, period, as_of),
        SAY("averages.none", direction=DIRECTIONS[importer], day=terms.day(as_of)),
    )
    spread = measures.spreads(marked)
    caption = averages_caption(marked, spread, importer)
    notes = (
        f"{gap}." if (gap := peak_gap(marked, importer)) else "",
        SAY("averages.hollow") if marked["is_projection"].any() else "",
        SAY("averages.note") if importer == ALL_IMPORTS and as_of < compiled_on() else "",
        ruling(as_of) if importer != "CHN" else "",
    )
    return Figure(
        "tariff_averages",
        caption,
        every,
        {
            "Side by side": lambda palette: side_by_side(marked, spread, importer, palette),
            "Over time": lambda palette: over_time(by_law, importer, palette),
        },
        {"Over time": over_time_caption(caption, by_law, importer)},
        note=" ".join(filter(None, notes)),
    )


def series_colour(series: str, importer: str, palette: Palette) -> str:
    """The colour of one provider's series in a chart of one direction."""
    token = STYLES[series][2 if importer == "CHN" else 1]
    return str(getattr(palette, token))


def side_by_side(marked: pd.DataFrame, spread: pd.DataFrame, importer: str, palette: Palette) -> go.Figure:
    """One line per dated regime with a mark per provider; a pale bar spans them and its ends are printed.

    ``marked``: columns series, regime, regime_on, rate_pct, is_projection (drawn hollow, outside the bar);
    ``spread``: regime, low_pct, high_pct. Regimes from top to bottom in the order of ``marked``.
    """
    regimes = marked.drop_duplicates("regime")
    row = {name: i for i, name in enumerate(regimes["regime"])}
    top = ceiling(marked["rate_pct"].max())
    figure = draft(palette, height=46 * len(row) + 58, margin=(126, 16, 32, 26))
    figure.add_bar(
        orientation="h",
        y=spread["regime"].map(row),
        x=spread["high_pct"] - spread["low_pct"],
        base=spread["low_pct"],
        width=0.24,
        marker={"color": palette.pale, "line": {"width": 0}},
        hoverinfo="skip",
        showlegend=False,
    )
    providers = [series for series in STYLES if series in set(marked["series"])]
    for place, series in enumerate(providers):
        height = APART * (place - (len(providers) - 1) / 2)
        _series_marks(figure, marked[marked["series"] == series], row, height, importer, palette)
    _range_labels(figure, marked, spread, row, top, palette)
    ticks = [
        f"{r['regime']}<br><span style='font-size:12px'>{terms.day(r['regime_on'])}</span>"
        for r in regimes.to_dict("records")
    ]
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0, "x": -0.02},
        xaxis=grid_axis(palette, range=[0, top], **rate_ticks(top)),
        yaxis=names_axis(palette, ticks),
    )
    return figure.done()


def _series_marks(
    figure: Draft, rows: pd.DataFrame, row: dict[str, int], height: float, importer: str, palette: Palette
) -> None:
    series = str(rows["series"].iloc[0])
    colour, hollow = series_colour(series, importer, palette), rows["is_projection"].astype(bool)
    figure.add_scatter(
        mode="markers",
        x=rows["rate_pct"],
        y=rows["regime"].map(row) + height,
        name=series,
        cliponaxis=False,
        marker={
            "symbol": STYLES[series][0],
            "size": 11,
            "color": [palette.background if h else colour for h in hollow],
            "line": {"width": [1.5 if h else 1 for h in hollow], "color": [_edge(h, colour, palette) for h in hollow]},
        },
        **_hover(rows, series),
    )


def _edge(hollow: bool, colour: str, palette: Palette) -> str:
    return colour if hollow else palette.background


def _hover(rows: pd.DataFrame, series: str) -> dict[str, object]:
    hovers = [
        (
            terms.rate(r["rate_pct"]),
            terms.day(r["date"]),
            "projection" if r["is_projection"] else "",
            "the provider's own weights"
            if r["weighting"] == "provider"
            else f"weights: {str(r['weighting']).replace('_', ' ')}",
        )
        for r in rows.to_dict("records")
    ]
    return {
        "customdata": hovers,
        "hovertemplate": f"<b>%{{customdata[0]}}</b> {series}<br>from %{{customdata[1]}} %{{customdata[2]}}"
        "<br>%{customdata[3]}<extra></extra>",
    }


def _range_labels(
    figure: Draft, marked: pd.DataFrame, spread: pd.DataFrame, row: dict[str, int], top: float, palette: Palette
) -> None:
    for r in spread.to_dict("records"):
        here = marked[marked["regime"] == r["regime"]]["rate_pct"]
        label = _told(r, marked, "label")
        left = here.max() > (LEFT_FROM if label == _range(r["low_pct"], r["high_pct"]) else LONG_LEFT_FROM) * top
        figure.add_annotation(
            x=here.min() if left else here.max(),
            y=row[r["regime"]],
            xshift=-10 if left else 10,
            xanchor="right" if left else "left",
            showarrow=False,
            text=label,
            font={"size": 12, "color": palette.ink},
        )


def _told(regime: Mapping[Any, Any], marked: pd.DataFrame, where: str) -> str:
    """The range of a regime's figures, and apart from it that of its projections; ``where``: label or alt."""
    span = _range(regime["low_pct"], regime["high_pct"])
    here = marked[marked["regime"].eq(regime["regime"]) & marked["is_projection"].astype(bool)]["rate_pct"]
    if here.empty:
        return span
    return SAY("averages.projected", where, range=span, projected=_range(here.min(), here.max()))


def _range(low_pct: float, high_pct: float) -> str:
    low, high = terms.number(low_pct, 1), terms.number(high_pct, 1)
    return low if low == high else terms.span(low_pct, high_pct)


def over_time(rows: pd.DataFrame, importer: str, palette: Palette) -> go.Figure:
    """Each provider's figures on one time axis, none joined to another's: steps as lines, printed days as marks.

    ``rows``: as ``averages.figures`` gives them; projections are dashed or hollow.
    """
    figure = draft(palette, height=392, margin=(44, 16, 44, 38))
    for series in (s for s in STYLES if s in set(rows["series"])):
        of_series = rows[rows["series"] == series].sort_values("date")
        if (of_series["last_day"] > of_series["date"]).any():
            _series_line(figure, of_series, importer, palette)
        else:
            _series_points(figure, of_series, importer, palette)
    top = ceiling(rows["rate_pct"].max())
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.03},
        xaxis=x_axis(palette, **_time_ticks(rows)),
        yaxis=y_axis(palette, range=[0, top], **rate_ticks(top)),
    )
    return figure.done()


def _series_points(figure: Draft, rows: pd.DataFrame, importer: str, palette: Palette) -> None:
    at = {"series": rows["series"].iloc[0], "hollow": rows["is_projection"].astype(bool)}
    colour = series_colour(str(at["series"]), importer, palette)
    figure.add_scatter(
        mode="markers",
        x=rows["date"],
        y=rows["rate_pct"],
        name=str(at["series"]),
        cliponaxis=False,
        marker={
            "symbol": STYLES[str(at["series"])][0],
            "size": 10,
            "color": [palette.background if h else colour for h in at["hollow"]],
            "line": {"width": 1.5, "color": [_edge(h, colour, palette) for h in at["hollow"]]},
        },
        **_hover(rows, str(at["series"])),
    )


def _series_line(figure: Draft, rows: pd.DataFrame, importer: str, palette: Palette) -> None:
    series = str(rows["series"].iloc[0])
    colour = series_colour(series, importer, palette)
    for projected in (False, True):
        part = rows[rows["is_projection"].astype(bool) == projected]
        if part.empty:
            continue
        line = pd.concat([part, part.tail(1).assign(date=part["last_day"].iloc[-1])])
        width = 2.5 if STYLES[series][0] != "diamond" else 1.5
        figure.add_scatter(
            mode="lines",
            x=line["date"],
            y=line["rate_pct"],
            name=series,
            showlegend=not projected,
            line={"shape": "hv", "width": width, "color": colour, "dash": "5px,3px" if projected else "solid"},
            **_hover(line, series),
        )


def _time_ticks(rows: pd.DataFrame) -> dict[str, object]:
    first, last = rows["date"].min().replace(day=1), rows["last_day"].max()
    starts = pd.date_range(first.replace(month=1), last, freq="6MS")
    margin = (last - first) * 0.02  # or the first and the last mark are cut
    return {"range": [first - margin, last + margin], "tickvals": list(starts), "ticktext": month_names(starts)}


def peak_gap(marked: pd.DataFrame, importer: str) -> str:
    """What half of the widest gap at the peak is due to; empty where Waugh is not beside others there."""
    peak = marked[marked["regime"].eq("Peak")]
    is_due = importer == "USA" and len(peak) > 1 and "Waugh" in set(peak["series"])
    return SAY("averages.due_to", counted=WAUGH_COUNTED, ordered=ORDERED) if is_due else ""


def averages_caption(marked: pd.DataFrame, spread: pd.DataFrame, importer: str) -> Caption:
    """Where the providers lie furthest apart and in the newest regime; of all imports the newest level comes first."""
    count = len(set(marked["regime"]))
    case = "one" if count == 1 else "several"
    measure = SAY("averages.measure", case, what=AVERAGE_OF[importer], count=terms.counted(count))
    listed = "; ".join(
        f"{r['regime']}, {terms.day(r['regime_on'])}: {_told(r, marked, 'alt')}" for r in spread.to_dict("records")
    )
    alt = f"Dot chart, percent, one line per date with a mark per provider. {listed}."
    if importer == ALL_IMPORTS:
        return Caption(_level(spread.iloc[-1]), measure, alt)
    several = spread[spread["series"] > 1]
    if several.empty:
        newest = marked[~marked["is_projection"].astype(bool)].iloc[-1]
        fields = {"provider": newest["series"], "rates": terms.rate(newest["rate_pct"]), "phrase": newest["phrase"]}
        return Caption(SAY("averages.title", "single", what=AVERAGE_OF[importer], **fields), measure, alt)
    widest = several.sort_values("gap_pp").iloc[-1]
    gap = terms.number(widest["gap_pp"], 0 if widest["gap_pp"] >= 1 else 1)
    finding = SAY("averages.title", "widest", whose=LEVIED[importer], gap=gap, phrase=widest["phrase"])
    return Caption(finding, measure, alt)


def over_time_caption(caption: Caption, rows: pd.DataFrame, importer: str) -> Caption:
    """The finding of ``averages_caption`` beside the chart of ``over_time``: from when to when, and whose lines."""
    days = {"first": terms.day(rows["date"].min()), "last": terms.day(rows["last_day"].max())}
    measure = SAY("averages.over_time", what=AVERAGE_OF[importer], **days)
    newest = rows.sort_values("last_day").groupby("series", sort=False).last()
    listed = "; ".join(
        f"{series}, {terms.day(row['date'])}: {terms.number(row['rate_pct'], 1)}" for series, row in newest.iterrows()
    )
    return replace(
        caption, measure=measure, alt=f"Lines and marks over time, percent, one a provider. Newest: {listed}."
    )


def _level(newest: pd.Series) -> str:
    rates = f"{_range(newest['low_pct'], newest['high_pct'])}%"
    return SAY(
        "averages.title",
        "level" if newest["alone"] else "level_of",
        what=AVERAGE_OF[ALL_IMPORTS],
        rates=rates,
        phrase=newest["phrase"],
        provider=newest["alone"],
        count=terms.counted(int(newest["series"])),
    )
