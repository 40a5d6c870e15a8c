"""A shipment of the product in dollars: its line, value and quantity; origins side by side, and charges by heading."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.card_choices import number
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import escape_markdown
from parley.app.look_up import things
from parley.charts.figure import Caption
from parley.results.law.answer import LandedError, LawError
from parley.results.law.landed import BY, landed, most_imported, unit_of
from parley.results.law.landed_answer import LandedAnswer, by_total
from parley.results.law.landed_words import changes, charge_name, fee_name
from parley.results.law.lines import law
from parley.results.law.tables import tables
from parley.tables.read import compiled_on
from parley.terms.goods import in_pairs

SAY = words.beside(__file__)
MOST = 6  # origins side by side
BESIDE, OFFERED = 2, 9  # origins beside the one looked up: at first, and to choose from
VALUE_USD, QUANTITY = 10_000.0, 1_000.0  # of a shipment of which nothing is typed yet
LONGEST = 60  # letters of a line in the list
LONGEST_AMOUNT = 20
SHORTEST = 6  # digits of a code whose lines can be told apart


class Wanted(NamedTuple):
    """A shipment as it is chosen: one line, origins of which the first is the one looked up."""

    line: str
    origins: tuple[str, ...]
    value_usd: float
    quantity: float | None
    by: str
    on: date


def figures_of(code: str, origin: str, as_of: date) -> Sequence[Figure]:
    """The choices of a shipment; its dollars by origin, the least first, then its charges on the goods looked up.

    Raises NothingToShowError where the law has no answer, or a field none can be worked out from.
    """
    lines = lines_of(code, origin, as_of)
    line = controls.select("Line", list(lines), "shipment_line", most_imported(lines, tables()), lines.__getitem__)
    value = _amount("Value, US$", "shipment_value", VALUE_USD)
    unit = unit_of(line, things.law_place(origin), as_of)
    quantity = _amount(f"Quantity, {unit}", "shipment_quantity", QUANTITY) if unit else None
    by = controls.choose("By", BY, "shipment_by", str.capitalize)
    others = beside(code, origin)
    names = things.origins()
    more = controls.several("Beside", others, "shipment_beside", names.__getitem__, others[:BESIDE])
    wanted = Wanted(line, (origin, *more[: MOST - 1]), value, quantity, by, as_of)
    return [by_origin(wanted), by_heading(wanted)]


def _amount(label: str, key: str, first: float) -> float:
    """An amount typed, with or without signs of thousands; ``first`` while nothing is. Raises NothingToShowError."""
    typed = controls.search(label, key, f"{first:,.0f}", LONGEST_AMOUNT)
    amount = number(typed.replace(",", "").replace("$", "").replace(" ", "")) if typed else first
    if amount is None or amount <= 0:
        raise NothingToShowError(SAY("shipment.no_number", field=label, typed=typed))
    return amount


@kept
def lines_of(code: str, origin: str, as_of: date) -> dict[str, str]:
    """The lines and numbers under a code that owe different duties, each in words. Raises NothingToShowError."""
    try:
        answer = law(code, things.law_place(origin), as_of)
    except LawError as error:
        raise NothingToShowError(str(error)) from None
    names = _line_words(code[:SHORTEST])
    rates = {
        line.code: None if unit_of(line.code, answer.origin, as_of) else line.payable_pct.central
        for line in answer.lines  # None: it is by quantity
    }
    return {code: _line_name(code, names, rate) for code, rate in rates.items()}


@kept
def _line_words(hs6: str) -> dict[str, str]:
    rows = cache.part("us_tariff_line_names", compiled_on(), {"hs6": [hs6]}, ["code", "line_words"])
    return dict(zip(rows["code"], rows["line_words"], strict=True))


def _line_name(code: str, names: dict[str, str], rate_pct: float | None) -> str:
    line_words = names.get(code) or names.get(f"{code}00") or names.get(code[:8]) or names.get(f"{code[:8]}00", "")
    short = line_words if len(line_words) <= LONGEST else f"{line_words[:LONGEST].rsplit(' ', 1)[0]} …"
    rate = SAY("shipment.per_unit") if rate_pct is None else terms.rate(rate_pct)
    return SAY("shipment.line", code=in_pairs(code), goods=short, rate=rate)


@kept
def beside(code: str, origin: str) -> list[str]:
    """The largest suppliers of a code in 2024 but the one looked up, by law: the European Union is one."""
    traded, names = tables().imports.under(code), things.origins()
    values = {each: traded.of(each)[0] for each in tables().origins if each in names}
    values.pop(things.law_place(origin), None)
    return [each for each in sorted(values, key=lambda name: -values[name])[:OFFERED] if values[each]]


@kept
def answers(wanted: Wanted) -> tuple[LandedAnswer, ...]:
    """The answer for each origin, the least total first. Raises NothingToShowError."""
    try:
        every = landed(wanted.line, wanted.origins, wanted.value_usd, wanted.quantity, wanted.by, wanted.on)
    except LandedError as error:
        raise NothingToShowError(terms.capital(str(error).partition(": ")[2])) from None
    return tuple(by_total(every))


@kept
def by_origin(wanted: Wanted) -> Figure:
    """Duty and fees of the shipment by origin, the least total first, with what changes next."""
    ranked, names = answers(wanted), things.origins()
    rows = pd.DataFrame(
        [
            {
                "origin": names[answer.origin],
                "exporter_iso3": answer.origin,
                "code": answer.line,
                "duty_low_usd": answer.duty_usd.low,
                "duty_usd": answer.duty_usd.central,
                "duty_high_usd": answer.duty_usd.high,
                "fees_usd": answer.fees_usd,
                "total_usd": answer.total_usd,
                "next_change_on": pd.Timestamp(answer.next_change.on) if answer.next_change else pd.NaT,
                "next_change": changes(answer.next_change) if answer.next_change else None,
                "source_id": answer.lines[0].source_id,
                "fees_source_id": answer.fees[0].source_id,
            }
            for answer in ranked
        ]
    )
    cells = [
        (
            names[answer.origin],
            _ranged(answer.duty_usd.central, answer.duty_usd.low, answer.duty_usd.high),
            _money(answer.fees_usd),
            _money(answer.total_usd),
            changes(answer.next_change) if answer.next_change else SAY("shipment.no_change"),
        )
        for answer in ranked
    ]
    short = pd.DataFrame(cells, columns=["Origin", "Duty", "Fees", "Total", "Next change"])
    measure = SAY("shipment.measure", by=wanted.by, day=terms.day(wanted.on))
    caption = Caption(_finding(wanted, ranked), measure)
    return Figure("look_up_shipment", caption, rows, short=short, note=SAY("shipment.note"))


def _finding(wanted: Wanted, ranked: Sequence[LandedAnswer]) -> str:
    names, (first, last) = things.origins(), (ranked[0], ranked[-1])
    goods = terms.capital(things.named_in_few(wanted.line[:SHORTEST]))
    fields = {"goods": goods, "value": _whole(wanted.value_usd), "place": terms.with_article(names[first.origin])}
    if first.total_usd is None or last.total_usd is None:
        return SAY("shipment.title", "unknown", goods=goods)
    if len(ranked) == 1:
        return SAY("shipment.title", "one", least=_whole(first.total_usd), **fields)
    other = {"most": _whole(last.total_usd), "other": terms.with_article(names[last.origin])}
    return SAY("shipment.title", "several", least=_whole(first.total_usd), **fields, **other)


@kept
def by_heading(wanted: Wanted) -> Figure:
    """The charges on the shipment from the origin looked up, each with heading, citation and dollars, and what is left
    out; as a table those of every origin.
    """
    every, names = answers(wanted), things.origins()
    answer = next(each for each in every if each.origin == wanted.origins[0])
    lines = [
        (
            f"**{charge_name(charge)}**  {escape_markdown(charge.citation or '')}",
            charge.per_unit or ("" if charge.rate_pct is None else terms.law_rate(charge.rate_pct)),
            _ranged(charge.central_usd, charge.low_usd, charge.high_usd),
        )
        for charge in answer.lines
    ]
    lines += [
        (f"**{fee_name(fee)}**  {escape_markdown(fee.citation)}", f"{fee.rate_pct:g}%", _money(fee.usd))
        for fee in answer.fees
    ]
    total = _ranged(answer.total_usd, answer.total_low_usd, answer.total_high_usd)
    lines.append((f"**{SAY('shipment.total')}**", "", total))
    if answer.per_unit_usd is not None:
        lines.append((SAY("shipment.a_unit", unit=answer.quantity_unit or ""), "", _money(answer.per_unit_usd)))
    lines += [(SAY("shipment.not_counted", words=escape_markdown(each)), "", "") for each in answer.not_counted]
    short = pd.DataFrame(lines, columns=["Charge", "Rate", "US dollars"])
    rows = pd.DataFrame(
        [
            {
                "origin": names[each.origin],
                "exporter_iso3": each.origin,
                "code": each.line,
                "on": wanted.on,
                **charge._asdict(),
            }
            for each in every
            for charge in each.lines
        ]
    ).rename(columns={"heading": "heading_ch99"})
    place = terms.with_article(names[answer.origin])
    caption = Caption(_largest_charge(answer, place), SAY("shipment.by_heading", place=place))
    return Figure("look_up_shipment_lines", caption, rows, short=short)


def _largest_charge(answer: LandedAnswer, place: str) -> str:
    top = max(answer.lines, key=lambda charge: charge.central_usd or 0.0)
    if not top.central_usd or answer.total_usd is None:
        return SAY("shipment.largest", "none", place=place)
    name = f"{terms.AUTHORITIES[top.authority]}{f' ({top.heading})' if top.heading else ''}"
    fields = {"usd": _whole(top.central_usd), "total": _whole(answer.total_usd)}
    return SAY("shipment.largest", "one", name=name, place=place, **fields)


def _ranged(central: float | None, low: float | None, high: float | None) -> str:
    """Dollars to the cent, with their range where there is one."""
    if low == high or low is None or high is None:
        return _money(central)
    return f"{_money(central)} ({low:,.2f}{terms.DASH}{high:,.2f})"


def _money(amount: float | None) -> str:
    return SAY("shipment.unknown") if amount is None else escape_markdown(f"${amount:,.2f}")


def _whole(amount: float) -> str:
    return f"${amount:,.0f}"
