"""Duties on goods of Canada and Mexico by the share of them that claims their agreement with the US (USMCA).

Goods that claim it owe the special rate in place of the ordinary duty, and are free of the duties that spare them; the
rest owe all. A duty on a line is the mean of the two, weighted by the share of imports that claimed:
rate = share x rate of what claims + (1 - share) x rate of what does not.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parley.measures.law_layers import Layer

ORIGINS = ("CAN", "MEX")
FIRST_YEAR, LAST_YEAR = 2024, 2025


class Shares(NamedTuple):
    """Part of the imports of a line that claimed the agreement in each year, percent; None without imports."""

    first_pct: float | None
    last_pct: float | None

    @property
    def central(self) -> float:
        """What the central sum takes, a ratio: the last year's, else the first's, else that nothing claims."""
        return next((pct / 100 for pct in (self.last_pct, self.first_pct) if pct is not None), 0.0)

    @property
    def most_claim(self) -> bool:
        """Whether more than half of the imports claim the agreement."""
        return self.central > 1 / 2


NOT_RECORDED = Shares(None, None)


def mean(unclaimed_pct: float | None, claimed_pct: float | None, share: float) -> float | None:
    """The rate where ``share`` (a ratio) of the goods claims; None where a rate that counts is not known."""
    weighed = [(rate, weight) for rate, weight in ((unclaimed_pct, 1 - share), (claimed_pct, share)) if weight]
    if any(rate is None for rate, _ in weighed):
        return None
    return sum((rate or 0.0) * weight for rate, weight in weighed)


def mixed(unclaimed: Sequence[Layer], claimed: Iterable[Layer], share: float) -> list[Layer]:
    """The layers of what does not claim, in their order, at mean rates; then what only goods that claim owe."""
    rates: dict[Layer, float | None] = {}
    for layer in claimed:
        rates[_rule(layer)] = layer.rate_pct
    mixture = [
        layer._replace(rate_pct=mean(layer.rate_pct, rates.pop(_rule(layer), 0.0), share)) for layer in unclaimed
    ]
    return mixture + [rule._replace(rate_pct=rate * share) for rule, rate in rates.items() if rate and share]


def _rule(layer: Layer) -> Layer:
    return layer._replace(rate_pct=None)
