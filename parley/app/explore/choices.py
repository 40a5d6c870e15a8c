"""The choices of the page, which together are one question; each stands in the address."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from parley import terms, words
from parley.app.explore import data, names
from parley.app.explore.names import MEASURES, PLACES
from parley.app.kit import cache, card, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.line_names import SECTIONS
from parley.app.what_if import partners
from parley.explore import Dataset, Question
from parley.explore.question import MOST_VALUES, TIMES
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
TOPS = (20, 10, 50)
SUMMED, LEFT_OUT = "Summed in one row", "Left out"
ALL_YEARS, EVERY_SECTION, NO_COLUMNS = "All years", "All sections", "None"
DIGITS = {2: "chapter", 4: "heading", 6: "hs6", 10: "hts10"}
FIRST_ROWS = "chapter"
LONGEST_CODES = 16 * MOST_VALUES  # signs of a list: a code of ten digits with its points, a comma and a blank are 15
MORE = "Which goods, which places, how many rows"


class Chosen(NamedTuple):
    """What is chosen: the dataset, and of it the parts of a question; ``typed``: the codes of goods, as typed."""

    dataset: Dataset
    measure: str
    rows: str
    columns: str
    where: dict[str, tuple[str, ...]]
    typed: str
    top: int
    others: bool

    def question(self) -> Question:
        """The question. Raises NothingToShowError for codes that are none or that the data do not hold."""
        where = self.where | (_codes(self.typed, self.dataset) if self.typed else {})
        return Question(
            self.dataset.name, self.measure, self.rows, self.columns, tuple(where.items()), self.top, self.others
        )


def chosen(datasets: Sequence[Dataset], as_of: date) -> Chosen:
    """Draw the choices; what is chosen."""
    by_title = {each.title: each for each in datasets}
    dataset = by_title[controls.select("Data", list(by_title), "explore_data", datasets[0].title)]
    measure = controls.choose("Measure", dataset.measures, "explore_measure", MEASURES.__getitem__)
    rows = controls.select("Rows", dataset.dimensions, "explore_rows", FIRST_ROWS, _label)
    others = ["", *(each for each in dataset.dimensions if each != rows)]
    columns = controls.select("Columns", others, "explore_columns", "", _label)
    where = _year(dataset, {rows, columns}, as_of)
    if measure == "quantity" and "unit" in dataset.dimensions:
        units = data.members(dataset.name, "unit", as_of)
        where["unit"] = (controls.select("Unit", units, "explore_unit", units[-1]),)
    with card.fold(MORE):
        typed = controls.search("Codes", "explore_codes", SAY("choice.hint"), LONGEST_CODES)
        where |= {} if typed else _section()
        where |= _places(dataset, as_of)
        top = controls.choose("Rows shown", TOPS, "explore_top")
        rest = controls.choose("All other rows", (SUMMED, LEFT_OUT), "explore_rest")
    return Chosen(dataset, measure, rows, columns, where, typed, top, rest == SUMMED)


def _label(dimension: str) -> str:
    return names.KINDS[dimension].label if dimension else NO_COLUMNS


def _year(dataset: Dataset, shown: set[str], as_of: date) -> dict[str, tuple[str, ...]]:
    """The year asked for: the newest at first, all of them where rows or columns are periods."""
    years = data.periods(dataset.name, as_of).years
    if "year" not in dataset.dimensions or len(years) < 2:
        return {}
    newest_first = [ALL_YEARS, *reversed(years)]
    chosen = controls.select("Year", newest_first, "explore_year", ALL_YEARS if shown & set(TIMES) else years[-1])
    return {} if chosen == ALL_YEARS else {"year": (chosen,)}


def _section() -> dict[str, tuple[str, ...]]:
    name = controls.select("Section", [EVERY_SECTION, *SECTIONS], "explore_of", EVERY_SECTION)
    return {} if name == EVERY_SECTION else {"chapter": _chapters()[SECTIONS[name]]}


def _codes(typed: str, dataset: Dataset) -> dict[str, tuple[str, ...]]:
    codes = [re.sub(r"[.\s]", "", part) for part in typed.split(",") if part.strip()]
    if len(codes) > MOST_VALUES or len(typed) >= LONGEST_CODES:  # longer ones are cut
        raise NothingToShowError(SAY("choice.codes", "many", most=f"{MOST_VALUES}"))
    if not codes or not all(code.isascii() and code.isdigit() for code in codes):
        raise NothingToShowError(SAY("choice.codes", "none", typed=typed))
    lengths = {len(code) for code in codes}
    if len(lengths) > 1:
        raise NothingToShowError(SAY("choice.codes", "mixed", typed=typed))
    level = DIGITS.get(lengths.pop(), "")
    if level not in dataset.levels:
        digits_known = [f"{digits}" for digits, name in DIGITS.items() if name in dataset.levels]
        raise NothingToShowError(SAY("choice.codes", "level", typed=typed, digits=terms.listed(digits_known)))
    return {level: tuple(codes)}


@cache.kept
def _chapters() -> Mapping[str, tuple[str, ...]]:
    """The chapters of each section by its numeral."""
    codes = cache.table("hs_codes", compiled_on())
    of_level = codes[codes["level"].eq(2)]
    return {str(section): tuple(chapters["code"]) for section, chapters in of_level.groupby("section")}


def _places(dataset: Dataset, as_of: date) -> dict[str, tuple[str, ...]]:
    """The economies asked for, chosen one by one."""
    where = {}
    for dimension in PLACES:
        if dimension not in dataset.dimensions:
            continue
        economies = [code for code in data.members(dataset.name, dimension, as_of) if code in cache.country_names()]
        key = f"explore_{dimension}"
        kept = partners.chosen(key, economies)
        partners.draw_choice(key, economies, kept)
        for code in kept:
            partners.draw_removal(key, code, kept)
        if kept:
            where[dimension] = tuple(kept)
    return where
