"""What a shipment owes in dollars by origin: duties of its line, fees of its entry, and what changes next.

The law is that of ``parley.law``, read for goods that are all alike: an exclusion frees all of a shipment or none, and
so does a claim of the agreement with Canada and Mexico. Each duty is its rate on customs value, to the cent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from parley.measures import entry_fees
from parley.measures.law_index import concerns, rules_for, that_may_apply
from parley.measures.law_layers import EXEMPT, Layer, unit
from parley.measures.preferences import pays_column_2
from parley.measures.usmca import NOT_RECORDED, ORIGINS
from parley.results.law import landed_words
from parley.results.law.answer import LandedError, LawError, LineAnswer, Shipment, Sum
from parley.results.law.landed_answer import Charge, Dollars, Fee, LandedAnswer, NextChange
from parley.results.law.lines import (
    LAST_DAY,
    Question,
    Readings,
    day_of,
    digits_of,
    line_readings,
    numbers_under,
    origin_of,
)
from parley.results.law.tables import COLUMN_2, GENERAL, Tables, imports_revised, tables

BY = ("sea", "air", "land")
SEA = "sea"
PROCESSING, HARBOR = "merchandise_processing_fee", "harbor_maintenance_fee"
MOST_VALUE_USD = 1e12
SAME_PP = 1e-9
DAY = timedelta(days=1)
LINE = 8  # digits of a line of the schedule
NAMED = 6  # numbers an error names
T = TypeVar("T")
By = Mapping[str, Readings]


def landed(
    code: str,
    origins: Sequence[str] | str = ("CHN",),
    value_usd: float | None = None,
    quantity: float | None = None,
    by: str = SEA,
    on: date | str | None = None,
) -> list[LandedAnswer]:
    """What a shipment owes, one answer an origin in the order given, in dollars of customs value.

    ``code``: HS6, HTS8 or HTS10, with or without dots; of several lines the one imported most is worked out, and
    ``duty_usd`` spans all. ``origins``: ISO codes of three letters, or EU27. ``value_usd``: customs value, without
    freight and insurance. ``quantity``: in the unit of the ordinary duty, needed where that is no percentage. ``by``:
    sea, air or land. ``on``: the day of entry, 2018 to 2027, default today. Raises LandedError naming the field at
    fault, TableError.
    """
    tables_now = tables()
    digits, day = _named("code", digits_of, code), _named("on", day_of, on)
    value, count = _amount("value_usd", value_usd), None if quantity is None else _amount("quantity", quantity)
    if value is None:
        raise LandedError("value_usd", "give the customs value of the shipment in dollars.")
    if by not in BY:
        raise LandedError("by", f"{by!r} is not one of {', '.join(BY)}.")
    wanted = [origins] if isinstance(origins, str) else list(origins)
    if not wanted:
        raise LandedError("origins", "give at least one origin, such as CHN.")
    places = [(f"{each}".strip().upper(), _named("origins", origin_of, each, tables_now)) for each in wanted]
    shipment = None if count is None else Shipment(value, count)
    answers = {}
    for _, place in places:
        if place not in answers:
            answers[place] = _answer(digits, place, day, value, shipment, by, tables_now)
    return [replace(answers[place], origin=name) for name, place in places]


def _named(field: str, read: Callable[..., T], *values: object) -> T:
    """What a reader makes of a field; its refusal names the field."""
    try:
        return read(*values)
    except LawError as error:
        raise LandedError(field, str(error)) from None


def _amount(field: str, amount: object) -> float | None:
    if amount is None:
        return None
    is_number = isinstance(amount, int | float) and not isinstance(amount, bool)
    if not is_number or not 0 < float(amount) <= MOST_VALUE_USD:  # type: ignore[arg-type]
        raise LandedError(field, f"{amount!r} is not a number above 0 and up to {MOST_VALUE_USD:,.0f}.")
    return float(amount)  # type: ignore[arg-type]


def _answer(
    code: str, place: str, on: date, value: float, shipment: Shipment | None, by: str, tables_now: Tables
) -> LandedAnswer:
    values = None if place in tables_now.origins else imports_revised(place)
    rules = rules_for(tables_now.by_origin, place, on)
    question = Question(place, on, tables_now, rules, values, shipment, alike=True)
    numbers = numbers_under(code, on, tables_now, values or {})
    if not numbers:
        raise LandedError("code", _no_line(code, on, values or {}, tables_now))
    main = most_imported(numbers, tables_now)
    of_unit = _unit_needed(main, numbers, question)
    readings = {number: line_readings(number, question) for number in numbers}
    charges = _charges(readings[main], value)
    dollars = [_dollars(each, value) for each in readings.values()]
    duty = Dollars(
        _end(min, [each.low for each in dollars]),
        _dollars(readings[main], value).central,
        _end(max, [each.high for each in dollars]),
    )
    most_claim = place in ORIGINS and tables_now.claims.get((place, main), NOT_RECORDED).most_claim
    fees = _fees(place, on, value, by, most_claim, tables_now)
    fees_usd, least_fees = _sum(fee.usd for fee in fees), _sum(fee.low_usd for fee in fees)
    most_fees = _sum(fee.usd for fee in _fees(place, on, value, by, False, tables_now))
    total = _plus(duty.central, fees_usd)
    differ = any(each != readings[main] for each in readings.values())
    sums = readings[main].sums()
    central = LineAnswer(main, None, tuple(readings[main].central), sum_pct=sums, payable_pct=sums)
    return LandedAnswer(
        code=code,
        line=_line_of(main, numbers, readings),
        origin=place,
        law_of=place,
        on=on,
        by=by,
        value_usd=value,
        quantity=shipment.quantity if shipment else None,
        quantity_unit=of_unit,
        rate_pct=readings[main].sums(),
        duty_usd=duty,
        fees_usd=fees_usd,
        total_usd=total,
        total_low_usd=_plus(duty.low, least_fees),
        total_high_usd=_plus(duty.high, most_fees),
        landed_usd=_plus(total, value),
        per_unit_usd=round(total / shipment.quantity, 4) if shipment and total is not None else None,
        lines=charges,
        fees=fees,
        orders=that_may_apply(tables_now.orders, {number[:6] for number in numbers}, place),
        not_counted=landed_words.not_counted(
            central, numbers if differ else [main], place, on, by, fees, value, tables_now
        ),
        next_change=next_change(main, question),
        known_until=tables_now.known_until,
    )


def _no_line(code: str, on: date, values: Mapping[str, int], tables_now: Tables) -> str:
    """That there is no such line, and the statistical numbers of the line it may mean."""
    under = numbers_under(code[:LINE], on, tables_now, values) if len(code) > LINE else []
    named = f"; the line {code[:LINE]} has {', '.join(under[:NAMED])}" if under else ""
    return f"{code} is in no edition of the tariff schedule that we hold, and in no list{named}."


def most_imported(numbers: Iterable[str], tables_now: Tables) -> str:
    """The line or statistical number of a code that the US imported most of in 2024; the first where none was."""
    return max(numbers, key=lambda number: int(tables_now.imports.under(number).value_usd.sum()))


def _line_of(main: str, numbers: Sequence[str], readings: By) -> str:
    """Eight digits where the statistical numbers under them owe the same, else ten."""
    alike = [readings[number] == readings[main] for number in numbers if number[:LINE] == main[:LINE]]
    return main[:LINE] if all(alike) and len(alike) > 1 else main


def unit_of(code: str, origin: str, on: date) -> str | None:
    """The unit of the quantity a shipment of a line is asked for; None where its ordinary duty is a percentage.

    ``code``: eight or ten digits; ``origin``: that of the law. Raises TableError.
    """
    tables_now = tables()
    question = Question(origin, on, tables_now, rules_for(tables_now.by_origin, origin, on), None)
    return _unit(code, COLUMN_2 if pays_column_2(origin, on) else GENERAL, question)


def _unit_needed(main: str, numbers: Sequence[str], question: Question) -> str | None:
    """The unit the ordinary duty is charged by; None where it is a percentage. Raises LandedError."""
    column = COLUMN_2 if pays_column_2(question.origin, question.on) else GENERAL
    units = {number: _unit(number, column, question) for number in numbers}
    of_unit = units[main]
    others = {each for each in units.values() if each}
    if len({*units.values()}) > 1 and others:
        raise LandedError("code", f"its lines owe by {' or '.join(sorted(others))}; give eight or ten digits.")
    if of_unit and question.shipment is None:
        raise LandedError("quantity", f"the ordinary duty on {main} is charged by {of_unit}; give the quantity in it.")
    return of_unit


def _unit(number: str, column: str, question: Question) -> str | None:
    printed = question.tables.printed(number[:LINE], question.on)
    return unit(question.tables.duty_parts(printed, number, column))


def _dollars(readings: Readings, value: float) -> Dollars:
    """The sum of a line's duties, each to the cent."""
    return Dollars(*(_sum_or_none(_usd(layer, value) for layer in layers) for layers in readings))


