"""The rows of the law that concern one code, one origin and one day, found without a search through the tables."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from parley.measures.product_rates import CIVIL_AIRCRAFT

# US antidumping and countervailing duty orders whose scope names a subheading: they may apply to goods of it.

LISTED = "CHN"  # the one origin whose orders are listed, with gaps


class Order(NamedTuple):
    """A row of us_adcvd_orders; the scope's subheadings of 2022 and headings stand in one text."""

    case_number: str
    kind: str
    exporter_iso3: str
    product: str
    scope_hs6: str | None
    latest_notice_on: date | None
    basis: str


def that_may_apply(orders: Iterable[Order], subheadings: Collection[str], origin: str) -> tuple[Order, ...] | None:
    """The orders on an origin whose scope names one of the subheadings; None where orders on its goods are not held."""
    relevant = tuple(
        order
        for order in orders
        if order.exporter_iso3 == origin and any(hs6 in (order.scope_hs6 or "").split() for hs6 in subheadings)
    )
    return relevant if relevant or origin == LISTED else None


DIGITS = (4, 6, 8, 10)
WORLD, ALL_GOODS, NONE = "WLD", "all", "none"
FOREVER = date.max
AFTER_DIGITS = ":"


class Listed(NamedTuple):
    """What a row of us_tariff_scope says of its code, and the ``digits`` and the ``chapter`` of the code."""

    authority: str
    programme: str
    exporter_iso3: str
    role: str
    digits: int
    chapter: str
    rate_pct: float | None
    rate_basis: str | None
    use_limit: str
    heading_ch99: str | None
    valid_from: date
    valid_to: date | None
    scheduled_end: date | None
    coverage_pct: float | None
    coverage_high_pct: float | None
    event_id: str | None
    citation: str | None
    verification: str
    source_id: str


SCOPE = ["product_code", *(name for name in Listed._fields if name not in ("digits", "chapter"))]


class ByOrigin(NamedTuple):
    """A row of us_duties_by_origin."""

    authority: str
    programme: str
    exporter_iso3: str
    product_code: str
    replaces_heading: str
    rate_pct: float
    rate_basis: str
    coverage: str
    use_limit: str
    exempt_programme: str | None
    excludes_section_232: bool | None
    section_232_heading: str | None
    heading_ch99: str
    valid_from: date
    valid_to: date | None
    event_id: str | None
    citation: str
    verification: str
    source_id: str


Row = TypeVar("Row", bound=NamedTuple)
Same = TypeVar("Same", bound=Hashable)


class Rules:
    """What depends on the origin: duties of their own, and rates or exemptions by the heading they replace."""

    def __init__(self, duties: list[ByOrigin], replacing: dict[tuple[str, str], list[ByOrigin]]) -> None:
        self.duties, self.replacing = duties, replacing
        self.exempt_programmes = frozenset(row.exempt_programme for row in duties if row.exempt_programme)
        self._by_product: dict[str, list[ByOrigin]] = defaultdict(list)
        for row in duties:
            self._by_product[row.product_code].append(row)
        self._digits = sorted({len(code) for code in self._by_product if code != ALL_GOODS})

    def on(self, code: str) -> list[ByOrigin]:
        """The duties that concern a code; of one measure the row with the most digits of it."""
        best: dict[tuple[str, str], ByOrigin] = {}
        for start in (ALL_GOODS, *(code[:digits] for digits in self._digits)):
            for row in self._by_product.get(start, ()):
                best[(row.authority, row.programme)] = row
        return list(best.values())

    def instead_of(self, programme: str, heading: str | None, code: str, flies: bool) -> list[ByOrigin]:
        """Rows that take the place of a heading's rate for a code, those for civil aircraft where its goods may fly.

        Civil aircraft first, as they owe nothing; then the most certain, then those on some goods.
        """
        rows = [row for row in self.replacing.get((programme, heading or NONE), ()) if concerns(row, code)]
        rows = [row for row in rows if flies or row.use_limit != CIVIL_AIRCRAFT]
        return sorted(rows, key=_certainty)


def scope_of(frame: pd.DataFrame) -> "Scope":
    """us_tariff_scope from its table; what a list says alike of thousands of codes is one object."""
    codes = cells(frame["product_code"])
    prepared = frame.assign(digits=frame["product_code"].str.len(), chapter=frame["product_code"].str[:2])
    return Scope(zip(codes, records(prepared, Listed), strict=True))


