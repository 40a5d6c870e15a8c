"""The words of the product what-if: title, facts, sentence, and the fields of how it is worked out."""

import math
from collections.abc import Iterable
from datetime import date

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.what_if import all_models, trade_base
from parley.app.what_if.all_models import FOLLOWS, Asked
from parley.app.what_if.starting_duties import CHINA, US, ends_extra_duties, law_inside, mean_by_law, name_of
from parley.app.what_if_product import search
from parley.app.what_if_product.answer import Answer, is_beyond, is_unusable
from parley.calibration.product_baseline import baseline_on
from parley.models.policy_parts import EVERYBODY, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Duties
from parley.results.answers import limits as model_limits
from parley.results.answers.product_solution import assumed, base_of, inputs_of
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
# The question all models are asked about a figure of this one, where more than this one or its assumptions answer it.
QUESTIONS: dict[str, Key] = {
    "buyers_loss_usd": BUYERS,
    "duty_change_usd": ("treasury", US, ""),
    "imports_from_china_change_pct": FROM_CHINA,
    "import_price_change_pct": ("buyers_prices", US, ""),
    "us_exports_to_china_change_pct": ("us_exports_to_china", US, ""),
}
ANSWERED = "us_exports_to_china_change_pct"  # the one figure that rests on no US imports
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
    """The answer in one sentence. A direction is claimed where all models agree on it, and none until they have been
    asked; the range over them stands in the title where it is short enough.
    """
    is_asked = _has_answered(models)
    if is_china_alone(scenario):
        answered = china_change(scenario)
        if answered is None:
            return SAY("title", "rest")
        metric, rate = "us_exports_to_china_change_pct", terms.rate(answered.rate_pct, 0)
        if not is_asked:
            return SAY("answer", "no_range", rate=rate, size=terms.change_pct(answer.value(metric), 0))
        case, size = moves(answer.value(metric), *span(answer, metric, models), 0)
        return SAY("answer", case, rate=rate, size=size)
    loss, what = answer.value("buyers_loss_usd"), what_moved(scenario)
    if is_unusable(answer, models):
        return SAY("title", "beyond", what=what)
    is_overstated = model_limits.is_overstated(scenario)
    if not is_asked:
        case = "no_range_overstated" if is_overstated else "no_range"
        return SAY("title", case, what=what, gain=terms.signed_bn(-loss))
    low, high = span(answer, "buyers_loss_usd", models)
    case = "open" if low < 0 < high else "lose" if loss > 0 else "gain" if loss < 0 else "none"
    if is_overstated and case in ("lose", "gain"):
        case = f"{case}_overstated"
    what = terms.capital(what) if case in ("lose", "open", "none") else what
    sizes = (terms.ranged_bn(loss, low, high), terms.model_bn(abs(loss)))  # one too long is told without its range
    return terms.fitting(SAY("title", case, what=what, loss=size) for size in sizes)


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


def question(scenario: Scenario) -> Key:
    """What the title is about, as all models are asked it."""
    return QUESTIONS["us_exports_to_china_change_pct"] if is_china_alone(scenario) else BUYERS


def turning(scenario: Scenario, models: Asked | None) -> str:
    """What turns the direction of the title's figure; empty where all models agree or have not been asked."""
    return "" if models is None else models.turning(question(scenario))


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


def what_moved(scenario: Scenario) -> str:
    """Which US duties the scenario moves, as it stands inside a sentence."""
    changes = us_changes(scenario)
    start = next((_regime(p) for p in presets() if p.name == scenario.regime), "")
    if start:
        many = terms.counted(len(changes))
        case = "changed" if len(changes) == 1 else "changed_several"
        return SAY("what", case, start=start, count=many) if changes else start
    if ends_extra_duties(scenario):
        return SAY("what", "opening")
    if len(changes) == 1:
        return _one(changes[0])
    case = "several_laws" if all(change.kind == "without" for change in changes) else "several"
    return SAY("what", case, count=terms.counted(len(changes)))


