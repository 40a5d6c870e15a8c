"""The What if page as a visitor sees it: sliders, facts, charts in words; and the model's own answer beside it."""

from datetime import date
from typing import Any

import pandas as pd
from playwright.sync_api import Locator, Page, expect

import parley
from parley import Scenario, terms
from parley.app.what_if import parts
from parley.results.answers import product as results
from parley.results.answers.product_solution import bearer_table, bearers, outcome
from tests.scenarios import on_page as moved

# Decimals of the facts in percent; dollars have those their range allows.
FACTS = {
    "imports_from_china_change_pct": 0,
    "import_price_change_pct": 1,
    "duty_change_usd": None,
}
# The measure and bearer under which all models are asked the same, in the order of the facts.
QUESTIONS = [
    ("imports_from_china", ""),
    ("buyers_prices", ""),
    ("treasury", ""),
]
# Who gains and loses, as the chart names them; the last is the sum.
PARTS = {
    "buyers": "US buyers",
    "china_exporters": "China's exporters",
    "other_exporters_losing": "Other exporters, losing",
    "other_exporters_gaining": "Other exporters, gaining",
    "treasury": "US Treasury",
}


def asked(as_of: date, **changes: Any) -> Scenario:
    """Machinery at 60% and an answer of 40%, on the trade the page rests on."""
    return moved(as_of, **{"sections": {"XVI": 60}, "china": 40, **changes})


def solved(as_of: date, **changes: Any) -> results.ProductOutcome:
    """What ``asked`` comes to in Python, without the page."""
    return outcome(asked(as_of, **changes))


def facts_of(scenario: Scenario) -> list[tuple[str, str]]:
    """The facts, each with the lowest and highest of all models, as the page should write them once it has asked."""
    figures, tables = results.headline(outcome(scenario)), parley.solve(scenario, "all").tables
    every = tables["reconciled"].query("model == 'all' and economy == 'USA'")
    ends = every.set_index(["measure", "bearer"])[["low", "high"]]
    told = []
    for (metric, decimals), question in zip(FACTS.items(), QUESTIONS, strict=True):
        value = figures[metric]
        low, high = (float(end) for end in ends.loc[question])
        low, high = min(low, value), max(high, value)
        scale, unit, digits = (1, "%", decimals) if decimals is not None else terms.model_scale(value, low, high)
        told.append(
            (
                terms.quantity(terms.signed(value / scale, digits), unit),
                terms.quantity(terms.span(low / scale, high / scale, digits), unit),
            )
        )
    return [*told, output_next_year(tables["short_run"])]


def output_next_year(short_run: pd.DataFrame) -> tuple[str, str]:
    """US output in the first year with the range of the houses, as a page should write it: means of four quarters."""
    year = short_run.query("variable == 'us_gdp' and quarter <= 4")[["central", "low", "high"]].mean()
    ends = {terms.number(end, 1) for end in (year["low"], year["high"])}
    decimals = 1 if len(ends) == 2 and not any(map(terms.prints_as_zero, ends)) else 2
    return terms.change_pct(year["central"], decimals), f"{terms.span(year['low'], year['high'], decimals)}%"


def facts(page: Page) -> list[tuple[str, str]]:
    """The facts with their ranges, as the page writes them."""
    cards = page.locator(".parley-facts > div").all()
    parts = (".parley-value", ".parley-change")
    return [tuple(card.locator(part).inner_text().strip() for part in parts) for card in cards]  # type: ignore[misc]


def expect_facts(page: Page, expected: list[tuple[str, str]]) -> None:
    """Wait until the page shows these facts; their ranges come after them."""
    for part, told in zip((".parley-value", ".parley-change"), zip(*expected, strict=True), strict=True):
        expect(page.locator(".parley-facts > div").locator(part)).to_have_text(
            [text.replace(terms.NBSP, " ") for text in told]
        )


def slider(page: Page, key: str) -> Locator:
    """What carries the focus and the value of a slider."""
    return page.locator(f".st-key-{key} input[type=range]")


def printed_gains(page: Page) -> dict[str, float]:
    """Who gains and loses as told in words beside the chart, US$ bn."""
    told = page.locator("[data-figure=what_if_bearers] [role=figure]").get_attribute("aria-label") or ""
    told = f"{told.partition(': ')[2]}, ".replace(terms.MINUS, "-")
    found = {}
    for bearer, name in PARTS.items():
        gain = told.partition(f"{name} ")[2].partition(", ")[0].replace("$", "")
        found[bearer] = float(gain.rstrip("bnm").replace(",", "")) / (1000 if gain.endswith("m") else 1)
    return found


def gains_of(outcome: results.ProductOutcome) -> dict[str, float]:
    """Who gains and loses, US$ bn, each as exact as the facts print dollars."""
    rows = bearer_table(outcome, results.over_horizons(outcome)).set_index("bearer")
    found = {}
    for bearer, gain in bearers(outcome).items():
        unit, _, decimals = terms.model_scale(gain, *rows.loc[bearer, ["low_usd", "high_usd"]])
        found[bearer] = round(gain / unit, decimals) * unit / 1e9
    return found


def open_more(page: Page) -> None:
    """What lies behind the three sliders; open already where the page was opened with some of it."""
    more = page.locator("details", has=page.locator("summary", has_text=parts.MORE)).first
    if more.get_attribute("open") is None:
        more.locator("summary").first.click()


def in_sight(page: Page, place: str) -> Locator:
    """A control of a page, which is opened where it lies behind the three sliders of a what-if."""
    control = page.locator(place).first
    expect(control).to_be_attached()
    if not control.is_visible():
        open_more(page)
    return control


def open_sheet(page: Page) -> None:
    """The controls of a phone."""
    page.locator(".parley-show").click()
