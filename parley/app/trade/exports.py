"""The subject Exports to China: by chapter and year, and the product groups of the phase-one agreement."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.trade.charts import goods as charts
from parley.measures import products
from parley.measures.trade import MONTHS_IN_YEAR

CHAPTERS, PRODUCTS = "us_exports_hs2_annual", "us_exports_china_hs6_monthly"
COUNT = 12
GROUPS = ["agriculture", "energy", "manufactures"]
BASE_OF_PRODUCTS = 2017
AGREED = date(2020, 1, 31)  # of the agreement we know the month alone
LAST_OF_PRODUCTS = 2020  # of 2021 the table holds January alone
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Two blocks: chapters of one year, and the groups of the agreement against 2017."""

    figures.block("Exports by chapter", lambda: by_chapter(as_of))
    figures.block("Goods of the phase-one agreement", lambda: phase_one(as_of))


def by_chapter(as_of: date) -> Figure:
    """The largest chapters of the year chosen, against the first year known."""
    years = sorted((int(y) for y in _to_china(as_of)["year"].unique()), reverse=True)
    if not years:
        raise NothingToShowError(SAY("exports.none", day=terms.day(as_of)))
    year = controls.choose("Year", years, "trade_export_year")
    return chapters_of(year, years[-1], as_of)


def phase_one(as_of: date) -> Figure:
    """The product groups of the agreement in 2017 and in the year chosen."""
    if as_of < AGREED:
        raise NothingToShowError(SAY("exports.unsigned", day=terms.day(as_of)))
    year = controls.choose("Compare 2017 with", product_years(as_of), "trade_phase_year")
    return products_of(year, as_of)


@kept
def products_of(year: int, as_of: date) -> Figure:
    """The product groups of the agreement in 2017 and in a later whole year."""
    rows = _products(year, as_of)
    return Figure(
        "trade_phase_one",
        charts.products_caption(rows, BASE_OF_PRODUCTS, year),
        rows,
        {"Chart": lambda palette: charts.product_pairs(rows, BASE_OF_PRODUCTS, year, palette)},
        note=SAY("exports.groups"),
        state=(year, as_of),
    )


@kept
def _to_china(as_of: date) -> pd.DataFrame:
    return cache.part(CHAPTERS, as_of, {"partner_iso3": ["CHN"]}, ["chapter", "year", "value_usd", "source_id"])


@kept
def chapters_of(year: int, base: int, as_of: date) -> Figure:
    """The largest chapters of a year, against a base year."""
    every = products.exports_by_chapter(_to_china(as_of), year, base)
    if year == base:
        every = every.assign(change_pct=float("nan"))
    labels = line_names.of_codes()
    rows = every.head(COUNT)
    rows.insert(1, "name", [f"{c} {labels.get(c, 'Special provisions')}" for c in rows["chapter"]])
    caption = charts.exports_caption(rows, float(every["value_usd"].sum()), year, base)
    views = {"Chart": lambda palette: charts.export_bars(rows, base, palette)}
    return Figure("trade_exports", caption, rows, views, state=(year, as_of))


@kept
def product_years(as_of: date) -> list[int]:
    """The years after the base year of which every month was known, newest first."""
    months = pd.DatetimeIndex(cache.part(PRODUCTS, as_of, {"phase_one_group": GROUPS}, ["month"])["month"].unique())
    counts = pd.Series(months.year).value_counts()
    return [year for year in range(LAST_OF_PRODUCTS, BASE_OF_PRODUCTS, -1) if counts.get(year) == MONTHS_IN_YEAR]


def _products(year: int, as_of: date) -> pd.DataFrame:
    """Product groups of two whole years."""
    months = [date(y, m, 1) for y in (BASE_OF_PRODUCTS, year) for m in range(1, 13)]
    columns = ["month", "value_usd", "phase_one_group", "phase_one_product", "source_id"]
    part = cache.part(PRODUCTS, as_of, {"phase_one_group": GROUPS, "month": months}, columns)
    return products.by_phase_one_product(part, year, BASE_OF_PRODUCTS)