def _usd(layer: Layer, value: float) -> float | None:
    return None if layer.rate_pct is None else entry_fees.cents(value, layer.rate_pct)


def _charges(readings: Readings, value: float) -> tuple[Charge, ...]:
    """The duties that any reading charges, and what frees the line of one, in the order of the law."""
    by_rule: dict[tuple[str, str, str | None], dict[str, Layer]] = {}
    for name in ("central", "low", "high"):
        for layer in getattr(readings, name):
            by_rule.setdefault((layer.authority, layer.programme, layer.heading), {}).setdefault(name, layer)
    charges = []
    for layers in by_rule.values():
        first = next(iter(layers.values()))
        is_charged = any(layer.rate_pct is None or layer.rate_pct > 0 for layer in layers.values())
        if not (is_charged or first.role == EXEMPT or first.authority == "mfn"):
            continue
        usd = {name: _usd(layers[name], value) if name in layers else 0.0 for name in readings._fields}
        rate = layers["central"].rate_pct if "central" in layers else 0.0
        law = (first.authority, first.programme, first.heading, first.citation)
        charges.append(Charge(*law, rate, usd["low"], usd["central"], usd["high"], first.per_unit, first.source_id))
    return tuple(charges)


def _fees(place: str, on: date, value: float, by: str, claims: bool, tables_now: Tables) -> tuple[Fee, ...]:
    year = entry_fees.year_of(tables_now.fees, on)
    if year is None:
        raise LandedError("on", f"no fees are held for {on}.")
    full = entry_fees.processing_usd(year, value)
    usd = 0.0 if entry_fees.is_free(place, claims) else full
    least = 0.0 if entry_fees.is_free(place, True) else full
    fees = [
        Fee(
            PROCESSING,
            year.processing_rate_pct,
            entry_fees.cents(value, year.processing_rate_pct),
            least,
            usd,
            year.processing_minimum_usd,
            year.processing_maximum_usd,
            year.fiscal_year,
            f"19 CFR 24.23; {year.notice}",
            year.source_id,
        )
    ]
    if by == SEA:
        harbor = entry_fees.cents(value, year.harbor_rate_pct)
        ends = (None, None, year.fiscal_year, "19 CFR 24.24", year.source_id)
        fees.append(Fee(HARBOR, year.harbor_rate_pct, harbor, harbor, harbor, *ends))
    return tuple(fees)


