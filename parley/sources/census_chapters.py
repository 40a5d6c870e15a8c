"""US imports and exports by chapter and country, and imports from Taiwan by subheading, by the same interface.

Exports by chapter and imports from Taiwan by subheading, year by year with the key; months by chapter to rebuild.

Years after those here enter, and years between that are missing. What is stored stays: where the yearly revision moved
it, no date says from when the revised figures were known. The months by chapter are a closed series, which pages join
to the table by product: they are rebuilt and not renewed.
"""

import gzip
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley.recipes import trade_monthly, us_imports
from parley.recipes.classifications import hs_revision_of
from parley.recipes.countries import iso3_by_census_code
from parley.recipes.releases import year_known_from
from parley.recipes.trade_monthly import partners_by_name
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.census_api import ALL_COUNTRIES, BASE, IMPORTS, KEY, SINGLE, ask, months, refuse_names, rows_of
from parley.sources.census_products import OUT_IN
from parley.sources.census_trade import LICENCE, NOTICE
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import refuse_twice, whole_numbers
from parley.tables.read import read_table

PROVIDER = Provider(
    "census.chapters",
    "US Census Bureau, trade by chapter and country",
    pause_s=0.5,
    key=KEY,
    again=(429, 500, 502, 503, 504),
)
EXPORTS_PATH = "/data/timeseries/intltrade/exports/hs"
ALL_PRODUCTS = ("00", "-")
TAIWAN_CODE = "5830"


class Flow(NamedTuple):
    """How the interface names what goes one way: its path, the column of codes, and the values of a month."""

    path: str
    code: str
    values: dict[str, str]


FLOWS = {
    "import": Flow(IMPORTS, "I_COMMODITY", {"CON_VAL_MO": "value_usd", "CAL_DUT_MO": "duty_usd"}),
    "export": Flow(EXPORTS_PATH, "E_COMMODITY", {"ALL_VAL_MO": "value_usd"}),
}
YEAR_OF_EXPORTS, YEAR_OF_IMPORTS = {"ALL_VAL_YR": "value_usd"}, {"CON_VAL_YR": "value_usd"}


def fetch_months(client: Client, flow: str, first: pd.Timestamp, last: pd.Timestamp) -> list[Answer]:
    """Months by chapter and country, a month a call, up to the first that is not out. ``flow``: import or export."""
    one = FLOWS[flow]
    columns = _columns(client, one.path, one.code, one.values)
    answers = []
    for month in pd.date_range(first, last, freq="MS"):
        try:
            url = f"{BASE}{one.path}"
            answers.append(ask(client, PROVIDER, url, columns, f"{month:%Y-%m}", ("COMM_LVL", "HS2")))
        except failures.NotYetPublishedError:
            break
    return answers


def fetch_year_of_exports(client: Client, year: int) -> list[Answer]:
    """A year of exports by chapter and country, the year to date of December; nothing where it is not out."""
    return _of_year(client, EXPORTS_PATH, "E_COMMODITY", YEAR_OF_EXPORTS, year, "HS2")


def fetch_year_from_taiwan(client: Client, year: int) -> list[Answer]:
    """A year of consumption imports from Taiwan by subheading; nothing where it is not out."""
    return _of_year(client, IMPORTS, "I_COMMODITY", YEAR_OF_IMPORTS, year, "HS6", ("CTY_CODE", TAIWAN_CODE))


def _of_year(
    client: Client,
    path: str,
    code: str,
    values: dict[str, str],
    year: int,
    level: str,
    *more: tuple[str, str],
) -> list[Answer]:
    columns = _columns(client, path, code, values)
    try:
        return [ask(client, PROVIDER, f"{BASE}{path}", columns, f"{year}-12", ("COMM_LVL", level), *more)]
    except failures.NotYetPublishedError:
        return []


def _columns(client: Client, path: str, code: str, values: dict[str, str]) -> list[str]:
    """The columns to ask for, which the data set is first asked whether it has."""
    columns = _asked(code, values)
    refuse_names(client, PROVIDER, path, [*columns, "COMM_LVL"])
    return columns


def _asked(code: str, values: dict[str, str]) -> list[str]:
    return ["CTY_CODE", code, *values, "SUMMARY_LVL"]


def read(
    answers: Sequence[Answer], code: str, values: dict[str, str], digits: int, is_whole: bool = False
) -> pd.DataFrame:
    """Columns cty_code (``-`` is all countries), code, month and the values in whole dollars; groups are left out.

    ``code``: the interface's column of codes. ``digits``: of a code. ``is_whole``: every country was asked for, and all
    of them together have a row. Raises SchemaDriftError, WrongTypeError where a code has not as many digits,
    CoverageShrunkError where the countries do not add up to the row of all of them, or it is not there.
    """
    place = f"The interface's {code}"
    rows = rows_of(answers, _asked(code, values))
    rows = rows[(rows["CTY_CODE"] == ALL_COUNTRIES) | (rows["SUMMARY_LVL"] == SINGLE)]
    rows = rows[~rows[code].isin(ALL_PRODUCTS)]
    refuse_twice(rows, ["CTY_CODE", code, "time"], place)
    off = rows.loc[~rows[code].str.fullmatch(rf"\d{{{digits}}}"), code]
    if len(off):
        raise failures.WrongTypeError(f"{place} has the code {off.iloc[0]}, which has not {digits} digits.")
    frame = pd.DataFrame({"cty_code": rows["CTY_CODE"], "code": rows[code], "month": months(rows, place)})
    for column, name in values.items():
        frame[name] = whole_numbers(rows[column], place)
    _refuse_parts(frame, place, is_whole)
    return frame.reset_index(drop=True)


