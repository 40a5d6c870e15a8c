"""The words of the world what-if: title, facts, what a range is, and the fields of how it is worked out."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.html_text import Metric
from parley.app.what_if import all_models, short_run, starting_duties, trade_base
from parley.app.what_if.all_models import FOLLOWS
from parley.app.what_if.how_sure import Sure
from parley.app.what_if_world.answer import Figure, Shown
from parley.app.what_if_world.controls import CHINA, CLOSURE_NAMES, GROUPS, US, Model, members, rates_at
from parley.calibration.product_law import BASE_YEAR_END
from parley.calibration.world import EUROPEAN_UNION, union_members
from parley.models.policy_parts import EVERYBODY, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import base_world, limits
from parley.results.answers.answer import Labels, constants
from parley.results.answers.product_solution import at_rest
from parley.results.answers.world_bands import PAGE_DRAWS
from parley.results.compared import comparison_words
from parley.results.compared.agreement import Key
from parley.tables.parameters import Preset, parameter, presets

NAMES = {"ROW": "Rest of the world", "OTH": "Other economies", "USA": "United States", "CHN": "China"}
SAY = words.beside(__file__)
STAMPS: dict[Model, dict[str, str]] = {
    "world": {
        "model": "one-sector world",
        "source_id": "baci_world_matrix_2023",
        "duty_source_id": "census_us_imports_2024_hs10",
    },
    "sectors": {
        "model": "sectors with inputs",
        "source_id": "oecd_icio_2022",
        "duty_source_id": "census_us_imports_2024_hs10",
    },
}
TREASURY, FROM_CHINA = ("treasury", US, ""), ("imports_from_china", US, "")
INCOMES = [("real_income", code, "") for code in (US, CHINA)]
# What the answer rests on most.
STUDIED = ("trade_elasticity", "labour_supply_elasticity", "home_foreign_elasticity_ratio")


def note(model: Model) -> str:
    """The model behind a figure, under it."""
    return SAY("note", model)


def method() -> str:
    trade = parameter("trade_elasticity")
    return words.page_text(
        __file__,
        "method",
        draws=PAGE_DRAWS,
        elasticity=f"{trade.value:g}",
        least_elasticity=f"{trade.low:g}",
        most_elasticity=f"{trade.high:g}",
    )


def name(code: str) -> str:
    return names([code])[0]


def names(codes: Iterable[str]) -> list[str]:
    countries = cache.country_names()
    return [NAMES.get(code) or countries.get(code, code) for code in codes]


def stamps(model: Model, count: int) -> dict[str, Labels]:
    """The columns that say what ``count`` rows rest on: model, source and source of the duties."""
    return constants(STAMPS[model], count)


def title(shown: Shown) -> str:
    """The answer in one sentence; a direction is claimed where this answer's range and all models agree on it, and none
    until they have been asked. Where naming what is moved would make it too long, the scenario's name below it does.
    """
    if not shown.is_moved:
        return SAY("title", "rest")
    scenario = shown.chosen.scenario
    write = _title if not (hit := partners_hit(shown)) else functools.partial(_title_of_hit, hit=hit)
    return terms.fitting(write(shown, what) for what in names_of_moved(scenario))


def partners_hit(shown: Shown) -> list[str]:
    """The economies of the one partner, or one group of them, that the scenario moves US duties on; none where it moves
    China's, everybody's or more.
    """
    scenario = shown.chosen.scenario
    named = {change.exporter for change in scenario.tariffs}
    if scenario.regime or named & {US, CHINA, EVERYBODY} or len(_changes(scenario)) != 1:
        return []
    within = [code for name in sorted(named) for code in (union_members() if name == EUROPEAN_UNION else (name,))]
    modelled_codes = set(shown.point.by_economy["economy"])
    return [code for code in within if code in modelled_codes]


def _title_of_hit(shown: Shown, what: str, hit: Sequence[str]) -> str:
    """The answer for the partner hit, of several the one whose real income changes most."""
    figures = {code: _of_all(shown, "real_income_change_pct", economy=code) for code in hit}
    code, figure = max(figures.items(), key=lambda item: abs(item[1].value))
    place = terms.with_article(name(code))
    if shown.models is None or shown.models.answer is None:
        return SAY("title.hit", "no_range", what=terms.capital(what), place=place, change=_percent(figure))
    case = direction(figure)
    if case in ("fall", "rise") and len(hit) > 1:
        case = f"most_{case}"
    return SAY("title.hit", case, what=terms.capital(what), place=place, size=size(figure.value))


def _title(shown: Shown, what: str) -> str:
    us, china = (shown.figure("real_income_change_pct", economy=code) for code in (US, CHINA))
    if shown.models is None or shown.models.answer is None:
        return SAY("title", "no_range", what=terms.capital(what), us=_percent(us), china=_percent(china))
    cases = (us_case, china_case) = agreed(shown, US, us), agreed(shown, CHINA, china)
    of_us, of_china = size(us.value), size(china.value)
    what = terms.capital(what)
    if us_case == china_case:
        return SAY("title", us_case, what=what, us=of_us, china=of_china)
    case = "us_open" if us_case == "open" else "china_open" if china_case == "open" else "both"
    return SAY(
        "title",
        case,
        what=what,
        us="" if case == "us_open" else SAY("title.us", cases[0], size=of_us),
        china=""
        if case == "china_open"
        else SAY("title.china_alone", china_case, size=of_china)
        if case == "us_open"
        else SAY("title.china", china_case, size=of_china),
    )


def measure(shown: Shown, typed: str) -> str:
    """What the title measures, with the range of US real income once all models have been asked, or of the partner's
    the title is about; ``typed``: the name of the scenario, as the visitor typed it.
    """
    if not shown.is_moved:
        return SAY("measure", "rest")
    codes = partners_hit(shown) or [US]
    figures = {code: _of_all(shown, "real_income_change_pct", economy=code) for code in codes}
    code, figure = max(figures.items(), key=lambda item: abs(item[1].value))
    if figure.low is None or figure.high is None:
        said = SAY("measure", "pending")
    else:
        decimals = terms.within(terms.decimals_of(figure.value), figure.high - figure.low)
        range_pct = f"{terms.span(figure.low, figure.high, decimals)}%"
        case = "us" if code == US else "place"
        said = SAY("measure", case, range=range_pct, place=name(code))
    return SAY("measure.named", name=typed, measure=said) if typed else said


def sure(shown: Shown) -> Sure | None:
    """How sure the answer is; None where nothing is moved."""
    if not shown.is_moved:
        return None
    return Sure(
        " ".join(filter(None, (_agreement(shown), limited(shown)))),
        SAY("sure.tested"),
        (modelled(shown), SAY("apart")),
        STUDIED,
    )


def _agreement(shown: Shown) -> str:
    """Which way all models send US real income and China's, and what turns the direction where they do not."""
    models = shown.models
    if models is None:
        return SAY("sure.agreement", "pending")
    if models.answer is None:
        return SAY("sure.agreement", "alone", reason=models.fault)
    case = "_".join(_course(models, key) for key in INCOMES)
    turns = next(filter(None, (models.turning(key) for key in INCOMES)), "")
    return " ".join(filter(None, (SAY("sure.agreement", case), turns)))


