"""The subject Said, law, paid: what acts announced, what the law averages, what customs collected; or each provider."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import address, cache, controls
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs import averages
from parley.app.tariffs.averages import DIRECTIONS
from parley.app.trade import header as trade_header
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, month_ticks, rate_ticks
from parley.charts.months import HALF_MONTH
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.measures import bilateral
from parley.measures import three_measures as measures

SAY = words.beside(__file__)
MEASURES, PROVIDERS = "Three measures", "Average by provider"
OF_PROVIDERS = ("tariff_direction", "tariff_averages_view")
# the title for the measures that are known
TITLES = {
    ("announced", "statutory", "collected"): "all",
    ("announced", "statutory"): "without_collected",
    ("announced", "collected"): "without_law",
    ("statutory", "collected"): "law_and_collected",
    ("announced",): "announced",
    ("statutory",): "law",
    ("collected",): "collected",
}
ANNOUNCED, STATUTORY, COLLECTED = "Announced extra duty", "Average by law, all duties", "Collected, all duties"


def said_law_paid(as_of: date) -> Figure:
    """What is chosen of both; the providers for one direction."""
    implied = PROVIDERS if any(map(address.opened_with, OF_PROVIDERS)) else None
    if controls.choose("Show", [MEASURES, PROVIDERS], "tariff_averages", implied=implied) == MEASURES:
        return measured(as_of)
    importer = controls.choose("Direction", list(DIRECTIONS), "tariff_direction", DIRECTIONS.__getitem__)
    return averages.by_provider(importer, as_of)


@kept_figure
def measured(as_of: date) -> Figure:
    """The three series as known on the day. Raises NothingToShowError before 2025."""
    layers, steps = cache.table("tariff_layers", as_of), cache.table("us_tariff_origin_steps", as_of)
    rows = some(measures.three_measures(layers, steps, cache.table("trade_monthly", as_of), as_of), SAY("three.none"))
    views = {"Chart": lambda palette: three_series(rows, palette)}
    caption = measures_caption(rows)
    return Figure("tariff_measures", caption, rows, views, note=_note(rows, as_of))


def _note(rows: pd.DataFrame, as_of: date) -> str:
    """Months of duty collected that are missing, refunds, and duties an average has ended before they ended in law."""
    gaps = bilateral.missing_months(rows.loc[rows["series"] == measures.COLLECTED, "date"])
    missing = SAY("three.gaps", months=terms.listed([terms.month(m) for m in gaps])) if gaps else ""
    return " ".join(filter(None, (missing, trade_header.refunds(as_of), averages.ruling(as_of))))


def three_series(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Steps of the acts and of the law's average as lines, the months collected as dots, percent.

    ``rows``: columns series, date, last_day, rate_pct, is_confirmed (dashed where it is not).
    """
    figure = draft(palette, height=410, margin=(44, 16, 40, 38))
    for series, colour, width in ((ANNOUNCED, palette.us, 2.5), (STATUTORY, palette.grey, 2.0)):
        _steps(figure, rows[rows["series"] == series], series, {"color": colour, "width": width})
    months = rows[rows["series"] == COLLECTED]
    figure.add_scatter(
        mode="markers",
        name=COLLECTED,
        x=months["date"] + HALF_MONTH,
        y=months["rate_pct"],
        marker={"size": 9, "color": palette.ink, "line": {"width": 1, "color": palette.background}},
        customdata=[(terms.rate(r), terms.month(d)) for r, d in zip(months["rate_pct"], months["date"], strict=True)],
        hovertemplate="<b>%{customdata[0]}</b> collected<br>%{customdata[1]}<extra></extra>",
    )
    top = ceiling(float(rows["rate_pct"].max()))
    axis = month_ticks(rows["date"].min(), rows["last_day"].max())
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.01},
        xaxis=x_axis(palette, **axis),
        yaxis=y_axis(palette, range=[0, top], **rate_ticks(top)),
    )
    return figure.done()


def _steps(figure: Draft, rows: pd.DataFrame, series: str, line: dict[str, Any]) -> None:
    """One series as a step line; the stretch that is not confirmed is dashed."""
    for dashed in (False, True):
        part = rows[rows["is_confirmed"] != dashed].sort_values("date")
        if part.empty:
            continue
        line_rows = pd.concat([part, part.tail(1).assign(date=part["last_day"].iloc[-1])])
        figure.add_scatter(
            mode="lines",
            name=series,
            showlegend=not dashed,
            x=line_rows["date"],
            y=line_rows["rate_pct"],
            line={**line, "shape": "hv", "dash": "5px,3px" if dashed else "solid"},
            customdata=[
                (terms.rate(r), terms.day(d)) for r, d in zip(line_rows["rate_pct"], line_rows["date"], strict=True)
            ],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {series.lower()}<br>from %{{customdata[1]}}<extra></extra>",
        )


def measures_caption(rows: pd.DataFrame) -> Caption:
    """The highest value of each of the three since 2025, and the newest."""
    by_series = {str(name): part.sort_values("date") for name, part in rows.groupby("series", sort=False)}
    peaks = {name: part.nlargest(1, "rate_pct").iloc[0] for name, part in by_series.items()}
    finding = _finding({name: float(row["rate_pct"]) for name, row in peaks.items()})
    first, last = rows["date"].min(), rows["last_day"].max()
    until = _law_until(by_series, last)
    case = "all" if until is None else "law_ends"
    span = {"first": terms.month(first), "last": terms.month(last), "day": "" if until is None else terms.day(until)}
    measure = SAY("three.measure", case, **span)
    steps = [
        f"{name}: highest {terms.rate(peaks[name]['rate_pct'])} from {terms.day(peaks[name]['date'])}, "
        f"newest {terms.rate(part['rate_pct'].iloc[-1])} from {terms.day(part['date'].iloc[-1])}"
        f"{'' if part['is_confirmed'].iloc[-1] else ', not confirmed'}"
        for name, part in by_series.items()
    ]
    return Caption(finding, measure, f"Two step lines and dots, percent. {'; '.join(steps)}.")


def _law_until(by_series: dict[str, pd.DataFrame], last: pd.Timestamp) -> pd.Timestamp | None:
    """Until when the law's average is drawn, where that is before the last day."""
    until: pd.Timestamp | None = by_series[STATUTORY]["last_day"].max() if STATUTORY in by_series else None
    return until if until is not None and until < last else None


def _finding(peaks: dict[str, float]) -> str:
    named = {"announced": ANNOUNCED, "statutory": STATUTORY, "collected": COLLECTED}
    measures_shown = tuple(name for name, series in named.items() if series in peaks)
    rates = {name: terms.rate(peaks[series]) if series in peaks else "" for name, series in named.items()}
    if ANNOUNCED in peaks:
        rates["announced"] = terms.law_rate(peaks[ANNOUNCED])
    return SAY("three.title", TITLES[measures_shown], **rates)
