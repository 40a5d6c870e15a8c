"""The controls of the product what-if: what to start from, duties to move, who answers, assumptions, days."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from parley import terms
from parley.app.kit import address, cache, card, card_choices, controls
from parley.app.what_if import history, partners, parts, starting_duties, starts, trade_base
from parley.app.what_if.parts import cited
from parley.app.what_if.skill import HORIZON_NAMES
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
from parley.app.what_if.starts import IN_FORCE, Example
from parley.app.what_if_product import search
from parley.models.policy_parts import EVERYBODY, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import RULES, SECTIONS, Horizon, Rule
from parley.tables.parameters import parameter
from parley.words import beside

PAGE = "what_if_product"
MAIN_SECTIONS = 4
CHINA_KEY, TOTAL_KEY, ALL_KEY = "cn_total", "us_total", "us_all"
REGIME, LAWS, PARTNERS, REPLY, DAYS, NAME = "regime", "without", "partners", "reply", "product", "name"
ORIGIN = "goods_from"
SECTIONS_FOLLOW, GOODS_FOLLOW = f"{PAGE}_sections", f"{PAGE}_goods"
SAY = beside(__file__)
BASE, DUTIES = "base", "duties"
WHOLE_LINK = ("us_total", "cn_total", "horizon", "border", "retail", "rule")
HORIZONS_OFFERED: tuple[Horizon, ...] = ("default", "first_year", "long_run")
RULE_NAMES: dict[Rule, str] = {"points": "Same points", "flat": "One flat rate"}
SIGMAS = ("between_origins_default", "between_origins_first_year", "between_origins_long_run_least")
BORDERS = ("border_pass_through", "border_pass_through_2025", "border_pass_through_2018")
CHINAS = 2  # the place of China's slider among those of the totals
ORIGIN_NAMES = {CHINA: "China", EVERYBODY: "All countries"}
OPENS_WITH = {TOTAL_KEY: 60, CHINA_KEY: 40}
# Once a choice: a duty on Chinese goods in total or by section. Links of then hold both, and mean one.
MODE, IN_TOTAL, BY_SECTION = "us_mode", "In total", "By section"


def section_key(section: str) -> str:
    return f"us_{section}"


SECTION_KEYS = tuple(map(section_key, SECTIONS))
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
    assumed: dict[str, Any] = field(default_factory=dict)
    after_total: Scenario | None = None  # the start with the duty on all Chinese goods, where that was moved

    def duty(
        self,
        label: str,
        key: str,
        at: tuple[float, float],
        change: TariffChange,
        least_pct: float,
        beside: str,
        help: str | None = None,
    ) -> None:
        """A slider of a total duty, at rest at the first rate, the second in force.

        ``least_pct``: the lowest mean the same points on every line reach; one flat rate reaches all.
        """
        rest, in_force = at
        least = 0 if self.assumed["rule"] == "flat" else floor(least_pct, at_rest(rest))
        slider = Slider(key, at_rest(rest), (change,), least)
        duty_slider(label, slider, in_force, beside, help)
        self.sliders.append(slider)

    def scenario(self, tried: Tried = NOTHING) -> Scenario:
        """The scenario of the controls as they stand, but for the sliders ``tried`` elsewhere."""
        return replace(self.start, tariffs=(*self.start.tariffs, *moved(self.sliders, tried)), **self.assumed)


def positions(rates: Rates) -> dict[str, int]:
    """Where the sliders of the totals rest."""
    return {TOTAL_KEY: at_rest(rates.us_total), CHINA_KEY: at_rest(rates.china_total)}


def section_positions(rates: Rates) -> dict[str, int]:
    """Where those of the sections rest, which follow the total."""
    return {section_key(s): at_rest(rate) for s, rate in rates.us.items()}


def says_a_duty(as_of: date) -> starts.Says:
    """The parameters that say a duty; an address in which none of them does opens with others than those in force."""
    sliders = (TOTAL_KEY, CHINA_KEY, ALL_KEY, *SECTION_KEYS)
    return {
        **starts.says_a_duty(
            as_of, sliders=sliders, regime=REGIME, laws=LAWS, partners=PARTNERS, reply=REPLY, name=NAME
        ),
        MODE: lambda said: said in (IN_TOTAL, BY_SECTION),
        search.KEY: search.has_code,
    }


def choose(as_of: date) -> tuple[Chosen, Panel]:
    """The whole left column but the link, for the card that is being made: what is chosen, and the controls for what
    would be elsewhere. Three sliders are in sight, all else lies under one heading.
    """
    starts.open_with(OPENS_WITH, says_a_duty(as_of))
    _read_former_mode()
    is_open = parts.is_asked(LAWS, PARTNERS, search.KEY) or any(map(address.is_waiting, SECTION_KEYS))
    card_choices.sheet(SAY("controls.sheet"), f"{PAGE}_sheet")
    with card.fold(parts.MORE, is_open):
        with card.collected() as assumptions:  # before the sliders, which stand at the means of its trade
            assumed = _assumptions(as_of)
        with card.collected() as start:
            panel = _start(as_of, assumed)
    _totals(panel)
    history.buttons(PAGE)
    card_choices.button("Reset", "reset", partial(put, _reset(panel)))
    with card.fold(parts.MORE, is_open):
        card.add(start)
        _sections(panel)
        _goods(panel)
        _partners(panel)
        days, values = parts.dates(DAYS)
        card.add(assumptions)
        panel.assumed |= days
        panel.values |= values
        scenario = panel.scenario()
        typed, name = parts.name(scenario, NAME)
        history.listing(PAGE)
    if not starting_duties.is_moved(scenario):
        address.show(REGIME, IN_FORCE)  # an address that says no duty opens with others
    chosen = Chosen(scenario, {**panel.values, NAME: typed, **written(panel.sliders)}, name)
    return chosen, panel


def _read_former_mode() -> None:
    """Where a link was saved with a mode, leave out what that mode did not apply."""
    mode = address.take(MODE)
    address.show(MODE)  # and the address has it no more
    if mode == (IN_TOTAL,):
        address.drop(SECTION_KEYS)
    elif mode == (BY_SECTION,):
        address.drop([TOTAL_KEY])


def _start(as_of: date, assumed: Assumed) -> Panel:
    said, preset, example = starts.choose_start(as_of, REGIME, EXAMPLES)
    regime = preset.name if preset else ""
    laws = parts.removed_laws(preset.on if preset else as_of, LAWS)
    start = starting_duties.start(as_of, regime, laws.changes, assumed.base)
    now = starting_duties.start(as_of, base=assumed.base)
    rest, in_force = starting_duties.rates(start), starting_duties.rates(now)
    follow(PAGE, regime, positions(rest))
    if example:
        follow(SECTIONS_FOLLOW, regime, section_positions(rest))  # else leaving a regime would undo what it puts
        put({**positions(rest), **section_positions(rest), **example})
    values = {REGIME: said, **laws.values, **assumed.values}
    return Panel(start, now, rest, in_force, values=values, assumed=dict(assumed.fields))


def _totals(panel: Panel) -> None:
    """The duties between the two sides, and points on top of the US duties on all, before every other change."""
    panel.laws = starting_duties.by_law(panel.now)
    total, least = starting_duties.TOTAL, panel.rest.least[starting_duties.TOTAL]
    panel.duty(
        parts.US_ON_CHINA,
        TOTAL_KEY,
        (panel.rest.us_total, panel.in_force.us_total),
        TariffChange(US, CHINA, kind="absolute"),
        least,
        starting_duties.beside_us(panel.now, panel.in_force.us_total),
        panel.laws.get(total),
    )
    changes = moved(panel.sliders)
    if changes:
        panel.after_total = replace(panel.start, tariffs=(*panel.start.tariffs, *changes), rule=panel.assumed["rule"])
    panel.duty(
        parts.CHINA_ON_US,
        CHINA_KEY,
        (panel.rest.china_total, panel.in_force.china_total),
        TariffChange(CHINA, US, kind="absolute"),
        0,
        starting_duties.beside_china(panel.start.as_of, panel.in_force.china_total),
    )
    panel.sliders.insert(0, parts.everybody(ALL_KEY, others=bool(changes)))


def _sections(panel: Panel) -> None:
    """US duties on China by section: the largest in sight, the others under a heading. They follow the total."""
    rates = panel.rest if panel.after_total is None else starting_duties.rates_after(panel.after_total)
    follow(SECTIONS_FOLLOW, panel.start.regime, section_positions(rates))
    card_choices.heading(SAY("controls.sections"), f"{PAGE}_sections_heading")
    order = starting_duties.largest_sections()
    for section in order[:MAIN_SECTIONS]:
        _section(panel, section, rates)
    rest = order[MAIN_SECTIONS:]
    is_moved = any_moved([section_key(s) for s in rest], section_positions(rates))
    with card.fold(f"The other {len(rest)} sections", is_moved):
        for section in rest:
            _section(panel, section, rates)
    panel.sliders.append(panel.sliders.pop(CHINAS))  # its answer comes after what the US does


def _section(panel: Panel, section: str, rates: Rates) -> None:
    change = TariffChange(US, CHINA, kind="absolute", goods=Goods("section", section))
    in_force = panel.in_force.us[section]
    beside = starting_duties.beside_us(panel.now, in_force)
    at = rates.us[section], in_force
    label, least = terms.SECTION_LABELS[section], panel.rest.least[section]
    panel.duty(label, section_key(section), at, change, least, beside, panel.laws.get(section))


def _goods(panel: Panel) -> None:
    """Chapters and products that are asked for, from China or from everybody, each with a slider that follows the
    total.
    """
    card_choices.heading(SAY("controls.goods"), f"{PAGE}_goods_heading")
    chosen = search.draw()
    panel.values[search.KEY] = search.written(chosen)
    origin = CHINA
    if chosen:
        origin = controls.choose("From", tuple(ORIGIN_NAMES), ORIGIN, ORIGIN_NAMES.__getitem__)
        panel.values[ORIGIN] = ORIGIN_NAMES[origin]
    goods_of = {code: Goods("chapter" if len(code) == 2 else "hs6", code) for code in chosen}
    before = {code: starting_duties.rate_of(panel.start, origin, goods) for code, goods in goods_of.items()}
    rest = before
    if panel.after_total is not None:
        rest = {code: starting_duties.rate_after(panel.after_total, origin, goods) for code, goods in goods_of.items()}
    keys = {code: f"us_{code}" if origin == CHINA else f"us_all_{code}" for code in chosen}
    if address.opened_with(MODE) == (IN_TOTAL,):  # of then, when these did not follow the total
        address.drop(key for code, key in keys.items() if address.opened_with(key) == (f"{at_rest(before[code])}",))
    follow(GOODS_FOLLOW, panel.start.regime, {key: at_rest(rest[code]) for code, key in keys.items()})
    for code, goods in goods_of.items():
        change = TariffChange(US, origin, kind="absolute", goods=goods)
        in_force = starting_duties.rate_of(panel.now, origin, goods)
        least = starting_duties.least_of(panel.start, origin, goods)
        beside = starting_duties.beside_us(panel.now, in_force)
        laws = starting_duties.by_law_on(panel.now, code) if origin == CHINA else None
        panel.duty(chosen[code], keys[code], (rest[code], in_force), change, least, beside, laws)


def _partners(panel: Panel) -> None:
    """Other partners of the US that are asked for, each with a slider, and how partners answer."""
    card_choices.heading(SAY("controls.partners"), f"{PAGE}_partners_heading")
    reply = parts.reply(REPLY)
    panel.assumed["reply"] = reply
    panel.values[REPLY] = parts.REPLY_NAMES[reply]
    origins = [origin for origin in starting_duties.inputs().us.origins if origin != CHINA]
    kept = partners.chosen(PARTNERS, origins)
    panel.values[PARTNERS] = ",".join(kept)
    names = cache.country_names()
    for origin in kept:
        change = TariffChange(US, origin, kind="absolute")
        rest, in_force = (starting_duties.rate_of(at, origin) for at in (panel.start, panel.now))
        least = starting_duties.least_of(panel.start, origin)
        laws = starting_duties.by_law_from(panel.now.as_of, origin)
        beside = starting_duties.beside_us(panel.now, in_force)
        panel.duty(names[origin], f"us_from_{origin}", (rest, in_force), change, least, beside, laws)
        partners.draw_removal(PARTNERS, origin, kept)
    partners.tell_agreement(kept, PARTNERS)
    partners.draw_choice(PARTNERS, origins, kept)


def _reset(panel: Panel) -> dict[str, object]:
    rates = panel.in_force
    return {
        REGIME: IN_FORCE,
        LAWS: [],
        REPLY: "",
        ALL_KEY: 0,
        NAME: "",
        PARTNERS: [],
        search.KEY: "",
        ORIGIN: CHINA,
        **positions(rates),
        **section_positions(rates),
    }


def _assumptions(as_of: date) -> Assumed:
    """The switches under one heading, each with its default first."""
    card_choices.heading(SAY("controls.assumptions"), f"{PAGE}_assumptions_heading")
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
