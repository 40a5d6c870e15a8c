"""The facts and question cards of the Home page; each card computes its own answer and fails alone."""

import logging
from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.measures import forecasts, tariffs
from parley.schema import SchemaError
from parley.tables import TableError
from parley.ui import answers, cache, controls, trade_facts
from parley.ui.blocks import Metric, card

LOG = logging.getLogger("parley")
TARGET_YEAR = 2025
NOT_KNOWN = "Not published by this date."


def facts(steps: pd.DataFrame, as_of: date) -> list[Metric]:
    """Both headline duties, the duty collected, and imports from China so far this year."""
    return [
        _duty("Duty on Chinese goods", steps, "USA"),
        _duty("Duty on US goods", steps, "CHN"),
        trade_facts.collected(trade_facts.duty(as_of)),
        trade_facts.so_far("Imports", as_of, "import", "general", "US general imports from China, customs value."),
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
    duty = trade_facts.duty(as_of)
    return duty[duty["partner_iso3"] == "CHN"]


def draw(as_of: date) -> None:
    """The six question cards: question, computed answer, page, link, state of the page."""
    grid = st.grid(3, min_column_width=290)
    for question, compute, page, link, state in (
        (
            "Why can a higher tariff bring less revenue?",
            lambda: answers.revenue_answer(duty_on_china(as_of)),
            "what_if_product",
            "What if: products",
            {"us_mode": "In total"},
        ),
        (
            "Who took China’s place?",
            lambda: _place_answer(as_of),
            "trade",
            "Trade",
            {"trade_section": trade_facts.PLACE},
        ),
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
            "what_if_product",
            "What if: products",
            {"us_XVI": "60", "cn_total": "40"},
        ),
        (
            "How long does the truce run?",
            lambda: answers.truce_answer(cache.table("events", as_of), cache.table("tariff_layers", as_of)),
            "tariffs",
            "Tariffs: Both sides",
            {"tariff_section": "Both sides"},
        ),
    ):
        words = _answer(question, as_of, compute)
        card(grid, question, words, f"pages/{page}.py", link, controls.with_date(state))


def _answer(question: str, as_of: date, compute: Callable[[], str]) -> str:
    """A card's answer, or a sentence when its table cannot be read."""
    try:
        return cache.derived("card", (question, as_of), compute)
    except (TableError, SchemaError) as fault:
        LOG.error("card: %s", fault)
        return str(fault)


def _place_answer(as_of: date) -> str:
    return answers.place_answer(trade_facts.shares(as_of), cache.country_names())


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
