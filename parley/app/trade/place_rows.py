"""Rows and words of the subject Who took China's place: goods by industry, by section, and all of them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import countries, terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.line_names import SECTIONS
from parley.app.trade.charts.partner_shares import Goods
from parley.measures import bilateral, places

BROAD = "Machinery, computers, electrical goods"
INDUSTRIES = {f"{BROAD} (NAICS 333 to 335)": ("333", "334", "335")} | {
    f"{label} (NAICS {code})": (code,) for code, label in terms.INDUSTRY_LABELS.items() if "311" <= code <= "339"
}
NAICS, CHAPTERS = "us_imports_naics3_monthly", "us_trade_hs2_monthly"
SAY = words.beside(__file__)


class Places(NamedTuple):
    """Imports of some goods by partner and month, the months known of each year, and whole years by product.

    ``products``: exporter_iso3, year, value_usd, source_id of the years known by product alone, of one release.
    """

    rows: pd.DataFrame
    months_of_year: dict[int, int]
    products: pd.DataFrame

    @property
    def years(self) -> list[int]:
        """The years that can be compared with the base year, newest first."""
        return sorted({*self.months_of_year, *self.years_of_products}, reverse=True)

    @property
    def years_of_products(self) -> set[int]:
        """The years whose figures come from the table by product."""
        return set() if self.products.empty else {int(year) for year in self.products["year"].unique()}

    @property
    def default(self) -> int:
        """The year compared unless another is chosen."""
        return max(self.years_of_products) if self.years_of_products else places.default_year(self.months_of_year)


@kept
def industry(as_of: date, name: str) -> Places:
    """Imports for consumption of one choice of ``INDUSTRIES``, kept for the date."""
    columns = ["partner_iso3", "month", "value_usd", "source_id"]
    part = cache.part(NAICS, as_of, {"naics3": INDUSTRIES[name]}, columns)
    return _places(part, pd.DataFrame(), name, as_of)


@kept
def section(as_of: date, name: str) -> Places:
    """Imports for consumption of one section of the Harmonized System, kept for the date."""
    codes = cache.table("hs_codes", as_of)
    chapters = codes.loc[codes["level"].eq(2) & codes["section"].eq(SECTIONS[name]), "code"]
    where = {"flow": ["import"], "chapter": list(chapters)}
    part = cache.part(CHAPTERS, as_of, where, ["partner_iso3", "month", "value_usd", "source_id"])
    columns, years = ["exporter_iso3", "year", "value_usd", "source_id"], cache.imports_vintage(as_of).years
    of_section = {"section": [SECTIONS[name]]}
    products = [cache.imports(as_of, year, 6, of_section, columns) for year in years]
    return _places(part, pd.concat(products) if products else pd.DataFrame(), name, as_of)


def _places(part: pd.DataFrame, products: pd.DataFrame, name: str, as_of: date) -> Places:
    rows = places.monthly(part, set(part["partner_iso3"]))
    months_of_year = places.months_known(rows.loc[rows["partner_iso3"] == bilateral.CHINA, "month"])
    if not months_of_year:
        raise NothingToShowError(SAY("place.no_month", goods=name, base=bilateral.BASE_YEAR, day=terms.day(as_of)))
    return Places(rows, months_of_year, products)


def shares(goods: Places, year: int, as_of: date) -> pd.DataFrame:
    """Partners' shares in the same months of each year up to ``year``."""
    by_month = places.shares(goods.rows, goods.months_of_year.get(year, 12), countries.union_members())
    if year not in goods.years_of_products:
        return by_month
    until = goods.products[goods.products["year"] <= year]
    return places.with_years_of_products(by_month, until)


def goods_words(name: str, by_section: bool, months: int) -> Goods:
    """How a caption names the goods and the part of the years compared."""
    part = "full years" if months == 12 else f"{part_of_year(months)} of"
    of, measured = (
        f"US imports of {label(name)}",
        f"US imports for consumption, {'section ' if by_section else ''}{name}",
    )
    return Goods(of, measured, part, not by_section, months)


def label(name: str) -> str:
    """An industry or section in a sentence, without its code: ``furniture``."""
    if name.startswith(BROAD):
        return "machinery and electronics"
    return terms.in_a_sentence(
        terms.SECTION_LABELS[SECTIONS[name]] if name in SECTIONS else name.split(" (", maxsplit=1)[0]
    )


def part_of_year(months: int) -> str:
    """The months from January on in words; nothing for a full year."""
    if months == 12:
        return ""
    return SAY("place.part", "january" if months == 1 else "months", month=f"{pd.Timestamp(2000, months, 1):%B}")


def lines(goods: Places, year: int, as_of: date, summed: bool, since: pd.Timestamp) -> tuple[pd.DataFrame, list[str]]:
    """Months, or sums of twelve, of China and of the three partners that gained most; and these, China first."""
    gains = bilateral.changes(shares(goods, year, as_of), year).drop(bilateral.CHINA)
    order = [bilateral.CHINA, *gains.head(3).index]
    rows = places.monthly(goods.rows, order)
    rows = places.summed(rows) if summed else rows
    return rows[rows["month"] >= since].reset_index(drop=True), order


class Industries(NamedTuple):
    """China's shortfall industry by industry: shares, and what partners gained."""

    shares: pd.DataFrame
    flows: pd.DataFrame


@kept
def industry_years(as_of: date) -> dict[int, int]:
    """Months known of each year in the table by industry. Raises NothingToShowError when there is none."""
    one = {"naics3": ["334"], "partner_iso3": [bilateral.CHINA]}
    months_of_year = places.months_known(cache.part(NAICS, as_of, one, ["month"])["month"])
    if not months_of_year:
        raise NothingToShowError(SAY("place.no_industry", base=bilateral.BASE_YEAR, day=terms.day(as_of)))
    return months_of_year


def industries(as_of: date, year: int, months: int) -> Industries:
    """China's shortfall of a year by industry, the same months of both years."""
    both = [date(y, m, 1) for y in (bilateral.BASE_YEAR, year) for m in range(1, months + 1)]
    columns = ["naics3", "partner_iso3", "month", "value_usd", "source_id"]
    rows = cache.part(NAICS, as_of, {"month": both}, columns)
    of_year = Industries(places.by_industry(rows, year), places.flows(rows, year, countries.union_members()))
    if of_year.flows.empty:
        raise NothingToShowError(SAY("place.no_fall", base=bilateral.BASE_YEAR, year=year))
    return of_year


def named(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Rows by industry with the names a reader needs beside the codes."""
    table = rows.copy()
    table.insert(1, "industry", table["naics3"].map(terms.INDUSTRY_LABELS))
    if "partner_iso3" in table:
        table.insert(3, "partner", table["partner_iso3"].map(names))
    return table
