"""Reads a page as an editor does and tells what nobody should print: see ``faults``."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from parley import read_table
from parley.app.home import score
from tests import apps
from tests.derived import DERIVED

MOST_WORDS = 20  # of a title
OF_A_LIST = 2  # options of a list that are read in place of all
# Figures whose title has a figure that the chart does not hold, and what it is. ``derived`` works out others again.
UNSHOWN = {
    "world_revenue": "what a rate would bring as a share of what is brought now",
    "world_revenue_product": "what a rate would bring as a share of what is brought now",
    "what_if_origins": "the sum of what others gain as a share of what China loses, of which the largest are drawn",
    "world_trade": "the sum of what others gain as a share of what China loses, of which the largest are drawn",
    "backtest_goods": "the share in trade of the sections or industries within the range",
    "tariff_map": "how many countries are above a rate, and the median",
    "tariff_china_list": "the mean over all lines, their number, the share at one rate",
    "tariff_first_war": "the mean over all subheadings",
    "tariff_collected": "the rate of all rows together",
    "look_up_collected_of": "the rate of all rows together",
    "tariff_programmes": "how many programmes there are",
    "chip_taiwan": "the share of computers and their parts in the rise",
    "outlook_revisions": "sums of the changes from edition to edition",
    "rare_exports": "how far the newest month is from the average of 2024",
    "rare_what_if_bounds": "the upper bound divided by the lower",
}
FIELD = re.compile(r"\{[a-z_]*\}|\b(?:None(?! of)|nan|NaN|NaT|inf)\b")
ONE = re.compile(r"(?<![\w.,–−/&])(?<!Lists )(?<!List )(?<!Phase )(?<!No\. )1\s([a-z]{3,}(?<![sa])s)\b")
UNITS = "points|months|years|weeks|days|hours|minutes|seconds|digits|decimals|tonnes|kilograms|draws"
# Things counted, to ten; what is measured, and what has its number as a name, is no count.
SMALL = re.compile(
    r"(?<![\w.,–−/&%$:])(?<!\d\s)(?<!\d to )(?<!Lists )(?<![Ll]ist )(?<!Phase )(?<!No\. )(?<!clause )(?<!table )"
    rf"(?:[2-9]|10)(?=\s(?:of\s(?!\d{{4}})|(?:that|largest|others?|new)\b|(?!(?:{UNITS})\b)[a-z]{{3,}}(?<![sa])s\b))"
    r"|\bin (?:[2-9]|10)$"
)
DOUBLED = re.compile(r"\b([A-Za-z]{2,})\s+\1\b", re.IGNORECASE)
PERCENT = r"(\d[\d,]*(?:\.\d+)?)\s?%"
SHARES = (
    re.compile(rf"{PERCENT}\s(?:of|less|fewer|lower|below)\b"),
    re.compile(rf"\b(?:fell|fall|falls|falling) by {PERCENT}"),
    re.compile(rf"\breplaces? {PERCENT}"),
)
# That a figure is the highest since a year says that the year's was higher; where the rows begin then, it is not.
SINCE = re.compile(r"\b(?:highest|lowest)(?:\s\w+){0,2}\ssince\b")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Numbers that name something and measure nothing.
NAMES = re.compile(
    r"\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?|\b(?:19|20)\d\d\b|“[^”]*”|\(?HS [\d.]+\)?|\bEO\d+|\bG20\b"
    r"|\bMCS\d+|\bH\d0+\b|\b1[67]-member|\b(?:Sections?|Lists?|Phase|code) [\dA-Z.]+(?: (?:to|and) \d\w*)?|\d+ largest"
)
COUNTRIES = read_table("countries")
CODES = set(COUNTRIES.loc[~COUNTRIES["is_aggregate"], "iso3"]) - {"USA"}
CODE = re.compile(rf"\b(?:{'|'.join(sorted(CODES))})\b")

ABOUT = score.SAY("score.about")


def faults(app: AppTest) -> list[str]:
    """What of the words of a page must not stand, each with the words."""
    titles = [apps.title(app), *apps.findings(app)]
    facts = [part for m in apps.metrics(app) for part in (m.label, m.value, m.change, m.note, m.help) if part]
    said = [line for _, line in apps.said(app)]
    read = dict.fromkeys([*titles, *facts, *said, *apps.messages(app)])
    texts = dict.fromkeys([*read, *(chart.alt for chart in apps.charts(app))])
    found = [f"{fault}: {text}" for text in texts for fault in _of_a_text(text)]
    found += [f"a small count in digits: {text}" for text in read if SMALL.search(text)]
    sentences = [title for title in titles if not title.startswith(ABOUT)]  # the scoreboard is no sentence
    found += [f"over {MOST_WORDS} words: {words}" for words in sentences if count(words) > MOST_WORDS]
    found += [f"said {times} times: {told}" for told, times in Counter(apps.messages(app)).items() if times > 1]
    return found + list(_figures_not_shown(app))


def count(title: str) -> int:
    """The words of a title, split on ordinary blanks only: a figure and its unit, joined by a no-break space, are one.

    A sign alone is none.
    """
    return sum(any(letter.isalnum() for letter in word) for word in title.split(" "))


def _of_a_text(text: str) -> Iterator[str]:
    if FIELD.search(text):
        yield "a field that is not filled"
    if ONE.search(text):
        yield "one of several"
    if CODE.search(text):
        yield "a code for a country"
    if DOUBLED.search(text):
        yield "a word twice"
    if SINCE.search(text):
        yield "the highest since a time that was not higher"
    if any(_value(match[1]) > 100 for rule in SHARES for match in rule.finditer(text)):
        yield "a share above 100%"


def _value(written: str) -> float:
    return float(written.replace(",", ""))


def _figures_not_shown(app: AppTest) -> Iterator[str]:
    """The figures of a card's title that neither its chart nor the line below holds, nor follow from them."""
    for shown in apps.documents(app, "whole"):
        if not shown["figure"] or shown["name"] in UNSHOWN:
            continue
        held = [*_held(shown), *_worked_out(shown)]
        for written in NUMBER.findall(NAMES.sub(" ", shown["finding"])):
            if not any(_prints(value, written) for value in held):
                yield f"{shown['name']}: {written} is not shown: {shown['finding']}"


