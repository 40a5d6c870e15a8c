"""The words of the product what-if: title, facts, sentence, and how it is worked out."""

from datetime import date

from parley import terms
from parley.app.kit import cache, law_average
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.trade import header as trade_header
from parley.app.what_if.starting_duties import CHINA, US, inputs, law_name
from parley.app.what_if_product.answer import Answer
from parley.calibration.product_baseline import baseline_on
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.parameters import presets
from parley.results.product_solution import assumed

MODELLED = (
    "Modelled, not measured: change against the duties in force, a year at 2024 trade. "
    "Ranges span the horizons, first year to long run."
)
MODEL_NOTE = "Modelled: exact nested CES by HS6 product on 2024 imports, change against the duties in force"
BASES = {
    "collected_moved_by_law": "those collected in 2024, moved by the law since, line by line",
    "collected_2024": "those collected in 2024",
    "law_2018_2020": "the level of the law by product, without steel and aluminium",
}
METHOD = """
**Model.** Buyers choose between origins of a product (HS6), products of a section, and imports and home goods, each
with a constant elasticity of substitution; the equations are solved exactly. Trade is US imports for consumption in
2024. Chapters 98 and 99 stay as they are.

**Duty in force.** Duty collected in 2024 by product and origin, moved by the change in the law since: for China the
laws of every tariff line, exempt lists, metals and parts of vehicles included, averaged to HS6 with trade of 2024; for
other origins the change of their average, an estimate from 24 July 2026. So it follows what customs collects: 40.2 %
on China for 9 June 2025, 40.0 % collected that month. Metal goods (section XV) are approximate: how much of them is
metal is assumed. For 2021 to 2024 it is the duty of 2024; for 2018 to 2020 the level of the law, without steel and
aluminium. A slider shows the total duty as a mean with 2024 weights. *Same points* moves every line by the same points,
not below its ordinary duty; *one flat rate* gives every line the slider's rate. A slider on the whole percent nearest
to the duty in force means exactly the duty in force. A regime sets the sliders to the duties of its lines.

**Horizon** sets the elasticity between origins: first year 2.5, default 5, long run the published elasticity of each
product (ProTEE). **Exporters' response** sets how far foreign prices give way: with 0.94 the duty-inclusive price
rises by 94 % of the duty. **Retail pass-through** is measured from the tariff and stands apart from both.

**Who pays.** Buyers' loss + exporters' loss = duty + deadweight, exactly. Revenue is duty at the new trade less duty
at the trade of the duties in force, gross of refunds. Not counted: gains of home producers, quality, lost variety,
stock-building, exchange rates.

**China's side** is computed by chapter with two origins, the United States and the rest of the world; the
percentages are put on US exports of 2024. The two directions do not act on each other here. China's rates are the
chapter means of the last date known to our source (1 May 2026), without waivers.

Elasticities are assumptions but for the long-run ones; `data/parameters.toml` gives each value, range and source.
"""


def title(scenario: Scenario, answer: Answer) -> str:
    """The answer in one sentence; no direction is claimed where the range straddles zero."""
    if not us_changes(scenario) and not scenario.regime:
        answered = china_change(scenario)
        if answered is None:
            return "Move a duty: who pays, what the Treasury gains, who supplies instead?"
        exports = terms.rise(answer.value("us_exports_to_china_change_pct"), 0)
        return f"China at {terms.rate(answered.rate_pct, 0)}: US exports to China {exports}"
    loss, duty = answer.value("buyers_loss_usd"), answer.value("duty_change_usd")
    buyers = f"US buyers {'lose' if loss >= 0 else 'gain'} {terms.model_bn(abs(loss))} a year"
    low, high = answer.span("duty_change_usd")
    if low < 0 < high:
        treasury = "the Treasury may gain or lose"
    else:
        treasury = f"the Treasury {'gains' if duty >= 0 else 'loses'} {terms.model_bn(abs(duty))}"
    return f"{what_moved(scenario)}: {buyers}, {treasury}"


def us_changes(scenario: Scenario) -> list[TariffChange]:
    """The changes of US duties, laws struck out included."""
    return [change for change in scenario.tariffs if change.importer == US]


def china_change(scenario: Scenario) -> TariffChange | None:
    """China's answer, where it moves."""
    return next((change for change in scenario.tariffs if change.importer == CHINA), None)


def is_moved(scenario: Scenario) -> bool:
    """Whether the scenario differs from the duties in force at all."""
    return bool(scenario.tariffs or scenario.regime)


def what_moved(scenario: Scenario) -> str:
    """Which US duties the scenario moves, in words."""
    changes = us_changes(scenario)
    rates = [change for change in changes if change.kind == "absolute"]
    laws = [law_name(change.authority) for change in changes if change.kind == "without"]
    start = next((p.title for p in presets() if p.name == scenario.regime), "")
    if not rates:
        without = f"without {terms.listed(laws)}" if laws else ""
        words = f"{start}, {without}" if start and laws else start or without
        return words[:1].upper() + words[1:]
    one = f"{goods_words(rates[0])} at {terms.rate(rates[0].rate_pct, 0)}"
    moved = one if len(rates) == 1 else f"{len(rates)} duties moved"
    return f"{start}, {moved}" if start else moved


