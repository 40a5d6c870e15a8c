"""The laws of a rate add up to it, and its range holds it: every product with imports above $100m, days drawn."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.what_if import starting_duties
from parley.measures.statutory_rates import READINGS, bounds
from parley.models.policy_scenario import Scenario
from parley.results.answers import product_solution
from parley.results.answers.product_goods import law_means

# the peak of 2025 and after it, the surcharge, the last day the law was checked to
DAYS = [date(2025, 4, 10), date(2025, 6, 9), date(2026, 3, 1), date(2026, 10, 9)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_a_product_laws_add_up_to_the_rate_inside_its_range(day: date, products: list[str]) -> None:
    now = Scenario(day, base_year=2024)
    law = bounds(product_solution.inputs().law, day)
    assert (law["rate_low_pct"] <= law["rate_pct"] + 1e-9).all()
    assert (law["rate_pct"] <= law["rate_high_pct"] + 1e-9).all()
    wrong = {}
    for code, low, central, high in law.loc[products].itertuples():
        said = starting_duties.by_law_on(now, code)
        if said and f"{terms.rate(central)} (range {terms.span(low, high)}" not in said:
            wrong[code] = said
    assert not wrong


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_a_section_and_of_all_goods_they_do_too(day: date) -> None:
    inputs = product_solution.inputs()
    side = inputs.us
    weight = pd.Series(side.market.value_usd[side.partner_cells], index=side.products_of(side.partner_cells))
    rates = bounds(inputs.law, day).reindex(weight.index)
    total = rates.mul(weight, axis=0).sum() / weight.sum()
    means = law_means(inputs, day).groupby("section")[[*READINGS]].sum()
    assert means.loc["total"].to_dict() == pytest.approx(total.to_dict())
    assert (means["rate_low_pct"] <= means["rate_pct"] + 1e-9).all()
    assert (means["rate_pct"] <= means["rate_high_pct"] + 1e-9).all()