def _refuse_parts(frame: pd.DataFrame, place: str, is_whole: bool) -> None:
    is_all = frame["cty_code"] == ALL_COUNTRIES
    key = ["code", "month"]
    parts, whole = (each.groupby(key)["value_usd"].sum() for each in (frame[~is_all], frame[is_all]))
    alone = parts.index.difference(whole.index)
    if is_whole and len(alone):
        raise failures.CoverageShrunkError(f"{place}, {alone[0][0]} in {alone[0][1]:%Y-%m}: no row of all countries.")
    off = whole[(parts.reindex(whole.index, fill_value=0) - whole).abs() > 1]
    if len(off):
        code, month = off.index[0]
        raise failures.CoverageShrunkError(
            f"{place}, {code} in {month:%Y-%m}: the countries do not add up to the {off.iloc[0]:,} of all of them."
        )


CHAPTERS, EXPORTS, TAIWAN = "us_trade_hs2_monthly", "us_exports_hs2_annual", "us_imports_taiwan_hs6"
SOURCE_ID = "census_api_chapters"


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Years that come after those here and are out, and years between them that are missing."""
    last = on.year - 1 if on.month >= OUT_IN else on.year - 2
    answers: list[Answer] = []
    for year in _missing(stored(EXPORTS)["year"], last):
        answers += fetch_year_of_exports(client, year)
    for year in _missing(stored(TAIWAN)["year"], last):
        answers += fetch_year_from_taiwan(client, year)
    return answers


def _missing(years: pd.Series, last: int) -> list[int]:
    return sorted(set(range(int(years.min()), last + 1)) - set(years))


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The months and years that the tables hold; the years of exports are those before their revision, long gone."""
    answers: list[Answer] = []
    for flow, of_flow in stored(CHAPTERS).groupby("flow")["month"]:
        answers += fetch_months(client, str(flow), of_flow.min(), of_flow.max())
    for year in sorted(set(stored(TAIWAN)["year"])):
        answers += fetch_year_from_taiwan(client, int(year))
    return answers


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The months in the two files the recipe reads, with the partners it knows, and the years from Taiwan in one."""
    files: dict[str, bytes] = {}
    names = {iso3: name for name, iso3 in partners_by_name().items()}
    places = {"import": trade_monthly.IMPORTS, "export": trade_monthly.EXPORTS}
    columns = {"import": {"value_usd": "imports", "duty_usd": "duty"}, "export": {"value_usd": "exports"}}
    for flow, rows in _months(answers).items():
        table = rows.assign(CTY_NAME=rows["partner_iso3"].map(names))
        table = table.rename(columns={"chapter": FLOWS[flow].code, "month": "time", **columns[flow]})
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
    tables = {}
    for flow, one in FLOWS.items():
        of_flow = [a for a in answers if f"{one.path}?" in a.url and f"{next(iter(one.values))}," in a.url]
        if of_flow:
            rows = read(of_flow, one.code, one.values, 2).rename(columns={"code": "chapter"})
            rows = rows.assign(partner_iso3=rows["cty_code"].map(codes)).drop(columns="cty_code")
            tables[flow] = rows[rows["partner_iso3"].isin(trade_monthly.HS2_PARTNERS[flow])]
    return tables


def _exports(answers: list[Answer]) -> tuple[pd.DataFrame, list[str]]:
    """Columns partner_iso3, chapter, year, value_usd, and codes of no country here.

    Gaza Strip and West Bank are one country here.
    """
    of_exports = [a for a in answers if f"{next(iter(YEAR_OF_EXPORTS))}," in a.url]
    if not of_exports:
        return pd.DataFrame(), []
    rows = read(of_exports, FLOWS["export"].code, YEAR_OF_EXPORTS, 2, is_whole=True)
    rows = rows.assign(
        partner_iso3=rows["cty_code"].map(iso3_by_census_code(read_table("countries"))), year=rows["month"].dt.year
    ).rename(columns={"code": "chapter"})
    table = rows.groupby(["partner_iso3", "chapter", "year"], as_index=False)[["value_usd"]].sum()
    unknown = set(rows.loc[rows["partner_iso3"].isna(), "cty_code"]) - {ALL_COUNTRIES}
    return table[table["value_usd"] > 0].reset_index(drop=True), sorted(unknown)


def _taiwan(answers: list[Answer]) -> pd.DataFrame:
    """Columns year, hs6 and value_usd."""
    of_taiwan = [a for a in answers if f"{next(iter(YEAR_OF_IMPORTS))}," in a.url]
    if not of_taiwan:
        return pd.DataFrame()
    rows = read(of_taiwan, FLOWS["import"].code, YEAR_OF_IMPORTS, 6)
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
    PROVIDER,
    (EXPORTS, TAIWAN),
    fetch,
    find,
    (f"{BASE}{IMPORTS}?COMM_LVL=HS2", f"{BASE}{EXPORTS_PATH}?COMM_LVL=HS2", f"{BASE}{IMPORTS}?COMM_LVL=HS6"),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(CHAPTERS, TAIWAN),
    brings=(SOURCE_ID,),
)
