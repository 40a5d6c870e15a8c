"""Where the sliders of the product what-if stand at rest: the duties of the regime chosen, and those in force."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app.kit import law_average
from parley.app.kit.cache import kept
from parley.app.what_if import trade_base
from parley.calibration.policy import starting_duties
from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import FIRST_DAY, Baseline, baseline_on
from parley.calibration.product_bases import same_since
from parley.calibration.product_law import BASE_YEAR_END, law_since
from parley.measures.origin_duties import ORIGIN
from parley.measures.statutory_rates import READINGS, bounds
from parley.measures.tariffs import in_force
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_parts import ALL_GOODS, EVERYBODY, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Duties, ScenarioError
from parley.results.answers import product_solution
from parley.results.answers.product_goods import (
    china_slider_rates,
    law_means,
    law_means_of,
    mean_rate_pct,
    us_slider_rates,
)
from parley.tables import read as tables
from parley.tables.parameters import Preset, presets

T = TypeVar("T")
P = ParamSpec("P")
TOTAL = "total"
US, CHINA = "USA", "CHN"
LAW_NAMES = {
    "china_lists": "Section 301, lists",
    "forced_labour_2026": "Section 301, forced labour",
    "brazil": "Section 301, Brazil",
}
SAY = words.beside(__file__)
LEAST_TOLD = 0.05  # percent
CENTRAL = READINGS.index("rate_pct")
LISTS = "section_301"  # the one authority whose programmes are struck out apart


@dataclass(frozen=True)
class Rates:
    """Mean duties in percent: US on China by section and in total, China on the United States in total.

    ``least``: the lowest means the same points on every line reach, by section and in ``total``.
    """

    us: Mapping[str, float]
    us_total: float
    china_total: float
    least: Mapping[str, float]


def kept_by_law(make: Callable[Concatenate[Scenario, P], T]) -> Callable[Concatenate[Scenario, P], T]:
    """Decorator: ``kept``, one result for all days with the same trade and law; ``make`` names no day."""
    kept_of_first = kept(make)

    @functools.wraps(make)
    def look_up(at: Scenario, /, *args: P.args, **named: P.kwargs) -> T:
        since = same_since(at.as_of)
        return kept_of_first(at if since == at.as_of else replace(at, as_of=since), *args, **named)

    return look_up


@st.cache_resource(show_spinner=False)
def inputs() -> ProductInputs:
    """The calibrated markets, built once per process; the large tables they come from are let go (40 MB)."""
    calibrated = product_solution.inputs()
    tables.forget("us_imports_hs6_2024", "us_exports_hs2_annual")
    return calibrated


def start(
    as_of: date, regime: str = "", struck: Sequence[TariffChange] = (), base: trade_base.Base | None = None
) -> Scenario:
    """The scenario in which nothing has been moved yet: a regime, or the duties in force, without some US laws.

    ``struck``: the laws struck out of it, as changes. ``base``: what its dollars rest on, the last trade known on the
    day where None.
    """
    inputs()  # lets go of the tables behind them
    rests_on = trade_base.default(as_of) if base is None else base
    return Scenario(as_of=as_of, regime=regime, tariffs=tuple(struck), **rests_on)


def beside_us(now: Scenario, rate_pct: float) -> str:
    """What stands at the mark of a US duty in force: ``now 25, by law``. ``now``: a ``start``, nothing moved."""
    return SAY("now", _kind(now), rate=terms.number(rate_pct))


def beside_china(as_of: date, rate_pct: float) -> str:
    """The same of China's, with the day it is known of: the source has nine days."""
    return SAY("now", "china", rate=terms.number(rate_pct), day=terms.day(china_known_on(as_of)))


def china_known_on(as_of: date) -> date:
    return baseline_on(inputs(), as_of).china_rates_from


def name_of(now: Scenario) -> str:
    """The name of the duty in force a page starts from: ``by law``, or ``collected, moved by law``."""
    return SAY("duties.name", _kind(now))


def _kind(now: Scenario) -> Duties:
    inputs = product_solution.inputs_of(now)
    is_law = baseline_on(inputs, now.as_of).basis in ("by_law", "law_2018_2020")
    return "by_law" if is_law else "collected"


def is_moved(scenario: Scenario) -> bool:
    return bool(scenario.tariffs or scenario.regime)


