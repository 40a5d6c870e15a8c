"""Each source with a right answer, one period on, and its answers as sheets; what the refresh makes of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
from pytest_httpserver import HTTPServer

from parley.recipes.countries import iso3_by_census_code
from parley.refresh import run
from parley.refresh.feed import Feed, Stored
from parley.refresh.feeds import (
    baci,
    budget_lab,
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
from parley.sources import census_bulk
from parley.sources import usgs as usgs_source
from parley.sources.client import Answer, Client
from parley.sources.evidence import Evidence
from parley.tables import read_table
from tests import mirror as bodies
from tests import mirror_census
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


def every(server: HTTPServer, home: Path, book: bytes) -> Iterator[Subject]:
    """All sources that renew a table."""
    mirror = Mirror(server)
    everything(mirror, book)
    client = Client(Evidence(home), {"CENSUS_API_KEY": "any"}, mirror.url)

    def subject(feed: Feed, found: Sheets) -> Subject:
        answers = feed.fetch(client, read_table, ON)
        return Subject(feed.name, feed, answers, found(answers))

    yield subject(census_country.FEED, lambda a: [sheets.workbook(a[0])])
    duty = ("CON_VAL_MO", "CAL_DUT_MO")
    yield subject(
        census_trade.FEED,
        lambda a: [sheets.table_in_json(one, duty, "CTY_CODE", duty, at) for at, one in enumerate(a)],
    )
    yield monthly_file()
    yield subject(census_products.FEED, lambda a: [sheets.table_in_json(a[0], duty, "CTY_NAME", duty, 0)])
    yield lines_of_a_year()
    yield chapters_of_a_year()
    yield from_taiwan()
    amounts = tuple(f"current_month_{name}_amt" for name in ("gross_rcpt", "refund", "net_rcpt"))
    yield subject(
        treasury.FEED,
        lambda a: [sheets.records_in_json(a[0], "record_date", "classification_desc", amounts, amounts[:2])],
    )
    sums = ("transaction_today_amt", "transaction_mtd_amt")
    yield subject(
        treasury_daily.FEED,
        lambda a: [
            replace(sheets.records_in_json(a[0], "record_date", "transaction_catg", sums, sums), is_to_date=True)
        ],
    )
    yield subject(
        oecd.FEED,
        lambda a: [sheets.text(one, "TIME_PERIOD", "REF_AREA", ("OBS_VALUE",), None, n) for n, one in enumerate(a)],
    )
    yield subject(imf.FEED, lambda a: [sheets.outlook(one, n) for n, one in enumerate(a)])
    yield subject(world_bank.FEED, lambda a: [sheets.world_bank(a[0])])
    yield subject(
        fred.FEED,
        lambda a: [
            sheets.text(one, "observation_date", "observation_date", (one.url.rpartition("=")[2],), None, n)
            for n, one in enumerate(a)
            if n in (0, len(a) - 2, len(a) - 1)
        ],
    )
    yield subject(
        budget_lab.FEED,
        lambda a: [
            sheets.text(a[1], "date", "date", ("weighted_etr",), None, 1),
            sheets.text(a[2], "date", "date", _rates(a[2]), _rates(a[2])[1:3], 2),
        ],
    )
    yield subject(
        waugh.FEED,
        lambda a: [
            sheets.text(a[0], "date", "date", ("import_weighted_avg_tariff",), None, 0),
            sheets.text(a[1], "date", "country_name", ("effective tariff",), ("effective tariff", "total imports"), 1),
        ],
    )
    yield subject(gacc.FEED, lambda a: [sheets.page(one, "2026-09", (3, 5), n) for n, one in _pages(a)])
    yield subject(gacc_commodities.FEED, lambda a: [sheets.page(one, "2026-09", (2, 3), n) for n, one in _pages(a)])
    yield subject(usgs.FEED, lambda a: [_commodities(a)])
    yield edition_of_2027(a_year_later=True)
    yield world_matrix()


def _rates(one: Answer) -> tuple[str, ...]:
    head = one.body.decode().partition("\n")[0].split(",")
    return tuple(name for name in head if name.startswith("etr_") and name != "etr_other")


def _pages(answers: list[Answer]) -> list[tuple[int, Answer]]:
    return [(n, one) for n, one in enumerate(answers) if "/Statics/" in one.url]


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
    asked = census_products.source.OF_LINES
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
    sheet = sheets.table_in_json(answers[at], tuple(census_products.source.VALUES), "CTY_CODE", pair, at)
    tables = "us_imports_hts10_annual us_imports_hs6"
    return Subject(
        "census.lines", census_products.FEED, answers, [sheet], date(2026, 4, 1), without(tables, "year", 2024)
    )


def chapters_of_a_year() -> Subject:
    """A year of exports by chapter: 2024 as the year after 2023."""
    here = read_table("us_exports_hs2_annual", where={"year": [2024]})
    code = {iso3: number for number, iso3 in iso3_by_census_code(read_table("countries")).items()}
    rows = {(code[r.partner_iso3], r.chapter): r.value_usd for r in here.itertuples()}
    rows |= {("-", chapter): value for chapter, value in here.groupby("chapter")["value_usd"].sum().items()}
    body = mirror_census.year("E_COMMODITY", "ALL_VAL_YR", "2024", rows)
    one = answer(
        body,
        f"{census_chapters.BASE}{census_chapters.source.EXPORTS}?get=CTY_CODE,E_COMMODITY,ALL_VAL_YR,SUMMARY_LVL&time=2024-12",
    )
    sheet = sheets.table_in_json(one, ("ALL_VAL_YR",), "CTY_CODE", None, 0)
    return Subject(
        "census.chapters",
        census_chapters.FEED,
        [one],
        [sheet],
        date(2025, 4, 1),
        without("us_exports_hs2_annual", "year", 2023),
    )


def from_taiwan() -> Subject:
    """A year of imports from Taiwan by subheading: 2025 as the year after 2024."""
    here = read_table("us_imports_taiwan_hs6", where={"year": [2025]})
    body = mirror_census.year(
        "I_COMMODITY", "CON_VAL_YR", "2025", {("5830", r.hs6): r.value_usd for r in here.itertuples()}
    )
    one = answer(
        body,
        f"{census_chapters.BASE}{census_chapters.IMPORTS}?get=CTY_CODE,I_COMMODITY,CON_VAL_YR,SUMMARY_LVL&time=2025-12",
    )
    sheet = sheets.table_in_json(one, ("CON_VAL_YR",), "I_COMMODITY", None, 0)
    return Subject(
        "census.taiwan",
        census_chapters.FEED,
        [one],
        [sheet],
        date(2026, 4, 1),
        without("us_imports_taiwan_hs6", "year", 2024),
    )


def edition_of_2027(a_year_later: bool) -> Subject:
    """A new edition of the Mineral Commodity Summaries."""
    server = HTTPServer(host="127.0.0.1")
    server.start()
    mirror = Mirror(server)
    from tests import mirror_usgs

    mirror_usgs.edition_of_2027(mirror)
    import tempfile

    client = Client(Evidence(Path(tempfile.mkdtemp())), {}, mirror.url)
    answers = usgs.FEED.fetch(client, read_table, date(2027, 3, 20))
    server.stop()
    sheet = sheets.text(answers[2], "Year", "Country", ("Value",), None, 2)
    return Subject("usgs.2027", usgs.FEED, answers, [sheet], date(2027, 3, 20))


def world_matrix() -> Subject:
    """The base of the world model, which verifies only."""
    here = read_table("world_trade_2023")
    rows = here[["exporter_iso3", "importer_iso3"]].assign(value=here["value_usd"] / 1000, year="2023")
    one = answer(
        rows[["exporter_iso3", "importer_iso3", "value"]].to_csv(index=False),
        f"{baci.source.URL}/BACI_HS22_V202501.zip",
    )
    sheet = sheets.text(replace(one, body=rows.to_csv(index=False).encode()), "year", "exporter_iso3", ("value",))
    return Subject("baci", baci.FEED, [one], [sheet])


def taken_up(subject: Subject, answers: list[Answer], home: Path, accept: tuple[str, ...] = ()) -> run.Work:
    """What a refresh with these answers would put in place."""
    feed = replace(subject.feed, fetch=lambda client, stored, on: answers)
    work = run.Work(base=subject.stored) if hasattr(run, "take_up") else run.Work()
    client = Client(Evidence(home), {}, "http://127.0.0.1:9")
    if hasattr(run, "take_up"):
        run.take_up([feed], client, subject.on, work, accept)
    else:
        work.stored = lambda name: work.frames.get(name, subject.stored(name))  # type: ignore[method-assign]
        work.outcomes.append(run._one(feed, client, subject.on, "", work, False))
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


def is_wrong(got: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> str:
    """The first table whose new rows are not those of the right answer, or only a part of one of its units."""
    for name, rows in got.items():
        if name not in right:
            return name
        columns = list(rows.columns)
        numbers = [c for c in columns if pd.api.types.is_float_dtype(rows[c])]
        a, b = (f.assign(**{c: f[c].map(lambda v: float(f"{v:.9g}")) for c in numbers}) for f in (rows, right[name]))
        both = a.merge(b, on=columns, how="outer", indicator=True)
        if (both["_merge"] == "left_only").any():
            return name
        period = (
            next(
                c
                for c in ("edition", "vintage", "month", "period_end", "fiscal_year", "year", "date", "valid_from")
                if c in columns
            )
            if name != "trade_monthly"
            else "month"
        )
        here = both[both["_merge"] == "both"][period]
        left = both[both["_merge"] == "right_only"][period]
        if set(here) & set(left):
            return name
    return ""
