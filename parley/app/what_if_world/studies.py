"""The subject Published studies of the world what-if: what others print of the nearest shocks, beside our answer."""

import textwrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if_world import words
from parley.charts.bars import whiskers
from parley.charts.figure import Caption
from parley.charts.labels import change_axis, study_number
from parley.charts.theme import Draft, Palette, draft, y_axis
from parley.models.policy_scenario import Scenario
from parley.results.answers import base_world, drivers, growth, world
from parley.results.scenario.text import encode
from parley.words import beside

NAME = "world_studies"
COUNT = 4
COLUMNS = [
    "institution",
    "publication",
    "published_on",
    "shock_id",
    "shock",
    "retaliation",
    "area",
    "variable",
    "value",
    "low_pct",
    "high_pct",
    "unit",
    "horizon",
    "distance_pp",
    "size_pp",
    "verification",
    "model",
    "source_url",
    "source_id",
]
SAY = beside(__file__)
PLACES = {"USA": ("US", 0.14), "CHN": ("China", 0.34)}  # name, and where its marks lie in a row
ROW_PX, LINE_CHARACTERS = 92, 50
HEADS = (-0.34, -0.18, -0.02)  # house and shock, its second line, measure and distance
OURS = "parley"
# Distance over the size of our own shock: up to each number, the case of the words.
CLOSENESS = (
    (0.0, "same"),
    (0.25, "close"),
    (0.5, "most"),
    (1.0, "part"),
)


def beside_ours(scenario: Scenario) -> Figure:
    """Marks by study under our own. Raises NothingToShowError where no study was known."""
    rows = rows_of(scenario)
    if len(rows) == len(base_world.SIDES):
        raise NothingToShowError(SAY("studies.unknown", day=terms.day(scenario.as_of)))
    return Figure(
        NAME,
        caption(rows),
        rows,
        {"Chart": lambda palette: rows_of_marks(rows, palette)},
        note=words.note("world"),
        remark=SAY("studies.apart"),
        state=(encode(scenario),),
    )


@kept
def rows_of(scenario: Scenario) -> pd.DataFrame:
    """Our answer for both sides, then the published levels of the nearest shocks as printed."""
    year, levels = base_world.base_year(scenario), world.levels_of(scenario)
    published = growth.nearest_levels(
        levels.after - levels.before, year.names, year.flows, base_world.SIDES, COUNT, scenario.as_of
    )
    stamp = words.STAMPS["world"]
    ours = pd.DataFrame(
        [
            {
                "institution": "Parley",
                "publication": stamp["model"],
                "shock_id": OURS,
                "shock": "this scenario",
                "area": side,
                "variable": "real_income",
                "value": value,
                "low_pct": low,
                "high_pct": high,
                "unit": "percent",
                "horizon": "long run",
                "model": stamp["model"],
                "source_id": stamp["source_id"],
            }
            for side, (value, low, high) in drivers.income_ranges(scenario).items()
        ]
    )
    return pd.concat([ours, published], ignore_index=True).reindex(columns=COLUMNS)


def closeness(distance_pp: float, size_pp: float) -> str:
    """The distance of a published shock from ours in words, against how far ours is from no change."""
    apart = distance_pp / size_pp if size_pp else float("inf")
    return SAY("studies.closeness", next((case for most, case in CLOSENESS if apart <= most), "far"))


def is_near(rows: pd.DataFrame) -> bool:
    """Whether any study is of a shock nearer to ours than no change at all."""
    studies = rows[rows["shock_id"] != OURS]
    return bool((studies["distance_pp"] < studies["size_pp"]).any())