def _course(models: all_models.Asked, key: Key) -> str:
    """Where all models send a question: rise, fall or none; open where they do not agree."""
    sign = models.sign(key)
    if sign == "none":
        return "none"
    return {"gain": "rise", "loss": "fall"}[sign] if models.is_sure(key) else "open"


def agreed(shown: Shown, economy: str, figure: Figure) -> str:
    """``direction`` of real income where all models have it too, else open."""
    case, key = direction(figure), ("real_income", economy, "")
    signs = {"rise": "gain", "fall": "loss", "none": "none"}
    if shown.models is None or shown.models.sign(key) != signs.get(case):
        return "open"
    return case if case == "none" or shown.models.is_sure(key) else "open"


def direction(figure: Figure) -> str:
    """Which way a figure goes: rise, fall, none, or open where its range leaves the sign so."""
    if figure.is_open:
        return "open"
    return "none" if figure.value == 0 else "rise" if figure.value > 0 else "fall"


def size(change_pct: float) -> str:
    """A change without its sign, in percent, as exact as its fact; one significant figure where that prints as zero."""
    return terms.size(change_pct, terms.decimals_of(change_pct))


def _percent(figure: Figure) -> str:
    return terms.change_pct(figure.value, terms.decimals_of(figure.value))


def moved(scenario: Scenario) -> str:
    """What the scenario moves, inside a sentence, and that every partner answers where it says so."""
    return _answered(_moved(scenario)[0], scenario)


def names_of_moved(scenario: Scenario) -> list[str]:
    """``moved``, then ever shorter ones; the last has the scenario's name below."""
    named = [_answered(what, scenario) for what in (*_moved(scenario), SAY("what", "this"))]
    return [*named, SAY("what.briefly", "this")] if scenario.reply else named


