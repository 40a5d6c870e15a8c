"""The subject Exports to China: by chapter and year, and the product groups of the phase-one agreement."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, figures, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.trade.goods import said
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks
from parley.charts.theme import Palette
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
    figures.block("Exports by chapter", lambda: by_chapter(as_of))
    figures.block("Goods of the phase-one agreement", lambda: phase_one(as_of))


def by_chapter(as_of: date) -> Figure:
    years = sorted((int(y) for y in _to_china(as_of)["year"].unique()), reverse=True)
    if not years:
        raise NothingToShowError(SAY("exports.none", day=terms.day(as_of)))
    year = controls.choose("Year", years, "trade_export_year")
    return chapters_of(year, years[-1], as_of)


def phase_one(as_of: date) -> Figure:
    if as_of < AGREED:
        raise NothingToShowError(SAY("exports.unsigned", day=terms.day(as_of)))
    year = controls.choose("Compare 2017 with", product_years(as_of), "trade_phase_year")
    return products_of(year, as_of)


@kept
def products_of(year: int, as_of: date) -> Figure:
    months = [date(y, m, 1) for y in (BASE_OF_PRODUCTS, year) for m in range(1, 13)]
    columns = ["month", "value_usd", "phase_one_group", "phase_one_product", "source_id"]
    part = cache.part(PRODUCTS, as_of, {"phase_one_group": GROUPS, "month": months}, columns)
    rows = products.by_phase_one_product(part, year, BASE_OF_PRODUCTS)
    return Figure(
        "trade_phase_one",
        products_caption(rows, BASE_OF_PRODUCTS, year),
        rows,
        {"Chart": lambda palette: product_pairs(rows, BASE_OF_PRODUCTS, year, palette)},
        note=SAY("exports.groups"),
        state=(year, as_of),
    )


@kept
def _to_china(as_of: date) -> pd.DataFrame:
    return cache.part(CHAPTERS, as_of, {"partner_iso3": ["CHN"]}, ["chapter", "year", "value_usd", "source_id"])


@kept
def chapters_of(year: int, base: int, as_of: date) -> Figure:
    every = products.exports_by_chapter(_to_china(as_of), year, base)
    if year == base:
        every = every.assign(change_pct=float("nan"))
    labels = line_names.of_codes()
    rows = every.head(COUNT)
    rows.insert(1, "name", [f"{c} {labels.get(c, 'Special provisions')}" for c in rows["chapter"]])
    caption = exports_caption(rows, float(every["value_usd"].sum()), year, base)
    views = {"Chart": lambda palette: export_bars(rows, base, palette)}
    return Figure("trade_exports", caption, rows, views, state=(year, as_of))


@kept
def product_years(as_of: date) -> list[int]:
    """The years after the base year of which every month was known, newest first."""
    months = pd.DatetimeIndex(cache.part(PRODUCTS, as_of, {"phase_one_group": GROUPS}, ["month"])["month"].unique())
    counts = pd.Series(months.year).value_counts()
    return [year for year in range(LAST_OF_PRODUCTS, BASE_OF_PRODUCTS, -1) if counts.get(year) == MONTHS_IN_YEAR]


def export_bars(rows: pd.DataFrame, base: int, palette: Palette) -> go.Figure:
    """Exports to China by chapter with its value and the change on the base year, where there is one.

    ``rows``: name, value_usd, change_pct (missing in the base year itself); ``base``: that year.
    """
    labels = [
        terms.usd(v) if pd.isna(c) else f"{terms.usd(v)}, {terms.change_pct(c, 0)}"
        for v, c in zip(rows["value_usd"], rows["change_pct"], strict=True)
    ]
    if pd.notna(rows["change_pct"].iloc[0]):
        labels[0] += f" since {base}"  # the first row says what the second figure is
    return ranked_bars.ranked_bars(rows.assign(words=labels), palette, palette.us)


def product_pairs(rows: pd.DataFrame, base: int, year: int, palette: Palette) -> go.Figure:
    """Exports to China by product group of the agreement in two years, billion US dollars."""
    marks = pd.DataFrame(
        {
            "name": [
                f"{r['phase_one_product']} ({r['phase_one_group']}), "
                f"{terms.usd(r['value_base_usd'])} to {terms.usd(r['value_usd'])}"
                for r in rows.to_dict("records")
            ],
            "before": rows["value_base_usd"] / 1e9,
            "now": rows["value_usd"] / 1e9,
            "before_words": rows["value_base_usd"].map(terms.usd),
            "now_words": rows["value_usd"].map(terms.usd),
        }
    )
    top = float(marks[["before", "now"]].max().max())
    return ranked_bars.pairs(marks, base, year, money_ticks(top), ("us", "us"), palette)


def exports_caption(rows: pd.DataFrame, total_usd: float, year: int, base: int) -> Caption:
    names = [f"{ranked_bars.clauses(str(r['name']))} ({terms.usd(r['value_usd'])})" for r in rows.to_dict("records")]
    first = rows.iloc[0]
    finding = SAY(
        "exports.finding",
        year=year,
        name=terms.capital(said(str(first["name"]), "chapter")),
        value=terms.usd(first["value_usd"]),
    )
    measure = SAY(
        "exports.measure", "base" if year == base else "change", year=year, count=terms.counted(len(rows)), base=base
    )
    return Caption(
        finding, measure, f"Bars, billion US dollars, {year}. All chapters {terms.usd(total_usd)}; {'; '.join(names)}."
    )


def products_caption(rows: pd.DataFrame, base: int, year: int) -> Caption:
    now, before = float(rows["value_usd"].sum()), float(rows["value_base_usd"].sum())
    change = round((now / before - 1) * 100)
    finding = SAY(
        "exports.agreement",
        "above" if change > 0 else "below" if change < 0 else "same",
        value=terms.usd(now),
        year=year,
        change=terms.rate(abs(change), 0),
        base=base,
    )
    measure = SAY("exports.agreement_measure", base=base, year=year)
    every = f"All shown {terms.usd(before)} to {terms.usd(now)}, {terms.change_pct(change, 0)}"
    pairs_in_words = "; ".join(
        f"{r['phase_one_product']} {terms.usd(r['value_base_usd'])} to {terms.usd(r['value_usd'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dot chart, billion US dollars, {base} to {year}. {every}; {pairs_in_words}.")
