"""The words of the product what-if: title, facts, sentence, and the fields of how it is worked out."""

import math
from collections.abc import Iterable
from datetime import date

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.what_if import all_models, short_run, skill, trade_base
from parley.app.what_if.all_models import FOLLOWS, Asked
from parley.app.what_if.how_sure import Sure
from parley.app.what_if.starting_duties import CHINA, US, ends_extra_duties, is_moved, law_inside, mean_by_law, name_of
from parley.app.what_if_product import search
from parley.app.what_if_product.answer import Answer, is_beyond, is_unusable
from parley.calibration.product_baseline import baseline_on
from parley.models.policy_parts import ALL_GOODS, EVERYBODY, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import limits as model_limits
from parley.results.answers.product_solution import base_of, inputs_of
from parley.results.compared import comparison_words
from parley.results.compared.agreement import Key, is_sure
from parley.results.compared.reconciled_product import BEARERS
from parley.tables.parameters import Preset, parameter, presets
from parley.terms.goods import dotted

SAY = words.beside(__file__)
HARDLY = "none"
SOME = "some "  # before goods that their name limits to a part of them
SAME = 1e-3  # of trade, by which figures told apart differ at least
BUYERS: Key = ("who_bears", US, "buyers")
FROM_CHINA: Key = ("imports_from_china", US, "")
FROM_US: Key = ("us_exports_to_china", US, "")
ANSWERED = "us_exports_to_china_change_pct"  # the one figure that rests on no US imports
# What the answer rests on most: how easily buyers switch, and who bears a duty at the border and in shops.
STUDIED = ("between_origins_default", "between_origins_long_run_least", "border_pass_through", "retail_pass_through")
# The question all models are asked about a figure of this one, where more than this one or its assumptions answer it.
QUESTIONS: dict[str, Key] = {
    "buyers_loss_usd": BUYERS,
    "duty_change_usd": ("treasury", US, ""),
    "imports_from_china_change_pct": FROM_CHINA,
    "import_price_change_pct": ("buyers_prices", US, ""),
    ANSWERED: FROM_US,
}
LOSSES = frozenset({"buyers_loss_usd"})  # a gain in the question's words is below zero here


def model_note(scenario: Scenario) -> str:
    """The model behind a figure and its trade, under it."""
    return SAY("modelled.model", base=trade_base.of(scenario))


def method() -> str:
    border = parameter("border_pass_through_2025").value
    return words.page_text(
        __file__,
        "method",
        first_year=f"{parameter('between_origins_first_year').value:g}",
        default=f"{parameter('between_origins_default').value:g}",
        border=f"{border:g}",
        border_pct=terms.rate(100 * border, 0),
    )


def title(scenario: Scenario, answer: Answer, models: Asked | None = None) -> str:
    """The answer in one sentence: the loss or gain of US buyers, or US exports where China's duty alone is moved. A
    direction is claimed where all models agree on it, and none until they have been asked.
    """
    is_asked = _has_answered(models)
    if is_china_alone(scenario):
        answered = china_change(scenario)
        if answered is None:
            return SAY("title", "rest")
        rate, value = terms.rate(answered.rate_pct, 0), answer.value(ANSWERED)
        if not is_asked:
            return SAY("answer", "no_range", rate=rate, size=terms.change_pct(value, 0))
        case, size = moves(value, *span(answer, ANSWERED, models), 0)
        return SAY("answer", case, rate=rate, size=size)
    loss = answer.value("buyers_loss_usd")
    is_overstated = model_limits.is_overstated(scenario)
    if is_unusable(answer, models):
        case = "beyond"
    else:
        low, high = span(answer, "buyers_loss_usd", models) if is_asked else (loss, loss)
        case = "open" if low < 0 < high else "lose" if loss > 0 else "gain" if loss < 0 else "none"
        case = case if is_asked else f"may_{case}"
    if is_overstated and case.endswith(("lose", "gain")):
        case = f"{case}_overstated"
    whats, size = whats_moved(scenario), terms.model_bn(abs(loss))
    return terms.fitting(SAY("title", case, what=terms.capital(what), loss=size) for what in whats)


