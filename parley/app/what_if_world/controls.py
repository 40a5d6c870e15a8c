"""The controls of the world what-if: what to start from, duties between economies, who answers, model, assumptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, Literal

from parley import terms
from parley.app.kit import address, cache, card, card_choices, controls
from parley.app.what_if import history, partners, parts, starting_duties, starts, trade_base
from parley.app.what_if.parts import cited
from parley.app.what_if.sliders import (
    LEAST_POINTS,
    MOST,
    MOST_POINTS,
    NOTHING,
    Slider,
    Tried,
    any_moved,
    duty_slider,
    floor,
    follow,
    moved,
    points_slider,
    put,
    written,
)
from parley.app.what_if.starts import IN_FORCE, Example
from parley.charts.document import Scale
from parley.models.closure import CLOSURES, FIXED_TRANSFERS, Closure
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import RULES, Rule
from parley.results.answers.base_world import StartRates, start_rates
from parley.tables.parameters import parameter
from parley.words import beside

PAGE = "what_if_world"
US, CHINA = "USA", "CHN"
Model = Literal["world", "sectors"]
BY_INDUSTRY = "By industry"
MODELS: dict[str, Model] = {"One sector": "world", BY_INDUSTRY: "sectors"}
REGIME, MODEL, CLOSURE, COUNTRIES, BASE = (f"world_{name}" for name in ("from", "model", "closure", "partners", "base"))
US_KEY, CHINA_KEY, ALL_KEY = "world_us", "world_cn", "world_add_all"
LAWS, REPLY, NAME, DUTIES = "world_without", "world_reply", "world_name", "world_duties"
OPENS_WITH = {US_KEY: 60, CHINA_KEY: 40}
WHOLE_LINK = (US_KEY, CHINA_KEY, ALL_KEY, MODEL, CLOSURE, BASE)
EXAMPLES = (
    Example("US duty on China 60%, China answers with 40%", {US_KEY: 60, CHINA_KEY: 40}),
    Example("10 points on all partners, all answer in kind", {ALL_KEY: 10, REPLY: "in_kind"}),
)
SECTORS = f"{PAGE}_sectors"
CAPPED = 60  # with transfers fixed an economy gains by its own tariff far beyond any plausible rate
MAIN_SECTORS = 4
GROUPS = {
    "north_america": ("North America", ("CAN", "MEX")),
    "europe": ("Europe", ("EU27", "GBR", "CHE", "NOR")),
    "east_asia": ("Japan, Korea, Taiwan", ("JPN", "KOR", "TWN")),
    "south_east_asia": ("South-East Asia", ("VNM", "THA", "MYS", "SGP", "IDN", "PHL", "KHM")),
    "others": ("All others", ()),
}
CLOSURE_NAMES: Mapping[str, str] = {
    "balanced": "Balanced trade",
    "share_of_own_income": "Deficits follow own income",
    "share_of_world_income": "Deficits follow world income",
    "additive": "Deficits fixed in money",
}
SAY = beside(__file__)
RULE, ELASTICITY, LABOUR, TIERS = (f"world_{name}" for name in ("rule", "elasticity", "labour", "tiers"))
PARAMETERS = ("trade_elasticity", "labour_supply_elasticity", "home_foreign_elasticity_ratio")
LEAST_ELASTICITY, MOST_ELASTICITY = 1.0, 10.0
RULE_NAMES: dict[Rule, str] = {"points": "Same points", "flat": "One flat rate"}


@dataclass(frozen=True)
class Assumed:
    """Fields of the scenario, and the controls' address parameters with their values."""

    fields: Mapping[str, Any]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Chosen:
    """The scenario of the controls, its name, the model, and every control's address parameter and value for a link."""

    scenario: Scenario
    model: Model
    values: Mapping[str, str | list[str]]
    name: str = ""


