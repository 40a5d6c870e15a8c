"""The controls of the product what-if: a regime to start from, duties to move, and how strongly trade answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from parley import terms
from parley.app.kit import address, cache, card, card_choices, controls
from parley.app.what_if import partners, skill, starting_duties, trade_base
from parley.app.what_if.cited import cited
from parley.app.what_if.horizons import HORIZON_NAMES
from parley.app.what_if.regime import IN_FORCE, choose_regime
from parley.app.what_if.sliders import (
    NOTHING,
    Slider,
    Tried,
    any_moved,
    at_rest,
    duty_slider,
    follow,
    moved,
    put,
    written,
)
from parley.app.what_if.starting_duties import CHINA, US, Rates
from parley.app.what_if_product import search
from parley.models.policy_parts import ALL_GOODS, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import RULES, Horizon, Rule
from parley.parameters import parameter
from parley.words import beside

PAGE = "what_if_product"
MAIN_SECTIONS = 4
CHINA_KEY, TOTAL_KEY = "cn_total", "us_total"
BY_SECTION, IN_TOTAL = "By section", "In total"
REGIME, LAWS, PARTNERS, BASE = "regime", "without", "partners", "base"
HORIZONS_OFFERED: tuple[Horizon, ...] = ("default", "first_year", "long_run")
RULE_NAMES: dict[Rule, str] = {"points": "Same points", "flat": "One flat rate"}
SIGMAS = ("between_origins_default", "between_origins_first_year", "between_origins_long_run_least")
BORDERS = ("border_pass_through", "border_pass_through_2025", "border_pass_through_2018")
SAY = beside(__file__)


@dataclass(frozen=True)
class Chosen:
    """The scenario of the controls, and every control's address parameter and value for a link that holds them all."""

    scenario: Scenario
    values: Mapping[str, str | list[str]]


@dataclass
class Panel:
    """What the controls have given, and the sliders, whose positions are asked for when the answer is worked out."""

    start: Scenario
    now: Scenario  # the duties in force on the same trade
    rest: Rates
    in_force: Rates
    sliders: list[Slider] = field(default_factory=list)
    values: dict[str, str | list[str]] = field(default_factory=dict)
    laws: Mapping[str, str] = field(default_factory=dict)
    skill: Mapping[str, str] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)

    def duty(
        self,
        label: str,
        key: str,
        at: tuple[float, float],
        change: TariffChange,
        since: str = "in force",
        help: str | None = None,
    ) -> None:
        """A slider of a total duty, at rest at the first rate, the second in force."""
        rest, in_force = at
        slider = Slider(key, at_rest(rest), (change,))
        duty_slider(label, slider, in_force, since, help)
        self.sliders.append(slider)

    def scenario(self, tried: Tried = NOTHING) -> Scenario:
        """The scenario of the controls as they stand, but for the sliders ``tried`` elsewhere."""
        return replace(self.start, tariffs=(*self.start.tariffs, *moved(self.sliders, tried)), **self.assumed)

    def chosen(self) -> Chosen:
        """The scenario of the controls as they stand."""
        return Chosen(self.scenario(), {**self.values, **written(self.sliders)})


def section_key(section: str) -> str:
    """Key and address parameter of a section's slider."""
    return f"us_{section}"


def positions(rates: Rates) -> dict[str, int]:
    """Every main slider's position at these rates."""
    sections = {section_key(s): at_rest(rate) for s, rate in rates.us.items()}
    return {**sections, TOTAL_KEY: at_rest(rates.us_total), CHINA_KEY: at_rest(rates.china_total)}


def draw(as_of: date) -> Panel:
    """The whole left column but the link."""
    with card.panel("controls") as asked:
        return _panel(as_of, asked)


def _panel(as_of: date, asked: card.Collected) -> Panel:
    with card.collected() as below:  # before the sliders, which stand at the means of its trade and have a skill
        said, base = trade_base.choose(as_of, BASE)
        assumed = _assumptions()
    panel = _start(as_of, base)
    panel.assumed, panel.laws = assumed.fields, starting_duties.by_law(panel.now)
    panel.skill = skill.beside_sliders(as_of, panel.assumed["horizon"])
    panel.values |= {BASE: said, **assumed.values}
    mode = controls.choose("US duty on Chinese goods", (BY_SECTION, IN_TOTAL), "us_mode")
    panel.values["us_mode"] = mode
    if mode == IN_TOTAL:
        _total(panel)
    else:
        _sections(panel)
    _goods(panel)
    _china(panel)
    _partners(panel)
    asked.add(below)
    card_choices.button("Reset", "reset", partial(put, _reset(panel.now)))
    return panel