def _worked_out(shown: dict[str, Any]) -> list[float]:
    """The numbers that follow from those of the chart, where the title is known to have such."""
    again = DERIVED.get(shown["name"])
    return list(again(apps.Chart(shown["figure"], shown["alt"]).shown["data"], shown["measure"])) if again else []


def _held(shown: dict[str, Any]) -> Iterator[float]:
    """Every number of a card: on the chart, in its alternative text, in its measure, and how many rows there are."""
    chart = apps.Chart(shown["figure"], shown["alt"])
    words = [shown["alt"], shown["measure"], *(str(name) for name in _leaves(chart.shown["data"], str))]
    yield float(shown["rows"])
    yield from (float(number) for number in _leaves(chart.shown["data"], int | float))
    yield from (_value(number) for text in words for number in NUMBER.findall(text))


def _leaves(part: Any, kind: Any) -> Iterator[Any]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _leaves(inner, kind)
    elif isinstance(part, kind) and not isinstance(part, bool):
        yield part


def _prints(value: float, written: str) -> bool:
    """Whether a number, as it is, in millions or in billions, prints as these digits."""
    decimals = len(written.partition(".")[2])
    return any(f"{abs(value) / unit:.{decimals}f}" == written.replace(",", "") for unit in (1, 1e6, 1e9))


def states(page: str, query: dict[str, Any], known: set[str]) -> Iterator[tuple[dict[str, Any], AppTest]]:
    """A page from an address on: runs in which each choice of its cards but the subject takes its other options.

    Choices move together, as many as there are; one that comes with the option of another is taken up. Of a long list
    ``OF_A_LIST`` options stand for all. How rows are drawn (``_view``) is no choice: it has no words. ``known``: the
    names of choices that need no more runs; those that had theirs are added.
    """
    unread: dict[str, list[str]] = {}
    shown_at: dict[str, dict[str, Any]] = {}
    state = dict(query)
    while True:
        app = apps.at_address(page, state)
        yield state, app
        for name, choice in apps.choices(app).items():
            if (
                choice["kind"] not in {"one", "several", "list"}
                or name.endswith(("_section", "_view"))
                or name in known
            ):
                continue
            if name not in unread:
                unread[name], shown_at[name] = (
                    _sample([o for o in choice["options"] if o not in choice["chosen"]]),
                    state,
                )
            unread[name] = [option for option in unread[name] if option not in choice["chosen"]]
        first = next((name for name, options in unread.items() if options), None)
        if first is None:
            known |= set(unread)
            return
        together = [name for name, options in unread.items() if options and shown_at[name] == shown_at[first]]
        state = {**shown_at[first], **{name: unread[name].pop(0) for name in together}}


def _sample(options: list[str]) -> list[str]:
    """Options from the first to the last, evenly apart; all of a short list."""
    step = max((len(options) - 1) / (OF_A_LIST - 1), 1)
    return [options[round(step * number)] for number in range(min(len(options), OF_A_LIST))]
