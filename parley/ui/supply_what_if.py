"""The section What if licences stop: sliders of refused licences, bounds of the loss, what is exposed, and print."""

import json
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms
from parley.calibration.critical import DESTINATIONS, exports_april_may_2025_pct
from parley.charts import restriction as charts
from parley.measures import exports
from parley.models.policy_parts import EVERYBODY, ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon
from parley.parameters import parameter
from parley.results.critical import MONTHS, against_published
from parley.results.solution import Solution, solve
from parley.ui import blocks, cache, controls, faults, scenario_share, supply_what_if_tariffs
from parley.ui import supply_what_if_words as words

SUBJECT = "What if licences stop"
KEYS = {"mine": "rare_mine", "refine": "rare_refine", "magnet": "rare_magnet"}
AT_FIRST = {"mine": 0, "refine": 0, "magnet": 80}  # the size of cut the published losses are about
US_ALONE, ALL, SOME = "us", "all", "some"
WHO = {US_ALONE: "The US", ALL: "All", SOME: "Chosen"}
PARAMETERS = (*KEYS.values(), "rare_who", "rare_places", "rare_months", "rare_stocks", "rare_horizon", "rare_tariffs")
HORIZONS: dict[Horizon, str] = {"first_year": "First year", "default": "Later", "long_run": "Long run"}
MOST_STOCKS, MOST_MONTHS = 24, 36
SLIDER_WIDTH = 264
SPRING_2025 = pd.Timestamp("2025-05-01")

METHOD = """
**What if licences stop** is the critical-input model. A refused share of licences limits what China sells to a place at
a stage; others supply the rest, at most a fifth more, and are short themselves of the stage before. What is missing of
the last stage hits the industries that buy magnets: output falls by the share of magnets in their cost where they can
be replaced (Cobb-Douglas), one for one where they cannot (Leontief), and between the two by a constant elasticity of
substitution. That elasticity is **calibrated** to a published loss for the United States, Japan and Germany in the
first year; everywhere else and later it is an **assumption**. Stocks, the elasticity of demand and outside supply are
assumptions too. It is not estimated, and not added to the real income of the world model, which is another measure.
"""


def draw(as_of: date) -> None:
    """The what-if, the model beside print, and the tariff scenario on the other side of the table."""

    @blocks.live(SUBJECT)
    def _() -> None:
        head = st.container(gap="xxsmall")
        left, right = st.columns([0.30, 0.70], gap="large")
        with left:
            chosen = draw_controls(as_of)
        solution = solved(chosen)
        rows = words.by_place(chosen, solution)
        with left:
            place = _place(list(rows["destination_iso3"]))
            scenario_share.draw(chosen, address_values(place), "rare_what_if")
        row = rows.set_index("destination_iso3", drop=False).loc[place].to_dict()
        with head:
            st.header(words.finding(chosen, row), anchor=False)
        with right:
            _answer(chosen, solution, rows, row)

    @blocks.live("Published losses")
    def _() -> None:
        rows = cache.derived("restriction published", (), lambda: words.published(against_published()))
        blocks.chart_block(
            charts.published_caption(rows),
            rows,
            {"Chart": lambda palette: charts.bounds(rows, palette)},
            "rare_what_if_published",
            note=words.MODEL_NOTE,
            state=(),
        )

    supply_what_if_tariffs.draw(as_of)


