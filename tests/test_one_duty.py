"""One duty, one name, one number: What if: products, Tariffs, Look up and ``parley law`` on the same goods and day.

Weights are the imports of 2024 on all sides: the model on the trade of 2024, the law's pages and command as they are.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley import Scenario, TariffChange, law, solve, terms
from parley.app.kit.law_average import law_range
from parley.app.look_up import law_steps
from parley.app.tariffs import products as by_product
from parley.app.tariffs import which_law
from parley.app.what_if import starting_duties
from parley.calibration.product_baseline import baseline_on
from parley.measures.origin_duties import level
from parley.measures.product_rates import ENDS, RATE, weighted
from parley.measures.statutory_rates import READINGS
from parley.models.policy_parts import Goods
from parley.models.scenario import DUTIES, ScenarioError
from parley.results.answers.product_goods import law_means, us_slider_rates
from parley.results.answers.product_solution import inputs_of
from parley.tables.read import read_table
from tests.law_walk import line_by_line as law_of_lines
from tests.seeds import seed

# the peak of 2025, the surcharge, the last day the law was checked to
DAYS = [date(2025, 4, 10), date(2026, 3, 1), date(2026, 10, 9)]
SAME_PP = 0.001
NOT_BY_PRODUCT = {"section_201"}  # the table by product says in its gaps that safeguards are not in it
LAW_RATES = [RATE, *ENDS]  # central, low, high


def in_the_model(day: date) -> pd.Series:
    """The duty the product model starts from on every Chinese product, percent."""
    inputs = inputs_of(Scenario(day, base_year=2024))
    own = inputs.us.partner_cells
    duty = baseline_on(inputs, day).us_duty[own]
    return pd.Series(100 * duty, index=inputs.us.products_of(own))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_a_product_the_model_starts_from_the_number_of_the_page(day: date, products: list[str]) -> None:
    page = by_product.duties(day).set_index("hs6")[RATE]
    apart = (in_the_model(day) - page).reindex(products)
    assert apart.notna().all()
    assert apart[apart.abs() > SAME_PP].empty


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_a_product_the_model_starts_from_the_number_of_the_command(day: date, products: list[str]) -> None:
    model, apart = in_the_model(day), {}
    for code in products:
        answer = law(code, "CHN", day)
        low, central, high = answer.sum_pct
        assert low <= central <= high
        if abs(model[code] - central) > SAME_PP:
            laws = {layer.authority for line in answer.lines for layer in line.layers}
            if not laws & NOT_BY_PRODUCT:
                apart[code] = (model[code], central)
    assert not apart


@pytest.mark.parametrize(
    ("day", "origin"),
    [*((day, "CHN") for day in DAYS), (DAYS[0], "VNM"), (DAYS[1], "MEX"), (DAYS[2], "EU27"), (DAYS[2], "MEX")],
)
def test_of_a_product_every_page_has_the_range_of_the_command(day: date, origin: str, products: list[str]) -> None:
    """Tariffs by product, Look up and Which law beside ``parley law``: low and high too, of products drawn."""
    page = by_product.duties(day, origin).set_index("hs6")[[ENDS[0], RATE, ENDS[1]]].astype(float)
    draw = np.random.default_rng(seed(20261202))
    for code in draw.choice(page.index.intersection(products), 6, replace=False):
        command = law(code, origin, day)
        steps = law_steps.law_of(code, origin, day)
        assert (*steps.iloc[-1][["low_pct", "sum_pct", "high_pct"]],) == pytest.approx(command.sum_pct, abs=SAME_PP)
        low, central, high = command.sum_pct
        by_use, ends = f" {terms.rates(low, high)} by use on", f"; range {terms.span(low, high)}"
        caption = which_law.law_on(code, origin, day).caption
        is_said = f" {terms.rate(central)} on " in caption.finding and caption.measure.endswith(ends) == (low != high)
        assert is_said or by_use in caption.finding, code
        if not NOT_BY_PRODUCT & {layer.authority for line in command.lines for layer in line.layers}:
            assert (*page.loc[code],) == pytest.approx(command.sum_pct, abs=SAME_PP), code


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_sections_and_all_goods_have_the_numbers_of_tariffs_by_product(day: date) -> None:
    every = by_product.duties(day)
    page = weighted(every, ["section"]).set_index("section")[LAW_RATES]
    page.loc["total"] = weighted(every, []).iloc[0][LAW_RATES].astype(float)
    now = Scenario(day, base_year=2024)
    inputs = inputs_of(now)
    slider = us_slider_rates(inputs, baseline_on(inputs, day)).set_index("section")["rate_pct"]
    means = law_means(inputs, day).groupby("section")[[*READINGS]].sum()
    assert slider.to_dict() == pytest.approx(page[RATE].to_dict(), abs=SAME_PP)
    for reading, end in zip(READINGS, (ENDS[0], RATE, ENDS[1]), strict=True):
        assert means[reading].to_dict() == pytest.approx(page[end].to_dict(), abs=SAME_PP)
    assert law_range(day) == pytest.approx((*means.loc["total"],), abs=SAME_PP)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_slider_and_the_summary_show_the_law_with_its_range(day: date, products: list[str]) -> None:
    """Of a product drawn: the slider's rate, and the summary's before and after ten points more."""
    code = products[np.random.default_rng(seed(20261201)).integers(len(products))]
    goods, now = Goods("hs6", code), Scenario(day, base_year=2024)
    page = by_product.duties(day).set_index("hs6").loc[code, LAW_RATES].astype(float)
    central, low, high = page
    assert starting_duties.rate_of(now, "CHN", goods) == pytest.approx(central, abs=SAME_PP)
    more = Scenario(day, base_year=2024, tariffs=(TariffChange("USA", "CHN", 10, goods=goods),))
    table = solve(more, "product").tables["summary"].set_index("metric")[["value", "low", "high"]]
    assert (*table.loc["us_tariff_before_pct"],) == pytest.approx((central, low, high), abs=SAME_PP)
    assert (*table.loc["us_tariff_after_pct"],) == pytest.approx((central + 10, low + 10, high + 10), abs=SAME_PP)


def test_a_duty_set_as_a_total_has_no_range_after_and_nothing_moved_has_no_rate() -> None:
    day = DAYS[-1]
    total = Scenario(day, tariffs=(TariffChange("USA", "CHN", 60, "absolute"),))
    table = solve(total, "product").tables["summary"].set_index("metric")[["value", "low", "high"]]
    assert (*table.loc["us_tariff_after_pct"],) == pytest.approx((60, 60, 60))
    assert table.loc["us_tariff_before_pct", "low"] < table.loc["us_tariff_before_pct", "value"]
    still = solve(Scenario(day), "product").tables["summary"].set_index("metric")["value"]
    assert still[["us_tariff_before_pct", "us_tariff_after_pct"]].isna().all()


def test_the_duty_collected_is_chosen_by_its_name_and_is_another() -> None:
    day = DAYS[-1]
    rates = {}
    for duties in DUTIES:
        inputs = inputs_of(Scenario(day, base_year=2024, duties=duties))
        rates[duties] = us_slider_rates(inputs, baseline_on(inputs, day)).set_index("section")["rate_pct"]["total"]
    assert rates["by_law"] == pytest.approx(law_range(day)[1], abs=SAME_PP)
    assert rates["collected"] < rates["by_law"] - 1
    assert Scenario.from_dict({"as_of": "2026-10-09"}).duties == "by_law"
    with pytest.raises(ScenarioError, match="duties"):
        Scenario(day, duties="announced")


def test_of_another_origin_the_model_starts_from_its_average_by_law() -> None:
    day = DAYS[-1]
    now = Scenario(day, base_year=2024)
    averages = level(read_table("us_tariff_origin_steps"), day)
    for origin in ("VNM", "MEX", "EU27", "JPN"):
        assert starting_duties.rate_of(now, origin) == pytest.approx(averages[origin], abs=SAME_PP)


@pytest.mark.parametrize("origin", ["VNM", "MEX", "EU27"])
def test_the_average_of_another_origin_has_the_range_of_its_lines(origin: str) -> None:
    """Beside its slider, and in the summary before and after ten points more."""
    day = DAYS[-1]
    low, central, high = law_of_lines(origin, day)
    assert low < central < high
    assert starting_duties.law_span_from(day, origin) == pytest.approx((low, high), abs=SAME_PP)
    more = Scenario(day, base_year=2024, tariffs=(TariffChange("USA", origin, 10),))
    table = solve(more, "product").tables["summary"].set_index("metric")[["value", "low", "high"]]
    assert (*table.loc["us_tariff_before_pct"],) == pytest.approx((central, low, high), abs=SAME_PP)
    assert (*table.loc["us_tariff_after_pct"],) == pytest.approx((central + 10, low + 10, high + 10), abs=SAME_PP)
