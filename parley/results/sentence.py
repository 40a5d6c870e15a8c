"""A scenario in plain words, the same on a page, in a file name's stead, in a report and on the command line."""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parley import terms
from parley.models.policy_parts import EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon
from parley.parameters import presets
from parley.tables import read_table

HORIZON_WORDS: dict[Horizon, str] = {
    "first_year": "elasticities of the first year",
    "default": "default elasticities",
    "long_run": "long-run elasticities",
}
SHORT = {"USA": "the United States", "EU27": "the European Union", EVERYBODY: "everybody else"}
ANY, MOST_NAMES = "XXX", 8
STAGE_WORDS = {"mine": "mined", "refine": "refined", "metal": "metal", "magnet": "magnet"}


def sentence(scenario: Scenario) -> str:
    """What is changed against which duties, and what is assumed; one or two sentences that stand alone."""
    groups = itertools.groupby(scenario.tariffs, key=lambda change: replace(change, exporter=ANY))
    changes = [_tariff(change, [c.exporter for c in same]) for change, same in groups]
    changes += [_export(change) for change in scenario.exports]
    start = f"the duties in force on {terms.day(scenario.as_of)}"
    if scenario.regime:
        changes.insert(0, f"duties are those of {_regime(scenario.regime)}")
    if scenario.reply:
        changes.append("every partner answers with the same points on US goods")
    told = "; ".join(changes) if changes else "nothing changes"
    absolute = any(change.kind == "absolute" for change in scenario.tariffs)
    rule = ""
    if absolute:
        rule = ", one flat rate" if scenario.rule == "flat" else ", by the same points on every line"
    return f"Against {start}: {told}{rule}{_dates(scenario)}. Assumed: {_assumed(scenario)}."


def _dates(scenario: Scenario) -> str:
    begins = f" from {terms.day(scenario.begins)}" if scenario.begins else ""
    ends = f" to {terms.day(scenario.ends)}" if scenario.ends else ""
    return f", in force{begins}{ends}" if begins or ends else ""


def _regime(regime: str) -> str:
    named = {preset.name: f"{preset.title} ({terms.day(preset.on)})" for preset in presets()}
    return named.get(regime) or terms.day(date.fromisoformat(regime))


def _tariff(change: TariffChange, exporters: Sequence[str]) -> str:
    """One change, or the same one on the goods of several economies in a row."""
    names = [_name(code) for code in exporters]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more economies"]
    who = f"{_name(change.importer)} on {_goods(change.goods)} from {terms.listed(names)}"
    if change.kind == "absolute":
        return f"{who} {terms.rate(change.rate_pct)}"
    if change.kind == "without":
        law = terms.AUTHORITIES.get(change.authority, change.authority.replace("_", " "))
        return f"{who} without {law[:1].lower() + law[1:] if change.authority.startswith('ieepa') else law}"
    if change.kind == "chinese_content":
        return f"{who} {terms.points(change.rate_pct)} on the part that is Chinese value added"
    return f"{who} {terms.points(change.rate_pct)}"


def _export(change: ExportChange) -> str:
    who = f"{_name(change.exporter)} to {_name(change.importer)}: {_goods(change.goods)}"
    if change.tax_pct is not None:
        return f"{who} taxed at {terms.rate(change.tax_pct)} when exported"
    return f"{who} limited to {terms.rate(change.limit_pct or 0.0)} of the base year's quantity"


def _goods(goods: Goods) -> str:
    match goods.level:
        case "all":
            return "all goods"
        case "section":
            return f"{terms.SECTION_LABELS[goods.code].lower()} (section {goods.code})"
        case "chapter":
            return f"chapter {goods.code}"
        case "hs6":
            return f"HS {goods.code[:4]}.{goods.code[4:]}"
        case "sector":
            return f"industry {goods.code}"
        case "stage":
            return f"{STAGE_WORDS[goods.code]} rare earths"


def _assumed(scenario: Scenario) -> str:
    parts = [HORIZON_WORDS[scenario.horizon]]
    if scenario.trade_elasticity is not None:
        parts.append(f"trade elasticity {scenario.trade_elasticity:g}")
    if scenario.home_elasticity_ratio is not None:
        parts.append(f"home goods against imports at {scenario.home_elasticity_ratio:g} of the trade elasticity")
    if scenario.labour_supply_elasticity is not None:
        parts.append(f"labour supply elasticity {scenario.labour_supply_elasticity:g}")
    if scenario.border_pass_through is not None:
        parts.append(f"border pass-through {scenario.border_pass_through:g}")
    if scenario.restriction_months is not None:
        parts.append(f"a restriction of {scenario.restriction_months:g} months")
    if scenario.stock_months is not None:
        parts.append(f"stocks of {scenario.stock_months:g} months' use")
    if scenario.closure != "balanced":
        parts.append(f"closure {scenario.closure.replace('_', ' ')}")
    return terms.listed(parts)


def _name(code: str) -> str:
    return SHORT.get(code) or _names().get(code, code)


@functools.cache
def _names() -> dict[str, str]:
    return dict(read_table("countries").set_index("iso3")["name"])
