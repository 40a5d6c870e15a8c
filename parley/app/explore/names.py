"""What the values of a dimension are called: goods by code and words, economies by name, years and months."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from parley import terms
from parley.app.explore.data import Periods
from parley.app.kit import cache, line_names
from parley.tables.read import compiled_on
from parley.terms import goods
from parley.terms.goods import in_pairs

DOLLARS, PERCENT = "US dollars", "percent"
BILLION = 1e9
QUANTITIES = {"t": "tonnes", "bbl": "barrels", "l": "litres", "m3": "cubic metres"}


class Kind(NamedTuple):
    """A dimension in words: on a choice, and as one and as several in a sentence."""

    label: str
    one: str
    several: str


KINDS = {
    "chapter": Kind("Chapter (2 digits)", "chapter", "chapters"),
    "heading": Kind("Heading (4 digits)", "heading", "headings"),
    "hs6": Kind("Subheading (6 digits)", "subheading", "subheadings"),
    "hts10": Kind("Line (10 digits)", "line", "lines"),
    "origin": Kind("Origin", "origin", "origins"),
    "destination": Kind("Destination", "destination", "destinations"),
    "year": Kind("Year", "year", "years"),
    "month": Kind("Month", "month", "months"),
    "unit": Kind("Unit", "unit", "units"),
}
MEASURES = {"value": "Value", "duty": "Duty", "rate_collected": "Rate collected", "quantity": "Quantity"}
CODES = {"chapter": "HS", "heading": "HS", "hs6": "HS", "hts10": "code"}
PLACES = ("origin", "destination")
OTHERS = "All others"
ELSEWHERE = {"S19": "Other Asia, mostly Taiwan"}  # codes of BACI that our table of countries does not have
WHOLE = Periods((), {})
SPECIAL = "Special US provisions"  # chapters of the US schedule, which the Harmonized System does not word
MOST_WORDS = 4  # of goods in a title


class Named(NamedTuple):
    """A value of a dimension: as a row's name, as in a sentence, and the code of the country it is, empty for none."""

    name: str
    short: str
    country: str = ""


NO_UNIT = Named("No unit recorded", "goods without a unit")


def named(dimension: str, codes: Sequence[str], periods: Periods = WHOLE) -> dict[str, Named]:
    """The names of values of a dimension. The wording of goods is that of the newest tables: it says what a code is.

    ``periods``: of the data, for years that are not whole.
    """
    if dimension in PLACES:
        return {code: _place(code) for code in codes}
    if dimension == "year":
        return {code: Named(periods.name(code), periods.name(code)) for code in codes}
    if dimension == "month":
        months = {code: terms.month(date.fromisoformat(f"{code}-01")) for code in codes}
        return {code: Named(month, month) for code, month in months.items()}
    if dimension in ("chapter", "heading", "hs6"):
        return _goods(dimension, codes, line_names.of_codes().get)
    if dimension == "hts10":
        return _goods(dimension, codes, line_names.wordings(codes, compiled_on()).get)
    return {code: Named(Unit(code).words, f"goods counted in {Unit(code).words}") for code in codes}


def _place(code: str) -> Named:
    name = cache.country_names().get(code) or ELSEWHERE.get(code, code)
    return Named(name, terms.with_article(name), code)


def _goods(level: str, codes: Sequence[str], wording: Callable[[str], str | None]) -> dict[str, Named]:
    by_code, words = {}, line_names.of_codes()
    for code in codes:
        text = SPECIAL if code[:2] in ("98", "99") and level != "hts10" else wording(code) or ""
        plain = text.capitalize() if text.isupper() else text
        said = words.get(code[:6], "") if level == "hts10" else plain  # lines are worded in abbreviations
        by_code[code] = Named(f"{in_pairs(code)} {plain}".strip(), in_a_sentence(said, level, code))
    return by_code


def in_a_sentence(wording: str, level: str, code: str) -> str:
    """Goods in a sentence, their code last: ``electrical machinery (HS 85)``; the code alone where no name is short."""
    name, in_code = goods.noun(code, wording, MOST_WORDS), f"{CODES[level]} {in_pairs(code)}"
    return f"{name} ({in_code})" if name else in_code


class Unit(NamedTuple):
    """US dollars, percent, or the unit of a quantity as its table names it."""

    name: str

    @property
    def words(self) -> str:
        """The unit as a measure line names it."""
        return QUANTITIES.get(self.name, self.name)

    def say(self, value: float) -> str:
        """One figure with its unit."""
        if self.name == DOLLARS:
            return terms.usd(value)
        return terms.rate(value) if self.name == PERCENT else terms.quantity(terms.significant(value, 4), self.name)

    @property
    def scale(self) -> float:
        """What figures are divided by on an axis."""
        return BILLION if self.name == DOLLARS else 1.0

    @property
    def mark(self) -> str:
        """What stands on the last tick of an axis of figures / ``scale``."""
        return {DOLLARS: "bn", PERCENT: "%"}.get(self.name, self.name)