@dataclass
class Panel:
    """What the controls have given, and the sliders as they stand."""

    as_of: date
    model: Model
    closure: Closure
    regime: str
    struck: tuple[TariffChange, ...]
    base: trade_base.Base
    rest: StartRates
    in_force: StartRates
    between: list[Slider] = field(default_factory=list)
    sectors: list[Slider] = field(default_factory=list)
    others: list[Slider] = field(default_factory=list)
    values: dict[str, str | list[str]] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The end of the duty sliders."""
        return CAPPED if self.closure in FIXED_TRANSFERS else MOST

    @property
    def sliders(self) -> list[Slider]:
        """All sliders, in the order in which their changes apply."""
        return [*self.between, *self.sectors, *self.others]

    def duty(
        self,
        label: str,
        key: str,
        at: tuple[float, float],
        change: TariffChange,
        beside: str,
        help: str | None = None,
    ) -> Slider:
        """A slider of a total duty, at rest at the first rate, the second in force."""
        rest, in_force = at
        slider = Slider(key, round(rest), (change,), self._least(change, round(rest)), self.most)
        duty_slider(label, slider, in_force, beside, help)
        return slider

    def _least(self, change: TariffChange, rest: int) -> int:
        """The lowest position of a duty: where the same points on every line stop; one flat rate reaches all."""
        if change.importer != US or self.assumed["rule"] == "flat":
            return 0
        start = starting_duties.start(self.as_of, self.regime, self.struck, self.base)
        return floor(starting_duties.least_of(start, change.exporter, change.goods), min(rest, self.most))

    def scenario(self, tried: Tried = NOTHING) -> Scenario:
        """The scenario of the controls as they stand, but for the sliders ``tried`` elsewhere."""
        return Scenario(
            as_of=self.as_of,
            regime=self.regime,
            tariffs=(*self.struck, *moved(self.sliders, tried)),
            closure=self.closure,
            **self.base,
            **self.assumed,
        )


@starting_duties.kept_by_law
def rates_at(start: Scenario, us_on_china: float | None = None) -> StartRates:
    """The duties the sliders stand at, worked out once for a start and a total duty moved before."""
    return start_rates(start, us_on_china)


def rates(as_of: date, regime: str = "") -> StartRates:
    """``rates_at`` a day and regime on the last trade known."""
    return rates_at(starting_duties.start(as_of, regime))


def positions(at: StartRates) -> dict[str, int]:
    """Every slider's position where nothing has been moved, but those of industries, which follow the total."""
    totals = {US_KEY: round(at.us_on_china_pct), CHINA_KEY: round(at.china_on_us_pct)}
    countries = {country_key(code): round(rate) for code, rate in at.us.items() if code != CHINA}
    return {**totals, ALL_KEY: 0, **dict.fromkeys(map(group_key, GROUPS), 0), **countries}


def sector_positions(at: StartRates) -> dict[str, int]:
    """Every industry's slider where it has not been moved by itself."""
    return {sector_key(sector): round(rate) for sector, rate in at.us_on_china.items()}


def sector_key(sector: str) -> str:
    return f"world_us_{sector}"


def country_key(code: str) -> str:
    return f"world_us_on_{code}"


def group_key(group: str) -> str:
    return f"world_add_{group}"


def members(group: str, origins: Sequence[str]) -> list[str]:
    """The origins of a group; the last one holds everybody who is in no other."""
    named = {code for _, codes in GROUPS.values() for code in codes}
    within = GROUPS[group][1]
    return [o for o in origins if (o in within if within else o not in named and o != CHINA)]


@lru_cache(maxsize=64)
def _additions(group: str, origins: tuple[str, ...]) -> tuple[TariffChange, ...]:
    return tuple(TariffChange(US, origin) for origin in members(group, origins))


def says_a_duty(as_of: date) -> starts.Says:
    """The parameters that say a duty; an address in which none of them does opens with others than those in force."""
    sliders = (US_KEY, CHINA_KEY, ALL_KEY, *map(group_key, GROUPS), *map(sector_key, terms.SECTOR_LABELS))
    return starts.says_a_duty(
        as_of, sliders=sliders, regime=REGIME, laws=LAWS, partners=COUNTRIES, reply=REPLY, name=NAME
    )


