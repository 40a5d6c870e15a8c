"""The words of the world what-if: title, facts, what a range is, and how it is worked out."""

from collections.abc import Iterable

import numpy as np

from parley import terms
from parley.app.kit import cache
from parley.app.kit.html_text import Metric
from parley.app.what_if_world.answer import Figure, Shown
from parley.app.what_if_world.controls import CHINA, CLOSURE_NAMES, GROUPS, US, Model, members, rates
from parley.models.policy_scenario import Scenario
from parley.parameters import presets
from parley.results import base_world
from parley.results.ranges import Labels, column

NAMES = {"ROW": "Rest of the world", "OTH": "Other economies", "USA": "United States", "CHN": "China"}
MODEL_WORDS = {
    "world": "one-sector world model, 80 economies, exact hat algebra, trade of 2023",
    "sectors": "sector model of Caliendo and Parro, 77 economies, 45 industries, 2022",
}
NOTES = {
    "world": "Modelled: one-sector general equilibrium on trade of 2023, change against the duties in force",
    "sectors": "Modelled: sectors with inputs on the OECD tables of 2022, flows partly estimated, change in percent",
}
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
FOLLOWS = "range follows"
APART = (
    "Real income (%) and the buyers' loss of What if: products (US$) are two measures of two models: never add them."
)
METHOD = """
**Model.** Every economy sells a variety of its own; buyers choose between origins with a constant elasticity
(Armington, in the exact changes of Dekle, Eaton and Kortum). *By industry* adds 45 industries that buy from each other
(Caliendo and Parro). Tariff revenue goes back to the economy that collects it. The result is the long-run level at
fixed factors: no investment, confidence, capital flows or exchange-rate policy, and no path.

**Duties.** Rates in force are those of What if: products: collected in 2024, moved by the law since, line by line. A
slider sets the mean of an economy's goods; points on other partners come on top of their duty. The European Union is
one partner. Economies outside the 50 largest origins of US imports keep their duty. Between other economies there are
no duties in the base, so their revenue is left out.

**Real income** is income over the price index, the welfare measure of both models. Prices are those of what an economy
buys, against world factor income. Revenue is duty at the new trade less duty at the trade of the duties in force.
Exports equal imports in value where trade is balanced, so their changes are the same there.

**Range.** One sector: 5th to 95th percentile over 64 draws of the trade elasticity (lognormal around 4) and of the
second elasticity, the same draws for every scenario, whatever value is chosen. By industry: all elasticities of goods
at the 5th and all at the 95th percentile of a factor common to them. A range is widened to hold the answer shown: with
one tier of demand third countries gain least, so their answer can lie at its end. Where a range straddles zero no
direction is claimed.

**Trade deficits.** *Balanced trade* first removes them and then moves the duties. The other rules keep transfers
between economies; with transfers fixed in money or as shares of world income an economy gains by its own tariff up to
implausible rates, so those answers carry a warning.
"""


def name(code: str) -> str:
    """An economy's name."""
    return names([code])[0]


def names(codes: Iterable[str]) -> list[str]:
    """The names of economies."""
    countries = cache.country_names()
    return [NAMES.get(code) or countries.get(code, code) for code in codes]


def stamps(model: Model, count: int) -> dict[str, Labels]:
    """The columns that say what ``count`` rows rest on: model, source and source of the duties."""
    return {name: column((value,)).take(np.zeros(count, dtype=int)) for name, value in STAMPS[model].items()}


def title(drawn: Shown) -> str:
    """The answer in one sentence; no direction is claimed where the range straddles zero or is not there yet."""
    if not drawn.is_moved:
        return "Move a duty: who gains and who loses around the world?"
    us, china = (drawn.figure("real_income_change_pct", economy=code) for code in (US, CHINA))
    if drawn.ranges is None:
        return f"{moved(drawn.chosen.scenario)}: real income {_percent(us)} in the US, {_percent(china)} in China"
    (verb, size_us), (other, size_china) = _verb(us), _verb(china)
    what = moved(drawn.chosen.scenario)
    if verb != other:
        return f"{what}: real income {verb}{_by(size_us)} in the US and {other}{_by(size_china)} in China"
    if size_us == size_china:
        return f"{what}: real income {verb}{_by(size_us)} in the US and in China"
    return f"{what}: real income {verb}{_by(size_us)} in the US and{_by(size_china)} in China"


def _by(size_words: str) -> str:
    return f" by {size_words}" if size_words else ""


def _verb(figure: Figure) -> tuple[str, str]:
    """What a figure does, and by how much where its sign is certain."""
    if figure.value == 0 and not figure.is_open:
        return "stays", ""
    if figure.is_open:
        return "may rise or fall", ""
    return ("rises" if figure.value > 0 else "falls"), size(figure.value)