def _answer(chosen: Scenario, solution: Solution, rows: pd.DataFrame, row: dict[Hashable, Any]) -> None:
    """Facts, sentence and charts of the place shown."""
    place = str(row["destination_iso3"])
    blocks.metrics(words.facts(chosen, row), min_column_width=120)
    st.markdown(words.sentence(chosen, row, words.by_stage(solution, place)))
    st.caption(f":material/function: {words.MODELLED}")
    state = (_key(chosen), place)
    views = {
        "Over time": lambda palette: charts.over_months(row, chosen.restriction_months or MONTHS, palette),
        "By place": lambda palette: charts.bounds(rows, palette),
    }
    with faults.guarded("Bounds"):
        blocks.chart_block(
            charts.bounds_caption(rows),
            rows,
            views if len(rows) == 1 else dict(reversed(views.items())),
            "rare_what_if_bounds",
            note=words.MODEL_NOTE,
            state=state,
        )
    with faults.guarded("What is exposed"):
        users = words.by_industry(solution, place)
        blocks.chart_block(
            charts.exposure_caption(users, cache.country_names()[place]),
            users,
            {"Chart": lambda palette: charts.bounds(users, palette)},
            "rare_what_if_users",
            note=words.MODEL_NOTE,
            below=lambda: _demand(users),
            state=state,
        )
    chain = st.expander("What arrives at each stage", on_change="rerun", key="rare_what_if_chain")
    if chain.open:
        with chain, faults.guarded("What arrives at each stage"):
            blocks.table_block(
                "From ore to magnet", words.by_stage(solution, place), "rare_what_if_stages", words.MODEL_NOTE
            )


def _demand(users: pd.DataFrame) -> None:
    """The part of the world's demand each industry is taken to buy, and why."""
    told = [f"{r['industry']} {terms.rate(r['demand_share_pct'], 0)} ({r['basis']})" for r in users.to_dict("records")]
    st.caption(f"Who buys the world’s magnets, as assumed: {'; '.join(told)}. The cost share is the same everywhere.")


def solved(chosen: Scenario) -> Solution:
    """The model's answer; the same scenario is computed once."""
    return cache.derived("restriction", (_key(chosen),), lambda: solve(chosen, "critical_input"))


def _key(chosen: Scenario) -> str:
    return json.dumps(chosen.to_dict(), sort_keys=True)


def scenario(
    as_of: date, refused: Mapping[str, int], places: Sequence[str], stocks: float, months: float, horizon: Horizon
) -> Scenario:
    """Refused licences in percent by stage, to these places, as a scenario; without any, exports stay as they were."""
    cuts = {stage: cut for stage, cut in refused.items() if cut > 0} or {"magnet": 0}
    changes = [
        ExportChange("CHN", place, Goods("stage", stage), limit_pct=100.0 - cut)
        for stage, cut in cuts.items()
        for place in places
    ]
    return Scenario(as_of, exports=changes, horizon=horizon, stock_months=stocks, restriction_months=months)


def draw_controls(as_of: date) -> Scenario:
    """The left column; returns the scenario chosen."""
    cases_place = st.container()
    st.markdown("**Licences refused**")
    with st.container(gap=None):
        refused = {stage: _slider(words.STAGES[stage], KEYS[stage], AT_FIRST[stage]) for stage in KEYS}
        st.caption(cache.derived("magnets measured", (as_of,), lambda: measured(as_of)))
    who = controls.choose("Refused to", tuple(WHO), "rare_who", WHO.__getitem__)
    places: Sequence[str] = {US_ALONE: ["USA"], ALL: [EVERYBODY]}.get(who) or _chosen_places()
    with st.container(gap=None):
        months = _slider("Months it lasts", "rare_months", int(MONTHS), MOST_MONTHS, "%d", 1)
        stocks = _slider("Stocks, months of use", "rare_stocks", _stocks(), MOST_STOCKS, "%d")
    horizon = controls.choose("Time to adapt", tuple(HORIZONS), "rare_horizon", HORIZONS.__getitem__)
    with cases_place:
        _draw_cases(as_of)
    st.button("Reset", icon=":material/restart_alt:", key="rare_reset", on_click=_set, args=(at_rest(),))
    return scenario(as_of, refused, places, float(stocks), float(months), horizon)


def _stocks() -> int:
    return round(parameter("critical_open_stock_months").value)


def _slider(label: str, key: str, default: int, most: int = 100, form: str = "%d %%", least: int = 0) -> int:
    chosen = st.slider(label, least, most, default, 1, key=key, bind="query-params", width=SLIDER_WIDTH, format=form)
    return min(max(int(chosen), least), most)