def _answered(what: str, scenario: Scenario) -> str:
    return SAY("what", "in_kind", what=what) if scenario.reply else what


def _moved(scenario: Scenario) -> list[str]:
    """In full, then briefly."""
    parts = _changes(scenario)
    start = next((_regime(preset) for preset in presets() if preset.name == scenario.regime), "")
    if start:
        case = "changed" if len(parts) == 1 else "changed_several"
        return [SAY("what", case, start=start, count=terms.counted(len(parts))) if parts else start]
    if list(parts) == [US, CHINA]:
        us, china = (terms.rate(change.rate_pct, 0) for change in parts.values())
        return [SAY("what", "both", us=us, china=china), SAY("what.briefly", "both", us=us, china=china)]
    if starting_duties.ends_extra_duties(scenario):
        return [SAY("what", "opening")]
    if len(parts) == 1:
        return _change(next(iter(parts.values())))
    return [SAY("what", "several", count=terms.counted(len(parts)))]


def _regime(preset: Preset) -> str:
    return SAY("what", "announced" if preset.announced else "regime", day=terms.day(preset.on))


def _changes(scenario: Scenario) -> dict[str, TariffChange]:
    """The changes in the order of the page, a group of partners once; the two sides' duties by the side that sets."""
    by_key: dict[str, TariffChange] = {}
    for change in scenario.tariffs:
        if change.goods.level == "sector":
            key = change.goods.code
        elif change.kind == "without":
            key = change.authority
        elif change.kind != "absolute":
            key = _group(change.exporter)
        else:
            key = change.importer if change.exporter in (US, CHINA) else f"from {change.exporter}"
        by_key.setdefault(key, change)
    return by_key


def _change(change: TariffChange) -> list[str]:
    """One change in full, then briefly."""
    if change.kind == "without":
        law = starting_duties.law_inside(change.authority)
        case = "without" if change.exporter == EVERYBODY else "without_china"
        return [SAY("what", case, law=law), SAY("what.briefly", case, law=law)]
    if change.goods.level != "sector" and change.kind != "absolute":
        case, points = "higher" if change.rate_pct >= 0 else "lower", terms.in_points(abs(change.rate_pct), 0)
        place = SAY("group", _group(change.exporter))
        return [SAY("what", case, points=points, place=place), SAY("what.briefly", case, points=points, place=place)]
    goods = place = ""
    if change.goods.level == "sector":
        case, goods = "industry", terms.in_a_sentence(terms.SECTOR_LABELS[change.goods.code])
    elif change.exporter == CHINA:
        case = "us"
    elif change.importer == CHINA:
        case = "china"
    else:
        case, place = "partner", terms.with_article(name(change.exporter))
    a_rate, rate = terms.a_rate(change.rate_pct), terms.rate(change.rate_pct, 0)
    return [
        SAY("what", case, a_rate=a_rate, goods=goods, place=place),
        SAY("what.briefly", case, rate=rate, goods=goods, place=place),
    ]


def _group(origin: str) -> str:
    if origin == EVERYBODY:
        return "all"
    return next(key for key in GROUPS if origin in members(key, [origin]))


def facts(shown: Shown) -> list[Metric]:
    """US real income, US output in the short run, US imports from China, and revenue, or US prices where money is no
    statistic.

    All but output have the range over all models once they have been asked.
    """
    income, imports = SAY("fact", "income"), _of_all(shown, "change_pct", exporter=CHINA, importer=US)
    metrics = [
        _fact(SAY("fact.us"), _of_all(shown, "real_income_change_pct", economy=US), 2, income),
        short_run.fact(shown.chosen.scenario),
        _within(shown, limits.FROM_CHINA, imports, _fact(SAY("fact.imports"), imports, 0)),
    ]
    if shown.chosen.model == "world":
        return [*metrics, _revenue(shown)]
    prices = _of_all(shown, "price_change_pct", economy=US)
    return [*metrics, _fact(SAY("fact.of_prices"), prices, 2, SAY("fact", "prices"))]


def _of_all(shown: Shown, outcome: str, **of: str) -> Figure:
    """A figure with the least and the greatest of all models, draws and assumptions thrown one at a time, and itself;
    with no range until they have been asked, with its own where none of them answers.
    """
    models = shown.models
    if not shown.is_moved or (models is not None and models.agreement is None):
        return shown.figure(outcome, **of)
    value = shown.value(outcome, **of)
    if models is None or models.agreement is None:
        return Figure(value)
    agreement = models.agreement
    ends = (
        agreement.of_flow(of["exporter"], of["importer"]) if "importer" in of else agreement.of_outcome(outcome, **of)
    )
    low, high = ends or (value, value)
    return Figure(value, min(low, value), max(high, value))


