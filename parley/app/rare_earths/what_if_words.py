"""Words and rows of the licence what-if: the answer as a sentence, four facts, and the frames behind its charts."""

import math
import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.html_text import Metric
from parley.app.rare_earths.what_if_bounds import figure_words
from parley.models.policy_parts import EVERYBODY
from parley.models.policy_scenario import Scenario
from parley.results.answers.critical import NO_SUBSTITUTE
from parley.results.answers.solution import Solution
from parley.tables.parameters import parameter
from parley.tables.references import reference

STAMP = {
    "model": "critical input, bounds of substitution",
    "source_id": "iea_critical_minerals_2025",
    "users_source_id": "oecd_icio_2022",
}
STAGES = {"mine": "Mined", "refine": "Refined", "magnet": "Magnets"}
STAGE_GOODS = {"mine": "ore and concentrate", "refine": "refined rare earths", "magnet": "magnets"}
INDUSTRIES = {
    "C26": "Computers, electronics",
    "C27": "Electrical equipment",
    "C28": "Machinery",
    "C29": "Motor vehicles",
    "C302T309": "Ships, rail, aircraft",
}
BOUNDS_OF_LOSS = {"loss_cobb_douglas_pct": "low_pct", "loss_ces_pct": "middle_pct", "loss_leontief_pct": "high_pct"}
LEAST_PCT = 0.5  # less of what arrives is printed as nothing
SAY = words.beside(__file__)


def is_refused(scenario: Scenario) -> bool:
    """Whether any licence is refused."""
    return any((change.limit_pct or 0.0) < 100 for change in scenario.exports)


def by_place(scenario: Scenario, solution: Solution) -> pd.DataFrame:
    """The places that are refused, largest upper bound first, with the bounds of their loss as low, middle, high."""
    table = solution.tables["by_destination"]
    hit = {change.importer for change in scenario.exports}
    rows = table if EVERYBODY in hit else table[table["destination_iso3"].isin(hit)]
    named = [
        SAY("what_if.place", place=cache.country_names()[code], mark=SAY("what_if.mark", kind))
        for code, kind in rows[["destination_iso3", "calibration"]].to_numpy()
    ]
    rows = rows.assign(name=named).rename(columns=BOUNDS_OF_LOSS)
    return rows.sort_values("high_pct", ascending=False, kind="stable", ignore_index=True).assign(**STAMP)


def by_industry(solution: Solution, place: str) -> pd.DataFrame:
    """The industries of a place that use magnets, with what they pay for them and their part of the loss."""
    table = solution.tables["by_sector"]
    rows = table[table["destination_iso3"] == place].rename(columns=BOUNDS_OF_LOSS)
    names = [
        SAY(
            "what_if.industry",
            industry=INDUSTRIES[r["sector"]],
            cost=f"{terms.significant(r['cost_share_pct'], 2)}%",
        )
        for r in rows.to_dict("records")
    ]
    rows = rows.assign(name=names, industry=rows["sector"].map(INDUSTRIES))
    return rows.sort_values("high_pct", ascending=False, kind="stable", ignore_index=True).assign(**STAMP)


def by_stage(solution: Solution, place: str) -> pd.DataFrame:
    """What arrives at each stage of the chain in a place, and on what the dependence rests."""
    table = solution.tables["by_stage"]
    return table[table["destination_iso3"] == place].reset_index(drop=True).assign(**STAMP)


def published(table: pd.DataFrame) -> pd.DataFrame:
    """``results.answers.critical.against_published`` with names, bounds for the chart, and whose each figure is."""
    names = cache.country_names()
    bounds = {"ours_cobb_douglas_pct": "low_pct", "ours_pct": "middle_pct", "ours_leontief_pct": "high_pct"}
    rows_named = [
        SAY(
            "what_if.published",
            place=names[r["destination_iso3"]],
            case=_case(r["what"]),
            use=SAY("what_if.use", r["use"]),
        )
        for r in table.to_dict("records")
    ]
    works = ["; ".join(map(reference, parameter(name).citation)) for name in table["parameter"]]
    return table.rename(columns=bounds).assign(name=rows_named, citation=works, **STAMP)


def works(rows: pd.DataFrame, is_latest: bool) -> list[tuple[str, str]]:
    """The works the published losses are from in words and addresses, and that an earlier as-of date leaves them."""
    parts = [(SAY("what_if.works"), "")]
    for work in dict.fromkeys(rows["citation"]):
        named, _, address = work.partition(" https://")
        parts += [(named, f"https://{address}" if address else ""), (" ", "")]
    return parts if is_latest else [*parts, (SAY("what_if.works_today"), "")]


