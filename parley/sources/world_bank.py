"""World Bank indicators; errors come with status 200, and the vintage is the day the answer was last updated.

World Bank growth into ``gdp_actuals``: what is new or revised enters with the day of its vintage.

Means of duties are asked where ``mfn_means`` is to be rebuilt, for the years it has; it has no vintage to renew it by.
The levels in ``country_macro`` stay: they are the base of the world model with the trade matrix of the same year.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from parley.recipes import mean_tariffs
from parley.recipes.forecasts import WDI
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import json_of, numbers
from parley.tables import countries

BASE = "https://api.worldbank.org"
PROVIDER = Provider("world_bank", "World Bank, World Development Indicators")
GROWTH = "NY.GDP.MKTP.KD.ZG"
PER_PAGE = 20_000


def request(client: Client, indicator: str, first: int, last: int) -> list[Answer]:
    """Every page of an indicator for all countries. Raises SourceError."""
    answers: list[Answer] = []
    pages = 1
    while len(answers) < pages:
        params = [("format", "json"), ("per_page", f"{PER_PAGE}"), ("date", f"{first}:{last}")]
        params += [("page", f"{len(answers) + 1}")]
        answers.append(client.get(PROVIDER, f"{BASE}/v2/country/all/indicator/{indicator}", params))
        pages = int(_head(answers[-1])["pages"])
    return answers


def _head(answer: Answer) -> dict[str, str]:
    body = json_of(answer)
    first = body[0] if isinstance(body, list) and body and isinstance(body[0], dict) else {}
    if "message" in first:
        words = "; ".join(str(m.get("value", "")) for m in first["message"])
        raise failures.NoSuchFlowError(f"The World Bank rejects the request: {words}")
    if not {"pages", "total", "lastupdated"} <= first.keys() or len(body) != 2:
        raise failures.SchemaDriftError(answer.url, ["pages", "total", "lastupdated"], list(first))
    return {str(name): str(value) for name, value in first.items()}


def vintage(answer: Answer) -> date:
    """The day the indicators were last updated. Raises SchemaDriftError and what ``fetch`` raises."""
    return date.fromisoformat(_head(answer)["lastupdated"])


def read(answers: Sequence[Answer], indicator: str) -> pd.DataFrame:
    """Columns area, year and value; areas without a code and years without a figure are left out.

    Raises TruncatedError where the pages do not hold the total, EditionMovedError where they are of two vintages,
    NoDataError where no figure is left, or another SourceError.
    """
    if len({vintage(answer) for answer in answers}) != 1:
        raise failures.EditionMovedError("The World Bank updated its figures while they were read. Try again.")
    rows = [row for answer in answers for row in json_of(answer)[1] or ()]
    total = int(_head(answers[0])["total"])
    if total != len(rows):
        raise failures.TruncatedError(f"The World Bank gave {len(rows)} of {total} rows.")
    if not rows:
        raise failures.NoDataError(f"The World Bank has no figure of {indicator} for what was asked.")
    table = pd.DataFrame(rows)
    if any(column not in table for column in ("countryiso3code", "date", "value", "indicator")):
        raise failures.SchemaDriftError(indicator, ["countryiso3code", "date", "value"], list(map(str, table.columns)))
    names = {str(one.get("id")) for one in table["indicator"]}
    if names != {indicator}:
        raise failures.EditionMovedError(f"{indicator} was requested, but {', '.join(sorted(names))} came.")
    frame = pd.DataFrame(
        {
            "area": table["countryiso3code"],
            "year": pd.to_numeric(table["date"]).astype(int),
            "value": numbers(table["value"].map(lambda cell: "" if pd.isna(cell) else f"{cell}"), indicator),
        }
    )
    kept = frame[(frame["area"] != "") & frame["value"].notna()]
    ordered: pd.DataFrame = kept.sort_values(["area", "year"], ignore_index=True)
    return ordered


TABLE, SOURCE_ID = "gdp_actuals", "world_bank_wdi_growth"
FIRST_YEAR, FIRST_YEAR_OF_DUTIES = 2010, 2000
MEANS = "mfn_means"
DUTIES = {
    "mfn_simple_mean_pct": "TM.TAX.MRCH.SM.FN.ZS",
    "mfn_weighted_mean_pct": "TM.TAX.MRCH.WM.FN.ZS",
    mean_tariffs.APPLIED: "TM.TAX.MRCH.WM.AR.ZS",
}
SAME_PRINT = 1e-4  # stored figures have four decimals


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Growth of every country since 2010."""
    return request(client, GROWTH, FIRST_YEAR, on.year)


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Growth, and the three means of duties for the years of their table."""
    last = int(stored(MEANS)["year"].max())
    answers = fetch(client, stored, on)
    for indicator in DUTIES.values():
        answers += request(client, indicator, FIRST_YEAR_OF_DUTIES, last)
    return answers


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The means as the two files the recipe reads: applied by year, MFN of the newest year but the broken one.

    Raises SourceError.
    """
    if not _of(answers, DUTIES[mean_tariffs.APPLIED]):
        return {}
    means = [
        read(_of(answers, indicator), indicator).rename(columns={"area": "iso3", "value": column})
        for column, indicator in DUTIES.items()
    ]
    codes = countries.names().keys() | mean_tariffs.EU.keys()
    simple, weighted, applied = (mean[mean["iso3"].isin(codes)] for mean in means)
    mfn = simple.merge(weighted, on=["iso3", "year"])
    mfn = mfn[mfn["year"].ne(mean_tariffs.BROKEN_YEAR) & ~mfn["iso3"].isin(list(mean_tariffs.EU))]
    latest = (
        mfn.sort_values("year").drop_duplicates("iso3", keep="last").merge(applied, on=["iso3", "year"], how="left")
    )
    latest = latest.assign(name=latest["iso3"], eu_common_tariff=latest["iso3"].isin(countries.union_members()))
    files = {mean_tariffs.APPLIED_FILE: applied, mean_tariffs.MFN_FILE: latest}
    return {name: table.to_csv(index=False).encode() for name, table in files.items()}


