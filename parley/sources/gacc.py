"""China's customs: the index pages of the bulletins, and their tables of trade by country.

China's customs bulletins into ``china_customs``: each page is a print of its own and never changes a stored row.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from parley.recipes.china_customs import PARTNERS_PAGES
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import numbers
from parley.sources.pages import Page, page_of

BASE = "http://english.customs.gov.cn"
PRELIMINARY, MONTHLY = "/statics/report/preliminary.html", "/statics/report/monthly.html"
PROVIDER = Provider("gacc", "General Administration of Customs of China", pause_s=5.0, total_s=120)
WANTED = {
    PRELIMINARY: re.compile(r"^\(4\) China's Total Export & Import Values by Country/Region"),
    MONTHLY: re.compile(r"^\(2\) ?Imports and Exports by Country"),
}
UNITS = {"CNY100MILLION": ("CNY", 1e8), "US$1,000": ("USD", 1e3), "USD1,000": ("USD", 1e3), "USD1MILLION": ("USD", 1e6)}
MONTHS = {name[:3]: number for number, name in enumerate(calendar.month_name) if name}
FLOWS = {"export & import": "total", "total": "total", "export": "export", "exports": "export"}
FLOWS |= {"import": "import", "imports": "import"}
ONE_MONTH = {"USD": (150e9, 800e9), "CNY": (1.0e12, 6.0e12)}  # exports of one month, much wider than 2024 to 2026
ALL_COUNTRIES, LEAST_OF_WORLD = 60, 0.97  # from so many on a page has all of them; unions of countries come on top
MISSING = ("", "-", "—", "–")
FORM = ("Total", "Exports", "Imports")


@dataclass(frozen=True)
class Bulletin:
    """One table of a bulletin: its last month, whether January to it is joined, currency, day of the page, figures.

    ``rows``: name, flow (total, export, import), is_year_to_date, value (in the currency's unit) and change_pct.
    """

    year: int
    month: int
    currency: str
    published_on: date
    url: str
    rows: pd.DataFrame


def index(client: Client, path: str, provider: Provider = PROVIDER) -> Answer:
    """An index page of bulletins."""
    return page(client, f"{BASE}{path}", provider)


def page(client: Client, url: str, provider: Provider = PROVIDER) -> Answer:
    """A page of a bulletin."""
    return client.get(provider, url, judge=_challenge)


def _challenge(answer: Answer) -> None:
    if answer.status == 412:
        raise failures.ChallengedError(f"{answer.url} answers only browsers; open it in yours.")


def links(answer: Answer, wanted: re.Pattern[str]) -> list[tuple[str, int, str]]:
    """Title, month and address of each page that is out of the tables with such a title.

    Raises LayoutChangedError or TruncatedError.
    """
    listing = page_of(answer)
    targets = [
        (row[0], MONTHS[link.words[:3]], link.href)
        for row, row_links in zip(listing.rows, listing.row_links, strict=True)
        if row and wanted.match(row[0])
        for link in row_links
        if link.words[:3] in MONTHS
    ]
    if not targets:
        raise failures.LayoutChangedError(f"{answer.url} lists no page of the table asked for.")
    return targets


def bulletin(answer: Answer) -> Bulletin:
    """The table of a page.

    Raises FrameOnlyError, LayoutChangedError, SchemaDriftError, UnitSuspectError, CoverageShrunkError where its
    continents are not the world, or another SourceError.
    """
    printed, title = table_page(answer)
    year, month = period(title, answer.url)
    currency, multiplier = unit(printed, answer.url)
    rows = _rows(printed, answer.url, multiplier, month)
    _refuse_sums(rows, answer.url, multiplier)
    _refuse_size(rows, currency, month, answer.url)
    return Bulletin(year, month, currency, published_on(printed, answer.url), answer.url, rows)


def table_page(answer: Answer) -> tuple[Page, str]:
    """A page that has a table, and its title. Raises FrameOnlyError or TruncatedError."""
    printed = page_of(answer)
    if printed.frames and not any(len(row) > 3 for row in printed.rows):
        raise failures.FrameOnlyError(f"{answer.url} frames a document of an office program and has no table.")
    return printed, next(iter(printed.by_class.get("atcl-ttl", [])), "")


def published_on(printed: Page, url: str) -> date:
    """The day of a page. Raises LayoutChangedError."""
    stamp = next(iter(printed.by_class.get("atcl-date", [])), "")
    try:
        return datetime.strptime(stamp, "%Y/%m/%d").date()
    except ValueError:
        unread = f"{url} does not say its day where it did."
    raise failures.LayoutChangedError(unread)


def period(title: str, url: str) -> tuple[int, int]:
    """Year and last month that a title names. Raises LayoutChangedError."""
    if named := re.search(r"(?:January-)?([A-Z][a-z]{2})[a-z]* (\d{4})", title.replace("Country/Region", "")):
        return int(named[2]), MONTHS[named[1]]
    if numbered := re.search(r",\s*(?:1-)?(\d{1,2})\.(\d{4})", title):
        return int(numbered[2]), int(numbered[1])
    raise failures.LayoutChangedError(f"{url} has a title without a month: {title!r}.")


def unit(printed: Page, url: str) -> tuple[str, float]:
    """The currency of a page and how many units of it a figure counts. Raises UnitSuspectError."""
    for row in printed.rows:
        for cell in row:
            if named := re.match(r"Unit:\s*(.+)", cell):
                written = named[1].replace(" ", "").upper()
                if written in UNITS:
                    return UNITS[written]
                raise failures.UnitSuspectError(f"{url} gives its figures in {named[1]!r}, a unit we do not read.")
    raise failures.UnitSuspectError(f"{url} does not say its unit.")


def _rows(printed: Page, url: str, unit: float, month: int) -> pd.DataFrame:
    wide = [row for row in printed.rows if len(row) >= 6]
    heads = [at for at, row in enumerate(printed.rows) if sum(cell.lower() in FLOWS for cell in row) >= 3]
    if not heads or not wide:
        raise failures.SchemaDriftError(url, FORM, [])
    names = [FLOWS[cell.lower()] for cell in printed.rows[heads[0]] if cell.lower() in FLOWS]
    periods = [cell for cell in printed.rows[heads[0] + 1] if re.fullmatch(r"1 ?- ?to ?- ?\d+|1-\d+|\d{1,2}", cell)]
    if len(names) != len(periods):
        raise failures.SchemaDriftError(url, names, periods)
    refuse_heads(periods, month, url)
    is_joined = ["to" in p or "-" in p for p in periods]
    body = [row for row in printed.rows[heads[0] + 2 :] if len(row) == 1 + len(names) + 3]
    if not body:
        raise failures.NoDataError(f"{url} has a head and no row of figures.")
    parts = []
    for at, (flow, joined) in enumerate(zip(names, is_joined, strict=True), start=1):
        change = 1 + len(names) + ["total", "export", "import"].index(flow)
        has_change = joined or not any(is_joined)  # the changes are those of the year to date
        parts.append(
            pd.DataFrame(
                {
                    "name": [row[0].rstrip(":") for row in body],
                    "is_group": [row[0].endswith(":") for row in body],
                    "flow": flow,
                    "is_year_to_date": joined,
                    "value": numbers(pd.Series([row[at] for row in body], name=flow), url, MISSING) * unit,
                    "change_pct": numbers(pd.Series([row[change] for row in body], name="change"), url, MISSING)
                    if has_change
                    else float("nan"),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def refuse_heads(heads: Sequence[str], month: int, url: str) -> None:
    """Raise EditionMovedError where a head of months does not end with the month of the title."""
    off = [head for head in heads if int(re.findall(r"\d+", head)[-1]) != month]
    if off:
        raise failures.EditionMovedError(f"{url}: its title says month {month}, its columns {off[0]!r}.")


def refuse_linked(listed: Answer, wanted: re.Pattern[str], months: dict[str, int]) -> None:
    """Raise EditionMovedError where a page (its month by address) is of another month than its link says."""
    for title, month, url in links(listed, wanted):
        if months.get(url, month) != month:
            raise failures.EditionMovedError(
                f"{url} is linked as month {month} of {title!r}, and is month {months[url]}."
            )


def _refuse_sums(rows: pd.DataFrame, url: str, unit: float) -> None:
    """Exports and imports are the total, and the continents are the world, within rounding."""
    wide = rows.pivot_table(
        index=["name", "is_year_to_date"], columns="flow", values="value", aggfunc="first", sort=False
    )
    if {"total", "export", "import"} - set(wide):
        raise failures.SchemaDriftError(url, FORM, list(map(str, wide.columns)))
    off = (wide["export"] + wide["import"] - wide["total"]).abs()
    if (off > 1.5 * unit).any():
        name, _ = off[off > 1.5 * unit].index[0]
        raise failures.UnitSuspectError(f"{url}: exports and imports of {name} are not their total.")
    world = rows[rows["name"].str.upper() == "TOTAL"].groupby(["flow", "is_year_to_date"])["value"].first()
    countries = rows[~rows["is_group"] & (rows["name"].str.upper() != "TOTAL")]
    if countries["name"].nunique() >= ALL_COUNTRIES:  # the bulletin; the preliminary page has thirty
        sums = countries.groupby(["flow", "is_year_to_date"])["value"].sum()
        if (sums / world < LEAST_OF_WORLD).any():
            raise failures.CoverageShrunkError(f"{url}: the countries do not add up to the world.")
    groups = rows[rows["is_group"]]
    if groups["name"].nunique() >= 6:
        sums = groups.groupby(["flow", "is_year_to_date"])["value"].sum()
        if ((sums / world - 1).abs() > 0.001).any():
            raise failures.CoverageShrunkError(f"{url}: the continents do not add to the world.")


def _refuse_size(rows: pd.DataFrame, currency: str, month: int, url: str) -> None:
    world = rows[(rows["name"].str.upper() == "TOTAL") & (rows["flow"] == "export")]
    if world.empty:
        raise failures.NoDataError(f"{url} has no row for all countries.")
    first = world.iloc[0]
    months = month if first["is_year_to_date"] else 1
    low, high = ONE_MONTH[currency]
    if not low <= first["value"] / months <= high:
        raise failures.UnitSuspectError(
            f"{url}: exports of {first['value'] / months / 1e9:,.1f} bn {currency} a month are not what China sells."
        )


def missing_pages(listed: Sequence[tuple[str, int, str]], read_before: set[str]) -> list[str]:
    """Addresses of the list that are not among those known, each once."""
    return [url for url in dict.fromkeys(url for _, _, url in listed) if url not in read_before]


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
    read_before = set(stored(TABLE)["source_url"])
    answers = []
    for path in (PRELIMINARY, MONTHLY):
        listed = index(client, path)
        urls = missing_pages(links(listed, WANTED[path]), read_before)
        read_before |= set(urls)
        answers += [listed, *(page(client, url) for url in urls)]
    return answers


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per period, partner, flow and currency of each new page."""
    bulletins = [bulletin(a) for a in answers if not a.url.endswith((PRELIMINARY, MONTHLY))]
    months = {b.url: b.month for b in bulletins}
    for listed in answers:
        for path, wanted in WANTED.items():
            if listed.url.endswith(path):
                refuse_linked(listed, wanted, months)
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
                MONTHLY,
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
    single = countries[~countries["is_aggregate"]]
    return dict(zip(single["name"].str.upper(), single["iso3"], strict=True)) | NAMES


def rows(bulletin: Bulletin, codes: dict[str, str]) -> tuple[pd.DataFrame, list[str]]:
    """The rows of a page in the table's columns, and the names that are no country or group here."""
    named = bulletin.rows.assign(partner_iso3=bulletin.rows["name"].str.upper().map(codes))
    left = named.loc[named["partner_iso3"].isna() & ~named["is_group"], "name"].unique().tolist()
    named = named.dropna(subset=["partner_iso3", "value"]).drop_duplicates(["partner_iso3", "flow", "is_year_to_date"])
    end = pd.Timestamp(bulletin.year, bulletin.month, 1) + pd.offsets.MonthEnd()
    january = pd.Timestamp(bulletin.year, 1, 1)
    start = named["is_year_to_date"].map({True: january, False: end.replace(day=1)})
    is_usd = bulletin.currency == "USD"
    table = pd.DataFrame(
        {
            "period_start": start,
            "period_end": end,
            "partner_iso3": named["partner_iso3"],
            "flow": named["flow"],
            "currency": bulletin.currency,
            "status": "as_reported",
            "value_local": named["value"] / HUNDRED_MILLION,
            "multiplier": HUNDRED_MILLION,
            "value_usd": named["value"] if is_usd else float("nan"),
            "change_pct": named["change_pct"],
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
    PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{BASE}{PRELIMINARY}", f"{BASE}{MONTHLY}"),
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
        f"{BASE}{index}",
        f"{BASE}{PRELIMINARY}",
        "Figures are facts; credit to the General Administration of Customs of China",
        answers,
        on,
        published_on,
        caveat=caveat,
        may_redistribute="facts_only",
    )