def _has_answered(models: Asked | None) -> bool:
    """Whether all models have been asked and one of them has answered."""
    return models is not None and models.answer is not None


def span(answer: Answer, metric: str, models: Asked | None) -> tuple[float, float]:
    """Lowest and highest of a figure over all models, assumptions and draws where these have been asked, and hold it;
    else over the horizons. It holds the figure itself.
    """
    low, high = answer.span(metric)
    ends = None if models is None else models.envelope(QUESTIONS[metric])
    if ends is None:
        return low, high
    if metric in LOSSES:
        ends = -ends[1], -ends[0]
    value = answer.value(metric)
    return min(ends[0], value), max(ends[1], value)


def measure(scenario: Scenario, answer: Answer, models: Asked | None, name: str) -> str:
    """What the title measures, with its range once all models have been asked; ``name``: as the visitor typed it."""
    if not is_moved(scenario):
        return SAY("measure", "rest")
    metric = ANSWERED if is_china_alone(scenario) else "buyers_loss_usd"
    ends = span(answer, metric, models)
    if is_beyond(answer, metric, *ends) or (metric != ANSWERED and is_unusable(answer, models)):
        said = SAY("measure", "beyond")
    elif models is None:
        said = SAY("measure", "pending")
    else:
        with_models = "percent" if metric == ANSWERED else "models"
        case = with_models if _has_answered(models) else "horizons" if answer.has_ranges else "alone"
        said = SAY("measure", case, range=_range(answer.value(metric), *ends, metric))
    return SAY("measure.named", name=name, measure=said) if name else said


def _range(value: float, low: float, high: float, metric: str) -> str:
    """The range of the title's figure, a loss or a gain without its sign where it has one."""
    if metric == ANSWERED:
        return f"{terms.span(low, high, 0)}%"
    if low >= 0 or high <= 0:
        low, high = sorted((abs(low), abs(high)))
    else:
        low, high = -high, -low  # of the gain
    unit, mark, decimals = terms.model_scale(value, low, high)
    return terms.quantity(terms.span(low / unit, high / unit, decimals), mark)


def sure(scenario: Scenario, answer: Answer, models: Asked | None) -> Sure | None:
    """How sure the answer is; None where nothing is moved."""
    if not is_moved(scenario):
        return None
    opens = {US: "world_us", CHINA: "world_cn"}
    whole = [c for c in scenario.tariffs if c.kind == "absolute" and c.goods == ALL_GOODS and c.importer in opens]
    return Sure(
        " ".join(filter(None, (_agreement(scenario, answer, models), comparison_words.overstated(scenario)))),
        skill.of_answer(scenario),
        (SAY("sure.range"), covers(scenario), observed(scenario, answer), SAY("sure.apart")),
        STUDIED,
        {opens[change.importer]: f"{change.rate_pct:.0f}" for change in whole if change.exporter in (US, CHINA)},
    )


def _agreement(scenario: Scenario, answer: Answer, models: Asked | None) -> str:
    if models is None:
        return SAY("sure.agreement", "pending")
    if models.answer is None:
        return SAY("sure.agreement", "alone", reason=models.fault)
    of_china = is_china_alone(scenario)
    metric = ANSWERED if of_china else "buyers_loss_usd"
    low, high = span(answer, metric, models)
    if low < 0 < high:
        turns = models.turning(FROM_US if of_china else BUYERS)
        return " ".join(filter(None, (SAY("sure.agreement", "open"), turns)))
    side = "none" if low == high == 0 else "up" if low >= 0 else "down"
    return SAY("sure.agreement", f"{'exports' if of_china else 'loss'}_{side}")


def bearer_spans(models: Asked | None) -> dict[str, tuple[float, float]] | None:
    """Lowest and highest gain of each bearer over all models, by its name; None until they have been asked."""
    if models is None or models.answer is None:
        return None
    spans = {bearer: models.envelope(("who_bears", US, bearer)) for bearer in BEARERS}
    spans["treasury"] = models.envelope(QUESTIONS["duty_change_usd"])
    return {bearer: ends for bearer, ends in spans.items() if ends is not None}


