"""Words and rows of the licence what-if: the answer as a sentence, four facts, and the frames behind its charts."""

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from parley import terms
from parley.app.kit import cache
from parley.app.kit.html_text import Metric
from parley.app.rare_earths.charts.what_if import bound_words
from parley.models.policy_parts import EVERYBODY
from parley.models.policy_scenario import Scenario
from parley.parameters import parameter
from parley.results.references import reference
from parley.results.solution import Solution

STAMP = {
    "model": "critical input, bounds of substitution",
    "source_id": "iea_critical_minerals_2025",
    "users_source_id": "oecd_icio_2022",
}
STAGES = {"mine": "Mined", "refine": "Refined", "magnet": "Magnets"}
STAGE_GOODS = {"mine": "ore and concentrate", "refine": "refined rare earths", "magnet": "magnets"}
MARKS = {"calibrated": "calibrated to a published loss", "assumption": "assumption"}
INDUSTRIES = {
    "C26": "Computers, electronics",
    "C27": "Electrical equipment",
    "C28": "Machinery",
    "C29": "Motor vehicles",
    "C302T309": "Ships, rail, aircraft",
}
MOST_TIMES = 1000
LEAST_PCT = 0.5  # less of what arrives is printed as nothing
MODELLED = (
    "Modelled, not measured: share of a place's value added lost while the restriction bites, at the quantities of "
    "2024. Bounds, never one figure: the left end replaces the input freely, the right end not at all."
)
MODEL_NOTE = "Modelled: critical-input model, bounds from full to no substitution"


def is_refused(scenario: Scenario) -> bool:
    """Whether any licence is refused."""
    return any((change.limit_pct or 0.0) < 100 for change in scenario.exports)


def by_place(scenario: Scenario, solution: Solution) -> pd.DataFrame:
    """The places that are refused, largest upper bound first, with the bounds of their loss as low, middle, high."""
    table = solution.tables["by_destination"]
    hit = {change.importer for change in scenario.exports}
    rows = table if EVERYBODY in hit else table[table["destination_iso3"].isin(hit)]
    named = [
        f"{cache.country_names()[code]}, {MARKS[kind]}"
        for code, kind in rows[["destination_iso3", "calibration"]].to_numpy()
    ]
    rows = rows.assign(name=named).rename(columns=_as_bounds("loss"))
    return rows.sort_values("high_pct", ascending=False, kind="stable", ignore_index=True).assign(**STAMP)


def by_industry(solution: Solution, place: str) -> pd.DataFrame:
    """The industries of a place that use magnets, with what they pay for them and their part of the loss."""
    table = solution.tables["by_sector"]
    rows = table[table["destination_iso3"] == place].rename(columns=_as_bounds("loss"))
    names = [
        f"{INDUSTRIES[r['sector']]}: {terms.significant(r['cost_share_pct'], 2)}{terms.NBSP}% of cost, "
        f"{terms.rate(r['value_added_pct'])} of value added"
        for r in rows.to_dict("records")
    ]
    rows = rows.assign(name=names, industry=rows["sector"].map(INDUSTRIES))
    return rows.sort_values("high_pct", ascending=False, kind="stable", ignore_index=True).assign(**STAMP)


def by_stage(solution: Solution, place: str) -> pd.DataFrame:
    """What arrives at each stage of the chain in a place, and on what the dependence rests."""
    table = solution.tables["by_stage"]
    return table[table["destination_iso3"] == place].reset_index(drop=True).assign(**STAMP)


def published(table: pd.DataFrame) -> pd.DataFrame:
    """``results.critical.against_published`` with names and bounds for the chart, and the work each figure is from."""
    names = cache.country_names()
    bounds = {"ours_cobb_douglas_pct": "low_pct", "ours_pct": "middle_pct", "ours_leontief_pct": "high_pct"}
    uses = {"calibrated": "our model is calibrated to it", "held_against": "not used"}
    rows_named = [
        f"{names[r['destination_iso3']]}, {_case(r['what'])}: {uses[r['use']]}" for r in table.to_dict("records")
    ]
    works = ["; ".join(map(reference, parameter(name).citation)) for name in table["parameter"]]
    return table.rename(columns=bounds).assign(name=rows_named, citation=works, **STAMP)


def works(rows: pd.DataFrame, is_latest: bool) -> list[tuple[str, str]]:
    """The works the published losses are from in words and addresses, and that an earlier as-of date leaves them."""
    parts = [("Published losses: ", "")]
    for work in dict.fromkeys(rows["citation"]):
        words, _, address = work.partition(" https://")
        parts += [(words, f"https://{address}" if address else ""), (" ", "")]
    return parts if is_latest else [*parts, ("They and the model are of today, whatever the as-of date.", "")]


def _case(what: str) -> str:
    """The published case in short, for a phone: without the place and the words every one begins with."""
    _, _, case = what.partition(": ")
    short = re.search(r"cut by [^,]+|the same cut.*|partial restriction.*|near-total ban", case)
    return short.group() if short else case


