"""The assumptions of the world what-if, each a switch with its default first and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley import terms
from parley.app.kit import card_choices, controls
from parley.app.what_if.parts import cited
from parley.charts.document import Scale
from parley.models.scenario import RULES, Rule
from parley.parameters import parameter
from parley.words import beside

SAY = beside(__file__)
RULE, ELASTICITY, LABOUR, TIERS = (f"world_{name}" for name in ("rule", "elasticity", "labour", "tiers"))
NAMES = ("trade_elasticity", "labour_supply_elasticity", "home_foreign_elasticity_ratio")
LEAST_ELASTICITY, MOST_ELASTICITY = 1.0, 10.0
RULE_NAMES: dict[Rule, str] = {"points": "Same points", "flat": "One flat rate"}


@dataclass(frozen=True)
class Assumed:
    """Fields of the scenario, and the controls' address parameters with their values."""

    fields: Mapping[str, Any]
    values: Mapping[str, str]


def draw(one_sector: bool) -> Assumed:
    """The switches of the model, each with its default first and what it rests on."""
    rule = controls.choose("How a slider changes individual rates", RULES, RULE, RULE_NAMES.__getitem__)
    values = {RULE: RULE_NAMES[rule]}
    if not one_sector:
        card_choices.note(SAY("controls.by_industry"), "world_assumptions_fixed")
        return Assumed({"rule": rule}, values)
    options = _options()
    return Assumed({"rule": rule, **options.fields}, {**values, **options.values})


def line(closure: str, base: str, assumed: Assumed) -> str:
    """What is assumed, in one line; the industries' elasticities are their own."""
    said = assumed.values
    return SAY(
        "assumed",
        "world" if ELASTICITY in said else "sectors",
        closure=terms.small(closure),
        base=base,
        rule=said[RULE].lower(),
        elasticity=said.get(ELASTICITY, ""),
        labour=said.get(LABOUR, "").lower(),
        tiers=said.get(TIERS, "").lower(),
    )


def _options() -> Assumed:
    """Trade elasticity, labour supply and the two tiers of the one-sector world; the last two exclude each other."""
    trade, labour, ratio = (parameter(name) for name in NAMES)
    scale = Scale(LEAST_ELASTICITY, MOST_ELASTICITY, 0.1, "")
    elasticity = controls.slider("Trade elasticity", scale, float(trade.value), ELASTICITY, cited(trade.name))
    supplies = (labour.value, 0.5, labour.high)
    supply = controls.choose("Labour supply", supplies, LABOUR, _labour_name, help=cited(labour.name))
    tiers = ratio.value
    if supply == labour.value:
        tiered = (ratio.value, 0.8, ratio.high)
        tiers = controls.choose("Tiers of demand", tiered, TIERS, _tiers_name, help=cited(ratio.name))
    else:
        card_choices.note(SAY("controls.tiers_off"), "world_tiers_off")
    fields = {
        "trade_elasticity": None if elasticity == trade.value else elasticity,
        "labour_supply_elasticity": None if supply == labour.value else supply,
        "home_elasticity_ratio": None if tiers == ratio.value else tiers,
    }
    return Assumed(fields, _written(elasticity, supply, tiers))


def _written(elasticity: float, supply: float, tiers: float) -> dict[str, str]:
    """The options as the address bar writes them."""
    return {ELASTICITY: f"{elasticity:g}", LABOUR: _labour_name(supply), TIERS: _tiers_name(tiers)}


def _labour_name(elasticity: float) -> str:
    return f"Answers, {elasticity:g}" if elasticity else "Fixed"


def _tiers_name(ratio: float) -> str:
    return "One" if ratio == 1 else f"Two, {ratio:g}"
