"""What a whole sentence asks for: its code, its country, its day, the rate it supposes, and the words of the thing."""

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from parley.search import lookup, shipped
from parley.search.opens import CHINA_NAME, US, Opening, Place
from parley.search.pages import PAGES, QUESTIONS, Question
from parley.search.questions import FILLERS, is_of_any_thing, word_list
from parley.search.words import words
from parley.terms.goods import in_pairs

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>20[12]\d)"
DATES = [
    re.compile(rf"\b{pattern}\b", re.IGNORECASE)
    for pattern in (
        r"(?P<year>20[12]\d)-(?P<month>\d{2})-(?P<day>\d{2})",
        rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH}\.? {_DAY},? {_YEAR}",
        rf"{_MONTH}\.? {_YEAR}",
        rf"(?:in|of|during|since|for|year|by) {_YEAR}",
    )
]
PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*(?:%|percent|per cent|pct)", re.IGNORECASE)
CODE = re.compile(r"\b(?:HTS?|HS)?\s*(\d{4}(?:[. ]?\d{2}){0,3}|\d{8}|\d{10})\b(?!\s*(?:%|percent))", re.IGNORECASE)
MOST_SUPPOSED_PCT = 200
BEGINNINGS, SUPPOSING = word_list("beginnings"), word_list("supposing")
EVERY = re.compile(
    r"\b(?:(?:all|every|each|other) (?:other )?(?:countr|partner|econom|import)|everybody|everyone|universal\b"
    r"|across the board)",
    re.IGNORECASE,
)
LEAST_WORDS = 3  # of a question without its mark
# The area and the measure of a forecast that words ask for.
AREAS = {"us": US, "world": "WLD", "global": "WLD", "eurozone": "EA", "euro": "EA"}
MEASURES = {"inflation": "headline_inflation", "unemployment": "unemployment_rate", "jobless": "unemployment_rate"}
SUBJECTS = (US, "CHN", "TWN", "MMR")  # economies that some questions are about
WHAT_IF = next(question for question in QUESTIONS if question.page == "what_if_product")
# Questions about a day of the past open on it; all others say what became known later too.
OF_A_DAY = ("tariffs", "look_up", "home")


class Sentence(NamedTuple):
    """The parts of a sentence.

    ``phrased``: as spoken, with *country* for an economy that no question is about. ``goods``: the words that may name
    a thing it asks about. ``is_whole``: it is a sentence or a question, and not the name of something. ``day``: the
    last day of the month or year it names. ``is_of_all``: it names all countries.
    """

    spoken: list[str]
    phrased: list[str]
    goods: list[str]
    places: list[Place]
    code: str
    day: date | None
    percent: int | None
    is_whole: bool
    is_of_all: bool

    @property
    def abroad(self) -> Place | None:
        """The first economy it names beside the United States."""
        return next((place for place in self.places if place.iso3 != US), None)

    @property
    def elsewhere(self) -> Place | None:
        """That economy where it is not China."""
        return self.abroad if self.abroad is not None and self.abroad.name != CHINA_NAME else None

    @property
    def rate_pct(self) -> int:
        """The rate it names, as far as the pages' sliders reach."""
        return min(self.percent or 0, MOST_SUPPOSED_PCT)

    @property
    def supposes(self) -> bool:
        """Whether it asks what a rate would do: "what if", "would", or a rate alone, "60% on Chinese goods"."""
        asks_if = not SUPPOSING.isdisjoint(self.spoken) or BEGINNINGS.isdisjoint(self.spoken[:1])
        return self.percent is not None and (self.is_of_all or asks_if)


def read(typed: str) -> Sentence:
    """Take a sentence apart. Raises SearchError."""
    code, rest = _cut_code(typed)
    day, rest = _cut_day(rest)
    percent, rest = _cut_percent(rest)
    spoken = words(rest)
    places, beside, phrased = _cut_places(spoken)
    goods = [word for word in beside if not is_of_any_thing(word)]
    begins = len(spoken) >= LEAST_WORDS and spoken[0] in BEGINNINGS
    is_whole = begins or "?" in typed or bool(code and places)
    return Sentence(spoken, phrased, goods, places, code, day, percent, is_whole, EVERY.search(typed) is not None)