def _one(change: TariffChange) -> str:
    if change.kind == "without":
        case = "without" if change.exporter == EVERYBODY else "without_china"
        return SAY("what", case, laws=law_inside(change.authority))
    if change.kind == "additional":
        points = terms.in_points(abs(change.rate_pct), 0)
        return SAY("what", "higher" if change.rate_pct >= 0 else "lower", points=points)
    return SAY("what", "goods", a_rate=terms.a_rate(change.rate_pct), goods=goods_words(change))


def _regime(preset: Preset) -> str:
    return SAY("what", "announced" if preset.announced else "regime", day=terms.day(preset.on), title=preset.title)


def goods_words(change: TariffChange) -> str:
    goods = change.goods
    if change.exporter != CHINA:
        return SAY("goods", "partner", place=cache.place(change.exporter))
    if goods.level == "all":
        return SAY("goods", "all")
    code = dotted(goods.code) if goods.level == "hs6" else goods.code
    name = goods_name(goods.level, goods.code)
    said = SAY("goods", goods.level, name=name.removeprefix(SOME), code=code)
    return f"{SOME}{said}" if name.startswith(SOME) else said


def goods_name(level: str, code: str) -> str:
    """A section, chapter or product in a few words inside a sentence, without its code."""
    return terms.in_a_sentence(terms.SECTION_LABELS[code]) if level == "section" else search.short_name(code)


def covers(scenario: Scenario) -> str:
    answered = china_change(scenario)
    said = SAY(
        "covers",
        "in_kind" if scenario.reply else "answered" if answered else "alone",
        basis=SAY("basis", _basis(scenario), year=base_of(scenario).year),
        day=terms.day(scenario.as_of),
        rate=terms.rate(answered.rate_pct, 0) if answered else "",
    )
    return f"{said} {mean_by_law(scenario)}".rstrip()


def _basis(scenario: Scenario) -> str:
    baseline = baseline_on(inputs_of(scenario), scenario.as_of)
    return "law_of_2024_end" if "law_of_2024_end" in baseline.flags else baseline.basis


def observed(scenario: Scenario, answer: Answer) -> str:
    """The trade and duty the answer starts from: imports from China as recorded and, where the model has others at the
    duties in force, those; that dollars are overstated right after a large rise of duties.
    """
    recorded, month = _recorded(scenario.as_of)
    base, modelled = base_of(scenario), answer.value("imports_from_china_usd_baseline")
    recorded_usd = float(base.by_origin_usd[CHINA])
    case = "recorded" if recorded else "base" if math.isclose(recorded_usd, modelled, rel_tol=SAME) else "moved"
    line = SAY(
        "observed",
        "twelve" if base.recorded is not None else case,
        base=trade_base.of(scenario),
        recorded_usd=terms.usd(recorded_usd),
        modelled=terms.usd(modelled),
        duty=terms.usd(answer.value("duty_usd_baseline")),
        named=name_of(scenario),
        recorded=recorded,
        month=month,
    )
    if not model_limits.is_overstated(scenario):
        return line
    points = terms.in_points(model_limits.rise_points(scenario), 1)
    return f"{line} {SAY('observed', 'overstated', day=terms.day(scenario.as_of), points=points)}"


@kept
def _recorded(as_of: date) -> tuple[str, str]:
    """Imports from China of the last twelve months known and the last of them; empty words where none was."""
    recorded = base_of(Scenario(as_of)).recorded
    if recorded is None:
        return "", ""
    return terms.usd(float(recorded.value_usd[CHINA])), terms.month(recorded.last_month)


def facts(answer: Answer, models: Asked | None = None, duties: Duties = "by_law") -> list[Metric]:
    """Imports from China, import prices, revenue, buyers' loss or gain and US exports, each with the range over all
    models once they have been asked. ``duties``: what the scenario starts from, which names its revenue.
    """
    return [
        _fact("Imports from China", answer, models, "imports_from_china_change_pct", 0),
        _fact("Import prices", answer, models, "import_price_change_pct", 1),
        _money(SAY("fact.revenue", duties), answer, models, "duty_change_usd"),
        _buyers(answer, models),
        _fact("US exports to China", answer, models, "us_exports_to_china_change_pct", 0),
    ]


def _buyers(answer: Answer, models: Asked | None) -> Metric:
    is_gain = answer.value("buyers_loss_usd") < 0
    return _money(SAY("fact", "buyers_gain" if is_gain else "buyers_lose"), answer, models, "buyers_loss_usd", is_gain)