def _chosen_places() -> list[str]:
    """The places picked; the United States where none is."""
    names = cache.country_names()
    chosen = st.multiselect(
        "Places",
        DESTINATIONS,
        default=["USA", "JPN"],
        format_func=names.__getitem__,
        key="rare_places",
        bind="query-params",
    )
    return [place for place in DESTINATIONS if place in chosen] or ["USA"]


def _place(places: Sequence[str]) -> str:
    """The place whose loss is told, among those refused; the United States first."""
    order = sorted(places, key=lambda place: (place != "USA", places.index(place)))
    if len(order) == 1:
        return order[0]
    return controls.select("Place shown", order, "rare_place", order[0], cache.country_names().__getitem__)


def measured(as_of: date) -> str:
    """Magnets to the United States in the newest month known beside the mean month of 2024."""
    table = cache.table("china_rare_earth_exports", as_of)
    newest = exports.latest_month(exports.months(table, exports.MAGNETS, ["USA"]), "USA")
    base = exports.year_row(table, exports.MAGNETS, "USA", 2024)
    if newest is None or base.empty:
        return "▲ No month of exports since 2025 was known on this day."
    now, mean = terms.tonnes(newest["quantity_t"]), terms.tonnes(base["per_month_t"].iloc[0])
    return f"▲ Measured: {now} to the US in {terms.month(newest['period_start'])}, {mean} in a month of 2024"


def at_rest() -> dict[str, int | str]:
    """Every control at its first value."""
    first = {KEYS[stage]: cut for stage, cut in AT_FIRST.items()}
    return {
        **first,
        "rare_who": US_ALONE,
        "rare_months": int(MONTHS),
        "rare_stocks": _stocks(),
        "rare_horizon": "first_year",
    }


def address_values(place: str) -> dict[str, str | list[str]]:
    """Every control's address parameter and what it shows there, defaults too; ``place`` is the one shown."""
    now = {key: st.session_state.get(key, value) for key, value in at_rest().items()}
    shown: dict[str, Mapping[Any, str]] = {"rare_who": WHO, "rare_horizon": HORIZONS}
    written: dict[str, str | list[str]] = {
        key: str(shown[key].get(value, value)) if key in shown else str(value) for key, value in now.items()
    }
    names = cache.country_names()
    if now["rare_who"] == SOME:
        written["rare_places"] = [names[code] for code in st.session_state.get("rare_places", [])]
    if now["rare_who"] != US_ALONE:
        written["rare_place"] = names[place]
    return {"rare_section": SUBJECT, **written}


def cases(as_of: date) -> dict[str, dict[str, int | str]]:
    """Where the sliders stand in each case: nothing refused, spring 2025 as customs recorded it, the published cuts."""
    rest = at_rest()
    found = {"Nothing refused": {**rest, "rare_magnet": 0}}
    table = cache.table("china_rare_earth_exports", as_of)
    told = (table["period_start"] == SPRING_2025) & (table["destination_iso3"] == "WLD")
    if told.any():
        cut = 100 - round(exports_april_may_2025_pct())
        found["April–May 2025"] = {**rest, "rare_refine": cut, "rare_magnet": cut, "rare_who": ALL}
    found["Magnets 80 %"] = rest
    found["Embargo"] = {**rest, "rare_refine": 100, "rare_magnet": 100}
    return found


def _draw_cases(as_of: date) -> None:
    """A button for each case; ticked while the controls stand there."""
    now = {key: st.session_state.get(key, value) for key, value in at_rest().items()}
    st.caption("Start from a case")
    with st.container(horizontal=True, gap="xsmall"):
        for number, (name, at) in enumerate(cases(as_of).items()):
            icon = ":material/check:" if at == now else None
            st.button(name, key=f"rare_case_{number}", icon=icon, on_click=_set, args=(at,))


def _set(values: Mapping[str, int | str]) -> None:
    for key, value in values.items():
        st.session_state[key] = value
