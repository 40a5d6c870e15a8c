"""Imports for consumption and duty by partner into ``trade_monthly``: with a key the interface, else the files."""

from datetime import date

import pandas as pd

from parley.recipes.countries import iso3_by_census_code
from parley.recipes.releases import dated
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part, is_stored
from parley.sources import census_api as api
from parley.sources import census_bulk as bulk
from parley.sources.client import Answer, Client

TABLE = "trade_monthly"
BY_KEY, BY_FILE = "census_api_imports", "census_bulk_imports"
KEY = ("partner_iso3", "month", "flow", "basis")
NOTICE = "This product uses the Census Bureau Data API but is not endorsed or certified by the Census Bureau."
LICENCE = "Public domain (US Government work)"


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """With a key all months of this year and the last; without, the files of months after the newest here.

    Raises SourceError.
    """
    newest = _own(stored(TABLE))["month"].max()
    today = pd.Timestamp(on).replace(day=1)
    if client.has_key(api.PROVIDER):
        return api.fetch_totals(client, list(pd.date_range(f"{on.year - 1}-01-01", today, freq="MS")))
    return bulk.fetch(client, list(pd.date_range(newest + pd.DateOffset(months=1), today, freq="MS")))


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per partner and month, and one for all countries together."""
    is_bulk = answers[0].provider == bulk.PROVIDER.name
    cells = _of_files(answers) if is_bulk else api.totals(answers)
    codes = iso3_by_census_code(stored("countries")) | {api.ALL_COUNTRIES: "WLD"}
    cells["partner_iso3"] = cells["census_code"].map(codes)
    unknown = sorted(set(cells.loc[cells["partner_iso3"].isna(), "name"].astype(str)))
    cells = cells.dropna(subset="partner_iso3").assign(flow="import", basis="consumption")
    got = cells.groupby(list(KEY), as_index=False)[["value_usd", "duty_usd"]].sum()
    base = _own(stored(TABLE))
    is_revised = is_stored(got, base, KEY)
    got = dated(got, is_revised, on, "estimated")
    got = got[is_revised | (got["value_usd"] > 0)]  # a month without trade has no row, unless it was revised to nothing
    source_id = BY_FILE if is_bulk else BY_KEY
    rows = got.assign(
        reporter_iso3="USA",
        seasonal_adjustment="NSA",
        is_derived=is_bulk & (got["partner_iso3"] == "WLD"),
        vintage=pd.Timestamp(on),
        source_id=source_id,
    )
    first, last = rows["month"].min(), rows["month"].max()
    newest = base.loc[base["partner_iso3"] == "WLD", "month"].max()
    title = (
        "US imports for consumption by country, monthly files" if is_bulk else "US imports for consumption by country"
    )
    return Found(
        parts=[
            Part(TABLE, rows, KEY, "month", ("value_usd", "duty_usd"), "vintage", base, "vintage", ("partner_iso3",))
        ],
        records=[
            record(
                source_id,
                "US Census Bureau",
                title,
                f"to {last:%B %Y}",
                f"{bulk.BASE}/trade/downloads" if is_bulk else f"{api.BASE}{api.IMPORTS}",
                f"{bulk.BASE}/foreign-trade/data/index.html",
                LICENCE,
                answers,
                on,
                coverage=(first.date(), (last + pd.offsets.MonthEnd()).date()),
                caveat=None if is_bulk else NOTICE,
            )
        ],
        notes=[f"Codes of countries that are not in the tables: {', '.join(unknown)}."] if unknown else [],
        editions=[f"{newest:%Y-%m} to {last:%Y-%m}"] if last > newest else [],
    )


def _own(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table["basis"] == "consumption") & (table["partner_iso3"] != "EU27")]


def _of_files(answers: list[Answer]) -> pd.DataFrame:
    """The lines of each month added by country, and all countries together."""
    parts = []
    for answer in answers:
        file = bulk.read(answer)
        sums = file.rows.groupby("census_code", as_index=False)[["value_usd", "duty_usd"]].sum()
        world = sums[["value_usd", "duty_usd"]].sum().to_frame().T.assign(census_code=api.ALL_COUNTRIES)
        parts.append(pd.concat([sums, world], ignore_index=True).assign(month=file.month))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(name=table["census_code"])


FEED = Feed(
    api.PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{api.BASE}{api.IMPORTS}", f"{bulk.BASE}/trade/downloads/YYYY/Merch/im_m/IMDBYYMM.ZIP (without a key)"),
    brings=(
        BY_KEY,
        BY_FILE,
    ),
)
