"""What one line of one origin owes on a day under US law, layer by layer.

The law is that of ``product_rates``, for one line at a time and for any origin: duties add on customs value; one list of
section 301, one programme of section 232; duties on all goods fall on the part that is not under section 232, or on
everything where their heading says so. A rate for column 1 and surcharge together adds max(rate - ordinary duty, 0).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from parley.measures.law_index import ByOrigin, Listed, Rules, Scope
from parley.measures.product_rates import (
    ANNEXES_FROM,
    CENTRAL,
    CHAPTER_OF_VEHICLES,
    HIGH_READINGS,
    LOW_READINGS,
    ORDER,
    VEHICLE_LIMITS,
    VEHICLES,
    WEIGHT_LIMIT,
    Reading,
)

SECTION_301, SECTION_232, FENTANYL = "section_301", "section_232", "ieepa_fentanyl"
IN_SCOPE, IN_PART, EXEMPT, EXEMPT_IN_PART, SUSPENDED = (
    "in_scope",
    "in_scope_partial",
    "exempt",
    "exempt_partial",
    "suspended",
)
# limits that hold, unless the reading is the highest; and limits that hold in the lowest alone
USUAL = ("within_quota", "origin_of_the_metal")
OWN_LIST, OWN_EXEMPT_LIST = "own_list", "own_exempt_list"
METAL_SHARE = "metal_share"


@dataclass(frozen=True)
class Case:
    """One way to read what no code tells: the reading of the lists, and of what depends on the origin.

    ``least``: goods claim every preference, and are on the exempt lists of their origin that are not in hand.
    ``most``: goods are over their quota, and on the lists of goods in scope that are not in hand.
    """

    reading: Reading = CENTRAL
    least: bool = False
    most: bool = False


CENTRAL_CASE = Case()
OTHER_CASES = (
    *(Case(reading, least=True) for reading in LOW_READINGS),
    *(Case(reading, most=True) for reading in HIGH_READINGS),
)


@dataclass(frozen=True)
class Layer:
    """One duty on a line, or a rule that frees it: rate owed in percent of customs value, 0 where it is free.

    ``instead_pct``: the lower rate that some goods pay in place of the layer's, where it is not 0.
    """

    authority: str
    programme: str
    rate_pct: float | None
    role: str
    use_limit: str
    event_id: str | None
    heading: str | None
    citation: str | None
    verification: str
    scheduled_end: date | None = None
    basis: str | None = None
    instead_pct: float | None = None


class Line(NamedTuple):
    """A line and what the duties on it start from, in percent: its ordinary duty, the special rate its origin may
    claim, the share of each metal in its value by programme of section 232 and of all metal."""

    code: str
    ordinary: Layer
    special_pct: float | None
    metals_pct: Mapping[str, float | None]
    all_metal_pct: float


def layers_of(line: Line, present: Mapping[str, Sequence[Listed]], rules: Rules, scope: Scope, on: date, case: Case) -> list[Layer]:
    """The layers of a line under one case, the ordinary duty first; their rates add up to what is owed.

    ``present``: ``Scope.present`` of the code; ``rules``: ``rules_for`` the origin and day.
    """
    claimed = case.least and line.special_pct is not None
    ordinary = replace(line.ordinary, rate_pct=line.special_pct) if claimed else line.ordinary
    metals, share = _section_232(line, ordinary.rate_pct, present.get(SECTION_232, ()), rules, on, case)
    own_lists = [row for row in present.get(SECTION_301, ()) if row.programme not in rules.exempt_programmes]
    lists = _section_301(own_lists, on, case.reading)
    exempt = {row.programme: row for rows in present.values() for row in rows if row.role.startswith(EXEMPT)}
    general = []
    for duty in rules.on(line.code):
        lower = _listed_rate(present.get(duty.authority, ())) if duty.authority == FENTANYL else None
        general += _on_all(duty, lower, line.code, ordinary.rate_pct, share, exempt, rules, scope, case)
    return [ordinary, *lists, *metals, *general]


def owed(layers: Sequence[Layer]) -> float | None:
    """The sum of the layers in percent; None where one of them is not known."""
    rates = [layer.rate_pct for layer in layers]
    return None if None in rates else sum(rate for rate in rates if rate is not None)


def holds(limit: str, case: Case) -> bool:
    """Whether a rate or an exemption for some goods of an origin holds in a case."""
    return limit == "none" or (not case.most if limit in USUAL else case.least)


def is_due(row: Listed, reading: Reading) -> bool:
    """``product_rates.due`` for one row."""
    if row.role != IN_PART:
        return row.role == IN_SCOPE
    if reading.due_in_part != "central":
        return reading.due_in_part == "all"
    vehicle = row.use_limit in VEHICLE_LIMITS and row.product_code.startswith(CHAPTER_OF_VEHICLES)
    return vehicle or row.use_limit == WEIGHT_LIMIT


def _layer(row: Listed, rate_pct: float) -> Layer:
    return Layer(
        row.authority,
        row.programme,
        rate_pct,
        row.role,
        row.use_limit,
        row.event_id,
        row.heading_ch99,
        row.citation,
        row.verification,
        row.scheduled_end,
        row.rate_basis,
    )


def _section_301(rows: Sequence[Listed], on: date, reading: Reading) -> list[Layer]:
    """The highest list, less what exclusions free of it; then what frees or may yet bind the line, at 0."""
    lists = [row for row in rows if is_due(row, reading)]
    aside = [row for row in rows if row not in lists]
    excluded = max((_excluded_pct(row, on, reading) for row in aside if row.role == EXEMPT_IN_PART), default=0.0)
    top = max(lists, key=lambda row: row.rate_pct or 0.0, default=None)
    owing = [_layer(top, (top.rate_pct or 0.0) * (1 - excluded / 100))] if top else []
    return owing + [_layer(row, 0.0) for row in aside if top or row.role != EXEMPT_IN_PART]


def _excluded_pct(row: Listed, on: date, reading: Reading) -> float:
    if row.coverage_pct is None:
        return 0.0
    if reading.excluded == "largest":
        return row.coverage_pct if row.coverage_high_pct is None else row.coverage_high_pct
    lapsed = row.scheduled_end is not None and row.scheduled_end < on
    return 0.0 if lapsed else row.coverage_pct


def _section_232(
    line: Line, ordinary_pct: float | None, rows: Sequence[Listed], rules: Rules, on: date, case: Case
) -> tuple[list[Layer], float]:
    """Layers of section 232 and the share of the value under it."""
    own = [_for_origin(row, rules, line.code, case) for row in rows]
    decides = [row for row in own if is_due(row, case.reading) or row.role == EXEMPT]
    aside = [_layer(row, 0.0) for row in own if row not in decides]
    aside += [freed for row in rows for freed in _not_applied(row, rules, line.code, case)]
    if not decides:
        return aside, 0.0
    top = _deciding(decides, on, case)
    if top.role == EXEMPT:
        return [_layer(top, 0.0), *aside], 0.0
    if top.rate_basis == METAL_SHARE:
        rate, share = _on_metal(line, [row for row in own if is_due(row, case.reading)])
        return [replace(_layer(top, 0.0), rate_pct=rate), *aside], share
    rate_or_none = _added(top.rate_pct or 0.0, top.rate_basis, ordinary_pct)
    freed = EXEMPT if top.use_limit == "none" else EXEMPT_IN_PART
    role = top.role if top.rate_pct or top.role == IN_PART else freed
    return [replace(_layer(top, 0.0), rate_pct=rate_or_none, role=role), *aside], 1.0


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
    length, vehicle = len(row.product_code), row.programme in VEHICLES
    if on < ANNEXES_FROM or vehicle:
        return on >= ANNEXES_FROM, order, length, row.valid_from
    return False, length, row.valid_from, order


def _for_origin(row: Listed, rules: Rules, code: str, case: Case) -> Listed:
    """A listed rate, or the one an origin has in its place."""
    if row.role not in (IN_SCOPE, IN_PART):
        return row
    for own in rules.instead_of(row.programme, row.heading_ch99, code):
        if holds(own.use_limit, case):
            return row._replace(
                rate_pct=own.rate_pct,
                rate_basis=own.rate_basis,
                use_limit=row.use_limit if row.role == IN_PART else own.use_limit,
                heading_ch99=own.heading_ch99,
                event_id=own.event_id,
                citation=own.citation,
                verification=own.verification,
            )
    return row


def _not_applied(row: Listed, rules: Rules, code: str, case: Case) -> list[Layer]:
    """Rates that some goods of the origin may have instead, at 0."""
    if row.role not in (IN_SCOPE, IN_PART):
        return []
    others = [own for own in rules.instead_of(row.programme, row.heading_ch99, code) if not holds(own.use_limit, case)]
    return [replace(_freeing(o, IN_PART), instead_pct=o.rate_pct) if o.rate_pct else _freeing(o) for o in others]


def _freeing(row: ByOrigin, role: str = EXEMPT_IN_PART) -> Layer:
    return Layer(
        row.authority, row.programme, 0.0, role, row.use_limit, row.event_id, row.heading_ch99, row.citation, row.verification
    )


def _on_metal(line: Line, rows: Sequence[Listed]) -> tuple[float, float]:
    """Rate on customs value and share of the value, of duties on the metal in a good."""
    due = [row for row in rows if row.rate_basis == METAL_SHARE]
    rate = share = 0.0
    for row in due:
        known = line.metals_pct.get(row.programme)
        part = (line.all_metal_pct / len(due) if known is None else known) / 100
        rate, share = rate + (row.rate_pct or 0.0) * part, share + part
    return rate, min(share, 1.0)


def _added(rate_pct: float, basis: str | None, ordinary_pct: float | None) -> float | None:
    if basis != "total":
        return rate_pct
    return None if ordinary_pct is None else max(rate_pct - ordinary_pct, 0.0)


def _listed_rate(rows: Sequence[Listed]) -> Listed | None:
    """The rate of goods a duty on all goods lists at a rate of their own (energy, potash)."""
    return next((row for row in rows if row.role == IN_SCOPE), None)


def _on_all(
    duty: ByOrigin,
    lower: Listed | None,
    code: str,
    ordinary_pct: float | None,
    share: float,
    exempt: Mapping[str, Listed],
    rules: Rules,
    scope: Scope,
    case: Case,
) -> list[Layer]:
    """A duty on all goods, or why the line is free of it; then what may free some of its goods, at 0."""
    listed = exempt.get(duty.exempt_programme or "")
    if duty.rate_pct == 0:
        return [_freeing(duty, EXEMPT)]
    if duty.use_limit == OWN_LIST and not case.most:
        return [_freeing(duty, IN_PART)]
    if listed and listed.role == EXEMPT:
        return [replace(_layer(listed, 0.0), authority=duty.authority, programme=duty.programme)]
    if duty.excludes_section_232 and share == 1:
        under = replace(_freeing(duty, EXEMPT), use_limit="none", heading=duty.section_232_heading)
        return [replace(under, citation="goods under Section 232 are free of it")]
    own = [
        row
        for row in rules.instead_of(duty.programme, duty.heading_ch99, code)
        if row.use_limit != "civil_aircraft" or scope.for_aircraft(code)
    ]
    partly = listed is not None and case.reading.exempt_for_a_use
    freed = partly or any(holds(row.use_limit, case) for row in own) or (duty.use_limit == OWN_EXEMPT_LIST and case.least)
    rate = lower.rate_pct if lower and lower.rate_pct is not None else duty.rate_pct
    added = _added(rate, duty.rate_basis, ordinary_pct)
    net = None if added is None else added * (1 - share if duty.excludes_section_232 else 1)
    charge = replace(_freeing(duty, IN_SCOPE), rate_pct=0.0 if freed else net)
    if lower:
        charge = replace(_layer(lower, 0.0), rate_pct=charge.rate_pct)
    aside = [_layer(listed, 0.0)] if listed else []
    return [charge, *aside, *map(_freeing, own)]
