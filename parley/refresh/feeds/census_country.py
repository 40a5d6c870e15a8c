"""The Census Bureau's country workbook into ``trade_monthly``: general imports and f.a.s. exports of every partner."""

from datetime import date

import pandas as pd

from parley.recipes.countries import iso3_by_census_code
from parley.recipes.releases import dated
from parley.recipes.trade_monthly import FIRST_MONTH, WORKBOOK_EU27_FROM, without_united_kingdom
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part, is_stored
from parley.sources import census_country as source
from parley.sources.client import Answer, Client

TABLE = "trade_monthly"
SOURCE_ID = "census_country_workbook"
GROUPS = {"0015": "WLD", "0003": "EU27"}
KEY = ("partner_iso3", "month", "flow", "basis")
DOLLAR = 1e-7  # the file has USD million to six decimals; two prints of a figure differ by rounding at most


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The workbook, one request."""
    return [source.fetch(client)]


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Months that are new, and those whose figure moved since the newest vintage stored. Raises SourceError."""
    (answer,) = answers
    vintage = source.released_on(answer, on)
    cells = source.read(answer)
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
                f"{source.BASE}{source.PATH}",
                f"{source.BASE}/foreign-trade/balance/index.html",
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


FEED = Feed(source.PROVIDER, (TABLE,), fetch, find, (f"{source.BASE}{source.PATH}",), brings=(SOURCE_ID,))