def size(change_pct: float) -> str:
    """A change without its sign, in percent: two decimals, one significant figure where that would print as zero."""
    written = terms.number(abs(change_pct), 2)
    written = written if written.strip("0.") else terms.significant(abs(change_pct), 1)
    return f"{written}{terms.NBSP}%"


def _percent(figure: Figure) -> str:
    return terms.change_pct(figure.value, 2)


def moved(scenario: Scenario) -> str:
    """What the scenario moves, in a few words."""
    parts = []
    if scenario.regime:
        parts.append(next(preset.title for preset in presets() if preset.name == scenario.regime))
    done: set[str] = set()
    for change in scenario.tariffs:
        if change.goods.level == "sector":
            label = terms.SECTOR_LABELS[change.goods.code]
            parts.append(f"{label} from China at {terms.rate(change.rate_pct, 0)}")
        elif change.kind == "absolute":
            sides = f"{'China' if change.importer == CHINA else 'US'} on {_of(change.exporter)}"
            parts.append(f"{sides} {terms.rate(change.rate_pct, 0)}")
        elif (group := _group(change.exporter)) not in done:
            done.add(group)
            parts.append(f"US on {_in_sentence(group)} {terms.points(change.rate_pct, 0)}")
    return ", ".join(parts) if len(parts) <= 3 else f"{', '.join(parts[:2])} and {len(parts) - 2} more"


def _of(code: str) -> str:
    return {US: "the US", CHINA: "China", "EU27": "the EU"}.get(code) or name(code)


def _group(origin: str) -> str:
    return next((words for key, (words, _) in GROUPS.items() if origin in members(key, [origin])), origin)


def _in_sentence(group: str) -> str:
    return "all others" if group == GROUPS["others"][0] else group


def covers(drawn: Shown) -> str:
    """The line below the title."""
    return f"Against the duties in force on {terms.day(drawn.chosen.scenario.as_of)}; every economy at once. {APART}"


def facts(drawn: Shown) -> list[Metric]:
    """Real income of both sides, US imports from China, and revenue, or US prices where money is no statistic."""
    income = "Income over prices, the long run. Not the buyers' loss of the product model."
    found = [
        _fact("Real income, US", drawn.figure("real_income_change_pct", economy=US), 2, income),
        _fact("Real income, China", drawn.figure("real_income_change_pct", economy=CHINA), 2, income),
        _fact("US imports from China", drawn.figure("change_pct", exporter=CHINA, importer=US), 0),
    ]
    if drawn.chosen.model == "world":
        revenue = drawn.figure("tariff_revenue_change_usd", economy=US)
        return [*found, _fact("Tariff revenue, US$", revenue, 0, unit="bn", scale=1e9, help_text="US dollars a year.")]
    prices = drawn.figure("price_change_pct", economy=US)
    return [*found, _fact("US prices", prices, 2, "Price index of final spending, against world factor income.")]


def _fact(
    label: str, figure: Figure, decimals: int, help_text: str | None = None, unit: str = "%", scale: float = 1
) -> Metric:
    written = f"{terms.signed(figure.value / scale, decimals)}{terms.NBSP}{unit}"
    if figure.low is None or figure.high is None:
        return Metric(label, written, FOLLOWS, help=help_text)
    if figure.low == figure.high == 0:
        return Metric(label, written, help=help_text)
    span = f"{terms.span(figure.low / scale, figure.high / scale, decimals)}{terms.NBSP}{unit}"
    return Metric(label, written, span, help=help_text)


def all_goods(scenario: Scenario) -> str:
    """Why the US rate on China reads lower over all goods than at its slider."""
    us, china = base_world.places()
    here = 100 * float(base_world.levels_of(scenario).before[china, us])
    return (
        f"The US rate here is the mean over all Chinese goods, {terms.rate(here)} in force; the slider's mean, "
        f"{terms.rate(rates(scenario.as_of).us_on_china_pct)}, leaves out chapters 98 and 99 (returned goods, special "
        "provisions), whose duty does not move."
    )


def modelled(drawn: Shown) -> str:
    """The word Modelled with model, closure, day, and what the range is."""
    chosen = drawn.chosen
    rests = (
        f"Modelled, not measured: {MODEL_WORDS[chosen.model]}; {CLOSURE_NAMES[chosen.scenario.closure].lower()}; "
        f"duties as of {terms.day(chosen.scenario.as_of)}."
    )
    if drawn.ranges is None:
        return f"{rests} The range is being worked out."
    failed = f" {drawn.ranges.failed} draws had no equilibrium." if drawn.ranges.failed else ""
    return f"{rests} Range: {drawn.ranges.method}, widened to hold the answer.{failed}"
