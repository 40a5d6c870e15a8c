"""China's customs: the preliminary pages of major exports and imports by quantity and value, in dollars.

China's major exports and imports into ``china_customs_commodities``, and rare earths of all forms by weight.

Each page is a print of its own. Of rare earths only periods enter that no report here has yet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from parley.recipes.china_customs import ALL_FORMS, DOUBTFUL_UNIT, GOODS_PAGES
from parley.refresh.feed import Feed, Found, Stored
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import numbers
from parley.sources.gacc import (
    BASE,
    MISSING,
    PRELIMINARY,
    index,
    links,
    missing_pages,
    page,
    period,
    printed_record,
    published_on,
    refuse_heads,
    refuse_linked,
    table_page,
    unit,
)

PROVIDER = Provider(
    "gacc.commodities", "General Administration of Customs of China, major goods", pause_s=5.0, total_s=120
)
WANTED = re.compile(r"^\(\d+\) ?China's Major (Exports|Imports) by Quantity and Value.*USD")
TITLE = re.compile(r"Major (Export|Import)s by Quantity and Value")
# The head of each pair of columns, quantity and value; a page of January and February has no month of its own.
HEADS = {
    "": re.compile(r"\d{1,2}"),
    "_to_date": re.compile(r"1-\d+ Total"),
    "_before": re.compile(r"1-\d+ Total, ?20\d\d"),
    "_change_pct": re.compile(r"1-\d+ Total,? Year-On-Year.*"),
}
UNDER = ("Quantity", "Value")
LARGEST_USD = {"export": (80e9, 800e9), "import": (40e9, 400e9)}  # a month of the largest line, machinery
SAME_CHANGE, MOST_OFF = 0.15, 0.1  # points between a printed change and that of the values; share of rows further off
FEWEST = 15


@dataclass(frozen=True)
class Goods:
    """A page: its last month, the day, and ``rows`` in the order of the page, values in dollars.

    ``rows``: commodity and quantity_unit as printed; quantity, value of the month, of January to it (``_to_date``) and
    of the same months a year before (``_before``), and the printed ``_change_pct`` of the two sums.
    """

    year: int
    month: int
    flow: str
    published_on: date
    url: str
    rows: pd.DataFrame


def request(client: Client, read_before: set[str]) -> list[Answer]:
    """The index, and each page of major goods in dollars not ``read_before``, by address. Raises SourceError."""
    listed = index(client, PRELIMINARY, PROVIDER)
    urls = missing_pages(links(listed, WANTED), read_before)
    return [listed, *(page(client, url, PROVIDER) for url in urls)]


def goods(answer: Answer) -> Goods:
    """The table of a page.

    Raises FrameOnlyError, LayoutChangedError, SchemaDriftError, UnitSuspectError or another SourceError.
    """
    printed, title = table_page(answer)
    named = TITLE.search(title)
    if named is None:
        raise failures.LayoutChangedError(f"{answer.url} is no page of major goods: {title!r}.")
    (year, month), flow = period(title, answer.url), named[1].lower()
    currency, multiplier = unit(printed, answer.url)
    if currency != "USD":
        raise failures.UnitSuspectError(f"{answer.url} gives its figures in {currency}; its index says US dollars.")
    rows = _rows(printed.rows, answer.url, multiplier, month)
    _refuse_changes(rows, answer.url)
    _refuse_size(rows, flow, month, answer.url)
    return Goods(year, month, flow, published_on(printed, answer.url), answer.url, rows)


def _rows(cells: Sequence[Sequence[str]], url: str, multiplier: float, month: int) -> pd.DataFrame:
    at = next((n for n, row in enumerate(cells) if row and row[0] == "Commodity"), None)
    if at is None:
        raise failures.SchemaDriftError(url, ["Commodity"], [])
    heads, under = list(cells[at][2:]), list(cells[at + 1])
    parts = _parts(heads, url)
    refuse_heads([head.partition(" Total")[0] for head in heads], month, url)
    if under != list(UNDER) * len(parts):
        raise failures.SchemaDriftError(url, list(UNDER) * len(parts), under)
    body = [row for row in cells[at + 2 :] if len(row) == 2 + len(under)]
    if len(body) < FEWEST:
        raise failures.CoverageShrunkError(f"{url} has {len(body)} goods; {FEWEST} at least are expected.")
    table = pd.DataFrame({"commodity": [row[0].rstrip("*").strip() for row in body]})
    table["quantity_unit"] = [row[1] if row[1] not in MISSING else None for row in body]
    for name in HEADS:
        for offset, kind in enumerate(("quantity", "value")):
            column = f"{kind}{name}"
            table[column] = float("nan")
            if name in parts:
                place = 2 + 2 * parts[name] + offset
                read = numbers(pd.Series([row[place] for row in body], name=column), url, MISSING)
                table[column] = read * multiplier if column in ("value", "value_to_date", "value_before") else read
    return table


def _parts(heads: Sequence[str], url: str) -> dict[str, int]:
    """The place of each pair of columns by the ending of its name."""
    parts = {name: n for n, head in enumerate(heads) for name, form in HEADS.items() if form.fullmatch(head)}
    if len(parts) != len(heads) or not {"_to_date", "_before", "_change_pct"} <= parts.keys():
        raise failures.SchemaDriftError(url, ["1-n Total", "1-n Total, year before", "Year-On-Year"], heads)
    return parts


def _refuse_changes(rows: pd.DataFrame, url: str) -> None:
    """The printed changes are those of the printed sums, in nine rows of ten: a column that moved would not hold."""
    complete = rows.dropna(subset=["value_to_date", "value_before", "value_change_pct"])
    change = (complete["value_to_date"] / complete["value_before"].where(complete["value_before"] != 0) - 1) * 100
    off = (change - complete["value_change_pct"]).abs() > SAME_CHANGE + 0.005 * change.abs()
    if complete.empty or off.mean() > MOST_OFF:
        raise failures.UnitSuspectError(f"{url}: printed changes are not those of the printed values.")
    less = rows["value"] > rows["value_to_date"] * 1.000001 + 1e6
    if less.any():
        name = rows.loc[less, "commodity"].iloc[0]
        raise failures.UnitSuspectError(f"{url}: {name} has more in the month than from January to it.")


def _refuse_size(rows: pd.DataFrame, flow: str, month: int, url: str) -> None:
    low, high = LARGEST_USD[flow]
    largest = rows["value_to_date"].max() / month
    if not low <= largest <= high:
        raise failures.UnitSuspectError(
            f"{url}: the largest line has {largest / 1e9:,.2f} bn US dollars a month, which is not what China trades."
        )


GOODS, RARE_EARTHS = "china_customs_commodities", "china_rare_earth_exports"
KEY = ("month", "flow", "commodity", "source_id")
WEIGHT_KEY = ("commodity", "destination_iso3", "period_start", "period_end", "reported_by")
COLUMNS = {
    "value": "value_usd",
    "value_to_date": "value_year_to_date_usd",
    "value_before": "value_year_to_date_before_usd",
    "value_change_pct": "change_pct",
    "quantity_to_date": "quantity_year_to_date",
    "quantity_change_pct": "quantity_change_pct",
}
TONNES = ("ton", "tons")
PAIRS, FEW_PAIRS = "10,000 Pairs", 10_000  # of shoes China sells some 700 million pairs a month


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The index, and the pages that no stored row comes from."""
    return request(client, set(stored(GOODS)["source_url"]))


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per month, flow and commodity of each new page, and the weight of rare earths sold abroad.

    Raises SourceError.
    """
    pages = [goods(answer) for answer in answers[1:]]
    if not pages:
        return Found(notes=["No page is new."])
    refuse_linked(answers[0], WANTED, {page.url: page.month for page in pages})
    table = stored(GOODS)
    got = pd.concat([rows(one) for one in pages], ignore_index=True)
    parts = [
        Part(GOODS, got, KEY, "month", ("value_usd", "value_year_to_date_usd"), "first_release", table.head(0)),
        *_rare_earths(pages, stored(RARE_EARTHS)),
    ]
    newest = max(pages, key=lambda one: (one.year, one.month))
    about = printed_record(
        GOODS_PAGES,
        "Major exports and imports by quantity and value",
        f"pages to {newest.year}-{newest.month:02}",
        PRELIMINARY,
        [a for a in answers if a.url == newest.url],
        on,
        newest.published_on,
        "Groups of goods overlap and do not add to a total.",
    )
    editions = [f"{one.year}-{one.month:02}, major {one.flow}s, page of {one.published_on}" for one in pages]
    return Found(parts=parts, records=[about], editions=editions)


def rows(page: Goods) -> pd.DataFrame:
    """The rows of a page in the table's columns; what a page does not print stays empty."""
    doubtful = page.rows["quantity_unit"].eq(PAIRS) & page.rows["quantity"].lt(FEW_PAIRS)
    marked = page.rows.assign(
        quantity_unit=page.rows["quantity_unit"].mask(doubtful, None),
        note=doubtful.map({True: DOUBTFUL_UNIT, False: None}),
    )
    return (
        marked.rename(columns=COLUMNS)
        .assign(
            month=pd.Timestamp(page.year, page.month, 1),
            flow=page.flow,
            change_month_pct=float("nan"),
            quantity_change_month_pct=float("nan"),
            comparator="eq",
            is_change_estimated=False,
            published_on=pd.Timestamp(page.published_on),
            date_basis="day",
            verification="official_file",
            source_url=page.url,
            source_id=GOODS_PAGES,
        )
        .drop(columns="quantity_before")
    )


