"""Reads a page as an editor does and tells what nobody should print: see ``faults``."""

import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from parley import read_table
from tests import apps

MOST_WORDS = 20  # of a title
# Figures whose title has a figure worked out from the rows, and what it is.
DERIVED = {
    "world_growth": "the difference between the two lines in the first year",
    "world_revenue": "what a rate would bring as a share of what is brought now",
    "what_if_split": "the part of the Treasury divided by the part of US buyers",
    "what_if_flows": "the sum of what China loses, and the share of it that others replace",
    "what_if_origins": "the sum of what others gain as a share of what China loses",
    "world_trade": "the sum of what others gain as a share of what China loses",
    "backtest_goods": "the share in trade of the sections or industries within the range",
    "tariff_averages": "the gap between the lowest and the highest provider",
    "tariff_map": "how many countries are above a rate, and the median",
    "tariff_china_list": "the mean over all lines, their number, the share at one rate",
    "tariff_first_war": "the mean over all subheadings",
    "tariff_revenue": "sums of twelve months",
    "tariff_collected": "the rate of all rows together",
    "look_up_collected_of": "the rate of all rows together",
    "tariff_programmes": "how many programmes there are",
    "trade_months": "how far the newest month is below the highest",
    "trade_imports": "the share of the first row in the total that the measure gives",
    "chip_taiwan": "the share of computers and their parts in the rise",
    "chip_exports": "how far the newest year is below the highest",
    "outlook_revisions": "sums of the changes from edition to edition",
    "rare_exports": "how far the newest month is from the average of 2024",
    "rare_what_if_bounds": "the upper bound divided by the lower",
}
FIELD = re.compile(r"\{[a-z_]*\}|\b(?:None(?! of)|nan|NaN|NaT|inf)\b")
ONE = re.compile(r"(?<![\w.,–−/&])(?<!Lists )(?<!List )(?<!Phase )(?<!No\. )1\s([a-z]{3,}(?<![sa])s)\b")
DOUBLED = re.compile(r"\b([A-Za-z]{2,})\s+\1\b", re.IGNORECASE)
PERCENT = r"(\d[\d,]*(?:\.\d+)?)\s?%"
SHARES = (
    re.compile(rf"{PERCENT}\s(?:of|less|fewer|lower|below)\b"),
    re.compile(rf"\b(?:fell|fall|falls|falling) by {PERCENT}"),
    re.compile(rf"\breplaces? {PERCENT}"),
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Numbers that name something and measure nothing.
NAMES = re.compile(
    r"\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?|\b(?:19|20)\d\d\b|“[^”]*”|\(?HS [\d.]+\)?|\bEO\d+|\bMCS\d+|\bH\d0+\b"
    r"|\b(?:Sections?|Lists?|Phase|code) [\dA-Z.]+(?: (?:to|and) \d\w*)?|\d+ largest"
)
COUNTRIES = read_table("countries")
CODES = set(COUNTRIES.loc[~COUNTRIES["is_aggregate"], "iso3"]) - {"USA"}
CODE = re.compile(rf"\b(?:{'|'.join(sorted(CODES))})\b")


def faults(app: AppTest) -> list[str]:
    """What of the words of a page must not stand, each with the words."""
    titles = [apps.title(app), *apps.findings(app)]
    facts = [part for m in apps.metrics(app) for part in (m.label, m.value, m.change, m.note, m.help) if part]
    said = [line for _, line in apps.said(app)]
    texts = dict.fromkeys([*titles, *facts, *said, *apps.messages(app), *(chart.alt for chart in apps.charts(app))])
    found = [f"{fault}: {text}" for text in texts for fault in _of_a_text(text)]
    found += [f"over {MOST_WORDS} words: {words}" for words in titles if count(words) > MOST_WORDS]
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
    if any(_value(match[1]) > 100 for rule in SHARES for match in rule.finditer(text)):
        yield "a share above 100 %"


def _value(written: str) -> float:
    return float(written.replace(",", ""))


def _figures_not_shown(app: AppTest) -> Iterator[str]:
    """The figures of a card's title that stand neither on its chart nor in what is said below the title."""
    for shown in apps.documents(app, "whole"):
        if not shown["figure"] or shown["name"] in DERIVED:
            continue
        held = list(_held(shown))
        for written in NUMBER.findall(NAMES.sub(" ", shown["finding"])):
            if not any(_prints(value, written) for value in held):
                yield f"{shown['name']}: {written} is not shown: {shown['finding']}"


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
    """Whether a number, as it is or in billions, prints as these digits."""
    decimals = len(written.partition(".")[2])
    return any(f"{abs(value) / unit:.{decimals}f}" == written.replace(",", "") for unit in (1, 1e9))
