"""The section Paths: what each OECD edition printed for a target year, beside the tariff events."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.outlook import course, header, notes
from parley.charts.figure import Caption
from parley.charts.labels import tick_words
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis
from parley.measures import forecasts as measures

MEASURES = {
    "real_gdp_growth": "Real GDP growth",
    "headline_inflation": "Inflation",
    "core_inflation": "Core inflation",
    "consumption_deflator_inflation": "Consumption deflator",
}

SAY = words.beside(__file__)
YEAR_TOKENS = ["ink", "s301", "muted"]
MARGIN_DAYS = 30


def by_edition(as_of: date) -> Figure:
    measure, area = series(as_of)
    spans = year_spans(measure, area, as_of)
    span = controls.choose("Target years", list(spans), "outlook_span") if len(spans) > 1 else next(iter(spans))
    return paths_of(measure, area, spans[span], as_of)


def series(as_of: date) -> tuple[str, str]:
    """The measure and the area chosen among those the OECD revised, by two lists."""
    areas_of = areas_by_measure(as_of)
    measure = controls.select("Measure", list(areas_of), "outlook_measure", next(iter(areas_of)), MEASURES.__getitem__)
    area = controls.select("Area", areas_of[measure], "outlook_area", areas_of[measure][0], header.area_name)
    return measure, area


@kept
def areas_by_measure(as_of: date) -> dict[str, list[str]]:
    """Measures and their areas with a path. Raises NothingToShowError before two editions on one year were known."""
    forecasts = cache.table("forecasts", as_of)
    areas_of = {measure: measures.areas_with_paths(forecasts, measure) for measure in MEASURES}
    areas_of = {measure: areas for measure, areas in areas_of.items() if areas}
    if not areas_of:
        raise NothingToShowError(SAY("paths.none", day=terms.day(as_of)))
    return areas_of


@kept
def year_spans(measure: str, area: str, as_of: date) -> dict[str, tuple[int, ...]]:
    """Spans of target years by their words, the newest first."""
    spans = measures.year_spans(cache.table("forecasts", as_of), area, measure)
    return {f"{s[0]}" if len(s) == 1 else f"{s[0]}{terms.DASH}{str(s[-1])[2:]}": s for s in spans}


@kept_figure
def paths_of(measure: str, area: str, years: tuple[int, ...], as_of: date) -> Figure:
    """The editions' paths with the tariff events within the time shown, scenarios and where figures were read."""
    forecasts, editions = header.tables(as_of)
    rows = measures.paths(forecasts, editions, area, years, measure)
    acts = header.acts(as_of, rows["published_on"].min(), rows["published_on"].max())
    note = notes.sentences(notes.scenarios(forecasts, rows, editions), notes.read_in_press(rows))
    return Figure(
        "outlook_paths",
        paths_caption(rows, header.subject(measure, area)),
        rows,
        {"Chart": lambda palette: path_lines(rows, acts, palette)},
        note=note,
        events=acts,
    )


