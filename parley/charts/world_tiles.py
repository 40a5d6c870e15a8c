"""The world as tiles of equal size, one an economy of the world models, roughly where it lies: who gains, who loses."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Drawn
from parley.charts.shades import fill, legible, letters
from parley.charts.theme import Palette, house_layout, x_axis, y_axis

# our own grid: the Americas left, Europe over Africa in the middle, Asia and the Pacific right, what is left below
GRID = """
CAN ... ... ISL ... NOR SWE FIN EST ... RUS ... ...
USA ... ... IRL GBR DNK POL LTU LVA BLR KAZ KOR JPN
MEX ... ... NLD BEL DEU CZE SVK UKR ROU ... CHN TWN
CRI ... ... FRA LUX AUT SVN HUN BGR TUR PAK MMR HKG
COL ... PRT ESP CHE ITA HRV GRC CYP ISR IND LAO VNM
PER BRA MAR TUN MLT EGY JOR SAU ARE BGD THA KHM PHL
CHL ... SEN CIV NGA CMR ... ... ... ... MYS BRN ...
ARG ... ... ... COD ... ... ... ... ... SGP IDN ...
ROW OTH ... AGO ZAF ... ... ... ... ... ... AUS NZL
"""
TILES = {
    code: (column, row)
    for row, line in enumerate(GRID.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "..."
}
COLUMNS, ROWS = len(GRID.strip().splitlines()[0].split()), len(GRID.strip().splitlines())
ROW_PX = 38
STRONGEST = 6  # so many have the full colour, or the two sides would take all shades
OPEN = "±"


def world_tiles(rows: pd.DataFrame, palette: Palette, unit: str, digits: int) -> go.Figure:
    """A tile per economy with its two letters and the sign of its change; ``±`` where the range leaves the sign open.

    ``rows``: code (all in ``TILES``), letters, name, change and, where the range is known, low and high.
    """
    sizes = sorted((abs(float(v)) for v in rows["change"]), reverse=True)
    top = sizes[min(STRONGEST, len(sizes)) - 1] or max(sizes) or 1.0
    values: list[list[float | None]] = [[None] * COLUMNS for _ in range(ROWS)]
    hovers = [[""] * COLUMNS for _ in range(ROWS)]
    words, places, inks = [], [], []
    for row in rows.to_dict("records"):
        column, line = TILES[row["code"]]
        sign = sign_of(row)
        shade = 0.0 if sign == OPEN else shaded(float(row["change"]) / top)
        values[line][column] = shade
        ends = f"<br>range {terms.span(row['low'], row['high'], digits)}{terms.NBSP}{unit}" if "low" in row else ""
        hovers[line][column] = f"<b>{terms.signed(row['change'], digits)}{terms.NBSP}{unit}</b> {row['name']}{ends}"
        words.append(f"{row['letters']}<br>{sign}")
        places.append((column, line))
        inks.append(legible(fill(shade, palette), palette))
    tiles = {
        "type": "heatmap",
        "z": values,
        "customdata": hovers,
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "colorscale": [[0, palette.china], [0.5, palette.surface], [1, palette.us]],
        "zmin": -1,
        "zmax": 1,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
    }
    bare = {"showgrid": False, "showline": False, "ticks": "", "showticklabels": False}
    layout = house_layout(
        palette,
        ROW_PX * ROWS + 8,
        (0, 0, 4, 4),
        xaxis=x_axis(palette, range=[-0.5, COLUMNS - 0.5], **bare),
        yaxis=y_axis(palette, range=[ROWS - 0.5, -0.5], **bare),
    )
    return Drawn([tiles, letters(places, words, inks)], layout)


def sign_of(row: Mapping[Any, Any]) -> str:
    """``+``, ``−``, ``0``, or ``±`` where the range lies on both sides of zero."""
    if row["change"] == 0 and row.get("low", 0) == row.get("high", 0) == 0:
        return "0"
    if "low" in row and row["low"] < 0 < row["high"]:
        return OPEN
    return "+" if row["change"] > 0 else terms.MINUS


def shaded(size: float) -> float:
    """The shade of a change measured in the largest but a few: full from 1 on, at most half below.

    No shade lies between: there neither light nor dark letters would be legible.
    """
    return math.copysign(1.0 if abs(size) >= 1 else abs(size) / 2, size)
