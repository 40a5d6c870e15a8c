"""What one line of one origin owes on a day under US law, layer by layer.

The law is that of ``product_rates``, for one line at a time and for any origin: duties add on customs value; one list
of section 301, one programme of section 232; duties on all goods fall on the part that is not under section 232, or on
everything where their heading says so. A rate for column 1 and surcharge together adds max(rate - ordinary duty, 0).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from parley.measures.law_index import NONE, WORLD, ByOrigin, Listed, Rules
from parley.measures.law_layers import (
    EXEMPT,
    EXEMPT_IN_PART,
    IN_PART,
    IN_SCOPE,
    IN_THE_HIGHEST_ALONE,
    METAL_SHARE,
    OWN_EXEMPT_LIST,
    SECTION_232,
    SECTION_301,
    USUAL,
    Case,
    Layer,
    Line,
    added,
    freeing_layer,
    holds,
    is_due,
    is_free,
    listed_layer,
)
from parley.measures.metal_content import Metal
from parley.measures.product_rates import ANNEXES_FROM, ORDER, VEHICLES, Reading

# Section 232 on one line: the programme that decides, the rate of the origin, and the share of the value under it.

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
    decides = [row for row in own_rows if _owes(row, case) or row.role == EXEMPT]
    aside = [listed_layer(row, 0.0) for row in own_rows if row not in decides]
    top = _deciding(decides, on, case) if decides else None
    rivals = [row for row in rows if not top or row.programme == top.programme or _both_vehicles(row, top)]
    aside += [freed for row in rivals for freed in _not_applied(row, rules, line, case)]
    if top is None:
        return aside, NOTHING
    if top.role == EXEMPT:
        return [listed_layer(top, 0.0), *aside], NOTHING
    if top.rate_basis == METAL_SHARE:
        metals, under = _on_metal(line, [row for row in own_rows if _owes(row, case)], case.reading.metal)
        return [*metals, *aside], under
    rate_or_none = added(top.rate_pct or 0.0, top.rate_basis, ordinary_pct)
    freed = EXEMPT if top.use_limit == NONE else EXEMPT_IN_PART
    role = top.role if top.rate_pct or top.role == IN_PART else freed
    whole = Under(1.0, 1.0 if top.programme == COPPER else 0.0)
    return [listed_layer(top, 0.0)._replace(rate_pct=rate_or_none, role=role), *aside], whole


def _owes(row: Listed, case: Case) -> bool:
    is_other = case.only and row.role == IN_PART and row.programme != case.only
    return not is_other and is_due(row, case.reading)


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


FENTANYL = "ieepa_fentanyl"
HALF_PCT = 50.0
DESCRIBED = "described_articles"  # goods that an exclusion frees
METALS_FIRST = date(2025, 6, 4)  # Proclamation 10947 turned the order of EO 14289


def layers_of(line: Line, present: Mapping[str, Sequence[Listed]], rules: Rules, on: date, case: Case) -> list[Layer]:
    """The layers of a line under one case, the ordinary duty first; their rates add up to what is owed.

    ``present``: ``Scope.present`` of the code; ``rules``: ``rules_for`` the origin and day.
    """
    claimed = case.least and line.special_pct is not None
    ordinary = line.ordinary._replace(rate_pct=line.special_pct) if claimed else line.ordinary
    metals, under = section_232(line, ordinary.rate_pct, present.get(SECTION_232, ()), rules, on, case)
    own_lists = [row for row in present.get(SECTION_301, ()) if row.programme not in rules.exempt_programmes]
    lists = _section_301(own_lists, on, case.reading)
    exempt = {row.programme: row for rows in present.values() for row in rows if row.role.startswith(EXEMPT)}

    def on_all(duty: ByOrigin, under: Under) -> list[Layer]:
        lower = _listed_rate(present.get(duty.authority, ())) if duty.authority == FENTANYL else None
        return _on_all(duty, lower, line, ordinary.rate_pct, under, exempt, rules, case)

    duties = rules.on(line.code)
    if on < METALS_FIRST and not any(layer.programme in VEHICLES and layer.rate_pct for layer in metals):
        before = [duty for duty in duties if duty.authority == FENTANYL and duty.excludes_section_232]
        if any(layer.rate_pct for duty in before for layer in on_all(duty, NOTHING)):
            metals, under = [_after_other_duties(layer) for layer in metals], NOTHING
    general = [layer for duty in duties for layer in on_all(duty, under)]
    return [ordinary, *lists, *metals, *general]


def _after_other_duties(metal: Layer) -> Layer:
    """A duty on metal, free because the goods pay one on all goods of Canada or Mexico."""
    why = "goods that pay the duties on Canada and Mexico are free of it, EO 14289"
    return metal._replace(rate_pct=0.0, role=EXEMPT, use_limit=NONE, citation=why) if metal.rate_pct else metal


def _section_301(rows: Sequence[Listed], on: date, reading: Reading) -> list[Layer]:
    """The highest list, less what exclusions free of it; then what frees or may yet bind the line, at 0."""
    lists = [row for row in rows if is_due(row, reading)]
    aside = [row for row in rows if row not in lists]
    excluded = max((_excluded_pct(row, on, reading) for row in aside if row.role == EXEMPT_IN_PART), default=0.0)
    top = max(lists, key=lambda row: row.rate_pct or 0.0, default=None)
    owing = [listed_layer(top, (top.rate_pct or 0.0) * (1 - excluded / 100))] if top else []
    return owing + [listed_layer(row, 0.0) for row in aside if top or row.role != EXEMPT_IN_PART]


def _excluded_pct(row: Listed, on: date, reading: Reading) -> float:
    if reading.excluded in ("all", "none"):
        return 100.0 * (reading.excluded == "all" and row.use_limit == DESCRIBED)
    if row.coverage_pct is None:
        return 0.0
    if reading.excluded == "largest":
        return row.coverage_pct if row.coverage_high_pct is None else row.coverage_high_pct
    lapsed = row.scheduled_end is not None and row.scheduled_end < on
    free_pct = 0.0 if lapsed else row.coverage_pct
    return 100.0 * (free_pct > HALF_PCT) if reading.excluded == "usual" else free_pct


def _listed_rate(rows: Sequence[Listed]) -> Listed | None:
    """The rate of goods a duty on all goods lists at a rate of their own (energy, potash)."""
    return next((row for row in rows if row.role == IN_SCOPE), None)


def _free(listed: Listed, duty: ByOrigin) -> Layer:
    """A duty that an exempt list frees the line of; a list printed for another origin stands for the same goods."""
    layer = listed_layer(listed, 0.0)._replace(authority=duty.authority, programme=duty.programme)
    if listed.exporter_iso3 in (WORLD, duty.exporter_iso3):
        return layer
    same = f"goods of a list printed for another origin: {listed.citation}"
    return layer._replace(heading=None, event_id=duty.event_id, citation=same, verification="derived")


def _on_all(
    duty: ByOrigin,
    lower: Listed | None,
    line: Line,
    ordinary_pct: float | None,
    under: Under,
    exempt: Mapping[str, Listed],
    rules: Rules,
    case: Case,
) -> list[Layer]:
    """A duty on all goods, or why the line is free of it; then what may free some of its goods, at 0."""
    listed = exempt.get(duty.exempt_programme or "")
    # copper frees of no duty on Canada and Mexico: EO 14289 does not name it, and customs say so
    share = under.share - under.copper if duty.authority == FENTANYL else under.share
    if duty.rate_pct == 0:
        return [freeing_layer(duty, EXEMPT)]
    if duty.use_limit in IN_THE_HIGHEST_ALONE and not case.most:
        return [freeing_layer(duty, IN_PART)]
    if listed and listed.role == EXEMPT:
        return [_free(listed, duty)]
    if duty.excludes_section_232 and share == 1:
        covered = freeing_layer(duty, EXEMPT)._replace(use_limit=NONE, heading=duty.section_232_heading)
        return [covered._replace(citation="goods under Section 232 are free of it")]
    own_rules = rules.instead_of(duty.programme, duty.heading_ch99, line.code, line.flies)
    partly = listed is not None and is_free(listed, line.code, case.reading)
    of_origin = any(holds(row.use_limit, line.code, case) for row in own_rules)
    freed = partly or of_origin or (duty.use_limit == OWN_EXEMPT_LIST and case.least)
    rate = lower.rate_pct if lower and lower.rate_pct is not None else duty.rate_pct
    more = added(rate, duty.rate_basis, ordinary_pct)
    net = None if more is None else more * (1 - share if duty.excludes_section_232 else 1)
    charge = freeing_layer(duty, IN_SCOPE)._replace(rate_pct=0.0 if freed else net)
    if lower:
        charge = listed_layer(lower, 0.0)._replace(rate_pct=charge.rate_pct)
    aside = [_free(listed, duty)] if listed else []
    return [charge, *aside, *map(freeing_layer, own_rules)]
