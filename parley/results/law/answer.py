"""The answer of ``parley.law``: lines, layers and sums, and what is not known."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from parley.measures.law_index import Order
from parley.measures.law_layers import Layer

EXPORTED = (
    "authority",
    "programme",
    "rate_pct",
    "role",
    "use_limit",
    "event_id",
    "heading",
    "citation",
    "verification",
    "per_unit",
)


class LawError(ValueError):
    """A question that has no answer; the message is a sentence a user may read."""


class LandedError(LawError):
    """A shipment that cannot be worked out; ``field`` names what of the question is at fault, as the message does."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


class Shipment(NamedTuple):
    """Value in dollars and quantity in the unit of the ordinary duty of goods asked about."""

    value_usd: float
    quantity: float


class Sum(NamedTuple):
    """What is owed in percent of customs value under the least, the central and the highest reading."""

    low: float | None
    central: float | None
    high: float | None


class OfUsmca(NamedTuple):
    """Of goods of Canada or Mexico: the share of imports that claimed their agreement with the US in two years, None
    where nothing was imported; the sum owed by goods that claim it and by goods that do not, percent."""

    share_2024_pct: float | None
    share_2025_pct: float | None
    claimed_pct: float | None
    unclaimed_pct: float | None


@dataclass(frozen=True)
class LineAnswer:
    """One line of the schedule, eight digits, or ten where its statistical numbers differ in law.

    ``sum_pct``: the mean of what was imported, as averages count it; ``layers`` are those of its central figure.
    ``payable_pct``: what one shipment owes, whose goods are all alike.
    """

    code: str
    value_usd: int | None
    layers: tuple[Layer, ...]
    sum_pct: Sum
    payable_pct: Sum
    of_usmca: OfUsmca | None = None


@dataclass(frozen=True)
class LawAnswer:
    """The answer of ``law``."""

    code: str
    origin: str
    on: date
    known_until: date
    lines: tuple[LineAnswer, ...]
    sum_pct: Sum
    not_known: tuple[str, ...]
    shipment: Shipment | None = None
    orders: tuple[Order, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: days as text, None for what is not known."""
        return {
            "code": self.code,
            "origin": self.origin,
            "on": self.on.isoformat(),
            "known_until": self.known_until.isoformat(),
            "lines": [
                {
                    "code": line.code,
                    "value_usd": line.value_usd,
                    "layers": [{name: getattr(layer, name) for name in EXPORTED} for layer in line.layers],
                    "sum_pct": line.sum_pct._asdict(),
                    "payable_pct": line.payable_pct._asdict(),
                    "of_usmca": line.of_usmca._asdict() if line.of_usmca else None,
                }
                for line in self.lines
            ],
            "sum_pct": self.sum_pct._asdict(),
            "not_known": list(self.not_known),
            "shipment": self.shipment._asdict() if self.shipment else None,
            "orders_that_may_apply": None if self.orders is None else [exported_order(order) for order in self.orders],
        }


def exported_order(order: Order) -> dict[str, str | None]:
    """An order as JSON has it."""
    notice = order.latest_notice_on
    names = ("case_number", "kind", "product", "basis")
    return {name: getattr(order, name) for name in names} | {"latest_notice_on": notice.isoformat() if notice else None}
