"""US imports of a year by ten-digit line, and of months by industry, through the Census Bureau's interface.

Imports of a year by line and origin, and of months by industry, through the recipes of their tables.

A year is asked for once it is out: ninety-eight calls. Years stored stay: where the yearly revision moved one, that is
named and not taken, as no date says from when the revised figures were known.
"""

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import trade_monthly, us_imports
from parley.recipes.releases import year_known_from
from parley.recipes.trade_monthly import BY_INDUSTRY
from parley.refresh.feed import Feed, Found, Stored, record, with_raw
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.census_api import ALL_COUNTRIES, BASE, IMPORTS, KEY, SINGLE, ask, months, refuse_names, rows_of
from parley.sources.census_trade import LICENCE, NOTICE
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import numbers, refuse_twice, whole_numbers

PROVIDER = Provider(
    "census.products",
    "US Census Bureau, imports by product, industry and country",
    pause_s=0.5,
    key=KEY,
    again=(429, 500, 502, 503, 504),
)
INDUSTRIES_PATH = "/data/timeseries/intltrade/imports/naics"
CHAPTERS = tuple(f"{n:02}" for n in range(1, 100) if n != 77)  # 77 is reserved
VALUE_COLUMNS = {
    "GEN_VAL_YR": "general_value_usd",
    "CON_VAL_YR": "consumption_value_usd",
    "DUT_VAL_YR": "dutiable_value_usd",
    "CAL_DUT_YR": "calculated_duty_usd",
}
OF_LINES = ("CTY_CODE", "I_COMMODITY", *VALUE_COLUMNS, "SUMMARY_LVL")
OF_INDUSTRIES = ("CTY_CODE", "CTY_NAME", "NAICS", "CON_VAL_MO", "CAL_DUT_MO")


def fetch_year(client: Client, year: int) -> list[Answer]:
    """A whole year by line and country, a chapter a call: the year to date of December.

    Raises KeyMissingError, NotYetPublishedError where the year is not out, or another SourceError.
    """
    refuse_names(client, PROVIDER, IMPORTS, (*OF_LINES, "COMM_LVL"))
    url = f"{BASE}{IMPORTS}"
    return [
        ask(client, PROVIDER, url, OF_LINES, f"{year}-12", ("COMM_LVL", "HS10"), ("I_COMMODITY", f"{chapter}*"))
        for chapter in CHAPTERS
    ]


def fetch_industries(client: Client, first: pd.Timestamp, last: pd.Timestamp) -> list[Answer]:
    """Months by industry of three digits and country, a year a call; years that are not out are left out.

    Raises SourceError.
    """
    refuse_names(client, PROVIDER, INDUSTRIES_PATH, (*OF_INDUSTRIES, "COMM_LVL"))
    answers = []
    for year in range(first.year, last.year + 1):
        begin, end = max(first, pd.Timestamp(year, 1, 1)), min(last, pd.Timestamp(year, 12, 1))
        try:
            span = f"from {begin:%Y-%m} to {end:%Y-%m}"
            answers.append(ask(client, PROVIDER, f"{BASE}{INDUSTRIES_PATH}", OF_INDUSTRIES, span, ("COMM_LVL", "NA3")))
        except failures.NotYetPublishedError:
            break
    return answers