@kept
def without_extra_duties(as_of: date) -> tuple[TariffChange, ...]:
    """All extra US duties in force, struck out for everybody: what they do is told by taking them away.

    None on a day whose laws the tables do not hold one by one.
    """
    return tuple(TariffChange(US, EVERYBODY, kind="without", authority=law) for law in laws(as_of))


def ends_extra_duties(scenario: Scenario) -> bool:
    """Whether the scenario ends all extra US duties and does nothing else."""
    return bool(scenario.tariffs) and not scenario.regime and scenario.tariffs == without_extra_duties(scenario.as_of)


@kept_by_law
def rates(at: Scenario) -> Rates:
    inputs = product_solution.inputs_of(at)
    return _rates(inputs, starting_duties(inputs, at))


def _rates(inputs: ProductInputs, base: Baseline) -> Rates:
    us, china = us_slider_rates(inputs, base), china_slider_rates(inputs, base)
    by_section = {str(section): float(rate) for section, rate in zip(us["section"], us["rate_pct"], strict=True)}
    return Rates(
        us_total=by_section.pop(TOTAL),
        us=by_section,
        china_total=float(china.loc[china["section"] == TOTAL, "rate_pct"].iloc[0]),
        least={str(section): float(least) for section, least in zip(us["section"], us["least_pct"], strict=True)},
    )


@kept_by_law
def rate_of(at: Scenario, exporter: str, goods: Goods = ALL_GOODS) -> float:
    """The mean duty on an exporter's goods at a start, percent; null where nothing of them was imported."""
    inputs = product_solution.inputs_of(at)
    return mean_rate_pct(inputs.us, starting_duties(inputs, at).us_duty, exporter, goods)


@kept_by_law
def least_of(at: Scenario, exporter: str, goods: Goods = ALL_GOODS) -> float:
    """The lowest mean duty on an exporter's goods that the same points on every line reach, percent."""
    inputs = product_solution.inputs_of(at)
    base = starting_duties(inputs, at)
    return mean_rate_pct(inputs.us, np.minimum(base.us_duty, base.us_floor), exporter, goods)


@kept_by_law
def rates_after(moved: Scenario) -> Rates:
    """The mean duties on Chinese goods a scenario leads to; those it starts from where it is out of reach."""
    return _rates(product_solution.inputs_of(moved), _baseline_after(moved))


@kept_by_law
def rate_after(moved: Scenario, exporter: str, goods: Goods) -> float:
    """``rates_after`` of an exporter's goods of one chapter or subheading, percent."""
    inputs = product_solution.inputs_of(moved)
    return mean_rate_pct(inputs.us, _baseline_after(moved).us_duty, exporter, goods)


def _baseline_after(moved: Scenario) -> Baseline:
    start = starting_duties(product_solution.inputs_of(moved), moved)
    with suppress(ScenarioError):
        return replace(start, us_duty=product_solution.duties_of(moved).us_duty)
    return start


@kept
def largest_sections() -> list[str]:
    """Sections by 2024 imports from China, largest first."""
    market = inputs().us
    value = {
        s: float(market.market.value_usd[cells].sum()) for s, cells in market.partner_sections.items() if len(cells)
    }
    return sorted(value, key=lambda s: -value[s])


def regimes(as_of: date) -> dict[str, Preset]:
    """The dated regimes the model reaches that were known on the day, by their title."""
    return {p.title: p for p in presets() if FIRST_DAY <= p.on <= as_of and p.confirmed_until is None}


@kept_by_law
def by_law(now: Scenario) -> dict[str, str]:
    """The laws behind the duty in force on each section and in ``total``, in words; none for the first trade war.

    ``now``: a ``start`` in which nothing is moved.
    """
    inputs = product_solution.inputs_of(now)
    if _has_no_laws(inputs, now.as_of):
        return {}
    means = law_means(inputs, max(now.as_of, BASE_YEAR_END))
    sections, laws, readings = (means[of].to_numpy() for of in ("section", "law", [*READINGS]))
    places = {section: np.flatnonzero(sections == section) for section in sorted(set(sections))}
    return {str(section): _in_words(laws[of], readings[of]) for section, of in places.items()}


