"""Layers of duty on a line, and the cases in which what no code tells can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from parley.measures.law_index import NONE, ByOrigin, Listed
from parley.measures.metal_content import Content
from parley.measures.product_rates import (
    CENTRAL,
    CHAPTER_OF_VEHICLES,
    CIVIL_AIRCRAFT,
    HIGH_READINGS,
    LOW_READINGS,
    MADE_TO_FLY,
    USUALLY_MET,
    VEHICLE_LIMITS,
    Excluded,
    InPart,
    Reading,
    by_metal,
)

# Ordinary duties that are no percentage, by their parts: a rate in percent, and one or two in dollars a unit.
#
# The equivalent of a shipment, percent of its value: ad valorem rate + 100 x dollars a unit x quantity / value.

ONCE = ("each",)  # units that take no article


class Component(NamedTuple):
    """A duty by its parts; a part that a duty does not have, or that its text gives no number for, is None."""

    kind: str
    ad_valorem_pct: float | None
    specific_usd: float | None
    specific_per: str | None
    second_specific_usd: float | None
    second_specific_per: str | None


def unit(duty: Component | None) -> str | None:
    """The one unit whose quantity tells what a shipment owes; None where there is none, or there are two."""
    if duty is None or duty.second_specific_per not in (None, duty.specific_per):
        return None
    return duty.specific_per


def worked_out_pct(duty: Component | None, value_usd: float, quantity: float) -> float | None:
    """What a shipment owes in percent of its value; None where the parts do not tell it."""
    if duty is None or unit(duty) is None:
        return None
    usd = (duty.specific_usd or 0.0) + (duty.second_specific_usd or 0.0)
    return (duty.ad_valorem_pct or 0.0) + 100 * usd * quantity / value_usd


def in_words(duty: Component | None) -> str | None:
    """The parts as one reads them, such as "1.9% and 13.9 cents a kg"; None where there is no number."""
    if duty is None or duty.specific_usd is None:
        return None
    parts = [f"{duty.ad_valorem_pct:g}%"] if duty.ad_valorem_pct else []
    parts.append(_per_unit(duty.specific_usd, duty.specific_per or ""))
    if duty.second_specific_usd is not None:
        parts.append(_per_unit(duty.second_specific_usd, duty.second_specific_per or ""))
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 2 else parts)


def _per_unit(usd: float, of: str) -> str:
    money = f"${usd:g}" if usd >= 1 else f"{100 * usd:g} cent{'' if usd == 0.01 else 's'}"
    if of in ONCE:
        return f"{money} {of}"
    return f"{money} {'per' if of[0].isdigit() else 'an' if of[0] in 'aeiou' else 'a'} {of}"


SECTION_301, SECTION_232 = "section_301", "section_232"
IN_SCOPE, IN_PART, EXEMPT, EXEMPT_IN_PART, SUSPENDED = (
    "in_scope",
    "in_scope_partial",
    "exempt",
    "exempt_partial",
    "suspended",
)
# limits that hold, unless the reading is the highest; and limits that hold in the lowest alone
USUAL = ("within_quota", "origin_of_the_metal", "parts_for_own_vehicles")
# goods that claim the agreement with Canada and Mexico; and those of them that meet more, which no code tells
USMCA_GOODS = "usmca_goods_only"
SOME_USMCA_GOODS = ("us_content_of_usmca_goods", "usmca_goods_two_fifths_us", "authorised_quantities_only")
OWN_LIST, OWN_EXEMPT_LIST = "own_list", "own_exempt_list"
IN_THE_HIGHEST_ALONE = (OWN_LIST, "over_quota")
METAL_SHARE, TOTAL = "metal_share", "total"


@dataclass(frozen=True)
class Case:
    """One way to read what no code tells: the reading of the lists, and of what depends on the origin.

    ``least``: goods claim every preference, and are on the exempt lists of their origin that are not in hand.
    ``most``: goods are over their quota, and on the lists of goods in scope that are not in hand.
    ``claims``: goods claim the agreement with Canada and Mexico. ``only``: of the programmes of section 232 that list
    goods in part, the one that means these; empty: as the reading says.
    """

    reading: Reading = CENTRAL
    least: bool = False
    most: bool = False
    claims: bool = False
    only: str = ""

    def of_one_shipment(self) -> "Case":
        """The same of goods that are all alike: an exclusion frees all of them, or none."""
        return replace(self, reading=replace(self.reading, excluded=OF_ONE_SHIPMENT[self.reading.excluded]))


OF_ONE_SHIPMENT: Mapping[Excluded, Excluded] = {"largest": "all", "central": "usual", "least": "none"}
CENTRAL_CASE = Case()
OTHER_CASES = (
    *(Case(reading, least=True) for reading in LOW_READINGS),
    *(Case(reading, most=True) for reading in HIGH_READINGS),
)
# those that differ where no list names goods in scope in part
FEW_CASES = tuple(case for case in OTHER_CASES if case.reading.due_in_part == "central")


def with_metal_ends(cases: Sequence[Case]) -> list[Case]:
    """Each case with the least and the most metal in a good."""
    return [replace(case, reading=reading) for case in cases for reading in by_metal([case.reading])]


class Layer(NamedTuple):
    """One duty on a line, or a rule that frees it: rate owed in percent of customs value, 0 where it is free.

    ``instead_pct``: the lower rate that some goods pay in place of the layer's, where it is not 0. ``per_unit``: an
    ordinary duty that is no percentage, in words.
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
    source_id: str
    valid_from: date | None = None
    scheduled_end: date | None = None
    basis: str | None = None
    instead_pct: float | None = None
    per_unit: str | None = None


