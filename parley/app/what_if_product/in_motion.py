"""What the product what-if says while a slider is moved: central figures, in the page's own words and charts."""

from functools import partial

from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if.preview import Moving, Path, Preview, along
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import prices, suppliers, who_pays, words
from parley.app.what_if_product.answer import Answer
from parley.app.what_if_product.controls import Panel
from parley.models.policy_scenario import Scenario

WHO_PAYS, SUPPLIERS, PRICES = "what_if_bearers", "what_if_origins", "what_if_prices"


def path(panel: Panel) -> Path:
    """The previews of every slider of the page."""
    return along(panel.sliders, panel.scenario, preview, (WHO_PAYS, SUPPLIERS, PRICES))


def preview(scenario: Scenario) -> Preview:
    """The page at a scenario, without ranges. Raises as ``answer.worked_out``."""
    result = product_answer.worked_out(scenario)
    figures = {
        WHO_PAYS: partial(_who_pays, result),
        SUPPLIERS: partial(_suppliers, result),
        PRICES: partial(_prices, scenario),
    }
    return Preview(words.title(scenario, result), words.facts(scenario, result), figures)


def _who_pays(result: Answer) -> Moving | None:
    rows = who_pays.bearer_columns(result)
    if not rows["gain_usd"].any():
        return None
    return Moving(who_pays.finding_in_motion(rows), {"Chart": partial(who_pays.bearer_bars, rows)})


def _suppliers(result: Answer) -> Moving | None:
    rows, _ = suppliers.supplier_columns(result)
    if not rows["change_usd"].any():
        return None
    return Moving(suppliers.supplier_finding_in_motion(rows), {"Chart": partial(suppliers.supplier_bars, rows)})


def _prices(scenario: Scenario) -> Moving | None:
    try:
        rows = prices.prices_of(product_answer.table_at_point(scenario, "section"))
    except NothingToShowError:
        return None
    return Moving(prices.finding_in_motion(rows), {"Chart": partial(prices.price_ranges, rows, is_moving=True)})
