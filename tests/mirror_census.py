"""Imports by line and by industry in the form of the Census Bureau's interface: cells are text, names come twice."""

import json

import pandas as pd

from parley.recipes.countries import iso3_by_census_code
from parley.recipes.trade_monthly import partners_by_name
from parley.sources import census_chapters
from parley.sources import census_products as source
from parley.sources.census_api import ALL_COUNTRIES
from parley.tables.read import read_table

HS = "api.census.gov/data/timeseries/intltrade/{}/hs"
NORWAY = "4039"  # which takes the part of all partners that the tables have no row for
INDUSTRIES = f"api.census.gov{source.INDUSTRIES_PATH}"


def as_table(head: list[str], rows: list[list[str]]) -> str:
    return "[" + ",\n".join(json.dumps(row) for row in [head, *rows]) + "]"


def chapter(number: str, year: int, values: dict[str, tuple[int, int]]) -> str:
    """A chapter with one line, all countries and a group too; ``values``: consumption and duty by country's code."""
    code = f"{number}01000000"
    head = [*source.OF_LINES, "COMM_LVL", "I_COMMODITY", "time"]
    whole = (sum(v for v, _ in values.values()), sum(duty for _, duty in values.values()))
    told = {**values, ALL_COUNTRIES: whole, "0014": (1, 1)}
    rows = [
        [country, code, f"{v}", f"{v}", f"{v}", f"{duty}", "CGP" if country == "0014" else "DET", "HS10", code]
        for country, (v, duty) in told.items()
    ]
    return as_table(head, [[*row, f"{year}-12"] for row in rows])


def months(first: str, count: int, factor: float = 1.0) -> str:
    """The newest month here by industry again, as ``count`` months from one on, with partners the tables leave out."""
    table = read_table("us_imports_naics3_monthly")
    rows = table[table["month"] == table["month"].max()]
    names = {iso3: name for name, iso3 in partners_by_name().items()}
    head = [*source.OF_INDUSTRIES, "COMM_LVL", "time", "NAICS"]
    lines = []
    for month in pd.date_range(first, periods=count, freq="MS"):
        for row in rows.itertuples():
            cells = [
                f"{row.value_usd * factor:.0f}",
                f"{row.duty_usd * factor:.0f}",
                "NA3",
                f"{month:%Y-%m}",
                row.naics3,
            ]
            lines.append(["1", f"{names[row.partner_iso3]} ", row.naics3, *cells])
        lines += [["0014", name, "334", "1", "1", "NA3", f"{month:%Y-%m}", "334"] for name in ("ASIA", "USMCA (NAFTA)")]
    return as_table(head, lines)


def chapters(flow: str, month: str, from_month: str) -> str:
    """A month by chapter and country with the figures of another one here; all countries add up, a group comes too."""
    one = census_chapters.FLOWS[flow]
    rows = read_table("us_trade_hs2_monthly", where={"flow": [flow], "month": [pd.Timestamp(from_month)]})
    code = {iso3: number for number, iso3 in iso3_by_census_code(read_table("countries")).items()}
    is_all = rows["partner_iso3"] == "WLD"
    rest = rows[is_all].set_index("chapter")["value_usd"] - rows[~is_all].groupby("chapter")["value_usd"].sum()
    told = [
        (code.get(row.partner_iso3, ALL_COUNTRIES), row.chapter, row.value_usd, row.duty_usd)
        for row in rows.itertuples()
    ]
    told += [(NORWAY, chapter, value, 0) for chapter, value in rest.items()]
    told += [("0014", "84", 1, 1), (ALL_COUNTRIES, "00", 1, 1)]
    return _table(one.code, list(one.values), month, told)


def year(code: str, value: str, name: str, rows: dict[tuple[str, str], int]) -> str:
    """A year to date of December; ``rows``: value by country and code."""
    return _table(code, [value], f"{name}-12", [(*key, number) for key, number in rows.items()])


def exports(name: str, here: int) -> str:
    """A year of exports by chapter with the figures of another one here, and all countries together."""
    rows = read_table("us_exports_hs2_annual", where={"year": [here]})
    code = {iso3: number for number, iso3 in iso3_by_census_code(read_table("countries")).items()}
    sold = {(code[row.partner_iso3], row.chapter): row.value_usd for row in rows.itertuples()}
    sold |= {(ALL_COUNTRIES, chapter): value for chapter, value in rows.groupby("chapter")["value_usd"].sum().items()}
    return year("E_COMMODITY", "ALL_VAL_YR", name, sold)


def from_taiwan(name: str, here: int) -> str:
    """A year of imports from Taiwan by subheading with the figures of another one here."""
    rows = read_table("us_imports_taiwan_hs6", where={"year": [here]})
    bought = {(census_chapters.TAIWAN_CODE, row.hs6): row.value_usd for row in rows.itertuples()}
    return year("I_COMMODITY", "CON_VAL_YR", name, bought)


def _table(code: str, values: list[str], time: str, rows: list[tuple[object, ...]]) -> str:
    head = ["CTY_CODE", code, *values, "SUMMARY_LVL", "COMM_LVL", "time"]
    lines = []
    for country, number, *figures in rows:
        level = "CGP" if str(country).startswith("00") else "DET"
        lines.append([str(country), str(number), *(f"{f:.0f}" for f in figures[: len(values)]), level, "HS2", time])
    return as_table(head, lines)
