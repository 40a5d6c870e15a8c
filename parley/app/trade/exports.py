"""The subject Exports to China: by chapter and year, and the product groups of the phase-one agreement."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.trade.goods import names_of
from parley.charts.bars import bars
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.labels import clauses
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


@kept_figure
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
    )


@kept
def _to_china(as_of: date) -> pd.DataFrame:
    return cache.part(CHAPTERS, as_of, {"partner_iso3": ["CHN"]}, ["chapter", "year", "value_usd", "source_id"])


@kept_figure
def chapters_of(year: int, base: int, as_of: date) -> Figure:
    every = products.exports_by_chapter(_to_china(as_of), year, base)
    if year == base:
        every = every.assign(change_pct=float("nan"))
    labels = line_names.in_titles()
    rows = every.head(COUNT)
    rows.insert(1, "name", [f"{c} {labels.get(c, 'Special provisions')}" for c in rows["chapter"]])
    caption = exports_caption(rows, float(every["value_usd"].sum()), year, base)
    views = {"Chart": lambda palette: export_bars(rows, base, palette)}
    return Figure("trade_exports", caption, rows, views)


@kept
def product_years(as_of: date) -> list[int]:
    """The years after the base year of which every month was known, newest first."""
    months = pd.DatetimeIndex(cache.part(PRODUCTS, as_of, {"phase_one_group": GROUPS}, ["month"])["month"].unique())
    counts = pd.Series(months.year).value_counts()
    return [year for year in range(LAST_OF_PRODUCTS, BASE_OF_PRODUCTS, -1) if counts.get(year) == MONTHS_IN_YEAR]


def export_bars(rows: pd.DataFrame, base: int, palette: Palette) -> go.Figure:
    """``rows``: name, value_usd, change_pct on the year ``base`` (missing in that year itself)."""
    text = {"Value": rows["value_usd"].map(terms.usd)}
    if rows["change_pct"].notna().any():
        change = rows["change_pct"].map(lambda change: terms.change_pct(change, 0), na_action="ignore")
        text[f"Since {base}"] = change.fillna("n/a")
    return bars(rows, palette, value=rows["value_usd"] / 1e9, unit="bn", text=text)


def product_pairs(rows: pd.DataFrame, base: int, year: int, palette: Palette) -> go.Figure:
    """Exports to China by product of the agreement in two years, billion US dollars, each under its group."""
    groups = list(dict.fromkeys(rows["phase_one_group"]))
    together = rows.assign(place=[groups.index(group) for group in rows["phase_one_group"]])
    together = together.sort_values("place", kind="stable", ignore_index=True)
    columns = {str(base): together["value_base_usd"], str(year): together["value_usd"]}
    before, now = (Mark(column / 1e9, key, palette.us, key == str(base)) for key, column in columns.items())
    return dots(
        together,
        palette,
        marks=(before, now),
        unit="bn",
        name="phase_one_product",
        group=together["phase_one_group"].str.capitalize(),
        text={key: column.map(terms.usd) for key, column in columns.items()},
    )


def exports_caption(rows: pd.DataFrame, total_usd: float, year: int, base: int) -> Caption:
    names = [f"{clauses(str(r['name']))} ({terms.usd(r['value_usd'])})" for r in rows.to_dict("records")]
    first = rows.iloc[0]
    fields: dict[str, words.Field] = {"year": year, "value": terms.usd(first["value_usd"])}
    finding = terms.fitting(
        SAY("exports.finding", name=terms.capital(name), **fields) for name in names_of(str(first["name"]), "chapter")
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
