"""Words of tariff lines as the Census Bureau printed them for the lines of 2024, and everyday names of a few goods."""

from collections.abc import Collection
from datetime import date

from parley import terms
from parley.app.kit import cache
from parley.tables.read import compiled_on
from parley.tables.us_imports import FIRST_PRINT
from parley.terms import SECTION_LABELS, goods

# The numerals of sections by what a list of them shows.
SECTIONS = {f"{numeral}, {label}": numeral for numeral, label in SECTION_LABELS.items()}


@cache.kept
def of_codes() -> dict[str, str]:
    """The wording of each chapter, heading and subheading of HS 2022 by its code."""
    codes = cache.table("hs_codes", compiled_on())
    return dict(zip(codes["code"], codes["description"], strict=True))


@cache.kept
def in_titles() -> dict[str, str]:
    """``of_codes``, chapters in the few words that a row of a chart has room for."""
    return {**of_codes(), **{code: terms.capital(name) for code, name in goods.CHAPTERS.items()}}


def wordings(codes: Collection[str], as_of: date) -> dict[str, str]:
    """The short wording of each line, in capitals as printed; of a line born later, that of its subheading."""
    if not len(codes):
        return {}
    subheadings = sorted({code[:6] for code in codes})
    printed = cache.part(FIRST_PRINT[10], as_of, {"hs6": subheadings}, ["hts10", "description"])
    of_line = printed.drop_duplicates("hts10").set_index("hts10")["description"]
    named = cache.table("hs_codes", as_of).set_index("code")["description"]
    of_subheading = {code: f"New line of {code}: {named.get(code, 'not in HS 2022')}" for code in subheadings}
    return {code: str(of_line.get(code, of_subheading[code[:6]])) for code in codes}
