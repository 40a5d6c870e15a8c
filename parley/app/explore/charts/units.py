"""The unit of a measure: how a figure of it is written, and the axis of figures of it."""

from typing import Any, NamedTuple

from parley import terms
from parley.charts.labels import money_ticks, unit_ticks

DOLLARS, PERCENT = "US dollars", "percent"
BILLION = 1e9
QUANTITIES = {"t": "tonnes", "bbl": "barrels", "l": "litres", "m3": "cubic metres"}


class Unit(NamedTuple):
    """US dollars, percent, or the unit of a quantity as its table names it."""

    name: str

    @property
    def words(self) -> str:
        """The unit as a measure line names it."""
        return QUANTITIES.get(self.name, self.name)

    def say(self, value: float) -> str:
        """One figure with its unit."""
        if self.name == DOLLARS:
            return terms.usd(value)
        return terms.rate(value) if self.name == PERCENT else f"{terms.significant(value, 4)}{terms.NBSP}{self.name}"

    @property
    def scale(self) -> float:
        """What figures are divided by on an axis."""
        return BILLION if self.name == DOLLARS else 1.0

    def axis(self, top: float) -> dict[str, Any]:
        """Range and ticks of an axis from zero to the largest figure, which is above zero, in figures / ``scale``."""
        if self.name == DOLLARS:
            return money_ticks(top / BILLION)
        mark = "%" if self.name == PERCENT else self.name
        return {"range": [0, top * 1.06], **unit_ticks(top, f"{{}} {mark}")}
