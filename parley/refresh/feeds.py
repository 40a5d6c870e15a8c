"""All feeds, in the order in which they are asked."""

from collections.abc import Collection, Sequence

from parley.refresh.arguments import NotRenewedError
from parley.refresh.feed import Feed
from parley.sources import (
    baci,
    budget_lab,
    census_chapters,
    census_country,
    census_products,
    census_trade,
    federal_register,
    fixed_files,
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
    *fixed_files.FEEDS,
)


def of_tables(names: Sequence[str], archives: Collection[str] = (), is_raw: bool = False) -> list[Feed]:
    """The feeds that renew one of these tables; a feed may be named itself.

    Where none is named all of them: those that read an archive only where it is among ``archives``, those that only
    rebuild only where ``is_raw``, when their files have a folder to go to.

    Raises NotRenewedError for a table that no official source renews.
    """
    if not names:
        return [
            feed
            for feed in FEEDS
            if (feed.name in archives or not feed.needs_archive) and (is_raw or not feed.needs_raw)
        ]
    for name in names:
        if not any(name in _answered(feed) for feed in FEEDS):
            choices = ", ".join(sorted({table for feed in FEEDS for table in feed.tables}))
            raise NotRenewedError(
                f"no official source renews a table {name!r}; the page Sources says why of each. Choose from {choices}"
            )
    return [feed for feed in FEEDS if any(_is_meant(feed, name, is_raw) for name in names)]


def _is_meant(feed: Feed, name: str, is_raw: bool) -> bool:
    """Whether a name asks for a feed; one that only rebuilds a table is left out where another renews it."""
    if name in _answered(feed) and feed.needs_raw and not is_raw and name != feed.name:
        return not any(name in other.tables for other in FEEDS)
    return name in _answered(feed)


def _answered(feed: Feed) -> tuple[str, ...]:
    """What a feed is asked by: its own name, the tables it renews, those it can only rebuild."""
    return (feed.name, *feed.tables, *feed.rebuilds)
