"""Exports by chapter and imports from Taiwan by subheading, year by year with the key; months by chapter to rebuild.

Years after those here enter, and years between that are missing. What is stored stays: where the yearly revision moved
it, no date says from when the revised figures were known. The months by chapter are a closed series, which pages join
to the table by product: they are rebuilt and not renewed.
"""

import gzip
import io
from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley.recipes import trade_monthly, us_imports
from parley.recipes.classifications import hs_revision_of
from parley.recipes.countries import iso3_by_census_code
from parley.recipes.releases import year_known_from
from parley.recipes.trade_monthly import partners_by_name
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.feeds.census_products import OUT_IN
from parley.refresh.feeds.census_trade import LICENCE, NOTICE
from parley.refresh.merging import Part
from parley.sources import census_chapters as source
from parley.sources.census_api import ALL_COUNTRIES, BASE, IMPORTS
from parley.sources.client import Answer, Client
from parley.tables import read_table

CHAPTERS, EXPORTS, TAIWAN = "us_trade_hs2_monthly", "us_exports_hs2_annual", "us_imports_taiwan_hs6"
SOURCE_ID = "census_api_chapters"


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Years that come after those here and are out, and years between them that are missing."""
    last = on.year - 1 if on.month >= OUT_IN else on.year - 2
    answers: list[Answer] = []
    for year in _missing(stored(EXPORTS)["year"], last):
        answers += source.fetch_year_of_exports(client, year)
    for year in _missing(stored(TAIWAN)["year"], last):
        answers += source.fetch_year_from_taiwan(client, year)
    return answers


def _missing(years: pd.Series, last: int) -> list[int]:
    return sorted(set(range(int(years.min()), last + 1)) - set(years))


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The months and years that the tables hold; the years of exports are those before their revision, long gone."""
    answers: list[Answer] = []
    for flow, months in stored(CHAPTERS).groupby("flow")["month"]:
        answers += source.fetch_months(client, str(flow), months.min(), months.max())
    for year in sorted(set(stored(TAIWAN)["year"])):
        answers += source.fetch_year_from_taiwan(client, int(year))
    return answers


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The months in the two files the recipe reads, with the partners it knows, and the years from Taiwan in one."""
    files: dict[str, bytes] = {}
    names = {iso3: name for name, iso3 in partners_by_name().items()}
    places = {"import": trade_monthly.IMPORTS, "export": trade_monthly.EXPORTS}
    columns = {"import": {"value_usd": "imports", "duty_usd": "duty"}, "export": {"value_usd": "exports"}}
    for flow, rows in _months(answers).items():
        table = rows.assign(CTY_NAME=rows["partner_iso3"].map(names))
        table = table.rename(columns={"chapter": source.FLOWS[flow].code, "month": "time", **columns[flow]})
        out = io.BytesIO()
        table.drop(columns="partner_iso3").to_parquet(out, index=False)
        files[places[flow]] = out.getvalue()
    years = _taiwan(answers)
    if len(years):
        text = years.rename(columns={"value_usd": "customs_value_usd"}).to_csv(index=False)
        files[us_imports.TAIWAN_FILE] = gzip.compress(text.encode(), mtime=0)
    return files


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """What came for each table; a year that is here already is not asked for."""
    parts = []
    exports, unknown = _exports(answers)
    years = {
        EXPORTS: (("partner_iso3", "chapter", "year"), exports),
        TAIWAN: (("hs6", "year"), _taiwan(answers)),
    }
    for name, (key, rows) in years.items():
        if len(rows):
            got = rows.assign(hs_revision=hs_revision_of(rows["year"]), source_id=SOURCE_ID)
            got[["released_on", "date_basis"]] = year_known_from(got["year"])
            base = stored(name)
            base = base[base["year"].isin(set(got["year"]))]
            parts.append(Part(name, got, key, "year", ("value_usd",), "first_release", base))
    if not parts:
        return Found(notes=["No year that is missing here is out."])
    notes = [f"Codes of countries that are not in the tables: {', '.join(unknown)}."] if unknown else []
    return Found(parts=parts, records=[_record(answers, on)], notes=notes)


def _months(answers: list[Answer]) -> dict[str, pd.DataFrame]:
    """Rows by flow: chapter, partner_iso3, month and values, of the partners that the table has for the flow."""
    codes = iso3_by_census_code(read_table("countries")) | {ALL_COUNTRIES: "WLD"}
    found = {}
    for flow, one in source.FLOWS.items():
        own = [a for a in answers if f"{one.path}?" in a.url and f"{next(iter(one.values))}," in a.url]
        if own:
            rows = source.read(own, one.code, one.values, 2).rename(columns={"code": "chapter"})
            rows = rows.assign(partner_iso3=rows["cty_code"].map(codes)).drop(columns="cty_code")
            found[flow] = rows[rows["partner_iso3"].isin(trade_monthly.HS2_PARTNERS[flow])]
    return found


def _exports(answers: list[Answer]) -> tuple[pd.DataFrame, list[str]]:
    """Columns partner_iso3, chapter, year, value_usd, and codes of no country here.

    Gaza Strip and West Bank are one country here.
    """
    own = [a for a in answers if f"{next(iter(source.YEAR_OF_EXPORTS))}," in a.url]
    if not own:
        return pd.DataFrame(), []
    rows = source.read(own, source.FLOWS["export"].code, source.YEAR_OF_EXPORTS, 2, is_whole=True)
    rows = rows.assign(
        partner_iso3=rows["cty_code"].map(iso3_by_census_code(read_table("countries"))), year=rows["month"].dt.year
    ).rename(columns={"code": "chapter"})
    table = rows.groupby(["partner_iso3", "chapter", "year"], as_index=False)[["value_usd"]].sum()
    unknown = set(rows.loc[rows["partner_iso3"].isna(), "cty_code"]) - {ALL_COUNTRIES}
    return table[table["value_usd"] > 0].reset_index(drop=True), sorted(unknown)


def _taiwan(answers: list[Answer]) -> pd.DataFrame:
    """Columns year, hs6 and value_usd."""
    own = [a for a in answers if f"{next(iter(source.YEAR_OF_IMPORTS))}," in a.url]
    if not own:
        return pd.DataFrame()
    rows = source.read(own, source.FLOWS["import"].code, source.YEAR_OF_IMPORTS, 6)
    table = rows.assign(year=rows["month"].dt.year).rename(columns={"code": "hs6"})
    return table[["year", "hs6", "value_usd"]]


def _record(answers: list[Answer], on: date) -> dict[str, object]:
    return record(
        SOURCE_ID,
        "US Census Bureau",
        "US trade by chapter and country; imports from Taiwan by subheading",
        f"as read on {on.day} {on:%B %Y}",
        f"{BASE}{IMPORTS}",
        "https://www.census.gov/foreign-trade/data/index.html",
        LICENCE,
        answers,
        on,
        caveat=NOTICE,
    )


FEED = Feed(
    source.PROVIDER,
    (EXPORTS, TAIWAN),
    fetch,
    find,
    (f"{BASE}{IMPORTS}?COMM_LVL=HS2", f"{BASE}{source.EXPORTS}?COMM_LVL=HS2", f"{BASE}{IMPORTS}?COMM_LVL=HS6"),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(CHAPTERS, TAIWAN),
    brings=(SOURCE_ID,),
)
