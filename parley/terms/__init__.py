"""The field's words and how numbers are written: labels, units, number and date formats."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from parley.terms.labels import (
    ANSWERS,
    AUTHORITIES,
    EFFECT_KINDS,
    EFFECT_UNITS,
    EFFECTS,
    ELEMENTS,
    HORIZONS,
    INDUSTRY_LABELS,
    MEASURES,
    PROGRAMMES,
    SECTION_LABELS,
    SECTOR_LABELS,
    SHOCK_KINDS,
)

# Labels that are found here too; what is defined below needs no entry.
__all__ = [
    "ANSWERS",
    "AUTHORITIES",
    "EFFECTS",
    "EFFECT_KINDS",
    "EFFECT_UNITS",
    "ELEMENTS",
    "HORIZONS",
    "INDUSTRY_LABELS",
    "MEASURES",
    "PROGRAMMES",
    "SECTION_LABELS",
    "SECTOR_LABELS",
    "SHOCK_KINDS",
]

NBSP, MINUS, DASH = "\u00a0", "\u2212", "\u2013"
MOST_IN_TITLE = 14  # words
LEAST_BN = 5e6  # US dollars: less prints as zero billions


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators and a true minus sign."""
    return f"{value:z,.{decimals}f}".replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """A number that carries its sign; what rounds to zero has none and claims no direction."""
    written = number(value, decimals)
    return f"+{written}" if value > 0 and written.strip("0.") else written


def quantity(written: str, unit: str) -> str:
    """A number with its unit: ``12.5%`` closed up, ``3 pp`` with a no-break space, ``$184bn`` for ``bn``, ``m``."""
    if unit in ("bn", "m", "$"):
        return in_dollars(written, unit.removeprefix("$"))
    return f"{written}%" if unit == "%" else f"{written}{NBSP}{unit}"


def in_dollars(written: str, mark: str = "") -> str:
    """A number as US dollars, its sign first: ``$184bn``, ``−$1.2m``, ``$16–42bn``, ``−$17bn to $25bn``."""
    if " to " in written:
        return " to ".join(in_dollars(end, mark) for end in written.split(" to "))
    sign = written[:1] if written[:1] in ("+", MINUS) else ""
    return f"{sign}${written.removeprefix(sign)}{mark}"


def rate(value_pct: float, decimals: int = 1) -> str:
    """A rate or share in percent: ``12.5%``."""
    return f"{number(value_pct, decimals)}%"


def a_rate(value_pct: float, decimals: int = 0) -> str:
    """A rate with its article, by how it is read: ``a 10%``, ``an 8%``, ``an 18%``."""
    written = rate(value_pct, decimals)
    is_vowel = written.startswith("8") or written.rstrip("%").partition(".")[0] in ("11", "18")
    return f"{'an' if is_vowel else 'a'} {written}"


def law_rate(value_pct: float) -> str:
    """A rate as a law writes it, without decimals that are zero: ``30%``, ``12.5%``, ``3.75%``."""
    written = number(value_pct, 2)
    return f"{written.rstrip('0').rstrip('.')}%"


def change_pct(value_pct: float, decimals: int = 1) -> str:
    """A growth rate in percent with its sign."""
    return f"{signed(value_pct, decimals)}%"


def prints_as_zero(written: str) -> bool:
    """Whether a number, as it is written, has no digit but zeros."""
    return not any(digit in written for digit in "123456789")


def size(change_pct: float, decimals: int) -> str:
    """A change in percent without its sign; one that would print as zero has one significant figure instead."""
    written = number(abs(change_pct), decimals)
    return f"{significant(abs(change_pct), 1) if prints_as_zero(written) else written}%"


def points(change_pp: float, decimals: int = 1, word: str = "pp") -> str:
    """A difference of two rates in percentage points; ``word``: how they are called, ``points`` in a title."""
    return f"{signed(change_pp, decimals)}{NBSP}{word}"


def in_points(size: float, decimals: int = 1) -> str:
    """The size of a difference of two rates in words: ``1 point``, ``2.5 points``."""
    said = number(size, decimals)
    return f"{said} point" if said == "1" else f"{said} points"


def span(low: float, high: float, decimals: int = 1) -> str:
    """A range with an en dash, or ``low to high`` where a sign would make the dash unreadable."""
    if low < 0 or high < 0:
        return f"{number(low, decimals)} to {number(high, decimals)}"
    return f"{number(low, decimals)}{DASH}{number(high, decimals)}"


