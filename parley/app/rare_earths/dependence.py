"""The section Dependence facts: single cited figures with their bounds, and the EU's trade with China by group."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import dependence

SUBJECTS = {
    "supply": "Supply and demand",
    "magnets": "Magnets and plants",
    "eu": "European Union",
    "us": "US model",
}
FLOWS = {dependence.EU_IMPORTS: "EU imports from China", dependence.EU_EXPORTS: "EU exports to China"}
CURRENCIES = {"US dollars": "US$", "euros": "€"}
BOUNDS = {"gt": "more than ", "lt": "up to "}
ALL_OF_8505 = "Permanent magnets"

METHOD = """
**Dependence facts** are single figures from reports and news pages, each with its source. They differ in scope and year
and make no series; what only a blog or an unnamed report says is marked *unverified*. A bound stays a bound.

**EU trade with China** by group is Eurostat's, added up over twelve months by a project with its own lists of headings;
groups overlap. *Permanent magnets* there is all of heading 8505: ferrite magnets and electromagnets as well.
"""


def draw(as_of: date) -> None:
    """The facts of one subject as a list, and the EU's trade with China."""
    figures.block("Dependence facts", lambda: cited_facts(as_of))
    figures.block("EU trade with China", lambda: eu_trade(as_of))


def cited_facts(as_of: date) -> Figure:
    """The facts of the subject chosen."""
    subject = controls.choose("Facts on", list(SUBJECTS), "rare_facts", SUBJECTS.__getitem__)
    rows = _facts_on(subject, as_of)
    if rows.empty:
        raise NothingToShowError(f"No such figure here had been published by {terms.day(as_of)}.")
    return Figure(
        "rare_facts_list", facts_caption(rows, SUBJECTS[subject]), rows, short=_facts_in_short(subject, as_of)
    )


@kept
def _facts_on(subject: str, as_of: date) -> pd.DataFrame:
    return dependence.facts(table(as_of), subject)


@kept
def _facts_in_short(subject: str, as_of: date) -> pd.DataFrame:
    return fact_list(_facts_on(subject, as_of))


def eu_trade(as_of: date) -> Figure:
    """The EU's imports from China, or its exports to it, by group of goods."""
    flow = controls.choose("Flow", list(FLOWS), "rare_eu_flow", FLOWS.__getitem__)
    rows = _trade_of(flow, as_of)
    if rows.empty:
        raise NothingToShowError(f"These totals had not been published by {terms.day(as_of)}.")
    return Figure("rare_eu_trade", trade_caption(rows, flow), rows, short=_trade_in_short(flow, as_of))


@kept
def _trade_of(flow: str, as_of: date) -> pd.DataFrame:
    return dependence.eu_trade(table(as_of), flow)


@kept
def _trade_in_short(flow: str, as_of: date) -> pd.DataFrame:
    return trade_list(_trade_of(flow, as_of))


def table(as_of: date) -> pd.DataFrame:
    """All facts known on the date."""
    return cache.table("dependence_facts", as_of)


def facts_caption(rows: pd.DataFrame, subject: str) -> Caption:
    """How many figures there are, and how many nobody could check."""
    count, doubtful = len(rows), int((rows["verification"] == "unverified").sum())
    of_these = f", {terms.counted(doubtful)} of them unverified" if doubtful else ""
    finding = f"{subject}: {terms.counted(count)} cited figures{of_these}"
    measure = "Each figure stands alone, as its source prints it; the link opens what was read"
    return Caption(finding, measure, finding)


def fact_list(rows: pd.DataFrame) -> pd.DataFrame:
    """Statement, figure and source of each fact as Markdown."""
    records = dependence.ranges(rows).to_dict("records")
    cells = [(statement(r), figure(r), source(r)) for r in records]
    return pd.DataFrame(cells, columns=["What is said", "Figure", "Source"])


def statement(fact: Mapping[Hashable, Any]) -> str:
    """The fact in words without its figure: what, of which goods, when."""
    when = "no year given" if fact["period"] == "not stated" else fact["period"]
    scope = str(fact["scope"])
    first = scope.split(maxsplit=1)[0].rstrip(",")
    formula = len(first) < 3 or first[1:] != first[1:].lower()  # Nd, NdFeB
    return f"{fact['statistic']}; {scope if formula else scope[:1].lower() + scope[1:]}, {when}"


def figure(fact: Mapping[Hashable, Any]) -> str:
    """The figure with its bound: ``more than 330,000 t``, ``69–74 %``."""
    sign = "about " if fact["is_approximate"] else BOUNDS.get(fact["comparator"], "")
    if fact["note"] == "printed as nearly":
        sign = "nearly "
    if fact["low"] != fact["high"]:
        return f"{terms.span(fact['low'], fact['high'], 0)}{terms.NBSP}%"
    return (sign + amount(fact["value"], fact["unit"])).replace(" ", terms.NBSP)


def amount(value: float, unit: str) -> str:
    """A value in its unit, short."""
    if unit == "percent":
        return terms.rate(value, 0)
    if unit in CURRENCIES:
        scale, word = (1e9, "bn") if value >= 1e9 else (1e6, "m")
        return terms.NBSP.join([CURRENCIES[unit], f"{value / scale:.3g}", word])
    short = {"tonnes": f"{terms.NBSP}t", "tonnes a year": f"{terms.NBSP}t{terms.NBSP}a{terms.NBSP}year"}.get(unit, "")
    return terms.number(value) + short


def source(fact: Mapping[Hashable, Any]) -> str:
    """Who says it, with a link, and what kind of figure it is."""
    producer = cache.sources().loc[fact["source_id"], "producer"]
    marks = [
        word
        for word, holds in (
            ("projection", fact["kind"] == "projection"),
            ("unverified", fact["verification"] == "unverified"),
        )
        if holds
    ]
    linked = f"[{producer}]({fact['source_url']})" if isinstance(fact["source_url"], str) else str(producer)
    return linked + (f" ({', '.join(marks)})" if marks else "")


def trade_caption(rows: pd.DataFrame, flow: str) -> Caption:
    """Magnets and rare-earth materials among the groups, with the warning on heading 8505."""
    named = {str(r["scope"]): r["value"] for r in rows.to_dict("records")}
    magnets, earths = named[ALL_OF_8505], named["Rare-earth materials"]
    end = rows["period"].mode().iloc[0].removeprefix("12 months to ")
    finding = (
        f"{FLOWS[flow]}: {amount(magnets, 'euros')} of magnets of all kinds and {amount(earths, 'euros')} of "
        "rare-earth materials in twelve months"
    )
    measure = (
        f"Twelve months to {terms.month(pd.Timestamp(end + '-01'))}, euros. Permanent magnets is the whole of heading "
        "8505: not the rare-earth magnets alone. Groups overlap and are not to be added"
    )
    return Caption(finding, measure, finding)


def trade_list(rows: pd.DataFrame) -> pd.DataFrame:
    """Group, value, change and quantity; a change from amounts too small to mean anything is not shown."""
    usual = rows["period"].mode().iloc[0]
    cells = [
        (
            str(r["scope"])
            + (" (all of heading 8505)" if r["scope"] == ALL_OF_8505 else "")
            + ("" if r["period"] == usual else f" ({r['period']})"),
            amount(r["value"], "euros"),
            "small amounts" if r["is_small_base"] else terms.change_pct(r["change_pct"]),
            terms.tonnes(r["quantity_t"]),
        )
        for r in rows.to_dict("records")
    ]
    return pd.DataFrame(cells, columns=["Group", "Value", "On a year before", "Quantity"])
