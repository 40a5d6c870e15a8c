"""Section 232 on one line: the programme that decides, the rate of the origin, and the share of the value under it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parley.measures.law_index import NONE, Listed, Rules
from parley.measures.law_layers import (
    EXEMPT,
    EXEMPT_IN_PART,
    IN_PART,
    IN_SCOPE,
    METAL_SHARE,
    USUAL,
    Case,
    Layer,
    Line,
    added,
    freeing_layer,
    holds,
    is_due,
    listed_layer,
)
from parley.measures.metal_content import Metal
from parley.measures.product_rates import ANNEXES_FROM, ORDER, VEHICLES

COPPER = "copper"


class Under(NamedTuple):
    """Shares of the value, 0 to 1: under section 232, and of it as copper."""

    share: float
    copper: float


NOTHING = Under(0.0, 0.0)


def section_232(
    line: Line, ordinary_pct: float | None, rows: Sequence[Listed], rules: Rules, on: date, case: Case
) -> tuple[list[Layer], Under]:
    """Layers of section 232 and what of the value is under it, by the rows present of a line."""
    own_rows = [_for_origin(row, rules, line, case) for row in rows]
    decides = [row for row in own_rows if is_due(row, case.reading) or row.role == EXEMPT]
    aside = [listed_layer(row, 0.0) for row in own_rows if row not in decides]
    top = _deciding(decides, on, case) if decides else None
    rivals = [row for row in rows if not top or row.programme == top.programme or _both_vehicles(row, top)]
    aside += [freed for row in rivals for freed in _not_applied(row, rules, line, case)]
    if top is None:
        return aside, NOTHING
    if top.role == EXEMPT:
        return [listed_layer(top, 0.0), *aside], NOTHING
    if top.rate_basis == METAL_SHARE:
        metals, under = _on_metal(line, [row for row in own_rows if is_due(row, case.reading)], case.reading.metal)
        return [*metals, *aside], under
    rate_or_none = added(top.rate_pct or 0.0, top.rate_basis, ordinary_pct)
    freed = EXEMPT if top.use_limit == NONE else EXEMPT_IN_PART
    role = top.role if top.rate_pct or top.role == IN_PART else freed
    whole = Under(1.0, 1.0 if top.programme == COPPER else 0.0)
    return [listed_layer(top, 0.0)._replace(rate_pct=rate_or_none, role=role), *aside], whole


def _both_vehicles(row: Listed, other: Listed) -> bool:
    return row.programme in VEHICLES and other.programme in VEHICLES


def _deciding(rows: Sequence[Listed], on: date, case: Case) -> Listed:
    """The one row that decides. A part may be one of cars or of trucks, at another rate for some origins: the least
    and the most of the two are its ends."""
    top = max(rows, key=lambda row: _rank(row, on))
    if top.programme not in VEHICLES or not (case.least or case.most):
        return top
    choose = min if case.least else max
    return choose((row for row in rows if row.programme in VEHICLES), key=lambda row: row.rate_pct or 0.0)


def _rank(row: Listed, on: date) -> tuple[object, ...]:
    """``product_rates.chosen_metals`` for one row: the greatest decides; among vehicles always by their order."""
    order = -ORDER.index(row.programme) if row.programme in ORDER else -len(ORDER)
    length, vehicle = row.digits, row.programme in VEHICLES
    if on < ANNEXES_FROM or vehicle:
        return on >= ANNEXES_FROM, order, length, row.valid_from
    return False, length, row.valid_from, order


def _for_origin(row: Listed, rules: Rules, line: Line, case: Case) -> Listed:
    """A listed rate, or the one an origin has in its place."""
    if row.role not in (IN_SCOPE, IN_PART):
        return row
    for rule in rules.instead_of(row.programme, row.heading_ch99, line.code, line.flies):
        if holds(rule.use_limit, line.code, case):
            return row._replace(
                rate_pct=rule.rate_pct,
                rate_basis=rule.rate_basis,
                use_limit=row.use_limit if row.role == IN_PART else rule.use_limit,
                heading_ch99=rule.heading_ch99,
                event_id=rule.event_id,
                citation=rule.citation,
                verification=rule.verification,
            )
    return row


def _not_applied(row: Listed, rules: Rules, line: Line, case: Case) -> list[Layer]:
    """Rates that some goods of the origin have instead, at 0; of goods in scope in part also the one that applies, as
    the layer of the duty does not tell its condition."""
    if row.role not in (IN_SCOPE, IN_PART):
        return []
    own_rows = rules.instead_of(row.programme, row.heading_ch99, line.code, line.flies)
    hidden = USUAL if row.role == IN_PART else ()
    others = [each for each in own_rows if each.use_limit in hidden or not holds(each.use_limit, line.code, case)]
    return [
        freeing_layer(o, IN_PART)._replace(instead_pct=o.rate_pct) if o.rate_pct else freeing_layer(o) for o in others
    ]


def _on_metal(line: Line, rows: Sequence[Listed], metal: Metal) -> tuple[list[Layer], Under]:
    """Layers of the duties on the metals in a good, at rates on its customs value, and what of it they cover."""
    due = [row for row in rows if row.rate_basis == METAL_SHARE]
    layers, parts = [], dict[str, float]()
    for row in due:
        shares = line.metals_pct.get(row.programme)
        part = (getattr(line.all_metal_pct, metal) / len(due) if shares is None else getattr(shares, metal)) / 100
        layers.append(listed_layer(row, (row.rate_pct or 0.0) * part))
        parts[row.programme] = part
    return layers, Under(min(sum(parts.values()), 1.0), min(parts.get(COPPER, 0.0), 1.0))
