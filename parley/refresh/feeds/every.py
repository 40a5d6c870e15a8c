"""All feeds, in the order in which they are asked."""

from collections.abc import Collection, Sequence

from parley.refresh.arguments import NotRenewedError
from parley.refresh.feed import Feed
from parley.refresh.feeds import (
    baci,
    budget_lab,
    census_chapters,
    census_country,
    census_products,
    census_trade,
    federal_register,
    fred,
    gacc,
    gacc_commodities,
    imf,
    oecd,
    treasury,
    treasury_daily,
    usgs,
    usitc,
    waugh,
    world_bank,
)

FEEDS: tuple[Feed, ...] = (
    census_country.FEED,
    usitc.FEED,
    gacc.FEED,
    gacc_commodities.FEED,
    oecd.FEED,
    treasury.FEED,
    treasury_daily.FEED,
    usgs.FEED,
    federal_register.FEED,
    census_trade.FEED,
    census_products.FEED,
    census_chapters.FEED,
    imf.FEED,
    world_bank.FEED,
    fred.FEED,
    budget_lab.FEED,
    waugh.FEED,
    baci.FEED,
)


def of_tables(names: Sequence[str], archives: Collection[str] = ()) -> list[Feed]:
    """The feeds that renew one of these tables; a feed may be named itself.

    Where none is named all of them, those that read an archive only where it is among ``archives``.

    Raises NotRenewedError for a table that no official source renews.
    """
    if not names:
        return [feed for feed in FEEDS if not feed.needs_archive or feed.name in archives]
    for name in names:
        if not any(name in _answered(feed) for feed in FEEDS):
            known = ", ".join(sorted({table for feed in FEEDS for table in feed.tables}))
            raise NotRenewedError(f"no official source renews a table {name!r}; choose from {known}")
    return [feed for feed in FEEDS if any(name in _answered(feed) for name in names)]


def _answered(feed: Feed) -> tuple[str, ...]:
    """What a feed is asked by: its own name, the tables it renews, those it can only rebuild."""
    return (feed.name, *feed.tables, *feed.rebuilds)
