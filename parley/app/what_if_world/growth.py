"""The subject Growth path of the world what-if: the OECD's path known on the date, and a mechanical line beside it."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.what_if import all_models
from parley.app.what_if_world import words
from parley.charts.bands import band
from parley.charts.document import Scale
from parley.charts.figure import Caption
from parley.charts.labels import apart, spread_ticks, tick_words
from parley.charts.lines import lines
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.models.growth_path import LEAST_ADJUSTMENT, MOST_ADJUSTMENT
from parley.models.policy_scenario import Scenario
from parley.results.answers import base_world
from parley.results.answers import growth as world_paths
from parley.results.scenario.text import encode
from parley.tables.parameters import parameter
from parley.words import beside

NAME, PATH = "world_growth", "world_path"
YEARS = "world_years"
SAY = beside(__file__)
SIDES = terms.SIDES["short"]
PANEL, PANEL_GAP = 180, 58  # pixels
LEAST_SPAN = 1.0  # points: a small difference must look small
SERIES = {
    "USA": ("US real income", "us"),
    "CHN": ("China real income", "china"),
    "CHN to USA": ("China to US", "china"),
    "USA to CHN": ("US to China", "us"),
}


def adjusted(scenario: Scenario) -> list[Content]:
    """Growth and, where a duty was moved, the paths of real income and trade. Raises NothingToShowError."""
    scale = Scale(int(LEAST_ADJUSTMENT), int(MOST_ADJUSTMENT), 1, "years")
    default = int(parameter("income_adjustment_years").value)
    label = "Years until real income has adjusted"
    years = int(controls.slider(label, scale, default, YEARS, SAY("growth.adjustment")))
    sure = _sure(scenario)
    state = (encode(scenario), years, sure)
    rows = _growth(scenario, years)
    if rows.empty:
        raise NothingToShowError(SAY("growth.unknown", day=terms.day(scenario.as_of)))
    first = Figure(
        NAME,
        growth_caption(rows, sure),
        rows,
        {"Chart": lambda palette: growth(rows, palette)},
        note=words.note("world"),
        remark=SAY("growth.mechanical", years=_in_years(rows)),
        state=state,
    )
    if base_world.unmoved(scenario):
        return [first]
    levels = _path(scenario, years)
    views = {
        "Real income": lambda palette: path(levels, "real_income", palette),
        "Trade volume": lambda palette: path(levels, "trade_quantity", palette),
    }
    return [
        first,
        Figure(
            PATH,
            path_caption(levels, sure),
            levels,
            views,
            {"Trade volume": volumes_caption(levels)},
            note=words.note("world"),
            state=state,
        ),
    ]


def _sure(scenario: Scenario) -> tuple[str, ...]:
    """The sides on the direction of whose real income all models agree; none until they have been asked."""
    models = all_models.of_moved(scenario)
    if models is None:
        return ()
    return tuple(side for side in SIDES if models.is_sure(("real_income", side, "")))


@kept
def _growth(scenario: Scenario, years: int) -> pd.DataFrame:
    rows = world_paths.growth_rows(scenario, years)
    if rows.empty:
        return rows
    forecasts = cache.table("forecasts", scenario.as_of)
    sources = forecasts.drop_duplicates("edition").set_index("edition")["source_id"]
    stamp = words.STAMPS["world"]
    return rows.assign(source_id=rows["edition"].map(sources), model=stamp["model"], model_source_id=stamp["source_id"])


@kept
def _path(scenario: Scenario, years: int) -> pd.DataFrame:
    return world_paths.path_rows(scenario, years).assign(**words.STAMPS["world"])


def growth(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A panel a side: the OECD's printed path with hollow marks, the mechanical line dashed in its band.

    ``rows``: those of ``results.answers.growth.growth_range``.
    """
    sides = [side for side in SIDES if (rows["area"] == side).any()]
    height = PANEL * len(sides) + PANEL_GAP * (len(sides) - 1) + 52
    figure = draft(palette, height=height, margin=(44, 128, 24, 28))
    axes: dict[str, Any] = {}
    plot = height - 52
    for n, side in enumerate(sides):
        top = 1 - n * (PANEL + PANEL_GAP) / plot
        axes |= _panel(figure, rows[rows["area"] == side], n, (max(top - PANEL / plot, 0.0), top), palette)
    figure.update_layout(**axes)
    return figure.done()


