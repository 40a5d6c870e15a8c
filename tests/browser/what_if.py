"""The What if page as a visitor sees it: sliders, facts, charts in words; and the model's own answer beside it."""

from datetime import date
from typing import Any

import pandas as pd
from playwright.sync_api import Locator, Page, expect

from parley import terms
from parley.results import product as results
from parley.results.product_solution import outcome
from tests.scenarios import moved

FACTS = {
    "imports_from_china_change_pct": (1, 0, "%"),
    "import_price_change_pct": (1, 1, "%"),
    "duty_change_usd": (1e9, 0, "bn"),
    "buyers_loss_usd": (1e9, 0, "bn"),
    "us_exports_to_china_change_pct": (1, 0, "%"),
}
PARTS = {
    "buyers_loss_usd": "US buyers",
    "exporters_loss_usd": "Exporters",
    "duty_change_usd": "US Treasury",
    "deadweight_loss_usd": "Lost trade",
}


def solved(as_of: date, **changes: Any) -> results.ProductOutcome:
    """Machinery at 60 % and an answer of 40 % from Python, without the page."""
    return outcome(moved(as_of, **{"sections": {"XVI": 60}, "china": 40, **changes}))


def facts_of(outcome: results.ProductOutcome) -> list[tuple[str, str]]:
    """The four facts with their ranges, as the page should write them."""
    figures = results.solve_range(outcome).set_index("metric")
    told = []
    for metric, (scale, decimals, unit) in FACTS.items():
        value, low, high = (float(figures.at[metric, column]) / scale for column in ("value", "low", "high"))
        told.append(
            (
                f"{terms.signed(value, decimals)}{terms.NBSP}{unit}",
                f"{terms.span(low, high, decimals)}{terms.NBSP}{unit}",
            )
        )
    return told


def facts(page: Page) -> list[tuple[str, str]]:
    """The four facts with their ranges, as the page writes them."""
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


def printed_split(page: Page) -> dict[str, float]:
    """The parts of the split as printed on the chart, by metric."""
    notes = page.locator("[data-figure=what_if_split] text")
    texts = [text.replace(terms.MINUS, "-") for text in notes.all_text_contents()]
    found: dict[str, float] = {}
    for metric, name in PARTS.items():
        (text,) = {text for text in texts if text.startswith(f"{name} ")}
        found[metric] = float(text.removeprefix(f"{name} ").replace(",", ""))
    return found


def split_of(outcome: results.ProductOutcome) -> pd.Series:
    """The four parts of the split in US$ bn."""
    return results.summary(outcome).set_index("metric")["value"].reindex(list(PARTS)) / 1e9
