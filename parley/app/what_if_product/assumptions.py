"""The assumptions of the product what-if: what dollars rest on, and how strongly trade and prices answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from parley import terms
from parley.app.kit import card, controls
from parley.app.what_if import parts, trade_base
from parley.app.what_if.parts import cited
from parley.app.what_if.skill import HORIZON_NAMES
from parley.models.policy_scenario import Scenario
from parley.models.scenario import RULES, Horizon, Rule
from parley.parameters import parameter
from parley.words import beside

BASE, DUTIES = "base", "duties"
WHOLE_LINK = ("us_total", "cn_total", "horizon", "border", "retail", "rule")
HORIZONS_OFFERED: tuple[Horizon, ...] = ("default", "first_year", "long_run")
RULE_NAMES: dict[Rule, str] = {"points": "Same points", "flat": "One flat rate"}
SIGMAS = ("between_origins_default", "between_origins_first_year", "between_origins_long_run_least")
BORDERS = ("border_pass_through", "border_pass_through_2025", "border_pass_through_2018")
SAY = beside(__file__)


@dataclass(frozen=True)
class Assumed:
    """The trade and the fields of the scenario, and the controls' address parameters with their values."""

    base: trade_base.Base
    fields: Mapping[str, Any]
    values: Mapping[str, str]


def draw(as_of: date) -> Assumed:
    """The switches under one heading, each with its default first, and their values in a line always in sight."""
    with card.fold("Assumptions"):
        assumed = _switches(as_of)
    said = assumed.values
    parts.assumed_line(
        SAY(
            "assumed.line",
            base=trade_base.of(Scenario(as_of, **assumed.base)),
            duties=said[DUTIES].lower(),
            horizon=SAY("assumed.horizon", assumed.fields["horizon"]),
            border=said["border"].lower(),
            retail=said["retail"],
            rule=said["rule"].lower(),
        )
    )
    return assumed


def _switches(as_of: date) -> Assumed:
    said, base = trade_base.choose(as_of, BASE)
    duties = parts.choose_duties(DUTIES, WHOLE_LINK)
    horizon = controls.choose("Horizon", HORIZONS_OFFERED, "horizon", HORIZON_NAMES.__getitem__, help=cited(*SIGMAS))
    borders = border_settings()
    border = controls.choose("Exporters' response", tuple(borders), "border", borders.__getitem__, help=cited(*BORDERS))
    shops = parameter("retail_pass_through")
    retail = controls.choose(
        "Retail pass-through", (shops.value, shops.high), "retail", _share, help=cited("retail_pass_through")
    )
    rule = controls.choose(
        "How a slider changes individual rates", RULES, "rule", RULE_NAMES.__getitem__, help=SAY("controls.rule")
    )
    values = {
        BASE: said,
        DUTIES: parts.DUTY_NAMES[duties],
        "horizon": HORIZON_NAMES[horizon],
        "border": borders[border],
        "retail": _share(retail),
        "rule": RULE_NAMES[rule],
    }
    fields = {"horizon": horizon, "border_pass_through": border, "retail_pass_through": retail, "rule": rule}
    return Assumed({**base, "duties": duties}, fields, values)


def _share(value: float) -> str:
    return terms.number(value, 2)


def border_settings() -> dict[float, str]:
    """The settings of the exporters' response and their names."""
    flat, recent, earlier = (parameter(name).value for name in BORDERS)
    return {flat: "Flat", recent: _share(recent), earlier: _share(earlier)}
