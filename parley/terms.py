"""The field's words and how numbers are written: labels, units, number and date formats."""

import itertools
import math
import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

NBSP, MINUS, DASH = "\u00a0", "\u2212", "\u2013"

AUTHORITIES = {
    "mfn": "Ordinary duty (MFN)",
    "section_301": "Section 301",
    "section_232": "Section 232",
    "section_201": "Section 201",
    "section_122": "Section 122",
    "section_338": "Section 338",
    "ieepa_fentanyl": "Emergency powers, fentanyl",
    "ieepa_reciprocal": "Emergency powers, reciprocal",
    "china_retaliation": "China, answer on US goods",
    "total": "All duties together",
}

SECTION_LABELS = {
    "I": "Animal products",
    "II": "Vegetable products",
    "III": "Fats and oils",
    "IV": "Food, drink, tobacco",
    "V": "Minerals, fuels",
    "VI": "Chemicals",
    "VII": "Plastics, rubber",
    "VIII": "Leather goods",
    "IX": "Wood",
    "X": "Paper",
    "XI": "Textiles, clothing",
    "XII": "Footwear, headgear",
    "XIII": "Stone, ceramics, glass",
    "XIV": "Jewellery, precious metals",
    "XV": "Base metals",
    "XVI": "Machinery, electronics",
    "XVII": "Vehicles, aircraft, ships",
    "XVIII": "Instruments, clocks",
    "XIX": "Arms",
    "XX": "Furniture, toys",
    "XXI": "Works of art",
}


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators and a true minus sign."""
    return f"{value:z,.{decimals}f}".replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """A number that carries its sign; what rounds to zero has none and claims no direction."""
    written = number(value, decimals)
    return f"+{written}" if value > 0 and written.strip("0.") else written


def rate(value_pct: float, decimals: int = 1) -> str:
    """A rate or share in percent: ``12.5 %`` with a no-break space."""
    return f"{number(value_pct, decimals)}{NBSP}%"


def change_pct(value_pct: float, decimals: int = 1) -> str:
    """A growth rate in percent with its sign."""
    return f"{signed(value_pct, decimals)}{NBSP}%"


def points(change_pp: float, decimals: int = 1) -> str:
    """A difference of two rates in percentage points."""
    return f"{signed(change_pp, decimals)}{NBSP}pp"


def span(low: float, high: float, decimals: int = 1) -> str:
    """A range with an en dash, or ``low to high`` where a sign would make the dash unreadable."""
    if low < 0 or high < 0:
        return f"{number(low, decimals)} to {number(high, decimals)}"
    return f"{number(low, decimals)}{DASH}{number(high, decimals)}"


def significant(value: float, digits: int) -> str:
    """A number rounded to so many significant figures, without exponent."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    return number(rounded, max(digits - 1 - math.floor(math.log10(abs(rounded))), 0))


def usd_bn(value_usd: float, digits: int = 3) -> str:
    """US dollars as billions: three significant figures in data, two in model titles and cards."""
    return f"US${NBSP}{significant(value_usd / 1e9, digits)}{NBSP}bn"


def tonnes(value_t: float) -> str:
    """Metric tonnes, whole."""
    return f"{number(value_t)}{NBSP}t"


def day(value: date | pd.Timestamp) -> str:
    """A date as ``24 Jul 2026``; never numeric in prose."""
    return f"{value.day}{NBSP}{value:%b}{NBSP}{value.year}"


def month(value: date | pd.Timestamp) -> str:
    """A month as ``July 2026``."""
    return f"{value:%B}{NBSP}{value.year}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def edition(name: str) -> str:
    """A forecast edition as a reader knows it: ``IEO_2025_09`` becomes ``Interim Sep 2025``; ``EO117`` stays."""
    dated = re.fullmatch(r"([A-Z]+)_(\d{4})_(\d{2})", name)
    if dated is None:
        return name.replace("_", " ")
    house, year, month_number = dated.groups()
    words = f"{'Interim' if house == 'IEO' else house} {date(int(year), int(month_number), 1):%b} {year}"
    return words.replace(" ", NBSP)


def titles(named: Sequence[tuple[str, str]]) -> str:
    """Titles of one producer, each given with its edition; a series of three and more editions by its name alone.

    Titles that begin with the same two names and are told apart by a number or a year are a series, named by the words
    all begin with: ``Economic Outlook, nine editions``. Other titles are written out.
    """
    series: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for title, name in named:
        series.setdefault(_beginning(title), []).append((title, name))
    return "; ".join(_series(list(dict.fromkeys(t for t, _ in part)), {n for _, n in part}) for part in series.values())


def _beginning(title: str) -> tuple[str, ...]:
    """The words to the second one with a capital: ``State of US``."""
    words = _words(title)
    capitals = [i for i, word in enumerate(words) if word[0].isupper()]
    return tuple(words[: capitals[1] + 1 if len(capitals) > 1 else 2])


def _words(title: str) -> list[str]:
    return re.sub(r"[,:]|No\.", " ", title).split()


def _series(names: list[str], editions: set[str]) -> str:
    columns = zip(*(_words(name) for name in names), strict=False)
    shared = [column[0] for column in itertools.takewhile(lambda column: len(set(column)) == 1, columns)]
    numbered = all(re.search(r"\d", " ".join(_words(name)[len(shared) :])) for name in names)
    if len(editions) < 3 or not numbered:
        return "; ".join(names)
    return f"{' '.join(shared)}, {counted(len(editions))} editions"


def counted(count: int) -> str:
    """A small number as a word (``seven``), larger ones in digits."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return words[count] if 0 <= count < len(words) else number(count)


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