class Line(NamedTuple):
    """A line and what the duties on it start from, in percent: its ordinary duty, the special rate its origin may
    claim, the share of each metal in its value by programme of section 232, None where not known, and of all metal;
    whether its goods may be for civil aircraft."""

    code: str
    ordinary: Layer
    special_pct: float | None
    metals_pct: Mapping[str, Content | None]
    all_metal_pct: Content
    flies: bool


def owed(layers: Sequence[Layer]) -> float | None:
    """The sum of the layers in percent; None where one of them is not known."""
    rates = [layer.rate_pct for layer in layers]
    return None if None in rates else sum(rate for rate in rates if rate is not None)


def holds(limit: str, code: str, case: Case) -> bool:
    """Whether a rate or an exemption for some goods of an origin holds for a code in a case."""
    if limit == USMCA_GOODS or limit in SOME_USMCA_GOODS:
        return case.claims and (case.least or limit == USMCA_GOODS)
    usual = limit in USUAL or _is_civil(limit, code)
    return limit == NONE or (not case.most if usual else case.least)


def _is_civil(limit: str, code: str) -> bool:
    """Whether the central reading counts a code as meant by a list for civil aircraft."""
    return limit == CIVIL_AIRCRAFT and code.startswith(MADE_TO_FLY)


def is_due(row: Listed, reading: Reading) -> bool:
    """``product_rates.due`` for one row."""
    if row.role != IN_PART:
        return row.role == IN_SCOPE
    vehicle = row.use_limit in VEHICLE_LIMITS and row.chapter == CHAPTER_OF_VEHICLES
    return _counts(reading.due_in_part, vehicle or row.use_limit in USUALLY_MET)


def is_free(row: Listed, code: str, reading: Reading) -> bool:
    """``product_rates.free`` for one row and a code it holds for."""
    if row.role != EXEMPT_IN_PART:
        return row.role == EXEMPT
    return _counts(reading.free_in_part, _is_civil(row.use_limit, code))


def _counts(in_part: InPart, is_usual: bool) -> bool:
    """Whether goods that a list means in part count: none, all, or in the central reading the usual ones."""
    return is_usual if in_part == "central" else in_part == "all"


def listed_layer(row: Listed, rate_pct: float) -> Layer:
    """The layer of a row of us_tariff_scope at the rate given."""
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
        row.source_id,
        row.valid_from,
        row.scheduled_end,
        row.rate_basis,
    )


def freeing_layer(row: ByOrigin, role: str = EXEMPT_IN_PART) -> Layer:
    """The layer of a row of us_duties_by_origin, at 0."""
    return Layer(
        row.authority,
        row.programme,
        0.0,
        role,
        row.use_limit,
        row.event_id,
        None if row.heading_ch99 == NONE else row.heading_ch99,
        row.citation,
        row.verification,
        row.source_id,
        row.valid_from,
        basis=row.rate_basis,
    )


def added(rate_pct: float, basis: str | None, ordinary_pct: float | None) -> float | None:
    """What a rate adds to the ordinary duty; None where that is not known and counts."""
    if basis != TOTAL:
        return rate_pct
    return None if ordinary_pct is None else max(rate_pct - ordinary_pct, 0.0)
