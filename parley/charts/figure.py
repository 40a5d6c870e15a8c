"""A figure as it is drawn, and what stands around it: finding, measure, alternative text."""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go


class Drawn(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A figure from plain dicts that Plotly puts together only when something is read off it.

    To send it to the browser nothing is: ``to_dict`` gives the dicts themselves, arrays of numbers packed. Plotly's way
    (an object for each part, two copies of everything) takes more than twice as long. Nothing is checked; the tests put
    every figure through Plotly's checks. Do not change what ``to_dict`` gives.
    """

    def __init__(self, traces: list[dict[str, Any]], layout: dict[str, Any]):
        object.__setattr__(self, "_plain", {"data": traces, "layout": layout})

    def __getattr__(self, name: str) -> Any:
        plain = self.__dict__.get("_plain")
        if plain is None or "_data_objs" in self.__dict__:
            raise AttributeError(name)
        super().__init__(plain, _validate=False)
        return getattr(self, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return Drawn, (self._plain["data"], self._plain["layout"])

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly.js reads it: ``data`` and ``layout``."""
        plain: dict[str, Any] = self._plain
        return {"data": [_packed(trace) for trace in plain["data"]], "layout": plain["layout"]}


def _packed(value: Any) -> Any:
    """Arrays of numbers inside as base64, which Plotly.js reads and JSON need not spell."""
    if isinstance(value, dict):
        return {name: _packed(part) for name, part in value.items()}
    if isinstance(value, np.ndarray) and value.size and value.dtype.kind in "iuf":
        return {"dtype": "f8", "bdata": base64.b64encode(np.ascontiguousarray(value, dtype="<f8").tobytes()).decode()}
    return value


@dataclass(frozen=True)
class Caption:
    """The words of one chart, computed from the rows it shows.

    ``finding`` is the title, ``measure`` says measure, unit, place and period, ``alt`` describes the chart to those
    who cannot see it where its rows say too little; empty, the rows in words stand for it. The source line is not
    here: it is generated from the rows' source records. Raises ValueError without finding or measure.
    """

    finding: str
    measure: str
    alt: str = ""

    def __post_init__(self) -> None:
        for part in ("finding", "measure"):
            if not getattr(self, part).strip():
                raise ValueError(f"a chart needs its {part}")
