"""The section Dependence facts: single cited figures with their bounds, and the EU's trade with China by group."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import dependence

GROUPS = ("Permanent magnets", "Rare-earth materials")  # of EU trade; the table holds other goods too
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

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """The facts of one subject as a list, and the EU's trade with China."""
    figures.block("Dependence facts", lambda: cited_facts(as_of))
    figures.block("EU trade with China", lambda: eu_trade(as_of))


def cited_facts(as_of: date) -> Figure:
    """The facts of the subject chosen."""
    return _of(controls.choose("Facts on", list(SUBJECTS), "rare_facts", SUBJECTS.__getitem__), as_of)


@kept
def _of(subject: str, as_of: date) -> Figure:
    rows = dependence.facts(table(as_of), subject)
    if rows.empty:
        raise NothingToShowError(SAY("dependence.none", day=terms.day(as_of)))
    return Figure("rare_facts_list", facts_caption(rows, subject), rows, short=fact_list(rows))


def eu_trade(as_of: date) -> Figure:
    """The EU's imports from China, or its exports to it, by group of goods."""
    return _of_flow(controls.choose("Flow", list(FLOWS), "rare_eu_flow", FLOWS.__getitem__), as_of)


@kept
def _of_flow(flow: str, as_of: date) -> Figure:
    rows = trade_of(flow, as_of)
    if rows.empty:
        raise NothingToShowError(SAY("dependence.no_totals", day=terms.day(as_of)))
    return Figure("rare_eu_trade", trade_caption(rows, flow), rows, short=trade_list(rows))


@kept
def trade_of(flow: str, as_of: date) -> pd.DataFrame:
    """The EU's trade with China in magnets and rare earths: ``FLOWS`` names the flows."""
    rows = dependence.eu_trade(table(as_of), flow)
    return rows[rows["scope"].isin(GROUPS)].reset_index(drop=True)


def table(as_of: date) -> pd.DataFrame:
    """All facts known on the date."""
    return cache.table("dependence_facts", as_of)


def facts_caption(rows: pd.DataFrame, subject: str) -> Caption:
    """How many figures there are on one of ``SUBJECTS``, and how many nobody could check."""
    count, doubtful = len(rows), int((rows["verification"] == "unverified").sum())
    finding = SAY(
        "dependence.finding",
        "doubtful" if doubtful else "all",
        count=terms.counted(count),
        subject=SAY("dependence.subject", subject),
        unverified=terms.counted(doubtful),
    )
    return Caption(finding, SAY("dependence.measure"), finding)


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
    return f"{fact['statistic']}; {scope if formula else terms.small(scope)}, {when}"


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
        scale, unit_of = (1e9, "bn") if value >= 1e9 else (1e6, "m")
        return terms.NBSP.join([CURRENCIES[unit], f"{value / scale:.3g}", unit_of])
    short = {"tonnes": f"{terms.NBSP}t", "tonnes a year": f"{terms.NBSP}t{terms.NBSP}a{terms.NBSP}year"}.get(unit, "")
    return terms.number(value) + short


def source(fact: Mapping[Hashable, Any]) -> str:
    """Who says it, with a link, and what kind of figure it is."""
    producer = cache.sources().loc[fact["source_id"], "producer"]
    marks = [
        mark
        for mark, holds in (
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
    month = terms.month(pd.Timestamp(f"{end}-01"))
    finding = SAY(
        "dependence.trade",
        "imports" if flow == dependence.EU_IMPORTS else "exports",
        magnets=amount(magnets, "euros"),
        earths=amount(earths, "euros"),
        month=month,
    )
    measure = SAY("dependence.trade_measure", month=month)
    return Caption(finding, measure, finding)


def trade_list(rows: pd.DataFrame) -> pd.DataFrame:
    """Group, value, change and quantity; a change from amounts too small to mean anything is not shown."""
    usual = rows["period"].mode().iloc[0]
    cells = [
        (
            (SAY("dependence.whole_heading", group=r["scope"]) if r["scope"] == ALL_OF_8505 else str(r["scope"]))
            + ("" if r["period"] == usual else f" ({r['period']})"),
            amount(r["value"], "euros"),
            SAY("dependence.small") if r["is_small_base"] else terms.change_pct(r["change_pct"]),
            terms.tonnes(r["quantity_t"]),
        )
        for r in rows.to_dict("records")
    ]
    return pd.DataFrame(cells, columns=["Group", "Value", "Change from a year before", "Quantity"])
