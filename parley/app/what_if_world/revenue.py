"""The subject Revenue of the world what-if: what duty on Chinese goods brings as the rate rises, and where it peaks."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.trade import header as trade_header
from parley.app.what_if import trade_base
from parley.app.what_if.horizons import HORIZON_NAMES
from parley.app.what_if_product import rows as product_rows
from parley.app.what_if_product import words as product_words
from parley.app.what_if_world import words as world_words
from parley.app.what_if_world.assumptions import LEAST_ELASTICITY, MOST_ELASTICITY
from parley.app.what_if_world.charts import revenue as charts
from parley.charts.document import Scale
from parley.measures.bilateral import CHINA
from parley.measures.revenue import MONTHS_IN_YEAR, recorded_years
from parley.measures.trade import WORLD as EVERYBODY
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon
from parley.parameters import parameter
from parley.results import revenue_curve
from parley.results.base_world import switches_of
from parley.results.revenue_curve import Counted
from parley.words import beside

NAME = "world_revenue"
FIRST_YEAR = 2024  # the base year of the product model
MODEL, COUNTED, ELASTICITY, HORIZON = (f"revenue_{name}" for name in ("model", "on", "elasticity", "horizon"))
WORLD, PRODUCT = "World model", "Product model"
COUNTED_NAMES: dict[Counted, str] = {"china": "Chinese goods", "all": "All US imports"}
FOLLOWED = f"{NAME}_followed"
SAY = beside(__file__)


def draw(scenario: Scenario) -> None:
    """The curve with its own controls, and why it bends."""
    figures.block("Revenue", lambda: curve_of_model(scenario))
    st.markdown(SAY("revenue.why"))


def curve_of_model(scenario: Scenario) -> Figure:
    """The choice of a model, and its curve. Raises what ``revenue_curve`` raises."""
    model = controls.choose("Curve of", (WORLD, PRODUCT), MODEL)
    counted = controls.choose("Duty counted on", tuple(COUNTED_NAMES), COUNTED, COUNTED_NAMES.__getitem__)
    return {WORLD: _world, PRODUCT: _product}[model](scenario, counted)


def _world(scenario: Scenario, counted: Counted) -> Figure:
    elasticity = _elasticity(switches_of(scenario).trade_elasticity)
    state = (scenario, counted, elasticity)
    rows = _world_rows(scenario, counted, elasticity)
    eps = parameter("trade_elasticity")
    caption = charts.caption(
        rows,
        terms.day(scenario.as_of),
        f"trade elasticity {elasticity:g}",
        f"{eps.low:g} to {eps.high:g}, one and two tiers of demand",
        SAY("revenue.limit", "world", rate=terms.rate(100 / elasticity, 0)),
    )
    return Figure(
        NAME,
        caption,
        rows,
        {"Chart": lambda palette: charts.curve(rows, palette)},
        note=world_words.note("world"),
        remark=world_words.all_goods(scenario),
        state=state,
    )


def _elasticity(default: float) -> float:
    """The curve's own trade elasticity; it follows the page's until it is moved."""
    followed = st.session_state.get(FOLLOWED)
    if followed is not None and st.session_state.get(ELASTICITY) == followed != default:
        st.session_state[ELASTICITY] = default
    st.session_state[FOLLOWED] = default
    scale = Scale(LEAST_ELASTICITY, MOST_ELASTICITY, 0.1, "")
    first = min(max(default, LEAST_ELASTICITY), MOST_ELASTICITY)
    return controls.slider("Trade elasticity of this curve", scale, first, ELASTICITY, SAY("revenue.elasticity"))


def _product(scenario: Scenario, counted: Counted) -> Figure:
    horizon: Horizon = controls.choose(
        "Horizon", tuple(HORIZON_NAMES), HORIZON, HORIZON_NAMES.__getitem__, default="default"
    )
    state = (scenario, counted, horizon)
    rows = _product_rows(scenario, counted, horizon)
    recorded = measured(scenario.as_of, counted)
    caption = charts.caption(
        rows,
        terms.day(scenario.as_of),
        f"{HORIZON_NAMES[horizon].lower()} elasticities",
        "first year to long run",
        _small_origin(horizon),
    )
    views = {"Chart": lambda palette: charts.curve(rows, palette, recorded)}
    every = pd.concat([rows, recorded.drop(columns=["partner_iso3", "value_usd"])], ignore_index=True)
    return Figure(f"{NAME}_product", caption, every, views, note=product_words.model_note(scenario), state=state)


def _small_origin(horizon: Horizon) -> str:
    """The peak of one small origin at the horizon's elasticity between origins, where there is one for all products."""
    if horizon == "long_run":
        return SAY("revenue.limit", "by_product")
    sigma = parameter("between_origins_first_year" if horizon == "first_year" else "between_origins_default").value
    return SAY("revenue.limit", "product", rate=terms.rate(100 / (sigma - 1), 0))


@kept
def _world_rows(scenario: Scenario, counted: Counted, elasticity: float) -> pd.DataFrame:
    curve = revenue_curve.world_curve(scenario, counted, elasticity)
    return curve.assign(trade_elasticity=elasticity, **world_words.STAMPS["world"])


@kept
def _product_rows(scenario: Scenario, counted: Counted, horizon: Horizon) -> pd.DataFrame:
    curve = revenue_curve.product_curve(scenario, counted, horizon)
    return curve.assign(horizon=horizon, **{**product_rows.STAMP, **trade_base.stamp(scenario)})


@kept
def _recorded_duty(as_of: date) -> pd.DataFrame:
    return recorded_years(trade_header.duty(as_of), FIRST_YEAR)


def measured(as_of: date, counted: Counted) -> pd.DataFrame:
    """What customs recorded: duty on the goods counted at the rate on Chinese goods of that year, with its label."""
    years = _recorded_duty(as_of)
    china = years[years["partner_iso3"] == CHINA].set_index("year")
    shown = years[years["partner_iso3"] == (CHINA if counted == "china" else EVERYBODY)]
    shown = shown[shown["year"].isin(china.index)]
    label = [
        f"{y}" if m == MONTHS_IN_YEAR else f"{m} months of {y}"
        for y, m in zip(shown["year"], shown["months"], strict=True)
    ]
    return shown.assign(mark="recorded", label=label, rate_pct=shown["year"].map(china["rate_pct"]))
