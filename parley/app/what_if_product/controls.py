"""The controls of the product what-if: what to start from, duties to move, who answers, assumptions, days."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from parley import terms
from parley.app.kit import address, cache, card, card_choices, controls
from parley.app.what_if import history, partners, parts, skill, starting_duties, trade_base
from parley.app.what_if.parts import cited
from parley.app.what_if.skill import HORIZON_NAMES, Told
from parley.app.what_if.sliders import (
    NOTHING,
    Slider,
    Tried,
    any_moved,
    at_rest,
    duty_slider,
    floor,
    follow,
    moved,
    put,
    written,
)
from parley.app.what_if.starting_duties import CHINA, US, Rates
from parley.app.what_if.starts import IN_FORCE, Example, choose_start
from parley.app.what_if_product import search
from parley.models.policy_parts import ALL_GOODS, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import RULES, Horizon, Rule
from parley.tables.parameters import parameter
from parley.words import beside

PAGE = "what_if_product"
MAIN_SECTIONS = 4
CHINA_KEY, TOTAL_KEY, ALL_KEY = "cn_total", "us_total", "us_all"
BY_SECTION, IN_TOTAL = "By section", "In total"
REGIME, LAWS, PARTNERS, REPLY, DAYS, NAME = "regime", "without", "partners", "reply", "product", "name"
SAY = beside(__file__)
BASE, DUTIES = "base", "duties"
WHOLE_LINK = ("us_total", "cn_total", "horizon", "border", "retail", "rule")
HORIZONS_OFFERED: tuple[Horizon, ...] = ("default", "first_year", "long_run")
RULE_NAMES: dict[Rule, str] = {"points": "Same points", "flat": "One flat rate"}
SIGMAS = ("between_origins_default", "between_origins_first_year", "between_origins_long_run_least")
BORDERS = ("border_pass_through", "border_pass_through_2025", "border_pass_through_2018")


def section_key(section: str) -> str:
    return f"us_{section}"


EXAMPLES = (
    Example("Machinery 60%, China answers with 40%", {section_key("XVI"): 60, CHINA_KEY: 40}),
    Example("10 points on all partners, all answer in kind", {ALL_KEY: 10, REPLY: "in_kind"}),
)


@dataclass(frozen=True)
class Assumed:
    """The trade and the fields of the scenario, and the controls' address parameters with their values."""

    base: trade_base.Base
    fields: Mapping[str, Any]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Chosen:
    """The scenario of the controls, its name, and every control's address parameter and value for a whole link."""

    scenario: Scenario
    values: Mapping[str, str | list[str]]
    name: str = ""


@dataclass
class Panel:
    """What the controls have given, and the sliders as they stand."""

    start: Scenario
    now: Scenario  # the duties in force on the same trade
    rest: Rates
    in_force: Rates
    sliders: list[Slider] = field(default_factory=list)
    values: dict[str, str | list[str]] = field(default_factory=dict)
    laws: Mapping[str, str] = field(default_factory=dict)
    law_spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    skill: Mapping[str, Told] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)
    removed: card.Collected = field(default_factory=card.Collected)  # drawn below the sliders it moves

    def duty(
        self,
        label: str,
        key: str,
        at: tuple[float, float],
        change: TariffChange,
        least_pct: float,
        since: str,
        help: str | None = None,
    ) -> None:
        """A slider of a total duty, at rest at the first rate, the second in force.

        ``least_pct``: the lowest mean the same points on every line reach; one flat rate reaches all.
        """
        rest, in_force = at
        least = 0 if self.assumed["rule"] == "flat" else floor(least_pct, at_rest(rest))
        slider = Slider(key, at_rest(rest), (change,), least)
        duty_slider(label, slider, in_force, since, help)
        self.sliders.append(slider)

    def scenario(self, tried: Tried = NOTHING) -> Scenario:
        """The scenario of the controls as they stand, but for the sliders ``tried`` elsewhere."""
        return replace(self.start, tariffs=(*self.start.tariffs, *moved(self.sliders, tried)), **self.assumed)