def _as_bounds(what: str) -> dict[str, str]:
    return {f"{what}_cobb_douglas_pct": "low_pct", f"{what}_ces_pct": "middle_pct", f"{what}_leontief_pct": "high_pct"}


def finding(scenario: Scenario, row: Mapping[Hashable, Any]) -> str:
    """The answer in one sentence: what is refused to whom, and the bounds of the loss of the place shown."""
    who = _of(row)
    if not is_refused(scenario):
        return "With no licence refused nothing is lost"
    if not row["high_pct"]:
        return f"{_refusals(scenario)}: {who} loses nothing, for magnets still come"
    bounds = bound_words(row["low_pct"], row["high_pct"])
    return f"{_refusals(scenario)}: {who} loses {bounds} of value added once stocks are gone"


def _refusals(scenario: Scenario) -> str:
    """``80 % of magnets refused``, stage by stage."""
    cuts: dict[str, float] = {}
    for change in scenario.exports:
        cuts[change.goods.code] = 100 - (change.limit_pct or 0.0)
    return f"{terms.listed([f'{terms.rate(cut, 0)} of {STAGE_GOODS[s]}' for s, cut in cuts.items()])} refused"


def _of(row: Mapping[Hashable, Any]) -> str:
    return terms.with_article(cache.country_names()[row["destination_iso3"]])


def facts(scenario: Scenario, row: Mapping[Hashable, Any]) -> list[Metric]:
    """Loss while it bites, over all months, when it is felt, and the price, each as a range."""
    months, stocks = scenario.restriction_months or 0.0, scenario.stock_months or 0.0
    mean = bound_words(row["mean_loss_cobb_douglas_pct"], row["mean_loss_leontief_pct"])
    onset = float(row["onset_months"])
    felt = onset < months
    lost = "Bounds from full to no substitution, share of the place's value added."
    return [
        Metric(
            "Lost while it bites",
            bound_words(row["low_pct"], row["high_pct"]),
            f"{terms.significant(row['middle_pct'], 2)}{terms.NBSP}%" if row["high_pct"] else "",
            row["calibration"] if row["high_pct"] else "",
            help=f"{lost} The pill: the substitution that is calibrated or assumed for this place.",
        ),
        Metric(
            f"Over {terms.number(months)} months", mean, "mean", "stocks counted", help=f"{lost} Mean over all months."
        ),
        Metric(
            "Felt after",
            f"{terms.number(onset, 1)} months" if felt else "not felt",
            f"stocks {terms.number(stocks, 1 if stocks % 1 else 0)}",
            "months of use",
            help="Stocks cover what is missing until they are used up. Their size is an assumption.",
        ),
        Metric(
            "Price of magnets",
            _times(row["price_low_pct"], row["price_high_pct"]),
            f"×{terms.number(parameter('critical_anchor_price_spike_2010').value)}",
            "most, 2010–11",
            help="Times the base price over the range assumed for the elasticity of demand, 1 to 0.2. No verified "
            "number was found; the pill is the largest published multiple of a price.",
        ),
    ]


def _times(low_pct: float, high_pct: float) -> str:
    """The price as a multiple of its base; above a thousand the model's curve of demand says nothing."""
    low, high = 1 + low_pct / 100, 1 + high_pct / 100
    if not high_pct:
        return "×1"
    if high <= MOST_TIMES:
        return f"×{terms.significant(low, 2)}{terms.DASH}{terms.significant(high, 2)}"
    return f"over ×{terms.significant(min(low, MOST_TIMES), 2)}"


def sentence(scenario: Scenario, row: Mapping[Hashable, Any], stages: pd.DataFrame) -> str:
    """What arrives and why, in plain words; why a refusal upstream alone does not bite."""
    if not is_refused(scenario):
        return "No licence is refused: move a slider, or start from a case."
    who = _of(row)
    refused = {change.goods.code for change in scenario.exports}
    arrives = terms.rate(row["available_pct"], 0)
    said = (
        f"**{arrives}** of the magnets {who} uses still arrive, from China and from others who are themselves short of "
        "what is refused before them."
        if row["available_pct"] >= LEAST_PCT
        else f"**None** of the magnets {who} uses still arrive: others are themselves short of what is refused before."
    )
    if "magnet" not in refused:
        said += (
            f" Refused is only {terms.listed([STAGE_GOODS[s] for s in STAGE_GOODS if s in refused])}; magnets are not, "
            "and China makes good with magnets what others cannot make: a limit upstream bites only where the later "
            "stages are limited too."
        )
    upper = stages[stages["basis"].str.contains("upper bound")]["stage"]
    if len(upper):
        goods = terms.listed([STAGE_GOODS[s] for s in upper])
        said += (
            f" China's part in {goods} is not known for this place: its share of world output stands in, which is an "
            "upper bound."
        )
    return said