def _panel(
    figure: Draft, part: pd.DataFrame, number: int, domain: tuple[float, float], palette: Palette
) -> dict[str, Any]:
    tag = "" if number == 0 else str(number + 1)
    place = {"xaxis": f"x{tag}", "yaxis": f"y{tag}"}
    side = str(part["area"].iloc[0])
    colour = palette.country(side)
    years = part["target_year"]
    band(figure, years, part["mechanical_low_pct"], part["mechanical_high_pct"], palette, **place)
    for column, name, style, symbol in (
        ("baseline_pct", "OECD", {"width": 1.5, "dash": "5px,3px", "color": palette.muted}, "circle-open"),
        ("mechanical_pct", "mechanical, modelled", {"width": 2, "dash": "dash", "color": colour}, None),
    ):
        figure.add_scatter(
            x=years,
            y=part[column],
            mode="lines+markers" if symbol else "lines",
            line=style,
            marker={"size": 9, "symbol": symbol or "circle", "color": style["color"]},
            customdata=[(terms.change_pct(v, 2), name) for v in part[column]],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {SIDES[side]}, %{{x}}<br>%{{customdata[1]}}<extra></extra>",
            showlegend=False,
            **place,
        )
    values = part[["baseline_pct", "mechanical_pct", "mechanical_low_pct", "mechanical_high_pct"]]
    low, high = _room(float(values.min().min()), float(values.max().max()))
    _ends(figure, part.iloc[-1], (low, high), side, place, palette)
    ticks = spread_ticks(low, high)
    ticked = tick_words(ticks, "%")
    every = sorted(set(years))
    figure.add_annotation(
        x=every[0] - 0.25,
        y=high,
        xref=place["xaxis"],
        yref=place["yaxis"],
        xanchor="left",
        yanchor="bottom",
        yshift=4,
        text=f"<b>{SIDES[side]}</b>",
        showarrow=False,
        font={"size": 13, "color": palette.china_text if side == "CHN" else palette.us},
    )
    return {
        f"xaxis{tag}": x_axis(
            palette,
            anchor=f"y{tag}",
            range=[every[0] - 0.25, every[-1] + 0.1],
            tickvals=every,
            ticktext=[str(year) for year in every],
        ),
        f"yaxis{tag}": y_axis(
            palette, anchor=f"x{tag}", domain=list(domain), range=[low, high], tickvals=ticks, ticktext=ticked
        ),
    }


def _room(low: float, high: float) -> tuple[float, float]:
    """An axis over the values and at least a point wide, so that a small difference looks small."""
    missing = max(LEAST_SPAN - (high - low), 0.2 * (high - low)) / 2
    return low - missing, high + missing


def _ends(
    figure: Draft, last: pd.Series, span: tuple[float, float], side: str, place: dict[str, str], palette: Palette
) -> None:
    """Both lines named at their last year, the words kept apart."""
    ends = (
        (f"OECD {terms.number(last['baseline_pct'], 2)}", palette.muted, last["baseline_pct"]),
        (
            f"mechanical {terms.number(last['mechanical_pct'], 2)}",
            palette.china_text if side == "CHN" else palette.us,
            last["mechanical_pct"],
        ),
    )
    at = apart([value for _, _, value in ends], 18 / PANEL * (span[1] - span[0]))
    for (text, colour, _), y in zip(ends, at, strict=True):
        figure.add_annotation(
            x=last["target_year"],
            y=y,
            xref=place["xaxis"],
            yref=place["yaxis"],
            text=text,
            xanchor="left",
            xshift=18,
            showarrow=False,
            font={"size": 12, "color": colour},
        )


def growth_caption(rows: pd.DataFrame, sure: Collection[str]) -> Caption:
    """By how much a year growth would differ, with its range; no direction where the range straddles zero.

    ``sure``: the sides on the direction of whose real income all models agree.
    """
    changes = {side: change for side in SIDES if (change := _first_change(rows, side, side in sure))}
    measure = SAY("growth", "measure", edition=terms.edition(str(rows["edition"].iloc[0])))
    alt = "; ".join(
        f"{SIDES[r['area']]} {r['target_year']}: OECD {terms.number(r['baseline_pct'], 2)}, mechanical "
        f"{terms.number(r['mechanical_pct'], 2)} "
        f"({terms.span(r['mechanical_low_pct'], r['mechanical_high_pct'], 2)})"
        for r in rows.to_dict("records")
    )
    return Caption(_growth_finding(changes), measure, f"Lines by year, percent. {alt}.")


def _first_change(rows: pd.DataFrame, side: str, is_sure: bool) -> tuple[str, str] | None:
    ahead = rows[(rows["area"] == side) & (rows["level_pct"] != 0) & (rows["difference_pp"] != 0)]
    if ahead.empty:
        return None
    first = ahead.iloc[0]
    low, high = (float(first[f"mechanical_{end}_pct"] - first["baseline_pct"]) for end in ("low", "high"))
    return _direction(float(first["difference_pp"]), low, high, is_sure)


def _direction(change: float, low: float, high: float, is_sure: bool) -> tuple[str, str]:
    """The case of a change (rise, fall, open, none where it would print as zero), and its size."""
    size = terms.number(abs(change), 2)
    if terms.prints_as_zero(size):
        return "none", size
    if low < 0 < high or not is_sure:
        return "open", size
    return ("rise" if change > 0 else "fall"), size


