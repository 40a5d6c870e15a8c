"""The trade the dollars of a what-if page rest on: the last twelve months recorded, or a year's own values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.calibration.product_law import BASE_YEAR_END
from parley.measures.trade import latest_vintage
from parley.models.policy_scenario import Scenario
from parley.results.answers.product_solution import at_rest, base_of

TWELVE = "Last twelve months"
FIRST_YEAR = BASE_YEAR_END.year
BY_PRODUCT = {2024: "census_us_imports_2024_hs10", 2025: "census_us_imports_hts10_annual"}
Base = Mapping[str, Any]
SAY = words.beside(__file__)


@kept
def options(as_of: date) -> dict[str, Base]:
    """What the dollars of a scenario of a day may rest on, by name, the default first; a day that knew no later trade
    than that of 2024 has one.
    """
    today = base_of(Scenario(as_of))
    years = range(today.year, FIRST_YEAR - 1, -1)
    by_year: dict[str, Base] = {str(year): {"base_year": year, "trade": "base_year"} for year in years}
    if today.recorded is None:
        return by_year
    return {TWELVE: {"base_year": today.year, "trade": "twelve_months"}, **by_year}


def default(as_of: date) -> Base:
    """The fields of a scenario whose dollars rest on the last trade known on the day."""
    return next(iter(options(as_of).values()))


def choose(as_of: date, key: str) -> tuple[str, Base]:
    """The choice of a base where there is one: its name and the fields of the scenario."""
    bases = options(as_of)
    if len(bases) == 1:
        return next(iter(bases.items()))
    chosen = controls.choose("Dollars rest on trade of", list(bases), key, help=SAY("base.help"))
    return chosen, bases[chosen]


def of(scenario: Scenario) -> str:
    """The base of a scenario inside a sentence: ``the twelve months to July 2026``, ``2024``."""
    return _told(at_rest(scenario))


@kept
def _told(rest: Scenario) -> str:
    base = base_of(rest)
    return SAY("base.twelve", month=terms.month(base.recorded.last_month)) if base.recorded else str(base.year)


def stamp(scenario: Scenario) -> dict[str, str]:
    """The columns that say which source records the dollars rest on."""
    return _stamp(at_rest(scenario))


@kept
def _stamp(rest: Scenario) -> dict[str, str]:
    base = base_of(rest)
    stamp = {"source_id": BY_PRODUCT[base.year]}
    if base.recorded is None:
        return stamp
    where = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"], "partner_iso3": ["CHN"]}
    rows = latest_vintage(cache.part("trade_monthly", rest.as_of, where, ["month", "vintage", "source_id", *where]))
    last = rows.loc[rows["month"] == pd.Timestamp(base.recorded.last_month), "source_id"]
    return {**stamp, "months_source_id": str(last.iloc[0])}
