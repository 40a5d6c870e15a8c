"""US antidumping and countervailing duty orders whose scope names a subheading: they may apply to goods of it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

LISTED = "CHN"  # the one origin whose orders are listed, with gaps


class Order(NamedTuple):
    """A row of us_adcvd_orders; the scope's subheadings of 2022 and headings stand in one text."""

    case_number: str
    kind: str
    exporter_iso3: str
    product: str
    scope_hs6: str | None
    latest_notice_on: date | None
    basis: str


def that_may_apply(orders: Iterable[Order], subheadings: Collection[str], origin: str) -> tuple[Order, ...] | None:
    """The orders on an origin whose scope names one of the subheadings; None where orders on its goods are not held."""
    relevant = tuple(
        order
        for order in orders
        if order.exporter_iso3 == origin and any(hs6 in (order.scope_hs6 or "").split() for hs6 in subheadings)
    )
    return relevant if relevant or origin == LISTED else None