def goods_words(change: TariffChange) -> str:
    """The goods of a US change, short enough for a title."""
    goods, names = change.goods, cache.country_names()
    if change.exporter != CHINA:
        return f"Goods from {names[change.exporter]}"
    if goods.level == "section":
        return terms.SECTION_LABELS[goods.code]
    if goods.level == "chapter":
        return f"Chapter {goods.code}"
    return f"HS {goods.code[:4]}.{goods.code[4:]}" if goods.level == "hs6" else "All Chinese goods"


def covers(scenario: Scenario) -> str:
    """The line below the title: what the scenario is held against, and what China does."""
    answered = china_change(scenario)
    china = "" if answered is None else f" China answers with {terms.rate(answered.rate_pct, 0)}."
    basis = baseline_on(inputs(), scenario.as_of).basis
    against = f"Against the duties in force on {terms.day(scenario.as_of)}: {BASES[basis]}."
    return f"{against}{china} {law_average.sentence(scenario.as_of)}".rstrip()


def observed(as_of: date, answer: Answer) -> str:
    """Imports from China as recorded over twelve months beside the model's at the duties in force."""
    recorded = _recorded(as_of)
    modelled = answer.value("imports_from_china_usd_baseline")
    return f"US imports from China: {recorded}modelled at the duties in force {terms.usd_bn(modelled)}."


@kept
def _recorded(as_of: date) -> str:
    sums = trade_header.months(as_of, trade_header.SUMMED)
    imports = sums[sums["flow"] == "import"]
    if imports.empty:
        return ""
    last = imports.sort_values("month").iloc[-1]
    value = terms.usd_bn(float(last["value_usd"]))
    return f"{value} recorded in the twelve months to {terms.month(last['month'])}, "


def facts(answer: Answer) -> list[Metric]:
    """Imports from China, import prices, revenue, buyers' loss and US exports, each with its range."""
    return [
        _fact("Imports from China", answer, "imports_from_china_change_pct", 0),
        _fact("Import prices", answer, "import_price_change_pct", 1),
        _money("Revenue, US$", answer, "duty_change_usd"),
        _money("Buyers' loss, US$", answer, "buyers_loss_usd"),
        _fact("US exports to China", answer, "us_exports_to_china_change_pct", 0),
    ]


def _money(label: str, answer: Answer, metric: str) -> Metric:
    decimals = terms.bn_decimals(max(abs(usd) for usd in (answer.value(metric), *answer.span(metric))))
    return _fact(label, answer, metric, decimals, "bn", 1e9)


def _fact(label: str, answer: Answer, metric: str, decimals: int, unit: str = "%", scale: float = 1) -> Metric:
    value, (low, high) = answer.value(metric), answer.span(metric)
    written = f"{terms.signed(value / scale, decimals)}{terms.NBSP}{unit}"
    if low == high == 0:
        return Metric(label, written)
    return Metric(label, written, f"{terms.span(low / scale, high / scale, decimals)}{terms.NBSP}{unit}")


def sentence(scenario: Scenario, answer: Answer) -> str:
    """One plain paragraph with the figures in bold; of a scenario that moves something."""
    moves_us = bool(us_changes(scenario) or scenario.regime)
    words = [_us_side(scenario, answer)] if moves_us else ["The US duties stay as they are."]
    answered = china_change(scenario)
    if answered is not None:
        exports = terms.rise(answer.value("us_exports_to_china_change_pct"), 0)
        words.append(f"With China at {terms.rate(answered.rate_pct, 0)}, US exports there would **{exports}**.")
    return " ".join(words)


def _us_side(scenario: Scenario, answer: Answer) -> str:
    """Purchases, prices, duty and shops; both ends of the range where it leaves the Treasury's sign open."""
    imports, price = answer.value("imports_from_china_change_pct"), answer.value("import_price_change_pct")
    duty, (low, high) = answer.value("duty_change_usd"), answer.span("duty_change_usd")
    if low < 0 < high:
        treasury = f"between **{terms.model_bn(-low)} less** and **{terms.model_bn(high)} more**"
    else:
        treasury = f"**{terms.model_bn(abs(duty))} {_less(duty)}**"
    retail = terms.rise(answer.value("retail_price_change_pct"), 1)
    of_goods = ""
    if answer.of_goods is not None:
        change, least, most = answer.of_goods
        ends = terms.span(least, most, 0)
        of_goods = f"Of the goods moved they would buy **{_by(change, 0)}** ({ends}{terms.NBSP}%). "
    return (
        f"With these duties Americans would buy **{_by(imports, 0)}** from China and pay **{_by(price, 1)}** for "
        f"imported goods. {of_goods}The Treasury would collect {treasury} a "
        f"year. In shops prices of the Chinese goods concerned would {retail} at a retail pass-through of "
        f"{terms.number(assumed(scenario).retail_pass_through, 2)}."
    )


def _by(change_pct: float, decimals: int) -> str:
    """``30 % less``; a change that would print as zero gets one significant figure instead."""
    size = terms.number(abs(change_pct), decimals)
    size = size if size.strip("0.") else terms.significant(abs(change_pct), 1)
    return f"{size}{terms.NBSP}% {_less(change_pct)}"


def _less(change: float) -> str:
    return "more" if change >= 0 else "less"
