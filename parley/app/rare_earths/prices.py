"""The subject Prices: yearly averages of goods from China, and single quotes elsewhere, kept apart."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import quotes
from parley.app.rare_earths.quotes import price
from parley.charts.bars import bold
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.theme import Palette
from parley.measures import minerals

ALL = "All products"
AVERAGES, QUOTES = "Yearly averages", "Single quotes"
PRICE = "price_usd_per_kg"
SHORT = {"Neodymium-praseodymium": "NdPr", "Y2O3": "Yttrium oxide"}
EDITION_MARKS = ["china", "muted", "grey"]
SAY = words.beside(__file__)


def by_view(as_of: date) -> Figure:
    """Yearly averages of all products in the newest edition or of one product, or single quotes."""
    if controls.choose("Show", [AVERAGES, QUOTES], "rare_prices_show") == QUOTES:
        return quotes.single(as_of)
    if cache.table("oxide_prices", as_of).empty:
        raise NothingToShowError(SAY("prices.none", day=terms.day(as_of)))
    return _of(controls.select("Product", [ALL, *_products(as_of)], "rare_product", ALL, _name), as_of)


def _name(product: str) -> str:
    return product if product == ALL else product_name(product)


@kept
def _products(as_of: date) -> list[str]:
    return minerals.products(cache.table("oxide_prices", as_of))


@kept
def _of(product: str, as_of: date) -> Figure:
    table = cache.table("oxide_prices", as_of)
    if product == ALL:
        rows = minerals.newest_edition(table)
        caption, chart = averages_caption(rows), average_dots
    else:
        rows = minerals.of_product(table, product)
        caption, chart = product_caption(rows), product_lines
    return Figure("rare_prices", caption, rows, {"Chart": lambda palette: chart(rows, palette)}, state=(product, as_of))


def product_name(specification: str) -> str:
    """A product without its purity: ``Terbium oxide``, ``NdPr oxide``, ``Yttrium metal``."""
    name = specification.split(",", maxsplit=1)[0].replace(" (NdPr)", "")
    for long, short in SHORT.items():
        name = name.replace(long, short)
    return name


def average_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a product, a dot a year on a logarithmic scale, the newest year in colour, its price beside the name.

    ``rows``: columns specification, year, price_usd_per_kg, is_estimate of one edition, in drawing order.
    """
    last = int(rows["year"].max())
    is_estimated = bool(rows.loc[rows["year"] == last, "is_estimate"].all())
    wide = rows.pivot(index="specification", columns="year", values=PRICE).reindex(rows["specification"].unique())
    before = sorted({int(year) for year in rows["year"] if year < last})
    span = " to ".join(map(str, dict.fromkeys([*before[:1], *before[-1:]])))
    keys = {year: span if year == before[0] else "" for year in before}
    prices_of = {
        year: [None if pd.isna(p) else f"<b>${price(p)} a kg</b> in {year}" for p in wide[year]]
        for year in [*before, last]
    }
    return dots(
        wide.reset_index(),
        palette,
        marks=[
            *(Mark(wide[year], keys[year], palette.grey, hover=prices_of[year]) for year in before),
            Mark(wide[last], f"{last}, estimated" if is_estimated else str(last), palette.china, hover=prices_of[last]),
        ],
        unit="${}",
        name=[product_name(name) for name in wide.index],
        joined=False,
        text={"$ a kg": bold(["n/a" if pd.isna(p) else price(p) for p in wide[last]])},
        is_log=True,
    )


def averages_caption(rows: pd.DataFrame) -> Caption:
    """The newest year's price of the dearest product."""
    last = int(rows["year"].max())
    now = rows[rows["year"] == last]
    finding = SAY(
        "prices.finding",
        "estimated" if now["is_estimate"].all() else "known",
        first=product_name(now["specification"].iloc[0]),
        price=price(now[PRICE].iloc[0]),
        year=last,
    )
    listed = "; ".join(f"{product_name(r['specification'])} {price(r[PRICE])}" for r in now.to_dict("records"))
    alt = f"Dots by product and year, US dollars a kilogram. In {last}: {listed}."
    return Caption(finding, SAY("prices.measure", first=rows["year"].min(), last=last), alt)


def product_lines(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The years of one product, each edition a line of its own, from zero; estimated years hollow.

    ``rows``: columns edition, year, price_usd_per_kg, is_estimate, published_on.
    """
    newest_first = list(rows.sort_values("published_on", ascending=False)["edition"].drop_duplicates())
    by_edition = rows.sort_values("published_on", ascending=False, kind="stable")
    is_repeated = pd.Series(False, index=rows.index)  # a later edition that prints the same figure has said it
    for _, of_year in by_edition.groupby("year"):
        is_repeated[of_year.index] = of_year[PRICE].eq(of_year[PRICE].shift())
    return lines(
        rows,
        palette,
        x="year",
        y=PRICE,
        series="edition",
        fills={
            edition: str(getattr(palette, token)) for edition, token in zip(newest_first, EDITION_MARKS, strict=False)
        },
        unit="${}",
        dots=True,
        hollow="is_estimate",
        words=["" if again else price(p) for again, p in zip(is_repeated, rows[PRICE], strict=True)],
        below=rows["edition"] != newest_first[0],
        exact=[f"${price(p)} a kg" for p in rows[PRICE]],
        ends={},
        height=320,
    )


def product_caption(rows: pd.DataFrame) -> Caption:
    """From the dearest year to the newest one of the newest edition."""
    newest = rows[rows["published_on"] == rows["published_on"].max()].sort_values("year")
    top, last = newest.loc[newest[PRICE].idxmax()], newest.iloc[-1]
    course = "highest" if last["year"] == top["year"] else "equal" if last[PRICE] == top[PRICE] else "below"
    finding = SAY(
        "prices.product",
        f"{course}_estimated" if last["is_estimate"] else course,
        name=product_name(rows["specification"].iloc[0]),
        price=price(last[PRICE]),
        year=last["year"],
        edition=last["published_on"].year,
        top=price(top[PRICE]),
        top_year=top["year"],
    )
    product, years = rows["specification"].iloc[0], rows["year"]
    measure = SAY("prices.product_measure", product=product, first=years.min(), last=years.max())
    listed = "; ".join(f"{r['edition']} {r['year']} {price(r[PRICE])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Marks by year and edition, US dollars a kilogram: {listed}.")
