"""China's major exports and imports into ``china_customs_commodities``, and rare earths of all forms by weight.

Each page is a print of its own. Of rare earths only periods enter that no report here has yet.
"""

from datetime import date

import pandas as pd

from parley.recipes.china_customs import ALL_FORMS, DOUBTFUL_UNIT, GOODS_PAGES
from parley.refresh.feed import Feed, Found, Stored
from parley.refresh.feeds.gacc import printed_record
from parley.refresh.merging import Part
from parley.sources import gacc_commodities as source
from parley.sources.client import Answer, Client
from parley.sources.gacc import BASE, PRELIMINARY, refuse_linked

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
    return source.fetch(client, set(stored(GOODS)["source_url"]))


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """One row per month, flow and commodity of each new page, and the weight of rare earths sold abroad.

    Raises SourceError.
    """
    pages = [source.goods(answer) for answer in answers[1:]]
    if not pages:
        return Found(notes=["No page is new."])
    refuse_linked(answers[0], source.WANTED, {page.url: page.month for page in pages})
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


def rows(page: source.Goods) -> pd.DataFrame:
    """The rows of a page in the table's columns; what a page does not print stays empty."""
    doubtful = page.rows["quantity_unit"].eq(PAIRS) & page.rows["quantity"].lt(FEW_PAIRS)
    own = page.rows.assign(
        quantity_unit=page.rows["quantity_unit"].mask(doubtful, None),
        note=doubtful.map({True: DOUBTFUL_UNIT, False: None}),
    )
    return (
        own.rename(columns=COLUMNS)
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


def _rare_earths(pages: list[source.Goods], stored: pd.DataFrame) -> list[Part]:
    """Rare earths in all forms by weight, for periods that no stored row covers."""
    known = stored[(stored["commodity"] == ALL_FORMS) & (stored["destination_iso3"] == "WLD")]
    periods = set(zip(known["period_start"], known["period_end"], strict=True))
    told = [row for page in pages if page.flow == "export" for row in _weights(page)]
    new = [row for row in told if (row["period_start"], row["period_end"]) not in periods]
    if not new:
        return []
    got = pd.DataFrame(new)
    return [Part(RARE_EARTHS, got, WEIGHT_KEY, "period_end", ("quantity_t",), "first_release", stored.head(0))]


def _weights(page: source.Goods) -> list[dict[str, object]]:
    """The month and the months to it, where the page gives rare earths in tonnes."""
    is_rare = page.rows["commodity"].str.contains(r"rare.?earth", case=False)
    own = page.rows[is_rare & page.rows["quantity_unit"].str.lower().isin(TONNES)]
    end = pd.Timestamp(page.year, page.month, 1) + pd.offsets.MonthEnd()
    told = []
    for row in own.to_dict("records"):
        for name, start in (("", end.replace(day=1)), ("_to_date", pd.Timestamp(page.year, 1, 1))):
            if pd.notna(row[f"quantity{name}"]):
                told.append(
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
    return told


FEED = Feed(source.PROVIDER, (GOODS, RARE_EARTHS), fetch, find, (f"{BASE}{PRELIMINARY}",), brings=(GOODS_PAGES,))
