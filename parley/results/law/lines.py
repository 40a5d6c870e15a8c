"""What US law asks of a product of an origin on a day: line by line, with low, central and high.

Law: the tables us_tariff_scope and us_duties_by_origin, read as ``measures.law_lines`` says. Weights and ad valorem
equivalents: US imports of 2024.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from parley.measures.law_index import Listed, Rules, rules_for, span, that_may_apply
from parley.measures.law_layers import (
    CENTRAL_CASE,
    EXEMPT_IN_PART,
    FEW_CASES,
    IN_PART,
    METAL_SHARE,
    OTHER_CASES,
    SECTION_232,
    Case,
    Layer,
    Line,
    in_words,
    owed,
    unit,
    with_metal_ends,
    worked_out_pct,
)
from parley.measures.law_lines import layers_of
from parley.measures.metal_content import Content
from parley.measures.preferences import COLUMN_2_SINCE, SYMBOLS, pays_column_2, special_pct
from parley.measures.product_rates import COLLECTED_UNDER
from parley.measures.usmca import NOT_RECORDED, ORIGINS, Shares, mixed
from parley.results.law.answer import LawAnswer, LawError, LineAnswer, OfUsmca, Shipment, Sum
from parley.results.law.tables import (
    COLUMN_2,
    EUROPEAN_UNION,
    GENERAL,
    Printed,
    Tables,
    Traded,
    imports_revised,
    tables,
)
from parley.results.law.words import not_known

FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2027, 12, 31)
LENGTHS = (6, 8, 10)
CARRIED = "98"  # goods returned and special provisions, under no line of the schedule
UNSPLIT = "00"  # statistical suffix of a line that has no other number
Present = Mapping[str, Sequence[Listed]]
IMPORTS_SOURCE = "census_us_imports_2024_hs10"
NO_METAL = Content(0.0, 0.0, 0.0)
CHINA, HOME, LISTS = "CHN", "USA", "section_301"
# origins whose duty collected in 2024 is not the general rate alone
OTHER_COLUMNS = [*SYMBOLS, *COLUMN_2_SINCE, CHINA]


def law(
    code: str,
    origin: str = CHINA,
    on: date | str | None = None,
    value_usd: float | None = None,
    quantity: float | None = None,
) -> LawAnswer:
    """What a product of an origin owes under US law on a day, in percent of customs value.

    ``code``: HS6, HTS8 or HTS10, with or without dots. ``origin``: ISO code of three letters; members of the European
    Union answer as EU27. ``on``: a day from 2018 to 2027, default today; after ``known_until`` the answer is what
    texts in hand schedule. ``value_usd`` and ``quantity``, in the unit of the ordinary duty, work it out where it is no
    percentage. Raises LawError for a code, an origin or a day without an answer and for a shipment that tells none,
    TableError.
    """
    tables_now = tables()
    day = day_of(on)
    shipment = _shipment(value_usd, quantity)
    place = origin_of(origin, tables_now)
    digits = digits_of(code)
    values = None if place in tables_now.origins else imports_revised(place)
    numbers = numbers_under(digits, day, tables_now, values or {})
    if not numbers:
        raise LawError(
            f"No line {code} is in the tariff schedule of {_editions(tables_now)}, in the imports of 2024 or in a list."
        )
    question = Question(place, day, tables_now, rules_for(tables_now.by_origin, place, day), values, shipment)
    answers = [line_answer(number, question) for number in numbers]
    lines = tuple(_merged(answers))
    if shipment:
        _one_unit(lines, question)
    orders = that_may_apply(tables_now.orders, {line.code[:6] for line in lines}, place)
    unknown = not_known(lines, place, day, tables_now, revised=values is not None)
    return LawAnswer(
        digits, place, day, tables_now.known_until, lines, _weighted(answers), tuple(unknown), shipment, orders
    )


def day_of(on: date | str | None) -> date:
    """The day asked about, today where none is. Raises LawError."""
    try:
        day = date.today() if on is None else date.fromisoformat(on if isinstance(on, str) else f"{on}"[:10])
    except ValueError:
        raise LawError(f"{on!r} is not a date; write it as 2026-05-01.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise LawError(f"{day} is outside {FIRST_DAY} to {LAST_DAY}, the days our tables cover.")
    return day


def origin_of(origin: str, tables: Tables) -> str:
    """The origin the law has for a code of three letters: a member answers as the European Union. Raises LawError."""
    place = f"{origin}".strip().upper()
    if place == HOME:
        raise LawError("US goods pay no US import duty; give another origin.")
    if place not in tables.names:
        raise LawError(f"No origin {origin!r}; give a three-letter ISO code such as VNM, or EU27.")
    return EUROPEAN_UNION if place in tables.members else place


def digits_of(code: str) -> str:
    """The digits of a code of the schedule. Raises LawError."""
    digits = f"{code}".replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in LENGTHS):
        raise LawError(f"{code!r} is not a code of the tariff schedule; give 6, 8 or 10 digits.")
    if digits >= CARRIED:
        raise LawError(f"{code} is a special provision (chapters 98 and 99); give a code of chapters 1 to 97.")
    return digits


def _editions(tables: Tables) -> str:
    return " or ".join(next(iter(lines.values())).edition for _, lines in tables.editions)


def numbers_under(code: str, on: date, tables: Tables, values: Mapping[str, int]) -> list[str]:
    """The ten-digit lines under a code that were imported or that the law names; lines without any, at eight digits."""
    imported = {*tables.imports.under(code).lines, *(number for number in values if number.startswith(code))}
    numbers = imported | {*tables.scope.numbers(code, on)}
    lines = tables.schedule[slice(*span(tables.schedule, code))]
    codes = numbers | {*lines} - {number[:8] for number in numbers}
    unsplit = code.endswith(UNSPLIT) and not tables.imports.under(code[:8]).lines and code[:8] in tables.schedule
    listed = len(code) >= LENGTHS[1] and tables.scope.names(code)
    return sorted(codes) or ([code] if listed or unsplit else [])


@dataclass(frozen=True)
class Question:
    """Origin, day and what depends on them alone; imports by line where the first print does not have the origin; the
    shipment asked about; ``alike``: of goods that are all alike, one shipment, no mean of a line."""

    origin: str
    on: date
    tables: Tables
    rules: Rules
    values: Mapping[str, int] | None
    shipment: Shipment | None = None
    alike: bool = False


def line_answer(number: str, question: Question) -> LineAnswer:
    """The answer for one line, of ten digits or of eight without statistical numbers."""
    tables_now = question.tables
    traded = tables_now.imports.under(number)
    line = _line(number, question, traded)
    present = _present(number, question)
    value = _value(number, question, traded)
    in_part = any(row.role in (IN_PART, EXEMPT_IN_PART) for rows in present.values() for row in rows)
    alike = replace(question, alike=True)
    if question.origin not in ORIGINS:
        readings = _readings(_cases(line, present, question))
        sums = readings.sums()
        payable = _readings(_cases(line, present, alike)).sums() if in_part else sums
        return LineAnswer(number, value, tuple(readings.central), sums, payable)
    shares, unclaimed, claimed = claims = _by_claims(line, present, question)
    readings = _of_claims(*claims, question.alike)
    of_usmca = OfUsmca(shares.first_pct, shares.last_pct, owed(claimed[0]), owed(unclaimed[0]))
    payable = _of_claims(*(_by_claims(line, present, alike) if in_part else claims), True).sums()
    return LineAnswer(number, value, tuple(readings.central), readings.sums(), payable, of_usmca)


class Readings(NamedTuple):
    """Layers of a line under the case that owes the least, the central one, and the case that owes the most."""

    low: list[Layer]
    central: list[Layer]
    high: list[Layer]

    def sums(self) -> Sum:
        """What is owed; unknown where it is so in one case."""
        sums = Sum(*map(owed, self))
        return Sum(None, None, None) if None in sums else sums


def line_readings(number: str, question: Question) -> Readings:
    """The layers of a line, of ten digits or of eight without statistical numbers; see ``line_answer``."""
    line, present = line_of(number, question), _present(number, question)
    if question.origin in ORIGINS:
        return _of_claims(*_by_claims(line, present, question), question.alike)
    return _readings(_cases(line, present, question))


def _present(number: str, question: Question) -> dict[str, list[Listed]]:
    return question.tables.scope.present(number, question.on, question.origin, question.rules.exempt_programmes)


def central_without(authority: str, number: str, question: Question) -> list[Layer]:
    """The central layers of a line were there no law of one authority."""
    line = line_of(number, question)
    present = {name: rows for name, rows in _present(number, question).items() if name != authority}
    if question.origin not in ORIGINS:
        return layers_of(line, present, question.rules, question.on, CENTRAL_CASE)
    shares, unclaimed, claimed = _by_claim(line, question)
    without, claiming = CENTRAL_CASE, replace(CENTRAL_CASE, claims=True)
    return mixed(
        layers_of(unclaimed, present, question.rules, question.on, without),
        layers_of(claimed, present, question.rules, question.on, claiming),
        shares.central,
    )


def _readings(cases: Sequence[list[Layer]], central: list[Layer] | None = None) -> Readings:
    """``cases``: the central one first, unless it is given. A case whose sum is not known stands for both ends."""
    every = [cases[0] if central is None else central, *cases]
    sums = list(map(owed, every))
    if None in sums:
        unknown = every[sums.index(None)]
        return Readings(unknown, every[0], unknown)
    known_sums = [each for each in sums if each is not None]
    return Readings(every[known_sums.index(min(known_sums))], every[0], every[known_sums.index(max(known_sums))])


def _by_claims(line: Line, present: Present, question: Question) -> tuple[Shares, list[list[Layer]], list[list[Layer]]]:
    """``_by_claim`` with the cases of what does not claim and of what does."""
    shares, unclaimed, claimed = _by_claim(line, question)
    return shares, _cases(unclaimed, present, question), _cases(claimed, present, question, claims=True)


def _by_claim(line: Line, question: Question) -> tuple[Shares, Line, Line]:
    """The shares of a line of Canada or Mexico that claimed their agreement, the line as owed without a claim and with
    one."""
    shares = question.tables.claims.get((question.origin, line.code), NOT_RECORDED)
    special = line.ordinary.rate_pct if line.special_pct is None else line.special_pct
    return shares, line._replace(special_pct=None), _with_ordinary(line, special)


def _of_claims(shares: Shares, unclaimed: list[list[Layer]], claimed: list[list[Layer]], alike: bool) -> Readings:
    """Central by the share that claims, of goods all alike by what most do; the range is from all to none."""
    share = float(shares.most_claim) if alike else shares.central
    return _readings([*unclaimed, *claimed], mixed(unclaimed[0], claimed[0], share))


def _with_ordinary(line: Line, rate_pct: float | None) -> Line:
    return line._replace(ordinary=line.ordinary._replace(rate_pct=rate_pct), special_pct=None)


def _value(number: str, question: Question, traded: Traded) -> int | None:
    """Imports of 2024 from the origin; None for a statistical number that nothing was imported under that year."""
    if question.values is not None and number in question.values:
        return question.values[number]
    if len(number) > LENGTHS[1] and not traded.lines:
        return None
    return traded.of(question.origin)[0] if question.values is None else 0


def _cases(line: Line, present: Present, question: Question, claims: bool = False) -> list[list[Layer]]:
    """Layers under the central case first, then under all others; where nothing is open there are no others."""

    def run(case: Case) -> list[Layer]:
        case = case.of_one_shipment() if question.alike else case
        return layers_of(line, present, question.rules, question.on, replace(case, claims=claims))

    central = run(CENTRAL_CASE)
    rows = [row for listed in present.values() for row in listed]
    on_metal = any(row.rate_basis == METAL_SHARE for row in rows)
    limits = on_metal or any(layer.use_limit != "none" for layer in central)
    if line.special_pct is None and not limits and question.origin not in ORIGINS:
        return [central]
    others = OTHER_CASES if any(row.role == IN_PART for row in rows) else FEW_CASES
    if question.alike:
        others = (*others, *_of_one_programme(present))
    return [central, *map(run, with_metal_ends(others) if on_metal else others)]


def _of_one_programme(present: Present) -> Iterable[Case]:
    """Cases in which goods are meant by one alone of the programmes of section 232 that list them in part."""
    in_part = sorted({row.programme for row in present.get(SECTION_232, ()) if row.role == IN_PART})
    of_all = [case for case in OTHER_CASES if case.reading.due_in_part == "all"]
    return [replace(case, only=name) for case in of_all for name in in_part] if len(in_part) > 1 else []


def line_of(number: str, question: Question) -> Line:
    """A line with what its duties start from."""
    return _line(number, question, question.tables.imports.under(number))


def _line(number: str, question: Question, traded: Traded) -> Line:
    printed = question.tables.printed(number[:8], question.on)
    second = pays_column_2(question.origin, question.on)
    special = _special(number, printed, question) if printed and not second else None
    metals = question.tables.metals.get(number) or question.tables.metals.get(number[:8], {})
    ordinary, flies = _ordinary(number, printed, question, traded), question.tables.scope.for_aircraft(number)
    return Line(number, ordinary, special, metals, question.tables.all_metal_pct, flies)


def _ordinary(number: str, printed: Printed | None, question: Question, traded: Traded) -> Layer:
    """The ordinary duty: as printed, else duty collected in 2024 over value, else not known."""
    second = pays_column_2(question.origin, question.on)
    column = "column 2" if second else "column 1 general"
    text = (printed.column_2_text if second else printed.general_rate_text) if printed else None
    rate = (printed.column_2_pct if second else printed.ad_valorem_pct) if printed else None
    parts = question.tables.duty_parts(printed, number, COLUMN_2 if second else GENERAL)
    where = f"HTS {printed.edition}, {column}: {text}" if printed else "in no edition of the schedule we hold"
    verification = "official_file"
    if rate is None and question.shipment:
        rate = worked_out_pct(parts, *question.shipment)
        where += "; in percent by the value and quantity given" if rate is not None else ""
    if rate is None:
        rate = _collected(number, question, traded)
        verification = "derived"
        where += (
            "; rate calculated from duty collected in 2024"
            if rate is not None
            else "; its equivalent in percent is not known"
        )
    programme = "column_2" if second else "ordinary"
    source = printed.source_id if printed else IMPORTS_SOURCE
    layer = Layer("mfn", programme, rate, "in_scope", "none", None, None, where, verification, source)
    return layer._replace(per_unit=in_words(parts))


def _special(number: str, printed: Printed, question: Question) -> float | None:
    """The special rate in percent that the origin may claim; one by quantity is worked out where it can be."""
    rate = special_pct(printed.special_text, question.origin)
    if rate is None or question.shipment is None:
        return rate
    parts = (question.tables.duty_parts(printed, number, symbol) for symbol in SYMBOLS[question.origin])
    worked_out = (worked_out_pct(part, *question.shipment) for part in parts)
    return next((pct for pct in worked_out if pct is not None), rate)


def _shipment(value_usd: float | None, quantity: float | None) -> Shipment | None:
    """A shipment by its value and quantity; None without either."""
    if value_usd is None and quantity is None:
        return None
    if value_usd is None or quantity is None:
        raise LawError("Give the value and the quantity of a shipment together, or neither.")
    for name, amount in (("value", value_usd), ("quantity", quantity)):
        if not (isinstance(amount, int | float) and 0 < amount < math.inf):
            raise LawError(f"The {name} is {amount!r}; give a number above 0.")
    return Shipment(float(value_usd), float(quantity))


def _one_unit(lines: Sequence[LineAnswer], question: Question) -> None:
    """Raises LawError where a quantity means one thing for one line, and another for the next."""
    column = COLUMN_2 if pays_column_2(question.origin, question.on) else GENERAL
    parts = (
        question.tables.duty_parts(question.tables.printed(ln.code[:8], question.on), ln.code, column) for ln in lines
    )
    units = sorted({of for of in map(unit, parts) if of})
    if len(units) > 1:
        raise LawError(f"The lines owe by {' and by '.join(units)}; give a code of eight digits, and its quantity.")


def _collected(number: str, question: Question, traded: Traded) -> float | None:
    """Duty of 2024 over value, less section 301 on China, in percent; of origins without special rates if need be."""
    value, duty = traded.of(question.origin)
    if value > 0 and question.origin not in SYMBOLS:
        listed = _listed_in_2024(number, question.tables) if question.origin == CHINA else 0.0
        return max(duty / value * 100 - listed, 0.0)
    value, duty = traded.of_others(OTHER_COLUMNS)
    return duty / value * 100 if value > 0 else None


def _listed_in_2024(number: str, tables: Tables) -> float:
    """Section 301 on a line of China in 2024, in percent."""
    free = Line(
        number, Layer("mfn", "ordinary", 0.0, "in_scope", "none", None, None, None, "", ""), None, {}, NO_METAL, False
    )
    of_2024 = rules_for(tables.by_origin, CHINA, COLLECTED_UNDER)
    present = tables.scope.present(number, COLLECTED_UNDER, CHINA, frozenset())
    layers = layers_of(free, present, of_2024, COLLECTED_UNDER, CENTRAL_CASE)
    return sum(layer.rate_pct or 0.0 for layer in layers if layer.authority == LISTS)


def _merged(lines: Sequence[LineAnswer]) -> Iterable[LineAnswer]:
    """One answer per eight-digit line where all its statistical numbers have the same law, else one per number."""
    for hts8, group in groupby(lines, key=lambda line: line.code[:8]):
        under = list(group)
        first = under[0]
        same = all(
            (ln.layers, ln.sum_pct, ln.payable_pct, ln.of_usmca)
            == (first.layers, first.sum_pct, first.payable_pct, first.of_usmca)
            for ln in under
        )
        if not same or len(under) == 1:
            yield from under
            continue
        values = [line.value_usd for line in under if line.value_usd is not None]
        yield replace(first, code=hts8, value_usd=sum(values) if values else None)


def _weighted(lines: Sequence[LineAnswer]) -> Sum:
    """The sums of the lines where they are known, weighted by imports of 2024; their plain mean without imports."""
    summed = [line for line in lines if None not in line.sum_pct]
    weights = [line.value_usd or 0 for line in summed]
    if not sum(weights):
        weights = [1] * len(summed)
    if not summed:
        return Sum(None, None, None)
    pairs = list(zip(weights, summed, strict=True))
    means = (sum(weight * (line.sum_pct[i] or 0.0) for weight, line in pairs) / sum(weights) for i in range(3))
    return Sum(*means)
