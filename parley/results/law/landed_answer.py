"""The answer of ``parley.landed``: a shipment's duties and fees in dollars, what is not counted, what changes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from parley.measures.law_index import Order
from parley.results.law.answer import Sum, exported_order


class Dollars(NamedTuple):
    """What a shipment owes under the least, the central and the highest reading; None where it is not known."""

    low: float | None
    central: float | None
    high: float | None


class Charge(NamedTuple):
    """One duty on the line, or a rule that frees it: its rate in the central reading, and dollars in each."""

    authority: str
    programme: str
    heading: str | None
    citation: str | None
    rate_pct: float | None
    low_usd: float | None
    central_usd: float | None
    high_usd: float | None
    per_unit: str | None
    source_id: str


class Fee(NamedTuple):
    """One fee on the entry: its rate, the dollars the rate alone gives, and the dollars owed; the ends of the year."""

    name: str
    rate_pct: float
    percentage_usd: float
    low_usd: float
    usd: float
    minimum_usd: float | None
    maximum_usd: float | None
    fiscal_year: int
    citation: str
    source_id: str


class NextChange(NamedTuple):
    """The first day after the one asked about on which the rates differ, or a text of theirs is set to have ended.

    ``kind``: rates (the texts in hand set other rates) or set_to_end (a rule's printed last day is the day before).
    ``after_pct``: the rates of that day under the least, the central and the highest reading.
    """

    on: date
    kind: str
    before_pct: Sum
    after_pct: Sum
    headings: tuple[str, ...]


@dataclass(frozen=True)
class LandedAnswer:
    """What one shipment of one origin owes; ``line``: the line of the schedule worked out, ``lines``: its duties.

    ``duty_usd`` has no fees; ``fees_usd`` and ``total_usd`` (duty and fees) go with its central figure. ``landed_usd``
    adds the value. ``orders``: antidumping and countervailing orders that may apply, None where none are held.
    """

    code: str
    line: str
    origin: str
    law_of: str
    on: date
    by: str
    value_usd: float
    quantity: float | None
    quantity_unit: str | None
    rate_pct: Sum
    duty_usd: Dollars
    fees_usd: float
    total_usd: float | None
    total_low_usd: float | None
    total_high_usd: float | None
    landed_usd: float | None
    per_unit_usd: float | None
    lines: tuple[Charge, ...]
    fees: tuple[Fee, ...]
    orders: tuple[Order, ...] | None
    not_counted: tuple[str, ...]
    next_change: NextChange | None
    known_until: date

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it, under the same names: days as text, None for what is not known."""
        change = self.next_change
        return {
            **{name: getattr(self, name) for name in ("code", "line", "origin", "law_of")},
            "on": self.on.isoformat(),
            **{name: getattr(self, name) for name in ("by", "value_usd", "quantity", "quantity_unit")},
            "rate_pct": self.rate_pct._asdict(),
            "duty_usd": self.duty_usd._asdict(),
            **{name: getattr(self, name) for name in TOTALS},
            "lines": [charge._asdict() for charge in self.lines],
            "fees": [fee._asdict() for fee in self.fees],
            "orders": None if self.orders is None else [exported_order(order) for order in self.orders],
            "not_counted": list(self.not_counted),
            "next_change": change
            and {
                **change._asdict(),
                "on": change.on.isoformat(),
                "before_pct": change.before_pct._asdict(),
                "after_pct": change.after_pct._asdict(),
                "headings": list(change.headings),
            },
            "known_until": self.known_until.isoformat(),
        }


def by_total(answers: Iterable[LandedAnswer]) -> list[LandedAnswer]:
    """The least total first, those that are not known last."""
    return sorted(answers, key=lambda answer: (answer.total_usd is None, answer.total_usd or 0.0))


TOTALS = ("fees_usd", "total_usd", "total_low_usd", "total_high_usd", "landed_usd", "per_unit_usd")