def choose(as_of: date) -> tuple[Chosen, Panel]:
    """The whole left column but the link, for the card that is being made: what is chosen, and the controls for what
    would be elsewhere. Three sliders are in sight, all else lies under one heading.
    """
    starts.open_with(OPENS_WITH, says_a_duty(as_of))
    groups = dict.fromkeys(map(group_key, GROUPS), 0)
    is_open = parts.is_asked(LAWS, COUNTRIES) or any_moved(list(groups), groups) or _asks_for_an_industry()
    card_choices.sheet(SAY("controls.sheet"), f"{PAGE}_sheet")
    with card.fold(parts.MORE, is_open):
        with card.collected() as assumptions:  # before the sliders, whose ends it sets
            assumed = _assumptions(as_of)
        with card.collected() as start:
            panel = _start(as_of, assumed)
    _between(panel)
    history.buttons(PAGE)
    reset: dict[str, object] = {REGIME: IN_FORCE, COUNTRIES: [], LAWS: [], REPLY: "", NAME: ""}
    card_choices.button("Reset", "world_reset", partial(put, {**reset, **positions(panel.in_force)}))
    with card.fold(parts.MORE, is_open):
        card.add(start)
        if panel.model == "sectors":
            _sectors(panel)
        _groups(panel)
        _countries(panel)
        card.add(assumptions)
        scenario = panel.scenario()
        typed, name = parts.name(scenario, NAME)
        history.listing(PAGE)
    if not starting_duties.is_moved(scenario):
        address.show(REGIME, IN_FORCE)  # an address that says no duty opens with others
    chosen = Chosen(scenario, panel.model, {**panel.values, NAME: typed, **written(panel.sliders)}, name)
    return chosen, panel


def _asks_for_an_industry() -> bool:
    return any(address.is_waiting(sector_key(sector)) for sector in terms.SECTOR_LABELS)


def _assumptions(as_of: date) -> Assumed:
    """The model, and under one heading what it assumes."""
    card_choices.heading(SAY("controls.assumptions"), f"{PAGE}_assumptions_heading")
    model = controls.choose("Model", tuple(MODELS), MODEL)
    closure = _closure()
    said, base = trade_base.choose(as_of, BASE)
    duties = parts.choose_duties(DUTIES, WHOLE_LINK)
    switches = _switches(MODELS[model] == "world")
    values = {**switches.values, MODEL: model, CLOSURE: CLOSURE_NAMES[closure], BASE: said}
    values[DUTIES] = parts.DUTY_NAMES[duties]
    return Assumed({**switches.fields, **base, "duties": duties, "closure": closure}, values)


def _closure() -> Closure:
    """What becomes of trade deficits, with a warning where an answer is implausible."""
    closure = controls.select("Trade deficits", CLOSURES, CLOSURE, "balanced", CLOSURE_NAMES.__getitem__)
    if closure in FIXED_TRANSFERS:
        card_choices.note(SAY("controls.transfers", most=CAPPED), f"{CLOSURE}_warning")
    return closure


def _start(as_of: date, assumed: Assumed) -> Panel:
    said, preset, example = starts.choose_start(as_of, REGIME, EXAMPLES)
    regime = preset.name if preset else ""
    laws = parts.removed_laws(preset.on if preset else as_of, LAWS)
    base = {name: assumed.fields[name] for name in ("base_year", "trade", "duties")}
    rest = rates_at(starting_duties.start(as_of, regime, laws.changes, base))
    in_force = rates_at(starting_duties.start(as_of, base=base))
    model = MODELS[assumed.values[MODEL]]
    panel = Panel(as_of, model, assumed.fields["closure"], regime, laws.changes, base, rest, in_force)
    panel.assumed = {name: value for name, value in assumed.fields.items() if name not in {*base, "closure"}}
    panel.values |= {REGIME: said, **laws.values, **assumed.values}
    follow(PAGE, regime, positions(panel.rest))
    if example:
        put({**positions(panel.rest), **example})
    return panel


def _between(panel: Panel) -> None:
    """The duties between the two sides, and points on top of the US duties on all, before every other change."""
    rest, now = panel.rest, panel.in_force
    now_in_force = starting_duties.start(panel.as_of, base=panel.base)
    panel.between = [
        panel.duty(
            parts.US_ON_CHINA,
            US_KEY,
            (rest.us_on_china_pct, now.us_on_china_pct),
            TariffChange(US, CHINA, kind="absolute"),
            starting_duties.beside_us(now_in_force, now.us_on_china_pct),
            starting_duties.by_law(now_in_force).get(starting_duties.TOTAL),
        ),
        panel.duty(
            parts.CHINA_ON_US,
            CHINA_KEY,
            (rest.china_on_us_pct, now.china_on_us_pct),
            TariffChange(CHINA, US, kind="absolute"),
            starting_duties.beside_china(panel.as_of, now.china_on_us_pct),
        ),
    ]
    is_moved = bool(moved(panel.between[:1]))
    panel.between.insert(0, parts.everybody(ALL_KEY, is_moved, panel.most))


