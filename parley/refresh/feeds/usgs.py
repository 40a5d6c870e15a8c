"""Mineral Commodity Summaries into prices, reliance, reserves and production: an edition in print never changes.

The file goes through the recipes of the tables. A correction of the reserves enters as an edition of its own.
"""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import oxide_prices, us_import_reliance
from parley.recipes.mine_production import AGGREGATES
from parley.recipes.reserves import cells_of_edition
from parley.refresh.feed import Feed, Found, Stored, with_raw
from parley.refresh.merging import Part
from parley.sources import usgs as source
from parley.sources.client import Answer, Client

RELIANCE, PRICES, RESERVES, MINES = "us_import_reliance", "oxide_prices", "reserves", "mine_production"
EDITION, CHAPTER = "MCS2026", "RARE EARTHS"
KEYS = {
    RELIANCE: ("edition", "statistic", "chapter", "commodity", "detail", "partner", "year"),
    PRICES: ("edition", "element", "specification", "year"),
}
VALUES = {RELIANCE: ("value_pct",), PRICES: ("price_usd_per_kg",)}
NOTHING = "—"  # mine production of nothing, which the tables have no row for


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The newest release and its files."""
    return source.fetch(client)


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The file where the recipes look for it."""
    return {oxide_prices.FILE: answers[2].body}


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """What the file says of each table beside the stored edition."""
    cells = source.read(answers[2])
    history = source.versions(answers[3] if len(answers) > 3 else None)
    with tempfile.TemporaryDirectory() as folder:
        raw = with_raw(raw_files(answers), Path(folder))
        built = {RELIANCE: us_import_reliance.build(raw), PRICES: oxide_prices.build(raw)}
    parts = [_of_recipe(name, built[name], stored(name)) for name in (RELIANCE, PRICES)]
    parts.append(_mines(cells, stored(MINES)))
    parts += _reserves(cells, stored(RESERVES), history)
    newest = history[-1] if history else None
    told = f"Newest version of the edition: {newest.number} of {newest.posted_on}." if newest else "No version history."
    return Found(parts=parts, notes=[told], editions=[str(p.got["edition"].iloc[0]) for p in parts[3:]])


def _of_recipe(name: str, table: pd.DataFrame, stored: pd.DataFrame) -> Part:
    got = table[table["edition"] == EDITION]
    base = stored[stored["edition"] == EDITION]
    return Part(name, got, KEYS[name], "year", VALUES[name], "first_release", base)


def _mines(cells: pd.DataFrame, stored: pd.DataFrame) -> Part:
    """Production by country, in the rows of the stored edition; a country that is new there is a row to look at."""
    base = stored[stored["edition"] == EDITION]
    codes = dict(zip(base["country"], base["iso3"], strict=True)) | AGGREGATES
    rows = source.world(cells, CHAPTER, "Production")
    rows = rows[rows["Value"] != NOTHING]
    first = base.iloc[0]
    got = pd.DataFrame(
        {
            "edition": EDITION,
            "year": rows["Year"].astype(int),
            "country": rows["Country"],
            "iso3": rows["Country"].map(codes),
            "output_t": rows["Value"].str.replace(",", "").astype(float),
            "basis": "reo",
            "is_world_total": rows["Country"] == "World total",
            "is_other": rows["Country"] == "Other countries",
            "is_estimate": rows["Notes"].str.startswith("Estimated"),
            "is_cross_check": False,
            "published_on": first["published_on"],
            "date_basis": first["date_basis"],
            "note": rows["Notes"],
            "source_id": first["source_id"],
        }
    )
    return Part(MINES, got, ("edition", "year", "country"), "year", ("output_t",), "first_release", base)


def _reserves(cells: pd.DataFrame, stored: pd.DataFrame, history: list[source.Version]) -> list[Part]:
    """Nothing where the file has an edition that is stored, else the correction as an edition of its own.

    USGS corrects the printed chapter first and its file later, or never. A file that differs from every stored edition
    without a version after the last one stored is no correction: it is compared with the first posting and refused.
    """
    rows = source.world(cells, CHAPTER, "Reserves")
    printed = dict(zip(rows["Country"], rows["Value"], strict=True))
    own = stored[stored["edition"].str.startswith(EDITION)]
    if any(dict(zip(one["country"], one["raw"], strict=True)) == printed for _, one in own.groupby("edition")):
        return []
    codes = dict(zip(own["country"], own["iso3"], strict=True))
    later = [v for v in history if pd.Timestamp(v.posted_on) > own["published_on"].max()]
    name = f"{EDITION} v{later[-1].number}" if later else EDITION
    day = later[-1].posted_on if later else own["published_on"].min().date()
    got = cells_of_edition(name, rows["Country"], rows["Value"], codes, day).assign(published_on=pd.Timestamp(day))
    base = own[own["edition"] == name]
    return [
        Part(
            RESERVES,
            got,
            ("edition", "country", "published_on"),
            "published_on",
            ("reserves_t",),
            "first_release",
            base,
        )
    ]


FEED = Feed(
    source.PROVIDER,
    (RELIANCE, PRICES, MINES, RESERVES),
    fetch,
    find,
    (f"{source.BASE}{source.LISTING}?parentId={source.PARENT}", f"{source.BASE}/catalog/file/get/…/{source.FILE}"),
    raw_files=raw_files,
    rebuilds=(RELIANCE, PRICES),
)