def positions(rates: Rates) -> dict[str, int]:
    sections = {section_key(s): at_rest(rate) for s, rate in rates.us.items()}
    return {**sections, TOTAL_KEY: at_rest(rates.us_total), CHINA_KEY: at_rest(rates.china_total)}


def choose(as_of: date) -> tuple[Chosen, Panel]:
    """The whole left column but the link, for the card that is being made: what is chosen, and the controls for what
    would be elsewhere.
    """
    panel = _panel(as_of)
    scenario = panel.scenario()
    typed, name = parts.name(scenario, NAME)
    history.controls(PAGE)
    card_choices.button("Reset all", "reset", partial(put, _reset(panel.now)))
    chosen = Chosen(scenario, {**panel.values, NAME: typed, **written(panel.sliders)}, name)
    return chosen, panel


def _panel(as_of: date) -> Panel:
    with card.collected() as below:  # before the sliders, which stand at the means of its trade and have a skill
        assumed = _assumptions(as_of)
    panel = _start(as_of, assumed)
    card.add(below)
    panel.laws = starting_duties.by_law(panel.now)
    panel.law_spans = starting_duties.law_spans(panel.now)
    panel.skill = skill.beside_sliders(as_of, panel.assumed["horizon"])
    mode = controls.choose("US duty on Chinese goods", (BY_SECTION, IN_TOTAL), "us_mode")
    panel.values["us_mode"] = mode
    if mode == IN_TOTAL:
        _total(panel)
    else:
        _sections(panel)
    _china(panel)
    _everybody(panel)
    _goods(panel)
    _partners(panel)
    card.add(panel.removed)
    days, values = parts.dates(DAYS)
    panel.assumed |= days
    panel.values |= values
    return panel


def _start(as_of: date, assumed: Assumed) -> Panel:
    said, preset, example = choose_start(as_of, REGIME, EXAMPLES)
    regime = preset.name if preset else ""
    with card.collected() as removed:
        laws = parts.removed_laws(preset.on if preset else as_of, LAWS)
    start = starting_duties.start(as_of, regime, laws.changes, assumed.base)
    now = starting_duties.start(as_of, base=assumed.base)
    rest, in_force = starting_duties.rates(start), starting_duties.rates(now)
    follow(PAGE, regime, positions(rest))
    if example:
        put({**positions(rest), **example})
    at = {key: str(position) for key, position in positions(rest).items()}  # also of sliders out of sight
    values = {REGIME: said, **laws.values, **at, **assumed.values}
    return Panel(start, now, rest, in_force, values=values, assumed=dict(assumed.fields), removed=removed)


def _total(panel: Panel) -> None:
    at = panel.rest.us_total, panel.in_force.us_total
    change = TariffChange(US, CHINA, kind="absolute")
    least = panel.rest.least[starting_duties.TOTAL]
    help = _help(panel, starting_duties.TOTAL)
    panel.duty("All Chinese goods", TOTAL_KEY, at, change, least, _since(panel, starting_duties.TOTAL), help)


def _help(panel: Panel, section: str) -> str:
    """The laws behind a rate and, once it is worked out, the skill of the model on its goods, a paragraph each."""
    tested = panel.skill.get(section)
    return "\n\n".join(filter(None, [panel.laws.get(section, ""), tested.sentence if tested else ""]))


def _since(panel: Panel, section: str) -> str:
    """What stands beside a rate: its name and range and, once it is worked out, the skill of the model on its goods."""
    tested = panel.skill.get(section)
    short = tested.short if tested else ""
    name = starting_duties.beside_rate(panel.now, panel.law_spans.get(section))
    return SAY("controls.since", "tested" if short else "in_force", name=name, skill=short)


