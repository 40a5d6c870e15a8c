"""Words of ten-digit tariff lines, which the Census Bureau printed for the lines of 2024."""

from collections.abc import Collection
from datetime import date

from parley.app.kit import cache
from parley.imports import FIRST_PRINT


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
