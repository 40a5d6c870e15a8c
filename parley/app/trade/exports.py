"""The subject Exports to China: by chapter and year, and the product groups of the phase-one agreement."""

from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.trade.charts import goods as charts
from parley.measures import products
from parley.measures.trade import MONTHS_IN_YEAR

CHAPTERS, PRODUCTS = "us_exports_hs2_annual", "us_exports_china_hs6_monthly"
COUNT = 12
GROUPS = ["agriculture", "energy", "manufactures"]
BASE_OF_PRODUCTS = 2017
AGREED = date(2020, 1, 31)  # of the agreement we know the month alone
LAST_OF_PRODUCTS = 2020  # of 2021 the table holds January alone


def draw(as_of: date) -> None:
    """Two blocks: chapters of one year, and the groups of the agreement against 2017."""

    @blocks.live("Exports by chapter")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        table = cache.derived("exports to China", (as_of,), lambda: _to_china(as_of))
        years = sorted((int(y) for y in table["year"].unique()), reverse=True)
        if not years:
            raise NothingToShowError(f"Exports by chapter: no year had been published by {terms.day(as_of)}.")
        year, base = controls.choose("Year", years, "trade_export_year"), years[-1]
        chapters = cache.derived("export chapters", (year, as_of), lambda: _chapters(table, year, base, as_of))
        blocks.chart_block(
            cache.derived(
                "export words",
                (year, as_of),
                lambda: charts.exports_caption(chapters.rows, chapters.total_usd, year, base),
            ),
            chapters.rows,
            {"Chart": lambda palette: charts.export_bars(chapters.rows, palette)},
            "trade_exports",
            heading=heading,
            state=(year, as_of),
        )

    @blocks.live("Goods of the phase-one agreement")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        if as_of < AGREED:
            raise NothingToShowError(f"The phase-one agreement of January 2020 was not known on {terms.day(as_of)}.")
        years = cache.derived("phase years", (as_of,), lambda: product_years(as_of))
        year, base = controls.choose("Compare 2017 with", years, "trade_phase_year"), BASE_OF_PRODUCTS
        rows = cache.derived("phase one", (year, as_of), lambda: _products(year, as_of))
        blocks.chart_block(
            cache.derived("phase words", (year, as_of), lambda: charts.products_caption(rows, base, year)),
            rows,
            {"Chart": lambda palette: charts.product_pairs(rows, base, year, palette)},
            "trade_phase_one",
            note="Groups as a tracker of the agreement read its annex; goods outside it are not shown.",
            heading=heading,
            state=(year, as_of),
        )


class Chapters(NamedTuple):
    """The largest chapters of a year, and the sum of all."""

    rows: pd.DataFrame
    total_usd: float


def _to_china(as_of: date) -> pd.DataFrame:
    return cache.part(CHAPTERS, as_of, {"partner_iso3": ["CHN"]}, ["chapter", "year", "value_usd", "source_id"])


def _chapters(table: pd.DataFrame, year: int, base: int, as_of: date) -> Chapters:
    every = products.exports_by_chapter(table, year, base)
    if year == base:
        every = every.assign(change_pct=float("nan"))
    codes = cache.table("hs_codes", as_of)
    labels = dict(zip(codes["code"], codes["description"], strict=True))
    rows = every.head(COUNT)
    rows.insert(1, "name", [f"{c} {labels.get(c, 'Special provisions')}" for c in rows["chapter"]])
    return Chapters(rows, float(every["value_usd"].sum()))


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