def _sections(panel: Panel) -> None:
    order = starting_duties.largest_sections()
    for section in order[:MAIN_SECTIONS]:
        _section(panel, section)
    rest = order[MAIN_SECTIONS:]
    is_moved = any_moved([section_key(s) for s in rest], positions(panel.rest))
    with card.fold(f"The other {len(rest)} sections", is_moved):
        for section in rest:
            _section(panel, section)
    explained = [SAY("controls.laws") if panel.laws else "", SAY("controls.skill") if panel.skill else ""]
    if any(explained):
        card_choices.note(" ".join(filter(None, explained)), "laws_note")


def _section(panel: Panel, section: str) -> None:
    change = TariffChange(US, CHINA, kind="absolute", goods=Goods("section", section))
    at = panel.rest.us[section], panel.in_force.us[section]
    label = terms.SECTION_LABELS[section]
    least = panel.rest.least[section]
    panel.duty(label, section_key(section), at, change, least, _since(panel, section), _help(panel, section))


def _goods(panel: Panel) -> None:
    is_asked = bool(address.is_waiting(search.KEY) or st.session_state.get(search.KEY))
    with card.fold("A chapter or product", is_asked):
        chosen = search.draw()
        panel.values[search.KEY] = search.written(chosen)
        for code, name in chosen.items():
            goods = Goods("chapter" if len(code) == 2 else "hs6", code)
            change = TariffChange(US, CHINA, kind="absolute", goods=goods)
            least = starting_duties.least_of(panel.start, CHINA, goods)
            laws = starting_duties.by_law_on(panel.now, code)
            since = starting_duties.beside_rate(panel.now, starting_duties.law_span_on(panel.now, code))
            panel.duty(name, f"us_{code}", _rates(panel, CHINA, goods), change, least, since, laws)


def _china(panel: Panel) -> None:
    since = starting_duties.china_known_on(panel.start.as_of)
    at = panel.rest.china_total, panel.in_force.china_total
    panel.duty("China's duty on US goods", CHINA_KEY, at, TariffChange(CHINA, US, kind="absolute"), 0, since)


def _everybody(panel: Panel) -> None:
    """Points on top of the US duties on all partners, before every other change, and whether they answer."""
    panel.sliders.insert(0, parts.everybody(ALL_KEY))
    reply = parts.reply(REPLY)
    panel.assumed["reply"] = reply
    panel.values[REPLY] = parts.REPLY_NAMES[reply]


def _partners(panel: Panel) -> None:
    origins = [origin for origin in starting_duties.inputs().us.origins if origin != CHINA]
    kept = partners.chosen(PARTNERS, origins)
    panel.values[PARTNERS] = ",".join(kept)
    names = cache.country_names()
    with card.fold("Other partners of the US", bool(kept)):
        for origin in kept:
            change = TariffChange(US, origin, kind="absolute")
            least = starting_duties.least_of(panel.start, origin)
            laws = starting_duties.by_law_from(panel.now.as_of, origin)
            since = starting_duties.beside_rate(panel.now, starting_duties.law_span_from(panel.now.as_of, origin))
            panel.duty(names[origin], f"us_from_{origin}", _rates(panel, origin), change, least, since, laws)
            partners.draw_removal(PARTNERS, origin, kept)
        partners.tell_agreement(kept, PARTNERS)
        partners.draw_choice(PARTNERS, origins, kept)


def _rates(panel: Panel, origin: str, goods: Goods = ALL_GOODS) -> tuple[float, float]:
    """The duty on goods of an origin at the start of the sliders and in force, percent."""
    rest, in_force = (starting_duties.rate_of(at, origin, goods) for at in (panel.start, panel.now))
    return rest, in_force


def _reset(now: Scenario) -> dict[str, object]:
    return {
        REGIME: IN_FORCE,
        LAWS: [],
        REPLY: "",
        ALL_KEY: 0,
        NAME: "",
        PARTNERS: [],
        search.KEY: "",
        **positions(starting_duties.rates(now)),
    }


def _assumptions(as_of: date) -> Assumed:
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
    flat, recent, earlier = (parameter(name).value for name in BORDERS)
    return {flat: "Flat", recent: _share(recent), earlier: _share(earlier)}
