"""Fees on a customs entry: the Merchandise Processing Fee with its ends, the Harbor Maintenance Fee of cargo by sea.

Both are a rate on customs value, rounded to the cent; 19 CFR 24.23 and 24.24.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from parley.measures.preferences import SYMBOLS

CENT = Decimal("0.01")
EXACT = 12  # digits that a product of two decimal numbers keeps as a float
INFORMAL_UP_TO_USD = 2500.0  # 19 CFR 143.21
# Symbols of agreements whose goods are free of the fee, 19 CFR 24.23(c): where they claim it, and whether or not.
FREE_IF_CLAIMED = {"S", "S+", "KR", "P", "P+", "AU", "BH", "CL", "CO", "IL", "OM", "PA", "PE", "SG"}
ALWAYS_FREE = {"E", "E*"}


class FeeYear(NamedTuple):
    """A row of us_entry_fees."""

    fiscal_year: int
    valid_from: date
    valid_to: date
    processing_rate_pct: float
    processing_minimum_usd: float
    processing_maximum_usd: float
    informal_usd: float | None
    harbor_rate_pct: float
    notice: str
    source_id: str


def cents(value_usd: float, rate_pct: float) -> float:
    """A rate on a value in dollars, to the cent, halves up: 0.125% of 10,500 is 13.13."""
    exact = Decimal(f"{value_usd:.{EXACT}g}") * Decimal(f"{rate_pct:.{EXACT}g}") / 100
    return float(exact.quantize(CENT, ROUND_HALF_UP))


def year_of(years: Sequence[FeeYear], on: date) -> FeeYear | None:
    """The fiscal year of a day; after the last one held that one, None before the first."""
    begun = [year for year in years if year.valid_from <= on]
    return max(begun, key=lambda year: year.valid_from, default=None)


def processing_usd(year: FeeYear, value_usd: float) -> float:
    """Merchandise Processing Fee of one formal entry of a value, dollars."""
    percentage = cents(value_usd, year.processing_rate_pct)
    return min(max(percentage, year.processing_minimum_usd), year.processing_maximum_usd)


def is_free(origin: str, claims: bool) -> bool:
    """Whether goods of an origin (ISO code) are free of the processing fee, where they claim its agreement or not."""
    return _is_of(origin, ALWAYS_FREE) or (claims and _is_of(origin, FREE_IF_CLAIMED))


def _is_of(origin: str, symbols: Iterable[str]) -> bool:
    return not set(SYMBOLS.get(origin, ())).isdisjoint(symbols)
