"""Notes and lines of a finished figure as marks: Plotly draws a note or a line as an element of its own, some 1.3 and
0.8 ms each in the browser, and a trace of them in one go."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import plotly.graph_objects as go

from parley.charts.theme import Palette

Part = dict[str, Any]
# What a note may say and still be a text mark; arrows, frames, angles and widths stay notes.
PLAIN = {"x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "text", "font", "align", "showarrow"}
MASKED = PLAIN | {"bgcolor", "borderpad"}
# What a line may say and still be part of a trace.
LINE = {"type", "x0", "x1", "y0", "y1", "xref", "yref", "line"}
# Hidden axes from 0 to 1 over the whole plot, for notes placed on the paper.
PAPER_X, PAPER_Y = "x9", "y9"
DAY = re.compile(r"\d{4}(-\d\d){0,2}")
OPPOSITE = {"left": "right", "right": "left", "center": "center"}
HEIGHTS = {"bottom": "top", "top": "bottom", "middle": "middle"}


def lettered(figure: go.Figure, palette: Palette) -> dict[str, Any]:
    """The same figure in plain form, numbers packed, with plain notes and dotted lines as marks above everything else.

    A note stays a note where a mark cannot stand in for it: with an arrow, a frame or an angle, moved away from its
    anchor, given by position on an axis of names, or on the paper outside the panel. Words of the traces get a halo.
    """
    plain: dict[str, Any] = figure.to_dict()
    plain["data"] = [_clear_of_lines(trace, palette) for trace in plain["data"]]
    layout = plain["layout"]
    over = {letter: layout.get(f"{letter}axis", {}).get("domain", [0, 1]) for letter in "xy"}
    named = {"x": _named_axes(plain, "x"), "y": _named_axes(plain, "y")}
    notes, noted = _parted(
        layout.get("annotations", ()), lambda note: _axes(note) if _fits(note, named, over) else None
    )
    shapes, lined = _parted(
        layout.get("shapes", ()),
        lambda shape: (*_axes(shape), repr(shape["line"])) if _is_dotted(shape, layout, over["y"]) else None,
    )
    if not noted and not lined:
        return plain
    lines = [_lines(alike, (x, y), over) for (x, y, _), alike in lined.items()]
    texts = [_texts(alike, axes, over, palette) for axes, alike in noted.items()]
    hidden = _paper_axes([*noted, *((x, y) for x, y, _ in lined)], over)
    marked = {**layout, "annotations": notes, "shapes": shapes, **hidden}
    return {"data": [*plain["data"], *lines, *texts], "layout": marked}


def _clear_of_lines(trace: Part, palette: Palette) -> Part:
    """The trace with a halo around its words, where it draws any on the panel; words on a fill say ``shadow`` none."""
    on_panel = "text" in trace.get("mode", "") or trace.get("textposition") == "outside"
    return trace | {"textfont": {"shadow": palette.halo, **trace.get("textfont", {})}} if on_panel else trace


def _parted(items: Iterable[Part], group: Callable[[Part], Any]) -> tuple[list[Part], dict[Any, list[Part]]]:
    """What stays as it is (its group is None), and the rest by group, each in its order."""
    groups: dict[Any, list[Part]] = {}
    for item in items:
        groups.setdefault(group(item), []).append(item)
    return groups.pop(None, []), groups


def _named_axes(plain: dict[str, Any], letter: str) -> set[str]:
    """The axes of names rather than numbers or dates."""
    traces = [(trace.get(f"{letter}axis", letter), trace.get(letter, ())) for trace in plain["data"]]
    # a dict is a packed array of numbers
    listed = [(axis, values) for axis, values in traces if not isinstance(values, dict)]
    return {axis for axis, values in listed if any(isinstance(v, str) and not DAY.match(v) for v in values)}


def _fits(note: Part, named: dict[str, set[str]], over: dict[str, list[float]]) -> bool:
    if not all(_is_over(note.get(f"{c}ref", c), note[c], over[c]) for c in "xy"):
        return False
    extra = set(note) - (MASKED if note.get("borderpad", 0) <= 1 else PLAIN)
    if note.get("showarrow", True) or extra or "domain" in note.get("xref", "") + note.get("yref", ""):
        return False
    on_names = [isinstance(note[c], int | float) and note.get(f"{c}ref", c) in named[c] for c in "xy"]
    side, height = _anchors(note)
    along = {"left": 1, "right": -1, "center": 0}[side] * note.get("xshift", 0)
    upward = {"bottom": 1, "top": -1, "middle": 0}[height] * note.get("yshift", 0)
    moved = (note.get("xshift", 0) and along <= 0) or (note.get("yshift", 0) and upward <= 0)
    return not (any(on_names) or moved)


def _is_over(reference: str, value: Any, over: list[float]) -> bool:
    """Whether a place lies over the panel under the hidden axis, or on another axis: Plotly draws no mark outside."""
    return reference != "paper" or bool(-1e-9 <= _place(value, over) <= 1 + 1e-9)


def _is_dotted(shape: dict[str, Any], layout: dict[str, Any], over: list[float]) -> bool:
    """A dotted line across the panel, on an axis whose range is given: a mark would widen another's."""
    if not set(shape) <= LINE or shape.get("yref") != "paper" or shape["line"].get("dash") != "dot":
        return False
    ranged = "range" in layout.get(shape.get("xref", "x").replace("x", "xaxis"), {})
    return ranged and all(_is_over("paper", shape[end], over) for end in ("y0", "y1"))


