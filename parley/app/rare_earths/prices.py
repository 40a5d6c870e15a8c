"""The section Prices: yearly averages of goods from China, and single quotes elsewhere, kept apart."""

from datetime import date

import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import prices as charts
from parley.app.rare_earths.charts import quotes as quote_charts
from parley.measures import prices

ALL = "All products"

METHOD = """
**Prices** are two markets. Yearly averages are the US Geological Survey's, of quotes for goods offered from China; an
edition's last year is its estimate. Since April 2025 goods outside China trade apart, for little volume: thirteen
quotes found on public pages are shown one by one as dots. The quotes themselves belong to price reporters, so there is
no series of them here, no line is drawn through them and no difference is taken.
"""


def draw(as_of: date) -> None:
    """Yearly averages of all products or of one, and single quotes."""

    @blocks.live("Yearly prices")
    def _() -> None:
        table = cache.table("oxide_prices", as_of)
        if table.empty:
            raise NothingToShowError(f"No edition with prices had been published by {terms.day(as_of)}.")
        heading = st.container(gap="xxsmall")
        products = [ALL, *prices.products(table)]
        product = controls.select("Product", products, "rare_product", ALL, _name)
        if product == ALL:
            rows = cache.derived("prices", (as_of,), lambda: prices.newest_edition(table))
            caption, draw_it = charts.averages_caption(rows), charts.average_dots
        else:
            rows = prices.of_product(table, product)
            caption, draw_it = charts.product_caption(rows), charts.product_lines
        blocks.chart_block(
            caption,
            rows,
            {"Chart": lambda palette: draw_it(rows, palette)},
            "rare_prices",
            heading=heading,
            state=(product, as_of),
        )

    @blocks.live("Price quotes")
    def _() -> None:
        quotes, table = cache.table("price_quotes", as_of), cache.table("oxide_prices", as_of)
        if quotes.empty or table.empty:
            raise NothingToShowError(f"No single quote from outside China had been made by {terms.day(as_of)}.")
        rows = cache.derived("quotes", (as_of,), lambda: prices.beside(quotes, table))
        blocks.chart_block(
            quote_charts.quotes_caption(rows),
            rows,
            {"Chart": lambda palette: quote_charts.quote_dots(rows, palette)},
            "rare_quotes",
            note="Quotes were read on public pages, named in the table",
            state=(as_of,),
        )


def _name(product: str) -> str:
    return product if product == ALL else charts.product_name(product)
