"""A chart as it was sent to the browser, for the page tests."""

import base64
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go


def _unpacked(values: Any) -> Sequence[Any]:
    """A column of a figure, numbers packed or not."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()  # type: ignore[no-any-return]
    return values  # type: ignore[no-any-return]


def _spread(part: Any) -> Any:
    """A part of a figure without packed columns."""
    if isinstance(part, dict) and "bdata" in part:
        values = np.frombuffer(base64.b64decode(part["bdata"]), dtype=part["dtype"])
        shape = [int(size) for size in str(part.get("shape", len(values))).split(",")]
        return _spread(values.reshape(shape).tolist())
    if isinstance(part, dict):
        return {name: _spread(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [_spread(inner) for inner in part]
    return None if isinstance(part, float) and not math.isfinite(part) else part


@dataclass(frozen=True)
class Chart:
    """A chart as it was sent to the browser: Plotly's figure in plain form, and its alternative text."""

    plain: dict[str, Any]
    alt: str

    @property
    def spec(self) -> str:
        """The figure as text."""
        return json.dumps(self.plain, ensure_ascii=False)

    @property
    def shown(self) -> dict[str, Any]:
        """Data and layout with every packed column as a list; what is no number is None, as in a list."""
        return {part: _spread(self.plain.get(part)) for part in ("data", "layout")}

    @property
    def figure(self) -> go.Figure:
        """The figure, read strictly: an unknown name or a wrong value raises ValueError."""
        return go.Figure(self.plain)

    @property
    def hidden_words(self) -> list[str]:
        """Texts at places outside the range of their axis, which Plotly does not draw."""
        return [
            str(text)
            for trace in self.figure.data
            if trace.type == "scatter" and "text" in (trace.mode or "") and not isinstance(trace.text, str | NoneType)
            for text, *place in zip(trace.text, _unpacked(trace.x), _unpacked(trace.y), strict=True)
            if text
            and any(self._is_outside(value, trace[f"{c}axis"] or c) for c, value in zip("xy", place, strict=True))
        ]

    def _is_outside(self, value: Any, axis: str) -> bool:
        told = self.plain["layout"].get(f"{axis[0]}axis{axis[1:]}", {})
        if "range" not in told or told.get("type") in {"log", "category"} or value is None:
            return False
        if isinstance(told["range"][0], str):
            low, high, at = (pd.Timestamp(day).timestamp() for day in (*told["range"], value))
        elif isinstance(value, str):
            return False  # a name on an axis of names
        else:
            low, high, at = (float(number) for number in (*told["range"], value))
        slack = abs(high - low) * 1e-9
        return not min(low, high) - slack <= at <= max(low, high) + slack


def figures_right(figure: go.Figure) -> list[list[str]]:
    """The columns of figures right of the rows of a chart, as a reader sees them."""
    columns = [trace.text for trace in figure.data if (trace.textposition, trace.hoverinfo) == ("middle right", "skip")]
    return [
        [
            re.sub("</?b>", "", word).replace("<br>\u00a0\u00a0", "<br>").replace("\u00a0", " ").strip(" \u2007")
            for word in words
        ]
        for words in columns
    ]


def marks(figure: go.Figure) -> list[Any]:
    """The traces of a chart but its words and the keys of its legend."""
    return [
        t for t in figure.data if getattr(t, "mode", "") != "text" and t.marker.opacity != 0 and list(t.x) != [None]
    ]


def checked(figure: go.Figure) -> go.Figure:
    """The figure, after Plotly's own checks, which a draft leaves out."""
    go.Figure(figure.to_dict())
    return figure