def lines(answers: Sequence[Answer], chapters: Sequence[str] = CHAPTERS) -> pd.DataFrame:
    """Columns cty_code, hts10 and the four values in whole dollars, single countries alone; lines of nothing left out.

    Raises CoverageShrunkError where a chapter has no line or the countries do not add up to the rows of all of them,
    WrongTypeError where a code is no line.
    """
    every = rows_of(answers, OF_LINES)
    is_all = every["CTY_CODE"] == ALL_COUNTRIES
    rows = every[(every["SUMMARY_LVL"] == SINGLE) & ~is_all]
    is_line = (
        rows["I_COMMODITY"].str.len().eq(10) & rows["I_COMMODITY"].str.isdigit()
    )  # a pattern takes ten times as long
    off = rows.loc[~is_line, "I_COMMODITY"]
    if len(off):
        raise failures.WrongTypeError(f"{IMPORTS} has the code {off.iloc[0]}, which is no line of ten digits.")
    missing = sorted(set(chapters) - set(rows["I_COMMODITY"].str[:2].unique()))
    if missing:
        raise failures.CoverageShrunkError(f"{IMPORTS} has no line of chapter {', '.join(missing)}.")
    refuse_twice(rows, ["CTY_CODE", "I_COMMODITY"], IMPORTS)  # of one year
    frame = pd.DataFrame({"cty_code": rows["CTY_CODE"], "hts10": rows["I_COMMODITY"]})
    for column, name in VALUE_COLUMNS.items():
        frame[name] = whole_numbers(rows[column], IMPORTS)
    column, name = next(iter(VALUE_COLUMNS.items()))
    printed, added = int(whole_numbers(every.loc[is_all, column], IMPORTS).sum()), int(frame[name].sum())
    if is_all.any() and abs(added - printed) > is_all.sum():
        raise failures.CoverageShrunkError(
            f"{IMPORTS}: the countries add up to {added:,}, all of them are {printed:,}."
        )
    kept: pd.DataFrame = frame[frame[list(VALUE_COLUMNS.values())].any(axis=1)].reset_index(drop=True)
    return kept


def industries(answers: Sequence[Answer]) -> pd.DataFrame:
    """Columns NAICS, CTY_NAME, time, imports and duty, groups of countries too; a zero is a zero.

    Raises SourceError.
    """
    rows = rows_of(answers, OF_INDUSTRIES)
    return pd.DataFrame(
        {
            "NAICS": rows["NAICS"],
            "CTY_NAME": rows["CTY_NAME"].str.strip(),
            "time": months(rows, INDUSTRIES_PATH),
            "imports": numbers(rows["CON_VAL_MO"], INDUSTRIES_PATH),
            "duty": numbers(rows["CAL_DUT_MO"], INDUSTRIES_PATH),
        }
    )


LINES, SUBHEADINGS, INDUSTRIES = "us_imports_hts10_annual", "us_imports_hs6", "us_imports_naics3_monthly"
SOURCE_IDS = {"products": "census_api_products", "industries": "census_api_industries"}
VALUES = tuple(us_imports.VALUES)
FIRST_INDUSTRY_MONTH = pd.Timestamp(2013, 1, 1)
OUT_IN = 3  # the month of the next year by which a year's figures are out


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Years after those here that are out, and months by industry since the newest here."""
    last = on.year - 1 if on.month >= OUT_IN else on.year - 2
    newest = int(stored(LINES)["year"].max())
    answers = [a for year in range(newest + 1, last + 1) for a in fetch_year(client, year)]
    months = stored(INDUSTRIES)["month"]
    return answers + fetch_industries(client, months.max() + pd.DateOffset(months=1), pd.Timestamp(on).replace(day=1))


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The years and months that the tables hold."""
    years = sorted(set(stored(LINES)["year"]))
    answers = [a for year in years for a in fetch_year(client, int(year))]
    return answers + fetch_industries(client, FIRST_INDUSTRY_MONTH, stored(INDUSTRIES)["month"].max())


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The answers in the files that the recipes read: one a year, one of all months. Raises SourceError."""
    files = {
        us_imports.ANNUAL_FILE.format(year=year): _parquet(lines(of_year))
        for year, of_year in _by_year(answers).items()
    }
    months = [a for a in answers if INDUSTRIES_PATH in a.url]
    return files | ({BY_INDUSTRY: _parquet(industries(months))} if months else {})


def _by_year(answers: list[Answer]) -> dict[int, list[Answer]]:
    by_year: dict[int, list[Answer]] = {}
    for answer in answers:
        if IMPORTS in answer.url:
            by_year.setdefault(int(answer.url.rpartition("time=")[2][:4]), []).append(answer)
    return by_year


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
        released = year_known_from(table["year"])
        got = table.assign(**released, source_id=SOURCE_IDS["products"])
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
    path = IMPORTS if kind == "products" else INDUSTRIES_PATH
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
    PROVIDER,
    (LINES, SUBHEADINGS, INDUSTRIES),
    fetch,
    find,
    (f"{BASE}{IMPORTS}?COMM_LVL=HS10", f"{BASE}{INDUSTRIES_PATH}?COMM_LVL=NA3"),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(LINES, SUBHEADINGS, INDUSTRIES),
    brings=(*SOURCE_IDS.values(),),
)