def rates(low_pct: float, high_pct: float) -> str:
    """Rates or shares between two ends in percent: ``12.5–25.0%``; one where both are the same."""
    return rate(low_pct) if low_pct == high_pct else f"{span(low_pct, high_pct)}%"


def ranged(size: str, low: float, high: float, decimals: int = 1) -> str:
    """A size with its range, held together on a line: ``3.1% (2.0–4.0)``; ends of one sign stand without it.

    Where both ends are one figure there is no range, and none is written where it is still to come (not a number).
    """
    if low == high or math.isnan(low):
        return size
    least, most = (low, high) if low < 0 < high else sorted((abs(low), abs(high)))
    return f"{size}{NBSP}({span(least, most, decimals)})"


def ranged_bn(value_usd: float, low_usd: float, high_usd: float) -> str:
    """The size of a model's answer as ``model_bn`` writes it, with its range, ``ranged``, and no finer than that."""
    ends = () if math.isnan(low_usd) else (low_usd, high_usd)
    unit, mark, decimals = model_scale(value_usd, *ends)
    size = in_dollars(number(abs(value_usd) / unit, decimals), mark)
    return ranged(size, low_usd / unit, high_usd / unit, decimals)


def significant(value: float, digits: int) -> str:
    """A number rounded to so many significant figures, without exponent."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    return number(rounded, max(digits - 1 - math.floor(math.log10(abs(rounded))), 0))


def decimals_of(largest: float) -> int:
    """Decimals at which the largest figure of a list shows two digits: none from 20, one from 2, else two."""
    return 0 if abs(largest) >= 20 else 1 if abs(largest) >= 2 else 2


def usd(value_usd: float, digits: int = 3) -> str:
    """US dollars in billions, below one in millions, below one of these whole: three figures in data, two in cards."""
    for scale, word in ((1e9, "bn"), (1e6, "m")):
        if abs(value_usd) >= scale:
            return in_dollars(significant(value_usd / scale, digits), word)
    return in_dollars(number(value_usd))


def bn_decimals(largest_usd: float) -> int:
    """Decimals of a model's billions of dollars, by the largest of the figures: none from ten on, one from one, else
    two."""
    size = abs(largest_usd) / 1e9
    return 0 if size >= 10 or size == 0 else 1 if size >= 1 else 2


def model_scale(value_usd: float, low_usd: float = 0, high_usd: float = 0) -> tuple[float, str, int]:
    """What a model's answer in dollars is divided by, the mark of that and its decimals: billions, or millions where
    billions would print as zero and the range, where there is one, is below one.
    """
    width = high_usd - low_usd
    if 0 < abs(value_usd) < LEAST_BN and width < 1e9:
        return 1e6, "m", within(bn_decimals(1e3 * value_usd), width / 1e6)
    return 1e9, "bn", within(bn_decimals(value_usd), width / 1e9)


def within(decimals: int, width: float) -> int:
    """So many decimals, or fewer where the last would be less than a hundredth of the width of a figure's range."""
    return decimals if width <= 0 else max(min(decimals, 2 - math.ceil(math.log10(width))), 0)


def model_bn(value_usd: float) -> str:
    """A model's answer in billions, or in millions where that would print as zero, as in the facts beside it."""
    unit, mark, decimals = model_scale(value_usd)
    return in_dollars(number(value_usd / unit, decimals), mark)


def signed_bn(value_usd: float) -> str:
    """``model_bn`` with its sign before it, a change without a word for its direction; what prints as zero has none."""
    written = model_bn(abs(value_usd))
    if prints_as_zero(written):
        return written
    return f"{'+' if value_usd > 0 else MINUS}{written}"


def tonnes(value_t: float) -> str:
    """Metric tonnes, whole."""
    return f"{number(value_t)}{NBSP}t"


def day(value: date | pd.Timestamp) -> str:
    """A date as ``24 Jul 2026``; never numeric in prose."""
    return f"{value.day}{NBSP}{value:%b}{NBSP}{value.year}"


def month(value: date | pd.Timestamp) -> str:
    """A month as ``July 2026``."""
    return f"{value:%B}{NBSP}{value.year}"


def year_to(months: int, year: int) -> str:
    """A year as far as its months from January on are known: ``Jan–Aug 2026``, ``Jan 2026``; all twelve: ``2026``."""
    last = f"{date(year, months, 1):%b}"
    span = "" if months == 12 else f"Jan{NBSP}" if months == 1 else f"Jan{DASH}{last}{NBSP}"
    return f"{span}{year}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


PROPER = ("Christmas", "Norway", "Kentucky", "Brazil", "Canad", "Mexic", "India", "Russia", "China", "US ", "EU ")


