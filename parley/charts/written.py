"""A finished figure that is written out once: Streamlit asks for its plain form at every run of a page."""

from typing import Any

import plotly.graph_objects as go


class WrittenFigure(go.Figure):  # type: ignore[misc]
    """The plain form of a figure, numbers already packed, and nothing else: for drawing, not for reading or changing.

    To copy and pack a figure anew takes 0.2 to 2 ms a chart at every run.
    """

    def to_dict(self) -> dict[str, Any]:
        """The plain form as it was made; shared between visitors."""
        plain: dict[str, Any] = self.__dict__["_plain"]
        return plain


def written(figure: go.Figure) -> WrittenFigure:
    """The figure written out."""
    made = WrittenFigure({"data": [], "layout": {"template": {}}}, _validate=False)
    made.__dict__["_plain"] = figure.to_dict()
    return made
