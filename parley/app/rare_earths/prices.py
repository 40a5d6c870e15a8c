"""The section Prices: yearly averages of goods from China, and single quotes elsewhere, kept apart."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import prices as charts
from parley.app.rare_earths.charts import quotes as quote_charts
from parley.measures import prices

ALL = "All products"

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Yearly averages of all products or of one, and single quotes."""
    figures.block("Yearly prices", lambda: by_year(as_of))
    figures.block("Price quotes", lambda: single_quotes(as_of))


def by_year(as_of: date) -> Figure:
    """Yearly averages of all products in the newest edition, or of the product chosen."""
    if cache.table("oxide_prices", as_of).empty:
        raise NothingToShowError(SAY("prices.none", day=terms.day(as_of)))
    return _of(controls.select("Product", [ALL, *_products(as_of)], "rare_product", ALL, _name), as_of)


@kept
def _products(as_of: date) -> list[str]:
    return prices.products(cache.table("oxide_prices", as_of))


@kept
def _of(product: str, as_of: date) -> Figure:
    if product == ALL:
        rows = newest_edition(as_of)
        caption, draw_it = charts.averages_caption(rows), charts.average_dots
    else:
        rows = prices.of_product(cache.table("oxide_prices", as_of), product)
        caption, draw_it = charts.product_caption(rows), charts.product_lines
    return Figure(
        "rare_prices",
        caption,
        rows,
        {"Chart": lambda palette: draw_it(rows, palette)},
        state=(product, as_of),
    )


@kept
def newest_edition(as_of: date) -> pd.DataFrame:
    """The averages of all products as the newest edition prints them."""
    return prices.newest_edition(cache.table("oxide_prices", as_of))


@kept
def single_quotes(as_of: date) -> Figure:
    """Quotes from outside China, each beside the yearly average of its product."""
    if cache.table("price_quotes", as_of).empty or cache.table("oxide_prices", as_of).empty:
        raise NothingToShowError(SAY("prices.no_quote", day=terms.day(as_of)))
    rows = quotes(as_of)
    return Figure(
        "rare_quotes",
        quote_charts.quotes_caption(rows),
        rows,
        {"Chart": lambda palette: quote_charts.quote_dots(rows, palette)},
        note=SAY("prices.quotes_note"),
        state=(as_of,),
    )


@kept
def quotes(as_of: date) -> pd.DataFrame:
    """Single quotes with the yearly average of the same product."""
    return prices.beside(cache.table("price_quotes", as_of), cache.table("oxide_prices", as_of))


def _name(product: str) -> str:
    return product if product == ALL else charts.product_name(product)