def _of(answers: list[Answer], indicator: str) -> list[Answer]:
    return [answer for answer in answers if f"/{indicator}?" in answer.url]


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per area and year that is new or moved. Raises SourceError."""
    answers = _of(answers, GROWTH)
    figures, day = read(answers, GROWTH), vintage(answers[0])
    table = stored(TABLE)
    base = table[table["source_id"].isin([WDI, SOURCE_ID])]
    newest = base["published_on"].max()
    if pd.Timestamp(day) < newest:
        raise failures.EditionMovedError(f"The figures are of {day}; those of {newest:%Y-%m-%d} are here already.")
    got = figures.rename(columns={"value": "growth_pct"})
    got = got[got["area"].str.fullmatch(r"[A-Z0-9]{3,4}")]
    old = base.sort_values("published_on").drop_duplicates(["area", "year"], keep="last").set_index(["area", "year"])
    before = old["growth_pct"].reindex(pd.MultiIndex.from_frame(got[["area", "year"]])).to_numpy()
    near = abs(got["growth_pct"].to_numpy() - before) < SAME_PRINT
    rows = got.assign(
        growth_pct=got["growth_pct"].where(~near, before),
        vintage=f"WDI{day}",
        status="actual",
        year_basis="national",
        published_on=pd.Timestamp(day),
        date_basis="day",
        source_id=SOURCE_ID,
    )
    return Found(
        parts=[
            Part(
                TABLE, rows, ("area", "year"), "year", ("growth_pct",), "vintage", base, "published_on", ("area",), True
            )
        ],
        records=[
            record(
                SOURCE_ID,
                "World Bank",
                "World Development Indicators, GDP growth",
                f"update of {day.day} {day:%B %Y}",
                f"{BASE}/v2/country/all/indicator/{GROWTH}",
                "https://data.worldbank.org/indicator/NY.GDP.MKTP.KD.ZG",
                "CC BY 4.0",
                answers,
                on,
                day,
            )
        ],
    )


FEED = Feed(
    PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{BASE}/v2/country/all/indicator/{GROWTH}",),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(MEANS,),
    brings=(SOURCE_ID,),
)
