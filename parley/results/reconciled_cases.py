"""One answer of one model to a scenario, under its own assumptions or with one of them thrown."""

from collections.abc import Mapping
from dataclasses import dataclass

from parley.models.partial_equilibrium import FloatArray
from parley.results.agreement import Spread

Key = tuple[str, str, str]  # measure, economy, bearer
Figures = Mapping[Key, float]
# Columns of the product model's table by section.
SECTION_FIGURES = ("buyers_loss_usd", "duty_change_usd", "from_china_change_usd", "import_price_change_pct")


@dataclass(frozen=True)
class Case:
    """``assumption`` is empty for a model's central answer, else what was thrown, or ``draws``.

    ``figures`` holds for each key a number, or an array over draws; ``parameters`` are those of the draws, by name.
    ``spread``: least and greatest change of every economy and flow in it. ``sections``: changes of the product model
    [.., figure of SECTION_FIGURES, section].
    """

    model: str
    closure: str
    assumption: str
    figures: Mapping[Key, float | FloatArray]
    spread: Spread
    parameters: Mapping[str, FloatArray] | None = None
    sections: FloatArray | None = None

    def number(self, key: Key) -> float:
        """A figure of one answer, not of draws."""
        return float(self.figures[key])