def _lines(shapes: list[dict[str, Any]], axes: tuple[str, str], over: dict[str, list[float]]) -> dict[str, Any]:
    """One trace for lines of one look on one pair of axes, with a gap after each."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [place for shape in shapes for place in (shape["x0"], shape["x1"], None)],
        "y": [place for s in shapes for place in (_place(s["y0"], over["y"]), _place(s["y1"], over["y"]), None)],
        "xaxis": axes[0],
        "yaxis": axes[1],
        "line": shapes[0]["line"],
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _anchors(note: dict[str, Any]) -> tuple[str, str]:
    """The anchors Plotly would choose: centred on data, on the paper by the third the note stands in."""
    side, height = note.get("xanchor", "auto"), note.get("yanchor", "auto")
    if side == "auto":
        on_paper = note.get("xref") == "paper"
        side = "center" if not on_paper or 1 / 3 < note["x"] < 2 / 3 else "left" if note["x"] <= 1 / 3 else "right"
    if height == "auto":
        on_paper = note.get("yref") == "paper"
        height = "middle" if not on_paper or 1 / 3 < note["y"] < 2 / 3 else "bottom" if note["y"] <= 1 / 3 else "top"
    return side, height


def _axes(part: Part) -> tuple[str, str]:
    """The axes a note or a line is placed on; the hidden ones stand for the paper."""
    x, y = part.get("xref", "x"), part.get("yref", "y")
    return PAPER_X if x == "paper" else x, PAPER_Y if y == "paper" else y


def _texts(
    notes: list[dict[str, Any]], axes: tuple[str, str], over: dict[str, list[float]], palette: Palette
) -> dict[str, Any]:
    """One trace for the notes on one pair of axes; an unseen mark holds each text off its point by the note's shift."""
    anchors = [_anchors(note) for note in notes]
    fonts = [note.get("font", {}) for note in notes]
    shifts = [max(abs(note.get("xshift", 0)), abs(note.get("yshift", 0))) for note in notes]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [_place(note["x"], over["x"] if axes[0] == PAPER_X else None) for note in notes],
        "y": [_place(note["y"], over["y"] if axes[1] == PAPER_Y else None) for note in notes],
        "xaxis": axes[0],
        "yaxis": axes[1],
        "text": [note["text"] for note in notes],
        "textposition": [f"{HEIGHTS[height]} {OPPOSITE[side]}" for side, height in anchors],
        "textfont": {
            "size": [font.get("size", 13) for font in fonts],
            "color": [font.get("color", palette.ink) for font in fonts],
            "shadow": [palette.halo if "bgcolor" in note else "none" for note in notes],
        },
        # Plotly sets a text 1 px further than its mark's radius over 0.8.
        "marker": {"size": [max(0.0, 1.6 * (shift - 1)) for shift in shifts], "opacity": 0},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _place(value: Any, over: list[float] | None) -> Any:
    """A position on the paper as the share of the axis that lies under the hidden one; another as it is."""
    return value if over is None else (value - over[0]) / (over[1] - over[0])


def _paper_axes(used: Iterable[tuple[str, str]], over: dict[str, list[float]]) -> dict[str, Any]:
    hidden = {"range": [0, 1], "visible": False, "fixedrange": True}
    axes: dict[str, Any] = {}
    for x, y in used:
        if x == PAPER_X:
            axes["xaxis9"] = {**hidden, "overlaying": "x", "anchor": y, "domain": over["x"]}
        if y == PAPER_Y:
            axes["yaxis9"] = {**hidden, "overlaying": "y", "anchor": x, "domain": over["y"]}
    return axes