def rows_of_marks(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row for our answer with its whisker, then one a study: filled marks as printed, the nearest shock first.

    ``rows``: shock_id (``parley`` is ours), institution, published_on, shock, area, variable, horizon, value, low_pct,
    high_pct, distance_pp, size_pp.
    """
    shocks = list(dict.fromkeys(rows["shock_id"]))
    place = {shock: i for i, shock in enumerate(shocks)}
    low = min(0.0, float(rows[["value", "low_pct"]].min().min()))
    high = max(0.0, float(rows[["value", "high_pct"]].max().max()))
    room = (high - low) or 1.0
    span = (low - 0.08 * room, high + 0.16 * room)
    figure = draft(palette, height=ROW_PX * len(shocks) + 66, margin=(8, 16, 30, 28))
    _heads(figure, rows.drop_duplicates("shock_id"), span[0], palette)
    for side, (name, below) in PLACES.items():
        part = rows[rows["area"] == side]
        ours, printed = part[part["shock_id"] == OURS], part[part["shock_id"] != OURS]
        low_ends, high_ends = (ours[end].tolist() for end in ("low_pct", "high_pct"))
        whiskers(figure, low_ends, high_ends, [place[OURS] + below] * len(ours), palette)
        for marks, modelled in ((ours, True), (printed, False)):
            _marks(figure, marks, [place[s] + below for s in marks["shock_id"]], (side, name), modelled, palette)
    figure.update_layout(**_axes(span, (low, high), len(shocks), palette))
    return figure.done()


def _heads(figure: Draft, shocks: pd.DataFrame, left: float, palette: Palette) -> None:
    for line, size, colour in zip(HEADS, (12, 12, 11), (palette.ink, palette.ink, palette.muted), strict=True):
        figure.add_scatter(
            mode="text",
            x=[left] * len(shocks),
            y=[i + line for i in range(len(shocks))],
            text=[_head(row)[HEADS.index(line)] for row in shocks.to_dict("records")],
            textposition="middle right",
            textfont={"size": size, "color": colour},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )


def _head(row: dict[Any, Any]) -> tuple[str, str, str]:
    """The three lines of a row: who and what in two, then the measure and how near the shock is."""
    measure = terms.EFFECTS.get(row["variable"], str(row["variable"]).replace("_", " ").capitalize())
    if row["shock_id"] == OURS:
        return "<b>Parley, modelled</b>: this scenario", _muted(f"{measure}, {row['horizon']}"), ""
    house = str(row["institution"])
    if pd.notna(row["published_on"]):
        house += f", {row['published_on']:%Y}"
    lines = textwrap.wrap(f"{house}: {row['shock']}", LINE_CHARACTERS)
    near = f"{measure}, {row['horizon']}; {closeness(row['distance_pp'], row['size_pp'])}"
    first = lines[0].replace(house, f"<b>{house}</b>", 1)
    if len(lines) == 1:
        return first, _muted(near), ""
    return first, lines[1] + ("…" if len(lines) > 2 else ""), near


def _muted(text: str) -> str:
    return f'<span style="font-size:11px">{text}</span>'


def _marks(
    figure: Draft, rows: pd.DataFrame, at: list[float], side: tuple[str, str], modelled: bool, palette: Palette
) -> None:
    """Printed figures are filled, ours hollow on its whisker; the value stands right of the mark or of the whisker."""
    colour = palette.country(side[0])
    figure.add_scatter(
        x=rows["value"],
        y=at,
        mode="markers" if modelled else "markers+text",
        name=side[1],
        showlegend=not modelled,
        text=[f" {_value(r)}" for r in rows.to_dict("records")],
        textposition="middle right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        marker={
            "size": 10,
            "color": palette.background if modelled else colour,
            "line": {"width": 2 if modelled else 1, "color": colour if modelled else palette.background},
        },
        customdata=[_hover(r) for r in rows.to_dict("records")],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    if modelled:
        for row, y in zip(rows.to_dict("records"), at, strict=True):
            figure.add_annotation(
                x=row["high_pct"],
                y=y,
                text=_value(row),
                showarrow=False,
                xanchor="left",
                xshift=9,
                font={"size": 12, "color": palette.ink},
            )


def _value(row: dict[Any, Any]) -> str:
    if row["shock_id"] == OURS:
        return terms.signed(row["value"], 2)
    return study_number(row["value"])


def _hover(row: dict[Any, Any]) -> tuple[str, str, str]:
    if row["shock_id"] == OURS:
        return f"{_value(row)}%", PLACES[row["area"]][0], f"modelled, range {_range(row)}"
    return f"{_value(row)}%", PLACES[row["area"]][0], f"{row['institution']}, {row['horizon']}, as printed"


def _range(row: dict[Any, Any]) -> str:
    return terms.span(row["low_pct"], row["high_pct"], 2)


def _axes(span: tuple[float, float], within: tuple[float, float], count: int, palette: Palette) -> dict[str, Any]:
    return {
        "showlegend": True,
        "legend": {"y": 1.0},
        "xaxis": change_axis(span, palette, within),
        "yaxis": y_axis(palette, range=[count - 0.42, -0.5], showgrid=False, showticklabels=False),
    }


def caption(rows: pd.DataFrame) -> Caption:
    """What the studies of the nearest shocks print and what this model says, side by side; no one is right by it."""
    alt = "; ".join(_told(row) for row in rows.to_dict("records"))
    return Caption(_finding(rows), SAY("studies", "measure"), f"Marks by study, percent. {alt}.")


def _finding(rows: pd.DataFrame) -> str:
    """What near studies print and what we say of each side; that no study is near where none is."""
    if not is_near(rows):
        return SAY("studies.finding", "none")
    us, china = (_printed(rows, side) for side in PLACES)
    case = "both" if us[0] and china[0] else "us" if us[0] else "china"
    return SAY("studies.finding", case, us=us[0], our_us=us[1], china=china[0], our_china=china[1])


def _printed(rows: pd.DataFrame, side: str) -> tuple[str, str]:
    """What near studies print for a side and what we say; empty words where none prints it."""
    of_side = rows[rows["area"] == side]
    printed = of_side[(of_side["shock_id"] != OURS) & (of_side["distance_pp"] < of_side["size_pp"])]["value"]
    if printed.empty:
        return "", ""
    low, high = float(printed.min()), float(printed.max())
    ends = terms.signed(low, 2) if low == high else terms.span(low, high, 2)
    ours = _value(of_side[of_side["shock_id"] == OURS].iloc[0].to_dict())
    return f"{ends}%", f"{ours}%"


def _told(row: dict[Any, Any]) -> str:
    side = PLACES[row["area"]][0]
    if row["shock_id"] == OURS:
        return f"Parley, modelled, {side}: {_value(row)} ({_range(row)})"
    near = closeness(row["distance_pp"], row["size_pp"])
    return f"{row['institution']}, {row['shock']}, {row['horizon']}, {side}: {_value(row)}; {near}"
