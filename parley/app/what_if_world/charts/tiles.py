"""The world as tiles of equal size, one an economy of the world models, roughly where it lies: who gains, who loses."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts import tile_map
from parley.charts.colours import fill
from parley.charts.theme import Palette

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
WORLD = tile_map.read(GRID)
ROW_PX = 38
STRONGEST = 6  # so many have the full colour, or the two sides would take all shades
OPEN = "±"
MEANINGS = {"Rises most": 1.0, "Rises": 0.3, "Hardly moves, or open": 0.0, "Falls": -0.3, "Falls most": -1.0}


def world_tiles(rows: pd.DataFrame, palette: Palette, unit: str, digits: list[int]) -> go.Figure:
    """A tile per economy with its two letters and the sign of its change; ``±`` where the range leaves the sign open.

    ``rows``: code (all in ``WORLD``), letters, name, change and, where the range is known, low and high;
    ``digits``: the decimals of each.
    """
    sizes = sorted((abs(float(v)) for v in rows["change"]), reverse=True)
    top = sizes[min(STRONGEST, len(sizes)) - 1] or max(sizes) or 1.0
    tiles = []
    for row, decimals in zip(rows.to_dict("records"), digits, strict=True):
        sign = sign_of(row)
        shade = 0.0 if sign == OPEN else shaded(float(row["change"]) / top)
        ends = f"<br>range {terms.span(row['low'], row['high'], decimals)}{terms.NBSP}{unit}" if "low" in row else ""
        hover = f"<b>{terms.signed(row['change'], decimals)}{terms.NBSP}{unit}</b> {row['name']}{ends}"
        tiles.append(tile_map.Tile(row["code"], shade, fill(shade, palette), f"{row['letters']}<br>{sign}", hover))
    scale = [[0, palette.china], [0.5, palette.surface], [1, palette.us]]
    return tile_map.tile_map(
        WORLD,
        tiles,
        scale,
        (-1, 1),
        ROW_PX,
        palette,
        top=tile_map.KEY_PX,
        more=tile_map.key({name: fill(shade, palette) for name, shade in MEANINGS.items()}, palette),
        showlegend=True,
    )


def sign_of(row: Mapping[Any, Any]) -> str:
    """``+``, ``−``, ``0``, or ``±`` where the range lies on both sides of zero or models differ on the direction."""
    if row["change"] == 0 and row.get("low", 0) == row.get("high", 0) == 0:
        return "0"
    if ("low" in row and row["low"] < 0 < row["high"]) or not row.get("is_sure", True):
        return OPEN
    return "+" if row["change"] > 0 else terms.MINUS


def shaded(size: float) -> float:
    """The shade of a change measured in the largest but a few: full from 1 on, at most half below.

    No shade lies between: there neither light nor dark letters would be legible.
    """
    return math.copysign(1.0 if abs(size) >= 1 else abs(size) / 2, size)