def side_of(models: Asked, key: Key) -> str:
    """gain, loss or none of a question where all models agree on it, else open."""
    side = models.sign(key)
    return side if side == "none" or models.is_sure(key) else "open"


def ways(origins: Iterable[str], models: Asked | None) -> dict[str, str] | None:
    """Whether the US buys more or less from each origin by two models or more; open where models differ, or fewer have
    the origin. None until all models have been asked.
    """
    if models is None or models.agreement is None:
        return None
    spans = {origin: models.agreement.of_flow(origin, US, models=2) for origin in origins}
    return {
        origin: "open" if ends is None or not is_sure(ends) else "more" if ends[0] > 0 else "less"
        for origin, ends in spans.items()
    }


def moves(value: float, low: float, high: float, decimals: int) -> tuple[str, str]:
    """The case of a change in percent (rise, fall, none, open) and its size; none where it would print as zero."""
    size = terms.rate(abs(value), decimals)
    if terms.prints_as_zero(size):
        return HARDLY, size
    if low < 0 < high:
        return "open", size
    return ("rise" if value > 0 else "fall"), size


def us_changes(scenario: Scenario) -> list[TariffChange]:
    return [change for change in scenario.tariffs if change.importer == US]


def is_china_alone(scenario: Scenario) -> bool:
    """Whether no US duty is moved: China's is, or nothing."""
    return not us_changes(scenario) and not scenario.regime


def china_change(scenario: Scenario) -> TariffChange | None:
    return next((change for change in scenario.tariffs if change.importer == CHINA), None)


def whats_moved(scenario: Scenario) -> list[str]:
    """Which US duties the scenario moves, as it stands inside a sentence: in full, then briefly; after its goods by
    name, those by code.
    """
    changes = us_changes(scenario)
    start = next((_regime(p) for p in presets() if p.name == scenario.regime), "")
    if start:
        many = terms.counted(len(changes))
        case = "changed" if len(changes) == 1 else "changed_several"
        return [SAY("what", case, start=start, count=many), SAY("what", "this")] if changes else [start]
    if ends_extra_duties(scenario):
        return [SAY("what", "opening")]
    if len(changes) == 1:
        return _one(changes[0])
    case = "several_laws" if all(change.kind == "without" for change in changes) else "several"
    return [SAY("what", case, count=terms.counted(len(changes)))]


def _one(change: TariffChange) -> list[str]:
    if change.kind == "without":
        case, law = "without" if change.exporter == EVERYBODY else "without_china", law_inside(change.authority)
        return [SAY("what", case, laws=law), SAY("what.briefly", case, laws=law)]
    if change.kind == "additional":
        case, points = "higher" if change.rate_pct >= 0 else "lower", terms.in_points(abs(change.rate_pct), 0)
        return [SAY("what", case, points=points), SAY("what.briefly", case, points=points)]
    a_rate, rate = terms.a_rate(change.rate_pct), terms.rate(change.rate_pct, 0)
    both = (
        (SAY("what", "goods", a_rate=a_rate, goods=goods), SAY("what.briefly", "goods", rate=rate, goods=goods))
        for goods in goods_words(change)
    )
    return [what for each in both for what in each]


def _regime(preset: Preset) -> str:
    return SAY("what", "announced" if preset.announced else "regime", day=terms.day(preset.on))


def goods_words(change: TariffChange) -> list[str]:
    """The goods of a change inside a sentence: by name where one is true of them, then by code."""
    goods = change.goods
    if change.exporter not in (CHINA, EVERYBODY):
        return [cache.place(change.exporter)]
    origin = "" if change.exporter == CHINA else "_of_all"
    if goods.level == "all":
        return [SAY("goods", f"all{origin}")]
    name = goods_name(goods.level, goods.code)
    named = SAY("goods", f"{'some' if name.startswith(SOME) else 'named'}{origin}", name=name.removeprefix(SOME))
    if goods.level == "section":
        return [named]
    code = dotted(goods.code) if goods.level == "hs6" else goods.code
    by_code = SAY("goods", f"{goods.level}{origin}", code=code)
    return [by_code] if name == search.ANY else [named, by_code]