def _in_years(rows: pd.DataFrame) -> str:
    years = float(rows["adjustment_years"].iloc[0])
    return SAY("growth.years", "one" if years == 1 else "several", count=terms.counted(round(years)))


def _growth_finding(changes: Mapping[str, tuple[str, str]]) -> str:
    if not changes:
        return SAY("growth.still")
    of_us = changes.get("USA", ("",))[0]
    sides = [
        SAY("growth.us", case, size=size)
        if side == "USA"
        else SAY("growth.china", f"{case}_too" if case == of_us else case, size=size)
        for side, (case, size) in changes.items()
    ]
    if len(sides) == 1:
        return SAY("growth.finding", "alone", side=sides[0])
    return SAY("growth.finding", "both", us=sides[0], china=sides[1])


def path(rows: pd.DataFrame, kind: str, palette: Palette) -> go.Figure:
    """Dashed lines of one kind over years 0 to 10 in their bands, named at the end.

    ``rows``: those of ``results.answers.growth.path_rows``; ``kind``: real_income or trade_quantity.
    """
    part = rows[rows["kind"] == kind]
    titles = {name: title for name, (title, _) in SERIES.items() if (part["series"] == name).any()}
    low, high = min(0.0, float(part["low_pct"].min())), max(0.0, float(part["high_pct"].max()))
    room = 0.08 * ((high - low) or 1.0)
    spans, last = zip(part["change_pct"], part["low_pct"], part["high_pct"], strict=True), int(part["year"].max())
    return lines(
        part.assign(series=part["series"].map(titles), year=part["year"].astype(float)),
        palette,
        x="year",
        y="change_pct",
        series="series",
        fills={title: str(getattr(palette, SERIES[name][1])) for name, title in titles.items()},
        dashes=dict.fromkeys(titles.values(), "dash"),
        unit="%",
        low="low_pct",
        high="high_pct",
        exact=[f"{terms.change_pct(value, 2)} ({terms.span(a, b, 2)})" for value, a, b in spans],
        ends={title: title for title in titles.values()},
        reach=(low - room, high + room),
        ticks={0: "now", 1: "1", 5: "5", last: f"{last}<br>years"},
        height=300,
    )


def path_caption(rows: pd.DataFrame, sure: Collection[str]) -> Caption:
    """Where real income ends, with its ranges, and that the years between are assumed; ``sure`` as for growth."""
    rows = rows[rows["kind"] == "real_income"]
    last = rows[rows["year"] == rows["year"].max()].set_index("series")
    return Caption(_path_finding(last, sure), SAY("path", "measure", years=_in_years(rows)), _path_alt(rows))


def volumes_caption(rows: pd.DataFrame) -> Caption:
    """Where sales of the two sides to each other end in this model."""
    rows = rows[rows["kind"] == "trade_quantity"]
    last = rows[rows["year"] == rows["year"].max()].set_index("series")
    said = {}
    for name, side in (("CHN to USA", "china"), ("USA to CHN", "us")):
        row = last.loc[name]
        case, size = _direction(float(row["change_pct"]), float(row["low_pct"]), float(row["high_pct"]), True)
        said[side] = SAY("path.volume", case, size=f"{size}%")
    return Caption(SAY("path", "volumes", **said), SAY("path", "volume_measure"), _path_alt(rows))


def _path_alt(rows: pd.DataFrame) -> str:
    lines = "; ".join(
        f"{SERIES[str(name)][0]}: year 1 {terms.signed(float(line['change_pct'].iloc[1]), 2)}, "
        f"year {int(line['year'].iloc[-1])} {_level(line.iloc[-1])}"
        for name, line in rows.groupby("series", sort=False)
    )
    return f"Dashed lines by year with bands, percent. {lines}."


def _path_finding(last: pd.DataFrame, sure: Collection[str]) -> str:
    sides, cases = [], []
    for side in SIDES:
        if side in last.index:
            row = last.loc[side].to_dict()
            ends = float(row["low_pct"]), float(row["high_pct"])
            case, size = _direction(float(row["change_pct"]), *ends, side in sure)
            size = f"{size}%"
            too = f"{case}_too" if case in cases else case
            sides.append(SAY("path.us", case, size=size) if side == "USA" else SAY("path.china", too, size=size))
            cases.append(case)
    if len(sides) == 1:
        return SAY("path", "alone", side=sides[0])
    return SAY("path", "both", us=sides[0], china=sides[1])


def _level(row: pd.Series) -> str:
    return f"{terms.change_pct(row['change_pct'], 2)} ({terms.span(row['low_pct'], row['high_pct'], 2)})"