def _money(label: str, answer: Answer, models: Asked | None, metric: str, turned: bool = False) -> Metric:
    value, ends = answer.value(metric), span(answer, metric, models)
    has_range = models is not None and not is_beyond(answer, metric, *ends)
    unit, mark, decimals = terms.model_scale(value, *ends) if has_range else terms.model_scale(value)
    return _fact(label, answer, models, metric, decimals, mark, -unit if turned else unit)


def _fact(
    label: str, answer: Answer, models: Asked | None, metric: str, decimals: int, unit: str = "%", scale: float = 1
) -> Metric:
    value, ends = answer.value(metric), span(answer, metric, models)
    if metric != ANSWERED and is_unusable(answer, models):
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


def modelled(models: Asked | None, answer: Answer) -> str:
    """That figures are modelled, and what their ranges run over; ``models`` None while these are at work."""
    alone = "horizons" if answer.has_ranges else "alone"
    case = "no_range" if models is None else alone if models.answer is None else "range"
    return SAY("modelled", case)


def sentence(scenario: Scenario, answer: Answer, models: Asked | None = None) -> str:
    """One plain paragraph with the figures in bold; of a scenario that moves something. No direction is claimed until
    all models have been asked.
    """
    said = [SAY("sentence.unchanged") if is_china_alone(scenario) else _us_side(scenario, answer, models)]
    answered, metric = china_change(scenario), "us_exports_to_china_change_pct"
    if answered is not None:
        case, size = moves(answer.value(metric), *span(answer, metric, models), 0)
        if not _has_answered(models):
            case, size = "no_range", terms.change_pct(answer.value(metric), 0)
        said.append(SAY("sentence.answer", case, rate=terms.rate(answered.rate_pct, 0), size=size))
    return " ".join(said)


def _us_side(scenario: Scenario, answer: Answer, models: Asked | None) -> str:
    """Purchases, prices, duty and shops; both ends of a range that leaves the sign open."""
    duty, (low, high) = answer.value("duty_change_usd"), span(answer, "duty_change_usd", models)
    if not _has_answered(models) or is_beyond(answer, "duty_change_usd", low, high):
        return SAY(
            "sentence",
            "no_range",
            imports=terms.change_pct(answer.value("imports_from_china_change_pct"), 0),
            price=terms.change_pct(answer.value("import_price_change_pct"), 1),
            duty=terms.signed_bn(duty),
            named=name_of(scenario),
        )
    moved, ends = "", ""
    if answer.of_goods is not None:
        least, most = answer.of_goods[1:]
        if not least < 0 < most:
            least, most = sorted((abs(least), abs(most)))
        moved, ends = _by(*answer.of_goods, 0), f"{terms.span(least, most, 0)}%"
    retail = "retail_price_change_pct"
    case, size = moves(answer.value(retail), *answer.span(retail), 1)
    return SAY(
        "sentence",
        "goods" if moved else "us",
        imports=_change(answer, models, "imports_from_china_change_pct", 0),
        price=_change(answer, models, "import_price_change_pct", 1),
        of_goods=moved,
        ends=ends,
        duty=_less_or_more(duty, low, high, [terms.model_bn(abs(usd)) for usd in (duty, low, high)]),
        named=name_of(scenario),
        retail=SAY(
            "sentence.retail", case, size=size, pass_through=terms.number(assumed(scenario).retail_pass_through, 2)
        ),
    )


def _change(answer: Answer, models: Asked | None, metric: str, decimals: int) -> str:
    return _by(answer.value(metric), *span(answer, metric, models), decimals)


def _by(change_pct: float, low: float, high: float, decimals: int) -> str:
    """``30% less``; a change that would print as zero gets one significant figure instead."""
    return _less_or_more(change_pct, low, high, [terms.size(value, decimals) for value in (change_pct, low, high)])


def _less_or_more(value: float, low: float, high: float, sizes: list[str]) -> str:
    """More, less, or both ends where the range leaves the sign open; ``sizes`` of value, low and high."""
    case = "open" if low < 0 < high else "more" if value >= 0 else "less"
    size, least, most = sizes
    return SAY("sentence.change", case, size=size, low=least, high=most)