def _sum(amounts: Iterable[float]) -> float:
    return round(sum(amounts), 2)


def _sum_or_none(amounts: Iterable[float | None]) -> float | None:
    every = list(amounts)
    return None if None in every else _sum(amount or 0.0 for amount in every)


def _plus(amount: float | None, more: float) -> float | None:
    return None if amount is None else round(amount + more, 2)


def _end(choose: Callable[[list[float]], float], amounts: Sequence[float | None]) -> float | None:
    every = [amount for amount in amounts if amount is not None]
    return choose(every) if len(every) == len(amounts) else None


def next_change(number: str, question: Question) -> NextChange | None:
    """The next day the duty on a line differs by the texts in hand, or a rule of it is set to have ended; else None."""
    now = line_readings(number, question)
    before = now.sums()
    ends = _ends(now, question.on)
    first_end = min(ends, default=None)
    for day in _days_ahead(number, question):
        if first_end is not None and day > first_end:
            break
        then = replace(question, on=day, rules=rules_for(question.tables.by_origin, question.origin, day))
        later = line_readings(number, then)
        if _differ(before, later.sums()):
            return NextChange(day, "rates", before, later.sums(), _headings_changed(now, later))
    if first_end is None:
        return None
    return NextChange(first_end, "set_to_end", before, before, tuple(sorted(ends[first_end])))


def _ends(readings: Readings, on: date) -> Mapping[date, set[str]]:
    """Days after the printed last day of a rule of the line, and its headings."""
    ends: dict[date, set[str]] = {}
    for layer in (layer for layers in readings for layer in layers):
        if layer.scheduled_end and layer.scheduled_end >= on:
            ends.setdefault(layer.scheduled_end + DAY, set()).add(layer.heading or layer.programme)
    return ends


def _days_ahead(number: str, question: Question) -> list[date]:
    """Later days on which a row about the line begins or ends, or an edition of the schedule begins."""
    listed = (row for rows in question.tables.scope.listed(number) for row in rows)
    spells = {(row.valid_from, row.valid_to) for row in listed}
    spells |= {(row.valid_from, row.valid_to) for row in question.tables.by_origin if concerns(row, number)}
    days = {first for first, _ in spells} | {last + DAY for _, last in spells if last and last < LAST_DAY}
    days |= {first for first, _ in question.tables.editions}
    return sorted(day for day in days if question.on < day <= LAST_DAY)


def _differ(before: Sum, after: Sum) -> bool:
    pairs = zip(before, after, strict=True)
    return any((a is None) != (b is None) or abs((a or 0.0) - (b or 0.0)) > SAME_PP for a, b in pairs)


def _headings_changed(before: Readings, after: Readings) -> tuple[str, ...]:
    """Headings whose central or highest rate is another."""
    changed = set()
    for now, later in ((before.central, after.central), (before.high, after.high), (before.low, after.low)):
        rates, then = ({layer.heading or layer.programme: layer.rate_pct for layer in each} for each in (now, later))
        changed |= {name for name in {*rates, *then} if (rates.get(name) or 0.0) != (then.get(name) or 0.0)}
    return tuple(sorted(changed))
