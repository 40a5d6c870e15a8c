"""What an answer of ``parley.law`` does not know, in sentences."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley.measures.law_index import LISTED, Order, that_may_apply
from parley.measures.law_layers import (
    EXEMPT,
    EXEMPT_IN_PART,
    IN_PART,
    METAL_SHARE,
    OWN_EXEMPT_LIST,
    SECTION_301,
    SUSPENDED,
    Layer,
    unit,
)
from parley.measures.preferences import SYMBOLS, pays_column_2
from parley.measures.usmca import FIRST_YEAR, LAST_YEAR, NOT_RECORDED, ORIGINS
from parley.results.law.answer import LawAnswer, LineAnswer, Sum
from parley.results.law.tables import COLUMN_2, GENERAL, Tables
from parley.terms import AUTHORITIES, DASH, PROGRAMMES, listed, number, small, with_article
from parley.terms.goods import in_pairs

# Antidumping and countervailing duty orders that may apply, in one short paragraph.

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
    named = listed([*parts[:NAMED], *([f"{left} other case{'s' * (left > 1)}"] if left else [])])
    rest = "" if origin == LISTED else f" Their codes are those of the order on China; others on {place} are not held."
    return f"{NOT_IN_THE_SUM}. Orders (September 2026) may apply, by their written scope: {named}.{rest}"


def _case(order: Order) -> str:
    return f"{order.case_number}, number not verified" if order.basis == UNVERIFIED else order.case_number


GOODS = {
    "civil_aircraft": "goods for civil aircraft",
    "named_articles_only": "the articles that the note names",
    "pharmaceutical_use": "goods for medicines",
    "metal_at_least_15pct_of_weight": "articles whose weight is at least 15% metal",
    "passenger_vehicles_and_light_trucks_only": "cars and light trucks",
    "parts_of_vehicles_only": "parts of vehicles",
    "medium_and_heavy_vehicles_only": "medium and heavy trucks, buses and their parts",
    "completed_kitchen_cabinets_vanities_and_parts": "completed kitchen cabinets, vanities and their parts",
    "cabinets_for_permanent_installation": "completed kitchen cabinets and their parts",
    "named_by_line_alone": "goods of the line that the act names",
    "drones_of_note_43": "small drones that the note lists",
    "thermal_imaging_only": "drones with thermal imaging",
    "intermodal_chassis_only": "intermodal chassis and their parts",
    "ship_to_shore_cranes_only": "ship-to-shore cranes",
    "informational_materials_only": "photographs, tapes, discs and other informational materials",
    "described_articles": "the articles that an exclusion describes",
    "patented_medicines_only": "patented medicines",
    "advanced_chips_only": "advanced chips that the note describes",
    "usmca_goods_only": "goods that qualify under the US-Mexico-Canada agreement (USMCA)",
    "us_content_of_usmca_goods": "US parts of goods that qualify under the US-Mexico-Canada agreement (USMCA)",
    "authorised_quantities_only": "quantities that the Secretary of Commerce authorises",
    "usmca_goods_two_fifths_us": "goods of at least two fifths US parts that qualify under the agreement (USMCA)",
    "qualifying_textiles_only": "textiles that qualify under the agreement with Central America (CAFTA-DR)",
    "within_quota": "goods within a quota",
    "over_quota": "goods above the quota",
    "origin_of_the_metal": "goods of metal melted or smelted in the country the heading names",
    "parts_for_own_vehicles": "parts for vehicles of the same origin",
    "own_exempt_list": "goods on a list that we do not hold or no code identifies",
    "own_list": "goods on a list that we do not hold",
}
BASES = {"metal_share": " on the metal", "total": " in all"}  # of a rate that is not just added
HOW_KNOWN = {"unverified": "not verified", "derived": "inferred"}
ALWAYS = (
    "Not counted: fees, farm quotas, small parcels, donations, goods in "
    "transit when a duty began, and goods with US content. Nor are preferences for developing countries (GSP), which "
    "lapsed at the end of 2020."
)
# Section 301, large civil aircraft, headings 9903.89.05 to 9903.89.63: 84 FR 54245; the last days by 86 FR 13961 and
# 86 FR 14513, then a suspension of five years by 86 FR 36313
AIRCRAFT_DISPUTE_FROM = date(2019, 10, 18)
AIRCRAFT_DISPUTE = {
    "EU27": (date(2021, 3, 10), date(2026, 7, 11)),
    "GBR": (date(2021, 3, 3), date(2026, 7, 4)),
}
OF_AIRCRAFT_DISPUTE = (
    "Section 301, aircraft dispute: wine, spirits, cheese, aircraft and others paid 10 to 25% more. We hold no list, "
    "so it is not counted (headings 9903.89.05 to 9903.89.63)."
)
AIRCRAFT_DISPUTE_UNSURE = (
    "Section 301, aircraft dispute: its suspension was to end in July 2026. We know of no act since "
    "(headings 9903.89.05 to 9903.89.63)."
)
NICARAGUA, ON_NICARAGUA_FROM = "NIC", date(2026, 1, 1)
ON_NICARAGUA = (
    "Section 301, Nicaragua: the schedule of June 2026 adds 0% (heading 9903.89.01). We do not hold the rates of "
    "later years."
)
LISTED_EXCLUSIONS_FROM = date(2024, 6, 15)  # heading 9903.88.69, the first whose lines we hold
EARLIER_EXCLUSIONS = (
    "Section 301: articles excluded before 15 June 2024 (headings 9903.88.05 to 9903.88.68) are not counted, as we "
    "hold no list of them; they owed less than this."
)


BY_CLAIMS = (
    "Which goods claim USMCA is known by line only: the central sum takes the share of imports that claimed it in "
    "2025, the range runs from all to none."
)


METAL_ESTIMATE = "its share is the mean of the industry, in the range the least and the most of its subsector"


def usmca_shares(line: LineAnswer) -> Iterable[str]:
    """Of a line of Canada or Mexico: the shares that claimed their agreement, and what goods owe with and without."""
    if line.of_usmca is None:
        return
    first, last, claimed, unclaimed = line.of_usmca
    shares = [f"{pct:.1f}% in {year}" for pct, year in ((first, FIRST_YEAR), (last, LAST_YEAR)) if pct is not None]
    if shares:
        yield f"Imports that claimed USMCA: {', '.join(shares)}."
    if claimed is not None and unclaimed is not None:
        yield f"Goods that claim it owe {claimed:.1f}%, others {unclaimed:.1f}%."


def not_known(lines: Sequence[LineAnswer], origin: str, on: date, tables: Tables, revised: bool) -> list[str]:
    """What the answer leaves open, the day first, then limits, lists and values.

    ``revised``: the weights are not of the first print of 2024, which does not have the origin.
    """
    return [
        *of_law(lines, origin, on, tables),
        *_of_claims(lines, origin),
        *_of_values(lines, revised),
        orders_told({line.code[:6] for line in lines}, origin, tables.orders, with_article(tables.names[origin])),
        ALWAYS,
    ]


def of_law(lines: Sequence[LineAnswer], origin: str, on: date, tables: Tables) -> list[str]:
    """What the law of the lines leaves open: the day, the goods its rules mean, lists not held, the ordinary duty."""
    return [
        *_of_the_day(on, tables),
        *_of_layers(lines, on),
        *_of_exclusions(lines, on),
        *_of_lists_not_held(origin, on),
        *_of_ordinary(lines, origin, on, tables),
    ]


def _of_the_day(on: date, tables: Tables) -> Iterable[str]:
    if on > tables.known_until:
        yield f"Our legal texts end on {tables.known_until}. The answer for {on} is what they schedule."
    first = tables.editions[0][0]
    if on < first:
        yield f"The ordinary duty is that of {first}: we hold no earlier edition of the tariff schedule."


def _of_layers(lines: Sequence[LineAnswer], on: date) -> Iterable[str]:
    """One sentence per rule that only some goods fall under, and per day or list that was not read."""
    by_reason: dict[str, list[str]] = {}
    for line in lines:
        for layer in line.layers:
            for sentence in _of_layer(layer, on):
                by_reason.setdefault(sentence, []).append(line.code)
    for sentence, codes in by_reason.items():
        yield sentence if len(codes) == len(lines) else f"{sentence} ({_named(codes)})"


def _of_exclusions(lines: Sequence[LineAnswer], on: date) -> Iterable[str]:
    owing = any(layer.authority == SECTION_301 and layer.rate_pct for line in lines for layer in line.layers)
    if owing and on < LISTED_EXCLUSIONS_FROM:
        yield EARLIER_EXCLUSIONS


def _of_lists_not_held(origin: str, on: date) -> Iterable[str]:
    """Duties under section 301 on other origins than China, of which no table has the goods."""
    if origin in AIRCRAFT_DISPUTE:
        last, resumes = AIRCRAFT_DISPUTE[origin]
        if AIRCRAFT_DISPUTE_FROM <= on <= last:
            yield OF_AIRCRAFT_DISPUTE
        if on >= resumes:
            yield AIRCRAFT_DISPUTE_UNSURE
    if origin == NICARAGUA and on >= ON_NICARAGUA_FROM:
        yield ON_NICARAGUA


def _of_layer(layer: Layer, on: date) -> Iterable[str]:
    heading = f"heading {layer.heading}" if layer.heading else layer.citation or "no heading"
    if layer.use_limit in GOODS:
        yield f"{_law(layer)}: only {GOODS[layer.use_limit]} {_treated(layer)} ({heading})."
    if layer.scheduled_end and layer.scheduled_end < on:
        yield f"{_law(layer)}: its text ends it on {layer.scheduled_end}; we know of no extension ({heading})."
    if layer.verification == "unverified":
        yield f"{_law(layer)}: we have not read the full text: {layer.citation}."
    if layer.basis == METAL_SHARE and layer.rate_pct:
        yield f"{_law(layer)}: applies to the metal only; {METAL_ESTIMATE} ({heading})."


def _treated(layer: Layer) -> str:
    """What the goods of a limit pay, and what the central sum takes of it."""
    if layer.instead_pct is not None:
        return f"pay {layer.instead_pct:g}% instead"
    if layer.role == IN_PART:
        return "pay it; the central sum includes it" if layer.rate_pct else "pay it; the central sum leaves it out"
    return "have this rate" if layer.role == "in_scope" and layer.use_limit != OWN_EXEMPT_LIST else "are exempt"


def programme_name(programme: str) -> str:
    """A measure in words."""
    return PROGRAMMES.get(programme, programme.replace("_", " ").capitalize())


def list_rate(row: Mapping[Any, Any]) -> str:
    """The rate of a row in percent as a list of laws shows it, with what it is of; a dash where it is not known."""
    return DASH if pd.isna(row["rate_pct"]) else f"{number(row['rate_pct'], 1)}{BASES.get(row['rate_basis'], '')}"


def _law(layer: Layer) -> str:
    return named(layer, ", ")


def named_duty(authority: str, programme: str) -> str:
    """A duty in words: its law and its measure; the ordinary duty by its one name."""
    if authority == "mfn":
        return AUTHORITIES[authority]
    return _of_law_and_measure(authority, programme, ": ")


def named(layer: Layer, between: str) -> str:
    """The law of a layer and its measure, once where the law is named after it."""
    return _of_law_and_measure(layer.authority, layer.programme, between)


def _of_law_and_measure(law: str, measure: str, between: str) -> str:
    authority, programme = AUTHORITIES[law], programme_name(measure)
    lowered = small(programme)
    if authority.endswith(lowered):
        return authority
    return authority + between + (lowered if between == ", " else programme)


def _named(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:3])
    return shown if len(codes) <= 3 else f"{shown} and {len(codes) - 3} more"


def _of_ordinary(lines: Sequence[LineAnswer], origin: str, on: date, tables: Tables) -> Iterable[str]:
    unknown = [line.code for line in lines if line.layers[0].rate_pct is None]
    if unknown:
        yield f"The ordinary duty is not a percentage, and customs data give no equivalent: {_named(unknown)}."
    column = COLUMN_2 if pays_column_2(origin, on) else GENERAL
    parts = {line.code: tables.duty_parts(tables.printed(line.code[:8], on), line.code, column) for line in lines}
    if without := [code for code, part in parts.items() if part and unit(part) is None]:
        yield f"The text of the ordinary duty gives no rate by value or by one quantity: {_named(without)}."
    derived = [line.code for line in lines if line.layers[0].verification == "derived"]
    if estimated := [code for code in derived if code not in unknown]:
        yield f"The ordinary duty is no percentage; we use the duty collected in 2024 over value: {_named(estimated)}."
    if origin not in ORIGINS and origin in SYMBOLS and not pays_column_2(origin, on):
        yield "We do not know which goods claim a preferential duty; the low sum applies it wherever it is offered."
    missing = [line.code for line in lines if tables.printed(line.code[:8], on) is None]
    if missing:
        yield f"No edition of the tariff schedule we hold prints {_named(missing)}."


def _of_claims(lines: Sequence[LineAnswer], origin: str) -> Iterable[str]:
    if origin not in ORIGINS:
        return
    yield BY_CLAIMS
    without = [line.code for line in lines if line.of_usmca and line.of_usmca[:2] == NOT_RECORDED]
    if without:
        yield f"No imports show which share claims USMCA; the central sum takes none: {_named(without)}."


def _of_values(lines: Sequence[LineAnswer], revised: bool) -> Iterable[str]:
    summed = [line for line in lines if None not in line.sum_pct]
    if not summed:
        return
    if not any(line.value_usd for line in summed):
        yield "The tables show no imports from this origin in 2024; the sum is the simple average of the tariff lines."
    elif len(summed) < len(lines) or any(line.value_usd is None for line in lines):
        without = [line.code for line in lines if line not in summed or line.value_usd is None]
        yield f"Not in the total, for lack of a weight or a sum: {_named(without)}."
    if revised:
        yield "Weights are the revised 2024 imports: the first release by line lacks this origin."


# An answer of ``parley.law`` as text for a terminal.

STATES = {
    EXEMPT: "free",
    EXEMPT_IN_PART: "some goods free",
    IN_PART: "some goods owe it",
    SUSPENDED: "listed, never in force",
}
NAME_WIDTH, RATE_WIDTH = 46, 8


def as_text(answer: LawAnswer, origin_name: str) -> str:
    """The whole answer: the sum, one block per line of the schedule, what is not known."""
    head = f"{in_pairs(answer.code)} from {with_article(origin_name)} on {answer.on}: "
    alone = len(answer.lines) == 1
    head += _rate(answer.lines[0]) if alone else f"{_sum(answer.sum_pct)}, lines weighted by 2024 imports"
    blocks = ["\n".join(_line(line)) for line in answer.lines]
    unknowns = "\n".join(f"- {sentence}" for sentence in answer.not_known)
    return "\n\n".join([head, *blocks, f"Not known (our legal texts end on {answer.known_until}):\n{unknowns}"])


def _sum(sum_pct: Sum) -> str:
    if sum_pct.central is None:
        return "the sum is not known"
    low, central, high = (f"{rate:.1f}" for rate in sum_pct if rate is not None)
    return f"{central}%" if low == high else f"{central}% ({low} to {high})"


def _line(line: LineAnswer) -> list[str]:
    value = "" if line.value_usd is None else f", 2024 imports USD {line.value_usd / 1e6:,.1f} m"
    claims = [f"  {sentence}" for sentence in usmca_shares(line)]
    return [f"{in_pairs(line.code)}: {_rate(line)}{value}", *map(_layer, line.layers), *claims]


def _rate(line: LineAnswer) -> str:
    """What a shipment pays, and the mean of all imports where that is another."""
    mean, payable = _sum(line.sum_pct), _sum(line.payable_pct)
    return payable if mean == payable else f"a shipment pays {payable}; mean of 2024 imports {mean}"


def _layer(layer: Layer) -> str:
    name = named_duty(layer.authority, layer.programme)
    unknown = "per unit" if layer.per_unit else "not known"
    rate = unknown if layer.rate_pct is None else f"{layer.rate_pct:.1f}"
    state = STATES.get(layer.role, "")
    where = layer.citation if layer.authority == "mfn" or not layer.heading else f"heading {layer.heading}"
    words = ", ".join(part for part in (state, layer.per_unit, where) if part)
    return f"  {name:<{NAME_WIDTH}}{rate:>{RATE_WIDTH}}  {words}"