def goods_name(level: str, code: str) -> str:
    """A section, chapter or product in a few words inside a sentence, without its code."""
    return terms.in_a_sentence(terms.SECTION_LABELS[code]) if level == "section" else search.short_name(code)


def covers(scenario: Scenario) -> str:
    answered = china_change(scenario)
    start = SAY(
        "covers.start",
        basis=SAY("basis", _basis(scenario), year=base_of(scenario).year),
        day=terms.day(scenario.as_of),
    )
    china = SAY("covers.in_kind") if scenario.reply else ""
    if answered and not china:
        china = SAY("covers.answered", rate=terms.rate(answered.rate_pct, 0))
    return " ".join(filter(None, (start, mean_by_law(scenario), china)))


def _basis(scenario: Scenario) -> str:
    baseline = baseline_on(inputs_of(scenario), scenario.as_of)
    return "law_of_2024_end" if "law_of_2024_end" in baseline.flags else baseline.basis


def observed(scenario: Scenario, answer: Answer) -> str:
    """The trade and duty the answer starts from: imports from China as recorded and, where the model has others at the
    duties in force, those.
    """
    recorded, month = _recorded(scenario.as_of)
    base, modelled = base_of(scenario), answer.value("imports_from_china_usd_baseline")
    recorded_usd = float(base.by_origin_usd[CHINA])
    is_alike = base.recorded is not None or (not recorded and math.isclose(recorded_usd, modelled, rel_tol=SAME))
    return SAY(
        "observed",
        "alike" if is_alike else "recorded" if recorded else "moved",
        base=trade_base.of(scenario),
        recorded_usd=terms.usd(recorded_usd),
        modelled=terms.usd(modelled),
        duty=terms.usd(answer.value("duty_usd_baseline")),
        named=name_of(scenario),
        recorded=recorded,
        month=month,
    )


@kept
def _recorded(as_of: date) -> tuple[str, str]:
    """Imports from China of the last twelve months known and the last of them; empty words where none was."""
    recorded = base_of(Scenario(as_of)).recorded
    if recorded is None:
        return "", ""
    return terms.usd(float(recorded.value_usd[CHINA])), terms.month(recorded.last_month)


def facts(scenario: Scenario, answer: Answer, models: Asked | None = None) -> list[Metric]:
    """Imports from China, import prices and revenue, each with the range over all models once they have been asked, and
    US output in the short run. What the scenario starts from names its revenue.
    """
    return [
        _fact(SAY("fact.imports"), answer, models, "imports_from_china_change_pct", 0),
        _fact(SAY("fact.prices"), answer, models, "import_price_change_pct", 1),
        _money(SAY("fact.revenue", scenario.duties), answer, models, "duty_change_usd"),
        short_run.fact(scenario),
    ]


def _money(label: str, answer: Answer, models: Asked | None, metric: str) -> Metric:
    value, ends = answer.value(metric), span(answer, metric, models)
    has_range = models is not None and not is_beyond(answer, metric, *ends)
    unit, mark, decimals = terms.model_scale(value, *ends) if has_range else terms.model_scale(value)
    return _fact(label, answer, models, metric, decimals, mark, unit)


def _fact(
    label: str, answer: Answer, models: Asked | None, metric: str, decimals: int, unit: str = "%", scale: float = 1
) -> Metric:
    value, ends = answer.value(metric), span(answer, metric, models)
    if is_unusable(answer, models):
        return all_models.without_figure(Metric(label, ""))
    low, high = sorted(end / scale for end in ends)
    written = terms.quantity(terms.signed(value / scale, decimals), unit)
    if models is None and (low or high):
        return Metric(label, written, FOLLOWS)
    if is_beyond(answer, metric, *ends):
        return all_models.without_range(Metric(label, written))
    if low == high:  # nothing moves, or nothing gives its range
        return Metric(label, written)
    return Metric(label, written, terms.quantity(terms.span(low, high, decimals), unit))
