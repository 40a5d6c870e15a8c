"""The one palette and the slim Plotly layout every chart starts from (no template, ``theme=None``)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley.charts.figure import Drawn

FONT = '"Source Sans", "Source Sans Pro", sans-serif'
# Labels of an axis stand where they are placed: margins are set by hand, so that Plotly need not look for labels that
# stick out, which takes a tenth of the time of a drawing.
AS_PLACED = {"automargin": False, "ticklabeloverflow": "allow"}


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; hue tells the side, shade the authority, and two hues tell a gain from a loss."""

    background: str
    surface: str
    us: str
    china: str
    china_text: str
    fentanyl: str
    s122: str
    s301: str
    muted: str
    grey: str
    pale: str
    ink: str
    gain: str
    loss: str
    on_light: str = "#101418"

    @property
    def halo(self) -> str:
        """Shadow of a text that keeps grid lines and marks off its letters."""
        return ", ".join([f"0 0 3px {self.background}"] * 3)

    def authority(self, name: str) -> str:
        """Fill of one legal authority."""
        fills = {
            "ieepa_reciprocal": self.us,
            "ieepa_fentanyl": self.fentanyl,
            "section_122": self.s122,
            "section_301": self.s301,
            "section_232": self.muted,
            "section_201": self.ink,
            "china_retaliation": self.china,
        }
        return fills.get(name, self.grey)

    def country(self, iso3: str) -> str:
        """Fill of one country: the two sides keep their hue, the others are grey."""
        return {"USA": self.us, "CHN": self.china}.get(iso3, self.grey)


LIGHT = Palette(
    background="#FBFAF7",
    surface="#F1EEE7",
    us="#0072B2",
    china="#D55E00",
    china_text="#AD4B00",
    fentanyl="#00385A",
    s122="#3A92CB",
    s301="#3F4FA3",
    muted="#5F6B7A",
    grey="#8A8F98",
    pale="#D3D1CA",
    ink="#101418",
    gain="#1B7F79",
    loss="#7A3E8E",
)
DARK = Palette(
    background="#14181D",
    surface="#1D232A",
    us="#3E9BD6",
    china="#E9731F",
    china_text="#F39455",
    fentanyl="#9AD1F5",
    s122="#5A7FA8",
    s301="#939CF0",
    muted="#A3AEBB",
    grey="#8D959F",
    pale="#3A424B",
    ink="#E8E6E1",
    gain="#3FAFA7",
    loss="#B184C4",
)
PALETTES = {"light": LIGHT, "dark": DARK}


def greyed(palette: Palette) -> Palette:
    """The palette of a figure that does not belong to the visitor's choice: every mark grey, words still legible."""
    marks = dict.fromkeys(("us", "china", "fentanyl", "s122", "s301", "gain", "loss"), palette.grey)
    return replace(palette, **marks, china_text=palette.muted, ink=palette.muted)


class Draft:
    """A figure while it is drawn: traces, shapes and notes as plain dicts, put together once by ``done``.

    Adding them one by one to a Plotly Figure, which checks each, costs 15 to 90 ms a chart. The tests put every
    finished figure through Plotly's checks.
    """

    def __init__(self, layout: dict[str, Any]):
        self._layout = layout
        self._traces: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []

    def add_bar(self, **trace: Any) -> None:
        """Add a bar trace; names as in Plotly, nested values as dicts."""
        self._traces.append({"type": "bar", **trace})

    def add_scatter(self, **trace: Any) -> None:
        """Add a line or marker trace."""
        self._traces.append({"type": "scatter", **trace})

    def add_annotation(self, **note: Any) -> None:
        """Add a note."""
        self._notes.append(note)

    def update_annotations(self, **changes: Any) -> None:
        """Put changes over every note so far."""
        self._notes = [{**note, **changes} for note in self._notes]

    def add_shape(self, **shape: Any) -> None:
        """Add a shape."""
        self._shapes.append(shape)

    def update_layout(self, **changes: Any) -> None:
        """Put changes over the layout; a dict is merged into the one that is there."""
        for key, value in changes.items():
            present = self._layout.get(key)
            merged = isinstance(value, dict) and isinstance(present, dict)
            self._layout[key] = dict(present, **value) if merged else value  # type: ignore[arg-type]

    def done(self) -> go.Figure:
        """The finished figure."""
        traces = [{name: _plain(value) for name, value in trace.items()} for trace in self._traces]
        return Drawn(traces, {**self._layout, "annotations": self._notes, "shapes": self._shapes})