def _revenue(shown: Shown) -> Metric:
    """Revenue on recorded trade, where deficits follow own income; it comes with the answers of all models."""
    label, scenario, models = SAY("fact.of_revenue"), shown.chosen.scenario, shown.models
    if shown.is_moved and models is None:
        return Metric(label, terms.DASH, FOLLOWS)
    figures = None if models is None else models.figure(TREASURY, "world")
    if models is None or figures is None:
        change = shown.figure("tariff_revenue_change_usd", economy=US)
        return _fact(label, change, 0, SAY("fact", "revenue"), "bn", 1e9)
    said = SAY("fact", "recorded", base=trade_base.of(scenario))
    figure = Figure(figures[0], *(models.envelope(TREASURY) or figures[1:]))
    note = SAY("fact", "overstated") if limits.is_overstated(scenario) else ""
    return _within(shown, limits.REVENUE, figure, replace(_fact(label, figure, 0, said, "bn", 1e9), note=note))


def _within(shown: Shown, metric: str, figure: Figure, fact: Metric) -> Metric:
    """A fact of US trade, without a figure or range that is more than all US imports of the base."""
    scenario = shown.chosen.scenario
    if limits.exceeds_trade(scenario, metric, figure.value):
        return all_models.without_figure(fact)
    if limits.exceeds_trade(scenario, metric, *(end for end in (figure.low, figure.high) if end is not None)):
        return all_models.without_range(fact)
    return fact


def limited(shown: Shown) -> str:
    """Why facts of US trade have no figure or range, and dollars are overstated; empty where all can be quoted."""
    models = shown.models
    if models is None:
        return ""
    is_beyond = any(all_models.is_beyond(models, key) for key in (FROM_CHINA, TREASURY))
    has_dollars = shown.chosen.model == "world"
    sentences = (
        comparison_words.SAY("beyond", "range") if is_beyond else "",
        comparison_words.overstated(shown.chosen.scenario) if has_dollars else "",
    )
    return " ".join(filter(None, sentences))


def _fact(
    label: str, figure: Figure, most: int, help_text: str | None = None, unit: str = "%", scale: float = 1
) -> Metric:
    decimals = min(most, terms.decimals_of(figure.value / scale))
    if figure.low is not None and figure.high is not None:
        decimals = terms.within(decimals, (figure.high - figure.low) / scale)
    written = terms.quantity(terms.signed(figure.value / scale, decimals), unit)
    if figure.low is None or figure.high is None:
        return Metric(label, written, FOLLOWS, help=help_text)
    if figure.low == figure.high == 0:
        return Metric(label, written, help=help_text)
    span = terms.quantity(terms.span(figure.low / scale, figure.high / scale, decimals), unit)
    return Metric(label, written, span, help=help_text)


def all_goods(scenario: Scenario) -> str:
    """Why the US rate on China in force differs from its slider's average on the same trade.

    The model holds chapters 98 and 99 too. Where the dollars rest on newer trade than the duties collected, it adds to
    these what the law has changed, while the slider averages every duty on the newer trade: either may be the higher.
    """
    here = base_world.us_rate_on_china(scenario)
    slider = rates_at(at_rest(scenario)).us_on_china_pct
    is_same = terms.rate(here.collected) == terms.rate(here.on_newer_trade)
    return SAY(
        "all_goods",
        "law" if scenario.duties == "by_law" else "chapters" if is_same else "trade",
        here=terms.rate(here.in_force),
        slider=terms.rate(slider),
        year=BASE_YEAR_END.year,
        trade=trade_base.of(scenario),
    )


def modelled(shown: Shown) -> str:
    """The model, its closure and day, and what the whiskers of charts run over."""
    chosen, ranges = shown.chosen, shown.ranges
    countries, industries = len(shown.point.by_economy), len(terms.SECTOR_LABELS)
    return SAY(
        "modelled",
        "no_range" if ranges is None else "failed" if ranges.failed else "range",
        model=SAY("model", chosen.model, countries=countries, industries=industries),
        closure=CLOSURE_NAMES[chosen.scenario.closure].lower(),
        day=terms.day(chosen.scenario.as_of),
        method="" if ranges is None else ranges.method,
        failed=0 if ranges is None else ranges.failed,
    )
