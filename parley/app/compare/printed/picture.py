"""A figure document as a report prints it: its words, and its chart as SVG, without a script, a font or a request."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from parley.app.compare.printed.html import Markup, tag
from parley.charts.document import FigureDocument

WIDTH = 680
LETTER_PX, LINE_PX = 7, 15
ANCHORS = {"left": "end", "center": "middle", "right": "start"}  # a text on the left of its point ends there
Part = dict[str, Any]


def figure(document: FigureDocument, name: str) -> Markup:
    """Finding and measure over the chart, remark and sources under it. ``name``: the picture's id in its page."""
    said = tag("figcaption", tag("h2", document.finding), tag("p", document.measure, class_="note"))
    source = tag("p", *(words for words, _ in document.source), class_="note")
    remark = [tag("p", document.remark, class_="note")] if document.remark else []
    return tag("figure", said, picture(document, name), *remark, source)


def picture(document: FigureDocument, name: str) -> Markup:
    """The chart of a document with its finding and its alternative text as SVG.

    Lines, dots and words on a horizontal axis of values, names on the vertical one: what the chart of two scenarios is
    made of. Raises ValueError for a chart that holds anything else.
    """
    chart = json.loads(document.figure)
    frame = _Frame(chart["layout"])
    return tag(
        "svg",
        tag("title", document.finding, id=f"{name}_title"),
        tag("desc", document.alt, id=f"{name}_desc"),
        *frame.axis(),
        *(frame.line(shape) for shape in chart["layout"]["shapes"]),
        *(part for trace in chart["data"] for part in frame.trace(trace)),
        *frame.legend([t for t in chart["data"] if t.get("showlegend", True)]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {frame.layout['height']}",
        role="img",
        aria_labelledby=f"{name}_title {name}_desc",
    )


@dataclass(frozen=True)
class _Frame:
    """Where the figures of a chart stand in pixels; ``layout``: Plotly's."""

    layout: Part

    def _ends(self, axis: str) -> tuple[float, float]:
        """Where an axis begins and ends."""
        margin = self.layout["margin"]
        if axis == "x":
            return margin["l"], WIDTH - margin["r"]
        return self.layout["height"] - margin["b"], margin["t"]

    def _at(self, axis: str, value: float) -> float:
        first, last = self.layout[f"{axis}axis"]["range"]
        begin, end = self._ends(axis)
        return round(float(begin + (end - begin) * (value - first) / (last - first)), 1)

    def axis(self) -> Iterator[Markup]:
        """The grid of the values with their words below it, and the names of the rows."""
        axis, (bottom, top) = self.layout["xaxis"], self._ends("y")
        for value, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
            x = self._at("x", value)
            yield _line((x, bottom), (x, top), {"color": axis["gridcolor"], "width": 1})
            yield self._text(words, (x, bottom + 16), "middle", axis["tickfont"])
        names, left = self.layout["yaxis"], self._ends("x")[0]
        for value, words in zip(names["tickvals"], names["ticktext"], strict=True):
            lines = words.split("<br>")
            middle = self._at("y", value) + 4 - LINE_PX * (len(lines) - 1) / 2
            for number, line in enumerate(lines):
                yield self._text(line, (left - 8, middle + LINE_PX * number), "end", names["tickfont"])

    def line(self, shape: Part) -> Markup:
        """A line from point to point."""
        if shape["type"] != "line" or {"xref", "yref"} & set(shape):
            raise ValueError(f"a report does not draw the shape {shape}")
        one, other = ((self._at("x", shape[f"x{end}"]), self._at("y", shape[f"y{end}"])) for end in "01")
        return _line(one, other, shape["line"])

    def trace(self, trace: Part) -> Iterator[Markup]:
        """The lines, marks or words of a trace."""
        if trace["type"] != "scatter" or trace["mode"] not in {"lines", "markers", "text"}:
            raise ValueError(f"a report does not draw {trace.get('mode', '')} {trace['type']}")
        points = [
            None if x is None or y is None else (self._at("x", x), self._at("y", y))
            for x, y in zip(_numbers(trace["x"]), _numbers(trace["y"]), strict=True)
        ]
        if trace["mode"] == "lines":
            yield from (_line(a, b, trace["line"]) for a, b in pairwise(points) if a and b)
        elif trace["mode"] == "markers":
            yield from (_mark(point, trace["marker"]) for point in points if point)
        else:
            anchor = ANCHORS[trace["textposition"].split()[1]]
            placed = zip(trace["text"], points, strict=True)
            yield from (self._text(words, (p[0], p[1] + 4), anchor, trace["textfont"]) for words, p in placed if p)

    def legend(self, traces: list[Part]) -> Iterator[Markup]:
        """The mark of each trace and its name, in a row above the chart."""
        x, y = self._ends("x")[0] + 6.0, self._ends("y")[1] - 12.0
        font = {**self.layout["font"], **self.layout["legend"]["font"]}
        for trace in traces:
            is_line = trace["mode"] == "lines"
            yield _line((x - 5, y), (x + 5, y), trace["line"]) if is_line else _mark((x, y), trace["marker"])
            yield self._text(trace["name"], (x + 10, y + 4), "start", font)
            x += LETTER_PX * len(trace["name"]) + 30

    def _text(self, words: str, at: tuple[float, float], anchor: str, font: Part) -> Markup:
        """Words, some in bold, with a rim of paper, so that a line behind them does not cross them."""
        rim = {"stroke": self.layout["paper_bgcolor"], "stroke_width": 3, "paint_order": "stroke"}
        look = {"text_anchor": anchor, "font_size": font["size"], "fill": font["color"]}
        turns = enumerate(re.split("</?b>", words))  # plain, bold and so on
        parts = [tag("tspan", part, font_weight="bold") if turn % 2 else part for turn, part in turns]
        return tag("text", *parts, x=at[0], y=at[1], **look, **rim)


def _numbers(values: Any) -> list[float | None]:
    """The numbers of a trace, packed or as they are (``charts.figure``)."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()  # type: ignore[no-any-return]
    return list(values)


def _mark(at: tuple[float, float], marker: Part) -> Markup:
    size, line = marker["size"], marker["line"]
    look = {"fill": marker["color"], "stroke": line["color"], "stroke_width": line["width"]}
    if marker["symbol"] == "circle":
        return tag("circle", cx=at[0], cy=at[1], r=size / 2, **look)
    raise ValueError(f"a report does not draw the mark {marker['symbol']}")


def _line(one: tuple[float, float], other: tuple[float, float], look: Part) -> Markup:
    ends = {"x1": one[0], "y1": one[1], "x2": other[0], "y2": other[1]}
    return tag("line", **ends, stroke=look["color"], stroke_width=look["width"])