def records(frame: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """The rows of a table as named tuples, dates as dates, empty cells None; equal rows are one object."""
    return one_each(kind._make(row) for row in zip(*(cells(frame[name]) for name in kind._fields), strict=True))


def cells(column: pd.Series) -> list[Any]:
    """The cells of a column, dates as dates, empty ones None; equal cells are one object."""
    values = column.dt.date if pd.api.types.is_datetime64_any_dtype(column) else column
    return one_each(values.astype(object).where(column.notna(), None).tolist())


def one_each(values: Iterable[Same]) -> list[Same]:
    """The values in their order, equal ones as one object."""
    first_seen: dict[Same, Same] = {}
    return [first_seen.setdefault(value, value) for value in values]


class Scope:
    """us_tariff_scope by product code."""

    def __init__(self, rows: Iterable[tuple[str, Listed]]) -> None:
        """``rows``: codes and what is said of them."""
        by_code: dict[str, list[Listed]] = defaultdict(list)
        for code, row in sorted(rows, key=lambda of_code: of_code[1].valid_from):
            by_code[code].append(row)
        shared: dict[tuple[int, ...], tuple[Listed, ...]] = {}  # codes of which the same is said share it
        self._by_code = {c: shared.setdefault(tuple(map(id, listed)), tuple(listed)) for c, listed in by_code.items()}
        self._numbers = sorted(code for code in self._by_code if len(code) == DIGITS[-1])
        self.aircraft = {c for c, found_rows in self._by_code.items() if any(map(_for_any_aircraft, found_rows))}

    def present(self, code: str, on: date, origin: str, exempt_programmes: frozenset[str]) -> dict[str, list[Listed]]:
        """By authority, the one row per programme that decides for a code: the longest prefix, then the newest.

        ``exempt_programmes``: exempt lists that count for the origin though they name another one.
        """
        best: dict[tuple[str, str], Listed] = {}
        for digits in DIGITS:
            for row in self._by_code.get(code[:digits], ()) if digits <= len(code) else ():
                is_for_origin = row.exporter_iso3 in (origin, WORLD)
                borrowed = row.programme in exempt_programmes and row.role.startswith("exempt")
                if (is_for_origin or borrowed) and in_force(row, on):
                    best[(row.authority, row.programme)] = row
        by_authority: dict[str, list[Listed]] = defaultdict(list)
        for row in best.values():
            by_authority[row.authority].append(row)
        return by_authority

    def listed(self, code: str) -> tuple[Sequence[Listed], ...]:
        """All that is said of a code, on any day and of any origin: of its heading first, of itself last."""
        return tuple(self._by_code.get(code[:digits], ()) for digits in DIGITS if digits <= len(code))

    def numbers(self, code: str, on: date) -> list[str]:
        """Statistical numbers under a code that the law names on a day."""
        under = self._numbers[slice(*span(self._numbers, code))]
        return [number for number in under if any(in_force(row, on) for row in self._by_code[number])]

    def names(self, code: str) -> bool:
        """Whether a code, or one it begins or ends, is printed in any list."""
        return code in self._by_code

    def for_aircraft(self, code: str) -> bool:
        """Whether a code stands on a list of goods that are free for civil aircraft."""
        return any(code[:digits] in self.aircraft for digits in DIGITS)


def _for_any_aircraft(row: Listed) -> bool:
    return row.use_limit == CIVIL_AIRCRAFT and row.exporter_iso3 == WORLD


def span(ordered: Sequence[str], code: str) -> tuple[int, int]:
    """First and last (exclusive) place of the codes that begin with ``code`` in a list of codes in order."""
    return bisect_left(ordered, code), bisect_left(ordered, code + AFTER_DIGITS)


def in_force(row: Listed | ByOrigin, on: date) -> bool:
    """Whether a row holds on a day, its first and last day included."""
    return row.valid_from <= on <= (row.valid_to or FOREVER)


def _certainty(row: ByOrigin) -> tuple[bool, bool, bool]:
    return row.use_limit != CIVIL_AIRCRAFT, row.use_limit != NONE, row.product_code == ALL_GOODS


def concerns(row: ByOrigin, code: str) -> bool:
    """Whether a row of us_duties_by_origin is about a code."""
    return row.product_code == ALL_GOODS or code.startswith(row.product_code)


def rules_for(rows: Sequence[ByOrigin], origin: str, on: date) -> Rules:
    """The rows that hold for an origin on a day; those about the world where the measure has none of its own."""
    present = [row for row in rows if row.exporter_iso3 in (origin, WORLD) and in_force(row, on)]
    general = [row for row in present if row.replaces_heading == NONE and _is_duty(row)]
    named = {(row.authority, row.programme) for row in general if row.exporter_iso3 == origin}
    duties = [row for row in general if row.exporter_iso3 == origin or (row.authority, row.programme) not in named]
    replacing: dict[tuple[str, str], list[ByOrigin]] = defaultdict(list)
    for row in present:
        if row.replaces_heading != NONE or not _is_duty(row):
            replacing[(row.programme, row.replaces_heading)].append(row)
    return Rules(duties, replacing)


def _is_duty(row: ByOrigin) -> bool:
    """Not a special rate on goods that us_tariff_scope lists under section 232 without a heading."""
    return row.authority != "section_232" or row.use_limit == "own_list"