def _rare_earths(pages: list[Goods], stored: pd.DataFrame) -> list[Part]:
    """Rare earths in all forms by weight, for periods that no stored row covers."""
    stored_rows = stored[(stored["commodity"] == ALL_FORMS) & (stored["destination_iso3"] == "WLD")]
    periods = set(zip(stored_rows["period_start"], stored_rows["period_end"], strict=True))
    weights = [row for page in pages if page.flow == "export" for row in _weights(page)]
    new = [row for row in weights if (row["period_start"], row["period_end"]) not in periods]
    if not new:
        return []
    got = pd.DataFrame(new)
    return [Part(RARE_EARTHS, got, WEIGHT_KEY, "period_end", ("quantity_t",), "first_release", stored.head(0))]


def _weights(page: Goods) -> list[dict[str, object]]:
    """The month and the months to it, where the page gives rare earths in tonnes."""
    is_rare = page.rows["commodity"].str.contains(r"rare.?earth", case=False)
    rare = page.rows[is_rare & page.rows["quantity_unit"].str.lower().isin(TONNES)]
    end = pd.Timestamp(page.year, page.month, 1) + pd.offsets.MonthEnd()
    weights = []
    for row in rare.to_dict("records"):
        for name, start in (("", end.replace(day=1)), ("_to_date", pd.Timestamp(page.year, 1, 1))):
            if pd.notna(row[f"quantity{name}"]):
                weights.append(
                    {
                        "commodity": ALL_FORMS,
                        "destination_iso3": "WLD",
                        "period_start": start,
                        "period_end": end,
                        "quantity_t": row[f"quantity{name}"],
                        "value_usd": row[f"value{name}"],
                        "change_pct": row["quantity_change_pct"] if name else float("nan"),
                        "kind": "reported",
                        "published_on": pd.Timestamp(page.published_on),
                        "date_basis": "day",
                        "reported_by": "GACC, table of major exports",
                        "verification": "official_file",
                        "source_url": page.url,
                        "note": f"printed as {row['commodity']}",
                        "source_id": GOODS_PAGES,
                    }
                )
    return weights


FEED = Feed(PROVIDER, (GOODS, RARE_EARTHS), fetch, find, (f"{BASE}{PRELIMINARY}",), brings=(GOODS_PAGES,))
