"""World Bank growth into ``gdp_actuals``: what is new or revised enters with the day of its vintage.

The levels in ``country_macro`` stay: they are the base of the world model with the trade matrix of the same year.
"""

from datetime import date

import pandas as pd

from parley.recipes.gdp_actuals import WDI
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import world_bank as source
from parley.sources.client import Answer, Client

TABLE, SOURCE_ID = "gdp_actuals", "world_bank_wdi_growth"
FIRST_YEAR = 2010
SAME_PRINT = 1e-4  # stored figures have four decimals


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Growth of every country since 2010."""
    return source.fetch(client, source.GROWTH, FIRST_YEAR, on.year)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per area and year that is new or moved."""
    figures, day = source.read(answers, source.GROWTH), source.vintage(answers[0])
    table = stored(TABLE)
    base = table[table["source_id"].isin([WDI, SOURCE_ID])]
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
                f"{source.BASE}/v2/country/all/indicator/{source.GROWTH}",
                "https://data.worldbank.org/indicator/NY.GDP.MKTP.KD.ZG",
                "CC BY 4.0",
                answers,
                on,
                day,
            )
        ],
    )


FEED = Feed(source.PROVIDER, (TABLE,), fetch, find, (f"{source.BASE}/v2/country/all/indicator/{source.GROWTH}",))
