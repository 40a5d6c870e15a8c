"""Controls and shared results of the product what-if: sliders that start at the duties in force, presets, one run."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import tables, terms
from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import FIRST_DAY, Baseline, baseline_on
from parley.calibration.product_presets import preset_baseline
from parley.models.scenario import RULES, ProductScenario
from parley.parameters import parameter, presets
from parley.results.product import (
    by_origin,
    by_section,
    china_slider_rates,
    headline_ranges,
    over_horizons,
    run_product_scenario,
    us_slider_rates,
)
from parley.ui import controls

MOST = 200
TOTAL = "total"
SLIDER_WIDTH = 264
TRACK_INSET = 6
MAIN_SECTIONS = 4
CHINA_KEY = "cn_total"
TOTAL_KEY = "us_total"
BY_SECTION, IN_TOTAL = "By section", "In total"
HORIZON_NAMES = {"first_year": "First year", "default": "Default", "long_run": "Long run"}
RULE_NAMES = {"points": "Same points", "flat": "One flat rate"}
SHOWN_BASELINE = "what_if_baseline"
IN_FORCE = "In force"
TICK = "in force"


@dataclass(frozen=True)
class Sliders:
    """Where the sliders stand at the duties in force: percent by section, in total, and China's answer."""

    as_of: date
    us: Mapping[str, float]
    us_total: float
    china_total: float
    china_rates_from: date

    def defaults(self) -> dict[str, int]:
        """Slider keys and the whole percent nearest to the duty in force."""
        sections = {section_key(s): round(rate) for s, rate in self.us.items()}
        return {**sections, TOTAL_KEY: round(self.us_total), CHINA_KEY: round(self.china_total)}


@dataclass(frozen=True)
class Answer:
    """One run: (value, low, high) of each headline figure, and the change by origin with its range."""

    figures: Mapping[str, tuple[float, float, float]]
    origins: pd.DataFrame

    def value(self, metric: str) -> float:
        """A figure at the chosen horizon."""
        return self.figures[metric][0]

    def span(self, metric: str) -> tuple[float, float]:
        """Lowest and highest of a figure over the three horizons."""
        return self.figures[metric][1:]


def section_key(section: str) -> str:
    """Key and address parameter of a section's slider."""
    return f"us_{section}"


@st.cache_resource(show_spinner=False)
def inputs() -> ProductInputs:
    """The calibrated markets, built once per process; the large tables they come from are let go (40 MB)."""
    calibrated = product_inputs()
    tables.forget("us_imports_hs6_2024", "us_exports_hs2_annual", "elasticities", "hs_map", "hs_codes")
    return calibrated


@st.cache_resource(show_spinner=False, max_entries=32)
def baseline(as_of: date) -> Baseline:
    """Duties in force on a day."""
    return baseline_on(inputs(), as_of)


@st.cache_resource(show_spinner=False, max_entries=32)
def sliders_on(as_of: date) -> Sliders:
    """Slider positions of the duties in force on a day."""
    return _sliders(baseline(as_of))


@st.cache_resource(show_spinner=False, max_entries=16)
def sliders_of(regime: str) -> Sliders:
    """Slider positions of a named regime, at the duties of its lines."""
    (preset,) = [p for p in presets() if p.name == regime]
    return _sliders(preset_baseline(inputs(), preset))


def _sliders(base: Baseline) -> Sliders:
    us, china = us_slider_rates(inputs(), base), china_slider_rates(inputs(), base)
    rates = {str(section): float(rate) for section, rate in zip(us["section"], us["rate_pct"], strict=True)}
    return Sliders(
        as_of=base.as_of,
        us_total=rates.pop(TOTAL),
        us=rates,
        china_total=float(china.loc[china["section"] == TOTAL, "rate_pct"].iloc[0]),
        china_rates_from=base.china_rates_from,
    )


@st.cache_resource(show_spinner=False, max_entries=8)
def largest_sections() -> list[str]:
    """Sections by 2024 imports from China, largest first."""
    market = inputs().us
    value = {
        s: float(market.market.value_usd[cells].sum()) for s, cells in market.partner_sections.items() if len(cells)
    }
    return sorted(value, key=lambda s: -value[s])


def answer(scenario: ProductScenario) -> Answer:
    """The scenario's results with ranges over the horizons; the same scenario is computed once."""
    return _answer(json.dumps(scenario.to_dict(), sort_keys=True))


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(scenario_json: str) -> Answer:
    scenario = ProductScenario.from_dict(json.loads(scenario_json))
    outcome = run_product_scenario(inputs(), baseline(scenario.as_of), scenario)
    horizons = over_horizons(outcome)
    return Answer(headline_ranges(outcome, horizons), by_origin(outcome, horizons))


def sections(scenario: ProductScenario) -> pd.DataFrame:
    """The scenario's results by section; worked out when the table is opened."""
    return by_section(run_product_scenario(inputs(), baseline(scenario.as_of), scenario))


def follow_baseline(sliders: Sliders) -> None:
    """When the as-of date has moved, sliders that stood at the old duties in force go to the new ones."""
    before, now = st.session_state.get(SHOWN_BASELINE), sliders.defaults()
    if before is not None and before != now:
        for key, value in now.items():
            if st.session_state.get(key) == before.get(key):
                st.session_state[key] = value
    st.session_state[SHOWN_BASELINE] = now


def set_sliders(values: Mapping[str, int]) -> None:
    """Callback of Reset and the presets."""
    for key, value in values.items():
        st.session_state[key] = value


