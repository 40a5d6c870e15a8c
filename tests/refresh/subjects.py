"""Each source with a right answer, one period on, and its answers as sheets; what the refresh makes of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes.countries import iso3_by_census_code
from parley.refresh import run
from parley.refresh.feed import Feed, Stored
from parley.sources import (
    baci,
    budget_lab,
    census_bulk,
    census_chapters,
    census_country,
    census_products,
    census_trade,
    fred,
    gacc,
    gacc_commodities,
    imf,
    oecd,
    treasury,
    treasury_daily,
    usgs,
    waugh,
    world_bank,
)
from parley.sources import usgs as usgs_source
from parley.sources.client import Answer, Client
from parley.sources.evidence import Evidence
from parley.tables.read import read_table
from tests import mirror as bodies
from tests import mirror_census, mirror_usgs
from tests.mirror import Mirror
from tests.refresh import sheets
from tests.refresh.sheets import Sheet
from tests.sources.answers import answer
from tests.whole_mirror import everything

ON = date(2026, 12, 2)
Sheets = Callable[[list[Answer]], list[Sheet]]


@dataclass(frozen=True)
class Subject:
    """A source: what it answers, as sheets, on a day, beside these tables."""

    name: str
    feed: Feed
    answers: list[Answer]
    sheets: list[Sheet]
    on: date = ON
    stored: Stored = read_table


def _census_trade(answers: list[Answer]) -> list[Sheet]:
    return [sheets.table_in_json(one, DUTY, "CTY_CODE", DUTY, at) for at, one in enumerate(answers)]


def _fred(answers: list[Answer]) -> list[Sheet]:
    """One series of prices, the yuan and the index."""
    day = "observation_date"
    return [
        sheets.text(answers[n], day, day, (answers[n].url.rpartition("=")[2],), None, n)
        for n in (0, len(answers) - 2, len(answers) - 1)
    ]


def _tracker(answers: list[Answer]) -> list[Sheet]:
    names = answers[2].body.decode().partition("\n")[0].split(",")
    rates = tuple(name for name in names if name.startswith("etr_") and name != "etr_other")
    return [
        sheets.text(answers[1], "date", "date", ("weighted_etr",), None, 1),
        sheets.text(answers[2], "date", "date", rates, (rates[1], rates[2]), 2),
    ]


def _waugh(answers: list[Answer]) -> list[Sheet]:
    rates = ("effective tariff", "2024 tariff")
    return [
        sheets.text(answers[0], "date", "date", ("import_weighted_avg_tariff",), None, 0),
        sheets.text(answers[1], "date", "country_name", rates[:1], rates, 1),
    ]


def _pages(answers: list[Answer], swap: tuple[int, int]) -> list[Sheet]:
    """The pages of September, without their indexes."""
    at = [n for n, one in enumerate(answers) if "/Statics/" in one.url]
    return [sheets.page(answers[n], "2026-09", swap, n) for n in at]


DUTY = ("CON_VAL_MO", "CAL_DUT_MO")
RECEIPTS = tuple(f"current_month_{name}_amt" for name in ("gross_rcpt", "refund", "net_rcpt"))
CASH = ("transaction_today_amt", "transaction_mtd_amt")
MIRRORED: dict[str, tuple[Feed, Sheets]] = {
    "census.country_totals": (census_country.FEED, lambda a: [sheets.workbook(a[0])]),
    "census.trade": (census_trade.FEED, _census_trade),
    "census.products": (
        census_products.FEED,
        lambda a: [sheets.table_in_json(a[0], DUTY, "CTY_NAME", DUTY, 0)],
    ),
    "treasury": (
        treasury.FEED,
        lambda a: [sheets.records_in_json(a[0], "record_date", "classification_desc", RECEIPTS, RECEIPTS[:2])],
    ),
    "treasury.daily": (
        treasury_daily.FEED,
        lambda a: [
            replace(sheets.records_in_json(a[0], "record_date", "transaction_catg", CASH, CASH), is_to_date=True)
        ],
    ),
    "oecd": (
        oecd.FEED,
        lambda a: [sheets.text(one, "TIME_PERIOD", "REF_AREA", ("OBS_VALUE",), None, n) for n, one in enumerate(a)],
    ),
    "imf": (imf.FEED, lambda a: [sheets.outlook(one, n) for n, one in enumerate(a)]),
    "world_bank": (world_bank.FEED, lambda a: [sheets.world_bank(a[0])]),
    "fred": (fred.FEED, _fred),
    "budget_lab": (budget_lab.FEED, _tracker),
    "waugh": (waugh.FEED, _waugh),
    "gacc": (gacc.FEED, lambda a: _pages(a, (3, 5))),
    "gacc.commodities": (gacc_commodities.FEED, lambda a: _pages(a, (2, 3))),
    "usgs": (usgs.FEED, lambda a: [_commodities(a)]),
}


def mirrored(name: str, mirror: Mirror, book: bytes, home: Path) -> Subject:
    """A source as the mirror of all of them answers, one period on. ``book``: the country workbook."""
    everything(mirror, book)
    feed, found = MIRRORED[name]
    client = Client(Evidence(home), {"CENSUS_API_KEY": "any"}, mirror.url)
    answers = feed.fetch(client, read_table, ON)
    return Subject(name, feed, answers, found(answers))


def _commodities(answers: list[Answer]) -> Sheet:
    one = answers[2]
    told = replace(one, body=one.body.decode(usgs_source.ENCODING).encode())
    sheet = sheets.text(told, "Year", "Country", ("Value",), None, 2)

    def write(rows: pd.DataFrame) -> bytes:
        return sheet.write(rows).decode().encode(usgs_source.ENCODING)

    return replace(sheet, write=write)


def without(name: str, column: str, last: object) -> Stored:
    """The stored tables, one of them without the periods after one."""

    def stored(table: str) -> pd.DataFrame:
        frame = read_table(table)
        return frame[frame[column] <= last] if table in name.split() else frame

    return stored


def monthly_file() -> Subject:
    """Without a key: the file of the month after the newest, with what each country had in July."""
    table = read_table("trade_monthly", where={"basis": ["consumption"]}).sort_values("vintage")
    july = table[table["month"].eq("2026-07-01") & ~table["partner_iso3"].isin(["WLD", "EU27"])]
    july = july.drop_duplicates("partner_iso3", keep="last")
    code = {iso3: number for number, iso3 in iso3_by_census_code(read_table("countries")).items()}
    records = [
        (f"{chapter:02}01000000", code[row.partner_iso3], int(row.value_usd / 2), int(row.duty_usd / 2))
        for row in july.itertuples()
        for chapter in (84, 85)
    ]
    url = f"{census_bulk.BASE}{census_bulk.path(pd.Timestamp(2026, 9, 1))}"
    one = replace(answer(bodies.census_file("2026-09", records), url), provider=census_bulk.PROVIDER.name)
    sheet = sheets.fixed_width(one, records, "2026-09")
    return Subject("census.bulk", census_trade.FEED, [one], [sheet])


def lines_of_a_year() -> Subject:
    """A year by line: 2025 as the year after 2024, of four exporters, who have lines in every chapter."""
    here = read_table("us_imports_hts10_annual", where={"year": [2025]})
    code = {iso3: number for number, iso3 in iso3_by_census_code(read_table("countries")).items()}
    big = here[here["exporter_iso3"].isin(list(code))]
    names = ["general_value_usd", "value_usd", "dutiable_value_usd", "duty_usd"]
    asked = census_products.OF_LINES
    head = [*asked, "COMM_LVL", "I_COMMODITY", "time"]
    answers = []
    for chapter, rows in big.groupby(big["hts10"].str[:2]):
        cells = rows[["exporter_iso3", "hts10", *names]].to_numpy().tolist()
        lines = [
            [code[iso3], hts10, *(f"{v}" for v in values), "DET", "HS10", hts10, "2025-12"]
            for iso3, hts10, *values in cells
        ]
        sums = rows.groupby("hts10")[names].sum()
        lines += [
            ["-", hts10, *(f"{v}" for v in row), "DET", "HS10", hts10, "2025-12"]
            for hts10, row in zip(sums.index, sums.to_numpy().tolist(), strict=True)
        ]
        url = f"{census_products.BASE}{census_products.IMPORTS}?I_COMMODITY={chapter}*&time=2025-12"
        answers.append(answer(mirror_census.as_table(head, lines), url))
    at = 83
    pair = ("CON_VAL_YR", "CAL_DUT_YR")
    sheet = sheets.table_in_json(answers[at], tuple(census_products.VALUE_COLUMNS), "CTY_CODE", pair, at)
    tables = "us_imports_hts10_annual us_imports_hs6"
    return Subject(
        "census.lines", census_products.FEED, answers, [sheet], date(2026, 4, 1), without(tables, "year", 2024)
    )


def chapters_of_a_year() -> Subject:
    """A year of exports by chapter: 2024 as the year after 2023."""
    url, body = census_chapters.EXPORTS_PATH, mirror_census.exports("2024", 2024)
    return _census_year(
        "census.chapters", body, url, "E_COMMODITY", "ALL_VAL_YR", 2024, "us_exports_hs2_annual", "CTY_CODE"
    )


def from_taiwan() -> Subject:
    """A year of imports from Taiwan by subheading: 2025 as the year after 2024."""
    url, body = census_chapters.IMPORTS, mirror_census.from_taiwan("2025", 2025)
    return _census_year(
        "census.taiwan", body, url, "I_COMMODITY", "CON_VAL_YR", 2025, "us_imports_taiwan_hs6", "I_COMMODITY"
    )


def _census_year(name: str, body: bytes, url: str, goods: str, value: str, year: int, table: str, key: str) -> Subject:
    """A year of a table of the Census Bureau, of which the tables hold those before."""
    query = f"?get=CTY_CODE,{goods},{value},SUMMARY_LVL&time={year}-12"
    one = answer(body, f"{census_chapters.BASE}{url}{query}")
    sheet = sheets.table_in_json(one, (value,), key, None, 0)
    return Subject(name, census_chapters.FEED, [one], [sheet], date(year + 1, 4, 1), without(table, "year", year - 1))


def edition_of_2027(mirror: Mirror, home: Path) -> Subject:
    """A new edition of the Mineral Commodity Summaries."""
    mirror_usgs.edition_of_2027(mirror)
    on = date(2027, 3, 20)
    answers = usgs.FEED.fetch(Client(Evidence(home), {}, mirror.url), read_table, on)
    return Subject(
        "usgs.2027", usgs.FEED, answers, [sheets.text(answers[2], "Year", "Country", ("Value",), None, 2)], on
    )


def world_matrix() -> Subject:
    """The base of the world model, which verifies only."""
    here = read_table("world_trade_2023")
    rows = here[["exporter_iso3", "importer_iso3"]].assign(value=here["value_usd"] / 1000, year="2023")
    one = answer(
        rows[["exporter_iso3", "importer_iso3", "value"]].to_csv(index=False),
        f"{baci.URL}/BACI_HS22_V202501.zip",
    )
    sheet = sheets.text(replace(one, body=rows.to_csv(index=False).encode()), "year", "exporter_iso3", ("value",))
    return Subject("baci", baci.FEED, [one], [sheet])


MADE: dict[str, Callable[[], Subject]] = {
    "census.bulk": monthly_file,
    "census.lines": lines_of_a_year,
    "census.chapters": chapters_of_a_year,
    "census.taiwan": from_taiwan,
    "baci": world_matrix,
}
NAMES = (*MIRRORED, *MADE, "usgs.2027")


def subject_of(name: str, mirror: Mirror, book: bytes, home: Path) -> Subject:
    """The source of this name with its right answer."""
    if name == "usgs.2027":
        return edition_of_2027(mirror, home)
    return MADE[name]() if name in MADE else mirrored(name, mirror, book, home)


def answering(subject: Subject, answers: list[Answer]) -> Feed:
    """The feed of a source, which gets these answers without asking."""
    return replace(subject.feed, fetch=lambda client, stored, on: answers)


def taken_up(subject: Subject, answers: list[Answer], home: Path, accept: tuple[str, ...] = ()) -> run.Work:
    """What a refresh with these answers would put in place."""
    feed = answering(subject, answers)
    work = run.Work(base=subject.stored)
    run.take_up([feed], Client(Evidence(home), {}, "http://127.0.0.1:9"), subject.on, work, accept)
    return work


def new_rows(work: run.Work, subject: Subject) -> dict[str, pd.DataFrame]:
    """By table the rows that are not stored."""
    found = {}
    for name, frame in work.frames.items():
        if name in ("sources", "changes"):
            continue
        old = subject.stored(name)
        columns = [c for c in old.columns if c not in ("sha256",)]
        both = frame[columns].merge(old[columns].drop_duplicates(), on=columns, how="left", indicator=True)
        new = both[both["_merge"] == "left_only"].drop(columns="_merge")
        if len(new):
            found[name] = new.reset_index(drop=True)
    return found


UNITS = {
    "trade_monthly": ["month"],
    "china_customs": ["source_url"],
    "china_customs_commodities": ["source_url"],
    "china_rare_earth_exports": ["source_url"],
    "forecasts": ["edition"],
    "gdp_actuals": ["vintage"],
    "us_tariff_average": ["vintage"],
    "average_tariffs": ["date"],
}


def is_wrong(got: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> str:
    """The first table whose new rows are not those of the right answer, or only a part of a month, page or edition."""
    for name, rows in got.items():
        if name not in right:
            return name
        columns = list(rows.columns)
        figures = [c for c in columns if pd.api.types.is_float_dtype(rows[c])]
        one, other = (
            frame.assign(**{c: frame[c].map(lambda v: float(f"{v:.9g}")) for c in figures})
            for frame in (rows, right[name])
        )
        both = one.merge(other, on=columns, how="outer", indicator=True)
        unit = UNITS.get(name) or [c for c in ("edition", "month", "fiscal_year", "year") if c in columns][:1]
        here, left = (
            set(both.loc[both["_merge"] == side, unit].itertuples(index=False, name=None))
            for side in ("both", "right_only")
        )
        if (both["_merge"] == "left_only").any() or here & left:
            return name
    return ""
