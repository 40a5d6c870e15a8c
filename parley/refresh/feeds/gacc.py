"""China's customs bulletins into ``china_customs``: each page is a print of its own and never changes a stored row."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley.recipes.china_customs import PARTNERS_PAGES
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import gacc as source
from parley.sources.client import Answer, Client

TABLE = "china_customs"
SOURCE_ID = PARTNERS_PAGES
HUNDRED_MILLION = 100_000_000
KEY = ("period_start", "period_end", "partner_iso3", "flow", "currency", "status", "source_url")
NAMES = {
    "TOTAL": "WLD", "EUROPEAN UNION": "EU27", "UNITED STATES (US)": "USA", "UNITED STATES": "USA", "ASEAN": "ASEAN",
    "SOUTH KOREA": "KOR", "KOREA, REP.": "KOR", "RUSSIAN FEDERATION": "RUS", "RUSSIA": "RUS", "VIET NAM": "VNM",
    "VIETNAM": "VNM", "HONG KONG, CHINA": "HKG", "HONG KONG SAR": "HKG", "HONG KONG": "HKG", "TAIWAN, CHINA": "TWN",
    "TAIWAN": "TWN", "UNITED KINGDOM (UK)": "GBR", "UNITED KINGDOM": "GBR", "LATIN AMERICA": "LATAM", "AFRICA": "AFR",
    "RCEP": "RCEP", "MYANMAR": "MMR",
}  # fmt: skip


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Both indexes, and the pages of trade by country that no stored row comes from. Raises SourceError."""
    known = set(stored(TABLE)["source_url"])
    answers = []
    for path in (source.PRELIMINARY, source.MONTHLY):
        listed = source.index(client, path)
        urls = source.missing_pages(source.links(listed, source.WANTED[path]), known)
        known |= set(urls)
        answers += [listed, *(source.page(client, url) for url in urls)]
    return answers


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per period, partner, flow and currency of each new page."""
    bulletins = [source.bulletin(a) for a in answers if not a.url.endswith((source.PRELIMINARY, source.MONTHLY))]
    months = {b.url: b.month for b in bulletins}
    for listed in answers:
        for path, wanted in source.WANTED.items():
            if listed.url.endswith(path):
                source.refuse_linked(listed, wanted, months)
    base = stored(TABLE)
    if not bulletins:
        return Found(notes=["No page is new."])
    codes = names(stored("countries"))
    parts = [rows(b, codes) for b in bulletins]
    got = pd.concat([part for part, _ in parts], ignore_index=True)
    unknown = sorted({name for _, left in parts for name in left})
    newest = max(bulletins, key=lambda b: (b.year, b.month))
    same = base[base["source_url"].isin(set(got["source_url"]))]
    return Found(
        parts=[Part(TABLE, got, KEY, "period_end", ("value_local",), "first_release", same)],
        records=[
            printed_record(
                SOURCE_ID,
                "Bulletins of trade by country and region",
                f"bulletins to {newest.year}-{newest.month:02}",
                source.MONTHLY,
                [a for a in answers if a.url == newest.url],
                on,
                newest.published_on,
                "The preliminary page and the monthly bulletin of a month are two prints; both stay.",
            )
        ],
        notes=[f"Rows that match no country in our tables: {', '.join(unknown)}."] if unknown else [],
        editions=[f"{b.year}-{b.month:02} in {b.currency}, page of {b.published_on}" for b in bulletins],
    )


def names(countries: pd.DataFrame) -> dict[str, str]:
    """Codes by the names of the bulletins, in capitals."""
    own = countries[~countries["is_aggregate"]]
    return dict(zip(own["name"].str.upper(), own["iso3"], strict=True)) | NAMES


def rows(bulletin: source.Bulletin, codes: dict[str, str]) -> tuple[pd.DataFrame, list[str]]:
    """The rows of a page in the table's columns, and the names that are no country or group here."""
    own = bulletin.rows.assign(partner_iso3=bulletin.rows["name"].str.upper().map(codes))
    left = own.loc[own["partner_iso3"].isna() & ~own["is_group"], "name"].unique().tolist()
    own = own.dropna(subset=["partner_iso3", "value"]).drop_duplicates(["partner_iso3", "flow", "is_year_to_date"])
    end = pd.Timestamp(bulletin.year, bulletin.month, 1) + pd.offsets.MonthEnd()
    january = pd.Timestamp(bulletin.year, 1, 1)
    start = own["is_year_to_date"].map({True: january, False: end.replace(day=1)})
    is_usd = bulletin.currency == "USD"
    table = pd.DataFrame(
        {
            "period_start": start,
            "period_end": end,
            "partner_iso3": own["partner_iso3"],
            "flow": own["flow"],
            "currency": bulletin.currency,
            "status": "as_reported",
            "value_local": own["value"] / HUNDRED_MILLION,
            "multiplier": HUNDRED_MILLION,
            "value_usd": own["value"] if is_usd else float("nan"),
            "change_pct": own["change_pct"],
            "published_on": pd.Timestamp(bulletin.published_on),
            "date_basis": "day",
            "verification": "official_file",
            "source_url": bulletin.url,
            "note": None,
            "source_id": SOURCE_ID,
        }
    )
    return table.reset_index(drop=True), left


FEED = Feed(
    source.PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{source.BASE}{source.PRELIMINARY}", f"{source.BASE}{source.MONTHLY}"),
    brings=(SOURCE_ID,),
)


def printed_record(
    source_id: str,
    title: str,
    edition: str,
    index: str,
    answers: Sequence[Answer],
    on: date,
    published_on: date,
    caveat: str,
) -> dict[str, Any]:
    """The record of pages printed by China's customs; ``index``: the path of the page that lists them."""
    return record(
        source_id,
        "General Administration of Customs of China",
        title,
        edition,
        f"{source.BASE}{index}",
        f"{source.BASE}{source.PRELIMINARY}",
        "Figures are facts; credit to the General Administration of Customs of China",
        answers,
        on,
        published_on,
        caveat=caveat,
        may_redistribute="facts_only",
    )
