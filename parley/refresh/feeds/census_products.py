"""Imports of a year by line and origin, and of months by industry, through the recipes of their tables.

A year is asked for once it is out: ninety-eight calls. Years stored stay: where the yearly revision moved one, that is
named and not taken, as no date says from when the revised figures were known.
"""

import io
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import trade_monthly, us_imports
from parley.recipes.releases import year_known_from
from parley.recipes.trade_monthly import BY_INDUSTRY
from parley.refresh.feed import Feed, Found, Stored, record, with_raw
from parley.refresh.feeds.census_trade import LICENCE, NOTICE
from parley.refresh.merging import Part
from parley.sources import census_products as source
from parley.sources.census_api import BASE, IMPORTS
from parley.sources.client import Answer, Client

LINES, SUBHEADINGS, INDUSTRIES = "us_imports_hts10_annual", "us_imports_hs6", "us_imports_naics3_monthly"
SOURCE_IDS = {"products": "census_api_products", "industries": "census_api_industries"}
VALUES = tuple(us_imports.VALUES)
FIRST_INDUSTRY_MONTH = pd.Timestamp(2013, 1, 1)
OUT_IN = 3  # the month of the next year by which a year's figures are out


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Years after those here that are out, and months by industry since the newest here."""
    last = on.year - 1 if on.month >= OUT_IN else on.year - 2
    newest = int(stored(LINES)["year"].max())
    answers = [a for year in range(newest + 1, last + 1) for a in source.fetch_year(client, year)]
    months = stored(INDUSTRIES)["month"]
    return answers + source.fetch_industries(
        client, months.max() + pd.DateOffset(months=1), pd.Timestamp(on).replace(day=1)
    )


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The years and months that the tables hold."""
    years = sorted(set(stored(LINES)["year"]))
    answers = [a for year in years for a in source.fetch_year(client, int(year))]
    return answers + source.fetch_industries(client, FIRST_INDUSTRY_MONTH, stored(INDUSTRIES)["month"].max())


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The answers in the files that the recipes read: one a year, one of all months. Raises SourceError."""
    files = {
        us_imports.ANNUAL_FILE.format(year=year): _parquet(source.lines(own)) for year, own in _by_year(answers).items()
    }
    months = [a for a in answers if source.INDUSTRIES in a.url]
    return files | ({BY_INDUSTRY: _parquet(source.industries(months))} if months else {})


def _by_year(answers: list[Answer]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for answer in answers:
        if IMPORTS in answer.url:
            found.setdefault(int(answer.url.rpartition("time=")[2][:4]), []).append(answer)
    return found


def _parquet(table: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    table.to_parquet(out, index=False)
    return out.getvalue()


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Both tables of products, and that of industries with the partners it has."""
    years = list(_by_year(answers))
    with tempfile.TemporaryDirectory() as folder:
        raw = with_raw(raw_files(answers), Path(folder))
        parts, records = [], []
        if years:
            parts += _products(raw, years, stored)
            records.append(
                _record("products", "US imports by line and country", f"{years[0]} to {years[-1]}", answers, on)
            )
        if (raw / BY_INDUSTRY).exists():
            parts.append(_industries(trade_monthly.us_imports_naics3_monthly(raw), stored(INDUSTRIES)))
            last = parts[-1].got["month"].max()
            records.append(_record("industries", "US imports by industry and country", f"to {last:%B %Y}", answers, on))
    notes = [] if answers else ["No later year or month is out."]
    return Found(parts=parts, records=records, notes=notes)


def _products(raw: Path, years: list[int], stored: Stored) -> list[Part]:
    lines = us_imports.of_years(raw, years)
    parts = []
    for name, code, table in (
        (LINES, "hts10", lines),
        (SUBHEADINGS, "hs6", us_imports.of_lines(lines)),
    ):
        known = year_known_from(table["year"])
        got = table.assign(**known, source_id=SOURCE_IDS["products"])
        base = stored(name)
        key = (code, "year", "exporter_iso3")
        parts.append(Part(name, got, key, "year", VALUES, "first_release", base[base["year"].isin(years)]))
    return parts


def _industries(table: pd.DataFrame, stored: pd.DataFrame) -> Part:
    """Months of the partners that the recipe keeps; a revised month takes the place of the old one."""
    got = table.assign(source_id=SOURCE_IDS["industries"])
    key = ("naics3", "partner_iso3", "month")
    return Part(INDUSTRIES, got, key, "month", ("value_usd", "duty_usd"), "replace", stored, None, ("partner_iso3",))


def _record(kind: str, title: str, edition: str, answers: list[Answer], on: date) -> dict[str, object]:
    path = IMPORTS if kind == "products" else source.INDUSTRIES
    return record(
        SOURCE_IDS[kind],
        "US Census Bureau",
        title,
        edition,
        f"{BASE}{path}",
        "https://www.census.gov/foreign-trade/data/index.html",
        LICENCE,
        [a for a in answers if path in a.url],
        on,
        caveat=NOTICE,
    )


FEED = Feed(
    source.PROVIDER,
    (LINES, SUBHEADINGS, INDUSTRIES),
    fetch,
    find,
    (f"{BASE}{IMPORTS}?COMM_LVL=HS10", f"{BASE}{source.INDUSTRIES}?COMM_LVL=NA3"),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(LINES, SUBHEADINGS, INDUSTRIES),
    brings=(*SOURCE_IDS.values(),),
)