def rate_slider(label: str, key: str, in_force: float, tick: str = "") -> int:
    """A duty slider from 0 to 200 %, whole percent, that starts at the duty in force and prints it beside."""
    words = label if tick else f"{label} :gray[({terms.number(in_force, 1)} in force)]"
    chosen = st.slider(
        words, 0, MOST, round(in_force), 1, key=key, bind="query-params", width=SLIDER_WIDTH, format="%d %%"
    )
    if tick:
        with st.container(horizontal=True, gap=None):
            st.space(max(round(TRACK_INSET + (SLIDER_WIDTH - 2 * TRACK_INSET) * in_force / MOST - 5), 1))
            st.caption(f"▲ {terms.number(in_force, 1)} {tick}", width="content")
    return min(max(int(chosen), 0), MOST)


def draw_controls(sliders: Sliders, as_of: date) -> ProductScenario:
    """The whole left column: regimes, US sliders, China's answer, switches, Reset; returns the scenario chosen."""
    regimes_place = st.container()
    mode = controls.choose("US duty on Chinese goods", (BY_SECTION, IN_TOTAL), "us_mode")
    us_total, us_sections = None, {}
    if mode == IN_TOTAL:
        with st.container(gap=None):  # the baseline belongs close under its slider
            total = rate_slider("All Chinese goods", TOTAL_KEY, sliders.us_total, tick=TICK)
        us_total = None if total == round(sliders.us_total) else float(total)
    else:
        us_sections = moved(_draw_sections(sliders), sliders)
    st.markdown("**China’s answer on US goods**")
    with st.container(gap=None):
        china = rate_slider(
            "All US goods", CHINA_KEY, sliders.china_total, tick=f"on {terms.day(sliders.china_rates_from)}"
        )
    with regimes_place:
        _draw_regimes(sliders)
    switches = assumptions()
    st.button("Reset", icon=":material/restart_alt:", on_click=set_sliders, args=(sliders.defaults(),))
    return ProductScenario(
        as_of=as_of,
        us_duty_pct=us_sections,
        us_total_duty_pct=us_total,
        china_duty_pct=None if china == round(sliders.china_total) else float(china),
        **switches,
    )


def _draw_sections(sliders: Sliders) -> dict[str, int]:
    """The largest sections in sight, the others in an expander; the position of every slider."""
    order = largest_sections()
    chosen = {}
    with st.container(gap=None):
        for s in order[:MAIN_SECTIONS]:
            chosen[s] = rate_slider(terms.SECTION_LABELS[s], section_key(s), sliders.us[s], tick=TICK)
    rest = order[MAIN_SECTIONS:]
    others = st.expander(f"The other {len(rest)} sections", on_change="rerun", key="other_sections")
    if others.open or _any_moved(rest, sliders):
        with others:
            for s in rest:
                chosen[s] = rate_slider(terms.SECTION_LABELS[s], section_key(s), sliders.us[s])
    return chosen


def _any_moved(sections: Sequence[str], sliders: Sliders) -> bool:
    """Whether one of these sections stands apart from the duty in force, by a control or by the address."""
    at_rest = sliders.defaults()
    keys = [section_key(s) for s in sections]
    return any(st.session_state.get(k, at_rest[k]) != at_rest[k] or k in st.query_params for k in keys)


def _draw_regimes(sliders: Sliders) -> None:
    """A button for each dated regime that sets every slider to it; ticked while the sliders stand there.

    Buttons and not pills: pills lit by the script come back from the browser as a choice when a slider is moved
    quickly, and would put the sliders back.
    """
    now = {key: st.session_state.get(key, value) for key, value in sliders.defaults().items()}
    help_text = "Sets the sliders to the duties of that day, to the nearest percent."
    st.caption("Start from a dated regime", help=help_text)
    with st.container(horizontal=True, gap="xsmall"):
        for number, (name, at) in enumerate(regimes(sliders).items()):
            lit = at == now
            st.button(
                name,
                key=f"regime_{number}",
                icon=":material/check:" if lit else None,
                on_click=set_sliders,
                args=(at,),
            )


def regimes(sliders: Sliders) -> dict[str, dict[str, int]]:
    """Slider positions of the duties in force, of each dated regime the model reaches, and of the question card."""
    dated = {
        p.title: sliders_of(p.name).defaults()
        for p in presets()
        if FIRST_DAY <= p.on <= sliders.as_of and p.confirmed_until is None
    }
    question = {**sliders.defaults(), section_key("XVI"): 60, CHINA_KEY: 40}
    return {IN_FORCE: sliders.defaults(), **dated, "Machinery 60, answer 40": question}


def moved(chosen: Mapping[str, int], sliders: Sliders) -> dict[str, float]:
    """Sections whose slider was moved away from the duty in force, with the new mean duty in percent."""
    return {s: float(rate) for s, rate in chosen.items() if rate != round(sliders.us[s])}


def assumptions() -> dict[str, Any]:
    """The three separate switches and the rule, each with its default first."""
    horizon = controls.choose("Horizon", ("default", "first_year", "long_run"), "horizon", HORIZON_NAMES.__getitem__)
    border = controls.choose("Exporters’ response", tuple(border_settings()), "border", border_settings().__getitem__)
    shops = parameter("retail_pass_through")
    retail = controls.choose("Retail pass-through", (shops.value, shops.high), "retail", lambda v: terms.number(v, 2))
    rule = controls.choose("How a slider moves the lines", RULES, "rule", RULE_NAMES.__getitem__)
    return {"horizon": horizon, "border_pass_through": border, "retail_pass_through": retail, "rule": rule}


def border_settings() -> dict[float, str]:
    """The settings of the exporters' response and their names."""
    flat, recent, earlier = (
        parameter(name).value
        for name in ("border_pass_through", "border_pass_through_2025", "border_pass_through_2018")
    )
    return {flat: "Flat", recent: terms.number(recent, 2), earlier: terms.number(earlier, 2)}