def _sectors(panel: Panel) -> None:
    """US duties on China by industry: the largest in sight, the others under a heading. They follow the total."""
    at = _follow_total(panel)
    rest, now, at_rest = at.us_on_china, panel.in_force.us_on_china, sector_positions(at)

    def add(sector: str) -> None:
        change = TariffChange(US, CHINA, kind="absolute", goods=Goods("sector", sector))
        label = terms.SECTOR_LABELS[sector]
        beside = starting_duties.beside_us(now_in_force, now[sector])
        slider = panel.duty(label, sector_key(sector), (rest[sector], now[sector]), change, beside)
        if slider.rest <= slider.most or sector in main or any_moved([slider.key], {slider.key: slider.most}):
            panel.sectors.append(slider)

    now_in_force = starting_duties.start(panel.as_of, base=panel.base)
    order = list(panel.in_force.us_on_china)
    main, others = order[:MAIN_SECTORS], order[MAIN_SECTORS:]
    card_choices.heading(SAY("controls.industries"), f"{SECTORS}_heading")
    for sector in main:
        add(sector)
    with card.fold(f"The other {len(others)} industries", any_moved([sector_key(s) for s in others], at_rest)):
        for sector in others:
            add(sector)


def _follow_total(panel: Panel) -> StartRates:
    """Puts the sliders of industries that stood at rest where the total leaves them; the rates they rest at."""
    total = next((c.rate_pct for c in moved(panel.between) if c.exporter == CHINA), None)
    at = rates_at(starting_duties.start(panel.as_of, panel.regime, panel.struck, panel.base), total)
    follow(SECTORS, panel.regime, sector_positions(at))
    return at


def _groups(panel: Panel) -> None:
    card_choices.heading(SAY("controls.partners"), f"{PAGE}_partners_heading")
    reply = parts.reply(REPLY)
    panel.assumed["reply"] = reply
    panel.values[REPLY] = parts.REPLY_NAMES[reply]
    most = min(MOST_POINTS, panel.most)
    panel.values |= dict.fromkeys(map(group_key, GROUPS), "0")
    origins = tuple(sorted(panel.rest.us))
    for group, (name, _) in GROUPS.items():
        slider = Slider(group_key(group), 0, _additions(group, origins), LEAST_POINTS, most)
        points_slider(SAY("controls.group", name=name), slider)
        panel.others.append(slider)
        partners.tell_agreement(GROUPS[group][1], group_key(group))


def _countries(panel: Panel) -> None:
    rest, now = panel.rest.us, panel.in_force.us
    origins = [origin for origin in rest if origin != CHINA]
    kept = partners.chosen(COUNTRIES, origins)
    panel.values[COUNTRIES] = ",".join(kept)
    now_in_force = starting_duties.start(panel.as_of, base=panel.base)
    for code in kept:
        change = TariffChange(US, code, kind="absolute")
        laws = starting_duties.by_law_from(panel.as_of, code)
        beside = starting_duties.beside_us(now_in_force, now[code])
        name, at = cache.country_names()[code], (rest[code], now[code])
        panel.others.append(panel.duty(name, country_key(code), at, change, beside, laws))
        partners.draw_removal(COUNTRIES, code, kept)
    partners.tell_agreement(kept, COUNTRIES)
    partners.draw_choice(COUNTRIES, origins, kept)


def _switches(one_sector: bool) -> Assumed:
    """The switches of the model, each with its default first and what it rests on."""
    rule = controls.choose("How a slider changes individual rates", RULES, RULE, RULE_NAMES.__getitem__)
    values = {RULE: RULE_NAMES[rule]}
    if not one_sector:
        card_choices.note(SAY("controls.by_industry"), "world_assumptions_fixed")
        return Assumed({"rule": rule}, values)
    options = _options()
    return Assumed({"rule": rule, **options.fields}, {**values, **options.values})


def _options() -> Assumed:
    """Trade elasticity, labour supply and the two tiers of the one-sector world; the last two exclude each other."""
    trade, labour, ratio = (parameter(name) for name in PARAMETERS)
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
    values = {ELASTICITY: f"{elasticity:g}", LABOUR: _labour_name(supply), TIERS: _tiers_name(tiers)}
    return Assumed(fields, values)


def _labour_name(elasticity: float) -> str:
    return f"Answers, {elasticity:g}" if elasticity else "Fixed"


def _tiers_name(ratio: float) -> str:
    return "One" if ratio == 1 else f"Two, {ratio:g}"