@kept_by_law
def law_spans(now: Scenario) -> dict[str, tuple[float, float]]:
    """Lowest and highest reading of the law on each section and in ``total``, percent; none where there is no range."""
    inputs = product_solution.inputs_of(now)
    if _has_no_laws(inputs, now.as_of):
        return {}
    means = law_means(inputs, max(now.as_of, BASE_YEAR_END)).groupby("section")[["rate_low_pct", "rate_high_pct"]].sum()
    return {str(section): (low, high) for section, low, high in means.itertuples()}


@kept
def law_span_from(as_of: date, exporter: str) -> tuple[float, float] | None:
    """``law_spans`` of all goods of an origin but China; None where the table does not hold it."""
    averages = bounds(inputs().origin_steps, as_of, ORIGIN)[["rate_low_pct", "rate_high_pct"]]
    return tuple(averages.loc[exporter]) if exporter in averages.index else None


def mean_by_law(scenario: Scenario) -> str:
    """The average by law the sliders start from, beside that of the law's pages where its weights are others."""
    now, page = replace(scenario, tariffs=(), regime=""), law_average.law_range(same_since(scenario.as_of))
    span = law_spans(now).get(TOTAL)
    if page is None or span is None or now.duties != "by_law" or product_solution.base_of(now).recorded is None:
        return law_average.sentence(scenario.as_of)
    here, other = terms.rate(rates(now).us_total), terms.rate(page[1])
    case = "same" if here == other else "average"
    return SAY("mean_by_law", case, rate=here, range=terms.span(*span), of_2024=other)


@kept_by_law
def by_law_on(now: Scenario, code: str) -> str:
    """``by_law`` for Chinese goods of one chapter or subheading; empty where there are none."""
    inputs = product_solution.inputs_of(now)
    if _has_no_laws(inputs, now.as_of):
        return ""
    rows = law_means_of(inputs, max(now.as_of, BASE_YEAR_END), code)
    return _in_words(rows["law"], rows[[*READINGS]].to_numpy(dtype=float))


@kept
def by_law_from(as_of: date, exporter: str) -> str:
    """The US laws behind the mean duty on an exporter's goods in words; empty where the tables do not hold them."""
    rows = in_force(inputs().origin_steps, as_of)
    rows = _named(rows[rows["exporter_iso3"] == exporter])
    sums = rows.groupby("law")[[*READINGS]].sum()
    return _in_words(sums.index, sums.to_numpy(dtype=float))


def _has_no_laws(inputs: ProductInputs, as_of: date) -> bool:
    return baseline_on(inputs, as_of).basis == "law_2018_2020"


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of rates by law with the column law: the authority, of section 301 the programme."""
    return rows.assign(law=rows["programme"].where(rows["authority"] == LISTS, rows["authority"]))


def _in_words(laws: Iterable[str], readings: FloatArray) -> str:
    """Laws with their rates and what they add up to; ``readings`` [law, reading], percent. Empty where all are zero."""
    rates = [(law, rate) for law, rate in zip(laws, readings[:, CENTRAL], strict=True) if rate >= LEAST_TOLD]
    if not rates:
        return ""
    low, central, high = readings.sum(axis=0)
    return SAY(
        "laws.rates",
        parts="; ".join(f"{law_name(law)} {terms.rate(rate)}" for law, rate in rates),
        total=terms.rate(central),
        range=terms.span(low, high),
    )


def law_name(law: str) -> str:
    return LAW_NAMES.get(law) or terms.AUTHORITIES[law]


def law_inside(law: str) -> str:
    """A US law inside a sentence: ``Section 301 (lists)``, ``emergency powers (fentanyl)``."""
    head, _, part = law_name(law).replace("Emergency", "emergency").partition(", ")
    return f"{head} ({part})" if part else head


def laws(on: date) -> list[str]:
    """US laws behind the duties of a day on any origin that can be struck out, ordinary duties left alone.

    None on a day whose laws on Chinese goods the tables do not hold one by one.
    """
    return _laws(law_since(inputs(), on))


@kept
def _laws(on: date) -> list[str]:
    on_china = in_force(inputs().law, on)
    if on_china.empty:
        return []
    rows = pd.concat([on_china, in_force(inputs().origin_steps, on)])
    return sorted(_named(rows[(rows["authority"] != "mfn") & (rows["rate_pct"] > 0)])["law"].unique())
