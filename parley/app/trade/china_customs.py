"""The subject China's figures: growth rates as its customs print them, and exports by commodity."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.trade import header
from parley.app.trade.charts import china_customs as charts
from parley.app.trade.charts import commodities as commodity_charts
from parley.measures import bilateral

PARTNERS = {"WLD": "World", "USA": "United States"}
SEVERAL = 2  # a release with one good alone is no comparison
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Printed growth by month, and the commodities of one release."""

    figures.block("China's own figures", lambda: own_figures(as_of))
    figures.block("Exports by commodity", lambda: by_commodity(as_of))


def own_figures(as_of: date) -> Figure:
    """Printed growth of the trade with the partner chosen."""
    partner = controls.choose("Trade with", list(PARTNERS), "trade_customs_with", PARTNERS.__getitem__)
    return growth_of(partner, as_of)


@kept
def growth_of(partner: str, as_of: date) -> Figure:
    """Printed growth of the trade with one partner. Raises NothingToShowError where none was published."""
    printed = printed_rates(as_of, partner)
    if printed.empty:
        raise NothingToShowError(SAY("customs.none", day=terms.day(as_of)))
    return Figure(
        "trade_customs",
        charts.rates_caption(printed),
        printed,
        {"Chart": lambda palette: charts.printed_rates(printed, palette)},
        note=later_months(as_of, printed),
        state=(partner, as_of),
    )


def by_commodity(as_of: date) -> Figure:
    """Changes of exports by commodity in the release chosen."""
    months = releases(as_of)
    if not months:
        raise NothingToShowError(SAY("customs.no_release", day=terms.day(as_of)))
    return commodities_of(controls.choose("Release", months, "trade_release", _month), as_of)


@kept
def releases(as_of: date) -> list[str]:
    """The months whose release tells of commodities, the newest first, written as ``2026-06``."""
    months = sorted(exports_by_commodity(as_of)["month"].unique(), reverse=True)
    return [f"{pd.Timestamp(month):%Y-%m}" for month in months]


@kept
def commodities_of(month: str, as_of: date) -> Figure:
    """Changes of exports by commodity in the release of a month, written as ``releases`` gives it."""
    table = exports_by_commodity(as_of)
    rows = table[table["month"] == pd.Timestamp(f"{month}-01")]
    rows = rows.sort_values("change_pct", ascending=False, ignore_index=True)
    return Figure(
        "trade_commodities",
        commodity_charts.changes_caption(rows),
        rows,
        {"Chart": lambda palette: commodity_charts.change_bars(rows, palette)},
        note=" ".join([*_copied(rows), SAY("customs.overlap")]),
        state=(month, as_of),
    )


def _copied(rows: pd.DataFrame) -> list[str]:
    """Where a table with estimated changes was read in a copy."""
    if not rows["is_change_estimated"].any():
        return []
    page, _, _ = cache.sources().loc[rows["source_id"].iloc[0], "carrier"].partition(" at ")
    return [SAY("customs.copied", page=page)]


def printed_rates(as_of: date, partner: str) -> pd.DataFrame:
    """China's growth rates as printed by its customs, since 2024."""
    return bilateral.published_rates(cache.table("china_customs", as_of), partner, header.PERIODS["Since 2024"])


def later_months(as_of: date, printed: pd.DataFrame) -> str:
    """Where a revised month of exports to the United States is known after the last one printed; else empty."""
    if printed["partner_iso3"].iloc[0] != bilateral.US:
        return ""
    table = cache.table("china_trade_monthly", as_of)
    last = table.loc[table["partner_iso3"] == bilateral.US, "month"].max()
    if pd.isna(last) or last <= printed["period_end"].max():
        return ""
    return SAY("customs.later", month=terms.month(last))


def _month(name: str) -> str:
    return terms.month(pd.Timestamp(f"{name}-01"))


def exports_by_commodity(as_of: date) -> pd.DataFrame:
    """Exports by commodity with their change to date, of each month from the print that tells of most goods."""
    table = cache.table("china_customs_commodities", as_of)
    rows = table[(table["flow"] == "export") & table["change_pct"].notna()]
    count = rows.groupby(["month", "source_id"])["commodity"].transform("size")
    most = count.groupby(rows["month"]).transform("max")
    return rows[(count >= SEVERAL) & (count == most)]
