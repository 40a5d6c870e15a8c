"""US goods trade by country and month: the workbook of the Census Bureau, one file, no key.

The Census Bureau's country workbook into ``trade_monthly``: general imports and f.a.s. exports of every partner.
"""

import io
from datetime import date

import pandas as pd

from parley.recipes.countries import iso3_by_census_code
from parley.recipes.releases import dated
from parley.recipes.trade_monthly import FIRST_MONTH, WORKBOOK_EU27_FROM, without_united_kingdom
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part, is_stored
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import archive_of, columns_refused, member_of, refuse_twice

BASE = "https://www.census.gov"
PATH = "/foreign-trade/balance/country.xlsx"
PROVIDER = Provider("census.country_totals", "US Census Bureau, trade by country", total_s=240)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
COLUMNS = ("year", "CTY_CODE", "CTYNAME", *(f"{side}{month}" for side in "IE" for month in (*MONTHS, "YR")))
LEAST_CODES = 230


def request(client: Client) -> Answer:
    """The workbook as it stands now. Raises SourceError."""
    return client.get(PROVIDER, f"{BASE}{PATH}")


def read(answer: Answer, least_codes: int = LEAST_CODES) -> pd.DataFrame:
    """Columns census_code, name, month, flow (import, export) and value_usd; general imports and f.a.s. exports.

    The months after the newest one are zero in the file and left out. Raises SchemaDriftError, CoverageShrunkError,
    NoDataError, TruncatedError, WrongTypeError or another SourceError.
    """
    archive = archive_of(answer)
    if "xl/workbook.xml" not in archive.namelist():
        raise failures.WrongTypeError(f"{answer.url} is an archive, not a workbook.")
    for name in archive.namelist():
        member_of(archive, name, answer)
    wide = pd.read_excel(io.BytesIO(answer.body), dtype={"year": str, "CTY_CODE": str}, engine="openpyxl")
    columns_refused(answer, COLUMNS, list(map(str, wide.columns)))
    wide = wide.dropna(subset=["year", "CTY_CODE"])
    refuse_twice(wide, ["CTY_CODE", "year"], "The country workbook")
    if wide["CTY_CODE"].nunique() < least_codes:
        raise failures.CoverageShrunkError(
            f"The country workbook has {wide['CTY_CODE'].nunique()} codes of countries; {least_codes} are expected."
        )
    cells = [f"{side}{month}" for side in "IE" for month in MONTHS]
    long = wide.melt(["year", "CTY_CODE", "CTYNAME"], cells)
    number = long["variable"].str[1:].map({name: at for at, name in enumerate(MONTHS, start=1)})
    years = pd.to_numeric(long["year"], errors="coerce")
    if years.isna().any():
        raise failures.WrongTypeError("The country workbook has a row whose year is not a number.")
    month = pd.to_datetime({"year": years.astype(int), "month": number, "day": 1})
    table = pd.DataFrame(
        {
            "census_code": long["CTY_CODE"].str.strip(),
            "name": long["CTYNAME"].str.strip(),
            "month": month,
            "flow": long["variable"].str[0].map({"I": "import", "E": "export"}),
            "value_usd": (pd.to_numeric(long["value"], errors="coerce") * 1e6).round(),
        }
    )
    is_world = (table["census_code"] == "0015") & (table["value_usd"].fillna(0) != 0)
    if not is_world.any():
        raise failures.NoDataError("The country workbook has no figure for the world.")
    newest = table.loc[is_world, "month"].max()
    # a zero up to the newest month is a month without trade; the tables hold no such rows
    kept = table[(table["month"] <= newest) & table["value_usd"].notna() & (table["value_usd"] != 0)]
    ordered: pd.DataFrame = kept.sort_values(["census_code", "flow", "month"], ignore_index=True)
    return ordered


def released_on(answer: Answer, asked_on: date) -> date:
    """The day the file was last replaced, else the day it was asked for."""
    return answer.modified_on.date() if answer.modified_on else asked_on


TABLE = "trade_monthly"
SOURCE_ID = "census_country_workbook"
GROUPS = {"0015": "WLD", "0003": "EU27"}
KEY = ("partner_iso3", "month", "flow", "basis")
DOLLAR = 1e-7  # the file has USD million to six decimals; two prints of a figure differ by rounding at most


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The workbook, one request."""
    return [request(client)]


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Months that are new, and those whose figure moved since the newest vintage stored. Raises SourceError."""
    (answer,) = answers
    vintage = released_on(answer, on)
    cells = read(answer)
    cells = cells[cells["month"] >= FIRST_MONTH]
    cells["partner_iso3"] = cells["census_code"].map(iso3_by_census_code(stored("countries")) | GROUPS)
    unknown = cells[cells["partner_iso3"].isna() & ~cells["census_code"].str.startswith("00")]
    cells = cells.dropna(subset="partner_iso3")
    cells["basis"] = cells["flow"].map({"import": "general", "export": "fas"})
    # Gaza Strip and West Bank are one country here
    got = cells.groupby(list(KEY), as_index=False)[["value_usd"]].sum()
    got = without_united_kingdom(got, WORKBOOK_EU27_FROM)
    base = stored(TABLE)
    base = base[base["basis"].isin(["general", "fas"])]
    world = base[base["partner_iso3"] == "WLD"]
    got = dated(got, is_stored(got, base, KEY), vintage, "day" if answer.modified_on else "estimated")
    rows = got.assign(
        reporter_iso3="USA",
        seasonal_adjustment="NSA",
        duty_usd=float("nan"),
        vintage=pd.Timestamp(vintage),
        source_id=SOURCE_ID,
    )
    first, last = (getattr(rows["month"], which)() for which in ("min", "max"))
    names = sorted(set(unknown["name"]))
    return Found(
        parts=[
            Part(
                TABLE,
                rows,
                KEY,
                "month",
                ("value_usd",),
                "vintage",
                base,
                "vintage",
                ("partner_iso3",),
                tolerance=DOLLAR,
            )
        ],
        records=[
            record(
                SOURCE_ID,
                "US Census Bureau",
                "US trade in goods by country",
                f"file of {vintage.day} {vintage:%B %Y}",
                f"{BASE}{PATH}",
                f"{BASE}/foreign-trade/balance/index.html",
                "Public domain (US Government work)",
                answers,
                on,
                vintage,
                (first.date(), (last + pd.offsets.MonthEnd()).date()),
                "General imports and exports f.a.s.; the European Union without the United Kingdom throughout.",
            )
        ],
        notes=[f"Codes of countries that are not in the tables: {', '.join(names)}."] if names else [],
        editions=[f"{world['month'].max():%Y-%m} to {last:%Y-%m}"] if last > world["month"].max() else [],
    )


FEED = Feed(PROVIDER, (TABLE,), fetch, find, (f"{BASE}{PATH}",), brings=(SOURCE_ID,))
