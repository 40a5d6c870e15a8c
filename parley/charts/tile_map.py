"""Maps of tiles of equal size: where each code stands, read from a grid of text, and the figure of the tiles."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from parley.charts.colours import legible
from parley.charts.figure import Drawn
from parley.charts.theme import Palette, house_layout, x_axis, y_axis

EMPTY = "..."
KEY_PX = 46  # two lines of the legend on a phone
BARE = {"showgrid": False, "showline": False, "ticks": "", "showticklabels": False}


class Grid(NamedTuple):
    """The column and row of each code, and how many of both there are."""

    places: dict[str, tuple[int, int]]
    columns: int
    rows: int


class Tile(NamedTuple):
    """A tile: whose it is, its number on the colour scale and the colour that is, its words and those on touch."""

    code: str
    shade: float
    fill: str
    words: str
    hover: str


def read(text: str) -> Grid:
    """A grid from lines of codes; ``...`` is an empty place."""
    lines = [line.split() for line in text.strip().splitlines()]
    places = {code: (x, y) for y, line in enumerate(lines) for x, code in enumerate(line) if code != EMPTY}
    return Grid(places, len(lines[0]), len(lines))


def key(meanings: Mapping[str, str], palette: Palette) -> list[dict[str, Any]]:
    """What the colours mean, as a legend of marks without places: ``meanings`` by words the colour."""
    edge = {"width": 1, "color": palette.pale}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": name,
            "marker": {"symbol": "square", "size": 12, "color": colour, "line": edge},
        }
        for name, colour in meanings.items()
    ]


def tile_map(
    grid: Grid,
    tiles: Sequence[Tile],
    colourscale: list[list[Any]],
    ends: tuple[float, float],
    row_px: int,
    palette: Palette,
    *,
    top: int = 4,
    more: Sequence[dict[str, Any]] = (),
    **layout: Any,
) -> go.Figure:
    """The tiles at their places (all codes are in ``grid``); ``ends`` of the colour scale.

    ``top``: pixels kept free above; ``more``: traces beside the tiles, ``layout``: changes of it.
    """
    shades: list[list[float | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    hovers = [[""] * grid.columns for _ in range(grid.rows)]
    for tile in tiles:
        column, row = grid.places[tile.code]
        shades[row][column], hovers[row][column] = tile.shade, tile.hover
    heat = {
        "type": "heatmap",
        "z": shades,
        "customdata": hovers,
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "colorscale": colourscale,
        "zmin": ends[0],
        "zmax": ends[1],
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
    }
    letters = {
        "type": "scatter",
        "mode": "text",
        "x": [grid.places[tile.code][0] for tile in tiles],
        "y": [grid.places[tile.code][1] for tile in tiles],
        "text": [tile.words for tile in tiles],
        "textfont": {"size": 12, "color": [legible(tile.fill, palette) for tile in tiles], "shadow": "none"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    axes = {
        "xaxis": x_axis(palette, range=[-0.5, grid.columns - 0.5], **BARE),
        "yaxis": y_axis(palette, range=[grid.rows - 0.5, -0.5], **BARE),
    }
    house = house_layout(palette, row_px * grid.rows + top + 4, (0, 0, top, 4), **axes, **layout)
    return Drawn([heat, letters, *more], house)