def _start(as_of: date, base: trade_base.Base) -> Panel:
    """What the sliders start from: a regime, and laws struck out of it."""
    said, preset = choose_regime(as_of, REGIME)
    regime = preset.name if preset else ""
    options = starting_duties.laws(preset.on if preset else as_of)
    laws = controls.several("Remove these duties", options, LAWS, starting_duties.law_name)
    start, now = starting_duties.start(as_of, regime, laws, base), starting_duties.start(as_of, base=base)
    rest, in_force = starting_duties.rates(start), starting_duties.rates(now)
    follow(PAGE, regime, positions(rest))
    at = {key: str(position) for key, position in positions(rest).items()}  # also of sliders out of sight
    values: dict[str, str | list[str]] = {REGIME: said, LAWS: [starting_duties.law_name(law) for law in laws], **at}
    return Panel(start, now, rest, in_force, values=values)


def _total(panel: Panel) -> None:
    at = panel.rest.us_total, panel.in_force.us_total
    change = TariffChange(US, CHINA, kind="absolute")
    panel.duty("All Chinese goods", TOTAL_KEY, at, change, help=_help(panel, starting_duties.TOTAL))


def _help(panel: Panel, section: str) -> str:
    """The laws behind a rate and, once it is worked out, the skill of the model on its goods, a paragraph each."""
    return "\n\n".join(filter(None, [panel.laws.get(section, ""), panel.skill.get(section, "")]))


def _sections(panel: Panel) -> None:
    """The largest sections in sight, the others under a heading."""
    order = starting_duties.largest_sections()
    for section in order[:MAIN_SECTIONS]:
        _section(panel, section)
    rest = order[MAIN_SECTIONS:]
    is_moved = any_moved([section_key(s) for s in rest], positions(panel.rest))
    with card.fold(f"The other {len(rest)} sections", is_moved):
        for section in rest:
            _section(panel, section)
    if panel.laws:
        card_choices.note(SAY("controls.laws"), "laws_note")


def _section(panel: Panel, section: str) -> None:
    change = TariffChange(US, CHINA, kind="absolute", goods=Goods("section", section))
    at = panel.rest.us[section], panel.in_force.us[section]
    label = terms.SECTION_LABELS[section]
    panel.duty(label, section_key(section), at, change, help=_help(panel, section))


def _goods(panel: Panel) -> None:
    """Sliders of single chapters and products that were searched for."""
    is_asked = bool(address.is_waiting(search.KEY) or st.session_state.get(search.KEY))
    with card.fold("A chapter or product", is_asked):
        chosen = search.draw()
        panel.values[search.KEY] = search.written(chosen)
        for code, name in chosen.items():
            goods = Goods("chapter" if len(code) == 2 else "hs6", code)
            change = TariffChange(US, CHINA, kind="absolute", goods=goods)
            panel.duty(name, f"us_{code}", _rates(panel, CHINA, goods), change)


def _china(panel: Panel) -> None:
    since = starting_duties.china_known_on(panel.start.as_of)
    at = panel.rest.china_total, panel.in_force.china_total
    panel.duty("China's duty on US goods", CHINA_KEY, at, TariffChange(CHINA, US, kind="absolute"), since)


def _partners(panel: Panel) -> None:
    """Sliders of the US duty on goods of other origins."""
    origins = [origin for origin in starting_duties.inputs().us.origins if origin != CHINA]
    kept = partners.chosen(PARTNERS, origins)
    panel.values[PARTNERS] = ",".join(kept)
    names = cache.country_names()
    with card.fold("Other partners of the US", bool(kept)):
        for origin in kept:
            change = TariffChange(US, origin, kind="absolute")
            panel.duty(names[origin], f"us_from_{origin}", _rates(panel, origin), change)
            partners.draw_removal(PARTNERS, origin, kept)
        partners.draw_choice(PARTNERS, origins, kept)


def _rates(panel: Panel, origin: str, goods: Goods = ALL_GOODS) -> tuple[float, float]:
    """The duty on goods of an origin at the start of the sliders and in force, percent."""
    rest, in_force = (starting_duties.rate_of(at, origin, goods) for at in (panel.start, panel.now))
    return rest, in_force


@dataclass(frozen=True)
class _Assumed:
    """Fields of the scenario, and the controls' address parameters with their values."""

    fields: dict[str, Any]
    values: dict[str, str]


def _assumptions() -> _Assumed:
    """The three separate switches and the rule, each with its default first."""
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
        "horizon": HORIZON_NAMES[horizon],
        "border": borders[border],
        "retail": _share(retail),
        "rule": RULE_NAMES[rule],
    }
    fields = {"horizon": horizon, "border_pass_through": border, "retail_pass_through": retail, "rule": rule}
    return _Assumed(fields, values)


def _share(value: float) -> str:
    return terms.number(value, 2)


def border_settings() -> dict[float, str]:
    """The settings of the exporters' response and their names."""
    flat, recent, earlier = (parameter(name).value for name in BORDERS)
    return {flat: "Flat", recent: _share(recent), earlier: _share(earlier)}


def _reset(now: Scenario) -> dict[str, object]:
    """Every control that moves a duty, at the duties in force."""
    return {
        REGIME: IN_FORCE,
        LAWS: [],
        PARTNERS: [],
        search.KEY: "",
        **positions(starting_duties.rates(now)),
    }