def small(words: str) -> str:
    """Words inside a sentence: the first letter small, but of a name or of capitals: ``Brazil``, ``DC motors``."""
    keeps = words[:2].isupper() or words.startswith(PROPER)
    return words if keeps else f"{words[:1].lower()}{words[1:]}"


def capital(words: str) -> str:
    """Words at the head of a sentence: the first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def in_a_sentence(label: str) -> str:
    """A label of goods inside a sentence: ``Machinery, electronics`` becomes ``machinery and electronics``."""
    parts = small(label).split(", ")
    return listed([*parts[:-1], "other goods" if parts[-1] == "other" else parts[-1]])


UNVERIFIED = " (unverified)"


def marked(title: str, verification: str) -> str:
    """The title of an act with a mark where nobody verified it; never a second mark where the title has its own."""
    return f"{title.removesuffix(UNVERIFIED)}{UNVERIFIED}" if verification == "unverified" else title


SIDES = {
    "short": {"USA": "US", "CHN": "China"},
    "long": {"USA": "United States", "CHN": "China"},
    "prose": {"USA": "the US", "CHN": "China"},
    "levies": {"USA": "US on China", "CHN": "China on US"},
}


def side(code: str, form: str = "short") -> str:
    """One of the two sides: US, United States, the US, or US on China. Raises KeyError for another code or form."""
    return SIDES[form][code]


BUNDLES = ("Rest of the world", "Other economies")
# Names of places that take an article, by their first word or by their last.
FIRST_WORDS = (
    *("United", "European Union", "Euro area", "Rest", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives"),
    *("Comoros", "Republic", "Central African", "Dominican Republic", "DR", "British", "US "),
)
LAST_WORDS = ("Islands", "Territories", "countries")


def with_article(name: str, the: str = "the") -> str:
    """The name of a place in a sentence: ``the United States``, ``China``; ``the`` is ``The`` where it begins one."""
    if name in BUNDLES:
        return f"{the} {small(name)}"
    return f"{the} {name}" if name.startswith(FIRST_WORDS) or name.endswith(LAST_WORDS) else name


def edition(name: str) -> str:
    """A forecast edition as a reader knows it: ``IEO_2025_09`` becomes ``Interim Sep 2025``; ``EO117`` stays."""
    dated = re.fullmatch(r"([A-Z]+)_(\d{4})_(\d{2})", name)
    if dated is None:
        return name.replace("_", " ")
    house, year, month_number = dated.groups()
    words = f"{'Interim' if house == 'IEO' else house} {date(int(year), int(month_number), 1):%b} {year}"
    return words.replace(" ", NBSP)


def dated_edition(name: str, published_on: pd.Timestamp) -> str:
    """An OECD edition by its month: ``Outlook of June 2025``, ``Interim Outlook of March 2025``; others as named."""
    if re.fullmatch(r"EO\d+", name):
        return f"Outlook of {month(published_on)}"
    return f"Interim Outlook of {month(published_on)}" if name.startswith("IEO_") else edition(name)


def sector(name: str) -> str:
    """A sector of trade statistics in plain words: ``Metals nec`` (not elsewhere classified) is ``Other metals``."""
    plain = name.removesuffix(" nec")
    return name if plain == name else f"Other {small(plain)}"


def counted(count: int) -> str:
    """A small number as a word (``seven``), larger ones in digits."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return words[count] if 0 <= count < len(words) else number(count)


def ranked(place: int) -> str:
    """A place in a ranking, as ``ranks fourth``; from eleventh on in digits: ``11th``, ``22nd``."""
    words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
    if place <= len(words):
        return words[place - 1]
    ending = "th" if 11 <= place % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def fitting(titles: Iterable[str]) -> str:
    """The first of the titles with at most 14 words, else the last; what ``NBSP`` holds together is one word."""
    title = ""
    for title in titles:
        if len(title.split(" ")) <= MOST_IN_TITLE:
            break
    return title


def rounded_to_total(parts: Sequence[float], decimals: int = 1) -> list[float]:
    """Parts rounded by largest remainder, so that what is printed adds to the rounded total."""
    scale = 10**decimals
    scaled = [part * scale for part in parts]
    floors = [int(s // 1) for s in scaled]
    missing = round(round(sum(scaled), 6)) - sum(floors)  # equal sums round alike, whatever their last bit
    by_remainder = sorted(range(len(parts)), key=lambda i: scaled[i] - floors[i], reverse=True)
    for i in by_remainder[:missing]:
        floors[i] += 1
    return [f / scale for f in floors]
