"""The words of Compare: which figures it sets side by side, and what differs most."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from parley import terms, words
from parley.results.comparison_words import is_pending, straddles
from parley.results.solution import Model


@dataclass(frozen=True)
class Measure:
    """One figure of a model's table: its column, what it is called, and what it measures in a line."""

    column: str
    name: str
    line: str

    @property
    def unit(self) -> str:
        """usd or pct."""
        return self.column.rsplit("_", 1)[-1]


SECTION_MEASURES = (
    Measure("buyers_loss_usd", "Buyers' loss", "Loss of US buyers (below zero: a gain), US$ billion a year"),
    Measure("duty_change_usd", "Revenue", "Change of US tariff revenue, US$ billion a year"),
    Measure("from_china_change_usd", "Imports from China", "Change of US imports from China, US$ billion a year"),
    Measure("import_price_change_pct", "Import prices", "Change of US import prices, percent"),
)
ECONOMY_MEASURES = (
    Measure("real_income_change_pct", "Real income", "Change of real income, percent"),
    Measure("exports_change_pct", "Exports", "Change of the value of exports, percent"),
    Measure("imports_change_pct", "Imports", "Change of the value of imports, percent"),
    Measure("price_change_pct", "Prices", "Change of consumer prices against world factor income, percent"),
)
INDUSTRY_MEASURES = (
    Measure("output_change_pct", "Output", "Change of the value of output, percent"),
    Measure("price_change_pct", "Prices", "Change of the price buyers pay, percent"),
)
STAMPS: Mapping[Model, str] = {
    "product": "product partial equilibrium",
    "world": "one-sector world model",
    "sectors": "sector model",
}
SAY = words.beside(__file__)


def finding(drawn: pd.DataFrame, measure: Measure, model: Model, what: str, economy: str) -> str:
    """What differs most between A and B in a model, with its range; no direction where that straddles zero or is still
    to come.

    ``drawn``: rows of ``comparison.ranked``, their ``models`` those the range is over; ``economy``: whose industries.
    """
    named = terms.small(measure.name)
    if drawn.empty or not drawn["difference"].any():
        return SAY("finding", "same", measure=named, what=what)
    first = drawn.iloc[0].to_dict()
    if is_pending(first):
        case = "pending"
    elif straddles(first):
        case = "open"
    else:
        case = "higher" if first["difference"] > 0 else "lower"
    return SAY(
        "finding",
        case,
        model=SAY("model", first.get("models") or model),
        name=said(str(first["name"]), what),
        where=SAY("finding", "where", economy=terms.with_article(economy)) if economy else "",
        measure=named,
        size=str(first["size"]),
        ends=str(first["ends"]),
    )


def said(name: str, what: str) -> str:
    """A section, economy or industry in a sentence."""
    return terms.with_article(name) if what == "economy" else terms.in_a_sentence(name)
