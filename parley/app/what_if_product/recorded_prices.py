"""What import prices of Chinese goods did before duty, as recorded, beside what an answer assumes of exporters."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.what_if.starting_duties import CHINA
from parley.models.policy_scenario import Scenario
from parley.results.product_solution import assumed

SAY = words.beside(__file__)
PRICES_FROM = pd.Timestamp("2024-12-01")  # the last month before the duties of 2025


def recorded_prices(scenario: Scenario) -> str:
    """What import prices of Chinese goods did before duty since the end of 2024, beside what the answer assumes of
    exporters; empty on a day that knew no later month.
    """
    span = _prices_since_2024(scenario.as_of)
    if span is None:
        return ""
    change_pct, last = span
    case = "keep" if assumed(scenario).border_pass_through == 1 else "answer"
    first = terms.month(PRICES_FROM)
    return SAY("bearers.recorded", case, change=terms.change_pct(change_pct, 1), first=first, last=terms.month(last))


@kept
def _prices_since_2024(as_of: date) -> tuple[float, pd.Timestamp] | None:
    """Change of the price index in percent and its last month known."""
    rows = cache.table("us_import_prices_monthly", as_of)
    index = rows[rows["partner_iso3"] == CHINA].set_index("month")["price_index"].sort_index()
    if PRICES_FROM not in index.index or index.index[-1] <= PRICES_FROM:
        return None
    return 100 * float(index.iloc[-1] / index[PRICES_FROM] - 1), index.index[-1]