def _plain(value: Any) -> Any:
    """A column as what Plotly writes without checking it: days as ISO text, numbers as an array, text as a list."""
    if not isinstance(value, pd.Series | pd.Index):
        return value
    if pd.api.types.is_datetime64_any_dtype(value):
        return [None if pd.isna(day) else day.isoformat()[:10] for day in value]
    return value.to_numpy() if pd.api.types.is_numeric_dtype(value) else value.tolist()


def draft(palette: Palette, height: int, margin: tuple[int, int, int, int] = (44, 16, 24, 38)) -> Draft:
    """A draft in the house layout; ``margin`` is left, right, top, bottom in pixels."""
    return Draft(house_layout(palette, height, margin))


def house_layout(palette: Palette, height: int, margin: tuple[int, int, int, int], **changes: Any) -> dict[str, Any]:
    """The house layout as a dict, with ``changes`` put over it."""
    left, right, top, bottom = margin
    layout: dict[str, Any] = {
        "template": {},  # left out, Plotly adds its default one: 6.5 kB and about 10 ms a chart
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": palette.background,
        "plot_bgcolor": palette.background,
        "font": {"family": FONT, "size": 13, "color": palette.ink},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": palette.surface,
            "bordercolor": palette.pale,
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": palette.ink},
        },
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "font": {"size": 12}},
        "bargap": 0.32,
        "dragmode": False,
        "xaxis": x_axis(palette),
        "yaxis": y_axis(palette),
    }
    return {**layout, **changes}


def x_axis(palette: Palette, **changes: Any) -> dict[str, Any]:
    """A horizontal axis: a grey line with ticks outside, no grid."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": palette.grey,
        "linewidth": 1,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": palette.grey,
        "tickangle": 0,
        "tickfont": {"size": 12, "color": palette.muted},
        "fixedrange": True,
        **AS_PLACED,
    }
    return {**axis, **changes}


def grid_axis(palette: Palette, **changes: Any) -> dict[str, Any]:
    """A horizontal axis of values under bars and marks: a pale grid in place of the line and its ticks."""
    return x_axis(palette, **{"showgrid": True, "gridcolor": palette.pale, "showline": False, "ticks": "", **changes})


def y_axis(palette: Palette, **changes: Any) -> dict[str, Any]:
    """A vertical axis: pale grid, no line, no ticks."""
    axis = {
        "showgrid": True,
        "gridcolor": palette.pale,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "ticklabelstandoff": 6,
        "tickfont": {"size": 12, "color": palette.muted},
        "nticks": 5,
        "fixedrange": True,
        **AS_PLACED,
    }
    return {**axis, **changes}


def names_axis(palette: Palette, names: Iterable[str], room: float = 0.0, size: int = 13) -> dict[str, Any]:
    """The vertical axis of horizontal bars: names from top to bottom, bar ``i`` at the height ``i``.

    ``room``: left above the first and below the last, in rows. ``size``: of the letters, in pixels.
    """
    words = list(names)
    return y_axis(
        palette,
        range=[len(words) - 0.5 + room, -0.5 - room],
        tickvals=list(range(len(words))),
        ticktext=words,
        showgrid=False,
        tickfont={"size": size, "color": palette.ink},
    )


def hatch(colour: str, palette: Palette) -> dict[str, Any]:
    """A bar marker for what is derived, covers listed goods only, or is not confirmed."""
    return {
        "color": palette.background,
        "pattern": {
            "shape": "/",
            "size": 5,
            "solidity": 0.4,
            "fillmode": "replace",
            "fgcolor": colour,
            "bgcolor": palette.background,
        },
        "line": {"width": 0},
    }


def event_lines(figure: Draft, dates: list[Any], palette: Palette, xref: str = "x") -> None:
    """Dotted vertical lines with a bold digit above the plot; the words stand under the chart."""
    for when in dates:
        line = {"width": 1, "dash": "dot", "color": palette.grey}
        figure.add_shape(type="line", x0=when, x1=when, y0=0, y1=1, xref=xref, yref="paper", line=line)
    event_digits(figure, dates, palette, y=1, xref=xref, yref="paper")


def event_digits(figure: Draft, dates: list[Any], palette: Palette, **place: Any) -> None:
    """The number of each event in bold over its date; ``place``: height and axes as Plotly names them."""
    for digit, when in enumerate(dates, start=1):
        figure.add_annotation(
            x=when,
            **place,
            yanchor="bottom",
            showarrow=False,
            text=f"<b>{digit}</b>",
            font={"size": 12, "color": palette.ink},
        )
