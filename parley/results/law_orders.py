"""Antidumping and countervailing duty orders that may apply, in one short paragraph."""

from collections.abc import Collection, Iterable

from parley.measures.law_index import LISTED, Order, that_may_apply
from parley.terms import listed, small

NAMED = 4  # products; the cases of more are counted
UNVERIFIED = "number_unverified"
NOT_IN_THE_SUM = "Antidumping (A) and countervailing (C) duty is not in the sum"


def orders_told(subheadings: Collection[str], origin: str, orders: Iterable[Order], place: str) -> str:
    """Which orders may apply to goods of an origin, ``place`` in words; that they are not held, where they are not."""
    relevant = that_may_apply(orders, subheadings, origin)
    if relevant is None:
        return f"{NOT_IN_THE_SUM}; orders on goods of {place} are not held."
    if not relevant:
        return (
            f"{NOT_IN_THE_SUM}; our list of orders, of September 2026 and with gaps, names no such goods: ask customs."
        )
    by_product: dict[str, list[str]] = {}
    for order in relevant:
        by_product.setdefault(order.product, []).append(_case(order))
    parts = [f"{small(product)} ({', '.join(cases)})" for product, cases in by_product.items()]
    left = sum(len(cases) for cases in [*by_product.values()][NAMED:])
    named = listed([*parts[:NAMED], *([f"{left} other cases"] if left else [])])
    rest = "" if origin == LISTED else f" Their codes are those of the order on China; others on {place} are not held."
    return f"{NOT_IN_THE_SUM}. Orders (September 2026) may apply, by their written scope: {named}.{rest}"


def _case(order: Order) -> str:
    return f"{order.case_number}, number not verified" if order.basis == UNVERIFIED else order.case_number