def opening(question: Question, sentence: Sentence) -> Opening:
    """A question's page, by the name of its file, opened with what the sentence names: its country, day and rate."""
    page, query, abroad, elsewhere = question.page, dict(question.query), sentence.abroad, sentence.elsewhere
    if page == "outlook" and query.get("outlook_section") == "Paths":
        query |= _forecast(sentence)
    if page.startswith("what_if") and sentence.percent is not None:
        rate = f"{sentence.rate_pct}"
        section = {key: value for key, value in query.items() if key.endswith("_section")}
        if sentence.is_of_all and abroad is None:
            query = {**section, "us_all" if page == "what_if_product" else "world_add_all": rate}
        elif elsewhere is None:
            query = {**section, "us_total" if page == "what_if_product" else "world_us": rate}
        elif page == "what_if_world" or question is WHAT_IF:  # which works out what any country pays
            page, query = (
                "what_if_world",
                {**section, "world_partners": elsewhere.iso3, f"world_us_on_{elsewhere.iso3}": rate},
            )
    if question.link == "Trade: Goods" and abroad:
        query["trade_supplier"] = abroad.name
    return Opening(page, {**query, **(on(sentence) if page in OF_A_DAY else {})})


def supposition(page: str, codes: Sequence[str], sentence: Sentence) -> str:
    """What a sentence supposes, under the name of the page that works it out."""
    goods = f" {', '.join(map(in_pairs, codes))}" if codes else ""
    abroad = "all countries" if sentence.is_of_all else (sentence.abroad.name if sentence.abroad else CHINA_NAME)
    rate = f"{sentence.rate_pct} points more" if sentence.is_of_all and not codes else f"{sentence.rate_pct}%"
    return f"{PAGES[page]}. What if the US charged {rate} on{goods}{' of' if codes else ''} {abroad}?"


def on(sentence: Sentence) -> dict[str, str]:
    """The day the sentence names as the parameter of an address."""
    return {} if sentence.day is None else {"as_of": sentence.day.isoformat()}


def _forecast(sentence: Sentence) -> dict[str, str]:
    areas = [AREAS[word] for word in sentence.spoken if word in AREAS]
    places = [place.iso3 for place in sentence.places]
    measures = [MEASURES[word] for word in sentence.spoken if word in MEASURES]
    area = {"outlook_area": (areas + places)[0]} if areas or places else {}
    return {**area, **({"outlook_measure": measures[0]} if measures else {})}


def _cut_code(typed: str) -> tuple[str, str]:
    """The code of a product among other words, and the text without it; digits alone are no sentence."""
    for match in CODE.finditer(typed):
        digits = re.sub(r"\D", "", match[1])
        rest = f"{typed[: match.start()]} {typed[match.end() :]}"
        is_year = len(digits) == 4 and "2010" <= digits <= "2035"
        if words(rest) and not is_year:
            return digits, rest
    return "", typed


def _cut_day(typed: str) -> tuple[date | None, str]:
    for pattern in DATES:
        match = pattern.search(typed)
        day = match and _day(match.groupdict())
        if match and day:
            return day, f"{typed[: match.start()]} {typed[match.end() :]}"
    return None, typed


def _day(parts: Mapping[str, str | None]) -> date | None:
    """A day of the past or of today; where only a month or a year is named its last one that has begun."""
    year, month, day = int(parts["year"] or 0), parts.get("month"), parts.get("day")
    number = 12 if month is None else int(month) if month.isdigit() else MONTHS[month.lower()]
    try:
        named = date(year, number, int(day) if day else calendar.monthrange(year, number)[1])
    except ValueError:  # 31 June
        return None
    begun = date(year, 1 if month is None else number, 1)
    if named <= date.today():
        return named
    return date.today() if not day and begun <= date.today() else None


def _cut_percent(typed: str) -> tuple[int | None, str]:
    match = PERCENT.search(typed)
    return (int(match[1]), f"{typed[: match.start()]} {typed[match.end() :]}") if match else (None, typed)


def _cut_places(spoken: Sequence[str]) -> tuple[list[Place], list[str], list[str]]:
    """Every economy that is named, each under its longest name, in the order of the sentence; the other words; and all
    words, with *country* for an economy that no question is about.
    """
    names, start = lookup.origins(shipped.stamp()), 0
    places, beside, phrased = list[Place](), list[str](), list[str]()
    while start < len(spoken):
        for length in range(min(5, len(spoken) - start), 0, -1):
            place = names.get(" ".join(spoken[start : start + length]))
            if place is not None and spoken[start] not in FILLERS:  # AND, ARE and CAN are codes of economies too
                places.append(place)
                phrased += spoken[start : start + length] if place.iso3 in SUBJECTS else ["country"]
                break
        else:
            length = 1
            beside.append(spoken[start])
            phrased.append(spoken[start])
        start += length
    return places, beside, phrased