def path_lines(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a target year through the printed points, at the day each edition was published.

    ``rows``: columns target_year, edition, published_on, value_pct, horizon_years (below zero: a past year as the
    edition prints it, drawn as a diamond). ``events``: date.
    """
    figure = draft(palette, height=360, margin=(44, 44, 30, 38))
    years = sorted(set(rows["target_year"]))
    places = _values(rows)
    lowest = rows.groupby("edition")["value_pct"].min()
    for year, token in zip(years, YEAR_TOKENS, strict=False):
        part = rows[rows["target_year"] == year].sort_values("published_on")
        part = part.assign(is_lowest=part["value_pct"] <= part["edition"].map(lowest))
        _path(figure, part, places, str(getattr(palette, token)), palette)
    _year_names(figure, rows, palette)
    low, high = float(rows["value_pct"].min()), float(rows["value_pct"].max())
    pad = max(0.25 * (high - low), 0.3)
    ticks = _ticks(low - pad, high + pad)
    figure.update_layout(
        xaxis=time_axis(rows, palette),
        yaxis=y_axis(palette, range=[low - pad, high + pad], tickvals=ticks, ticktext=tick_words(ticks, "%")),
    )
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _path(figure: Draft, part: pd.DataFrame, places: dict[tuple[str, int], str], colour: str, palette: Palette) -> None:
    year = int(part["target_year"].iloc[0])
    values = part["value_pct"].tolist()
    around = zip([values[0], *values[:-1]], values, [*values[1:], values[-1]], strict=True)
    wished = [places.get((edition, year), "") for edition in part["edition"]]
    of_edition = [
        _clear_of_line(place, *three, is_lowest)
        for place, three, is_lowest in zip(wished, around, part["is_lowest"], strict=True)
    ]
    figure.add_scatter(
        mode="lines+markers+text",
        text=[terms.number(v, 1) if p else "" for v, p in zip(part["value_pct"], of_edition, strict=True)],
        textposition=[place or "top center" for place in of_edition],
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        x=part["published_on"],
        y=part["value_pct"],
        name=str(year),
        line={"width": 2.5 if colour == palette.ink else 1.5, "color": colour},
        marker={
            "size": 10,
            "symbol": ["diamond" if h < 0 else "circle" for h in part["horizon_years"]],
            "color": colour,
            "line": {"width": 1, "color": palette.background},
        },
        customdata=[
            (_printed(r), terms.edition(r["edition"]), terms.day(r["published_on"])) for r in part.to_dict("records")
        ],
        hovertemplate=f"<b>%{{customdata[0]}}</b> for {year}<br>%{{customdata[1]}}, %{{customdata[2]}}<extra></extra>",
    )


def _clear_of_line(place: str, before: float, value: float, after: float, is_lowest: bool) -> str:
    """A value written below a valley and above a peak, and to the right where the line comes from its own side.

    Above a valley too where another line runs below it.
    """
    if place == "top center" and before > value:
        return "top right" if after <= value else "bottom center" if is_lowest else place
    if place == "bottom center" and before < value:
        return "top center" if after < value else "bottom right"
    return place


def _year_names(figure: Draft, rows: pd.DataFrame, palette: Palette) -> None:
    """The target year beside the end of its line; one label where lines end in one point."""
    ends = rows.sort_values("published_on").groupby("target_year").tail(1)
    colours = {
        year: str(getattr(palette, token))
        for year, token in zip(sorted(set(rows["target_year"])), YEAR_TOKENS, strict=False)
    }
    for (when, value), part in ends.groupby(["published_on", "value_pct"]):
        figure.add_annotation(
            x=when,
            y=value,
            xanchor="left",
            xshift=8,
            showarrow=False,
            text="<br>".join(
                f'<span style="color:{colours[year]}"><b>{year}</b></span>' for year in sorted(part["target_year"])
            ),
        )


def _printed(row: dict[Any, Any]) -> str:
    return terms.rate(row["value_pct"], int(row["decimals"]))


def _values(rows: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Where the value of an edition (edition, target year) is written: the highest of an edition above its mark, the
    lowest below; what lies between is in the table. One value alone stands on the side the line does not come from."""
    before: float | None = None
    places: dict[tuple[str, int], str] = {}
    tops = rows.groupby("published_on")["value_pct"].max().tolist()
    for place, (_, edition) in enumerate(rows.groupby("published_on")):
        ordered = edition.sort_values(["value_pct", "target_year"], ascending=[False, True])
        high, low = ordered.iloc[0], ordered.iloc[-1]
        other = before if before is not None else tops[min(place + 1, len(tops) - 1)]
        above = bool(high["value_pct"] >= other)
        if round(high["value_pct"], 1) == round(low["value_pct"], 1):
            places[high["edition"], int(high["target_year"])] = "top center" if above else "bottom center"
        else:
            places[high["edition"], int(high["target_year"])] = "top center"
            places[low["edition"], int(low["target_year"])] = "bottom center"
        before = float(high["value_pct"])
    return places


def _ticks(low: float, high: float) -> list[float]:
    step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10) if (high - low) / s <= 6)
    first = -(-low // step)
    return [round((first + i) * step, 1) for i in range(int((high - first * step) / step) + 1)]


def time_axis(rows: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    pad = pd.Timedelta(days=MARGIN_DAYS)
    start, end = rows["published_on"].min() - pad, rows["published_on"].max() + pad
    starts = [d for d in pd.date_range(start, end, freq="MS") if d.month in (1, 7)]
    named = [f"{d:%b}<br>{d.year}" if d.month == 1 or d == starts[0] else f"{d:%b}" for d in starts]
    return x_axis(palette, range=[start, end], tickvals=starts, ticktext=named)


def paths_caption(rows: pd.DataFrame, subject: str) -> Caption:
    """Where the path of one target year had its low point, and where the newest edition stands (``course``).

    ``subject`` names measure and area, as in ``world growth`` or ``inflation in China``.
    """
    year = course.told_year(rows)
    path = course.of_year(rows, year)
    finding = SAY("paths.finding", course.case(path), subject=subject, year=year, **course.figures(path))
    is_fiscal = (rows["year_basis"] == "fiscal_apr_mar").any()
    measure = SAY(
        "paths.measure",
        "fiscal" if is_fiscal else "calendar",
        measure=terms.small(terms.MEASURES[rows["measure"].iloc[0]]),
        first=terms.month(rows["published_on"].min()),
        last=terms.month(rows["published_on"].max()),
    )
    paths_in_words = "; ".join(
        f"{year}: " + ", ".join(f"{terms.edition(r['edition'])} {_printed(r)}" for r in of_year.to_dict("records"))
        for year, of_year in rows.sort_values("published_on").groupby("target_year")
    )
    return Caption(finding, measure, f"Lines by day of publication. {paths_in_words}.")
