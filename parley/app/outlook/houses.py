"""The section Other houses: IMF, World Bank, WTO, ECB and NIESR beside the OECD, each at the day it published."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.outlook import header, notes
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, tick_words
from parley.charts.theme import Draft, Palette, draft, grid_axis, y_axis
from parley.measures import forecasts as houses

SPOTLIGHT_YEAR = 2025
SAY = words.beside(__file__)
GROUPS = ("WLD", "AE", "EMDE", "EA", "OECD", "G20")


def by_house(as_of: date) -> Figure:
    choices = measures_of_houses(as_of)
    measure = controls.select("Measure", choices, "outlook_house_measure", choices[0], terms.MEASURES.__getitem__)
    areas = _areas(measure, as_of)
    area = controls.select("Area", areas, "outlook_house_area", areas[0], header.area_name)
    years = _years(measure, area, as_of)
    near = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[0]
    return printed(measure, area, controls.select("Target year", years, "outlook_house_year", near), as_of)


@kept
def _areas(measure: str, as_of: date) -> list[str]:
    return houses.areas_of_houses(cache.table("forecasts", as_of), measure)


@kept
def _years(measure: str, area: str, as_of: date) -> list[int]:
    return houses.years_of_houses(cache.table("forecasts", as_of), measure, area)


@kept
def measures_of_houses(as_of: date) -> list[str]:
    """Measures another house forecast. Raises NothingToShowError when none was known."""
    choices = houses.measures_of_houses(cache.table("forecasts", as_of))
    if not choices:
        raise NothingToShowError(SAY("houses.none", day=terms.day(as_of)))
    return choices


@kept_figure
def printed(measure: str, area: str, year: int, as_of: date) -> Figure:
    """The houses' figures of one measure, area and year. Raises NothingToShowError without any."""
    rows = houses.figures(*header.tables(as_of), measure, area, year)
    if rows.empty:
        raise NothingToShowError(
            SAY("houses.no_choice", subject=subject(measure, header.place(area)), year=year, day=terms.day(as_of))
        )
    return Figure(
        "outlook_houses",
        houses_caption(rows, area),
        rows,
        {"Chart": lambda palette: house_dots(rows, palette)},
        note=notes.sentences(SAY("houses.group") if area in GROUPS else "", notes.read_in_press(rows)),
    )


def house_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a house; its newest figure in ink with value and date at the right, older ones pale.

    ``rows``: columns institution, edition, published_on, value_pct, decimals, is_newest.
    """
    newest = rows[rows["is_newest"]].sort_values("published_on", ascending=False)
    place = {house: i for i, house in enumerate(newest["institution"])}
    figure = draft(palette, height=46 * len(place) + 70, margin=(92, 110, 24, 28))
    for part, is_newest in ((rows[~rows["is_newest"]], False), (newest, True)):
        if len(part):
            _dots(figure, part, place, is_newest, palette)
    low, high = float(rows["value_pct"].min()), float(rows["value_pct"].max())
    pad = max(0.12 * (high - low), 0.1)
    ticks = spread_ticks(low - pad, high + pad, 6)
    for row in newest.to_dict("records"):
        figure.add_annotation(
            x=1,
            y=place[row["institution"]],
            xref="paper",
            xanchor="left",
            xshift=8,
            align="left",
            showarrow=False,
            text=f"<b>{terms.rate(row['value_pct'])}</b><br>{row['published_on']:%b %Y}",
            font={"size": 12, "color": palette.ink},
        )
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "reversed"},
        xaxis=grid_axis(palette, range=[low - pad, high + pad], tickvals=ticks, ticktext=tick_words(ticks, "%")),
        yaxis=y_axis(
            palette,
            range=[len(place) - 0.4, -0.6],
            tickvals=list(place.values()),
            ticktext=list(place),
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    return figure.done()


def _dots(figure: Draft, part: pd.DataFrame, place: dict[str, int], is_newest: bool, palette: Palette) -> None:
    figure.add_scatter(
        mode="markers",
        x=part["value_pct"],
        y=part["institution"].map(place),
        name="Newest edition" if is_newest else "Earlier editions",
        marker={
            "size": 12 if is_newest else 9,
            "color": palette.ink if is_newest else palette.pale,
            "line": {"width": 1, "color": palette.background if is_newest else palette.grey},
        },
        customdata=[
            (terms.rate(r["value_pct"], int(r["decimals"])), r["institution"], terms.edition(r["edition"]))
            for r in part.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )


def subject(measure: str, area: str) -> str:
    """A measure of an area in a sentence: ``real GDP growth in China``, ``world trade volume growth``."""
    name = terms.MEASURES[measure]
    of_the_world = name.startswith("World ")  # the name says of where it is
    return terms.small(name) if of_the_world else SAY("houses.subject", measure=terms.small(name), area=area)


def houses_caption(rows: pd.DataFrame, area: str) -> Caption:
    """Between what the newest figures of the houses lie; a note says of which areas they weigh the parts differently.

    ``area``: its code.
    """
    measure, year = str(rows["measure"].iloc[0]), int(rows["target_year"].iloc[0])
    newest = rows[rows["is_newest"]]
    houses = list(dict.fromkeys(newest["institution"]))
    low, high = (terms.rate(value) for value in (newest["value_pct"].min(), newest["value_pct"].max()))
    finding = SAY(
        "houses.finding",
        "one" if len(houses) == 1 else "alike" if low == high else "some",
        count=terms.counted(len(houses)).capitalize(),
        subject=header.subject(measure, area),
        year=year,
        houses=terms.listed(houses),
        low=low,
        high=high,
    )
    unit = SAY("houses.measure", subject=subject(measure, header.place(area)), year=year)
    figures_in_words = "; ".join(
        f"{r['institution']}, {terms.edition(r['edition'])}: {terms.rate(r['value_pct'], int(r['decimals']))}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, unit, f"Dots by house. {figures_in_words}.")
