"""The facts and question cards of the Home page; each card computes its own answer and fails alone."""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms
from parley.measures import forecasts, tariffs, trade
from parley.schema import SchemaError
from parley.tables import TableError
from parley.ui import answers, cache, controls
from parley.ui.blocks import Metric, card

LOG = logging.getLogger("parley")
BASE_MONTH = pd.Timestamp("2024-12-01")
TARGET_YEAR = 2025
NOT_KNOWN = "Not published by this date."


def facts(steps: pd.DataFrame, as_of: date) -> list[Metric]:
    """Both headline duties, the duty collected, and imports from China so far this year."""
    return [
        _duty("US duty, all goods", steps, "USA"),
        _duty("China's duty, all goods", steps, "CHN"),
        _collected(as_of),
        _imports(as_of),
    ]


def _duty(label: str, steps: pd.DataFrame, importer: str) -> Metric:
    stack = tariffs.latest_step(steps, importer)
    if stack.empty:
        return Metric(label, "none", "lists of goods only")
    state = "not confirmed" if (stack["state"] == "not_confirmed").any() else "in force"
    since = f"since {terms.day(tariffs.unbroken_since(steps, importer))}"
    words = "Additional duty before exemptions, on top of ordinary tariffs and of duties on lists of goods."
    return Metric(label, terms.rate(float(stack["rate_pct"].sum())), state, since, help=words)


def duty_on_china(as_of: date) -> pd.DataFrame:
    """Observed duty on US imports from China by month, as known on the day."""
    table = cache.table("trade_monthly", as_of)
    return trade.effective_duty(table[table["partner_iso3"] == "CHN"]).dropna(subset="effective_rate_pct")


def _collected(as_of: date) -> Metric:
    words = "Duty calculated by US customs on imports from China, divided by their value. All duties together."
    duty = duty_on_china(as_of)
    if duty.empty:
        return Metric("Duty collected", "no data", help=words)
    latest = duty.sort_values("month").iloc[-1]
    label, value = f"Duty paid, {latest['month']:%b %Y}", terms.rate(latest["effective_rate_pct"])
    base = duty.loc[duty["month"] == BASE_MONTH, "effective_rate_pct"]
    if base.empty or latest["month"] <= BASE_MONTH:
        return Metric(label, value, help=words)
    change = latest["effective_rate_pct"] - base.iloc[0]
    return Metric(label, value, terms.points(change), "since Dec 2024", words, arrow="up" if change > 0 else "down")


def _imports(as_of: date) -> Metric:
    words = "US general imports from China, customs basis, from January to the latest month known."
    so_far = trade.year_to_date_change(cache.table("trade_monthly", as_of), "CHN", "import", "general")
    if so_far is None:
        return Metric("Imports from China", "no data", help=words)
    label = f"Imports, Jan{terms.DASH}{so_far.last_month:%b}"
    arrow: Any = "up" if so_far.change_pct > 0 else "down"
    note = f"on {so_far.last_month.year - 1}"
    return Metric(label, terms.usd_bn(so_far.value_usd), terms.change_pct(so_far.change_pct), note, words, arrow)


def draw(as_of: date) -> None:
    """The six question cards: question, computed answer, page, link, state of the page."""
    grid = st.grid(3, min_column_width=290)
    for question, compute, page, link, state in (
        (
            "Why can a higher tariff bring less revenue?",
            lambda: answers.revenue_answer(duty_on_china(as_of)),
            "what_if",
            "What if",
            {"us_mode": "In total"},
        ),
        ("Who took China’s place?", lambda: _place_answer(as_of), "trade", "Trade", {}),
        (
            "What if licences for magnets stop?",
            lambda: answers.magnet_answer(cache.table("stage_shares", as_of)),
            "rare_earths",
            "Rare earths",
            {},
        ),
        ("Did the forecasters see it?", lambda: _forecast_answer(as_of), "outlook", "Outlook", {}),
        (
            "Machinery at 60 %, and China answers with 40 %?",
            lambda: "Move the sliders: who pays, what the Treasury gains, and who supplies instead.",
            "what_if",
            "What if",
            {"us_XVI": "60", "cn_total": "40"},
        ),
        (
            "What was known on the day of the London talks?",
            lambda: "The whole app as of 9 June 2025: duties in force, forecasts and shares published by then.",
            "tariffs",
            "Tariffs, 9 June 2025",
            {"as_of": controls.LONDON_TALKS.isoformat()},
        ),
    ):
        card(grid, question, answer(compute), f"pages/{page}.py", link, _with_date(state, as_of))


def _with_date(state: Mapping[str, str], as_of: date) -> dict[str, str]:
    kept = {} if controls.is_latest() else {"as_of": as_of.isoformat()}
    return {**kept, **state}


def answer(compute: Callable[[], str]) -> str:
    """A card's answer, or a sentence when its table cannot be read."""
    try:
        return compute()
    except (TableError, SchemaError) as fault:
        LOG.error("card: %s", fault)
        return str(fault)


def _place_answer(as_of: date) -> str:
    return answers.place_answer(cache.table("trade_monthly", as_of), cache.country_names())


def _forecast_answer(as_of: date) -> str:
    path = forecasts.revision_path(
        cache.table("forecasts", as_of),
        cache.table("forecast_editions", as_of),
        "WLD",
        "real_gdp_growth",
        TARGET_YEAR,
        "OECD",
    )
    return answers.forecast_answer(path, TARGET_YEAR)