def _case(what: str) -> str:
    """The published case in short, for a phone: without the place and the words every one begins with."""
    _, _, case = what.partition(": ")
    short = re.search(r"cut by [^,]+|the same cut.*|partial restriction.*|near-total ban", case)
    return short.group() if short else case


def finding(scenario: Scenario, row: Mapping[Hashable, Any]) -> str:
    """The answer in one sentence: what is refused to whom, and the bounds of the loss of the place shown."""
    middle, bounds = figure_words(row["low_pct"], row["middle_pct"], row["high_pct"])
    return SAY(
        "what_if.finding",
        "none" if not is_refused(scenario) else "loss" if row["high_pct"] else "nothing",
        cuts=_refusals(scenario),
        place=terms.capital(cache.place(row["destination_iso3"])),
        middle=middle,
        bounds=bounds,
    )


def _refusals(scenario: Scenario) -> str:
    """``80% of magnets``, stage by stage."""
    cuts: dict[str, float] = {}
    for change in scenario.exports:
        cuts[change.goods.code] = 100 - (change.limit_pct or 0.0)
    return terms.listed(
        [SAY("what_if.cut", cut=terms.rate(cut, 0), goods=STAGE_GOODS[stage]) for stage, cut in cuts.items()]
    )


def facts(scenario: Scenario, row: Mapping[Hashable, Any]) -> list[Metric]:
    """Loss while stocks are out, over all months, when it is felt, and the price: central figures, then bounds."""
    months, stocks = scenario.restriction_months or 0.0, scenario.stock_months or 0.0
    onset = float(row["onset_months"])
    felt = onset < months
    return [
        Metric(
            "Loss while stocks are out",
            *_central(row["middle_pct"], row["low_pct"], row["high_pct"]),
            row["calibration"] if row["high_pct"] else "",
            help=SAY("what_if.lost_help"),
        ),
        Metric(
            f"Over {terms.number(months)} months",
            *_central(*(row[f"mean_loss_{technique}_pct"] for technique in ("ces", "cobb_douglas", "leontief"))),
            "average, stocks counted",
            help=SAY("what_if.mean_help"),
        ),
        Metric(
            "Felt after",
            f"{terms.number(onset, 1)} months" if felt else "not felt",
            f"stocks {terms.number(stocks, 1 if stocks % 1 else 0)}",
            "months of use",
            help=SAY("what_if.stocks_help"),
        ),
        Metric(
            "Price of magnets",
            *_times(row["price_low_pct"], row["price_high_pct"]),
            f"highest, 2010–11: ×{terms.number(parameter('critical_anchor_price_spike_2010').value)}",
            help=SAY("what_if.price_help"),
        ),
    ]


def _central(middle_pct: float, low_pct: float, high_pct: float) -> tuple[str, str]:
    """The central figure and its bounds; zero alone where nothing is lost."""
    if not high_pct:
        return "0%", ""
    return figure_words(low_pct, middle_pct, high_pct)


def _times(low_pct: float, high_pct: float) -> tuple[str, str]:
    """The least multiple of the base price and the most; no multiple beyond what the model can say."""
    if math.isnan(low_pct):
        return SAY("what_if.no_price"), NO_SUBSTITUTE
    least = f"×{terms.significant(1 + low_pct / 100, 2)}"
    if math.isnan(high_pct):
        return f"over {least}", NO_SUBSTITUTE
    if not high_pct:
        return "×1", ""
    return f"from {least}", f"up to ×{terms.significant(1 + high_pct / 100, 2)}"


def sentence(scenario: Scenario, row: Mapping[Hashable, Any], stages: pd.DataFrame) -> str:
    """What arrives and why, in plain words; why a refusal upstream alone does not bite."""
    if not is_refused(scenario):
        return SAY("what_if.answer", "none")
    refused = {change.goods.code for change in scenario.exports}
    said = [
        SAY(
            "what_if.answer",
            "some" if row["available_pct"] >= LEAST_PCT else "nothing",
            arrives=terms.rate(row["available_pct"], 0),
            place=cache.place(row["destination_iso3"]),
        )
    ]
    if "magnet" not in refused:
        goods = terms.listed([STAGE_GOODS[s] for s in STAGE_GOODS if s in refused])
        said.append(SAY("what_if.why", "upstream", goods=goods))
    upper = stages[stages["basis"].str.contains("upper bound")]["stage"]
    if len(upper):
        said.append(SAY("what_if.why", "upper_bound", goods=terms.listed([STAGE_GOODS[s] for s in upper])))
    return " ".join(said)
