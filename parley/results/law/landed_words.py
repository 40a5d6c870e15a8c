"""What an answer of ``parley.landed`` does not count, in sentences, and the answer as text for a terminal."""

from collections.abc import Sequence
from datetime import date

from parley import terms, words
from parley.measures.entry_fees import INFORMAL_UP_TO_USD, year_of
from parley.measures.usmca import NOT_RECORDED, ORIGINS
from parley.results.law.answer import LineAnswer
from parley.results.law.landed_answer import Charge, Fee, LandedAnswer, NextChange, by_total
from parley.results.law.tables import Tables
from parley.results.law.words import named_duty, of_law, orders_told
from parley.terms.goods import in_pairs

SAY = words.beside(__file__)
NAME_WIDTH, MONEY_WIDTH = 46, 14
PROCESSING = "merchandise_processing_fee"


def not_counted(
    line: LineAnswer,
    numbers: Sequence[str],
    origin: str,
    on: date,
    by: str,
    fees: Sequence[Fee],
    value_usd: float,
    tables: Tables,
) -> tuple[str, ...]:
    """What the dollars leave out or leave open, in sentences; that they are no ruling comes last."""
    place = terms.with_article(tables.names[origin])
    sentences = [orders_told({number[:6] for number in numbers}, origin, tables.orders, place)]
    sentences += of_law([line], origin, on, tables)
    if len(numbers) > 1:
        sentences.append(SAY("landed.lines", count=terms.number(len(numbers)), line=in_pairs(line.code)))
    if origin in ORIGINS:
        sentences.append(_on_claims(line.code, origin, tables))
    sentences += _on_fees(origin, on, fees, value_usd, tables)
    if by != "sea":
        sentences.append(SAY("landed.no_harbor", by=by))
    return (*sentences, SAY("landed.not_counted"), SAY("landed.no_ruling"))


def _on_claims(number: str, origin: str, tables: Tables) -> str:
    shares = tables.claims.get((origin, number), NOT_RECORDED)
    return SAY("landed.claims", "most" if shares.most_claim else "few", share=terms.rate(100 * shares.central))


def _on_fees(origin: str, on: date, fees: Sequence[Fee], value_usd: float, tables: Tables) -> list[str]:
    (fee, *_) = fees
    sentences = [SAY("landed.per_entry")]
    if fee.low_usd < fee.usd:
        sentences.append(SAY("landed.fee_if_claimed"))
    year = year_of(tables.fees, on)
    if year and on > year.valid_to:
        sentences.append(SAY("landed.fee_year", day=terms.day(on), year=year.fiscal_year))
    if year and year.informal_usd and value_usd <= INFORMAL_UP_TO_USD:
        sentences.append(SAY("landed.informal", most=f"${INFORMAL_UP_TO_USD:,.0f}", usd=_money(year.informal_usd)))
    return sentences


def as_text(answers: Sequence[LandedAnswer], tables: Tables) -> str:
    """Origins by their total, the least first; then the dollars of each by heading, and what is not counted."""
    ranked = by_total(answers)
    first = ranked[0]
    head = SAY("landed.head", code=in_pairs(first.code), value=_money(first.value_usd), by=first.by, day=f"{first.on}")
    table = [_row(answer, tables) for answer in ranked] if len(ranked) > 1 else []
    blocks = ["\n".join(_block(answer, tables)) for answer in ranked]
    return "\n\n".join(part for part in (head, "\n".join(table), *blocks) if part)


def _row(answer: LandedAnswer, tables: Tables) -> str:
    name = tables.names[answer.law_of]
    change = _next(answer)
    return f"{answer.origin:<6}{name:<24}{_money(answer.total_usd):>{MONEY_WIDTH}}  {change}"


def _block(answer: LandedAnswer, tables: Tables) -> list[str]:
    name = tables.names[answer.law_of]
    heads = f"{'':<{NAME_WIDTH + 8}}{'low':>{MONEY_WIDTH}}{'central':>{MONEY_WIDTH}}{'high':>{MONEY_WIDTH}}"
    low, central, high = (_money(amount) for amount in answer.duty_usd)
    ends = (answer.total_low_usd, answer.total_usd, answer.total_high_usd)
    return [
        f"{in_pairs(answer.line)} from {terms.with_article(name)}",
        heads,
        *map(_charge, answer.lines),
        _columns("Duty", "", low, central, high),
        *(_columns(fee_name(fee), f"{fee.rate_pct:g}%", "", _money(fee.usd), "") for fee in answer.fees),
        _columns("Duty and fees", "", *(_money(amount) for amount in ends)),
        *([f"A unit: {_money(answer.per_unit_usd)}"] if answer.per_unit_usd is not None else []),
        _next(answer),
        *(f"- {sentence}" for sentence in answer.not_counted),
    ]


def _charge(charge: Charge) -> str:
    rate = charge.per_unit or ("" if charge.rate_pct is None else terms.law_rate(charge.rate_pct))
    usd = (_money(amount) for amount in (charge.low_usd, charge.central_usd, charge.high_usd))
    return _columns(charge_name(charge), rate, *usd)


def charge_name(charge: Charge) -> str:
    """A duty in words, with its heading where it has one."""
    name = named_duty(charge.authority, charge.programme)
    return f"{name} ({charge.heading})" if charge.heading else name


def fee_name(fee: Fee) -> str:
    """A fee in words."""
    return SAY("landed.fee", fee.name)


def _next(answer: LandedAnswer) -> str:
    return changes(answer.next_change) if answer.next_change else SAY("landed.next", "none")


def changes(change: NextChange) -> str:
    """What changes next, in a sentence."""
    fields = {"day": terms.day(change.on), "headings": ", ".join(change.headings)}
    if change.kind == "set_to_end":
        return SAY("landed.next", "set_to_end", **fields)
    before, after = (each.central for each in (change.before_pct, change.after_pct))
    if before is None or after is None or before == after:
        return SAY("landed.next", "other", **fields)
    return SAY("landed.next", "rates", before=terms.law_rate(before), after=terms.law_rate(after), **fields)


def _columns(name: str, rate: str, low: str, central: str, high: str) -> str:
    return (
        f"  {name:<{NAME_WIDTH}.{NAME_WIDTH}}{rate:>6}{low:>{MONEY_WIDTH}}{central:>{MONEY_WIDTH}}{high:>{MONEY_WIDTH}}"
    )


def _money(amount: float | None) -> str:
    return "not known" if amount is None else f"${amount:,.2f}"
